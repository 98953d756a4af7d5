//! Answers to queries, with suggestions for other queries.

use super::answer::{self, Format, Layout};
use crate::cli::arguments::graphs::GraphArgument;
use crate::cli::messages::{Outcome, counted, say, written};
use crate::error::{Error, Result};
use crate::query::opened::{Hinting, Opened};
use crate::query::{
    Answer, Failure, HintKind, Index, Looser, Query, about_addressee, left_out_by_polarity,
    loosened, without_party,
};

/// Writes an answer; if it is empty, says so and suggests other queries.
pub(in crate::cli) fn show(hints: &Hints, answer: &Answer, layout: Layout) -> Result<Outcome> {
    let found = !answer.statements.is_empty();
    if found || layout.format == Format::Json {
        written(answer::write(answer, layout))?;
    }
    if !found {
        return Ok(hints.nothing(&answer.query));
    }
    if layout.format == Format::Table {
        hints.more(&answer.query);
    }
    Ok(Outcome::Done)
}

/// Suggests queries that find something, or more.
pub(in crate::cli) struct Hints<'a> {
    pub(in crate::cli) index: &'a Index<'a>,
    /// The argument that names the graph; `None` if it cannot be queried again.
    pub(in crate::cli) graph: Option<&'a GraphArgument>,
    /// The opened graph, to look for hints.
    pub(in crate::cli) opened: Option<&'a Opened>,
}

/// Maximum number of hints.
const MAX_HINTS: usize = 3;

impl Hints<'_> {
    /// Reports that a query finds nothing, and suggests slightly looser ones.
    pub(in crate::cli) fn nothing(&self, query: &Query) -> Outcome {
        let flags = query.to_string();
        say(&match flags.as_str() {
            "" => "this graph has no statements".to_owned(),
            flags => format!("no statements found for: {flags}"),
        });
        if query.attitudes && !self.index.has_attitudes() {
            say(
                "this graph has no reported thought; build one that does with \
                 'dixit build --attitudes FOLDER'",
            );
        }
        if self.graph.is_some() {
            self.with_index(query, HintKind::Looser, |index| {
                let same = without_party(index, query);
                let others = match same.is_some() {
                    true => Vec::new(),
                    false => loosened(index, query, MAX_HINTS),
                };
                same.iter()
                    .chain(&others)
                    .for_each(|looser| self.suggest(looser));
            });
        }
        Outcome::Nothing
    }

    /// Suggests statements about the requested addressees.
    fn more(&self, query: &Query) {
        self.with_index(query, HintKind::AboutAddressee, |index| {
            if let Some(looser) = about_addressee(index, query) {
                self.suggest(&looser);
            }
        });
    }

    /// Reports how many statements a query leaves out because of their polarity.
    pub(in crate::cli) fn left_out(&self, query: &Query) {
        self.with_index(query, HintKind::LeftOut, |index| {
            if let Some(mut others) = left_out_by_polarity(index, query) {
                others.what.push_str(" and not counted");
                self.suggest(&others);
            }
        });
    }

    /// Calls `look` with the index to search for hints, if there is one.
    fn with_index(&self, query: &Query, hints: HintKind, look: impl FnOnce(&Index)) {
        match self.opened.map(|opened| opened.for_hints(query, hints)) {
            None | Some(Hinting::There) => look(self.index),
            Some(Hinting::In(graph)) => look(&Index::new(&graph)),
            Some(Hinting::Nowhere) => {}
        }
    }

    /// Suggests another query, with the number of statements that it finds.
    pub(in crate::cli) fn suggest(&self, looser: &Looser) {
        if let Some(graph) = self.graph {
            let Looser { what, query, count } = looser;
            let statements = counted(*count, "statement");
            say(&format!(
                "{statements} {what}: dixit query {query}{}",
                graph.flag()
            ));
        }
    }
}

/// Reports why a query cannot be answered.
pub(in crate::cli) fn refused(failure: Failure) -> Result<Outcome> {
    match failure {
        Failure::Unreadable(why) => Err(Error::new(why)),
        unknown => {
            say(&unknown.to_string());
            Ok(Outcome::Nothing)
        }
    }
}
