//! What the documents and statements of a graph tell of each entity.

use super::record::{Document, Entity, EntityIndex, Representation, Statement};
use crate::entity::{EntityType, Role};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What the sightings and statements tell of each entity; `ids` are in order.
pub(super) fn sum(
    ids: Vec<String>,
    documents: &[Document],
    statements: &[Statement],
) -> Vec<Entity> {
    /// Documents that have a say in what it is called, then all.
    type Say = (usize, usize);
    #[derive(Default, Clone)]
    struct Spoken<'a> {
        documents: usize,
        titles: BTreeSet<&'a str>,
        days: BTreeSet<Date>,
    }
    #[derive(Default, Clone)]
    struct Votes<'a> {
        names: BTreeMap<&'a str, Say>,
        kinds: BTreeMap<EntityType, Say>,
        aliases: BTreeMap<&'a str, usize>,
        roles: BTreeMap<&'a Role, usize>,
        represents: BTreeMap<EntityIndex, Spoken<'a>>,
        mentions: usize,
        documents: usize,
        statements: usize,
    }
    let mut votes = vec![Votes::default(); ids.len()];
    let sightings = documents.iter().flat_map(|d| {
        let sightings = d.sightings.iter();
        sightings.map(move |sighting| (d.date, sighting))
    });
    for (day, sighting) in sightings {
        let Some(entity) = votes.get_mut(sighting.entity.index()) else {
            continue;
        };
        let has_say = sighting.mentions > 0 && sighting.was.is_none();
        let vote = |say: &mut Say| {
            say.0 += usize::from(has_say);
            say.1 += 1;
        };
        vote(entity.names.entry(&sighting.name).or_default());
        vote(entity.kinds.entry(sighting.kind).or_default());
        entity.mentions += sighting.mentions;
        entity.documents += usize::from(sighting.mentions > 0);
        for alias in sighting.aliases.iter().collect::<BTreeSet<_>>() {
            *entity.aliases.entry(alias).or_default() += 1;
        }
        for role in sighting.roles.iter().collect::<BTreeSet<_>>() {
            *entity.roles.entry(role).or_default() += 1;
        }
        if let Some(represents) = sighting.represents {
            let spoken = entity.represents.entry(represents).or_default();
            spoken.documents += 1;
            spoken.days.extend(day);
            let titles = sighting.roles.iter().map(|role| role.title.as_str());
            spoken.titles.extend(titles);
        }
    }
    for speaker in statements.iter().flat_map(Statement::speakers) {
        if let Some(entity) = votes.get_mut(speaker.index()) {
            entity.statements += 1;
        }
    }
    ids.into_iter()
        .zip(votes)
        .map(|(id, votes)| {
            let name = votes
                .names
                .iter()
                .max_by_key(|(name, count)| {
                    (**count, name.chars().count(), std::cmp::Reverse(**name))
                })
                .map_or(id.as_str(), |(name, _)| name)
                .to_string();
            Entity {
                name,
                kind: most(votes.kinds)
                    .first()
                    .map_or(EntityType::Unnamed, |(kind, _)| *kind),
                aliases: most(votes.aliases)
                    .into_iter()
                    .map(|(alias, count)| (alias.to_string(), count))
                    .collect(),
                roles: most(votes.roles)
                    .into_iter()
                    .map(|(role, count)| (role.clone(), count))
                    .collect(),
                represents: {
                    let spoken = votes.represents.into_iter();
                    let mut list: Vec<Representation> = spoken
                        .map(|(of, spoken)| Representation {
                            of,
                            documents: spoken.documents,
                            titles: spoken.titles.iter().map(|t| t.to_string()).collect(),
                            since: spoken.days.first().copied(),
                            until: spoken.days.last().copied(),
                        })
                        .collect();
                    list.sort_by_key(|spoken| std::cmp::Reverse(spoken.documents));
                    list
                },
                mentions: votes.mentions,
                documents: votes.documents,
                statements: votes.statements,
                id,
            }
        })
        .collect()
}

/// Counted things, those counted most often first, equals in their own order.
fn most<T: Ord, N: Ord + Copy>(counts: BTreeMap<T, N>) -> Vec<(T, N)> {
    let mut list: Vec<(T, N)> = counts.into_iter().collect();
    list.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    list
}
