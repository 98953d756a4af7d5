//! `dixit check`: whether the sources still prove every statement.

use crate::analysis::check::{Check, Checked, Failure, State, check};
use crate::cli::arguments::reading::InputArguments;
use crate::cli::messages::{Outcome, counted, say};
use crate::cli::show::report::{self, FormatArgument, Out};
use crate::cli::terminal::{Style, Terminal, clean};
use crate::error::{Error, Result};
use crate::graph::Graph;
use clap::Args;
use std::io::{self, Write};
use std::path::PathBuf;

/// Check that every statement of a graph is still in its source
///
/// Reads the documents that the graph was built from, and checks that each text still has the hash
/// stored in the graph and that the words of each statement are still at their position. Exits with
/// 2 if any statement is not proven because its document was changed, moved or deleted.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Graph to check, written by `dixit build`
    #[arg(value_name = "GRAPH")]
    graph: PathBuf,
    /// Files and folders to search for the documents [default: the files named in the graph]
    #[arg(value_name = "CORPUS")]
    corpus: Vec<PathBuf>,
    #[command(flatten)]
    reading: InputArguments,
    #[command(flatten)]
    format: FormatArgument,
}

const EXAMPLES: &str = "\
Examples:
  dixit check graphs/corpus.json
  dixit check graphs/corpus.json /archive/corpus      the articles have moved there
  dixit check talks.json --format json | jq '.documents[] | select(.state.is != \"unchanged\")'";

/// Maximum number of failures shown for a document; JSON has all.
const SHOWN: usize = 5;

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    let graph = Graph::load(&arguments.graph)?;
    if graph.statements().is_empty() {
        say(&format!(
            "{}: this graph has no statements to check",
            arguments.graph.display()
        ));
        return Ok(Outcome::Nothing);
    }
    if let Some(gone) = arguments.corpus.iter().find(|path| !path.exists()) {
        return Err(Error::at(gone, "no such file or folder; check the path"));
    }
    let found = check(&graph, &arguments.corpus, &arguments.reading.options());
    report::print(arguments.format.format, &found, |out, terminal| {
        text(out, &found, terminal)
    })?;
    if found.holds() {
        return Ok(Outcome::Done);
    }
    let hint = match arguments.corpus.is_empty() && found.documents.iter().any(is_gone) {
        true => format!(
            "; if the articles have moved, run: dixit check {} FOLDER",
            arguments.graph.display()
        ),
        false => "; rebuild the graph or restore the old texts".to_owned(),
    };
    Err(Error::new(format!(
        "{} of {} not proven{hint}",
        found.reports - found.proven,
        counted(found.reports, "report")
    )))
}

fn is_gone(document: &Checked) -> bool {
    matches!(document.state, State::Vanished | State::WithoutFile)
}

fn text(out: &mut Out, found: &Check, terminal: Terminal) -> io::Result<()> {
    for document in &found.documents {
        let trouble = !document.failures.is_empty()
            || !matches!(document.state, State::Unchanged | State::WithoutHash)
            || document.found_at.is_some();
        if trouble {
            write_document(out, document, terminal)?;
        }
    }
    let count = |wanted: fn(&Checked) -> bool| {
        let documents = found.documents.iter();
        documents.filter(|document| wanted(document)).count()
    };
    let mut states = Vec::new();
    for (name, count) in [
        ("unchanged", count(|d| d.state == State::Unchanged)),
        ("without a hash", count(|d| d.state == State::WithoutHash)),
        ("changed", count(|d| d.state == State::Changed)),
        ("vanished", count(|d| d.state == State::Vanished)),
        (
            "unreadable",
            count(|d| matches!(d.state, State::Unreadable(_))),
        ),
        ("without a file", count(|d| d.state == State::WithoutFile)),
    ] {
        if count > 0 {
            states.push(format!("{count} {name}"));
        }
    }
    let name = terminal.paint(Style::Strong, &clean(&found.graph));
    let documents = counted(found.documents.len(), "document");
    writeln!(out, "{name}: {documents}: {}", states.join(", "))?;
    writeln!(
        out,
        "{} of {} proven",
        found.proven,
        counted(found.reports, "report")
    )?;
    if count(|document| document.state == State::WithoutHash) > 0 {
        writeln!(
            out,
            "this graph has no hashes: positions and words were checked, the rest of the texts was \
             not; rebuild it to check that too"
        )?;
    }
    Ok(())
}

fn write_document(out: &mut Out, document: &Checked, terminal: Terminal) -> io::Result<()> {
    let path = document.path.as_deref().unwrap_or(&document.id);
    let reports = counted(document.reports, "report");
    let line = match &document.state {
        State::Vanished => format!("vanished, with {reports}"),
        State::WithoutFile => {
            format!("read from standard input, with {reports}; give its file after the graph")
        }
        State::Unreadable(why) => format!("unreadable, with {reports}: {why}"),
        State::Changed => match document.failures.len() {
            0 => format!("changed, but the words of all {reports} are still at their position"),
            failures => {
                format!("changed: {failures} of {reports} are no longer at their position")
            }
        },
        State::Unchanged | State::WithoutHash => match document.failures.len() {
            0 => reports,
            failures => format!(
                "the words of {failures} of {reports} differ from the text; the graph was edited by \
                 hand or by another program"
            ),
        },
    };
    let path = terminal.paint(Style::Strong, &clean(path));
    writeln!(out, "{path}: {}", clean(&line))?;
    if let Some(found_at) = &document.found_at {
        writeln!(out, "  found at {}", clean(found_at))?;
    }
    for failure in document.failures.iter().take(SHOWN) {
        for line in lines(failure) {
            writeln!(out, "  {}", clean(&line))?;
        }
    }
    report::more(out, document.failures.len().saturating_sub(SHOWN), terminal)
}

fn lines(failure: &Failure) -> Vec<String> {
    let now = match (failure.line, &failure.instead) {
        (Some(line), _) => format!("these words are now on line {line} of the text"),
        (None, Some(instead)) => format!("the text now has “{}”", shortened(instead)),
        (None, None) => "the text ends before this position".to_owned(),
    };
    vec![
        format!(
            "{}  {} “{}”",
            failure.id,
            failure.part,
            shortened(&failure.words)
        ),
        format!("  {now}"),
    ]
}

/// Its first words; JSON has all.
fn shortened(text: &str) -> String {
    const MAX_CHARS: usize = 100;
    match text.char_indices().nth(MAX_CHARS) {
        None => text.to_owned(),
        Some((end, _)) => format!("{} …", text.get(..end).unwrap_or(text).trim_end()),
    }
}
