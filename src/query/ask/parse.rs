//! Parses a question.

use super::question::Question;
use super::reader::Context;
use super::{dates, grammar, tokens, verbs};
use crate::query::{Failure, Index};
use crate::statement::acts::Taxonomy;
use std::sync::OnceLock;

/// Maximum number of characters in a question.
pub(super) const MAX_CHARACTERS: usize = 1_000;

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
/// # let words = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let article = Document::new("talks", words);
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
    let characters = question.chars().count();
    if characters > MAX_CHARACTERS {
        return Err(Failure::Unreadable(format!(
            "the question has {characters} characters, but the maximum is {MAX_CHARACTERS}"
        )));
    }
    let words = tokens::split(question);
    if words.is_empty() {
        return Err(Failure::Unreadable("the question is empty".to_owned()));
    }
    grammar::read(&words, &context(index)?)
}

/// The words of a question, folded.
#[cfg(feature = "sqlite")]
pub(in crate::query) fn keys(question: &str) -> Vec<String> {
    let words = tokens::split(question).into_iter();
    words.map(|word| word.key).collect()
}

/// What is needed to parse questions about a graph.
pub(super) fn context<'g>(index: &'g Index<'g>) -> Result<Context<'g>, Failure> {
    static VERBS: OnceLock<verbs::Verbs> = OnceLock::new();
    let taxonomy = Taxonomy::built_in().map_err(|e| Failure::Unreadable(e.to_string()))?;
    let (months, last) = index.months();
    Ok(Context {
        index,
        verbs: VERBS.get_or_init(|| verbs::Verbs::new(taxonomy)),
        calendar: dates::Calendar::new(months, last),
    })
}
