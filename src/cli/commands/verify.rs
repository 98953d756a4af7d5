//! `dixit verify`: whether someone said these words.

use crate::analysis::caveats::Caveat;
use crate::analysis::verify::{Likeness, Verdict, Verification, verify};
use crate::cli::arguments::graphs::{self, GraphArgument};
use crate::cli::messages::{Outcome, say};
use crate::cli::show::hints::refused;
use crate::cli::show::report::{self, FormatArgument, Out};
use crate::cli::terminal::{Style, Terminal, clean};
use crate::error::Result;
use clap::Args;
use std::io::{self, Write};
use std::path::PathBuf;

/// Check whether someone said these words
///
/// Finds the nearest statement on record. The verdict is "exact"; "altered", with the differences;
/// "by someone else"; that the speaker does not assert the words, because they are denied or the
/// quotation leaves out a "not"; or "not on record". Exits with 1 for the last two. Ignores case,
/// punctuation and quotation marks; three dots stand for omitted words. If the speaker is a state
/// or organisation, those who speak for it count too.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Words to look up, quoted for the shell
    #[arg(value_name = "QUOTATION")]
    quotation: String,
    /// Speaker who is said to have said them [default: anyone]
    #[arg(long, short = 's', value_name = "NAME", help_heading = "Filters")]
    speaker: Option<String>,
    /// Graph to read, the same as --graph
    #[arg(value_name = "GRAPH", conflicts_with = "graph")]
    file: Option<PathBuf>,
    #[command(flatten)]
    graph: GraphArgument,
    #[command(flatten)]
    format: FormatArgument,
}

const EXAMPLES: &str = "\
Examples:
  dixit verify \"massive consequences and severe economic cost\" --speaker Truss
  dixit verify \"We will … never accept that\" graphs/talks.json";

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    let graph = match &arguments.file {
        Some(path) => graphs::load(Some(path))?,
        None => arguments.graph.load()?,
    };
    let found = match verify(&graph, &arguments.quotation, arguments.speaker.as_deref()) {
        Ok(found) => found,
        Err(failure) => return refused(failure),
    };
    report::print(arguments.format.format, &found, |out, terminal| {
        text(out, &found, terminal)
    })?;
    Ok(match found.verdict {
        Verdict::NotOnRecord => {
            let by = found
                .speaker
                .as_ref()
                .map_or(String::new(), |who| format!(" by {who}"));
            say(&format!("not on record{by} in graph {}", graph.name()));
            Outcome::Nothing
        }
        Verdict::NotAsserted => Outcome::Nothing,
        _ => Outcome::Done,
    })
}

fn text(out: &mut Out, found: &Verification, terminal: Terminal) -> io::Result<()> {
    let first = found.nearest.first();
    let verdict = match found.verdict {
        Verdict::Exact => "exact".to_owned(),
        Verdict::NotAsserted => {
            let words = match first.is_some_and(|near| near.similarity < 1.0) {
                true => "altered words",
                false => "exact words",
            };
            let caveat = first.and_then(|near| near.caveats.first());
            let but = caveat.map_or(String::new(), |caveat| {
                format!(", but {}", described(caveat))
            });
            format!("{words}{but}")
        }
        Verdict::Altered => "altered".to_owned(),
        Verdict::SomebodyElse => "by someone else".to_owned(),
        Verdict::NotOnRecord if found.nearest.is_empty() => return Ok(()),
        Verdict::NotOnRecord => "not on record; nearest statements".to_owned(),
    };
    writeln!(out, "{verdict}:")?;
    for (number, likeness) in found.nearest.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        write_match(out, likeness, terminal)?;
    }
    Ok(())
}

fn write_match(out: &mut Out, likeness: &Likeness, terminal: Terminal) -> io::Result<()> {
    let hit = &likeness.statement;
    writeln!(out, "  {}", report::headline(hit, terminal))?;
    report::paragraph(out, &clean(&hit.content.text), 4, terminal)?;
    if likeness.similarity < 1.0 {
        let words = report::changes(&likeness.difference, terminal);
        report::paragraph(out, &format!("as asked: {words}"), 4, terminal)?;
    }
    if !likeness.quoted {
        writeln!(out, "    the article's own words, not a direct quotation")?;
    }
    for caveat in &likeness.caveats {
        let line = terminal.paint(Style::Warned, &described(caveat));
        writeln!(out, "    {line}")?;
    }
    writeln!(out, "    {}", report::footnote(hit, terminal))
}

fn described(caveat: &Caveat) -> String {
    match caveat {
        Caveat::Denied => "denied by the speaker".to_owned(),
        Caveat::Negated => "reported as not said".to_owned(),
        Caveat::Hypothetical => "reported as hypothetical".to_owned(),
        Caveat::Thought => "reported as a thought".to_owned(),
        Caveat::LeavesOut { word } => format!("“{}” is left out", clean(word)),
        Caveat::PutsIn { word } => format!("“{}” is added", clean(word)),
        Caveat::Quotes { speaker } => format!("attributed to {}", clean(speaker)),
    }
}
