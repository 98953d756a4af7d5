//! Precision, recall and F1, from counts.

use serde::{Deserialize, Serialize};

/// Precision, recall and their harmonic mean, rounded to four places.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Figures {
    /// Precision: the share of predictions that are correct.
    pub precision: f64,
    /// Recall: the share of gold annotations that were found.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
    /// Number of gold attributions, spans or words.
    pub gold: usize,
    /// Number of predicted ones; `None` for speech, since predictions have no kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicted: Option<usize>,
}

/// Recall of one kind of gold attributions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Recall {
    /// The share that was found.
    pub recall: f64,
    /// Their number.
    pub gold: usize,
}

/// Figures of each role.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct ByRole {
    /// The source.
    pub source: Figures,
    /// The cue.
    pub cue: Figures,
    /// The content.
    pub content: Figures,
}

/// Counts of correct, predicted and gold ones.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) right: usize,
    pub(super) predicted: usize,
    pub(super) gold: usize,
}

impl Tally {
    pub(super) fn add(&mut self, right: usize, predicted: usize, gold: usize) {
        self.right += right;
        self.predicted += predicted;
        self.gold += gold;
    }

    pub(super) fn figures(self) -> Figures {
        let (p, r) = (
            share(self.right, self.predicted),
            share(self.right, self.gold),
        );
        Figures {
            precision: rounded(p),
            recall: rounded(r),
            f1: rounded(f1(p, r)),
            gold: self.gold,
            predicted: Some(self.predicted),
        }
    }

    /// Recall of a part of the gold attributions, beside the precision of all predictions.
    pub(super) fn part_of(self, all: Figures) -> Figures {
        let r = share(self.right, self.gold);
        Figures {
            precision: all.precision,
            recall: rounded(r),
            f1: rounded(f1(all.precision, r)),
            gold: self.gold,
            predicted: None,
        }
    }
}

pub(super) fn share(part: usize, all: usize) -> f64 {
    if all == 0 {
        0.0
    } else {
        part as f64 / all as f64
    }
}

pub(super) fn f1(p: f64, r: f64) -> f64 {
    if p + r > 0.0 {
        2.0 * p * r / (p + r)
    } else {
        0.0
    }
}

/// Four decimal places.
pub(super) fn rounded(x: f64) -> f64 {
    format!("{x:.4}").parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_as_their_nearest_four_places() {
        let thirds = [1.0 / 3.0, 2.0 / 3.0, 0.5, 0.0].map(rounded);
        assert_eq!(thirds, [0.3333, 0.6667, 0.5, 0.0]);
        // half-way: to the even neighbour
        assert_eq!(rounded(1.0 / 32.0), 0.0312);
    }
}
