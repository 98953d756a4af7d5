//! Entities by the words of their names, so that a lookup need not visit all of them.

use crate::entity::note::Note;
use crate::entity::types::{Entity, EntityId, EntityType};
use crate::gazetteer::key::{HashedMap, Piece};
use crate::ids::List;
use crate::normalise::hash;
use crate::text::TokenId;
use std::cell::RefCell;
use std::collections::HashMap;

/// Maximum number of entities with a word in their name that are considered for one name. Only unusual texts have
/// more; of those, the ones named nearest are considered.
const MAX_BEARERS: usize = 32;

/// Maximum number of people, the first in the list, that are considered for misspellings or office-holders.
pub(super) const MAX_SCANNED: usize = 128;

/// Entities by the words of their names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Bearers {
    /// Entities whose name starts with a piece, has it second or ends with it.
    pub(super) rows: HashedMap<Row>,
    /// People, in order of the list.
    pub(super) people: Vec<EntityId>,
    /// People who hold or held an office.
    pub(super) holders: Row,
    /// Unnamed entities by the hash of each word of their description, in lower case.
    pub(super) described: HashedMap<Row>,
    initials: RefCell<Initials>,
}

/// Organisations by their initials, computed when needed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Initials {
    /// The first organisation with each initials, among the first `read` entities.
    first: HashMap<String, EntityId>,
    read: usize,
}

/// The entities with one word in their names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Row {
    /// In order of the list.
    pub(super) all: Vec<EntityId>,
    places: RefCell<Places>,
}

/// The first mentions of a row's entities, sorted when needed. Empty unless there are many.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Places {
    /// The first entities, by the positions of their mentions.
    sorted: Vec<(Place, EntityId)>,
    /// How often the row has been looked up since.
    asked: usize,
}

/// The first mention of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// At a token.
    At(TokenId),
    Nowhere,
}

/// Stands for a piece in names that have none.
pub(super) const NO_PIECE: Piece = 0;

impl Bearers {
    pub(super) fn clear(&mut self) {
        *self = Bearers::default();
    }

    /// Appends an entity.
    pub(super) fn add(&mut self, entity: EntityId, of: &Entity, note: &Note) {
        if of.kind == EntityType::Person {
            self.people.push(entity);
        }
        if !note.offices.is_empty() {
            self.holders.all.push(entity);
        }
        if of.kind == EntityType::Unnamed {
            for word in of.name.split_whitespace() {
                let all = &mut self.described.entry(hash_of(word)).or_default().all;
                if all.last() != Some(&entity) {
                    all.push(entity);
                }
            }
        }
        let pieces = &note.pieces;
        let ends = [pieces.first(), pieces.get(1), pieces.last()];
        if pieces.is_empty() {
            self.rows.entry(NO_PIECE).or_default().all.push(entity);
        }
        for piece in ends.into_iter().flatten() {
            let all = &mut self.rows.entry(*piece).or_default().all;
            if all.last() != Some(&entity) {
                all.push(entity);
            }
        }
    }
}

/// The hash of a word in lower case.
pub(super) fn hash_of(word: &str) -> u64 {
    hash::more(hash::START, word.to_lowercase().as_bytes())
}

impl Bearers {
    /// The first organisation of a list whose initials, as `of` has them, are these letters.
    pub(super) fn with_initials(
        &self,
        letters: &str,
        list: &List<EntityId, Entity>,
        of: fn(&str) -> String,
    ) -> Option<EntityId> {
        let Initials { first, read } = &mut *self.initials.borrow_mut();
        for (entity, one) in list.numbered().skip(*read) {
            if one.kind == EntityType::Organisation {
                first.entry(of(&one.name)).or_insert(entity);
            }
        }
        *read = list.len();
        first.get(letters).copied()
    }
}

impl Row {
    /// Adds the entities with the word to `found`; if there are many, those nearest to `at`.
    pub(super) fn near(
        &self,
        at: TokenId,
        notes: &List<EntityId, Note>,
        found: &mut Vec<EntityId>,
    ) {
        if self.all.len() <= MAX_BEARERS {
            found.extend_from_slice(&self.all);
            return;
        }
        let Places { sorted, asked } = &mut *self.places.borrow_mut();
        *asked += 1;
        let fresh = self.all.len() - sorted.len();
        if fresh > sorted.len() || fresh > 0 && 8 * *asked >= self.all.len() {
            let place = |entity: &EntityId| {
                let first = notes.get(*entity).and_then(Note::first_place);
                (first.map_or(Place::Nowhere, Place::At), *entity)
            };
            *sorted = self.all.iter().map(place).collect();
            sorted.sort_unstable();
            *asked = 0;
        }
        let middle = sorted.partition_point(|(place, _)| *place <= Place::At(at));
        let range =
            middle.saturating_sub(MAX_BEARERS / 2)..(middle + MAX_BEARERS / 2).min(sorted.len());
        let placed = sorted.get(range).unwrap_or(&[]).iter();
        found.extend(placed.map(|(_, entity)| *entity));
        let fresh = self.all.get(sorted.len()..).unwrap_or(&[]);
        found.extend(fresh.iter().rev().take(MAX_BEARERS / 2));
    }
}
