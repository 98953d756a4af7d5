//! Measures the calibration of confidences: of predictions with confidence 0.8, four in five should be correct.
//!
//! Expected calibration error over bins of equal width (Naeini et al., AAAI 2015), and precision
//! and recall at several minimum confidences.

use super::figures::rounded;
use serde::Serialize;

/// The calibration of confidences.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// Mean difference of confidence and precision over ten bins, weighted by their predictions.
    pub expected_error: f64,
    /// The bins, from 0.0–0.1 to 0.9–1.0.
    pub bins: Vec<Bin>,
    /// Precision and recall of the predictions above several confidences.
    pub at: Vec<AtConfidence>,
}

/// Predictions of similar confidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bin {
    /// Lowest confidence.
    pub from: f64,
    /// Number of predictions.
    pub predicted: usize,
    /// Their mean confidence; 0 if there are none.
    pub confidence: f64,
    /// Share of them that are correct (lenient).
    pub precision: f64,
}

/// Precision and recall at a minimum confidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AtConfidence {
    /// The minimum confidence.
    pub confidence: f64,
    /// Share of the predictions that are correct (lenient).
    pub precision: f64,
    /// Share of the gold attributions that are found.
    pub recall: f64,
    /// Number of predictions.
    pub predicted: usize,
}

/// The minimum confidences for which precision and recall are computed.
pub(super) const LEVELS: [f64; 3] = [0.5, 0.7, 0.9];
const BINS: usize = 10;

/// Bins the predictions, given as confidence and correctness.
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
