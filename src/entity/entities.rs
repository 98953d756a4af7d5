//! The entities of one document with all that is known of them while it is resolved.

use super::bearers::{Bearers, MOST_SLIPS, NO_PIECE, hash_of};
use super::discourse::{Brought, Heard, Issued, Turn, Who};
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

/// The entities of one document and where it mentions them.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Entities {
    /// Entities in order of first mention.
    pub list: List<EntityId, Entity>,
    /// Mentions in order of their first token; none overlaps another of the same kind.
    pub mentions: Vec<Mention>,
    /// What resolving knows of each entity, parallel to the list.
    pub(super) notes: List<EntityId, Note>,
    /// By the ids that leave the layer.
    pub(super) ids: HashMap<String, EntityId>,
    /// The same by the words of their names.
    pub(super) bearers: Bearers,
    /// How often each state is named.
    pub(super) states: HashMap<StateId, u32>,
    /// People without a name that the text introduces by a noun, in order.
    pub(super) brought: Vec<Brought>,
    /// Where the text speaks of anybody, pronouns included, in order.
    pub(super) heard: Vec<Heard>,
    /// The first pronoun of each gender.
    pub(super) opening: [Option<TokenId>; 2],
    /// Names that are only perhaps people's, in order.
    pub(super) doubtful: Vec<Range<TokenId>>,
    /// Things that words can be in, by their nouns, in order.
    pub(super) things: Vec<TokenId>,
    /// Those that were sources of statements so far, in order.
    pub(super) issued: Vec<Issued>,
    /// Who has spoken so far.
    pub(super) talk: Vec<Turn>,
    /// How probable the last choice between candidates for a source was; 1 where there was none to make.
    pub(super) sure: f32,
    /// The tables that they were looked up in.
    pub(super) knowledge: Knowledge,
    /// The learned part of coreference.
    pub(super) resolver: Resolver,
    /// Why they are who they are, where somebody wants to know.
    pub(super) tracing: Tracing,
}

impl Entities {
    /// The gender of a person by name, titles and pronouns.
    pub fn gender(&self, entity: EntityId) -> Option<Gender> {
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

    /// Puts entities in order of their first mention; those never mentioned go.
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
    /// Those whose name starts with one of these pieces, has it second or ends with it, in order of the
    /// list; of many the ones named nearest to the token `at`.
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

    /// The first entity with exactly this name, of those that have one.
    pub(super) fn named(&self, name: &str, pieces: &[Piece], at: TokenId) -> Option<EntityId> {
        let bearers = self.bearing([pieces.first()], at);
        let own = |entity: &EntityId| {
            let entity = &self.list[*entity];
            entity.kind != EntityType::Unnamed && entity.name == name
        };
        bearers.into_iter().find(own)
    }

    /// Those without a name whose description has this word, in order of the list; of many the ones
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

    /// Gives somebody an office, unless they have it already; returns whether it is new.
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

    /// People who hold or held an office, in order of the list; of many the ones named nearest to `at`.
    pub(super) fn in_office(&self, at: TokenId) -> Vec<EntityId> {
        let mut found = Vec::new();
        self.bearers.holders.near(at, &self.notes, &mut found);
        found.sort_unstable();
        found
    }

    /// People who hold or held an office, in no order and not too many.
    pub(super) fn some_in_office(&self) -> impl Iterator<Item = EntityId> {
        self.bearers.holders.all.iter().copied().take(MOST_SLIPS)
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
