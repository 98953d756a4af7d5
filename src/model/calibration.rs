//! Converts a model's confidence into a probability.
//!
//! Isotonic regression (Zadrozny and Elkan, KDD 2002) by pooling adjacent violators: the curve is
//! monotonic, so the order of the confidences is preserved.

use super::Table;
use super::bundle::Bundle;
use crate::error::Result;

const TABLE: &str = "calibration";
/// Number of points of the curve, evenly spaced from confidence 0 to 1.
const POINTS: usize = 64;
/// Minimum number of predictions that are pooled before the curve is fitted.
const POOL: usize = 25;
const POOLS: usize = 40;

/// A monotonic curve from a model's confidence to a probability.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The probability at each point.
    values: Vec<f32>,
}

/// Neighbouring predictions, pooled.
#[derive(Debug, Clone, Copy)]
struct Pool {
    confidence: f64,
    right: f64,
    count: f64,
}

impl Pool {
    fn merge(self, other: Pool) -> Pool {
        Pool {
            confidence: self.confidence + other.confidence,
            right: self.right + other.right,
            count: self.count + other.count,
        }
    }

    /// Mean confidence and share of correct predictions.
    fn point(self) -> (f64, f64) {
        (self.confidence / self.count, self.right / self.count)
    }
}

impl Curve {
    /// Fits the curve to predictions on text that the model has not seen: their confidences and whether they
    /// were correct. `None` if there are too few.
    pub fn fit(judged: &[(f64, bool)]) -> Option<Curve> {
        let mut judged = judged.to_vec();
        judged.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut pools: Vec<Pool> = Vec::new();
        for chunk in judged.chunks(POOL.max(judged.len() / POOLS)) {
            let mut pool = Pool {
                confidence: chunk.iter().map(|(c, _)| c).sum(),
                right: chunk.iter().filter(|(_, right)| *right).count() as f64,
                count: chunk.len() as f64,
            };
            while let Some(before) = pools.pop_if(|p| p.point().1 >= pool.point().1) {
                pool = before.merge(pool);
            }
            pools.push(pool);
        }
        let points: Vec<(f64, f64)> = pools.into_iter().map(Pool::point).collect();
        let (first, last) = (*points.first()?, *points.last()?);
        if judged.len() < 4 * POOL {
            return None;
        }
        let value = |i: usize| {
            let x = i as f64 / (POINTS - 1) as f64;
            let after = points.partition_point(|p| p.0 < x);
            let ends = after
                .checked_sub(1)
                .and_then(|i| points.get(i))
                .zip(points.get(after));
            let y = match ends {
                Some((a, b)) => a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0).max(1e-9),
                None if x < last.0 => first.1,
                None => last.1,
            };
            y as f32
        };
        Some(Curve {
            values: (0..POINTS).map(value).collect(),
        })
    }

    /// The probability for a confidence, both from 0 to 1.
    pub fn apply(&self, confidence: f32) -> f32 {
        let x = confidence.clamp(0.0, 1.0) * (POINTS - 1) as f32;
        let low = x as usize;
        let at = |i: usize| {
            self.values
                .get(i.min(POINTS - 1))
                .copied()
                .unwrap_or(confidence)
        };
        (at(low) + (at(low + 1) - at(low)) * (x - low as f32)).clamp(0.0, 1.0)
    }

    /// Loads the curve from a bundle; `None` if it has none.
    ///
    /// # Errors
    /// If the curve has another form.
    pub fn load(bundle: &Bundle) -> Result<Option<Curve>> {
        if !bundle
            .sizes()
            .iter()
            .any(|(name, size)| *name == TABLE && *size == POINTS)
        {
            return Ok(None);
        }
        let table = bundle.table(TABLE, 1)?;
        Ok(Some(Curve {
            values: table.values(),
        }))
    }

    /// Saves the curve into a bundle.
    pub fn save(&self, bundle: &mut Bundle) {
        bundle.insert(TABLE, Table::quantise(&self.values, 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At confidence `i / 100`, `right` of a hundred are right.
    fn judged(right: impl Fn(usize) -> usize) -> Vec<(f64, bool)> {
        let all = (0..=100).flat_map(|i| (0..100).map(move |k| (i, k)));
        all.map(|(i, k)| (i as f64 / 100.0, k < right(i))).collect()
    }

    #[test]
    fn an_overconfident_model_is_brought_down() {
        let curve = Curve::fit(&judged(|i| i / 2)).expect("a curve");
        for confidence in [0.2_f32, 0.5, 0.8] {
            let probability = curve.apply(confidence);
            assert!(
                (probability - confidence / 2.0).abs() < 0.03,
                "{confidence}: {probability}"
            );
        }
    }

    #[test]
    fn the_curve_never_falls() {
        let curve = Curve::fit(&judged(|i| if i % 20 < 10 { i } else { i - 10 })).expect("a curve");
        let values: Vec<f32> = (0..=1000).map(|i| curve.apply(i as f32 / 1000.0)).collect();
        assert!(values.is_sorted(), "{values:?}");
    }

    #[test]
    fn a_bundle_keeps_it_and_may_have_none() {
        let curve = Curve::fit(&judged(|i| i / 2)).expect("a curve");
        let mut bundle = Bundle::default();
        assert_eq!(Curve::load(&bundle).expect("readable"), None);
        curve.save(&mut bundle);
        let bundle = Bundle::from_bytes(&bundle.to_bytes()).expect("a bundle");
        let again = Curve::load(&bundle).expect("readable").expect("a curve");
        assert!((again.apply(0.7) - curve.apply(0.7)).abs() < 0.01);
        assert_eq!(Curve::fit(&[(0.5, true); 20]), None);
    }
}
