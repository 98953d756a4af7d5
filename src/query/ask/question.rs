//! A parsed question: its query, and what is asked for.

use crate::query::{Answer, AskedFor, Failure, Index, Query, Rank, found, related_to};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A parsed question.
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::query::Index;
/// use dixit::query::ask::{self, Question};
///
/// let question: Question = ask::parse("How many statements did Truss make?", &Index::new(&graph)).unwrap();
/// assert_eq!(question.to_string(), "how many: --speaker 'Liz Truss' --polarity affirmed,denied");
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Question {
    /// What is asked for.
    pub asked_for: AskedFor,
    /// Which of the answers to give; all if `None`.
    pub rank: Option<Rank>,
    /// The filters that statements must pass.
    pub query: Query,
    /// Notes for the user on how the question was understood.
    pub notes: Vec<String>,
}

impl Question {
    /// The same question without related words: only the words that were typed find a topic.
    /// ```
    /// # use dixit::graph::{BuildOptions, Graph};
    /// use dixit::query::{Index, ask};
    ///
    /// # let graph = Graph::from_extractions("none", [], &BuildOptions::default());
    /// let question = ask::parse("Who spoke about a truce?", &Index::new(&graph)).unwrap();
    /// assert!(question.query.related_words);
    /// assert!(!question.with_exact_words().query.related_words);
    /// ```
    pub fn with_exact_words(mut self) -> Question {
        self.query.related_words = false;
        self
    }

    /// One line for each word of its topics that finds related words too.
    /// ```
    /// # use dixit::graph::{BuildOptions, Graph};
    /// use dixit::query::{Index, ask};
    ///
    /// # let graph = Graph::from_extractions("none", [], &BuildOptions::default());
    /// let index = Index::new(&graph);
    /// let question = ask::parse("Who spoke about a truce?", &index).unwrap();
    /// assert!(question.related_words(&index)[0].starts_with("'truce' also finds ceasefire, "));
    /// ```
    pub fn related_words(&self, index: &Index) -> Vec<String> {
        if !self.query.related_words {
            return Vec::new();
        }
        let topics = self.query.about.iter();
        let related = topics.flat_map(|topic| related_to(index, topic));
        let lines =
            related.map(|(word, others)| format!("'{word}' also finds {}", others.join(", ")));
        lines.collect()
    }

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
    /// What is asked for, and the flags of `dixit query` that find it: `who: --relation warned`.
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
