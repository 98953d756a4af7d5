//! Linear-chain conditional random fields (Lafferty et al., ICML 2001) over hashed features,
//! trained by stochastic gradient descent with per-weight step sizes (AdaGrad, Duchi et al., JMLR 2011).
//!
//! Exponentials and logarithms come from `libm`, not from the platform: so results are identical everywhere.

// Lattices are matrices, and the formulas use their indices.
#![allow(clippy::needless_range_loop)]

use super::lattice::{Factors, Lattice};
use super::rows::{Fetched, Rows};
use super::{Random, Table};

/// The features of one position.
#[derive(Debug, Clone, Default)]
pub struct Features {
    hashes: Vec<u32>,
    fetched: Fetched,
}

impl Features {
    /// Removes all features, to reuse the memory for another position.
    pub fn clear(&mut self) {
        self.hashes.clear();
    }

    /// Adds a feature.
    #[inline]
    pub fn push(&mut self, feature: u32) {
        self.hashes.push(feature);
    }
}

/// A training sequence: features and label of each position.
#[derive(Debug, Clone, Default)]
pub struct Sequence {
    /// Feature hashes of all positions, one after the other.
    pub features: Vec<u32>,
    /// The end of each position's features in `features`.
    pub ends: Vec<u32>,
    /// The correct label of each position.
    pub labels: Vec<u8>,
    /// The probability of that label, the rest being label 0; 1 past the end of the list.
    pub sure: Vec<f32>,
    /// The weight of the sequence, usually 1.
    pub weight: f32,
}

impl Sequence {
    /// Ends a position, with the features pushed since the last call.
    pub fn close(&mut self, label: u8) {
        self.ends.push(self.features.len() as u32);
        self.labels.push(label);
    }

    /// Ends a position whose label has a probability; the rest is label 0.
    pub fn close_unsure(&mut self, label: u8, probability: f32) {
        self.sure.resize(self.labels.len(), 1.0);
        self.sure.push(probability);
        self.close(label);
    }

    /// The probability of a position's label.
    fn sure(&self, i: usize) -> f32 {
        self.sure.get(i).copied().unwrap_or(1.0)
    }

    /// The most probable label of a position.
    fn likely(&self, i: usize) -> usize {
        if self.sure(i) < 0.5 {
            0
        } else {
            usize::from(self.labels[i])
        }
    }

    fn position(&self, i: usize) -> &[u32] {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.features[start..self.ends[i] as usize]
    }
}

/// Settings of the training.
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
    /// Minimum number of occurrences of a feature.
    pub least: u8,
    /// Seed of the order of the sequences.
    pub seed: u64,
}

/// A trained field over `L` labels.
///
/// Rows of labels are padded to `W`, a power of two of at least `L`, so that a row fits one or two
/// registers; the entries past `L` are impossible labels.
#[derive(Debug, Clone, PartialEq)]
pub struct Crf<const L: usize, const W: usize> {
    emissions: Table,
    /// The emissions, in a layout for summing.
    rows: Rows,
    /// `transitions[from][to]`; row `L` is the start.
    transitions: Vec<[f32; L]>,
    /// The transitions, in a layout for Viterbi.
    start: [f32; W],
    steps: [[f32; W]; L],
    /// Their exponentials.
    factors: Factors<W>,
}

/// Step of the 16-bit fixed-point numbers in which a bundle stores the transitions.
const TRANSITION_STEP: f32 = 1.0 / 2048.0;

impl<const L: usize, const W: usize> Crf<L, W> {
    fn new(emissions: Table, transitions: Vec<[f32; L]>) -> Self {
        let wide = |row: &[f32; L]| {
            std::array::from_fn(|y| row.get(y).copied().unwrap_or(f32::NEG_INFINITY))
        };
        let start = wide(&transitions[L]);
        let steps = std::array::from_fn(|x| wide(&transitions[x]));
        Crf {
            factors: Factors::new(&start, &steps),
            rows: Rows::new(&emissions),
            emissions,
            transitions,
            start,
            steps,
        }
    }

    /// Loads the field from a bundle.
    pub fn load(bundle: &super::bundle::Bundle, name: &str) -> crate::error::Result<Self> {
        let emissions = bundle.table(name, L)?;
        let table = bundle.table(&format!("{name}.transitions"), 2 * L)?;
        let mut transitions = vec![[0.0; L]; L + 1];
        for (row, bytes) in transitions.iter_mut().zip(table.weights.chunks(2 * L)) {
            for (weight, pair) in row.iter_mut().zip(bytes.chunks(2)) {
                *weight = f32::from(i16::from_le_bytes([pair[0], pair[1]])) * TRANSITION_STEP;
            }
        }
        Ok(Crf::new(emissions, transitions))
    }

    /// Saves the field into a bundle.
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
    pub fn emission(&self, features: &mut Features) -> [f32; W] {
        let Features { hashes, fetched } = features;
        let sums: [i32; W] = self.rows.sum(hashes, fetched);
        let mut scores = [f32::NEG_INFINITY; W];
        for y in 0..L {
            scores[y] = sums[y] as f32 * self.emissions.scale();
        }
        scores
    }

    /// The most probable labels (Viterbi) for these emissions.
    pub fn decode(&self, emissions: &[[f32; W]]) -> Vec<u8> {
        let Some(first) = emissions.first() else {
            return Vec::new();
        };
        let mut score = *first;
        for y in 0..W {
            score[y] += self.start[y];
        }
        let mut back: Vec<[u32; W]> = Vec::with_capacity(emissions.len());
        for emission in &emissions[1..] {
            let mut next = [f32::NEG_INFINITY; W];
            // indexes as wide as scores, so that one comparison of registers selects both
            let mut from = [0_u32; W];
            for x in 0..L {
                for y in 0..W {
                    let s = score[x] + self.steps[x][y];
                    let better = s > next[y];
                    next[y] = if better { s } else { next[y] };
                    from[y] = if better { x as u32 } else { from[y] };
                }
            }
            for y in 0..W {
                score[y] = next[y] + emission[y];
            }
            back.push(from);
        }
        let mut label = (0..L).fold(0, |best, y| if score[y] > score[best] { y } else { best });
        let mut labels = vec![label as u8; emissions.len()];
        for (i, from) in back.iter().enumerate().rev() {
            label = from[label] as usize;
            labels[i] = label as u8;
        }
        labels
    }

    /// The probability of each label at each position (forward–backward).
    pub fn marginals(&self, emissions: &[[f32; W]]) -> Vec<[f32; W]> {
        let mut lattice = Lattice::default();
        lattice.run(emissions, &self.factors);
        (0..emissions.len()).map(|i| lattice.marginal(i)).collect()
    }

    /// Trains on the sequences; `log` is called with each epoch's number and mean loss.
    #[expect(
        clippy::too_many_lines,
        reason = "one step of the gradient after another, over the same weights"
    )]
    pub fn train(
        sequences: &mut [Sequence],
        settings: Settings,
        mut log: impl FnMut(usize, f32),
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
                let factors = Factors::new(&transitions[L], &transitions[..L]);
                lattice.run(&emissions, &factors);
                let mut gold = 0.0;
                let mut before = L;
                for i in 0..sequence.labels.len() {
                    let y = sequence.likely(i);
                    gold += emissions[i][y] + transitions[before][y];
                    before = y;
                }
                loss += lattice.log_sum() - gold;
                // transitions
                let mut expected = vec![[0.0_f32; L]; L + 1];
                lattice.expect_transitions(&factors, &mut expected);
                let mut before = L;
                for i in 0..sequence.labels.len() {
                    let y = sequence.likely(i);
                    expected[before][y] -= 1.0;
                    before = y;
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
                    gradient[y as usize] -= sequence.sure(i);
                    gradient[0] -= 1.0 - sequence.sure(i);
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
            log(epoch + 1, loss / order.len().max(1) as f32);
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
        Crf::new(Table::quantise(&sum, L), transition_sum)
    }
}

/// Removes features that occur fewer than `least` times in the sequences (counted in hashed buckets).
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
