//! Forward and backward sums of a linear-chain field, in probability space and scaled at each
//! position (Rabiner, Proceedings of the IEEE 1989).
//!
//! Exponentials and logarithms come from `libm`, not from the platform: so results are identical everywhere.

// Lattices are matrices, and the formulas use their indices.
#![allow(clippy::needless_range_loop)]

/// Exponentials of a field's transitions, which are the same for all sequences.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Factors<const W: usize> {
    start: [f32; W],
    /// `forward[from][to]`.
    forward: [[f32; W]; W],
    /// `backward[to][from]`.
    backward: [[f32; W]; W],
}

impl<const W: usize> Factors<W> {
    /// From the scores of starting with each label, and of each transition; labels without a row of
    /// transitions are impossible.
    pub(super) fn new(start: &[f32; W], steps: &[[f32; W]]) -> Self {
        let mut forward = [[0.0; W]; W];
        for (factors, row) in forward.iter_mut().zip(steps) {
            *factors = row.map(exp);
        }
        Factors {
            start: start.map(exp),
            forward,
            backward: std::array::from_fn(|to| std::array::from_fn(|from| forward[from][to])),
        }
    }
}

/// [`libm::expf`] with shortcuts for most arguments: the best label of a position has the
/// score 0, and an impossible one underflows.
#[inline]
fn exp(x: f32) -> f32 {
    if x == 0.0 {
        1.0
    } else if x < -104.0 {
        0.0
    } else {
        libm::expf(x)
    }
}

/// Divides numbers by their sum, which it returns.
#[inline]
fn normalise<const W: usize>(numbers: &mut [f32; W]) -> f32 {
    let mut total = 0.0_f32;
    for number in numbers.iter() {
        total += number;
    }
    let total = total.max(f32::MIN_POSITIVE);
    for number in numbers {
        *number /= total;
    }
    total
}

/// The sums of one sequence; its memory is reused by the next.
#[derive(Debug)]
pub(super) struct Lattice<const W: usize> {
    forward: Vec<[f32; W]>,
    backward: Vec<[f32; W]>,
    /// Exponentials of the emissions, less the largest of each position.
    emissions: Vec<[f32; W]>,
    largest: Vec<f32>,
    scales: Vec<f32>,
}

impl<const W: usize> Default for Lattice<W> {
    fn default() -> Self {
        Lattice {
            forward: Vec::new(),
            backward: Vec::new(),
            emissions: Vec::new(),
            largest: Vec::new(),
            scales: Vec::new(),
        }
    }
}

impl<const W: usize> Lattice<W> {
    /// Sums over all labellings of a sequence with these scores of the labels at each position.
    pub(super) fn run(&mut self, emissions: &[[f32; W]], factors: &Factors<W>) {
        let n = emissions.len();
        self.emissions.clear();
        self.emissions.reserve(n);
        self.largest.clear();
        self.largest.reserve(n);
        self.forward.clear();
        self.forward.reserve(n);
        self.scales.clear();
        self.scales.reserve(n);
        for (i, emission) in emissions.iter().enumerate() {
            let mut top = f32::NEG_INFINITY;
            for score in emission {
                top = top.max(*score);
            }
            let mut e = [0.0; W];
            for y in 0..W {
                e[y] = exp(emission[y] - top);
            }
            let mut a = [0.0; W];
            if i == 0 {
                for y in 0..W {
                    a[y] = factors.start[y] * e[y];
                }
            } else {
                let before = self.forward[i - 1];
                for x in 0..W {
                    for y in 0..W {
                        a[y] += before[x] * factors.forward[x][y];
                    }
                }
                for y in 0..W {
                    a[y] *= e[y];
                }
            }
            let total = normalise(&mut a);
            self.forward.push(a);
            self.scales.push(total);
            self.emissions.push(e);
            self.largest.push(top);
        }
        self.backward.clear();
        self.backward.resize(n, [1.0; W]);
        for i in (0..n.saturating_sub(1)).rev() {
            let mut b = [0.0; W];
            for y in 0..W {
                let next = self.backward[i + 1][y] * self.emissions[i + 1][y];
                for x in 0..W {
                    b[x] += factors.backward[y][x] * next;
                }
            }
            for x in 0..W {
                b[x] /= self.scales[i + 1];
            }
            self.backward[i] = b;
        }
    }

    /// The logarithm of the sum over all labellings.
    pub(super) fn log_sum(&self) -> f32 {
        let mut sum = 0.0;
        for (scale, largest) in self.scales.iter().zip(&self.largest) {
            sum += libm::logf(*scale) + largest;
        }
        sum
    }

    /// The probability of each label at position `i`.
    pub(super) fn marginal(&self, i: usize) -> [f32; W] {
        let mut p = self.forward[i];
        for y in 0..W {
            p[y] *= self.backward[i][y];
        }
        normalise(&mut p);
        p
    }

    /// Adds to `expected[from][to]` how often each transition is expected; its last row is the start.
    pub(super) fn expect_transitions(&self, factors: &Factors<W>, expected: &mut [[f32; W]]) {
        let first = self.marginal(0);
        for y in 0..W {
            expected[W][y] += first[y];
        }
        for i in 1..self.forward.len() {
            let mut pair = [[0.0; W]; W];
            let mut total = 0.0;
            for x in 0..W {
                for y in 0..W {
                    let p = self.forward[i - 1][x]
                        * factors.forward[x][y]
                        * self.emissions[i][y]
                        * self.backward[i][y];
                    pair[x][y] = p;
                    total += p;
                }
            }
            let total = f32::max(total, f32::MIN_POSITIVE);
            for x in 0..W {
                for y in 0..W {
                    expected[x][y] += pair[x][y] / total;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_cuts_of_exp_give_what_libm_gives() {
        assert_eq!(libm::expf(0.0).to_bits(), exp(0.0).to_bits());
        assert_eq!(libm::expf(-0.0).to_bits(), exp(-0.0).to_bits());
        for x in [-104.0_f32.next_down(), -105.0, -1e4, f32::NEG_INFINITY] {
            assert_eq!(libm::expf(x).to_bits(), exp(x).to_bits(), "{x}");
        }
    }
}
