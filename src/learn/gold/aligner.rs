//! Converts code points to tokens.

use crate::document::Document;
use crate::text::{Text, TokenId};

/// Converts spans in code points into the tokens that they overlap.
#[derive(Debug)]
pub struct Aligner {
    /// For each code point the token that covers it.
    at: Vec<Option<u32>>,
}

impl Aligner {
    /// Indexes a document's tokens.
    pub fn new(document: &Document, text: &Text) -> Self {
        let mut at = Vec::with_capacity(document.text.len());
        let mut tokens = text.tokens.enumerate().peekable();
        for (byte, _) in document.text.char_indices() {
            while tokens.next_if(|(_, t)| t.span.end <= byte).is_some() {}
            at.push(
                tokens
                    .peek()
                    .filter(|(_, t)| t.span.contains(byte))
                    .map(|(i, _)| i.index() as u32),
            );
        }
        Aligner { at }
    }

    /// The tokens that the spans overlap, in order.
    pub fn tokens(&self, spans: &[[usize; 2]]) -> Vec<TokenId> {
        let mut tokens: Vec<TokenId> = spans
            .iter()
            .flat_map(|&[s, e]| self.at.get(s..e.min(self.at.len())).unwrap_or(&[]))
            .flatten()
            .map(|t| TokenId::new(*t as usize))
            .collect();
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    }
}
