//! What a stretch of text is taken for before it is linked to somebody.

use crate::gazetteer::ids::{BodyHeadId, StateId};
use crate::gazetteer::tables::Target;
use crate::text::TokenId;
use std::ops::Range;

/// Tokens that name somebody, and what is known about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::entity) struct Candidate {
    pub(in crate::entity) tokens: Range<TokenId>,
    pub(in crate::entity) guess: Guess,
}

/// What a candidate is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::entity) enum Guess {
    /// Entries of the dictionary, best last.
    Known(Vec<Target>),
    /// A body named after its state.
    Body(StateId, BodyHeadId),
    /// A body named with its state, by its own words.
    Owned {
        state: StateId,
        words: Range<TokenId>,
        /// Whether it speaks for the state.
        speaks: bool,
    },
    /// A person's full name that is in no table.
    Person,
    /// An organisation that is in no table.
    Organisation,
    /// One capitalised word that may be a surname or a short name, and what the recogniser takes it
    /// for.
    Short(Hint),
    /// Nobody who speaks: a place, an event, a day.
    Nobody,
}

/// What the recogniser takes a single word for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::entity) enum Hint {
    None,
    Person,
    Organisation,
    /// Nobody, unless it is the surname of somebody that the document names in full.
    Namesake,
}
