//! The learned score that decides between candidates.
//!
//! A ranking model: the probability of a candidate is the exponential of its score over the sum of all,
//! including the option that it is none of them. The scores are those of boosted trees ([`trees`]), because
//! the weight of one feature depends on the others.

use super::features::is_of_group;
use crate::error::Result;
use crate::model::bundle::Bundle;
use crate::model::trees::{self, Trees};

pub use crate::model::trees::Choice;

const PEOPLE: &str = "resolver";
const GROUPS: &str = "resolver.groups";
const MAKERS: &str = "resolver.makers";
const HEARERS: &str = "resolver.hearers";
/// How many forests are averaged. Each sees other parts of the choices, so that they do not make the same
/// mistakes.
const FORESTS: u64 = 6;
/// For addressees two are as good as six: the grammar decides most of them.
const FORESTS_OF_HEARERS: u64 = 2;
/// How many trees a forest has.
const OF_PEOPLE: usize = 150;
const OF_GROUPS: usize = 50;
const OF_MAKERS: usize = 200;
const OF_HEARERS: usize = 60;

/// The trees that resolve references; by default, without any.
///
/// People and groups have separate trees: "he" and "it" refer to different places, and there are ten times as many
/// examples of "he". Makers of documents have others because their features are different.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Resolver {
    people: Trees,
    groups: Trees,
    makers: Trees,
    hearers: Trees,
}

/// What there is to learn from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lessons {
    /// Choices of the referent of a pronoun or of a noun for a body.
    pub meant: Vec<Choice>,
    /// Choices of a document's maker.
    pub makers: Vec<Choice>,
    /// Choices of a statement's addressees.
    pub hearers: Vec<Choice>,
}

impl Resolver {
    /// Reads the trees from a bundle.
    ///
    /// # Errors
    /// A bundle without them.
    pub fn load(bundle: &Bundle) -> Result<Self> {
        Ok(Resolver {
            people: Trees::load(bundle, PEOPLE)?,
            groups: Trees::load(bundle, GROUPS)?,
            makers: Trees::load(bundle, MAKERS)?,
            hearers: Trees::load(bundle, HEARERS)?,
        })
    }

    /// Writes the trees into a bundle.
    pub fn save(&self, bundle: &mut Bundle) {
        self.people.save(bundle, PEOPLE);
        self.groups.save(bundle, GROUPS);
        self.makers.save(bundle, MAKERS);
        self.hearers.save(bundle, HEARERS);
    }

    /// The score of an option with these features.
    pub fn score(&self, figures: &[f32]) -> f32 {
        match is_of_group(figures) {
            true => self.groups.score(figures),
            false => self.people.score(figures),
        }
    }

    /// The score of a possible maker of a thing, or of the thing itself.
    pub(super) fn score_of_maker(&self, figures: &[f32]) -> f32 {
        self.makers.score(figures)
    }

    /// The score of a possible addressee, or of none.
    pub(crate) fn score_of_hearer(&self, figures: &[f32]) -> f32 {
        self.hearers.score(figures)
    }

    /// Learns from choices.
    pub fn train(lessons: &Lessons, seed: u64) -> Self {
        let of_group = |choice: &Choice| choice.options.iter().any(|own| is_of_group(own));
        let (groups, people): (Vec<_>, Vec<_>) = lessons.meant.iter().cloned().partition(of_group);
        Resolver {
            people: forests(&people, FORESTS, OF_PEOPLE, 0.15, seed),
            groups: forests(&groups, FORESTS, OF_GROUPS, 0.15, seed),
            makers: forests(&lessons.makers, FORESTS, OF_MAKERS, 0.2, seed),
            hearers: forests(&lessons.hearers, FORESTS_OF_HEARERS, OF_HEARERS, 0.3, seed),
        }
    }
}

/// Settings of the trees that learn from choices: trees of a forest, and the share of features a level sees.
fn forests(choices: &[Choice], forests: u64, trees: usize, figures: f32, seed: u64) -> Trees {
    let forest = |i: u64| {
        let settings = trees::Settings {
            trees,
            rate: 0.1,
            choices: 0.6,
            figures,
            decay: 1.0,
            seed: seed + 10 * i,
        };
        Trees::train(choices, settings)
    };
    let forests: Vec<Trees> = (0..forests).map(forest).collect();
    Trees::mean(&forests)
}
