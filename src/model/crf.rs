//! Linear-chain conditional random fields (Lafferty et al., ICML 2001) over hashed features,
//! trained by stochastic gradient descent with per-weight step sizes (AdaGrad, Duchi et al., JMLR 2011).
//!
//! Exponentials and logarithms come from `libm`, not from the platform: the same bits everywhere.

// Lattices are matrices: their indices are what the formulas speak of.
#![allow(clippy::needless_range_loop)]

use super::{Random, Table};

/// A sequence to learn from: for each position its features, and its label.
#[derive(Debug, Clone, Default)]
pub struct Sequence {
    /// Feature hashes of all positions, one after the other.
    pub features: Vec<u32>,
    /// Where the features of each position end in `features`.
    pub ends: Vec<u32>,
    /// The right label of each position.
    pub labels: Vec<u8>,
    /// How much the sequence counts; 1 is usual.
    pub weight: f32,
}

impl Sequence {
    /// Ends a position: the features pushed since the last call are its own.
    pub fn close(&mut self, label: u8) {
        self.ends.push(self.features.len() as u32);
        self.labels.push(label);
    }

    fn position(&self, i: usize) -> &[u32] {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.features[start..self.ends[i] as usize]
    }
}

/// How to train.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The table has `2^bits` rows.
    pub bits: u32,
    /// Passes over the data.
    pub epochs: usize,
    /// Step size of AdaGrad.
    pub rate: f32,
    /// Strength of the L2 penalty on weights that a step touches.
    pub decay: f32,
    /// Features seen less often are left out.
    pub least: u8,
    /// Seed of the order of the sequences.
    pub seed: u64,
}

/// A trained field over `L` labels.
#[derive(Debug, Clone, PartialEq)]
pub struct Crf<const L: usize> {
    emissions: Table,
    /// `transitions[from][to]`; row `L` is the start.
    transitions: Vec<[f32; L]>,
}

/// The table that a bundle keeps the transitions in: as 16-bit fixed-point numbers in two bytes.
const TRANSITION_STEP: f32 = 1.0 / 2048.0;

impl<const L: usize> Crf<L> {
    /// Takes the field out of a bundle.
    pub fn load(bundle: &super::bundle::Bundle, name: &str) -> crate::error::Result<Self> {
        let emissions = bundle.table(name, L)?;
        let table = bundle.table(&format!("{name}.transitions"), 2 * L)?;
        let mut transitions = vec![[0.0; L]; L + 1];
        for (row, bytes) in transitions.iter_mut().zip(table.weights.chunks(2 * L)) {
            for (weight, pair) in row.iter_mut().zip(bytes.chunks(2)) {
                *weight = f32::from(i16::from_le_bytes([pair[0], pair[1]])) * TRANSITION_STEP;
            }
        }
        Ok(Crf {
            emissions,
            transitions,
        })
    }

    /// Puts the field into a bundle.
    pub fn save(&self, bundle: &mut super::bundle::Bundle, name: &str) {
        let rows = (L + 1).next_power_of_two();
        let mut bytes = Vec::with_capacity(rows * 2 * L);
        for weight in self.transitions.iter().flatten() {
            bytes.extend(((weight / TRANSITION_STEP).round() as i16).to_le_bytes());
        }
        bytes.resize(rows * 2 * L, 0);
        let table = Table {
            mask: rows as u32 - 1,
            labels: 2 * L,
            scale: TRANSITION_STEP,
            weights: bytes.into(),
        };
        bundle.insert(name, self.emissions.clone());
        bundle.insert(&format!("{name}.transitions"), table);
    }

    /// The score of each label at a position with these features.
    #[inline]
    pub fn emission(&self, features: &[u32]) -> [f32; L] {
        let mut sums = [0; L];
        for feature in features {
            self.emissions.add(*feature, &mut sums);
        }
        sums.map(|sum| sum as f32 * self.emissions.scale())
    }

    /// The most probable labels (Viterbi) for these emissions.
    pub fn decode(&self, emissions: &[[f32; L]]) -> Vec<u8> {
        let Some(first) = emissions.first() else {
            return Vec::new();
        };
        let mut score: [f32; L] = std::array::from_fn(|y| first[y] + self.transitions[L][y]);
        let mut back: Vec<[u8; L]> = Vec::with_capacity(emissions.len());
        for emission in &emissions[1..] {
            let mut next = [f32::NEG_INFINITY; L];
            let mut from = [0; L];
            for (x, row) in self.transitions[..L].iter().enumerate() {
                for y in 0..L {
                    let s = score[x] + row[y];
                    if s > next[y] {
                        next[y] = s;
                        from[y] = x as u8;
                    }
                }
            }
            score = std::array::from_fn(|y| next[y] + emission[y]);
            back.push(from);
        }
        let mut label =
            (0..L).fold(0, |best, y| if score[y] > score[best] { y } else { best }) as u8;
        let mut labels = vec![label];
        for from in back.iter().rev() {
            label = from[label as usize];
            labels.push(label);
        }
        labels.reverse();
        labels
    }

    /// The probability of each label at each position (forward–backward).
    pub fn marginals(&self, emissions: &[[f32; L]]) -> Vec<[f32; L]> {
        let mut lattice = Lattice::default();
        lattice.run(emissions, &self.transitions);
        (0..emissions.len()).map(|i| lattice.marginal(i)).collect()
    }

    /// Trains on the sequences; `tell` hears the epoch's number and mean loss.
    pub fn train(
        sequences: &mut [Sequence],
        settings: Settings,
        mut tell: impl FnMut(usize, f32),
    ) -> Self {
        let Settings {
            bits,
            epochs,
            rate,
            decay,
            least,
            seed,
        } = settings;
        let mask = (1_u32 << bits) - 1;
        drop_rare(sequences, least);
        let mut weights = vec![0.0_f32; L << bits];
        let mut squares = vec![1e-2_f32; L << bits];
        let mut sum = vec![0.0_f32; L << bits];
        let mut transitions = vec![[0.0_f32; L]; L + 1];
        let mut transition_squares = vec![[1e-2_f32; L]; L + 1];
        let mut transition_sum = vec![[0.0_f32; L]; L + 1];
        let mut random = Random(seed);
        let mut order: Vec<usize> = (0..sequences.len()).collect();
        let mut lattice = Lattice::default();
        let mut emissions: Vec<[f32; L]> = Vec::new();
        let averaged = epochs.div_ceil(3);
        for epoch in 0..epochs {
            random.shuffle(&mut order);
            let mut loss = 0.0;
            for &s in &order {
                let sequence = &sequences[s];
                if sequence.labels.is_empty() {
                    continue;
                }
                emissions.clear();
                for i in 0..sequence.labels.len() {
                    let mut scores = [0.0; L];
                    for f in sequence.position(i) {
                        let row = (f & mask) as usize * L;
                        for (score, w) in scores.iter_mut().zip(&weights[row..row + L]) {
                            *score += w;
                        }
                    }
                    emissions.push(scores);
                }
                lattice.run(&emissions, &transitions);
                let mut gold = 0.0;
                let mut before = L;
                for (i, &y) in sequence.labels.iter().enumerate() {
                    let y = y as usize;
                    gold += emissions[i][y] + transitions[before][y];
                    before = y;
                }
                loss += lattice.log_sum - gold;
                // transitions
                let mut expected = vec![[0.0_f32; L]; L + 1];
                lattice.expect_transitions(&emissions, &transitions, &mut expected);
                let mut before = L;
                for &y in &sequence.labels {
                    expected[before][y as usize] -= 1.0;
                    before = y as usize;
                }
                for x in 0..=L {
                    for y in 0..L {
                        let g = expected[x][y] * sequence.weight + decay * transitions[x][y];
                        transition_squares[x][y] += g * g;
                        transitions[x][y] -= rate * g / transition_squares[x][y].sqrt();
                    }
                }
                // emissions
                for (i, &y) in sequence.labels.iter().enumerate() {
                    let mut gradient = lattice.marginal(i);
                    gradient[y as usize] -= 1.0;
                    if gradient.iter().all(|g| g.abs() < 1e-4) {
                        continue;
                    }
                    for f in sequence.position(i) {
                        let row = (f & mask) as usize * L;
                        let w = &mut weights[row..row + L];
                        let q = &mut squares[row..row + L];
                        for k in 0..L {
                            let g = gradient[k] * sequence.weight + decay * w[k];
                            q[k] += g * g;
                            w[k] -= rate * g / q[k].sqrt();
                        }
                    }
                }
            }
            tell(epoch + 1, loss / order.len().max(1) as f32);
            if epoch >= epochs - averaged {
                for (a, w) in sum.iter_mut().zip(&weights) {
                    *a += w / averaged as f32;
                }
                for (a, w) in transition_sum
                    .iter_mut()
                    .flatten()
                    .zip(transitions.iter().flatten())
                {
                    *a += w / averaged as f32;
                }
            }
        }
        Crf {
            emissions: Table::quantise(&sum, L),
            transitions: transition_sum,
        }
    }
}

/// Leaves out features that the sequences hold fewer than `least` times (counted in hashed buckets).
fn drop_rare(sequences: &mut [Sequence], least: u8) {
    const BITS: u32 = 26;
    let mut counts = vec![0_u8; 1 << BITS];
    let bucket = |f: u32| (f.wrapping_mul(0x9E37_79B1) >> (32 - BITS)) as usize;
    for f in sequences.iter().flat_map(|s| &s.features) {
        let count = &mut counts[bucket(*f)];
        *count = count.saturating_add(1);
    }
    for sequence in sequences {
        let mut kept = Vec::with_capacity(sequence.features.len());
        let mut ends = Vec::with_capacity(sequence.ends.len());
        for i in 0..sequence.ends.len() {
            kept.extend(
                sequence
                    .position(i)
                    .iter()
                    .filter(|f| counts[bucket(**f)] >= least),
            );
            ends.push(kept.len() as u32);
        }
        sequence.features = kept;
        sequence.ends = ends;
    }
}

/// Forward and backward sums in probability space, scaled at each position.
#[derive(Debug)]
struct Lattice<const L: usize> {
    forward: Vec<[f32; L]>,
    backward: Vec<[f32; L]>,
    log_sum: f32,
    exp: Vec<[f32; L]>,
    exp_emissions: Vec<[f32; L]>,
    scales: Vec<f32>,
}

impl<const L: usize> Default for Lattice<L> {
    fn default() -> Self {
        Lattice {
            forward: Vec::new(),
            backward: Vec::new(),
            log_sum: 0.0,
            exp: Vec::new(),
            exp_emissions: Vec::new(),
            scales: Vec::new(),
        }
    }
}

impl<const L: usize> Lattice<L> {
    fn run(&mut self, emissions: &[[f32; L]], transitions: &[[f32; L]]) {
        let n = emissions.len();
        self.exp.clear();
        self.exp
            .extend(transitions.iter().map(|row| row.map(libm::expf)));
        self.exp_emissions.clear();
        self.forward.clear();
        self.scales.clear();
        self.log_sum = 0.0;
        for (i, emission) in emissions.iter().enumerate() {
            let top = emission.iter().fold(f32::NEG_INFINITY, |m, e| m.max(*e));
            let e = emission.map(|s| libm::expf(s - top));
            let mut a = [0.0; L];
            if i == 0 {
                for y in 0..L {
                    a[y] = self.exp[L][y] * e[y];
                }
            } else {
                let before = self.forward[i - 1];
                for x in 0..L {
                    for y in 0..L {
                        a[y] += before[x] * self.exp[x][y];
                    }
                }
                for y in 0..L {
                    a[y] *= e[y];
                }
            }
            let total: f32 = a.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            self.forward.push(a.map(|v| v / total));
            self.scales.push(total);
            self.exp_emissions.push(e);
            self.log_sum += libm::logf(total) + top;
        }
        self.backward.clear();
        self.backward.resize(n, [1.0; L]);
        for i in (0..n.saturating_sub(1)).rev() {
            let next: [f32; L] =
                std::array::from_fn(|y| self.backward[i + 1][y] * self.exp_emissions[i + 1][y]);
            let mut b = [0.0; L];
            for (x, value) in b.iter_mut().enumerate() {
                for y in 0..L {
                    *value += self.exp[x][y] * next[y];
                }
            }
            let scale = self.scales[i + 1];
            self.backward[i] = b.map(|v| v / scale);
        }
    }

    fn marginal(&self, i: usize) -> [f32; L] {
        let p: [f32; L] = std::array::from_fn(|y| self.forward[i][y] * self.backward[i][y]);
        let total: f32 = p.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        p.map(|v| v / total)
    }

    fn expect_transitions(
        &self,
        emissions: &[[f32; L]],
        _transitions: &[[f32; L]],
        expected: &mut [[f32; L]],
    ) {
        let first = self.marginal(0);
        for y in 0..L {
            expected[L][y] += first[y];
        }
        for i in 1..emissions.len() {
            let mut pair = [[0.0; L]; L];
            let mut total = 0.0;
            for x in 0..L {
                for y in 0..L {
                    let p = self.forward[i - 1][x]
                        * self.exp[x][y]
                        * self.exp_emissions[i][y]
                        * self.backward[i][y];
                    pair[x][y] = p;
                    total += p;
                }
            }
            let total = f32::max(total, f32::MIN_POSITIVE);
            for x in 0..L {
                for y in 0..L {
                    expected[x][y] += pair[x][y] / total;
                }
            }
        }
    }
}
