//! The averaged perceptron (Collins, EMNLP 2002), trained over hashed features.

use super::Table;

/// A perceptron in training.
#[derive(Debug, Clone)]
pub struct Perceptron {
    labels: usize,
    mask: u32,
    weights: Vec<f32>,
    /// Sum of `step * change`, from which the average over all steps follows at the end.
    totals: Vec<f32>,
    step: f32,
    /// How often each feature was seen, up to 255, in hashed buckets.
    seen: Vec<u8>,
}

/// Buckets for counting features: 2 to this power.
const COUNT_BITS: u32 = 24;
/// Features seen less often have no say: they would only disturb the rows they share.
const LEAST: u8 = 3;

impl Perceptron {
    /// Zero weights: `2^bits` rows of `labels` each.
    pub fn new(bits: u32, labels: usize) -> Self {
        let size = labels << bits;
        Perceptron {
            labels,
            mask: (1 << bits) - 1,
            weights: vec![0.0; size],
            totals: vec![0.0; size],
            step: 0.0,
            seen: vec![0; 1 << COUNT_BITS],
        }
    }

    /// Counts the features and keeps those seen often enough.
    pub fn keep_known(&mut self, features: &mut Vec<u32>) {
        features.retain(|feature| {
            let bucket = feature.wrapping_mul(0x9E37_79B1) >> (32 - COUNT_BITS);
            let Some(count) = self.seen.get_mut(bucket as usize) else {
                return false;
            };
            *count = count.saturating_add(1);
            *count >= LEAST
        });
    }

    /// The score of each label, written over `scores`.
    pub fn score(&self, features: &[u32], scores: &mut [f32]) {
        scores.fill(0.0);
        for feature in features {
            let row = (feature & self.mask) as usize * self.labels;
            for (score, weight) in scores.iter_mut().zip(&self.weights[row..row + self.labels]) {
                *score += weight;
            }
        }
    }

    /// One step of learning: nothing changes when the guess was right.
    pub fn update(&mut self, features: &[u32], truth: usize, guess: usize) {
        self.step += 1.0;
        if truth == guess {
            return;
        }
        for feature in features {
            let row = (feature & self.mask) as usize * self.labels;
            for (label, change) in [(truth, 1.0), (guess, -1.0)] {
                self.weights[row + label] += change;
                self.totals[row + label] += change * self.step;
            }
        }
    }

    /// The average of the weights over all steps, quantised.
    pub fn finish(&self) -> Table {
        let step = self.step.max(1.0);
        let average: Vec<f32> = self
            .weights
            .iter()
            .zip(&self.totals)
            .map(|(w, t)| w - t / step)
            .collect();
        Table::quantise(&average, self.labels)
    }
}
