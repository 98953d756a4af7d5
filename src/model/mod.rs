//! The machine-learning models of [`crate::syntax`], [`crate::entity`] and [`crate::statement`].
//!
//! * [`network`]: feed-forward networks over embedded symbols, for greedy decisions (tags, parser
//!   transitions);
//! * [`crf`]: linear-chain conditional random fields over hashed features, for sequences with
//!   calibrated scores;
//! * [`trees`]: boosted trees over numeric features, for choices between few options;
//! * [`encoder`]: a transformer, for those who can wait;
//! * [`calibration`]: converts confidences into probabilities;
//! * [`matrix`]: products of matrices, for training and for the encoder;
//! * [`bundle`]: the file with the weights of all models.
//!
//! A hashed feature is a 32-bit number; its low bits select a row of a table, which has one weight for
//! each label (feature hashing, Weinberger et al., ICML 2009). Features themselves are not stored, so
//! the size of a model is fixed, and two features may share a row; the training adapts to this.
//! Weights are trained as `f32` and stored as `i8` with one scale per table.

pub mod bundle;
pub mod calibration;
pub mod crf;
pub mod encoder;
mod lattice;
pub mod matrix;
pub mod network;
mod rows;
pub mod trees;

use std::borrow::Cow;

/// Hash of a feature: template number and up to three values.
#[inline]
pub fn feature(template: u32, a: u32, b: u32, c: u32) -> u32 {
    let x = (u64::from(a) << 32 | u64::from(b)) ^ (u64::from(template) << 20);
    let x = x.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 29) ^ u64::from(c)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (x >> 31) as u32
}

/// Hash of a word (FNV-1a over its bytes).
#[inline]
pub fn word_hash(bytes: impl IntoIterator<Item = u8>) -> u32 {
    let mut hash = 0x811C_9DC5_u32;
    for byte in bytes {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    hash
}

/// The probability of each option among those that `counts` accepts.
pub fn softmax(scores: &[f32], counts: impl Fn(usize) -> bool) -> Vec<f32> {
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

/// A trained table: `2^bits` rows of `labels` weights each.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    mask: u32,
    labels: usize,
    scale: f32,
    weights: Cow<'static, [u8]>,
}

impl Table {
    /// Quantises `f32` weights, in rows of `labels` each; the number of rows is a power of two.
    ///
    /// The scale is set so that the largest weight is 127; weights below half a step become zero.
    pub fn quantise(weights: &[f32], labels: usize) -> Table {
        let rows = weights.len() / labels;
        debug_assert!(rows.is_power_of_two());
        let largest = weights.iter().fold(0.0_f32, |m, w| m.max(w.abs()));
        let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        let bytes = weights
            .iter()
            .map(|w| ((w / scale).round() as i8) as u8)
            .collect();
        Table {
            mask: rows as u32 - 1,
            labels,
            scale,
            weights: Cow::Owned(bytes),
        }
    }

    /// The weights, row by row.
    pub fn values(&self) -> Vec<f32> {
        let weights = self.weights.iter();
        weights.map(|w| f32::from(*w as i8) * self.scale).collect()
    }

    /// The value of one step of a weight.
    pub fn scale(&self) -> f32 {
        self.scale
    }
}

/// A small deterministic generator (SplitMix64, Steele et al., OOPSLA 2014) for shuffling and exploring.
#[derive(Debug, Clone)]
pub struct Random(pub u64);

impl Random {
    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A random number in `0.0..1.0`.
    pub fn fraction(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// Shuffles the items.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            let j = (self.bits() % (i as u64 + 1)) as usize;
            items.swap(i, j);
        }
    }
}
