//! `dixit check`: every statement proven by its source again.

use crate::analysis::check::{Check, Checked, Failure, State, check};
use crate::cli::messages::{Outcome, say};
use crate::cli::show::report::{self, FormatArgument, Out, counted};
use crate::cli::show::terminal::{Style, Terminal, clean};
use crate::error::{Error, Result};
use crate::graph::Graph;
use clap::Args;
use std::io::{self, Write};
use std::path::PathBuf;

/// Prove every statement of a graph by its source again
///
/// Reads the documents that the graph was built from, and looks whether each text has the hash that
/// the graph keeps and the words of each statement stand where they stood. Exits with 2 if any
/// statement is not proven: its document changed, moved away or vanished.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Graph to check, as `dixit build` wrote it
    #[arg(value_name = "GRAPH")]
    graph: PathBuf,
    /// Files and folders to look for its documents in [default: the files that the graph names]
    #[arg(value_name = "CORPUS")]
    corpus: Vec<PathBuf>,
    #[command(flatten)]
    format: FormatArgument,
}

const EXAMPLES: &str = "\
Examples:
  dixit check graphs/corpus.json
  dixit check graphs/corpus.json /archive/corpus      where the articles are now
  dixit check talks.json --format json | jq '.documents[] | select(.state.is != \"unchanged\")'";

/// Failures that are shown of a document; JSON has all.
const SHOWN: usize = 5;

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    let graph = Graph::load(&arguments.graph)?;
    if graph.statements().is_empty() {
        say(&format!(
            "{}: the graph has no statements, so there is nothing to prove",
            arguments.graph.display()
        ));
        return Ok(Outcome::Nothing);
    }
    if let Some(gone) = arguments.corpus.iter().find(|path| !path.exists()) {
        return Err(Error::at(gone, "no such file or folder; check the path"));
    }
    let found = check(&graph, &arguments.corpus);
    report::print(arguments.format.format, &found, |out, terminal| {
        text(out, &found, terminal)
    })?;
    if found.holds() {
        return Ok(Outcome::Done);
    }
    let hint = match arguments.corpus.is_empty() && found.documents.iter().any(is_gone) {
        true => format!(
            "; if the articles moved: dixit check {} FOLDER",
            arguments.graph.display()
        ),
        false => "; build the graph again, or bring the old texts back".to_owned(),
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
            tell(out, document, terminal)?;
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
            "the graph is of before there were hashes: places and words are proven, not the rest of \
             the texts; build it again to prove them too"
        )?;
    }
    Ok(())
}

fn tell(out: &mut Out, document: &Checked, terminal: Terminal) -> io::Result<()> {
    let path = document.path.as_deref().unwrap_or(&document.id);
    let reports = counted(document.reports, "report");
    let line = match &document.state {
        State::Vanished => format!("vanished, with {reports}"),
        State::WithoutFile => {
            format!("came from standard input, with {reports}: name its file behind the graph")
        }
        State::Unreadable(why) => format!("unreadable, with {reports}: {why}"),
        State::Changed => match document.failures.len() {
            0 => format!("changed, though the words of all {reports} stand where they stood"),
            failures => format!("changed: {failures} of {reports} stand there no more"),
        },
        State::Unchanged | State::WithoutHash => match document.failures.len() {
            0 => reports,
            failures => format!(
                "the words of {failures} of {reports} are not those of the text: the graph was changed \
                 by hand or by another program"
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
        (Some(line), _) => format!("these words stand on line {line} of the text now"),
        (None, Some(instead)) => format!("instead there stands “{}”", shortened(instead)),
        (None, None) => "the text ends before their place".to_owned(),
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
    const MOST: usize = 100;
    match text.char_indices().nth(MOST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{} …", text.get(..end).unwrap_or(text).trim_end()),
    }
}
