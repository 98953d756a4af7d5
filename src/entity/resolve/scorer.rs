//! The learned score, by which a choice between candidates is made.
//!
//! A ranking model: the probability of a candidate is the exponential of its score over the sum of all,
//! nobody among them. The scores are those of boosted trees ([`trees`]): what speaks for a candidate
//! depends on what else does.

use crate::error::Result;
use crate::model::bundle::Bundle;
use crate::model::trees::{self, Trees};

pub use crate::model::trees::Choice;

const TABLE: &str = "resolver";
/// Forests that are averaged: what one makes too much of, by the parts of the choices that its trees happened to
/// see, the others do not.
const FORESTS: u64 = 6;

/// What was learned of who is meant; one that has learned nothing by default.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Resolver {
    trees: Trees,
}

impl Resolver {
    /// Takes the trees out of a bundle.
    ///
    /// # Errors
    /// A bundle without them.
    pub fn load(bundle: &Bundle) -> Result<Self> {
        let trees = Trees::load(bundle, TABLE)?;
        Ok(Resolver { trees })
    }

    /// Puts the trees into a bundle.
    pub fn save(&self, bundle: &mut Bundle) {
        self.trees.save(bundle, TABLE);
    }

    /// The score of an option with these figures.
    pub fn score(&self, figures: &[f32]) -> f32 {
        self.trees.score(figures)
    }

    /// Learns from choices.
    pub fn train(choices: &[Choice], seed: u64) -> Self {
        let forest = |i: u64| {
            let settings = trees::Settings {
                trees: 150,
                rate: 0.1,
                choices: 0.6,
                figures: 0.15,
                decay: 1.0,
                seed: seed + 10 * i,
            };
            Trees::train(choices, settings)
        };
        let forests: Vec<Trees> = (0..FORESTS).map(forest).collect();
        Resolver {
            trees: Trees::mean(&forests),
        }
    }
}
