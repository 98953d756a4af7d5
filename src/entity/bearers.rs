//! Entities by the words of their names, so that a lookup need not visit all of them.

use super::key::{HashedMap, Piece};
use super::offices::Holding;
use super::{Entities, Entity, EntityType, Note};
use crate::normalise::hash;
use std::collections::HashMap;
use std::ops::Range;

/// How many entities with a word in their name are looked at for one name. There are more only in texts of another kind
/// than an article; of those, the ones who are named nearest are looked at.
const MOST: usize = 32;

/// At most so many people, the first in the list, are looked at for a slip of the pen, or for who is in
/// office at all.
pub(super) const MOST_SLIPS: usize = 128;

/// Entities by the words of their names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Bearers {
    /// Those whose name starts with a piece, has it second or ends with it.
    rows: HashedMap<Row>,
    /// People, in order of the list.
    pub(super) people: Vec<usize>,
    /// People who hold or held an office.
    holders: Row,
    /// Entities without a name by the hash of each word of their description, in small letters.
    described: HashedMap<Row>,
    /// The first organisation with these initials, of the entities counted in `read`.
    initials: HashMap<String, usize>,
    read: usize,
}

/// The entities with one word in their names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Row {
    /// In order of the list.
    all: Vec<usize>,
    /// Where some of them, the first of `all`, are named first; in order. Empty unless they are many.
    placed: Vec<(usize, usize)>,
    /// How often the row has been asked for since.
    asked: usize,
}

/// In place of a piece, for names that have none.
const NO_PIECE: Piece = 0;

impl Bearers {
    pub(super) fn clear(&mut self) {
        *self = Bearers::default();
    }

    /// Adds the entity of this number, greater than those of all before.
    pub(super) fn add(&mut self, entity: usize, of: &Entity, note: &Note) {
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

/// The hash of a word in small letters.
fn hash_of(word: &str) -> u64 {
    hash::more(hash::START, word.to_lowercase().as_bytes())
}

impl Row {
    /// Adds the entities with the word to `found`; of many, those nearest to `at`.
    fn near(&mut self, at: usize, notes: &[Note], found: &mut Vec<usize>) {
        if self.all.len() <= MOST {
            found.extend_from_slice(&self.all);
            return;
        }
        self.asked += 1;
        let fresh = self.all.len() - self.placed.len();
        if fresh > self.placed.len() || fresh > 0 && 8 * self.asked >= self.all.len() {
            let place = |entity: &usize| {
                let first = notes.get(*entity).and_then(Note::first_place);
                (first.unwrap_or(usize::MAX), *entity)
            };
            self.placed = self.all.iter().map(place).collect();
            self.placed.sort_unstable();
            self.asked = 0;
        }
        let middle = self.placed.partition_point(|(place, _)| *place <= at);
        let range = middle.saturating_sub(MOST / 2)..(middle + MOST / 2).min(self.placed.len());
        let placed = self.placed.get(range).unwrap_or(&[]).iter();
        found.extend(placed.map(|(_, entity)| *entity));
        let fresh = self.all.get(self.placed.len()..).unwrap_or(&[]);
        found.extend(fresh.iter().rev().take(MOST / 2));
    }
}

impl Entities {
    /// Those whose name starts with one of these pieces, has it second or ends with it, in order of the
    /// list; of many the ones named nearest to the token `at`.
    pub(super) fn bearing<'p>(
        &mut self,
        pieces: impl IntoIterator<Item = Option<&'p Piece>>,
        at: usize,
    ) -> Vec<usize> {
        let mut found = Vec::new();
        for piece in pieces {
            let row = self.bearers.rows.get_mut(piece.unwrap_or(&NO_PIECE));
            if let Some(row) = row {
                row.near(at, &self.notes, &mut found);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The first entity with exactly this name, of those that have one.
    pub(super) fn named(&mut self, name: &str, pieces: &[Piece], at: usize) -> Option<usize> {
        let bearers = self.bearing([pieces.first()], at);
        let own = |entity: &usize| {
            let entity = &self.list[*entity];
            entity.kind != EntityType::Unnamed && entity.name == name
        };
        bearers.into_iter().find(own)
    }

    /// Those without a name whose description has this word, in order of the list; of many the ones
    /// nearest to the token `at`.
    pub(super) fn described_by(&mut self, word: &str, at: usize) -> Vec<usize> {
        let mut found = Vec::new();
        if let Some(row) = self.bearers.described.get_mut(&hash_of(word)) {
            row.near(at, &self.notes, &mut found);
        }
        found.sort_unstable();
        found
    }

    /// The first organisation whose initials, as `of` has them, are these letters.
    pub(super) fn with_initials(&mut self, letters: &str, of: fn(&str) -> String) -> Option<usize> {
        let Bearers { initials, read, .. } = &mut self.bearers;
        for (entity, one) in self.list.iter().enumerate().skip(*read) {
            if one.kind == EntityType::Organisation {
                initials.entry(of(&one.name)).or_insert(entity);
            }
        }
        *read = self.list.len();
        initials.get(letters).copied()
    }

    /// Gives somebody an office, unless they have it already; returns whether it is new.
    pub(super) fn give_office(&mut self, person: usize, holding: Holding) -> bool {
        let offices = &mut self.notes[person].offices;
        if offices.contains(&holding) {
            return false;
        }
        if offices.is_empty() {
            self.bearers.holders.all.push(person);
        }
        offices.push(holding);
        true
    }

    /// People who hold or held an office, in order of the list; of many the ones named nearest to `at`.
    pub(super) fn in_office(&mut self, at: usize) -> Vec<usize> {
        let mut found = Vec::new();
        self.bearers.holders.near(at, &self.notes, &mut found);
        found.sort_unstable();
        found
    }

    /// People who hold or held an office, in no order and not too many.
    pub(super) fn some_in_office(&self) -> impl Iterator<Item = usize> {
        self.bearers.holders.all.iter().copied().take(MOST_SLIPS)
    }

    /// People among [`Entities::bearing`].
    pub(super) fn people_bearing<'p>(
        &mut self,
        pieces: impl IntoIterator<Item = Option<&'p Piece>>,
        at: usize,
    ) -> Vec<usize> {
        let mut found = self.bearing(pieces, at);
        found.retain(|entity| self.list[*entity].kind == EntityType::Person);
        found
    }
}

impl Note {
    /// Adds a mention; most come in order, a few times over from the start of the text.
    pub(super) fn add_place(&mut self, tokens: &Range<usize>) {
        if self.places.last().is_some_and(|last| tokens.start < *last) {
            self.runs.push(self.places.len());
        }
        self.places.push(tokens.start);
        if self
            .opening
            .as_ref()
            .is_none_or(|first| tokens.start < first.start)
        {
            self.opening = Some(tokens.clone());
        }
    }

    /// The places in runs that are in order each.
    fn ordered(&self) -> impl Iterator<Item = &[usize]> {
        let starts = std::iter::once(0).chain(self.runs.iter().copied());
        let ends = self.runs.iter().copied().chain([self.places.len()]);
        starts
            .zip(ends)
            .filter_map(|(start, end)| self.places.get(start..end))
    }

    /// The first place.
    pub(super) fn first_place(&self) -> Option<usize> {
        self.opening.as_ref().map(|opening| opening.start)
    }

    /// The last place before `at`.
    pub(super) fn last_before(&self, at: usize) -> Option<usize> {
        let last = |run: &[usize]| {
            let after = run.partition_point(|place| *place < at);
            after.checked_sub(1).and_then(|last| run.get(last)).copied()
        };
        self.ordered().filter_map(last).max()
    }

    /// Greater where a place is nearer before `at`, or at it; with places only after it, negative and
    /// greater where the first is nearer.
    pub(super) fn nearness(&self, at: usize) -> i64 {
        let before = self
            .last_before(at.saturating_add(1))
            .map(|place| place as i64);
        let after = || self.first_place().map(|place| -(place as i64));
        before.or_else(after).unwrap_or(i64::MIN)
    }
}
