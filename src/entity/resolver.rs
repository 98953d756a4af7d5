//! The learned score that decides between candidates.
//!
//! A ranking model: the probability of a candidate is the exponential of its score over the sum of all,
//! including the option that it is none of them. The scores are those of boosted trees ([`trees`]), because
//! the weight of one feature depends on the others.

use crate::error::Result;
use crate::model::bundle::Bundle;
use crate::model::trees;
use crate::model::trees::Trees;

pub use crate::model::trees::Choice;

/// The kind of expression whose referent is sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::entity) enum Kind {
    /// "he", "she" as a subject.
    Subject,
    /// "him", "her" as an object, "himself".
    Object,
    /// "his", "her".
    Possessive,
    /// "the company".
    Body,
    /// "it", "its".
    It,
    /// "they", "their", "them".
    They,
}

/// Whether an option belongs to a choice between bodies and groups.
fn is_of_group(figures: &[f32]) -> bool {
    figures
        .first()
        .is_some_and(|kind| *kind >= Kind::Body as u32 as f32)
}

const PEOPLE: &str = "resolver";
const GROUPS: &str = "resolver.groups";
const MAKERS: &str = "resolver.makers";
const HEARERS: &str = "resolver.hearers";
/// The size of the model for one kind of choice.
#[derive(Debug, Clone, Copy)]
struct Size {
    /// The number of forests that are averaged. Each is trained on different parts of the choices, so that their
    /// errors differ.
    forests: u64,
    /// The number of trees in a forest.
    trees: usize,
    /// The share of the features that a level of a tree sees.
    features: f32,
}

const PEOPLE_SIZE: Size = Size {
    forests: 6,
    trees: 150,
    features: 0.15,
};
const GROUPS_SIZE: Size = Size {
    forests: 6,
    trees: 50,
    features: 0.15,
};
const MAKERS_SIZE: Size = Size {
    forests: 6,
    trees: 200,
    features: 0.2,
};
/// For addressees two forests are as good as six: the grammar decides most of them.
const HEARERS_SIZE: Size = Size {
    forests: 2,
    trees: 60,
    features: 0.3,
};

/// The trees that resolve references; by default, without any.
///
/// People and groups have separate trees: "he" and "it" refer to different places, and there are ten times as many
/// examples of "he". Makers of documents and addressees have others because their features are different.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Resolver {
    people: Trees,
    groups: Trees,
    makers: Trees,
    hearers: Trees,
    /// Disabled rules of [`super::resolve::rules`], one bit each, starting with the lowest.
    without: u64,
}

/// Training examples.
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
            without: 0,
        })
    }

    /// Disables the rule at this index of [`super::resolve::rules::names`].
    pub fn leave_out(&mut self, place: usize) {
        self.without |= 1 << place;
    }

    /// Whether the rule at this index is disabled.
    pub(super) fn is_without(&self, place: usize) -> bool {
        self.without >> place & 1 == 1
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

    /// Trains on choices; for kinds without any, the trees of `before` are kept.
    pub fn train(lessons: &Lessons, before: &Resolver, seed: u64) -> Self {
        let of_group = |choice: &Choice| choice.options.iter().any(|own| is_of_group(own));
        let (groups, people): (Vec<_>, Vec<_>) = lessons.meant.iter().cloned().partition(of_group);
        let learn = |choices: &[Choice], size: Size, before: &Trees| match choices {
            [] => before.clone(),
            choices => forests(choices, size, seed),
        };
        Resolver {
            people: learn(&people, PEOPLE_SIZE, &before.people),
            groups: learn(&groups, GROUPS_SIZE, &before.groups),
            makers: learn(&lessons.makers, MAKERS_SIZE, &before.makers),
            hearers: learn(&lessons.hearers, HEARERS_SIZE, &before.hearers),
            without: before.without,
        }
    }
}

/// Trains trees on choices.
fn forests(choices: &[Choice], size: Size, seed: u64) -> Trees {
    let forest = |i: u64| {
        let settings = trees::Settings {
            trees: size.trees,
            rate: 0.1,
            choices: 0.6,
            figures: size.features,
            decay: 1.0,
            seed: seed + 10 * i,
        };
        Trees::train(choices, settings)
    };
    let forests: Vec<Trees> = (0..size.forests).map(forest).collect();
    Trees::mean(&forests)
}
