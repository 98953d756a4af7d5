//! Evaluates sentence splitting, tagging and parsing against a treebank.

use super::figures::{Figures, Tally};
use crate::document::{self, Item};
use crate::error::{Error, Result};
use crate::extract::engine::Engine;
use crate::span::CodePoints;
use crate::syntax::conllu::Sentence;
use crate::syntax::train::{self, Scores};
use crate::text;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// Accuracy of the syntax on a treebank.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Sentences of the treebank.
    pub sentences: usize,
    /// Their tokens.
    pub tokens: usize,
    /// Tags and trees, on the treebank's own tokens.
    #[serde(flatten)]
    pub scores: Scores,
    /// Accuracy of sentence starts in the texts of the same documents; `None` without texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub splits: Option<Figures>,
}

/// Evaluates the engine's tagger and parser and, if texts are given, its sentence splitting.
///
/// # Errors
/// If the texts cannot be read, or none is a document of the treebank.
pub fn score(engine: &Engine, sentences: &[Sentence], texts: Option<&Path>) -> Result<Report> {
    Ok(Report {
        sentences: sentences.len(),
        tokens: sentences.iter().map(|s| s.words.len()).sum(),
        scores: train::score(&engine.parser, sentences),
        splits: texts.map(|texts| splits(sentences, texts)).transpose()?,
    })
}

fn splits(sentences: &[Sentence], texts: &Path) -> Result<Figures> {
    let mut gold: HashMap<&str, BTreeSet<usize>> = HashMap::new();
    for sentence in sentences {
        let starts = gold.entry(&sentence.document).or_default();
        starts.extend(sentence.starts.first());
    }
    let (mut shared, mut found, mut wanted) = (0, 0, 0);
    for item in document::read(&[texts.to_owned()]) {
        let document = match item {
            Item::Document(document) => document,
            _ => {
                return Err(Error::at(
                    texts,
                    "some of its articles cannot be read; run 'dixit extract' on it to see which",
                ));
            }
        };
        let Some(starts) = gold.get(document.id.as_str()) else {
            continue;
        };
        let text = text::segment(&document);
        let points = CodePoints::new(&document.text);
        let ours: BTreeSet<usize> = text
            .sentences
            .iter()
            .filter_map(|s| text.tokens.get(s.tokens.start))
            .map(|token| points.at(&document.text, token.span.start))
            .collect();
        shared += ours.intersection(starts).count();
        found += ours.len();
        wanted += starts.len();
    }
    if wanted == 0 {
        return Err(Error::at(
            texts,
            "none of its articles is in the treebank; give them the ids in `# newdoc id`",
        ));
    }
    let mut tally = Tally::default();
    tally.add(shared, found, wanted);
    Ok(tally.figures())
}
