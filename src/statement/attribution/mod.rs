//! Finds attributions, source, cue and content of statements, with models learned from annotated news.
//!
//! Two steps, after `bbc/citron` and PolNeAR (Newell et al., LREC 2018). `cues` finds the words
//! that announce a statement; for each, `roles` finds the words of its source and content in a
//! window of sentences around it. Both are linear-chain CRFs over the words, the dependency tree
//! and the quotation marks. All positions are token indices; nothing here knows which entities are referred to.

mod cues;
mod roles;

pub mod train;

pub(super) use cues::MAX_CUES;

use crate::error::Result;
use crate::model::bundle::Bundle;
use crate::statement::article::Article;
use crate::statement::reading::{Reader, Weights};
use crate::text::TokenId;

/// The confidence in an attribution that follows from the form of its sentence alone.
pub(super) const OF_FORM: f32 = 0.75;

/// Who said what, as tokens; each list is in order and may have gaps.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Attribution {
    /// Tokens that name the speaker; empty if nobody is named.
    pub source: Vec<TokenId>,
    /// Tokens that announce the statement; never empty.
    pub cue: Vec<TokenId>,
    /// Tokens of what was said; never empty.
    pub content: Vec<TokenId>,
    /// Tokens that name the outlet that relays the statement ("TASS quoted … as saying"); usually empty.
    pub via: Vec<TokenId>,
    /// Estimated probability that all of it is right.
    pub confidence: f32,
}

/// The trained models of both steps.
#[derive(Debug, Clone)]
pub struct Finder {
    cues: cues::Cues,
    roles: roles::Roles,
    /// The encoder that looks at what the fields are unsure of, if the model has one.
    reader: Option<Reader>,
}

impl Finder {
    /// Loads the models from a bundle.
    pub fn load(bundle: &Bundle) -> Result<Self> {
        Ok(Finder {
            cues: cues::Cues::load(bundle)?,
            roles: roles::Roles::load(bundle)?,
            reader: Reader::load(bundle)?,
        })
    }

    /// Saves the models into a bundle.
    pub fn save(&self, bundle: &mut Bundle) {
        self.cues.save(bundle);
        self.roles.save(bundle);
    }

    /// Sets how much the scores of the fields and of the encoder count, if the model has one.
    pub fn weigh(&mut self, weights: Weights) {
        if let Some(reader) = &mut self.reader {
            reader.weigh(weights);
        }
    }

    /// All attributions of each document whose cue is at least as probable as `threshold`, in order of
    /// their cues. All documents go through one step before the next, so that its table
    /// stays in the processor's cache.
    pub fn find(&self, articles: &[Article], threshold: f32) -> Vec<Vec<Attribution>> {
        let cues = articles
            .iter()
            .map(|article| self.cues.find(article, threshold, self.reader.as_ref()));
        let cues: Vec<_> = cues.collect();
        let mut work = roles::Work::default();
        let found = articles.iter().zip(cues).map(|(article, cues)| {
            let found = cues.into_iter();
            found
                .filter_map(|cue| self.attribute(article, cue.tokens, cue.probability, &mut work))
                .collect()
        });
        found.collect()
    }

    /// Source and content of a known cue; `None` if it has no content.
    pub fn complete(&self, article: &Article, cue: Vec<TokenId>) -> Option<Attribution> {
        self.attribute(article, cue, 1.0, &mut roles::Work::default())
    }

    fn attribute(
        &self,
        article: &Article,
        cue: Vec<TokenId>,
        probability: f32,
        work: &mut roles::Work,
    ) -> Option<Attribution> {
        let roles::Found {
            source,
            content,
            probability: role,
        } = self.roles.find(article, &cue, self.reader.as_ref(), work);
        (!content.is_empty()).then(|| Attribution {
            source,
            cue,
            content,
            confidence: probability * role,
            ..Attribution::default()
        })
    }
}
