//! Networks whose figures are known, and laws that hold for any.

use super::betweenness::{betweenness, sampled};
use super::communities::communities;
use super::network::Network;
use super::pagerank::page_rank;
use crate::graph::EntityIndex;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A network of arcs between numbered nodes; each number is at either end of some arc.
fn network(arcs: &[(usize, usize, f64)]) -> Network {
    let mut weights: BTreeMap<(EntityIndex, EntityIndex), f64> = BTreeMap::new();
    for (from, to, weight) in arcs.iter().filter(|(from, to, _)| from != to) {
        let ends = (EntityIndex::new(*from), EntityIndex::new(*to));
        *weights.entry(ends).or_default() += weight;
    }
    Network::from_weights(&weights)
}

fn near(found: &[f64], expected: &[f64]) -> bool {
    let pairs = found.iter().zip(expected);
    found.len() == expected.len() && pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-8)
}

#[test]
fn who_stands_between_is_counted() {
    // 0 → 1 → 2 → 3: one pair in six leads through 1 alone, one through 2 alone, one through both.
    let path = network(&[(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0)]);
    let scores = betweenness(&path).scores;
    assert!(
        near(&scores, &[0.0, 2.0 / 6.0, 2.0 / 6.0, 0.0]),
        "{scores:?}"
    );
    // Two ways of equal length share.
    let diamond = network(&[(0, 1, 1.0), (0, 2, 1.0), (1, 3, 1.0), (2, 3, 1.0)]);
    let scores = betweenness(&diamond).scores;
    assert!(
        near(&scores, &[0.0, 0.5 / 6.0, 0.5 / 6.0, 0.0]),
        "{scores:?}"
    );
}

#[test]
fn rank_follows_weights() {
    // 0 gives three quarters to 1 and one to 2; both give all back.
    let ranks = page_rank(&network(&[
        (0, 1, 3.0),
        (0, 2, 1.0),
        (1, 0, 1.0),
        (2, 0, 1.0),
    ]));
    // r0 = .05 + .85 (r1 + r2), r1 = .05 + .6375 r0, r2 = .05 + .2125 r0, and all sum up to 1.
    let first = (0.05 + 0.085) / (1.0 - 0.85 * 0.85);
    let expected = [first, 0.05 + 0.6375 * first, 0.05 + 0.2125 * first];
    assert!(near(&ranks, &expected), "{ranks:?}, not {expected:?}");
}

#[test]
fn two_rings_with_a_bridge_are_two_communities() {
    let mut arcs = Vec::new();
    for ring in [0, 4] {
        for one in 0..4 {
            for other in (0..4).filter(|other| *other != one) {
                arcs.push((ring + one, ring + other, 1.0));
            }
        }
    }
    arcs.push((0, 4, 1.0));
    let found = communities(&network(&arcs));
    assert_eq!(found.communities, [0, 0, 0, 0, 1, 1, 1, 1]);
    // 24 of 25 weights within; half of all meet on either side.
    assert!((found.modularity - (24.0 / 25.0 - 0.5)).abs() < 1e-12);
}

#[test]
fn answers_are_counted_pair_by_pair() {
    let network = network(&[
        (0, 1, 5.0),
        (1, 0, 2.0),
        (0, 2, 9.0),
        (2, 1, 3.0),
        (1, 2, 3.0),
    ]);
    assert!((network.reciprocity() - 4.0 / 5.0).abs() < 1e-12);
    assert_eq!(network.mutual(), [(1, 2, 3.0, 3.0), (0, 1, 5.0, 2.0)]);
}

#[test]
fn nobody_has_no_figures() {
    let empty = network(&[]);
    assert!(empty.is_empty());
    assert_eq!(page_rank(&empty), Vec::<f64>::new());
    assert_eq!(betweenness(&empty).scores, Vec::<f64>::new());
    assert_eq!(communities(&empty).communities, Vec::<usize>::new());
    assert_eq!(empty.reciprocity(), 0.0);
}

fn arcs() -> impl Strategy<Value = Vec<(usize, usize, f64)>> {
    let arc = (0..40_usize, 0..40_usize, 1..9_u8);
    let arc = arc.prop_map(|(from, to, weight)| (from, to, f64::from(weight)));
    proptest::collection::vec(arc, 1..160)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ranks_sum_up_to_one(arcs in arcs()) {
        let network = network(&arcs);
        let sum: f64 = page_rank(&network).iter().sum();
        prop_assert!(network.is_empty() || (sum - 1.0).abs() < 1e-9, "{sum}");
    }

    #[test]
    fn a_partition_is_no_worse_than_none(arcs in arcs()) {
        let network = network(&arcs);
        let found = communities(&network);
        let count = found.communities.iter().max().map_or(0, |last| last + 1);
        for community in 0..count {
            prop_assert!(found.communities.contains(&community));
        }
        prop_assert!(found.modularity >= -1e-12, "{}", found.modularity);
        prop_assert_eq!(communities(&network), found);
    }

    #[test]
    fn threads_make_no_difference(arcs in arcs()) {
        let network = network(&arcs);
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| betweenness(&network))
        };
        prop_assert_eq!(with(1), with(3));
    }

    #[test]
    fn a_sample_of_everybody_is_exact(arcs in arcs()) {
        let network = network(&arcs);
        let exact = betweenness(&network);
        prop_assert_eq!(exact.sources, network.len());
        let whole = sampled(&network, network.len());
        prop_assert_eq!(&whole, &exact);
        let part = sampled(&network, network.len() / 2 + 1);
        prop_assert!(part.sources <= network.len());
        prop_assert!(part.scores.iter().all(|score| *score >= 0.0));
    }
}
