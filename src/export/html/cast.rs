//! The entities on a page: those of the selected statements, or the busiest if there are too many.

use crate::entity::EntityType;
use crate::export::selection::Selection;
use crate::graph::views::{Role, targets};
use crate::graph::{DocumentIndex, EntityIndex, Graph, Statement, StatementIndex};
use crate::statement::Relation;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Maximum number of entities on a page: a map of more is unreadable.
const MAX_ENTITIES: u32 = 5_000;
/// Maximum number of statements on a page, about 10 MB.
const MAX_STATEMENTS: usize = 25_000;

/// The entities and statements of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cast {
    /// All entities named on the page, in the graph's order.
    pub(super) entities: Vec<EntityIndex>,
    /// The statements, in the graph's order.
    pub(super) statements: Vec<StatementIndex>,
    /// Number of selected entities.
    pub(super) chosen_entities: usize,
    /// Number of selected statements.
    pub(super) chosen_statements: usize,
    /// Positions of the entities by their index in the graph.
    places: Vec<Option<usize>>,
}

impl Cast {
    /// The cast of a selection.
    pub(super) fn of(selection: &Selection) -> Cast {
        let graph = selection.graph();
        let admitted = |index: &StatementIndex| {
            let parties = parties(graph.statement(*index));
            parties.filter(|entity| selection.admits(*entity))
        };
        let mut statements: Vec<StatementIndex> = selection.statements().map(|s| s.index).collect();
        let involved = involvement(graph.entities().len(), &statements, admitted);
        let chosen_statements = statements.len();
        let chosen_entities = involved.iter().filter(|count| **count > 0).count();
        if chosen_entities > MAX_ENTITIES as usize || chosen_statements > MAX_STATEMENTS {
            let ranks = ranks(&involved);
            let rank = |entity: EntityIndex| ranks.get(entity.index()).copied().unwrap_or_default();
            // The statements of the busiest entities, up to either limit.
            let ranked = statements.par_iter();
            let ranked = ranked.map(|index| (admitted(index).map(rank).max(), *index));
            let mut ranked: Vec<(Option<u32>, StatementIndex)> = ranked
                .filter(|(rank, _)| *rank < Some(MAX_ENTITIES))
                .collect();
            if ranked.len() > MAX_STATEMENTS {
                ranked.select_nth_unstable(MAX_STATEMENTS);
                ranked.truncate(MAX_STATEMENTS);
            }
            statements = ranked.into_iter().map(|(_, index)| index).collect();
            statements.sort();
        }
        let mut entities: Vec<EntityIndex> = Vec::new();
        for index in &statements {
            entities.extend(admitted(index));
        }
        entities.sort();
        entities.dedup();
        // Those they speak for are shown on their cards.
        let spoken_for: Vec<EntityIndex> = entities
            .iter()
            .flat_map(|entity| &graph.entity(*entity).represents)
            .map(|spoken| spoken.of)
            .filter(|spoken| selection.admits(*spoken))
            .collect();
        entities.extend(spoken_for);
        entities.sort();
        entities.dedup();
        let mut places = vec![None; graph.entities().len()];
        for (place, entity) in entities.iter().enumerate() {
            if let Some(slot) = places.get_mut(entity.index()) {
                *slot = Some(place);
            }
        }
        Cast {
            places,
            entities,
            statements,
            chosen_entities,
            chosen_statements,
        }
    }

    /// What was selected but left out, one line each.
    pub(super) fn left_out(&self) -> Vec<String> {
        let (there, chosen) = (self.statements.len(), self.chosen_statements);
        let line = || {
            format!(
                "the page has {there} of {chosen} statements: those of the busiest of {} entities",
                self.chosen_entities
            )
        };
        (there < chosen).then(line).into_iter().collect()
    }

    /// The position of an entity among [`Cast::entities`].
    pub(super) fn place(&self, entity: EntityIndex) -> Option<usize> {
        self.places.get(entity.index()).copied().flatten()
    }

    /// The entity with the best attested neighbourhood: many statements to and from many others, in several
    /// articles. Addressees count more than mentions, warnings and proposals more than plain statements, and the
    /// tenth statement between two entities less than the first. Two entities that one statement or one article
    /// connects count less, so that the one whom a single article names with everybody is not the first thing seen.
    /// Unnamed speakers of several articles need not be the same people, and are only opened on if nobody has a name.
    pub(super) fn best_attested(&self, graph: &Graph) -> Option<EntityIndex> {
        let mut weights: BTreeMap<EntityIndex, f64> = BTreeMap::new();
        for ((speaker, target), bond) in self.bonds(graph) {
            for end in [speaker, target] {
                *weights.entry(end).or_default() += bond.strength();
            }
        }
        let named = |entity: EntityIndex| graph.entity(entity).kind != EntityType::Unnamed;
        let best = weights.iter().max_by(|a, b| {
            let named = named(*a.0).cmp(&named(*b.0));
            // Ties go to the first in the graph's order.
            named.then(a.1.total_cmp(b.1)).then(b.0.cmp(a.0))
        });
        let speaks = || {
            self.entities
                .iter()
                .copied()
                .max_by_key(|e| (graph.entity(*e).statements, Reverse(*e)))
        };
        best.map(|(entity, _)| *entity).or_else(speaks)
    }

    /// What connects each speaker with each entity that they speak to or about.
    fn bonds(&self, graph: &Graph) -> BTreeMap<(EntityIndex, EntityIndex), Bond> {
        let mut bonds: BTreeMap<(EntityIndex, EntityIndex), Bond> = BTreeMap::new();
        for index in &self.statements {
            let statement = graph.statement(*index);
            for speaker in statement.speakers() {
                for (target, role) in targets(statement) {
                    if self.place(speaker).is_some() && self.place(target).is_some() {
                        let bond = bonds.entry((speaker, target)).or_default();
                        bond.add(statement, role);
                    }
                }
            }
        }
        bonds
    }
}

/// What connects a speaker with an entity that they speak to or about.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Bond {
    weight: f64,
    statements: usize,
    /// The first article that reports any of them, and whether others do.
    document: Option<DocumentIndex>,
    several: bool,
}

impl Bond {
    /// How much two entities count that one statement connects, of what two statements would.
    const ONE_STATEMENT: f64 = 0.25;
    /// The same for one article.
    const ONE_DOCUMENT: f64 = 0.25;

    fn add(&mut self, statement: &Statement, role: Role) {
        let addressed = if role == Role::Addressee { 2.0 } else { 1.0 };
        let told = match statement.relation {
            Relation::Said => 1.0,
            Relation::Warned | Relation::Proposed => 2.0,
        };
        self.weight += addressed * told;
        self.statements += 1;
        for report in statement.reports() {
            let first = *self.document.get_or_insert(report.document);
            self.several |= first != report.document;
        }
    }

    fn strength(&self) -> f64 {
        let statements = if self.statements > 1 {
            1.0
        } else {
            Bond::ONE_STATEMENT
        };
        let documents = if self.several {
            1.0
        } else {
            Bond::ONE_DOCUMENT
        };
        libm::log1p(self.weight) * statements * documents
    }
}

/// The number of statements that each entity takes part in, by index.
fn involvement<P: Iterator<Item = EntityIndex>>(
    entities: usize,
    statements: &[StatementIndex],
    parties: impl Fn(&StatementIndex) -> P + Sync,
) -> Vec<usize> {
    let counted = statements.par_iter().fold(
        || vec![0; entities],
        |mut counts, index| {
            for entity in parties(index) {
                if let Some(count) = counts.get_mut(entity.index()) {
                    *count += 1;
                }
            }
            counts
        },
    );
    let sum = |a: Vec<usize>, b: Vec<usize>| a.iter().zip(b).map(|(a, b)| a + b).collect();
    counted.reduce(|| vec![0; entities], sum)
}

/// The rank of each entity by index, 0 for the busiest; ties are in the graph's order.
fn ranks(involved: &[usize]) -> Vec<u32> {
    let mut busiest: Vec<usize> = (0..involved.len()).collect();
    busiest.sort_by_key(|entity| Reverse(involved.get(*entity)));
    let mut ranks = vec![0; involved.len()];
    for (rank, entity) in (0..).zip(busiest) {
        if let Some(slot) = ranks.get_mut(entity) {
            *slot = rank;
        }
    }
    ranks
}

/// All parties of a statement.
fn parties(statement: &Statement) -> impl Iterator<Item = EntityIndex> + '_ {
    let others = statement.addressees.iter().chain(&statement.about);
    statement.speakers().chain(others.copied())
}
