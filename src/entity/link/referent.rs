//! Referents, as returned by rules: entities of the document, or new ones to be added.

use crate::entity::note::{BodyKind, Evidence, Note};
use crate::entity::types::{Entity, EntityId, EntityType, Reference, identifier};
use crate::gazetteer::gender::Gender;
use crate::gazetteer::ids::{OrganisationId, PersonId, StateId};
use crate::gazetteer::key::common_spelling;
use crate::gazetteer::tables::Tables;

/// The referent of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::entity) enum Referent {
    /// An existing entity.
    Known(EntityId),
    /// An entity that may not exist yet.
    New(Newcomer),
}

/// An entity to be added, unless it exists already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::entity) enum Newcomer {
    /// A state of the tables.
    State(StateId),
    /// An organisation of the tables.
    Organisation(OrganisationId),
    /// A person of the table.
    Person(PersonId),
    /// The same, found by an office: all offices in the table at the article's date are added.
    Holder(PersonId),
    /// A body without an entry in the tables that speaks for a state.
    StateBody { name: String, state: StateId },
    /// An organisation that is in no table, by name.
    NamedOrganisation(String),
    /// A person who is in no table, distinguished from others by `key`.
    NamedPerson { key: String, name: String },
    /// A described speaker without a name.
    Unnamed {
        name: String,
        represents: Option<Reference>,
        plural: bool,
    },
}

impl From<EntityId> for Referent {
    fn from(entity: EntityId) -> Self {
        Referent::Known(entity)
    }
}

impl From<Newcomer> for Referent {
    fn from(newcomer: Newcomer) -> Self {
        Referent::New(newcomer)
    }
}

impl Newcomer {
    /// A person who is in no table, by name.
    pub(in crate::entity) fn named_person(name: String) -> Newcomer {
        // "Sr" before a full stop that a tokeniser took for the end
        let dotless = name.ends_with(" Sr") || name.ends_with(" Jr");
        let name = if dotless { name + "." } else { name };
        // One id for all spellings, so that articles with different spellings refer to the same person.
        let key = common_spelling(&name);
        Newcomer::NamedPerson { key, name }
    }

    /// Another person with a name that the article has already used, distinguished by trade.
    pub(super) fn namesake(name: String, trade: &str) -> Newcomer {
        let key = format!("{name} {trade}");
        Newcomer::NamedPerson { key, name }
    }

    /// Its id.
    pub(super) fn id(&self, tables: &Tables) -> String {
        match self {
            Newcomer::State(state) => {
                let state = &tables.states[*state];
                identifier(state.qid, EntityType::State, state.name)
            }
            Newcomer::Organisation(organisation) => {
                let organisation = &tables.organisations[*organisation];
                identifier(
                    organisation.qid,
                    EntityType::Organisation,
                    organisation.name,
                )
            }
            Newcomer::Person(person) | Newcomer::Holder(person) => {
                let record = tables.people.get(*person);
                identifier(record.qid, EntityType::Person, record.name)
            }
            Newcomer::StateBody { name, .. } | Newcomer::NamedOrganisation(name) => {
                identifier("", EntityType::Organisation, name)
            }
            Newcomer::NamedPerson { key, .. } => identifier("", EntityType::Person, key),
            Newcomer::Unnamed { name, .. } => identifier("", EntityType::Unnamed, name),
        }
    }

    /// The entity with this id, and knowledge about it.
    pub(super) fn describe(self, id: String, tables: &Tables) -> (Entity, Note) {
        let (entity, mut note) = match self {
            Newcomer::State(state) => {
                let name = tables.states[state].name.to_owned();
                let note = Note {
                    state: Some(state),
                    ..Note::default()
                };
                (Entity::new(id, name, EntityType::State), note)
            }
            Newcomer::Organisation(organisation) => organisation_of_table(tables, id, organisation),
            Newcomer::Person(person) | Newcomer::Holder(person) => {
                person_of_table(tables, id, person)
            }
            Newcomer::StateBody { name, state } => {
                let entity = Entity {
                    represents: Some(state_reference(tables, state)),
                    ..Entity::new(id, name, EntityType::Organisation)
                };
                let note = Note {
                    state: Some(state),
                    kind: BodyKind::OfState,
                    ..Note::default()
                };
                (entity, note)
            }
            Newcomer::NamedOrganisation(name) => {
                let entity = Entity::new(id, name, EntityType::Organisation);
                (entity, Note::default())
            }
            Newcomer::NamedPerson { name, .. } => {
                let note = Note {
                    gender: given_gender(tables, &name),
                    evidence: match !name.contains(' ') && tables.is_common_surname(&name) {
                        true => Evidence::Surname,
                        false => Evidence::GivenName,
                    },
                    words: name.split_whitespace().map(str::to_owned).collect(),
                    ..Note::default()
                };
                (Entity::new(id, name, EntityType::Person), note)
            }
            Newcomer::Unnamed {
                name,
                represents,
                plural,
            } => {
                let entity = Entity {
                    represents,
                    ..Entity::new(id, name, EntityType::Unnamed)
                };
                let note = Note {
                    plural,
                    ..Note::default()
                };
                (entity, note)
            }
        };
        note.pieces = tables.pieces(&name_of(&entity, &note));
        (entity, note)
    }
}

/// A person of the tables.
fn person_of_table(tables: &Tables, id: String, person: PersonId) -> (Entity, Note) {
    let record = tables.people.get(person);
    let note = Note {
        gender: record.gender.or_else(|| given_gender(tables, record.name)),
        evidence: match record.gender {
            Some(_) => Evidence::Told,
            None => Evidence::GivenName,
        },
        words: record.name.split_whitespace().map(str::to_owned).collect(),
        person: Some(person),
        ..Note::default()
    };
    let name = record.name.to_owned();
    (Entity::new(id, name, EntityType::Person), note)
}

/// An organisation of the tables.
fn organisation_of_table(
    tables: &Tables,
    id: String,
    organisation: OrganisationId,
) -> (Entity, Note) {
    let organisation = &tables.organisations[organisation];
    let represents = organisation
        .state
        .filter(|_| organisation.body)
        .map(|state| state_reference(tables, state));
    let entity = Entity {
        represents,
        ..Entity::new(id, organisation.name.to_owned(), EntityType::Organisation)
    };
    let note = Note {
        state: organisation.state,
        kind: organisation.kind.into(),
        ..Note::default()
    };
    (entity, note)
}

/// The words by which an entity is found: "Barlow" is the surname of a Barlow Jr.
fn name_of(entity: &Entity, note: &Note) -> String {
    let mut words: Vec<&str> = note.words.iter().map(String::as_str).collect();
    if words.len() > 2 && words.last().is_some_and(|last| is_generation(last)) {
        words.pop();
    }
    match words.is_empty() {
        true => entity.name.clone(),
        false => words.join(" "),
    }
}

/// The given name's gender.
fn given_gender(tables: &Tables, name: &str) -> Option<Gender> {
    let first = name.split_whitespace().next()?;
    tables
        .gender_of(first)
        .or_else(|| tables.gender_of(first.split('-').next()?))
}

/// Whether a word distinguishes a son from a father of the same name.
pub(in crate::entity) fn is_generation(word: &str) -> bool {
    matches!(
        word,
        "Jr." | "Jr" | "Sr." | "Sr" | "Jnr" | "Snr" | "II" | "III" | "IV"
    )
}

/// A reference to a state.
pub(in crate::entity) fn state_reference(tables: &Tables, state: StateId) -> Reference {
    let state = &tables.states[state];
    Reference {
        id: identifier(state.qid, EntityType::State, state.name),
        name: state.name.to_owned(),
        kind: EntityType::State,
    }
}

/// A reference to an organisation of the tables.
pub(super) fn body_reference(tables: &Tables, body: OrganisationId) -> Reference {
    let body = &tables.organisations[body];
    Reference {
        id: identifier(body.qid, EntityType::Organisation, body.name),
        name: body.name.to_owned(),
        kind: EntityType::Organisation,
    }
}
