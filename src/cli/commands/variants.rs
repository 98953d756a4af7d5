//! `dixit variants`: the wordings of a statement.

use crate::analysis::variants::{Printed, Variants, variants};
use crate::cli::arguments::graphs::{self, GraphArgument};
use crate::cli::messages::{Outcome, counted, say};
use crate::cli::show::report::{self, FormatArgument, Out};
use crate::cli::terminal::{Style, Terminal, clean};
use crate::error::Result;
use crate::query::{Query, word};
use clap::Args;
use std::io::{self, Write};

/// Show the wordings in which a statement is reported, and who copied whom
///
/// Reports belong to one statement if the same speakers say the same words, or nearly the same words
/// within a week. Each further wording is shown with its differences from the first: [-removed-]
/// {+added+}. Documents with the same text are shown as copies, whatever their outlets.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Id of the statement or its first characters, as in 'query --format json' and 'stats'
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    graph: GraphArgument,
    #[command(flatten)]
    format: FormatArgument,
}

const EXAMPLES: &str = "\
Examples:
  dixit variants 3f2a6c0d9be41877
  dixit stats                                the most reported statements, with their ids";

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    let opened = arguments.graph.open()?;
    let ids = std::slice::from_ref(&arguments.id);
    let graph = opened.for_ids(ids, &Query::default())?;
    let Some((_, statement)) = graphs::find_statement(&graph, &arguments.id)? else {
        say(&format!(
            "graph {} has no statement with id {}; 'dixit query --format json' prints the ids",
            graph.name(),
            arguments.id
        ));
        return Ok(Outcome::Nothing);
    };
    let found = variants(&graph, statement);
    report::print(arguments.format.format, &found, |out, terminal| {
        text(out, &found, terminal)
    })?;
    Ok(Outcome::Done)
}

fn text(out: &mut Out, found: &Variants, terminal: Terminal) -> io::Result<()> {
    writeln!(out, "{}", report::headline(&found.statement, terminal))?;
    writeln!(
        out,
        "{} in {}, {}",
        counted(found.reports, "report"),
        counted(found.texts, "text"),
        counted(found.wordings.len(), "wording")
    )?;
    for (number, wording) in found.wordings.iter().enumerate() {
        writeln!(out)?;
        let words = match number {
            0 => clean(&wording.text).into_owned(),
            _ => report::changes(&wording.difference, terminal),
        };
        report::paragraph(out, &words, 0, terminal)?;
        for printed in &wording.printed {
            writeln!(out, "  {}", line(printed, terminal))?;
        }
    }
    if !found.elsewhere.is_empty() {
        report::heading(out, "Elsewhere, in much the same words", terminal)?;
        for hit in &found.elsewhere {
            writeln!(out, "  {}", report::headline(hit, terminal))?;
            report::paragraph(out, &clean(&hit.content.text), 4, terminal)?;
            writeln!(out, "    {}", report::footnote(hit, terminal))?;
        }
    }
    Ok(())
}

/// Day, the document's own cue, how it is quoted, outlet and place.
fn line(printed: &Printed, terminal: Terminal) -> String {
    let date = printed.date.map_or(String::new(), |date| date.to_string());
    let cue = match printed.cue {
        "" => printed.act,
        cue => cue,
    };
    let mut parts = vec![
        terminal.paint(Style::Faint, &format!("{date:10}")),
        format!("{} ({})", clean(cue), word(&printed.kind)),
    ];
    let outlet = printed.place.source;
    parts.extend(outlet.map(|outlet| clean(outlet).into_owned()));
    parts.extend(printed.via.map(|via| format!("via {}", clean(via))));
    parts.push(terminal.paint(Style::Faint, &clean(&printed.place.label())));
    let copied = printed.copy_of;
    parts.extend(copied.map(|of| format!("copy of {}", clean(of))));
    parts.join("  ")
}
