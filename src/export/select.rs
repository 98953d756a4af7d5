//! What a picture shows: a graph of a few dozen nodes can be read, one of hundreds cannot.

use crate::graph::views::{self, Bundle, Role};
use crate::graph::{EntityIndex, Graph, StatementIndex};
use petgraph::visit::EdgeRef;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Labels begin to cover each other above three arrows for two nodes.
const ARROWS_PER_TWO_NODES: usize = 3;

/// The part of a graph's aggregate view that matters most.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Selection {
    /// Those to draw, in order, with the number of statements to and from others; each has an
    /// arrow.
    pub(super) nodes: BTreeMap<EntityIndex, usize>,
    /// The arrows to draw, from speaker to target, in order.
    pub(super) arrows: Vec<(EntityIndex, EntityIndex, Bundle)>,
    /// What those drawn said while speaking to and of nobody.
    pub(super) unaddressed: BTreeMap<EntityIndex, Vec<StatementIndex>>,
    /// How many have arrows in the whole graph.
    pub(super) connected: usize,
    /// Statements that some arrow drawn stands for.
    pub(super) shown: usize,
}

impl Selection {
    /// Takes the `max_nodes` entities with the most statements to and from others, and of the
    /// arrows between them the heaviest.
    pub(super) fn of(graph: &Graph, max_nodes: usize) -> Selection {
        let view = views::aggregate(graph);
        let mut arrows: Vec<(EntityIndex, EntityIndex, Bundle)> = Vec::new();
        let mut unaddressed = BTreeMap::new();
        let mut involved: BTreeMap<EntityIndex, usize> = BTreeMap::new();
        for edge in view.edge_references() {
            let (from, to) = (view[edge.source()], view[edge.target()]);
            let bundle = edge.weight();
            if from == to {
                let list: &mut Vec<_> = unaddressed.entry(from).or_default();
                list.extend(&bundle.statements);
                continue;
            }
            *involved.entry(from).or_default() += bundle.statements.len();
            *involved.entry(to).or_default() += bundle.statements.len();
            arrows.push((from, to, bundle.clone()));
        }
        let connected = involved.len();

        let mut ranked: Vec<EntityIndex> = involved.keys().copied().collect();
        ranked.sort_by_key(|entity| Reverse(involved.get(entity)));
        let chosen: BTreeSet<EntityIndex> = ranked.into_iter().take(max_nodes).collect();
        arrows.retain(|(from, to, _)| chosen.contains(from) && chosen.contains(to));

        let max_arrows = max_nodes.saturating_mul(ARROWS_PER_TWO_NODES) / 2;
        if arrows.len() > max_arrows {
            let involvement = |e: &EntityIndex| involved.get(e).copied().unwrap_or_default();
            arrows.sort_by_key(|(from, to, bundle)| {
                let ends = involvement(from) + involvement(to);
                Reverse((bundle.statements.len(), bundle.addressed, ends))
            });
            // First those that give a node its heaviest arrow, so that none of them stands alone.
            let mut reached = BTreeSet::new();
            let (mut first, rest): (Vec<_>, Vec<_>) = arrows
                .into_iter()
                .partition(|(from, to, _)| reached.insert(*from) | reached.insert(*to));
            first.extend(rest);
            first.truncate(max_arrows);
            first.sort_by_key(|(from, to, bundle)| (*from, *to, bundle.relation));
            arrows = first;
        }
        let mut nodes = involved;
        let drawn: BTreeSet<EntityIndex> = arrows
            .iter()
            .flat_map(|(from, to, _)| [*from, *to])
            .collect();
        nodes.retain(|entity, _| drawn.contains(entity));
        unaddressed.retain(|entity, _| drawn.contains(entity));
        let shown: BTreeSet<StatementIndex> = arrows
            .iter()
            .flat_map(|(_, _, bundle)| bundle.statements.iter().copied())
            .collect();
        Selection {
            nodes,
            arrows,
            unaddressed,
            connected,
            shown: shown.len(),
        }
    }
}

/// How many statements an arrow could be drawn for: their speaker and somebody else are known.
pub(super) fn drawable(graph: &Graph) -> usize {
    let view = views::edges(graph);
    let statements: BTreeSet<StatementIndex> = view
        .edge_weights()
        .filter(|edge| edge.role != Role::Unaddressed)
        .map(|edge| edge.statement)
        .collect();
    statements.len()
}
