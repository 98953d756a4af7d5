//! The entities that the names in a query refer to, and those that count as them: people who speak for a
//! state or organisation, or hold an office.

use super::failure::Failure;
use super::index::Index;
use crate::entity::EntityType;
use crate::graph::{EntityIndex, Graph, Report};
use std::collections::{BTreeMap, BTreeSet};

/// The entities that names refer to, and why each is included.
pub(super) type Parties = BTreeMap<usize, Party>;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Party {
    /// The wanted entity that it speaks for.
    pub(super) speaks_for: Option<EntityIndex>,
    /// The office by which it is asked for.
    pub(super) office: Option<String>,
}

/// What an entity counts as among those of a type: as itself if it is of the type, else with
/// `rollup` as the state or organisation for which it speaks in the document of a report.
pub(super) fn counts_as(
    graph: &Graph,
    entity: EntityIndex,
    kind: EntityType,
    rollup: bool,
    report: &Report,
) -> Option<EntityIndex> {
    let fits = |e: EntityIndex| graph.entity(e).kind == kind;
    if fits(entity) {
        return Some(entity);
    }
    if !rollup || !matches!(kind, EntityType::State | EntityType::Organisation) {
        return None;
    }
    match spoken_for_in(graph, entity, report) {
        SpokenFor::Entity(above) if fits(above) => Some(above),
        SpokenFor::Entity(above) => principal(graph, above, fits),
        SpokenFor::Nobody => None,
        SpokenFor::NotStated => principal(graph, entity, fits),
    }
}

/// Who an entity speaks for according to one document.
pub(super) enum SpokenFor {
    Entity(EntityIndex),
    /// Nobody: the office is no longer held.
    Nobody,
    /// The document does not say; other documents decide.
    NotStated,
}

pub(super) fn spoken_for_in(graph: &Graph, entity: EntityIndex, report: &Report) -> SpokenFor {
    let sightings = &graph.document(report.document).sightings;
    let here = sightings.binary_search_by_key(&entity, |sighting| sighting.entity);
    match here.ok().and_then(|at| sightings.get(at)) {
        None => SpokenFor::NotStated,
        Some(here) => match here.represents {
            Some(above) => SpokenFor::Entity(above),
            None if here.roles.iter().any(|role| role.of.is_some()) => SpokenFor::Nobody,
            None => SpokenFor::NotStated,
        },
    }
}

/// All entities with any of `names`, and with `rollup` those who speak for them.
pub(super) fn parties(
    index: &Index,
    names: &[String],
    rollup: bool,
) -> Result<Option<Parties>, Failure> {
    if names.is_empty() {
        return Ok(None);
    }
    let (graph, known) = (index.graph(), index.names());
    let mut parties = Parties::new();
    for name in names {
        let found = known.find(name);
        if !found.is_empty() {
            parties.extend(found.iter().map(|entity| (*entity, Party::default())));
        } else if let Some(holders) = index.offices().find(name, known) {
            for person in holders.people {
                parties.entry(person).or_insert_with(|| Party {
                    office: Some(holders.office.clone()),
                    ..Party::default()
                });
            }
        } else {
            return Err(Failure::Unknown {
                name: name.clone(),
                nearest: known.nearest(name, 3),
            });
        }
    }
    if rollup {
        let asked: BTreeSet<usize> = parties.keys().copied().collect();
        for index in graph.entity_indices() {
            if !asked.contains(&index.index())
                && let Some(principal) = principal(graph, index, |e| asked.contains(&e.index()))
            {
                let party = Party {
                    speaks_for: Some(principal),
                    ..Party::default()
                };
                parties.insert(index.index(), party);
            }
        }
    }
    Ok(Some(parties))
}

/// The first of the `wanted` entities that an entity speaks for, directly or through others (a spokesman for
/// his ministry, the ministry for its state).
fn principal(
    graph: &Graph,
    entity: EntityIndex,
    wanted: impl Fn(EntityIndex) -> bool,
) -> Option<EntityIndex> {
    if graph.entity(entity).represents.is_empty() {
        return None;
    }
    let mut seen = BTreeSet::from([entity]);
    let mut next = vec![entity];
    while let Some(current) = next.pop() {
        for spoken in &graph.entity(current).represents {
            let above = spoken.of;
            if wanted(above) {
                return Some(above);
            }
            if seen.insert(above) {
                next.push(above);
            }
        }
    }
    None
}
