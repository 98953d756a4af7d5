//! The learned score, by which a choice between candidates is made.
//!
//! A ranking model: the probability of a candidate is the exponential of its score over the sum of all,
//! nobody among them. The scores are those of boosted trees ([`trees`]): what speaks for a candidate
//! depends on what else does.

use super::features::is_of_group;
use crate::error::Result;
use crate::model::bundle::Bundle;
use crate::model::trees::{self, Trees};

pub use crate::model::trees::Choice;

const PEOPLE: &str = "resolver";
const GROUPS: &str = "resolver.groups";
/// Forests that are averaged: what one makes too much of, by the parts of the choices that its trees happened to
/// see, the others do not.
const FORESTS: u64 = 6;
/// Trees of a forest.
const OF_PEOPLE: usize = 150;
const OF_GROUPS: usize = 50;

/// What was learned of who is meant; one that has learned nothing by default.
///
/// People and groups have trees of their own: "he" and "it" are looked for in different places, and the
/// examples of the one are ten times as many.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Resolver {
    people: Trees,
    groups: Trees,
}

impl Resolver {
    /// Takes the trees out of a bundle.
    ///
    /// # Errors
    /// A bundle without them.
    pub fn load(bundle: &Bundle) -> Result<Self> {
        Ok(Resolver {
            people: Trees::load(bundle, PEOPLE)?,
            groups: Trees::load(bundle, GROUPS)?,
        })
    }

    /// Puts the trees into a bundle.
    pub fn save(&self, bundle: &mut Bundle) {
        self.people.save(bundle, PEOPLE);
        self.groups.save(bundle, GROUPS);
    }

    /// The score of an option with these figures.
    pub fn score(&self, figures: &[f32]) -> f32 {
        match is_of_group(figures) {
            true => self.groups.score(figures),
            false => self.people.score(figures),
        }
    }

    /// Learns from choices.
    pub fn train(choices: &[Choice], seed: u64) -> Self {
        let of_group = |choice: &Choice| choice.options.iter().any(|own| is_of_group(own));
        let (groups, people): (Vec<_>, Vec<_>) = choices.iter().cloned().partition(of_group);
        Resolver {
            people: forests(&people, OF_PEOPLE, seed),
            groups: forests(&groups, OF_GROUPS, seed),
        }
    }
}

/// Trees that learned from choices; each forest has so many.
fn forests(choices: &[Choice], trees: usize, seed: u64) -> Trees {
    let forest = |i: u64| {
        let settings = trees::Settings {
            trees,
            rate: 0.1,
            choices: 0.6,
            figures: 0.15,
            decay: 1.0,
            seed: seed + 10 * i,
        };
        Trees::train(choices, settings)
    };
    let forests: Vec<Trees> = (0..FORESTS).map(forest).collect();
    Trees::mean(&forests)
}
