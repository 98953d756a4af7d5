//! Does a confidence of 0.8 mean that four in five are right?
//!
//! Expected calibration error over bins of equal width (Naeini et al., AAAI 2015), and what is left at
//! a confidence that a user may ask for.

use super::figures::rounded;
use serde::Serialize;

/// How far confidences can be believed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// Mean distance of confidence and precision over ten bins, weighted by their predictions.
    pub expected_error: f64,
    /// The bins, from 0.0–0.1 to 0.9–1.0.
    pub bins: Vec<Bin>,
    /// Precision and recall of the predictions that are at least so confident.
    pub at: Vec<AtConfidence>,
}

/// Predictions of about the same confidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bin {
    /// Lowest confidence.
    pub from: f64,
    /// Number of predictions.
    pub predicted: usize,
    /// Their mean confidence; 0 when there are none.
    pub confidence: f64,
    /// Share of them that are right (lenient).
    pub precision: f64,
}

/// What is left when the less confident are left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AtConfidence {
    /// The least confidence.
    pub confidence: f64,
    /// Share of the predictions that are right (lenient).
    pub precision: f64,
    /// Share of the gold attributions that are found.
    pub recall: f64,
    /// Number of predictions.
    pub predicted: usize,
}

/// The confidences for which precision and recall are given.
pub(super) const LEVELS: [f64; 3] = [0.5, 0.7, 0.9];
const BINS: usize = 10;

/// Puts the predictions, each with its confidence and whether it is right, into bins.
pub(super) fn calibration(judged: &[(f64, bool)], at: Vec<AtConfidence>) -> Calibration {
    let mut counts = [(0_usize, 0.0_f64, 0_usize); BINS];
    for &(confidence, right) in judged {
        let confidence = confidence.clamp(0.0, 1.0);
        let bin = &mut counts[((confidence * BINS as f64) as usize).min(BINS - 1)];
        bin.0 += 1;
        bin.1 += confidence;
        bin.2 += usize::from(right);
    }
    let mut error = 0.0;
    let mut bins = Vec::with_capacity(BINS);
    for (i, (predicted, sum, right)) in counts.into_iter().enumerate() {
        let mean = |x: f64| {
            if predicted == 0 {
                0.0
            } else {
                x / predicted as f64
            }
        };
        let (confidence, precision) = (mean(sum), mean(right as f64));
        error += predicted as f64 * (confidence - precision).abs();
        bins.push(Bin {
            from: i as f64 / BINS as f64,
            predicted,
            confidence: rounded(confidence),
            precision: rounded(precision),
        });
    }
    Calibration {
        expected_error: rounded(error / judged.len().max(1) as f64),
        bins,
        at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_the_weighted_distance_of_confidence_and_precision() {
        // four at 0.95, three of them right; one at 0.25, wrong; 1.0 belongs to the last bin
        let judged = [
            (0.95, true),
            (0.95, true),
            (0.9, true),
            (1.0, false),
            (0.25, false),
        ];
        let made = calibration(&judged, Vec::new());
        assert_eq!(made.bins[9].predicted, 4);
        assert_eq!(
            (made.bins[9].confidence, made.bins[9].precision),
            (0.95, 0.75)
        );
        assert_eq!(made.bins[2].predicted, 1);
        assert_eq!(made.expected_error, 0.21);
        assert_eq!(calibration(&[], Vec::new()).expected_error, 0.0);
    }
}
