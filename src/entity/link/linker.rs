//! The entities of one document during resolution, as rules read them. Rules return [`Referent`]s; only
//! `record` adds entities.

use crate::date::Date;
use crate::entity::entities::Entities;
use crate::entity::link::referent::{Newcomer, Referent};
use crate::entity::mention::reader::Reader;
use crate::entity::note::Note;
use crate::entity::types::{Entity, EntityId, EntityType, Reference, reference};
use crate::gazetteer::ids::{BodyHeadId, StateId};
use crate::gazetteer::key::Piece;
use crate::gazetteer::kind::StateKind;
use crate::gazetteer::tables::Tables;
use crate::text::TokenId;
use foldhash::fast::FixedState;
use std::borrow::Cow;
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// The organisation that each abbreviation stands for in an article.
pub(in crate::entity) type Abbreviations<'a> = HashMap<&'a str, EntityId, FixedState>;

/// The entities of one document, with knowledge about it.
pub(in crate::entity) struct Linker<'r, 'a> {
    pub(in crate::entity) reader: &'r Reader<'a>,
    pub(in crate::entity) tables: &'static Tables,
    pub(in crate::entity) date: Option<Date>,
    pub(in crate::entity) entities: Entities,
    pub(in crate::entity) abbreviations: Abbreviations<'a>,
    /// People with the nicknames in their names.
    pub(in crate::entity) nicknames: HashMap<EntityId, Vec<Vec<Piece>>>,
    /// People introduced as somebody's relatives: other forms of the name do not refer to them.
    pub(super) kin: BTreeSet<EntityId>,
    /// The trades of people, from the words beside their names.
    pub(super) trades: BTreeMap<EntityId, String>,
    /// State → how often the document mentions it or something in it, computed when needed.
    pub(super) homes: HashMap<StateId, u32>,
    /// The states of the entities mentioned so far, computed when needed.
    states_of_mentions: RefCell<(usize, BTreeSet<StateId>)>,
}

/// Knowledge about an entity, added or not.
pub(in crate::entity) struct Profile<'l> {
    /// `None` if it is not added yet.
    pub(in crate::entity) entity: Option<EntityId>,
    pub(in crate::entity) kind: EntityType,
    pub(in crate::entity) name: Cow<'l, str>,
    /// The state that it is, belongs to or speaks for.
    pub(in crate::entity) state: Option<StateId>,
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
            homes: HashMap::new(),
            states_of_mentions: RefCell::default(),
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

    /// The state that the document mentions most; `None` if it names none.
    pub(in crate::entity) fn main_state(&self) -> Option<StateId> {
        self.entities
            .states
            .iter()
            .filter(|(state, _)| self.tables.states[**state].kind != StateKind::Bloc)
            .max_by_key(|(state, count)| (**count, Reverse(**state)))
            .map(|(state, _)| *state)
    }

    /// The state that the document names at least twice as often as any other.
    pub(in crate::entity) fn clear_state(&self) -> Option<StateId> {
        let state = self.main_state()?;
        let count = |state: &StateId| self.entities.states.get(state).copied().unwrap_or(0);
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

    /// Whether somebody mentioned so far is, belongs to or speaks for a state.
    pub(super) fn mentions_of_state(&self, state: StateId) -> bool {
        let (seen, states) = &mut *self.states_of_mentions.borrow_mut();
        let mentions = &self.entities.mentions;
        let fresh = mentions.iter().skip(*seen);
        states.extend(fresh.filter_map(|m| self.entities.notes[m.entity].state));
        *seen = mentions.len();
        states.contains(&state)
    }

    /// The entity of a referent, if it is added.
    pub(in crate::entity) fn known(&self, who: &Referent) -> Option<EntityId> {
        match who {
            Referent::Known(entity) => Some(*entity),
            Referent::New(newcomer) => {
                let id = newcomer.id(self.tables);
                self.entities.ids.get(&id).copied()
            }
        }
    }

    /// Knowledge about a referent, added or not.
    pub(in crate::entity) fn profile(&self, who: &Referent) -> Profile<'_> {
        match self.entered_or_described(who) {
            Ok(known) => Profile {
                entity: Some(known),
                kind: self.entities.list[known].kind,
                name: Cow::Borrowed(&self.entities.list[known].name),
                state: self.entities.notes[known].state,
            },
            Err(described) => {
                let (entity, note) = *described;
                Profile {
                    entity: None,
                    kind: entity.kind,
                    name: Cow::Owned(entity.name),
                    state: note.state,
                }
            }
        }
    }

    /// A reference to a referent, added or not.
    pub(in crate::entity) fn reference(&self, who: &Referent) -> Reference {
        match self.entered_or_described(who) {
            Ok(known) => reference(&self.entities.list[known]),
            Err(described) => reference(&described.0),
        }
    }

    /// The entity of a referent, or the one that would be added.
    fn entered_or_described(&self, who: &Referent) -> Result<EntityId, Box<(Entity, Note)>> {
        let newcomer = match who {
            Referent::Known(entity) => return Ok(*entity),
            Referent::New(newcomer) => newcomer,
        };
        let id = newcomer.id(self.tables);
        match self.entities.ids.get(&id) {
            Some(known) => Ok(*known),
            None => Err(Box::new(newcomer.clone().describe(id, self.tables))),
        }
    }

    /// A body named after a state: "Russian Foreign Ministry".
    pub(in crate::entity) fn body(&self, state: StateId, body: BodyHeadId) -> Newcomer {
        let head = &self.tables.bodies[body];
        if head.is_state {
            return Newcomer::State(state);
        }
        let name = head.pattern.replace("{}", self.adjective(state));
        match self.tables.organisation(&name) {
            Some(known) => Newcomer::Organisation(known),
            None => Newcomer::StateBody { name, state },
        }
    }

    /// The adjective of a state, for names of its bodies.
    pub(super) fn adjective(&self, state: StateId) -> &'static str {
        match self.tables.states[state].code {
            "USA" => "US",
            "GBR" => "British",
            _ => self.tables.states[state].adjective,
        }
    }

    /// A body by its own words and the state before them: "Portuguese Treasury".
    pub(super) fn owned(
        &self,
        state: StateId,
        at: TokenId,
        words: Range<TokenId>,
        speaks: bool,
    ) -> Newcomer {
        let name = match self.reader.possessive(words.start - 1) {
            true => format!("{} {}", self.adjective(state), words_of(self.reader, words)),
            false => words_of(self.reader, at..words.end),
        };
        match self.tables.organisation(&name) {
            Some(known) => Newcomer::Organisation(known),
            None if speaks => Newcomer::StateBody { name, state },
            None => Newcomer::NamedOrganisation(name),
        }
    }
}

/// The words of a name without line breaks and possessive ending.
pub(in crate::entity) fn words_of(reader: &Reader, tokens: Range<TokenId>) -> String {
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

/// Whether a word is capitals with full stops: "U.N.", but not the initial "J.".
fn is_initialism(word: &str) -> bool {
    word.len() >= 4
        && word
            .as_bytes()
            .chunks(2)
            .all(|c| matches!(c, [b'A'..=b'Z', b'.']))
}
