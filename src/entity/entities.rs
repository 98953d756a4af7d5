//! The entities of one document with all that is known of them while it is resolved.

use super::bearers::{Bearers, MOST_SLIPS, NO_PIECE, hash_of};
use super::discourse::{Brought, Heard, Issued, Turn, Who};
use super::resolver::Resolver;
use super::trace::Tracing;
use super::types::{Entity, Mention};
use crate::entity::note::{Holding, Note};
use crate::entity::types::EntityType;
use crate::gazetteer;
use crate::gazetteer::gender::Gender;
use crate::gazetteer::key::Piece;
use crate::gazetteer::knowledge::Knowledge;
use std::collections::HashMap;
use std::ops::Range;

/// The entities of one document and where it mentions them.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Entities {
    /// Entities in order of first mention.
    pub list: Vec<Entity>,
    /// Mentions in order of their first token; none overlaps another of the same kind.
    pub mentions: Vec<Mention>,
    /// What resolving knows of each entity, parallel to the list.
    pub(super) notes: Vec<Note>,
    /// Id → index in the list.
    pub(super) ids: HashMap<String, usize>,
    /// The same by the words of their names.
    pub(super) bearers: Bearers,
    /// How often each state is named, by its index in the tables.
    pub(super) states: HashMap<usize, u32>,
    /// People without a name that the text introduces by a noun, in order.
    pub(super) brought: Vec<Brought>,
    /// Where the text speaks of anybody, pronouns included, in order.
    pub(super) heard: Vec<Heard>,
    /// The first pronoun of each gender.
    pub(super) opening: [Option<usize>; 2],
    /// Names that are only perhaps people's, in order.
    pub(super) doubtful: Vec<Range<usize>>,
    /// Things that words can be in, by their nouns, in order.
    pub(super) things: Vec<usize>,
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
    pub(super) fn starting_in(&self, tokens: Range<usize>) -> &[Mention] {
        let from = self
            .mentions
            .partition_point(|m| m.tokens.start < tokens.start);
        let to = self
            .mentions
            .partition_point(|m| m.tokens.start < tokens.end);
        self.mentions.get(from..to).unwrap_or(&[])
    }

    pub(super) fn push(&mut self, entity: Entity, note: Note) -> usize {
        self.ids.insert(entity.id.clone(), self.list.len());
        self.bearers.add(self.list.len(), &entity, &note);
        self.list.push(entity);
        self.notes.push(note);
        self.list.len() - 1
    }

    /// Puts entities in order of their first mention; those never mentioned go.
    pub(super) fn sort(&mut self) {
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
