//! The record of the entities of one document while it is resolved, and how an entity is entered into it: a state,
//! a body, an organisation or a person, each once.

use crate::date::Date;
use crate::entity::entities::Entities;
use crate::entity::mention::reader::Reader;
use crate::entity::note::{Evidence, Note};
use crate::entity::types::{Entity, EntityType, Mention, MentionKind, Reference, identifier, ids};
use crate::gazetteer;
use crate::gazetteer::key::Piece;
use crate::gazetteer::tables::Tables;
use foldhash::fast::FixedState;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// The organisation that each abbreviation stands for in an article.
pub(in crate::entity) type Abbreviations<'a> = HashMap<&'a str, usize, FixedState>;

/// Builds the entities of one document.
pub(in crate::entity) struct Linker<'r, 'a> {
    pub(in crate::entity) reader: &'r Reader<'a>,
    pub(in crate::entity) tables: &'static Tables,
    pub(in crate::entity) date: Option<Date>,
    pub(in crate::entity) entities: Entities,
    pub(in crate::entity) abbreviations: Abbreviations<'a>,
    /// People with the nicknames that are within their names.
    pub(in crate::entity) nicknames: HashMap<usize, Vec<Vec<Piece>>>,
    /// People presented as somebody's relatives: no other form of a name is theirs.
    pub(super) kin: BTreeSet<usize>,
    /// What the words beside their names say that people are.
    pub(super) trades: BTreeMap<usize, String>,
    /// The states of the entities of the first so many mentions, computed when needed.
    pub(super) at_home: (usize, BTreeSet<usize>),
    /// State → how often the document speaks of what is at home there, once somebody asks.
    pub(super) homes: HashMap<usize, u32>,
}
impl<'r, 'a> Linker<'r, 'a> {
    pub(in crate::entity) fn new(reader: &'r Reader<'a>, tables: &'static Tables) -> Self {
        Linker {
            reader,
            tables,
            date: reader.document.date,
            entities: Entities::default(),
            abbreviations: Abbreviations::default(),
            nicknames: HashMap::new(),
            kin: BTreeSet::new(),
            trades: BTreeMap::new(),
            at_home: (0, BTreeSet::new()),
            homes: HashMap::new(),
        }
    }

    /// Continues with entities that were built before.
    pub(in crate::entity) fn resume(
        reader: &'r Reader<'a>,
        tables: &'static Tables,
        entities: Entities,
    ) -> Self {
        Linker {
            entities,
            ..Linker::new(reader, tables)
        }
    }

    /// The state that the document speaks of most; `None` when it names none.
    pub(in crate::entity) fn main_state(&self) -> Option<usize> {
        self.entities
            .states
            .iter()
            .filter(|(state, _)| self.tables.states[**state].kind != gazetteer::BLOC)
            .max_by_key(|(state, count)| (**count, usize::MAX - **state))
            .map(|(state, _)| *state)
    }

    /// The state that the document names at least twice as often as any other.
    pub(in crate::entity) fn clear_state(&self) -> Option<usize> {
        let state = self.main_state()?;
        let count = |state: &usize| self.entities.states.get(state).copied().unwrap_or(0);
        let others = self.entities.states.keys().filter(|other| **other != state);
        let clear = others.map(count).max().unwrap_or(0) * 2 <= count(&state);
        clear.then_some(state)
    }

    /// Whether the document names the state with this code.
    pub(in crate::entity) fn names_state(&self, code: &str) -> bool {
        self.tables
            .state(code)
            .is_some_and(|state| self.entities.states.contains_key(&state))
    }

    pub(in crate::entity) fn mention(
        &mut self,
        tokens: Range<usize>,
        entity: usize,
        kind: MentionKind,
    ) {
        let span = self.reader.text.span(ids(&tokens));
        if let Some(note) = self.entities.notes.get_mut(entity) {
            note.add_place(&tokens);
        }
        self.entities.mentions.push(Mention {
            tokens,
            span,
            entity,
            kind,
        });
    }

    /// The entity with this id, made by `make` when it is new.
    pub(super) fn entity(
        &mut self,
        id: String,
        make: impl FnOnce(String) -> (Entity, Note),
    ) -> usize {
        if let Some(index) = self.entities.ids.get(&id) {
            return *index;
        }
        let (entity, mut note) = make(id);
        let mut words: Vec<&str> = note.words.iter().map(String::as_str).collect();
        // "Barlow" is the surname of a Barlow Jr.
        if words.len() > 2 && words.last().is_some_and(|last| is_generation(last)) {
            words.pop();
        }
        let name = match words.is_empty() {
            true => entity.name.clone(),
            false => words.join(" "),
        };
        note.pieces = self.tables.pieces(&name);
        self.entities.push(entity, note)
    }

    /// The entity of a state.
    pub(in crate::entity) fn state(&mut self, state: usize) -> usize {
        let reference = state_reference(self.tables, state);
        self.entity(reference.id, |id| {
            let entity = Entity::new(id, reference.name, EntityType::State);
            (
                entity,
                Note {
                    state: Some(state),
                    ..Note::default()
                },
            )
        })
    }

    /// The entity of an organisation in the tables.
    pub(in crate::entity) fn organisation(&mut self, index: usize) -> usize {
        let tables = self.tables;
        let organisation = &tables.organisations[index];
        self.entity(
            identifier(
                organisation.qid,
                EntityType::Organisation,
                organisation.name,
            ),
            |id| {
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
                    kind: organisation.kind,
                    ..Note::default()
                };
                (entity, note)
            },
        )
    }

    /// The entity of a body named after a state: "Russian Foreign Ministry".
    pub(in crate::entity) fn body(&mut self, state: usize, body: usize) -> usize {
        let head = &self.tables.bodies[body];
        if head.is_state {
            return self.state(state);
        }
        let name = head.pattern.replace("{}", self.adjective(state));
        match self.tables.organisation(&name) {
            Some(known) => self.organisation(known),
            None => self.named_body(name, state),
        }
    }

    /// What English says before the name of a state's body.
    pub(super) fn adjective(&self, state: usize) -> &'static str {
        match self.tables.states[state].code {
            "USA" => "US",
            "GBR" => "British",
            _ => self.tables.states[state].adjective,
        }
    }

    /// A body by its own words and the state that comes before them: "Portuguese Treasury".
    pub(super) fn owned(
        &mut self,
        state: usize,
        at: usize,
        words: Range<usize>,
        speaks: bool,
    ) -> usize {
        let name = match self.reader.possessive(words.start - 1) {
            true => format!("{} {}", self.adjective(state), words_of(self.reader, words)),
            false => words_of(self.reader, at..words.end),
        };
        match self.tables.organisation(&name) {
            Some(known) => self.organisation(known),
            None if speaks => self.named_body(name, state),
            None => self.named_organisation(name),
        }
    }

    /// A body without an entry in the tables that speaks for a state.
    pub(in crate::entity) fn named_body(&mut self, name: String, state: usize) -> usize {
        let tables = self.tables;
        self.entity(identifier("", EntityType::Organisation, &name), |id| {
            let entity = Entity {
                represents: Some(state_reference(tables, state)),
                ..Entity::new(id, name, EntityType::Organisation)
            };
            (
                entity,
                Note {
                    state: Some(state),
                    kind: "body",
                    ..Note::default()
                },
            )
        })
    }

    /// An organisation that is in no table, by name.
    pub(in crate::entity) fn named_organisation(&mut self, name: String) -> usize {
        self.entity(identifier("", EntityType::Organisation, &name), |id| {
            let entity = Entity::new(id, name, EntityType::Organisation);
            (entity, Note::default())
        })
    }

    /// A described speaker without a name.
    pub(in crate::entity) fn unnamed(
        &mut self,
        name: String,
        represents: Option<Reference>,
        plural: bool,
    ) -> usize {
        self.entity(identifier("", EntityType::Unnamed, &name), |id| {
            let entity = Entity {
                represents,
                ..Entity::new(id, name, EntityType::Unnamed)
            };
            (
                entity,
                Note {
                    plural,
                    ..Note::default()
                },
            )
        })
    }

    /// The entity of somebody of the people's table.
    pub(in crate::entity) fn person(&mut self, person: u32) -> usize {
        let record = self.tables.people.get(person);
        self.entity(
            identifier(record.qid, EntityType::Person, record.name),
            |id| {
                let entity = Entity::new(id, record.name.to_owned(), EntityType::Person);
                let note = Note {
                    gender: record
                        .gender
                        .or_else(|| given_gender(self.tables, record.name)),
                    words: record.name.split_whitespace().map(str::to_owned).collect(),
                    person: Some(person),
                    ..Note::default()
                };
                (entity, note)
            },
        )
    }

    /// A person who is in no table, by name.
    pub(in crate::entity) fn named_person(&mut self, name: String) -> usize {
        // "Sr" before a full stop that a tokeniser took for the end
        let dotless = name.ends_with(" Sr") || name.ends_with(" Jr");
        let name = if dotless { name + "." } else { name };
        // One id for all spellings, so that articles which differ in them speak of one person.
        let spelt = crate::gazetteer::key::common_spelling(&name);
        self.person_called(&spelt, name)
    }

    /// Another person with a name that the article has already used, distinguished by trade.
    pub(super) fn namesake(&mut self, name: String, trade: &str) -> usize {
        self.person_called(&format!("{name} {trade}"), name)
    }

    /// A person who is in no table, distinguished from others by `key`.
    pub(super) fn person_called(&mut self, key: &str, name: String) -> usize {
        let tables = self.tables;
        self.entity(identifier("", EntityType::Person, key), |id| {
            let note = Note {
                gender: given_gender(tables, &name),
                evidence: match !name.contains(' ') && tables.is_common_surname(&name) {
                    true => Evidence::Surname,
                    false => Evidence::Told,
                },
                words: name.split_whitespace().map(str::to_owned).collect(),
                ..Note::default()
            };
            let entity = Entity::new(id, name, EntityType::Person);
            (entity, note)
        })
    }
}

/// The given name's gender.
fn given_gender(tables: &Tables, name: &str) -> Option<crate::gazetteer::gender::Gender> {
    let first = name.split_whitespace().next()?;
    tables
        .gender_of(first)
        .or_else(|| tables.gender_of(first.split('-').next()?))
}

/// The words of a name, line breaks folded, without a possessive ending.
pub(in crate::entity) fn words_of(reader: &Reader, tokens: Range<usize>) -> String {
    let words = reader.words(tokens);
    let words = words
        .strip_suffix("'s")
        .or(words.strip_suffix("’s"))
        .unwrap_or(words);
    let words: Vec<String> = words
        .split_whitespace()
        .map(|word| {
            if is_initialism(word) {
                word.replace('.', "")
            } else {
                word.to_owned()
            }
        })
        .collect();
    words.join(" ")
}

/// Whether a word distinguishes a son from a father of the same name.
pub(in crate::entity) fn is_generation(word: &str) -> bool {
    matches!(
        word,
        "Jr." | "Jr" | "Sr." | "Sr" | "Jnr" | "Snr" | "II" | "III" | "IV"
    )
}

/// How other records refer to a state.
pub(in crate::entity) fn state_reference(tables: &Tables, state: usize) -> Reference {
    let state = &tables.states[state];
    Reference {
        id: identifier(state.qid, EntityType::State, state.name),
        name: state.name.to_owned(),
        kind: EntityType::State,
    }
}

/// Whether a word is capitals with full stops: "U.N.", but not the initial "J.".
fn is_initialism(word: &str) -> bool {
    word.len() >= 4
        && word
            .as_bytes()
            .chunks(2)
            .all(|c| matches!(c, [b'A'..=b'Z', b'.']))
}
