//! Betweenness centrality (Freeman, 1977) by Brandes' algorithm ("A faster
//! algorithm for betweenness centrality", 2001), and over a sample of sources for large networks
//! (Brandes and Pich, "Centrality estimation in large networks", 2007).
//!
//! rustworkx-core has only the exact algorithm, and sums up in the order in which its threads finish, so
//! that the last digits vary from run to run.

use super::network::Network;
use rayon::prelude::*;

/// Maximum number of steps (nodes and arcs, times sources); beyond it, sources are sampled.
const MAX_STEPS: usize = 400_000_000;
/// Minimum number of sources in a sample.
const MIN_SOURCES: usize = 64;
/// Sources that one thread sums up before its result is added to the others.
const BATCH: usize = 16;

/// The betweenness of nodes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Betweenness {
    /// For each node, the share of shortest paths between two others that pass through it, from 0
    /// to 1.
    pub scores: Vec<f64>,
    /// Number of sources: all nodes, unless it is an estimate.
    pub sources: usize,
}

pub(super) fn betweenness(network: &Network) -> Betweenness {
    let steps = network.len() + network.arcs();
    let affordable = (MAX_STEPS / steps.max(1)).max(MIN_SOURCES);
    sampled(network, affordable)
}

/// Uses at most `limit` sources, in a pseudo-random order independent of the entities.
pub(super) fn sampled(network: &Network, limit: usize) -> Betweenness {
    let count = network.len();
    let mut order: Vec<u32> = (0..count as u32).collect();
    if limit < count {
        order.sort_by_key(|node| (scattered(*node), *node));
        order.truncate(limit);
    }
    let sources = order.len();
    let mut scores = vec![0.0; count];
    // The threads work on one batch at a time, and results are added in order: the same sum on any machine.
    let batches: Vec<&[u32]> = order.chunks(BATCH).collect();
    for round in batches.chunks(rayon::current_num_threads().max(1)) {
        let parts: Vec<Vec<f64>> = round
            .par_iter()
            .map(|batch| {
                let mut paths = Paths::new(count);
                let mut sum = vec![0.0; count];
                for source in *batch {
                    paths.follow(network, *source, &mut sum);
                }
                sum
            })
            .collect();
        for part in parts {
            for (score, more) in scores.iter_mut().zip(part) {
                *score += more;
            }
        }
    }
    // The number of pairs of other nodes, times the share of sources used.
    let pairs = (count.saturating_sub(1) * count.saturating_sub(2)).max(1) as f64;
    let scale = count as f64 / sources.max(1) as f64 / pairs;
    scores.iter_mut().for_each(|score| *score *= scale);
    Betweenness { scores, sources }
}

/// SplitMix64's finaliser: a fixed shuffle.
fn scattered(node: u32) -> u64 {
    let mut hash = u64::from(node).wrapping_add(0x9E37_79B9_7F4A_7C15);
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    hash ^ (hash >> 31)
}

/// Shortest paths from one source; the memory is reused for the next.
struct Paths {
    distance: Vec<u32>,
    /// Shortest paths to each node.
    count: Vec<f64>,
    /// Dependency of the source on each node.
    through: Vec<f64>,
    /// Nodes in order of their distance.
    order: Vec<u32>,
}

const FAR: u32 = u32::MAX;

impl Paths {
    fn new(nodes: usize) -> Self {
        Paths {
            distance: vec![FAR; nodes],
            count: vec![0.0; nodes],
            through: vec![0.0; nodes],
            order: Vec::with_capacity(nodes),
        }
    }

    /// Adds the dependencies of a source to `sum`.
    fn follow(&mut self, network: &Network, source: u32, sum: &mut [f64]) {
        for node in self.order.drain(..) {
            self.distance[node as usize] = FAR;
            self.count[node as usize] = 0.0;
            self.through[node as usize] = 0.0;
        }
        self.distance[source as usize] = 0;
        self.count[source as usize] = 1.0;
        self.order.push(source);
        let mut next = 0;
        while let Some(&node) = self.order.get(next) {
            next += 1;
            let here = self.distance[node as usize];
            let paths = self.count[node as usize];
            for &other in network.out.neighbors_slice(node) {
                let distance = &mut self.distance[other as usize];
                if *distance == FAR {
                    *distance = here + 1;
                    self.order.push(other);
                }
                if *distance == here + 1 {
                    self.count[other as usize] += paths;
                }
            }
        }
        for &node in self.order.iter().rev() {
            let here = self.distance[node as usize];
            let mut through = 0.0;
            for &other in network.out.neighbors_slice(node) {
                if self.distance[other as usize] == here + 1 {
                    let share = self.count[node as usize] / self.count[other as usize];
                    through += share * (1.0 + self.through[other as usize]);
                }
            }
            self.through[node as usize] = through;
            if node != source {
                sum[node as usize] += through;
            }
        }
    }
}
