//! Plain English questions: "Who warned Russia about Ukraine in December 2021?"
//!
//! [`parse`] reads a question with a small grammar over the names that a graph knows and the verbs
//! of the taxonomy of acts. What it cannot read it refuses, and says why: it never guesses.

mod dates;
mod grammar;
mod verbs;
mod words;

use super::{AskedFor, Failure, Query, names_of};
use crate::entity::EntityType;
use crate::graph::Graph;
use crate::statement::When;
use crate::statement::acts::Taxonomy;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A question that has been understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What is wanted.
    pub asked_for: AskedFor,
    /// The filters that answers pass.
    pub query: Query,
}

impl fmt::Display for Question {
    /// What is wanted, and the flags of `dixit query` that find it: `who: --relation warned`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wanted = match self.asked_for {
            AskedFor::Who => "who",
            AskedFor::Whom => "to whom",
            AskedFor::What => "what",
            AskedFor::When => "when",
            AskedFor::HowMany => "how many",
            AskedFor::Whether => "whether",
        };
        let flags = self.query.to_string();
        if flags.is_empty() {
            write!(f, "{wanted}: every statement")
        } else {
            write!(f, "{wanted}: {flags}")
        }
    }
}

/// Questions that can be read, to show to whoever asked one that cannot.
pub const EXAMPLES: [&str; 6] = [
    "Who warned Russia about Ukraine in December 2021?",
    "What did Putin say to Biden about NATO?",
    "Whom did the United States warn?",
    "Who denied plans to invade?",
    "When did Lavrov propose talks?",
    "Did NATO promise anything to Ukraine before 2022?",
];

/// More letters than any question needs.
const LONGEST: usize = 1_000;

/// Reads a question, blind to case, about what `graph` holds.
///
/// # Errors
/// [`Failure::Unknown`] when it asks about somebody the graph does not know,
/// [`Failure::Unreadable`] when the grammar has no reading for it or a date does not exist.
pub fn parse(question: &str, graph: &Graph) -> Result<Question, Failure> {
    let letters = question.chars().count();
    if letters > LONGEST {
        return Err(Failure::Unreadable(format!(
            "the question has {letters} letters: {LONGEST} are the most that are read"
        )));
    }
    let words = words::cut(question);
    if words.is_empty() {
        return Err(Failure::Unreadable("the question is empty".to_owned()));
    }
    let taxonomy = Taxonomy::built_in().map_err(|e| Failure::Unreadable(e.to_string()))?;
    let days = graph
        .statements()
        .iter()
        .flat_map(|s| s.reports().filter_map(|r| graph.when(r)))
        .map(When::first);
    let principals = graph.entities().iter().enumerate();
    let principals = principals.filter(|(_, entity)| entity.kind != EntityType::Person);
    let context = grammar::Context {
        principals: principals.map(|(number, _)| number).collect(),
        names: names_of(graph),
        verbs: verbs::Verbs::new(taxonomy),
        calendar: dates::Calendar::new(days),
    };
    grammar::read(&words, &context)
}
