//! Who is meant: names found in the text, linked to people, states and organisations, and the
//! pronouns, titles and descriptions that stand for them.

pub mod recogniser;

use crate::span::Span;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What kind of speaker an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityType {
    /// A named human being.
    Person,
    /// A state, a state-like territory, or a bloc spoken of as one ("the West").
    State,
    /// A government body, alliance, company, party, outlet or other organised group with a name.
    Organisation,
    /// A described speaker without a name: "US intelligence officials".
    Unnamed,
}

/// Somebody a document speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Wikidata id where the tables hold one; else a slug that starts with the type (`person:…`).
    pub id: String,
    /// Canonical name: "Vladimir Putin", "United States", "NATO".
    pub name: String,
    /// Person, state, organisation or unnamed.
    pub kind: EntityType,
    /// Offices that the text or, at the article's date, the tables give.
    pub roles: Vec<Role>,
    /// Id and name of the state or organisation spoken for: a person's, a body's or an unnamed speaker's.
    pub represents: Option<Reference>,
}

/// An office or title.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Role {
    /// "President", "Foreign Minister".
    pub title: String,
    /// Canonical name of the state or organisation.
    pub of: Option<String>,
}

/// A named entity as other records refer to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reference {
    /// As [`Entity::id`].
    pub id: String,
    /// As [`Entity::name`].
    pub name: String,
    /// As [`Entity::kind`].
    #[serde(rename = "type")]
    pub kind: EntityType,
}

/// A stretch of text that stands for an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its bytes.
    pub span: Span,
    /// Index of the entity in [`Entities::list`].
    pub entity: usize,
    /// Name, adjective, description or pronoun.
    pub kind: MentionKind,
}

/// How a mention stands for its entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MentionKind {
    /// A name, full or short: "Sergei Lavrov", "Lavrov", "Moscow".
    Name,
    /// An adjective or demonym: "British".
    Adjective,
    /// A description: "the Kremlin spokesman".
    Description,
    /// "he", "her", "they".
    Pronoun,
}

/// The entities of one document and where it mentions them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entities {
    /// Entities in order of first mention.
    pub list: Vec<Entity>,
    /// Mentions in order of their first token; none overlaps another of the same kind.
    pub mentions: Vec<Mention>,
}
