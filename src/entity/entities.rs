//! The entities of one document, with everything known about them during resolution.

use super::bearers::{Bearers, MAX_SCANNED, NO_PIECE, hash_of};
use super::discourse::{Brought, Issued, Occurrence, Turn, Who};
use super::resolver::Resolver;
use super::trace::Tracing;
use super::types::{Entity, EntityId, Mention};
use crate::entity::note::{Holding, Note};
use crate::entity::types::EntityType;
use crate::gazetteer::gender::Gender;
use crate::gazetteer::ids::StateId;
use crate::gazetteer::key::Piece;
use crate::gazetteer::knowledge::Knowledge;
use crate::ids::List;
use crate::text::TokenId;
use std::collections::HashMap;
use std::ops::Range;

/// The entities of one document and their mentions.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Entities {
    /// Entities in order of first mention.
    pub list: List<EntityId, Entity>,
    /// Mentions in order of their first token; none overlaps another of the same kind.
    pub mentions: Vec<Mention>,
    /// Internal knowledge about each entity, parallel to the list.
    pub(super) notes: List<EntityId, Note>,
    /// Entities by their ids.
    pub(super) ids: HashMap<String, EntityId>,
    /// Entities by the words of their names.
    pub(super) bearers: Bearers,
    /// The number of mentions of each state.
    pub(super) states: HashMap<StateId, u32>,
    /// Unnamed people that the text introduces by a noun, in order.
    pub(super) brought: Vec<Brought>,
    /// All mentions, including pronouns, in order.
    pub(super) heard: Vec<Occurrence>,
    /// The first pronoun of each gender.
    pub(super) opening: [Option<TokenId>; 2],
    /// Names that may be people's, in order.
    pub(super) doubtful: Vec<Range<TokenId>>,
    /// Documents, by their nouns, in order.
    pub(super) things: Vec<TokenId>,
    /// Documents that were sources of statements so far, in order.
    pub(super) issued: Vec<Issued>,
    /// Who has spoken so far.
    pub(super) talk: Vec<Turn>,
    /// The probability of the last choice between candidates for a source; 1 if there was none.
    pub(super) sure: f32,
    /// The tables.
    pub(super) knowledge: Knowledge,
    /// The learned part of coreference.
    pub(super) resolver: Resolver,
    /// The recorded decisions, if requested.
    pub(super) tracing: Tracing,
}

impl Entities {
    /// The gender of a person by name, titles and pronouns.
    pub fn gender(&self, entity: EntityId) -> Option<Gender> {
        self.notes.get(entity).and_then(|note| note.gender)
    }

    /// The probability that the last source ([`speakers`]) was resolved correctly, as far as that was a choice:
    /// "he", "the company"; 1 for a name.
    pub fn sureness(&self) -> f32 {
        self.sure
    }

    /// The learned part of coreference.
    pub(crate) fn resolver(&self) -> &Resolver {
        &self.resolver
    }

    /// Whether the entity is a news agency, newspaper or broadcaster of the tables.
    pub fn is_outlet(&self, entity: EntityId) -> bool {
        let note = self.notes.get(entity);
        note.is_some_and(|note| note.kind.is_outlet())
    }

    /// The mentions whose first token lies in `tokens`; they must be in order.
    pub(super) fn starting_in(&self, tokens: Range<TokenId>) -> &[Mention] {
        let from = self
            .mentions
            .partition_point(|m| m.tokens.start < tokens.start);
        let to = self
            .mentions
            .partition_point(|m| m.tokens.start < tokens.end);
        self.mentions.get(from..to).unwrap_or(&[])
    }

    pub(super) fn push(&mut self, entity: Entity, note: Note) -> EntityId {
        let id = entity.id.clone();
        let place = self.list.push(entity);
        self.bearers.add(place, &self.list[place], &note);
        self.notes.push(note);
        self.ids.insert(id, place);
        place
    }

    /// Sorts entities by their first mention, and removes those without one.
    pub(super) fn sort(&mut self) {
        self.mentions
            .sort_by_key(|m| (m.tokens.start, m.tokens.end, m.kind as u8));
        let mut place: List<EntityId, Option<EntityId>> = List::filled(None, &self.list);
        let mut order: List<EntityId, EntityId> = List::default();
        for mention in &mut self.mentions {
            let own = &mut place[mention.entity];
            mention.entity = *own.get_or_insert_with(|| order.push(mention.entity));
        }
        self.heard.retain_mut(|heard| match &mut heard.who {
            Who::Entity(entity) => place[*entity].map(|own| *entity = own).is_some(),
            Who::Brought(_) => true,
        });
        for brought in &mut self.brought {
            brought.entity = brought.entity.and_then(|own| place[own]);
        }
        self.ids.clear();
        self.bearers.clear();
        let list = std::mem::take(&mut self.list);
        let notes = std::mem::take(&mut self.notes);
        let slots: Vec<Option<(Entity, Note)>> = list.into_iter().zip(notes).map(Some).collect();
        let mut slots: List<EntityId, _> = slots.into();
        for index in order {
            if let Some((entity, mut note)) = slots.get_mut(index).and_then(Option::take) {
                for holding in &mut note.offices {
                    holding.of = holding.of.and_then(|of| place[of]);
                }
                self.push(entity, note);
            }
        }
    }
}

impl Entities {
    /// Entities whose name starts with one of these pieces, has it second or ends with it, in order of the
    /// list; if there are many, those named nearest to the token `at`.
    pub(super) fn bearing<'p>(
        &self,
        pieces: impl IntoIterator<Item = Option<&'p Piece>>,
        at: TokenId,
    ) -> Vec<EntityId> {
        let mut found = Vec::new();
        for piece in pieces {
            let row = self.bearers.rows.get(piece.unwrap_or(&NO_PIECE));
            if let Some(row) = row {
                row.near(at, &self.notes, &mut found);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The first named entity with exactly this name.
    pub(super) fn named(&self, name: &str, pieces: &[Piece], at: TokenId) -> Option<EntityId> {
        let bearers = self.bearing([pieces.first()], at);
        let own = |entity: &EntityId| {
            let entity = &self.list[*entity];
            entity.kind != EntityType::Unnamed && entity.name == name
        };
        bearers.into_iter().find(own)
    }

    /// Unnamed entities whose description has this word, in order of the list; if there are many, those
    /// nearest to the token `at`.
    pub(super) fn described_by(&self, word: &str, at: TokenId) -> Vec<EntityId> {
        let mut found = Vec::new();
        if let Some(row) = self.bearers.described.get(&hash_of(word)) {
            row.near(at, &self.notes, &mut found);
        }
        found.sort_unstable();
        found
    }

    /// The first organisation whose initials, as `of` has them, are these letters.
    pub(super) fn with_initials(&self, letters: &str, of: fn(&str) -> String) -> Option<EntityId> {
        self.bearers.with_initials(letters, &self.list, of)
    }

    /// Adds an office of a person, unless they have it already; returns whether it is new.
    pub(super) fn give_office(&mut self, person: EntityId, holding: Holding) -> bool {
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

    /// People who hold or held an office, in order of the list; if there are many, those named nearest to `at`.
    pub(super) fn in_office(&self, at: TokenId) -> Vec<EntityId> {
        let mut found = Vec::new();
        self.bearers.holders.near(at, &self.notes, &mut found);
        found.sort_unstable();
        found
    }

    /// Some people who hold or held an office, in any order.
    pub(super) fn some_in_office(&self) -> impl Iterator<Item = EntityId> {
        self.bearers.holders.all.iter().copied().take(MAX_SCANNED)
    }

    /// People among [`Entities::bearing`].
    pub(super) fn people_bearing<'p>(
        &self,
        pieces: impl IntoIterator<Item = Option<&'p Piece>>,
        at: TokenId,
    ) -> Vec<EntityId> {
        let mut found = self.bearing(pieces, at);
        found.retain(|entity| self.list[*entity].kind == EntityType::Person);
        found
    }
}
