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
const MAKERS: &str = "resolver.makers";
const HEARERS: &str = "resolver.hearers";
/// Forests that are averaged: what one makes too much of, by the parts of the choices that its trees happened to
/// see, the others do not.
const FORESTS: u64 = 6;
/// Two are as good as six for addressees, of which the grammar says most.
const FORESTS_OF_HEARERS: u64 = 2;
/// Trees of a forest.
const OF_PEOPLE: usize = 150;
const OF_GROUPS: usize = 50;
const OF_MAKERS: usize = 200;
const OF_HEARERS: usize = 60;

/// What was learned of who is meant; one that has learned nothing by default.
///
/// People and groups have trees of their own: "he" and "it" are looked for in different places, and the
/// examples of the one are ten times as many. Makers of things have others: they are seen by other figures.
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
    /// Choices of who is meant by a pronoun or a noun for a body.
    pub meant: Vec<Choice>,
    /// Choices of who speaks through a thing.
    pub makers: Vec<Choice>,
    /// Choices of whom a statement is made to.
    pub hearers: Vec<Choice>,
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
            makers: Trees::load(bundle, MAKERS)?,
            hearers: Trees::load(bundle, HEARERS)?,
        })
    }

    /// Puts the trees into a bundle.
    pub fn save(&self, bundle: &mut Bundle) {
        self.people.save(bundle, PEOPLE);
        self.groups.save(bundle, GROUPS);
        self.makers.save(bundle, MAKERS);
        self.hearers.save(bundle, HEARERS);
    }

    /// The score of an option with these figures.
    pub fn score(&self, figures: &[f32]) -> f32 {
        match is_of_group(figures) {
            true => self.groups.score(figures),
            false => self.people.score(figures),
        }
    }

    /// The score of whoever may have made a thing, or of the thing itself.
    pub(super) fn score_of_maker(&self, figures: &[f32]) -> f32 {
        self.makers.score(figures)
    }

    /// The score of somebody to whom a statement may be made, or of nobody.
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

/// Trees that learned from choices; each forest has so many, and a level sees this share of the figures.
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
