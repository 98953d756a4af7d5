//! Who is referred to: names found in the text, linked to people, states and organisations, and the
//! pronouns, titles and descriptions that stand for them.
//!
//! `resolve()` finds names and links them once for a document; `speakers`, `parties` and `about`
//! then answer for stretches of text that the statement layer has found. Who is referred to where no name says
//! so is one road: mentions, candidates, features, a learned score, a choice (`resolve`).

mod abbreviations;
mod bearers;
mod beings;
mod candidate;
mod capitals;
mod chains;
mod described;
mod evidence;
mod key;
mod knowledge;
mod linking;
mod modifiers;
mod names;
mod office_class;
mod offices;
mod people;
mod reader;
pub(crate) mod recogniser;
pub(crate) mod resolve;
mod tables;
#[cfg(test)]
mod tests;
mod titles;
mod trace;

pub(crate) use beings::{Being, are_two, being, is_outlet};
pub use knowledge::Knowledge;
pub(crate) use resolve::{
    Resolver, about, names_among, parties, person_until, speakers, spoke, without_name,
};
pub use tables::Gender;
pub(crate) use trace::{Asked, Step, Trace, hears_on, weighed_hearer};

use crate::document::Document;
use crate::gazetteer;
use crate::syntax::Syntax;
use crate::text::Text;
use bearers::Bearers;
use key::Piece;
use linking::Linker;
use offices::Holding;
use reader::Reader;
use recogniser::Names;
use resolve::{Brought, Heard, Issued, Turn, Who};
use tables::TABLES;
use trace::Tracing;

use crate::span::Span;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
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

/// A stretch of text that refers to an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its bytes.
    pub span: Span,
    /// Index of the entity in [`Entities::list`].
    pub entity: usize,
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

/// The entities of one document and where it mentions them.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Entities {
    /// Entities in order of first mention.
    pub list: Vec<Entity>,
    /// Mentions in order of their first token; none overlaps another of the same kind.
    pub mentions: Vec<Mention>,
    /// What resolving knows of each entity, parallel to the list.
    notes: Vec<Note>,
    /// Id → index in the list.
    ids: HashMap<String, usize>,
    /// The same by the words of their names.
    bearers: Bearers,
    /// How often each state is named, by its index in the tables.
    states: HashMap<usize, u32>,
    /// People without a name that the text introduces by a noun, in order.
    brought: Vec<Brought>,
    /// Where the text speaks of anybody, pronouns included, in order.
    heard: Vec<Heard>,
    /// The first pronoun of each gender.
    opening: [Option<usize>; 2],
    /// Names that are only perhaps people's, in order.
    doubtful: Vec<Range<usize>>,
    /// Things that words can be in, by their nouns, in order.
    things: Vec<usize>,
    /// Those that were sources of statements so far, in order.
    issued: Vec<Issued>,
    /// Who has spoken so far.
    talk: Vec<Turn>,
    /// How probable the last choice between candidates for a source was; 1 where there was none to make.
    sure: f32,
    /// The tables that they were looked up in.
    knowledge: Knowledge,
    /// The learned part of coreference.
    resolver: Resolver,
    /// Why they are who they are, where somebody wants to know.
    tracing: Tracing,
}

/// What resolving knows of an entity beyond what leaves the layer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Note {
    gender: Option<Gender>,
    /// The evidence for the gender.
    evidence: Evidence,
    /// Words of a person's name.
    words: Vec<String>,
    /// Pieces of the name, spelling variants brought to one.
    pieces: Vec<Piece>,
    /// First tokens of its mentions.
    places: Vec<usize>,
    /// Where in `places` one comes before its predecessor.
    runs: Vec<usize>,
    /// The first mention in the text.
    opening: Option<Range<usize>>,
    /// Index in the people's table.
    person: Option<u32>,
    /// The state it is, belongs to or speaks for.
    state: Option<usize>,
    /// Kind of organisation.
    kind: &'static str,
    offices: Vec<Holding>,
    /// Several people: "officials".
    plural: bool,
    /// One person without a name: "a senior official".
    nameless: bool,
}

/// Evidence for somebody's gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Evidence {
    /// A lone name that may be a surname: "Terrell".
    Surname,
    /// A pronoun that was taken to mean them.
    Pronoun,
    /// The given name, a title or the tables.
    #[default]
    Told,
}

impl Note {
    /// The gender, unless it is a guess.
    fn told_gender(&self) -> Option<Gender> {
        self.gender.filter(|_| self.evidence > Evidence::Surname)
    }

    /// Sets the gender from new evidence, unless there was evidence as good before.
    fn tell_gender(&mut self, gender: Gender, evidence: Evidence) {
        if self.gender.is_none() || self.evidence < evidence {
            self.gender = Some(gender);
            self.evidence = evidence;
        }
    }
}

impl Entities {
    /// The gender of a person by name, titles and pronouns.
    pub fn gender(&self, entity: usize) -> Option<Gender> {
        self.notes.get(entity).and_then(|note| note.gender)
    }

    /// How probable it is that the last source that was asked about ([`speakers`]) refers to the entity it was
    /// taken to mean, as far as that was a choice: "he", "the company"; 1 for a name.
    pub fn sureness(&self) -> f32 {
        self.sure
    }

    /// What was learned of who is meant and who is spoken to.
    pub(crate) fn resolver(&self) -> &Resolver {
        &self.resolver
    }

    /// Whether the entity is a news agency, newspaper or broadcaster of the tables.
    pub fn is_outlet(&self, entity: usize) -> bool {
        let kind = self.notes.get(entity).map_or("", |note| note.kind);
        gazetteer::OUTLET_KINDS.contains(&kind)
    }

    /// The mentions whose first token lies in `tokens`; they must be in order.
    fn starting_in(&self, tokens: Range<usize>) -> &[Mention] {
        let from = self
            .mentions
            .partition_point(|m| m.tokens.start < tokens.start);
        let to = self
            .mentions
            .partition_point(|m| m.tokens.start < tokens.end);
        self.mentions.get(from..to).unwrap_or(&[])
    }

    fn push(&mut self, entity: Entity, note: Note) -> usize {
        self.ids.insert(entity.id.clone(), self.list.len());
        self.bearers.add(self.list.len(), &entity, &note);
        self.list.push(entity);
        self.notes.push(note);
        self.list.len() - 1
    }

    /// Puts entities in order of their first mention; those never mentioned go.
    fn sort(&mut self) {
        self.mentions
            .sort_by_key(|m| (m.tokens.start, m.tokens.end, m.kind as u8));
        let mut place = vec![usize::MAX; self.list.len()];
        let mut order = Vec::with_capacity(self.list.len());
        for mention in &mut self.mentions {
            if place[mention.entity] == usize::MAX {
                place[mention.entity] = order.len();
                order.push(mention.entity);
            }
            mention.entity = place[mention.entity];
        }
        for heard in &mut self.heard {
            if let Who::Entity(entity) = &mut heard.who {
                *entity = place[*entity];
            }
        }
        self.ids.clear();
        self.bearers.clear();
        let list = std::mem::take(&mut self.list);
        let notes = std::mem::take(&mut self.notes);
        let mut slots: Vec<Option<(Entity, Note)>> =
            list.into_iter().zip(notes).map(Some).collect();
        for index in order {
            if let Some((entity, mut note)) = slots.get_mut(index).and_then(Option::take) {
                for holding in &mut note.offices {
                    holding.of = holding
                        .of
                        .map(|of| place[of])
                        .filter(|of| *of != usize::MAX);
                }
                self.push(entity, note);
            }
        }
    }
}

/// Loads the tables if nothing has yet, so that the first document does not wait for them.
pub(crate) fn load() {
    std::sync::LazyLock::force(&TABLES);
}

/// The entity that the tables have under a Wikidata id.
pub(crate) fn reference(id: &str) -> Option<Reference> {
    let tables = &*TABLES;
    let states = tables.states.iter().map(|s| (s.qid, s.name));
    let bodies = tables.organisations.iter().map(|o| (o.qid, o.name));
    let people = (0..tables.people.len()).map(|person| {
        let record = tables.people.get(person);
        (record.qid, record.name)
    });
    let kinds = [
        EntityType::State,
        EntityType::Organisation,
        EntityType::Person,
    ];
    let mut lists: [&mut dyn Iterator<Item = (&str, &str)>; 3] =
        [&mut { states }, &mut { bodies }, &mut { people }];
    let found = lists.iter_mut().zip(kinds).find_map(|(list, kind)| {
        let name = list.find(|(qid, _)| *qid == id)?.1;
        Some((name.to_owned(), kind))
    });
    found.map(|(name, kind)| Reference {
        id: id.to_owned(),
        name,
        kind,
    })
}

/// Finds who is named in a document and who its pronouns and descriptions refer to.
///
/// `names` are what the learned recogniser found ([`recogniser::Recogniser::names`]); they decide only
/// where the tables are silent, and may be empty. `resolver` is the learned part of coreference.
pub(crate) fn resolve(
    knowledge: Knowledge,
    resolver: &Resolver,
    document: &Document,
    text: &Text,
    syntax: &Syntax,
    names: &Names,
) -> Entities {
    resolve_into(
        Tracing::default(),
        knowledge,
        resolver,
        document,
        text,
        syntax,
        names,
    )
}

/// As [`resolve()`], and keeps every decision for [`Entities::trace`].
pub(crate) fn resolve_traced(
    knowledge: Knowledge,
    resolver: &Resolver,
    document: &Document,
    text: &Text,
    syntax: &Syntax,
    names: &Names,
) -> Entities {
    resolve_into(
        Tracing::on(),
        knowledge,
        resolver,
        document,
        text,
        syntax,
        names,
    )
}

fn resolve_into(
    tracing: Tracing,
    knowledge: Knowledge,
    resolver: &Resolver,
    document: &Document,
    text: &Text,
    syntax: &Syntax,
    names: &Names,
) -> Entities {
    let mut entities = Entities {
        knowledge,
        resolver: resolver.clone(),
        sure: 1.0,
        ..Entities::default()
    };
    let tables = entities.knowledge.tables();
    let reader = Reader::new(document, text, syntax, tables).indexed();
    let (names, doubtful) = resolve::people(&reader, tables, &entities, names);
    entities.doubtful = doubtful;
    entities.tracing = tracing;
    let mut linker = Linker::read(&reader, tables, entities, &names);
    linker.pronouns(None);
    linker.documents();
    let mut entities = linker.entities;
    entities.sort();
    entities
}

/// A name as part of an id: lower case, without accents, words joined by hyphens.
fn slug(name: &str) -> String {
    let folded = crate::normalise::folding::letters(name);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    words.join("-")
}
