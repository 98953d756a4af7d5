//! Communities by the Louvain method (Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of
//! communities in large networks", 2008), on the undirected network.
//!
//! Nodes are visited in order and ties go to the first community, so the same network always gets the same
//! communities.

use super::network::{Network, arcs_of};
use std::collections::BTreeMap;

/// Maximum number of rounds over all nodes of a level, and of levels; real networks take a handful.
const MAX_ROUNDS: usize = 100;
/// Minimum gain in modularity for a node to move.
const MIN_GAIN: f64 = 1e-12;

/// A network divided into communities.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Partition {
    /// The community of each node, numbered by size; ties are in order of the first node.
    pub communities: Vec<usize>,
    /// Newman's modularity of the partition, -0.5 to 1.
    pub modularity: f64,
}

pub(super) fn communities(network: &Network) -> Partition {
    let mut level = Level::of(network);
    let total = level.total();
    let mut communities: Vec<usize> = (0..network.len()).collect();
    if total > 0.0 {
        for _ in 0..MAX_ROUNDS {
            let (found, moved) = level.settle(total);
            if !moved {
                break;
            }
            for community in &mut communities {
                *community = found[*community];
            }
            level = level.folded(&found);
        }
    }
    Partition {
        modularity: level.modularity(total),
        communities: by_size(&communities),
    }
}

/// A network whose nodes are the communities of the previous level.
struct Level {
    /// For each node its neighbours, in order, with the weights of the edges; without loops.
    neighbours: Vec<Vec<(usize, f64)>>,
    /// Twice the weight within each node.
    loops: Vec<f64>,
}

impl Level {
    fn of(network: &Network) -> Level {
        let neighbours = (0..network.len() as u32).map(|node| {
            let mut weights: Vec<(usize, f64)> = arcs_of(&network.out, node)
                .chain(arcs_of(&network.into, node))
                .map(|(other, weight)| (other as usize, weight))
                .collect();
            weights.sort_by_key(|(other, _)| *other);
            weights.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                kept.1 += if same { next.1 } else { 0.0 };
                same
            });
            weights
        });
        Level {
            neighbours: neighbours.collect(),
            loops: vec![0.0; network.len()],
        }
    }

    /// The weighted degree of a node.
    fn degree(&self, node: usize) -> f64 {
        let others: f64 = self.neighbours[node].iter().map(|(_, weight)| weight).sum();
        others + self.loops[node]
    }

    /// Twice the total weight.
    fn total(&self) -> f64 {
        (0..self.neighbours.len())
            .map(|node| self.degree(node))
            .sum()
    }

    /// Modularity: the share of weight within its nodes, minus that expected by chance.
    fn modularity(&self, total: f64) -> f64 {
        let share = |node: usize| self.loops[node] / total - (self.degree(node) / total).powi(2);
        match total > 0.0 {
            true => (0..self.loops.len()).map(share).sum(),
            false => 0.0,
        }
    }

    /// Moves nodes to the neighbouring community with the greatest gain, until none gains. Returns
    /// the community of each node, numbered from 0, and whether any community has several nodes.
    fn settle(&self, total: f64) -> (Vec<usize>, bool) {
        let count = self.neighbours.len();
        let degrees: Vec<f64> = (0..count).map(|node| self.degree(node)).collect();
        let mut own: Vec<usize> = (0..count).collect();
        let mut sums = degrees.clone();
        // The weight between a node and each neighbouring community, and the list of these.
        let mut near = vec![0.0; count];
        let mut touched: Vec<usize> = Vec::new();
        for _ in 0..MAX_ROUNDS {
            let mut moved = false;
            for node in 0..count {
                let here = own[node];
                for (other, weight) in &self.neighbours[node] {
                    let community = own[*other];
                    if near[community] == 0.0 {
                        touched.push(community);
                    }
                    near[community] += weight;
                }
                sums[here] -= degrees[node];
                let gain =
                    |community: usize| near[community] - sums[community] * degrees[node] / total;
                touched.sort_unstable();
                let mut best = (here, gain(here));
                for &community in &touched {
                    let found = gain(community);
                    if found > best.1 + MIN_GAIN * total {
                        best = (community, found);
                    }
                }
                sums[best.0] += degrees[node];
                moved |= best.0 != here;
                own[node] = best.0;
                for community in touched.drain(..) {
                    near[community] = 0.0;
                }
            }
            if !moved {
                break;
            }
        }
        let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
        let found: Vec<usize> = own
            .iter()
            .map(|community| {
                let fresh = numbers.len();
                *numbers.entry(*community).or_insert(fresh)
            })
            .collect();
        (found, numbers.len() < count)
    }

    /// The network of communities.
    fn folded(&self, communities: &[usize]) -> Level {
        let count = communities
            .iter()
            .map(|community| community + 1)
            .max()
            .unwrap_or(0);
        let mut weights: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); count];
        let mut loops = vec![0.0; count];
        for (node, community) in communities.iter().enumerate() {
            loops[*community] += self.loops[node];
            for (other, weight) in &self.neighbours[node] {
                let other = communities[*other];
                if other == *community {
                    loops[*community] += weight;
                } else {
                    *weights[*community].entry(other).or_default() += weight;
                }
            }
        }
        Level {
            neighbours: weights
                .into_iter()
                .map(|w| w.into_iter().collect())
                .collect(),
            loops,
        }
    }
}

/// Renumbers communities, the largest first.
fn by_size(communities: &[usize]) -> Vec<usize> {
    // Size and first node of each.
    let mut sizes: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (node, community) in communities.iter().enumerate() {
        sizes.entry(*community).or_insert((0, node)).0 += 1;
    }
    let mut order: Vec<(usize, (usize, usize))> = sizes.into_iter().collect();
    order.sort_by_key(|(_, (size, first))| (std::cmp::Reverse(*size), *first));
    let numbers: BTreeMap<usize, usize> = (order.iter().enumerate())
        .map(|(number, (community, _))| (*community, number))
        .collect();
    communities
        .iter()
        .map(|community| numbers[community])
        .collect()
}
