//! What the documents and statements of a graph say about each entity.

use super::record::{Document, Entity, EntityIndex, Representation, Sighting, Statement};
use crate::date::Date;
use crate::entity::{EntityType, Gender, Role};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Statements that one thread counts at a time.
const PIECE: usize = 1 << 16;

/// What the sightings and statements say about each entity; `ids` are in order.
pub(super) fn sum(
    ids: Vec<String>,
    documents: &[Document],
    statements: &[Statement],
) -> Vec<Entity> {
    let mut sightings: Vec<Vec<(Option<Date>, &Sighting)>> = vec![Vec::new(); ids.len()];
    for document in documents {
        for sighting in &document.sightings {
            if let Some(list) = sightings.get_mut(sighting.entity.index()) {
                list.push((document.date, sighting));
            }
        }
    }
    let statement_counts = counted(ids.len(), statements);
    ids.into_par_iter()
        .zip(sightings)
        .zip(statement_counts)
        .map(|((id, sightings), statements)| {
            let mut counts = EntityCounts::default();
            for (day, sighting) in sightings {
                counts.add(day, sighting);
            }
            counts.finish(id, statements)
        })
        .collect()
}

/// The number of statements of each entity.
fn counted(entities: usize, statements: &[Statement]) -> Vec<usize> {
    let pieces = statements.par_chunks(PIECE).map(|piece| {
        let mut counts = vec![0; entities];
        for speaker in piece.iter().flat_map(Statement::speakers) {
            if let Some(count) = counts.get_mut(speaker.index()) {
                *count += 1;
            }
        }
        counts
    });
    let none = || vec![0; entities];
    pieces.reduce(none, |a: Vec<usize>, b| {
        a.into_iter().zip(b).map(|(a, b)| a + b).collect()
    })
}

/// The number of documents that have a say in what an entity is called, then of all.
pub(super) type Say = (usize, usize);

/// What documents say about an entity that another speaks for.
#[derive(Default)]
pub(super) struct RepresentationCounts<'a> {
    pub(super) documents: usize,
    pub(super) titles: BTreeSet<&'a str>,
    since: Option<Date>,
    until: Option<Date>,
}

/// What documents say about one entity, counted.
#[derive(Default)]
pub(super) struct EntityCounts<'a> {
    pub(super) names: BTreeMap<&'a str, Say>,
    pub(super) kinds: BTreeMap<EntityType, Say>,
    pub(super) aliases: BTreeMap<&'a str, usize>,
    pub(super) roles: BTreeMap<&'a Role, usize>,
    pub(super) represents: BTreeMap<EntityIndex, RepresentationCounts<'a>>,
    pub(super) genders: BTreeMap<Gender, usize>,
    pub(super) mentions: usize,
    pub(super) documents: usize,
}

impl<'a> EntityCounts<'a> {
    /// Counts the sighting of a document of this day.
    fn add(&mut self, day: Option<Date>, sighting: &'a Sighting) {
        let has_say = has_say(sighting);
        let vote = |say: &mut Say| {
            say.0 += usize::from(has_say);
            say.1 += 1;
        };
        vote(self.names.entry(&sighting.name).or_default());
        vote(self.kinds.entry(sighting.kind).or_default());
        self.mentions += sighting.mentions;
        self.documents += usize::from(sighting.mentions > 0);
        for alias in distinct(&sighting.aliases) {
            *self.aliases.entry(alias).or_default() += 1;
        }
        for role in distinct(&sighting.roles) {
            *self.roles.entry(role).or_default() += 1;
        }
        if let Some(gender) = sighting.gender {
            *self.genders.entry(gender).or_default() += 1;
        }
        if let Some(principal) = sighting.represents {
            let counts = self.represents.entry(principal).or_default();
            counts.documents += 1;
            counts.include_day(day);
            let titles = sighting.roles.iter().map(|role| role.title.as_str());
            counts.titles.extend(titles);
        }
    }

    /// The entity with this id and number of statements.
    pub(super) fn finish(self, id: String, statements: usize) -> Entity {
        let name = self
            .names
            .iter()
            .max_by_key(|(name, count)| (**count, name.chars().count(), std::cmp::Reverse(**name)))
            .map_or(id.as_str(), |(name, _)| name)
            .to_string();
        Entity {
            name,
            kind: by_count(self.kinds)
                .first()
                .map_or(EntityType::Unnamed, |(kind, _)| *kind),
            aliases: by_count(self.aliases)
                .into_iter()
                .map(|(alias, count)| (alias.to_string(), count))
                .collect(),
            roles: by_count(self.roles)
                .into_iter()
                .map(|(role, count)| (role.clone(), count))
                .collect(),
            represents: representations(self.represents),
            gender: match by_count(self.genders).as_slice() {
                [(_, one), (_, other)] if one == other => None,
                genders => genders.first().map(|(gender, _)| *gender),
            },
            mentions: self.mentions,
            documents: self.documents,
            statements,
            id,
        }
    }
}

/// Whether a document has a say in what an entity is called.
pub(super) fn has_say(sighting: &Sighting) -> bool {
    sighting.mentions > 0 && sighting.was.is_none()
}

/// The distinct entries of a short list, in order of first occurrence.
pub(super) fn distinct<T: PartialEq>(list: &[T]) -> impl Iterator<Item = &T> {
    let is_first = |(place, item): &(usize, &T)| !list.iter().take(*place).any(|o| o == *item);
    list.iter()
        .enumerate()
        .filter(is_first)
        .map(|(_, item)| item)
}

impl RepresentationCounts<'_> {
    /// Extends the period to the day of a document.
    pub(super) fn include_day(&mut self, day: Option<Date>) {
        self.since = self.since.into_iter().chain(day).min();
        self.until = self.until.into_iter().chain(day).max();
    }
}

/// The entities that an entity speaks for, the one in most documents first.
fn representations(counts: BTreeMap<EntityIndex, RepresentationCounts>) -> Vec<Representation> {
    let mut represents: Vec<Representation> = counts
        .into_iter()
        .map(|(of, counts)| Representation {
            of,
            documents: counts.documents,
            titles: counts.titles.iter().map(|t| t.to_string()).collect(),
            since: counts.since,
            until: counts.until,
        })
        .collect();
    represents.sort_by_key(|representation| std::cmp::Reverse(representation.documents));
    represents
}

/// Entries by decreasing count, equal ones in their own order.
fn by_count<T: Ord, N: Ord + Copy>(counts: BTreeMap<T, N>) -> Vec<(T, N)> {
    let mut list: Vec<(T, N)> = counts.into_iter().collect();
    list.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    list
}
