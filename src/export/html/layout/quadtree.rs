//! The combined repulsion of many bodies: a Barnes-Hut tree in two dimensions.

/// A point in the plane.
pub type Point = [f64; 2];

/// A square counts as one body if its side is at most this multiple of its distance.
const FAR: f64 = 1.1;
/// Maximum depth of the tree: bodies at the same point could never be separated.
const MAX_DEPTH: usize = 32;
/// No child or body.
const NONE: u32 = u32::MAX;

/// Bodies in squares within squares.
pub(super) struct Quadtree {
    squares: Vec<Square>,
}

#[derive(Clone, Copy)]
struct Square {
    /// The sum of mass times position until [`Quadtree::new`] is done; then the centre of mass.
    centre: Point,
    mass: f64,
    side: f64,
    /// The quarters, [`NONE`] for empty ones.
    quarters: [u32; 4],
    bodies: u32,
}

impl Square {
    fn new(side: f64) -> Square {
        Square {
            centre: [0.0; 2],
            mass: 0.0,
            side,
            quarters: [NONE; 4],
            bodies: 0,
        }
    }

    fn add(&mut self, point: Point, mass: f64) {
        self.centre[0] += point[0] * mass;
        self.centre[1] += point[1] * mass;
        self.mass += mass;
        self.bodies += 1;
    }
}

impl Quadtree {
    /// The tree of bodies at these points with these masses, which are above 0.
    pub(super) fn new(points: &[Point], masses: &[f64]) -> Quadtree {
        let reach = points.iter().flatten().fold(1.0_f64, |r, c| r.max(c.abs()));
        let mut tree = Quadtree {
            squares: vec![Square::new(2.0 * reach)],
        };
        // The body of each square that has only one.
        let mut only: Vec<usize> = vec![0];
        for (body, (point, mass)) in points.iter().zip(masses).enumerate() {
            tree.insert(body, (*point, *mass), (points, masses), &mut only);
        }
        for square in &mut tree.squares {
            if square.mass > 0.0 {
                square.centre[0] /= square.mass;
                square.centre[1] /= square.mass;
            }
        }
        tree
    }

    fn insert(
        &mut self,
        body: usize,
        (point, mass): (Point, f64),
        (points, masses): (&[Point], &[f64]),
        only: &mut Vec<usize>,
    ) {
        let mut here = 0;
        let mut middle = [0.0; 2];
        for _ in 0..MAX_DEPTH {
            let was = self.squares[here].bodies;
            self.squares[here].add(point, mass);
            if was == 0 {
                only[here] = body;
                return;
            }
            let quarter = self.squares[here].side / 4.0;
            if was == 1 {
                // The single body of this square moves down a level.
                let first = only[here];
                let place = which(points[first], middle);
                let child = self.child(here, place, only);
                self.squares[child].add(points[first], masses[first]);
                only[child] = first;
            }
            let place = which(point, middle);
            here = self.child(here, place, only);
            for (axis, bit) in [1, 2].into_iter().enumerate() {
                middle[axis] += if place & bit == 0 { -quarter } else { quarter };
            }
        }
        self.squares[here].add(point, mass);
    }

    fn child(&mut self, of: usize, place: usize, only: &mut Vec<usize>) -> usize {
        let known = self.squares[of].quarters[place];
        if known != NONE {
            return known as usize;
        }
        let child = self.squares.len();
        let side = self.squares[of].side / 2.0;
        self.squares.push(Square::new(side));
        only.push(0);
        self.squares[of].quarters[place] = u32::try_from(child).unwrap_or(NONE);
        child
    }

    /// The repulsion of a body by all others: `strength` times each mass divided by the distance.
    pub(super) fn push(&self, point: Point, strength: f64) -> Point {
        let mut force = [0.0; 2];
        let mut open = vec![0_u32];
        while let Some(next) = open.pop() {
            let Some(square) = self.squares.get(next as usize) else {
                continue;
            };
            let away = [point[0] - square.centre[0], point[1] - square.centre[1]];
            let distance = away[0] * away[0] + away[1] * away[1];
            let is_leaf = square.quarters == [NONE; 4];
            if !is_leaf && square.side * square.side > FAR * FAR * distance {
                open.extend(square.quarters.iter().filter(|child| **child != NONE));
                continue;
            }
            // A body does not repel itself; bodies at the same point are separated by the others.
            if distance > 1e-9 {
                let by = strength * square.mass / distance.max(1.0);
                force[0] += away[0] * by;
                force[1] += away[1] * by;
            }
        }
        force
    }
}

/// The quarter of a square around this centre that contains a point: bit 0 for right, 1 for below.
fn which(point: Point, middle: Point) -> usize {
    usize::from(point[0] >= middle[0]) | usize::from(point[1] >= middle[1]) << 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bodies scattered without a pattern, and some in one place.
    fn scattered(bodies: usize) -> (Vec<Point>, Vec<f64>) {
        let mut state = 7_u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 40) as f64 / 65_536.0 - 128.0
        };
        let mut points: Vec<Point> = (0..bodies).map(|_| [next(), next()]).collect();
        points.extend([[3.0, 4.0]; 5]);
        let masses = (0..points.len()).map(|i| 1.0 + (i % 7) as f64).collect();
        (points, masses)
    }

    #[test]
    fn the_tree_pushes_nearly_as_all_bodies_one_by_one() {
        let (points, masses) = scattered(600);
        let tree = Quadtree::new(&points, &masses);
        let mass: f64 = masses.iter().sum();
        assert!((tree.squares[0].mass - mass).abs() < 1e-6);
        let (mut error, mut total) = (0.0, 0.0);
        for point in &points {
            let mut exact = [0.0; 2];
            for (other, mass) in points.iter().zip(&masses) {
                let away = [point[0] - other[0], point[1] - other[1]];
                let distance = away[0] * away[0] + away[1] * away[1];
                if distance > 1e-9 {
                    exact[0] += away[0] * mass / distance.max(1.0);
                    exact[1] += away[1] * mass / distance.max(1.0);
                }
            }
            let found = tree.push(*point, 1.0);
            error += (found[0] - exact[0]).abs() + (found[1] - exact[1]).abs();
            total += exact[0].abs() + exact[1].abs();
        }
        assert!(error < 0.05 * total, "{error} of {total}");
    }

    #[test]
    fn bodies_in_one_place_are_no_endless_tree() {
        let tree = Quadtree::new(&[[1.0, 1.0]; 100], &[1.0; 100]);
        assert!(tree.squares.len() < 200);
        assert_eq!(tree.push([1.0, 1.0], 1.0), [0.0, 0.0]);
    }
}
