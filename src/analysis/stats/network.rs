//! Who addresses whom, as a network with one weighted arc for each pair: the basis of centrality and
//! communities.

use crate::graph::{EntityIndex, Graph, views};
use crate::query::Counted;
use petgraph::csr::Csr;
use std::collections::{BTreeMap, BTreeSet};

/// Speakers and their addressees, or those they mention if there is no addressee. Nodes are entities with an arc, in
/// order; no node has an arc to itself.
#[derive(Debug, Clone)]
pub struct Network {
    /// The entity of each node.
    pub nodes: Vec<EntityIndex>,
    /// Arcs from speakers; weights count statements (or reports).
    pub out: Csr<(), f64, petgraph::Directed, u32>,
    /// The same arcs reversed.
    pub into: Csr<(), f64, petgraph::Directed, u32>,
}

impl Network {
    /// The network of a graph. `principal` maps each entity to the one that it counts as, usually
    /// itself.
    pub fn of(
        graph: &Graph,
        counted: Counted,
        principal: impl Fn(EntityIndex) -> EntityIndex,
    ) -> Network {
        let mut weights: BTreeMap<(EntityIndex, EntityIndex), f64> = BTreeMap::new();
        for statement in graph.statements() {
            let weight = match counted {
                Counted::Statements => 1.0,
                Counted::Reports => statement.reports().count() as f64,
            };
            let targets = views::targets(statement);
            let speakers = statement.speakers().map(&principal);
            let speakers: BTreeSet<EntityIndex> = speakers.collect();
            let targets = targets.iter().map(|(target, _)| principal(*target));
            let targets: BTreeSet<EntityIndex> = targets.collect();
            for speaker in &speakers {
                for target in targets.iter().filter(|target| *target != speaker) {
                    *weights.entry((*speaker, *target)).or_default() += weight;
                }
            }
        }
        Network::from_weights(&weights)
    }

    pub(super) fn from_weights(weights: &BTreeMap<(EntityIndex, EntityIndex), f64>) -> Network {
        let ends = weights.keys().flat_map(|(from, to)| [*from, *to]);
        let nodes: Vec<EntityIndex> = ends.collect::<BTreeSet<_>>().into_iter().collect();
        let place = |entity: &EntityIndex| nodes.binary_search(entity).unwrap_or(0);
        let arcs = weights
            .iter()
            .map(|((from, to), weight)| (place(from), place(to), *weight));
        let arcs: Vec<(usize, usize, f64)> = arcs.collect();
        Network {
            out: rows(nodes.len(), arcs.iter().copied()),
            into: {
                let mut turned: Vec<_> = arcs.iter().map(|(a, b, w)| (*b, *a, *w)).collect();
                turned.sort_by_key(|(from, to, _)| (*from, *to));
                rows(nodes.len(), turned.into_iter())
            },
            nodes,
        }
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are no arcs.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Number of arcs.
    pub fn arcs(&self) -> usize {
        self.out.edge_count()
    }

    /// The share of arcs with an arc in the opposite direction; 0 without arcs.
    pub fn reciprocity(&self) -> f64 {
        let mutual: usize = (0..self.len() as u32)
            .map(|node| {
                let spoken_to = self.out.neighbors_slice(node).iter();
                spoken_to
                    .filter(|other| self.out.contains_edge(**other, node))
                    .count()
            })
            .sum();
        mutual as f64 / self.arcs().max(1) as f64
    }

    /// Pairs that speak to each other, with the weights in both directions, ordered by the smaller weight,
    /// descending.
    pub fn mutual(&self) -> Vec<(usize, usize, f64, f64)> {
        let mut pairs = Vec::new();
        for node in 0..self.len() as u32 {
            for (other, there) in arcs_of(&self.out, node).filter(|(other, _)| node < *other) {
                let back = self.out.neighbors_slice(other).binary_search(&node);
                let back = back
                    .ok()
                    .and_then(|place| self.out.edges_slice(other).get(place));
                pairs.extend(back.map(|back| (node as usize, other as usize, there, *back)));
            }
        }
        pairs.sort_by(|a, b| {
            let weaker = |pair: &(usize, usize, f64, f64)| pair.2.min(pair.3);
            let weaker = weaker(b).total_cmp(&weaker(a));
            weaker.then_with(|| (b.2 + b.3).total_cmp(&(a.2 + a.3)))
        });
        pairs
    }
}

/// The outgoing arcs of a node, in order of their targets, with their weights.
pub fn arcs_of(
    rows: &Csr<(), f64, petgraph::Directed, u32>,
    node: u32,
) -> impl Iterator<Item = (u32, f64)> + '_ {
    let ends = rows.neighbors_slice(node).iter().copied();
    ends.zip(rows.edges_slice(node).iter().copied())
}

/// Rows of arcs, sorted by both ends.
fn rows(
    nodes: usize,
    arcs: impl Iterator<Item = (usize, usize, f64)>,
) -> Csr<(), f64, petgraph::Directed, u32> {
    let number = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    let arcs: Vec<(u32, u32, f64)> = arcs
        .map(|(from, to, weight)| (number(from), number(to), weight))
        .collect();
    // They come from a sorted map, so the order is not checked.
    let mut rows = Csr::from_sorted_edges(&arcs).unwrap_or_default();
    while rows.node_count() < nodes {
        rows.add_node(());
    }
    rows
}
