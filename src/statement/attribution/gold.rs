//! Reads annotated articles: JSON Lines of `{"id", "text", "attributions": [{"source", "cue",
//! "content"}]}`, each role a list of `[start, end)` in code points.

use crate::document::Document;
use crate::error::{Error, Result};
use crate::text::Text;
use serde::Deserialize;
use std::path::Path;

/// An annotated article.
#[derive(Debug, Clone, Deserialize)]
pub struct Article {
    /// Id.
    pub id: String,
    /// Text, which all spans point into.
    pub text: String,
    /// Day of publication.
    #[serde(default)]
    pub date: Option<jiff::civil::Date>,
    /// Who said what.
    pub attributions: Vec<Spans>,
}

/// One annotated attribution: `[start, end)` in code points.
#[derive(Debug, Clone, Deserialize)]
pub struct Spans {
    /// Who; empty when nobody is named.
    pub source: Vec<[usize; 2]>,
    /// The words that announce it.
    pub cue: Vec<[usize; 2]>,
    /// What.
    pub content: Vec<[usize; 2]>,
}

/// Reads all articles of a file.
pub fn read(path: &Path) -> Result<Vec<Article>> {
    let text = std::fs::read_to_string(path).map_err(|e| Error::at(path, e))?;
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(i, line)| {
            serde_json::from_str(line).map_err(|e| {
                Error::new(format!(
                    "{}:{}: not an annotated article: {e}",
                    path.display(),
                    i + 1
                ))
            })
        })
        .collect()
}

impl Article {
    /// The article as a document to read.
    pub fn document(&self) -> Document {
        Document {
            id: self.id.clone(),
            text: self.text.clone(),
            date: self.date,
            ..Document::default()
        }
    }
}

/// Turns spans in code points into the tokens they touch.
#[derive(Debug)]
pub struct Aligner {
    /// For each code point the token that covers it.
    at: Vec<Option<u32>>,
}

impl Aligner {
    /// Indexes a document's tokens.
    pub fn new(document: &Document, text: &Text) -> Self {
        let mut at = Vec::with_capacity(document.text.len());
        let mut tokens = text.tokens.iter().enumerate().peekable();
        for (byte, _) in document.text.char_indices() {
            while tokens.next_if(|(_, t)| t.span.end <= byte).is_some() {}
            at.push(
                tokens
                    .peek()
                    .filter(|(_, t)| t.span.contains(byte))
                    .map(|(i, _)| *i as u32),
            );
        }
        Aligner { at }
    }

    /// The tokens that the spans touch, in order.
    pub fn tokens(&self, spans: &[[usize; 2]]) -> Vec<usize> {
        let mut tokens: Vec<usize> = spans
            .iter()
            .flat_map(|&[s, e]| self.at.get(s..e.min(self.at.len())).unwrap_or(&[]))
            .flatten()
            .map(|t| *t as usize)
            .collect();
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    }
}
