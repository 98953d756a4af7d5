//! Quotations, joined with the paragraphs that continue them.

use crate::statement::article::Article;
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

/// A quotation with the paragraphs that continue it.
pub(super) struct Unit {
    /// Indexes of its pieces, in order.
    pub pieces: Vec<usize>,
    /// From the first to the last of its tokens.
    pub tokens: Range<TokenId>,
}

/// The quotations of an article with what continues them.
pub(super) fn units(article: &Article) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut unit_of: Vec<usize> = Vec::with_capacity(article.text.quotations.len());
    for (number, quotation) in article.text.quotations.iter().enumerate() {
        let earlier = quotation.continues.and_then(|e| unit_of.get(e).copied());
        match earlier.and_then(|e| units.get_mut(e)) {
            Some(unit) => {
                unit.pieces.push(number);
                unit.tokens.end = quotation.tokens.end;
            }
            None => units.push(Unit {
                pieces: vec![number],
                tokens: quotation.tokens.clone(),
            }),
        }
        unit_of.push(earlier.unwrap_or(units.len() - 1));
    }
    units
}

/// Adds tokens to a content, keeping it sorted.
pub(super) fn add(content: &mut Vec<TokenId>, tokens: Range<TokenId>) {
    let behind = content.last().is_none_or(|last| *last < tokens.start);
    content.extend(tokens.each());
    if behind {
        return;
    }
    content.sort_unstable();
    content.dedup();
}
