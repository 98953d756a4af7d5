//! The layer's results: entities, their offices and mentions.

use crate::ids::ids;
use crate::span::Span;
use crate::text::TokenId;
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

ids! {
    /// An entity of a document, by its index in [`Entities::list`](super::Entities::list).
    pub(crate) EntityId;
}

/// An entity of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entity {
    /// Wikidata id where the tables have one; else a slug that starts with the type (`person:…`).
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

impl Entity {
    /// An entity without offices that speaks for nobody else.
    pub(in crate::entity) fn new(id: String, name: String, kind: EntityType) -> Entity {
        Entity {
            id,
            name,
            kind,
            roles: Vec::new(),
            represents: None,
        }
    }
}

/// An office or title.
/// ```
/// use dixit::entity::Role;
///
/// let role = Role { title: "President".to_owned(), of: Some("Russia".to_owned()) };
/// assert_eq!(serde_json::to_string(&role).unwrap(), r#"{"title":"President","of":"Russia"}"#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Role {
    /// "President", "Foreign Minister".
    pub title: String,
    /// Canonical name of the state or organisation.
    pub of: Option<String>,
}

/// A named entity as other records refer to it.
/// ```
/// use dixit::entity::{EntityType, Reference};
///
/// let json = r#"{"id": "Q159", "name": "Russia", "type": "state"}"#;
/// let russia: Reference = serde_json::from_str(json).unwrap();
/// assert_eq!(russia.kind, EntityType::State);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reference {
    /// Wikidata id where the tables have one; else a slug that starts with the type (`person:…`).
    pub id: String,
    /// The name: of the tables, or the fullest one in the article.
    pub name: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: EntityType,
}

/// Whether an entity's id is one of Wikidata: `Q159`.
pub(crate) fn is_wikidata(id: &str) -> bool {
    id.strip_prefix('Q')
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Words that refer to an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    /// Its tokens.
    pub tokens: Range<TokenId>,
    /// Its bytes.
    pub span: Span,
    /// The entity that it refers to.
    pub entity: EntityId,
    /// Name, adjective, description or pronoun.
    pub kind: MentionKind,
}

/// How a mention refers to its entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MentionKind {
    /// A name, full or short: "Sergei Lavrov", "Lavrov", "Moscow".
    Name,
    /// An adjective or demonym: "British".
    Adjective,
    /// A description: "the Kremlin spokesman".
    Description,
    /// "he", "her", "they".
    Pronoun,
}

/// A name as part of an id: lower case, without accents, words joined by hyphens.
pub(in crate::entity) fn slug(name: &str) -> String {
    let folded = crate::normalise::folding::letters(name);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    words.join("-")
}

/// The Wikidata id, or a slug that starts with the type.
pub(in crate::entity) fn identifier(qid: &str, kind: EntityType, name: &str) -> String {
    if !qid.is_empty() {
        return qid.to_owned();
    }
    let kind = match kind {
        EntityType::Person => "person",
        EntityType::State => "state",
        EntityType::Organisation => "organisation",
        EntityType::Unnamed => "unnamed",
    };
    format!("{kind}:{}", slug(name))
}

/// How other records refer to an entity.
pub(in crate::entity) fn reference(entity: &Entity) -> Reference {
    Reference {
        id: entity.id.clone(),
        name: entity.name.clone(),
        kind: entity.kind,
    }
}
