//! What one document contributes to a graph.

use super::record::{Document, Entities, EntityIndex, Report, Sighting, Words};
use crate::statement::{Mode, Polarity, Relation};
use std::collections::BTreeMap;

/// What one document contributes. Entities have the builder's numbers until `finish` replaces them with those
/// of the graph; it also sets the document of the reports.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub(super) document: Document,
    pub(super) records: Vec<Record>,
}

/// One report together with what it has in common with other reports of its statement.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Record {
    pub(super) relation: Relation,
    pub(super) polarity: Polarity,
    pub(super) mode: Mode,
    pub(super) speaker: Option<EntityIndex>,
    pub(super) joint_speakers: Entities,
    pub(super) report: Report,
    /// Number of its statement, if a graph file gives it; only valid while no documents are added.
    pub(super) statement: Option<usize>,
}

impl Part {
    /// Replaces one entity with another.
    pub(super) fn replace(&mut self, old: EntityIndex, new: EntityIndex) {
        self.each_entity(|entity| {
            if *entity == old {
                *entity = new;
            }
        });
    }

    /// Replaces each person's other entities with the first; sightings that now have the same entity are
    /// merged into the first of them.
    pub(super) fn unite(&mut self, firsts: &BTreeMap<EntityIndex, EntityIndex>) {
        self.each_entity(|entity| {
            if let Some(first) = firsts.get(entity) {
                *entity = *first;
            }
        });
        let mut kept: Vec<Sighting> = Vec::new();
        for sighting in std::mem::take(&mut self.document.sightings) {
            match kept.iter_mut().find(|one| one.entity == sighting.entity) {
                Some(one) if firsts.values().any(|first| *first == one.entity) => {
                    one.mentions += sighting.mentions;
                    one.aliases = union(&one.aliases, &sighting.aliases);
                    one.roles = union(&one.roles, &sighting.roles);
                }
                _ => kept.push(sighting),
            }
        }
        self.document.sightings = kept;
    }

    /// Replaces each entity number `n` with `numbers[n]`.
    pub(super) fn renumber(&mut self, numbers: &[EntityIndex]) {
        self.each_entity(|entity| {
            if let Some(&to) = numbers.get(entity.index()) {
                *entity = to;
            }
        });
    }

    /// Applies a change to every reference to an entity.
    pub(super) fn each_entity(&mut self, mut change: impl FnMut(&mut EntityIndex)) {
        for sighting in &mut self.document.sightings {
            change(&mut sighting.entity);
            sighting.represents.iter_mut().for_each(&mut change);
        }
        for record in &mut self.records {
            let report = &mut record.report;
            let lists = [
                &mut record.joint_speakers,
                &mut report.addressees,
                &mut report.about,
            ];
            lists.into_iter().flatten().for_each(&mut change);
            record
                .speaker
                .iter_mut()
                .chain(&mut report.via)
                .for_each(&mut change);
        }
    }

    /// The contribution as text that does not depend on the builder's numbers.
    pub(super) fn as_text(&self, ids: &[String]) -> String {
        let own: BTreeMap<&str, EntityIndex> = self
            .document
            .sightings
            .iter()
            .filter_map(|s| Some((ids.get(s.entity.index())?.as_str(), s.entity)))
            .collect();
        let mut numbers: Vec<EntityIndex> = (0..ids.len()).map(EntityIndex::new).collect();
        for (rank, number) in own.values().enumerate() {
            if let Some(slot) = numbers.get_mut(number.index()) {
                *slot = EntityIndex::new(rank);
            }
        }
        let mut copy = self.clone();
        copy.renumber(&numbers);
        format!("{:?} {copy:?}", own.keys())
    }
}

/// The entries of both lists, without those of the second that are in the first.
fn union<T: Clone + PartialEq>(one: &[T], other: &[T]) -> std::sync::Arc<[T]> {
    let more = other.iter().filter(|item| !one.contains(item));
    one.iter().chain(more).cloned().collect()
}

/// The position of a record in its document: by its cue, then by its content. Id and words only order broken
/// records with the same position.
pub(super) fn place(record: &Record) -> (Option<usize>, Option<usize>, &str, &str) {
    let start = |words: &Words| words.spans.first().map(|span| span[0]);
    let report = &record.report;
    let (id, words) = (&report.id, &report.content.text);
    (start(&report.cue), start(&report.content), id, words)
}
