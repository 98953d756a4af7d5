//! Plain English questions: "Who warned Russia about Ukraine in December 2021?"
//!
//! [`parse`] reads a question with a small grammar over the names in a graph and the verbs
//! of the act taxonomy. If it cannot parse a question it says why: it never guesses, but
//! [`nearest`] looks for a similar question that it can parse.

#[cfg(any(feature = "python", feature = "mcp", feature = "serve"))]
mod asking;
mod clauses;
mod counting;
mod dates;
mod grammar;
mod kinds;
mod lexicon;
mod nearest;
mod nouns;
mod openings;
mod parse;
mod parties;
mod question;
mod reader;
mod rewrites;
mod tail;
mod tokens;
mod verbs;

#[cfg(any(feature = "python", feature = "mcp", feature = "serve"))]
pub(crate) use asking::{Asking, Refusal};
pub use nearest::nearest;
#[cfg(feature = "sqlite")]
pub(super) use parse::keys;
pub use parse::parse;
pub use question::Question;

use crate::error::Error;

/// Examples of questions, shown if one cannot be parsed.
/// ```
/// assert!(dixit::query::ask::EXAMPLES.iter().all(|question| question.ends_with('?')));
/// ```
pub const EXAMPLES: [&str; 6] = [
    "Who warned Russia about Ukraine in December 2021?",
    "What did Putin say to Biden about NATO?",
    "Which states warned Russia most often?",
    "Who was the first to propose talks?",
    "What did the Russian foreign minister demand?",
    "Did NATO promise anything to Ukraine before 2022?",
];

/// The error for a question that cannot be parsed: why, the nearest one that can, and examples.
pub(crate) fn unreadable(why: &str, near: Option<&str>) -> Error {
    let near = near.map_or(String::new(), |near| {
        format!("\nThe nearest question dixit can parse:\n  {near}")
    });
    let examples: Vec<String> = EXAMPLES.iter().map(|e| format!("  {e}")).collect();
    Error::new(format!(
        "{why}{near}\nExamples of questions:\n{}",
        examples.join("\n")
    ))
}
