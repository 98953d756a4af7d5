//! The tooltips of nodes and arrows.

use super::super::selection::Said;
use super::super::shortened::{one_line, shortened};
use crate::graph::{Graph, Report, Statement};
use crate::statement::Polarity;
use std::fmt::Write as _;

/// Longer names are truncated in tooltips.
const MAX_NAME: usize = 100;
/// A tooltip quotes this many statements and counts the rest.
const QUOTED: usize = 6;
/// Longer quotations are truncated in tooltips.
const MAX_WORDS: usize = 280;

/// A name for tooltips.
pub(super) fn short(name: &str) -> String {
    shortened(&one_line(name), MAX_NAME).into_owned()
}

/// Adds the words of statements and their positions, one per line.
pub(super) fn quote<'g>(
    graph: &Graph,
    mut statements: impl Iterator<Item = Said<'g>>,
    tooltip: &mut String,
) {
    for said in statements.by_ref().take(QUOTED) {
        let (statement, report) = (said.statement, said.report);
        let _ = write!(
            tooltip,
            "\n• {}{}{} [{}]",
            graph
                .when(report)
                .map_or(String::new(), |day| format!("{day}: ")),
            polarity_note(statement),
            shortened(&one_line(&report.content.text), MAX_WORDS),
            source(graph, report),
        );
    }
    let more = statements.count();
    if more > 0 {
        let _ = write!(tooltip, "\n… and {more} more");
    }
}

fn polarity_note(statement: &Statement) -> &'static str {
    match statement.polarity {
        Polarity::Affirmed => "",
        Polarity::Denied => "(denied) ",
        Polarity::Negated => "(not said) ",
        Polarity::Hypothetical => "(hypothetical) ",
    }
}

/// `file:line`, or the document's id if it has no file.
fn source(graph: &Graph, report: &Report) -> String {
    let document = graph.document(report.document);
    match (&document.path, report.line) {
        (Some(path), Some(line)) => format!("{path}:{line}"),
        (Some(path), None) => path.clone(),
        (None, _) => document.id.clone(),
    }
}
