//! A question from another program, and what it gets: the answer with how the question was read, or the reason why
//! there is none and the nearest question that has one.

use super::{nearest, parse};
#[cfg(any(feature = "python", feature = "mcp"))]
use crate::error::Error;
use crate::query::{Answer, Failure, Index};
use serde::Serialize;

/// A question, and how it is to be answered.
#[derive(Debug)]
pub(crate) struct Asking {
    pub question: String,
    /// Maximum number of statements; else that of the question itself.
    pub limit: Option<usize>,
    /// Whether topics match only their own words.
    pub exact_words: bool,
}

/// An answered question.
#[derive(Debug, Serialize)]
pub(crate) struct Asked<'g> {
    /// The query that the question was read as.
    pub understood: String,
    /// What has to be known about the answer.
    pub notes: Vec<String>,
    #[serde(flatten)]
    pub answer: Answer<'g>,
}

/// Why a question has no answer.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub failure: Failure,
    /// The nearest question that can be read.
    pub nearest: Option<String>,
}

impl Asking {
    /// The answer; at most `usual` statements if neither the asker nor the question says how many.
    pub(crate) fn answer<'g>(
        &self,
        index: &Index<'g>,
        usual: Option<usize>,
    ) -> Result<Asked<'g>, Refusal> {
        let mut question = parse(&self.question, index).map_err(|failure| Refusal {
            nearest: nearest(&self.question, &failure, index),
            failure,
        })?;
        if self.exact_words {
            question = question.with_exact_words();
        }
        question.query.limit = self.limit.or(question.query.limit).or(usual);
        let answer = question.answer(index).map_err(|failure| Refusal {
            failure,
            nearest: None,
        })?;
        let related = question.related_words(index);
        Ok(Asked {
            understood: question.to_string(),
            notes: question.notes.into_iter().chain(related).collect(),
            answer,
        })
    }
}

impl Refusal {
    /// The error in the words of the command.
    #[cfg(any(feature = "python", feature = "mcp"))]
    pub(crate) fn error(&self) -> Error {
        match (&self.failure, self.nearest.as_deref()) {
            (Failure::Unreadable(why), near) => super::unreadable(why, near),
            (unknown, Some(near)) => Error::new(format!(
                "{unknown}\nthe nearest question dixit can parse: {near}"
            )),
            (unknown, None) => Error::new(unknown.to_string()),
        }
    }
}
