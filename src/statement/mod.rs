//! Finds statements: attributions in the text, with their speech acts and parties.
//!
//! Each of the modules uses only those before it:
//!
//! | module | question it answers |
//! |---|---|
//! | `word_lists` | is a word on one of the lists of `data/`? |
//! | `reading` | what does an encoder see in the words? (only with a model that has one) |
//! | `attribution` | which words are source, cue and content? (learned) |
//! | `clause` | what does the grammar of a clause show? |
//! | `meaning` | which act is it, was it made, and when? |
//! | `hearers` | who is it addressed to? |
//! | `deixis` | who are "I", "you" and "me"? |
//! | `constructions` | what follows from a form alone: headlines, transcripts, quotations, nouns |
//! | `repair` | where do source and content begin and end? |
//! | `filter` | which attributions are not statements? |
//! | `find` | which statements are there? (combines the above) |

pub mod acts;
pub(crate) mod article;
pub(crate) mod attribution;
mod clause;
mod constructions;
mod deixis;
mod filter;
mod find;
pub(crate) mod hearers;
mod meaning;
mod reading;
mod repair;
mod word_lists;

pub(crate) use find::{THRESHOLD, find};
pub use meaning::When;
pub(crate) use reading::{UNSURE, Weights};
pub(crate) use repair::Repairs;

use crate::entity::EntityId;
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// The three relations of the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// Any act of communication that is neither of the others.
    Said,
    /// Warns, threatens, cautions, alerts.
    Warned,
    /// Puts forward a course of action: proposes, recommends, urges, demands, pledges.
    Proposed,
}

/// Whether the speaker is reported to have made the statement.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// The statement was made.
    #[default]
    Affirmed,
    /// The speaker denied the content: "denied that …".
    Denied,
    /// The statement was not made: "did not say".
    Negated,
    /// The statement would be, might be or is expected to be made.
    Hypothetical,
}

/// Whether words were uttered or a thought is reported.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
/// ```
/// use dixit::statement::Mode;
///
/// assert_eq!(serde_json::to_string(&Mode::Attitude).unwrap(), "\"attitude\"");
/// ```
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Said, written or shown in public.
    #[default]
    Speech,
    /// Believed, wanted, feared or hoped.
    Attitude,
}

/// How much of the content is between quotation marks.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All words of it.
    Direct,
    /// Some.
    Mixed,
    /// None.
    #[default]
    Indirect,
}

/// One statement of one document; its entities are those of [`crate::entity::Entities::list`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Statement {
    /// Said, warned or proposed.
    pub relation: Relation,
    /// The finer act, an entry of the taxonomy: "deny", "pledge".
    pub act: String,
    /// Affirmed, denied, negated or hypothetical.
    pub polarity: Polarity,
    /// Speech or attitude.
    pub mode: Mode,
    /// Direct, mixed or indirect.
    pub kind: Kind,
    /// The speaker; `None` if the text names nobody.
    pub speaker: Option<EntityId>,
    /// Other speakers of the same statement.
    pub joint_speakers: Vec<EntityId>,
    /// The addressees.
    pub addressees: Vec<EntityId>,
    /// The entities named in the content.
    pub about: Vec<EntityId>,
    /// Bytes that name the speaker; empty when nobody is named.
    pub source: Vec<Span>,
    /// Bytes that announce the statement: "warned", "according to"; never empty, a headline's is its colon.
    pub cue: Vec<Span>,
    /// Bytes of what was said, quotation marks included.
    pub content: Vec<Span>,
    /// The outlet that reports it: "as per Sputnik".
    pub via: Option<EntityId>,
    /// Index of the statement whose content contains this one.
    pub within: Option<usize>,
    /// The day or month in which it was said, if the text gives one.
    pub said_on: Option<When>,
    /// Estimated probability that the statement is right, in `0.0..=1.0`.
    pub confidence: f32,
    /// The names of the repairs that changed its words; empty unless decisions are traced.
    pub repairs: Vec<&'static str>,
}

impl Statement {
    /// All speakers.
    pub fn speakers(&self) -> impl Iterator<Item = EntityId> + '_ {
        self.speaker.iter().chain(&self.joint_speakers).copied()
    }
}
