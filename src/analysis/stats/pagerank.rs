//! PageRank (Page, Brin, Motwani and Winograd, 1999)
//! over weighted arcs.
//!
//! petgraph's implementation takes quadratic time and has no weights.

use super::network::{Network, arcs_of};

/// The share of rank that follows arcs; the rest is shared equally among all nodes.
const DAMPING: f64 = 0.85;
/// Maximum number of rounds.
const MAX_ROUNDS: usize = 200;
/// The iteration stops when the change of a round, summed over all nodes, is below this.
const TOLERANCE: f64 = 1e-10;

/// The rank of each node; the sum is 1. Nodes without outgoing arcs share theirs equally among all.
pub(super) fn page_rank(network: &Network) -> Vec<f64> {
    let count = network.len();
    if count == 0 {
        return Vec::new();
    }
    let all = count as f64;
    let spoken = |node: u32| {
        arcs_of(&network.out, node)
            .map(|(_, weight)| weight)
            .sum::<f64>()
    };
    let totals: Vec<f64> = (0..count as u32).map(spoken).collect();
    let mut ranks = vec![1.0 / all; count];
    for _ in 0..MAX_ROUNDS {
        let dangling = ranks
            .iter()
            .zip(&totals)
            .filter(|(_, total)| **total == 0.0);
        let dangling: f64 = dangling.map(|(rank, _)| rank).sum();
        let base = (1.0 - DAMPING + DAMPING * dangling) / all;
        let next: Vec<f64> = (0..count as u32)
            .map(|node| {
                let arcs = arcs_of(&network.into, node);
                let followed: f64 = arcs
                    .map(|(from, weight)| ranks[from as usize] * weight / totals[from as usize])
                    .sum();
                base + DAMPING * followed
            })
            .collect();
        let change: f64 = ranks
            .iter()
            .zip(&next)
            .map(|(old, new)| (old - new).abs())
            .sum();
        ranks = next;
        if change < TOLERANCE {
            break;
        }
    }
    ranks
}
