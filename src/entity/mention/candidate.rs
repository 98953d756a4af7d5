//! Candidates: possible names before they are linked to entities.

use crate::gazetteer::ids::{BodyHeadId, StateId};
use crate::gazetteer::tables::Target;
use crate::text::TokenId;
use std::ops::Range;

/// Tokens of a possible name, with their classification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::entity) struct Candidate {
    pub(in crate::entity) tokens: Range<TokenId>,
    pub(in crate::entity) guess: Guess,
}

/// The classification of a candidate.
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
    /// A single capitalised word that may be a surname or a short name, with the recogniser's
    /// classification.
    Short(Hint),
    /// Something that does not speak: a place, an event, a day.
    Nobody,
}

/// The recogniser's classification of a single word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::entity) enum Hint {
    None,
    Person,
    Organisation,
    /// Not a name, unless it is the surname of a person named in full in the document.
    Namesake,
}
