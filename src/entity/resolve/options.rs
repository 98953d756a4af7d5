//! The options of a choice with their features and scores.

use crate::entity::discourse::Who;
use crate::entity::resolve::candidates::Candidate;
use crate::entity::resolve::features::{Asked, Figures};
use crate::entity::resolver::Resolver;

/// The options of a choice: the candidates, then none of them.
#[derive(Debug)]
pub(super) struct Options {
    pub(super) asked: Asked,
    pub(super) candidates: Vec<Candidate>,
    pub(super) figures: Vec<Figures>,
    /// How much a candidate's score is raised; not at all without an entry.
    pub(super) favour: Vec<f32>,
}

/// The referent, and how clear it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Chosen {
    /// `None` if none of the candidates is the referent.
    pub(super) who: Option<Who>,
    /// The probability of the choice.
    pub(super) probability: f32,
}

impl Options {
    /// The scores of all options.
    pub(super) fn scores(&self, resolver: &Resolver) -> Vec<f32> {
        let figures = self.figures.iter().enumerate();
        let favour = |i: usize| self.favour.get(i).copied().unwrap_or(0.0);
        let scores = figures.map(|(i, f)| resolver.score(f.as_slice()) + favour(i));
        scores.collect()
    }

    /// The features of all options.
    pub(super) fn numbers(&self) -> Vec<Vec<f32>> {
        let all = self.figures.iter();
        all.map(|figures| figures.as_slice().to_vec()).collect()
    }
}
