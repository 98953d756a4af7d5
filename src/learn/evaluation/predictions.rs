//! Predictions, to be compared with gold annotations.

use crate::error::{Error, Result};
use crate::extract::engine::Engine;
use crate::extract::pipeline;
use crate::extract::record::Extraction;
use crate::learn::gold::{Article, role};
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// A predicted attribution: `[start, end)` in code points.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Prediction {
    /// The source; empty if nobody is named.
    #[serde(default, deserialize_with = "role")]
    pub source: Vec<[usize; 2]>,
    /// The cue; may be empty.
    #[serde(default, deserialize_with = "role")]
    pub cue: Vec<[usize; 2]>,
    /// The content; a prediction without content is ignored.
    #[serde(default, deserialize_with = "role")]
    pub content: Vec<[usize; 2]>,
    /// The confidence, in `0.0..=1.0`.
    #[serde(default)]
    pub confidence: Option<f64>,
}

/// The predictions of each document, by its id.
pub type Predictions = BTreeMap<String, Vec<Prediction>>;

/// The predictions of an engine for articles, on all processors.
///
/// # Errors
/// Those of [`pipeline::extract_with`].
pub fn predict(engine: &Engine, articles: &[Article]) -> Result<Predictions> {
    let found = articles.par_iter().map(|article| {
        let extraction = pipeline::extract_with(engine, &article.document())?;
        Ok((article.id.clone(), predictions(extraction)))
    });
    found.collect()
}

fn predictions(extraction: Extraction) -> Vec<Prediction> {
    let statements = extraction.statements.into_iter();
    statements
        .map(|s| Prediction {
            source: s.source.spans,
            cue: s.cue.spans,
            content: s.content.spans,
            // via the shortest decimal, as in JSON: a 32-bit 0.7 is not a 64-bit 0.7
            confidence: Some((f64::from(s.confidence) * 1000.0).round() / 1000.0),
        })
        .collect()
}

/// Reads predictions: the output of `dixit extract`, or JSON Lines of `{"id", "attributions": [{"source",
/// "cue", "content", "confidence"}]}` with each role a list of `[start, end)`.
///
/// # Errors
/// A file that cannot be read, or an invalid line.
pub fn read_predictions(path: &Path) -> Result<Predictions> {
    #[derive(Deserialize)]
    struct Line {
        id: String,
        #[serde(alias = "statements")]
        attributions: Vec<Prediction>,
    }
    let text = crate::input::read_to_string(path).map_err(|e| Error::at(path, e))?;
    let mut found = Predictions::new();
    for (i, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let line: Line = serde_json::from_str(line).map_err(|e| {
            Error::new(format!(
                "{}:{}: not a line from 'dixit extract': {e}",
                path.display(),
                i + 1
            ))
        })?;
        found.insert(line.id, line.attributions);
    }
    Ok(found)
}
