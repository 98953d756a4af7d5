//! The learned score: a sum of weights, one for each feature, and the choice between candidates.
//!
//! A log-linear ranking model: the probability of a candidate is the exponential of its score over
//! the sum of all, nobody among them.

use crate::error::Result;
use crate::model::bundle::Bundle;
use crate::model::{Random, Table};
use std::sync::Arc;

const TABLE: &str = "resolver";
const BITS: u32 = 14;
const MASK: u32 = (1 << BITS) - 1;

/// The weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolver {
    weights: Arc<[f32]>,
}

impl Default for Resolver {
    /// One that has learned nothing.
    fn default() -> Self {
        Resolver {
            weights: vec![0.0; 1 << BITS].into(),
        }
    }
}

/// A choice to learn from.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// The features of each option.
    pub options: Vec<Vec<u32>>,
    /// Whether each option is right; several may be where nobody knows.
    pub right: Vec<bool>,
}

/// Passes over the choices.
const EPOCHS: usize = 40;
const RATE: f32 = 0.1;
/// Strength of the L2 penalty.
const DECAY: f32 = 1e-2;

impl Resolver {
    /// Takes the weights out of a bundle.
    ///
    /// # Errors
    /// A bundle without them.
    pub fn load(bundle: &Bundle) -> Result<Self> {
        let table = bundle.table(TABLE, 1)?;
        Ok(Resolver {
            weights: table.values().into(),
        })
    }

    /// Puts the weights into a bundle.
    pub fn save(&self, bundle: &mut Bundle) {
        bundle.insert(TABLE, Table::quantise(&self.weights, 1));
    }

    /// The score of an option with these features.
    pub fn score(&self, features: &[u32]) -> f32 {
        let weight = |f: &u32| self.weights.get((f & MASK) as usize);
        features.iter().filter_map(weight).sum()
    }

    /// Learns from choices, by stochastic gradient descent with AdaGrad; the weights of the last third
    /// of the passes are averaged.
    pub fn train(choices: &[Choice], seed: u64) -> Self {
        let size = 1 << BITS;
        let mut weights = vec![0.0_f32; size];
        let mut squares = vec![1e-1_f32; size];
        let mut sum = vec![0.0_f32; size];
        let mut order: Vec<usize> = (0..choices.len()).collect();
        let mut random = Random(seed);
        let averaged = EPOCHS / 3;
        for epoch in 0..EPOCHS {
            random.shuffle(&mut order);
            for &i in &order {
                let Choice { options, right } = &choices[i];
                let scores: Vec<f32> = options
                    .iter()
                    .map(|o| o.iter().map(|f| weights[(f & MASK) as usize]).sum())
                    .collect();
                let all = softmax(&scores, |_| true);
                let good = softmax(&scores, |k| right[k]);
                for ((option, all), good) in options.iter().zip(all).zip(good) {
                    let gradient = all - good;
                    if gradient.abs() < 1e-4 {
                        continue;
                    }
                    for f in option {
                        let k = (f & MASK) as usize;
                        let g = gradient + DECAY * weights[k];
                        squares[k] += g * g;
                        weights[k] -= RATE * g / squares[k].sqrt();
                    }
                }
            }
            if epoch >= EPOCHS - averaged {
                for (sum, weight) in sum.iter_mut().zip(&weights) {
                    *sum += weight / averaged as f32;
                }
            }
        }
        Resolver {
            weights: sum.into(),
        }
    }
}

/// The probability of each option among those that count.
pub(super) fn softmax(scores: &[f32], counts: impl Fn(usize) -> bool) -> Vec<f32> {
    let own = |(i, score): (usize, &f32)| if counts(i) { *score } else { f32::NEG_INFINITY };
    let own: Vec<f32> = scores.iter().enumerate().map(own).collect();
    let top = own.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = own.iter().map(|s| libm::expf(s - top)).collect();
    let total: f32 = powers.iter().sum();
    powers
        .iter()
        .map(|p| p / total.max(f32::MIN_POSITIVE))
        .collect()
}
