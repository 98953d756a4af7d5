//! `dixit timeline`: what a speaker said over time, and what changed.

use crate::analysis::timeline::{Change, Timeline, timeline};
use crate::cli::arguments::filters::Filters;
use crate::cli::arguments::graphs::GraphArgument;
use crate::cli::messages::{Outcome, counted};
use crate::cli::show::cells;
use crate::cli::show::hints::{Hints, refused};
use crate::cli::show::report::{self, FormatArgument, Out};
use crate::cli::terminal::{Style, Terminal, clean, pad, width};
use crate::error::{Error, Result};
use crate::query::{Hit, Index};
use clap::Args;
use std::io::{self, Write};

/// Follow what a speaker said about a topic, and mark what changed
///
/// Lists statements in the order in which they were made. Marks where the act or polarity of a
/// speaker's statement differs from the one before ("pledged → denied"), and where cooperation turned
/// into conflict or back (a reversal). Statements that take no stance, such as plain "said", are not
/// compared. Changes are marked only with --about, because statements about different things are not
/// a change of position.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    graph: GraphArgument,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    format: FormatArgument,
}

const EXAMPLES: &str = "\
Examples:
  dixit timeline --speaker Stoltenberg --about Russia
  dixit timeline --speaker Russia --rollup --about Ukraine --since 2021-12 --format json";

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    let query = arguments.filters.query()?;
    if query.speaker.is_empty() && query.about.is_empty() && query.to.is_empty() {
        return Err(Error::new(
            "whose timeline? name a speaker with --speaker, or a topic with --about",
        ));
    }
    let opened = arguments.graph.open()?;
    let graph = opened.for_query(&query, &[])?;
    let found = match timeline(&graph, &query) {
        Ok(found) => found,
        Err(failure) => return refused(failure),
    };
    if found.positions.is_empty() {
        let hints = Hints {
            index: &Index::new(&graph),
            graph: Some(&arguments.graph),
            opened: Some(&opened),
        };
        return Ok(hints.nothing(&found.query));
    }
    report::print(arguments.format.format, &found, |out, terminal| {
        text(out, &found, terminal)
    })?;
    Ok(Outcome::Done)
}

fn text(out: &mut Out, found: &Timeline, terminal: Terminal) -> io::Result<()> {
    let day = |hit: &Hit| match hit.date {
        Some(date) => date.to_string(),
        None => "undated".to_owned(),
    };
    let days = found
        .positions
        .iter()
        .map(|position| day(&position.statement));
    let column = days.map(|day| width(&day)).max().unwrap_or(0);
    let mut last = None;
    for position in &found.positions {
        let hit = &position.statement;
        if let Some(change) = &position.change {
            writeln!(out, "{}{}", " ".repeat(column + 2), mark(change, terminal))?;
        }
        // Each day is printed once.
        let today = day(hit);
        let shown = match last.as_ref() == Some(&today) {
            true => "",
            false => today.as_str(),
        };
        let mut line = format!(
            "{}  {} {}",
            terminal.paint(Style::Faint, &pad(shown, column)),
            terminal.paint(Style::Strong, &clean(&cells::speaker(hit))),
            terminal.paint(cells::style(hit), &clean(&cells::relation(hit))),
        );
        if !hit.addressees.is_empty() {
            line.push_str(&format!(
                " → {}",
                clean(&cells::names(&hit.addressees, ", "))
            ));
        }
        writeln!(out, "{line}")?;
        report::paragraph(out, &clean(&hit.content.text), column + 4, terminal)?;
        let place = terminal.paint(Style::Faint, &clean(&hit.place.label()));
        writeln!(out, "{}{place}", " ".repeat(column + 4))?;
        last = Some(today);
    }
    let changes = found
        .positions
        .iter()
        .filter_map(|position| position.change.as_ref());
    let (reversals, others): (Vec<&Change>, Vec<&Change>) =
        changes.partition(|change| change.reversal);
    let mut summary = vec![counted(found.positions.len(), "statement")];
    if !others.is_empty() {
        summary.push(counted(others.len(), "change"));
    }
    if !reversals.is_empty() {
        summary.push(counted(reversals.len(), "reversal"));
    }
    writeln!(out, "\n{}", summary.join(", "))
}

fn mark(change: &Change, terminal: Terminal) -> String {
    let text = format!("{} → {}", clean(&change.from), clean(&change.to));
    match change.reversal {
        true => terminal.paint(Style::Warned, &format!("↯ {text}")),
        false => terminal.paint(Style::Faint, &format!("· {text}")),
    }
}
