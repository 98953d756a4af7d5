//! Answers to queries: what was found, or which query would find something.

use super::answer::{self, Format, Layout};
use crate::cli::arguments::graphs::GraphArgument;
use crate::cli::arguments::opened::{Hinting, Opened};
use crate::cli::messages::{Outcome, counted, say, written};
use crate::error::{Error, Result};
use crate::query::{
    Answer, Failure, Index, Looser, Query, about_addressee, left_out_by_polarity, loosened,
    without_party,
};

/// Writes an answer; if it is empty, says so and suggests other queries where there are any.
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
    /// How the graph is named on the command line; `None` where it cannot be queried again.
    pub(in crate::cli) graph: Option<&'a GraphArgument>,
    /// Where hints are looked for.
    pub(in crate::cli) opened: Option<&'a Opened>,
}

/// The most hints that are given.
const HINTS: usize = 3;

impl Hints<'_> {
    /// Says that a query finds nothing, and what a slightly looser one would find.
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
            self.hinting(query, |index| {
                let same = without_party(index, query);
                let others = match same.is_some() {
                    true => Vec::new(),
                    false => loosened(index, query, HINTS),
                };
                same.iter()
                    .chain(&others)
                    .for_each(|looser| self.tell(looser));
            });
        }
        Outcome::Nothing
    }

    /// Says what else there is about the addressees asked for.
    fn more(&self, query: &Query) {
        self.hinting(query, |index| {
            if let Some(looser) = about_addressee(index, query) {
                self.tell(&looser);
            }
        });
    }

    /// Says how many statements a query leaves out because of their polarity.
    pub(in crate::cli) fn left_out(&self, query: &Query) {
        self.hinting(query, |index| {
            if let Some(mut others) = left_out_by_polarity(index, query) {
                others.what.push_str(" and not counted");
                self.tell(&others);
            }
        });
    }

    /// Looks for hints where they are to be found.
    fn hinting(&self, query: &Query, look: impl FnOnce(&Index)) {
        match self.opened.map(|opened| opened.for_hints(query)) {
            None | Some(Hinting::There) => look(self.index),
            Some(Hinting::In(graph)) => look(&Index::new(&graph)),
            Some(Hinting::Nowhere) => {}
        }
    }

    /// Says how many statements another query finds, and how to ask it.
    pub(in crate::cli) fn tell(&self, looser: &Looser) {
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

/// Refuses a query that the graph cannot answer.
pub(in crate::cli) fn refused(failure: Failure) -> Result<Outcome> {
    match failure {
        Failure::Unreadable(why) => Err(Error::new(why)),
        unknown => {
            say(&unknown.to_string());
            Ok(Outcome::Nothing)
        }
    }
}
