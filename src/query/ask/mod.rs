//! Plain English questions: "Who warned Russia about Ukraine in December 2021?"
//!
//! [`parse`] reads a question with a small grammar over the names in a graph and the verbs
//! of the act taxonomy. If it cannot parse a question it says why: it never guesses, but
//! [`nearest`] looks for a similar question that it can parse.

mod clauses;
mod dates;
mod grammar;
mod lexicon;
mod nearest;
mod nouns;
mod parties;
mod reader;
mod tail;
mod verbs;
mod words;

pub use nearest::nearest;

use super::{Answer, AskedFor, Failure, Index, Query, Rank, found};
use crate::statement::acts::Taxonomy;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::OnceLock;

/// A parsed question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What is wanted.
    pub asked_for: AskedFor,
    /// Which of the answers are wanted; all if `None`.
    pub rank: Option<Rank>,
    /// The filters that answers pass.
    pub query: Query,
    /// What the reader of the answer should know about how the question was understood.
    pub notes: Vec<String>,
}

impl Question {
    /// The answer to it.
    ///
    /// # Errors
    /// Those of [`Index::run`].
    pub fn answer<'g>(&self, index: &Index<'g>) -> Result<Answer<'g>, Failure> {
        let found = found(index, &self.query, None)?;
        Ok(match self.rank {
            Some(rank) => found.ranked(self.asked_for, rank),
            None => found.answer(self.asked_for),
        })
    }
}

impl fmt::Display for Question {
    /// What is wanted, and the flags of `dixit query` that find it: `who: --relation warned`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.asked_for {
            AskedFor::Who => "who",
            AskedFor::Whom => "to whom",
            AskedFor::AboutWhom => "about whom",
            AskedFor::What => "what",
            AskedFor::When => "when",
            AskedFor::HowMany => "how many",
            AskedFor::Whether => "whether",
            AskedFor::HowManySpeakers => "how many speakers",
            AskedFor::HowManyAddressees => "to how many",
            AskedFor::Outlets => "which outlets",
            AskedFor::Articles => "which articles",
        })?;
        f.write_str(match self.rank {
            None => "",
            Some(Rank::Most) => " most",
            Some(Rank::Least) => " least",
            Some(Rank::First) => " first",
            Some(Rank::Last) => " last",
        })?;
        match self.query.to_string().as_str() {
            "" => f.write_str(": every statement"),
            flags => write!(f, ": {flags}"),
        }
    }
}

/// Examples of questions, shown if one cannot be parsed.
pub const EXAMPLES: [&str; 6] = [
    "Who warned Russia about Ukraine in December 2021?",
    "What did Putin say to Biden about NATO?",
    "Which states warned Russia most often?",
    "Who was the first to propose talks?",
    "What did the Russian foreign minister demand?",
    "Did NATO promise anything to Ukraine before 2022?",
];

/// More letters than any question needs.
const LONGEST: usize = 1_000;

/// Parses a question about a graph, ignoring case.
///
/// # Errors
/// [`Failure::Unknown`] if it asks about someone who is not in the graph,
/// [`Failure::Unreadable`] if the grammar does not cover it or a date does not exist.
/// # Examples
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let article = Document {
/// #     id: "talks".to_owned(),
/// #     text: "Liz Truss warned Russia on Monday that an invasion would be costly.".to_owned(),
/// #     ..Document::default()
/// # };
/// # let extraction = Extractor::new()?.extract(&article)?;
/// # let graph = Graph::from_extractions("talks", [extraction], &BuildOptions::default());
/// use dixit::query::{Index, ask};
///
/// let index = Index::new(&graph);
/// let question = ask::parse("Who warned Russia?", &index).unwrap();
/// assert_eq!(question.query.to, ["Russia"]);
/// let answer = question.answer(&index).unwrap();
/// assert_eq!(answer.answers[0].name, "Liz Truss");
/// # Ok::<(), dixit::error::Error>(())
/// ```
pub fn parse(question: &str, index: &Index) -> Result<Question, Failure> {
    let letters = question.chars().count();
    if letters > LONGEST {
        return Err(Failure::Unreadable(format!(
            "the question has {letters} characters, but the maximum is {LONGEST}"
        )));
    }
    let words = words::cut(question);
    if words.is_empty() {
        return Err(Failure::Unreadable("the question is empty".to_owned()));
    }
    grammar::read(&words, &context(index)?)
}

/// The words of a question, folded.
#[cfg(feature = "sqlite")]
pub(super) fn keys(question: &str) -> Vec<String> {
    let words = words::cut(question).into_iter();
    words.map(|word| word.key).collect()
}

/// What words mean in a graph.
fn context<'g>(index: &'g Index<'g>) -> Result<reader::Context<'g>, Failure> {
    static VERBS: OnceLock<verbs::Verbs> = OnceLock::new();
    let taxonomy = Taxonomy::built_in().map_err(|e| Failure::Unreadable(e.to_string()))?;
    let (months, last) = index.months();
    Ok(reader::Context {
        index,
        verbs: VERBS.get_or_init(|| verbs::Verbs::new(taxonomy)),
        calendar: dates::Calendar::new(months, last),
    })
}
