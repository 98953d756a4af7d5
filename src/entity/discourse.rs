//! The entities that a text has mentioned and the speakers so far, in order: the candidates for pronouns and
//! descriptions.

use super::types::{EntityId, MentionKind};
use crate::gazetteer::gender::Gender;
use crate::text::TokenId;
use std::ops::Range;

/// A possible referent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::entity) enum Who {
    /// An entity.
    Entity(EntityId),
    /// A person or group without a name, by its index in the list of [`Entities`].
    Brought(usize),
}

/// A person or group without a name, introduced by a noun: "a porter".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::entity) struct Brought {
    /// The words up to the noun.
    pub(in crate::entity) tokens: Range<TokenId>,
    pub(in crate::entity) gender: Option<Gender>,
    pub(in crate::entity) number: Number,
    /// The entity, once they have spoken.
    pub(in crate::entity) entity: Option<EntityId>,
}

/// The number of people that a noun introduces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::entity) enum Number {
    /// One person: "a porter".
    One,
    /// Several people: "residents".
    Several,
    /// A body of people: "the union".
    Body,
}

/// A mention.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::entity) struct Occurrence {
    pub(in crate::entity) tokens: Range<TokenId>,
    pub(in crate::entity) who: Who,
    pub(in crate::entity) kind: MentionKind,
    /// How often the text has mentioned them before.
    pub(in crate::entity) before: u32,
    /// The probability that this mention refers to them; 1 if there was no choice.
    pub(in crate::entity) probability: f32,
}

/// A statement that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::entity) struct Turn {
    /// First token of its cue.
    pub(in crate::entity) at: TokenId,
    pub(in crate::entity) speakers: Vec<EntityId>,
    pub(in crate::entity) hearers: Vec<EntityId>,
}

/// A document that was the source of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::entity) struct Issued {
    /// Its noun.
    pub(in crate::entity) at: TokenId,
    /// Its maker, who speaks through it; `None` if it speaks for itself.
    pub(in crate::entity) issuer: Option<EntityId>,
}
