//! Who is on a page: those of the chosen statements, and of a very large graph the busiest.

use crate::export::selection::Selection;
use crate::graph::views::targets;
use crate::graph::{EntityIndex, Graph, Statement, StatementIndex};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// The most names that a page holds: a map of more is a blot.
const MOST_ENTITIES: usize = 5_000;
/// The most statements that a page holds; some 10 MB.
const MOST_STATEMENTS: usize = 25_000;

/// The entities and statements of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cast {
    /// Everybody who is named on the page, in the graph's order.
    pub(super) entities: Vec<EntityIndex>,
    /// In the graph's order.
    pub(super) statements: Vec<StatementIndex>,
    /// Names that were chosen.
    pub(super) chosen_entities: usize,
    /// Statements that were chosen.
    pub(super) chosen_statements: usize,
    places: HashMap<EntityIndex, usize>,
}

impl Cast {
    /// The cast of a selection.
    pub(super) fn of(selection: &Selection) -> Cast {
        let graph = selection.graph();
        let parties = |statement| parties(statement).filter(|e| selection.admits(*e));
        let chosen: Vec<StatementIndex> = selection.statements().map(|said| said.index).collect();
        let mut involved: BTreeMap<EntityIndex, usize> = BTreeMap::new();
        for index in &chosen {
            for entity in parties(graph.statement(*index)) {
                *involved.entry(entity).or_default() += 1;
            }
        }
        let chosen_statements = chosen.len();
        let mut statements: Vec<StatementIndex>;
        if involved.len() > MOST_ENTITIES || chosen.len() > MOST_STATEMENTS {
            let mut ranked: Vec<EntityIndex> = involved.keys().copied().collect();
            ranked.sort_by_key(|entity| Reverse(involved.get(entity)));
            let ranks: HashMap<EntityIndex, usize> = ranked.into_iter().zip(0..).collect();
            // The statements of the busiest, until there are enough of either.
            let mut by_rank: Vec<(Option<usize>, StatementIndex)> = Vec::new();
            for index in &chosen {
                let ranks = parties(graph.statement(*index)).filter_map(|e| ranks.get(&e));
                by_rank.push((ranks.max().copied(), *index));
            }
            by_rank.retain(|(rank, _)| rank.is_none_or(|rank| rank < MOST_ENTITIES));
            by_rank.sort();
            statements = by_rank.into_iter().map(|(_, index)| index).collect();
            statements.truncate(MOST_STATEMENTS);
            statements.sort();
        } else {
            statements = chosen;
        }
        let mut entities: Vec<EntityIndex> = Vec::new();
        for index in &statements {
            entities.extend(parties(graph.statement(*index)));
        }
        entities.sort();
        entities.dedup();
        // Whom they speak for is on their cards.
        let spoken_for: Vec<EntityIndex> = entities
            .iter()
            .flat_map(|entity| &graph.entity(*entity).represents)
            .map(|spoken| spoken.of)
            .filter(|spoken| selection.admits(*spoken))
            .collect();
        entities.extend(spoken_for);
        entities.sort();
        entities.dedup();
        Cast {
            places: entities.iter().copied().zip(0..).collect(),
            entities,
            statements,
            chosen_entities: involved.len(),
            chosen_statements,
        }
    }

    /// What was chosen and is not there, a line each.
    pub(super) fn left_out(&self) -> Vec<String> {
        let (there, chosen) = (self.statements.len(), self.chosen_statements);
        let line = || {
            format!(
                "the page holds {there} of {chosen} statements, those of the busiest of {} names",
                self.chosen_entities
            )
        };
        (there < chosen).then(line).into_iter().collect()
    }

    /// The position of an entity among [`Cast::entities`].
    pub(super) fn place(&self, entity: EntityIndex) -> Option<usize> {
        self.places.get(&entity).copied()
    }

    /// The entity whose neighbourhood tells most: who has spoken much with many, and of whom much
    /// was said. What was addressed counts more than what was about, warnings and proposals more
    /// than what was just said, and the tenth statement between two less than the first.
    pub(super) fn most_telling(&self, graph: &Graph) -> Option<EntityIndex> {
        use crate::graph::views::Role;
        use crate::statement::Relation;
        let mut pairs: BTreeMap<(EntityIndex, EntityIndex), f64> = BTreeMap::new();
        for index in &self.statements {
            let statement = graph.statement(*index);
            let weight = match statement.relation {
                Relation::Said => 1.0,
                Relation::Warned | Relation::Proposed => 2.0,
            };
            for speaker in statement.speakers() {
                for (target, role) in targets(statement) {
                    if self.place(speaker).is_none() || self.place(target).is_none() {
                        continue;
                    }
                    let addressed = if role == Role::Addressee { 2.0 } else { 1.0 };
                    *pairs.entry((speaker, target)).or_default() += weight * addressed;
                }
            }
        }
        let mut telling: BTreeMap<EntityIndex, f64> = BTreeMap::new();
        for ((speaker, target), weight) in pairs {
            for end in [speaker, target] {
                *telling.entry(end).or_default() += libm::log1p(weight);
            }
        }
        let best = telling.iter().max_by(|a, b| {
            // Of equals the first in the graph's order.
            a.1.total_cmp(b.1).then(b.0.cmp(a.0))
        });
        let speaks = || {
            self.entities
                .iter()
                .copied()
                .max_by_key(|e| (graph.entity(*e).statements, Reverse(*e)))
        };
        best.map(|(entity, _)| *entity).or_else(speaks)
    }
}

/// Everybody who has a part in a statement.
fn parties(statement: &Statement) -> impl Iterator<Item = EntityIndex> + '_ {
    let others = statement.addressees.iter().chain(&statement.about);
    statement.speakers().chain(others.copied())
}
