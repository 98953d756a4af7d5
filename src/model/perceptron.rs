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
}

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
        }
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
