//! The map: a force-directed layout, the same on every machine.
//!
//! Forces are those of ForceAtlas2 (Jacomy et al., 2014): nodes repel each other by their
//! degrees, arrows attract by their weight, and a weak gravity keeps long chains together. Repulsion is summed over
//! a quadtree (Barnes and Hut, 1986). Steps shrink as in Fruchterman and Reingold (1991). Only operations that
//! IEEE 754 defines exactly are used, and each node's force is summed by one thread in a fixed order, so the
//! result does not depend on threads.

mod quadtree;

pub(super) use self::quadtree::Point;

use self::quadtree::Quadtree;
use petgraph::unionfind::UnionFind;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// An attraction between two nodes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pull {
    /// The nodes at its ends.
    pub(super) ends: [usize; 2],
    /// Its strength; one statement has 1.
    pub(super) weight: f64,
}

/// Rounds for a small graph; large ones get fewer, since details do not matter there.
const ROUNDS: usize = 400;
const MIN_ROUNDS: usize = 140;
/// Maximum of nodes times rounds, to limit the time.
const MAX_WORK: usize = 900_000;
/// Strength of the repulsion between nodes.
const PUSH: f64 = 60.0;
/// Strength of the attraction to the centre.
const GRAVITY: f64 = 0.05;
/// The first step is at most this share of the picture's radius.
const FIRST_STEP: f64 = 0.12;
/// Distance between disconnected parts.
const APART: f64 = 44.0;
/// Distance of neighbours in the initial layout.
const SPACING: f64 = 20.0;

/// Places `nodes` nodes: each connected part separately, the parts beside and below each other with
/// the largest first, and isolated nodes in rows at the bottom.
pub(super) fn place(nodes: usize, pulls: &[Pull]) -> Vec<Point> {
    let mut connected = UnionFind::new(nodes);
    let mut degrees = vec![0.0_f64; nodes];
    let inside =
        |pull: &&Pull| pull.ends[0] != pull.ends[1] && pull.ends.iter().all(|e| *e < nodes);
    for pull in pulls.iter().filter(inside) {
        connected.union(pull.ends[0], pull.ends[1]);
        degrees[pull.ends[0]] += 1.0;
        degrees[pull.ends[1]] += 1.0;
    }
    let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
    let mut order: Vec<usize> = (0..nodes).collect();
    // The busiest node is in the middle.
    order.sort_by(|a, b| degrees[*b].total_cmp(&degrees[*a]).then(a.cmp(b)));
    let mut rank = vec![0; nodes];
    for node in order {
        let part = parts.entry(connected.find(node)).or_default();
        rank[node] = part.nodes.len();
        part.nodes.push(node);
        part.masses.push(degrees[node] + 1.0);
    }
    for pull in pulls.iter().filter(inside) {
        if let Some(part) = parts.get_mut(&connected.find(pull.ends[0])) {
            part.springs.push(Pull {
                ends: pull.ends.map(|end| rank[end]),
                weight: pull.weight,
            });
        }
    }
    let mut boxes: Vec<(Vec<usize>, Vec<Point>)> = parts
        .into_values()
        .map(|part| {
            let points = simulate(&part.masses, &part.springs);
            (part.nodes, points)
        })
        .collect();
    boxes.sort_by_key(|(nodes, _)| (Reverse(nodes.len()), nodes.first().copied()));
    let mut points = vec![[0.0; 2]; nodes];
    pack(&boxes, &mut points);
    points
}

/// Connected nodes, the busiest first.
#[derive(Debug, Default)]
struct Part {
    nodes: Vec<usize>,
    masses: Vec<f64>,
    /// Attractions between positions in `nodes`.
    springs: Vec<Pull>,
}

/// Places parts in rows as wide as the first part.
fn pack(parts: &[(Vec<usize>, Vec<Point>)], points: &mut [Point]) {
    let bounds = |part: &[Point]| {
        let end = |axis: usize, start: f64, pick: fn(f64, f64) -> f64| {
            part.iter().map(|point| point[axis]).fold(start, pick)
        };
        let (low, high) = (f64::INFINITY, f64::NEG_INFINITY);
        let corner = [end(0, low, f64::min), end(1, low, f64::min)];
        let other = [end(0, high, f64::max), end(1, high, f64::max)];
        (
            corner,
            [other[0] - corner[0] + APART, other[1] - corner[1] + APART],
        )
    };
    let sizes: Vec<(Point, Point)> = parts.iter().map(|(_, part)| bounds(part)).collect();
    let area: f64 = sizes.iter().map(|(_, size)| size[0] * size[1]).sum();
    let widest = sizes.iter().map(|(_, size)| size[0]).fold(0.0, f64::max);
    // Slightly wider than high, like screens.
    let width = widest.max((area * 1.4).sqrt());
    let (mut x, mut y, mut height) = (0.0, 0.0, 0.0_f64);
    for ((nodes, part), (corner, size)) in parts.iter().zip(sizes) {
        if x > 0.0 && x + size[0] > width {
            (x, y, height) = (0.0, y + height, 0.0);
        }
        for (node, point) in nodes.iter().zip(part) {
            points[*node] = [x + point[0] - corner[0], y + point[1] - corner[1]];
        }
        x += size[0];
        height = height.max(size[1]);
    }
}

/// Simulates the forces on bodies with these masses.
fn simulate(masses: &[f64], springs: &[Pull]) -> Vec<Point> {
    let mut points: Vec<Point> = (0..masses.len()).map(sunflower).collect();
    let springs = Springs::new(masses.len(), springs);
    let radius = SPACING * (masses.len().max(1) as f64).sqrt();
    let rounds = (MAX_WORK / masses.len().max(1)).clamp(MIN_ROUNDS, ROUNDS);
    for round in 0..rounds {
        let tree = Quadtree::new(&points, masses);
        let left = 1.0 - round as f64 / rounds as f64;
        let longest = radius * FIRST_STEP * left * left;
        points = points
            .par_iter()
            .enumerate()
            .with_min_len(256)
            .map(|(i, point)| {
                let mass = masses[i];
                let mut force = tree.push(*point, PUSH * mass);
                springs.pull(i, &points, &mut force);
                for axis in 0..2 {
                    force[axis] -= GRAVITY * mass * point[axis];
                }
                // Heavy bodies are slow.
                let step = [force[0] / mass, force[1] / mass];
                let size = length(step);
                let scale = if size > longest { longest / size } else { 1.0 };
                [point[0] + step[0] * scale, point[1] + step[1] * scale]
            })
            .collect();
    }
    points
}

/// The springs of each body, in order.
struct Springs {
    starts: Vec<usize>,
    others: Vec<(usize, f64)>,
}

impl Springs {
    fn new(bodies: usize, springs: &[Pull]) -> Springs {
        let mut both: Vec<(usize, usize, f64)> = springs
            .iter()
            .flat_map(|s| [(s.ends[0], s.ends[1]), (s.ends[1], s.ends[0])].map(|e| (e, s.weight)))
            .map(|((body, other), weight)| (body, other, weight))
            .collect();
        both.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
        let starts = (0..=bodies).map(|body| both.partition_point(|spring| spring.0 < body));
        Springs {
            starts: starts.collect(),
            others: both
                .iter()
                .map(|(_, other, weight)| (*other, *weight))
                .collect(),
        }
    }

    /// Adds the attraction of a body to others.
    fn pull(&self, body: usize, points: &[Point], force: &mut Point) {
        let point = points[body];
        for (other, weight) in &self.others[self.starts[body]..self.starts[body + 1]] {
            for axis in 0..2 {
                force[axis] += weight * (points[*other][axis] - point[axis]);
            }
        }
    }
}

/// The position of the n-th seed in a sunflower (Vogel, 1979): an even distribution.
fn sunflower(seed: usize) -> Point {
    const GOLDEN_ANGLE: f64 = 2.399_963_229_728_653;
    let radius = SPACING * (seed as f64 + 0.5).sqrt();
    let angle = seed as f64 * GOLDEN_ANGLE;
    [radius * libm::cos(angle), radius * libm::sin(angle)]
}

fn length(vector: Point) -> f64 {
    (vector[0] * vector[0] + vector[1] * vector[1]).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rings of five, each tied to the next by one pull.
    fn rings(count: usize) -> (usize, Vec<Pull>) {
        let pull = |a: usize, b: usize| Pull {
            ends: [a, b],
            weight: 1.0,
        };
        let mut pulls = Vec::new();
        for ring in (0..count).map(|i| i * 5) {
            pulls.extend((0..5).map(|i| pull(ring + i, ring + (i + 1) % 5)));
            pulls.extend((ring > 0).then(|| pull(ring - 5, ring)));
        }
        (count * 5, pulls)
    }

    fn between(a: Point, b: Point) -> f64 {
        length([a[0] - b[0], a[1] - b[1]])
    }

    #[test]
    fn threads_do_not_change_a_bit() {
        let (nodes, pulls) = rings(200);
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            pool.build().unwrap().install(|| place(nodes, &pulls))
        };
        assert_eq!(with(1), with(5));
    }

    #[test]
    fn those_who_speak_with_each_other_lie_together() {
        let (nodes, pulls) = rings(12);
        let points = place(nodes, &pulls);
        let near = between(points[20], points[21]);
        let far = between(points[0], points[55]);
        assert!(near * 3.0 < far, "{near} {far}");
        for i in 0..nodes {
            for j in 0..i {
                assert!(between(points[i], points[j]) > 2.0, "{i} covers {j}");
            }
        }
    }

    #[test]
    fn parts_that_do_not_hang_together_lie_apart() {
        let (nodes, pulls) = rings(3);
        let mut both = pulls.clone();
        both.extend(pulls.iter().map(|p| Pull {
            ends: p.ends.map(|e| e + nodes),
            ..*p
        }));
        let points = place(2 * nodes + 4, &both);
        for (i, a) in points.iter().enumerate() {
            for (j, b) in points.iter().enumerate().skip(i + 1) {
                let apart = if i / nodes == j / nodes && i < 2 * nodes {
                    1.0
                } else {
                    APART * 0.99
                };
                assert!(between(*a, *b) >= apart, "{i} {j}");
            }
        }
    }

    #[test]
    fn odd_graphs_have_a_layout_too() {
        assert!(place(0, &[]).is_empty());
        let pull = |a, b| Pull {
            ends: [a, b],
            weight: 1.0,
        };
        let star: Vec<Pull> = (1..500).map(|i| pull(0, i)).collect();
        for pulls in [vec![], vec![pull(0, 0)], vec![pull(0, 900)], star] {
            let points = place(500, &pulls);
            assert_eq!(points.len(), 500);
            assert!(points.iter().flatten().all(|c| c.is_finite()));
        }
    }
}
