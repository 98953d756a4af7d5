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
    let mut told: Vec<Vec<(Option<Date>, &Sighting)>> = vec![Vec::new(); ids.len()];
    for document in documents {
        for sighting in &document.sightings {
            if let Some(told) = told.get_mut(sighting.entity.index()) {
                told.push((document.date, sighting));
            }
        }
    }
    let spoken = counted(ids.len(), statements);
    ids.into_par_iter()
        .zip(told)
        .zip(spoken)
        .map(|((id, told), statements)| entity(id, &told, statements))
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

/// Documents that have a say in what an entity is called, then all.
type Say = (usize, usize);

#[derive(Default)]
struct Spoken<'a> {
    documents: usize,
    titles: BTreeSet<&'a str>,
    since: Option<Date>,
    until: Option<Date>,
}

/// An entity, from what each document with a date says about it.
fn entity(id: String, told: &[(Option<Date>, &Sighting)], statements: usize) -> Entity {
    let mut names: BTreeMap<&str, Say> = BTreeMap::new();
    let mut kinds: BTreeMap<EntityType, Say> = BTreeMap::new();
    let mut aliases: BTreeMap<&str, usize> = BTreeMap::new();
    let mut roles: BTreeMap<&Role, usize> = BTreeMap::new();
    let mut represents: BTreeMap<EntityIndex, Spoken> = BTreeMap::new();
    let mut genders: BTreeMap<Gender, usize> = BTreeMap::new();
    let (mut mentions, mut documents) = (0, 0);
    for (day, sighting) in told {
        let has_say = sighting.mentions > 0 && sighting.was.is_none();
        let vote = |say: &mut Say| {
            say.0 += usize::from(has_say);
            say.1 += 1;
        };
        vote(names.entry(&sighting.name).or_default());
        vote(kinds.entry(sighting.kind).or_default());
        mentions += sighting.mentions;
        documents += usize::from(sighting.mentions > 0);
        for (i, alias) in sighting.aliases.iter().enumerate() {
            if !sighting.aliases.iter().take(i).any(|other| other == alias) {
                *aliases.entry(alias).or_default() += 1;
            }
        }
        for (i, role) in sighting.roles.iter().enumerate() {
            if !sighting.roles.iter().take(i).any(|other| other == role) {
                *roles.entry(role).or_default() += 1;
            }
        }
        if let Some(gender) = sighting.gender {
            *genders.entry(gender).or_default() += 1;
        }
        if let Some(above) = sighting.represents {
            let spoken = represents.entry(above).or_default();
            spoken.documents += 1;
            spoken.since = spoken.since.into_iter().chain(*day).min();
            spoken.until = spoken.until.into_iter().chain(*day).max();
            let titles = sighting.roles.iter().map(|role| role.title.as_str());
            spoken.titles.extend(titles);
        }
    }
    let name = names
        .iter()
        .max_by_key(|(name, count)| (**count, name.chars().count(), std::cmp::Reverse(**name)))
        .map_or(id.as_str(), |(name, _)| name)
        .to_string();
    Entity {
        name,
        kind: most(kinds)
            .first()
            .map_or(EntityType::Unnamed, |(kind, _)| *kind),
        aliases: most(aliases)
            .into_iter()
            .map(|(alias, count)| (alias.to_string(), count))
            .collect(),
        roles: most(roles)
            .into_iter()
            .map(|(role, count)| (role.clone(), count))
            .collect(),
        represents: representations(represents),
        gender: match most(genders).as_slice() {
            [(_, one), (_, other)] if one == other => None,
            genders => genders.first().map(|(gender, _)| *gender),
        },
        mentions,
        documents,
        statements,
        id,
    }
}

/// Those whom somebody speaks for, the one in most documents first.
fn representations(spoken: BTreeMap<EntityIndex, Spoken>) -> Vec<Representation> {
    let mut represents: Vec<Representation> = spoken
        .into_iter()
        .map(|(of, spoken)| Representation {
            of,
            documents: spoken.documents,
            titles: spoken.titles.iter().map(|t| t.to_string()).collect(),
            since: spoken.since,
            until: spoken.until,
        })
        .collect();
    represents.sort_by_key(|spoken| std::cmp::Reverse(spoken.documents));
    represents
}

/// Counted things, those counted most often first, equals in their own order.
fn most<T: Ord, N: Ord + Copy>(counts: BTreeMap<T, N>) -> Vec<(T, N)> {
    let mut list: Vec<(T, N)> = counts.into_iter().collect();
    list.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    list
}
