//! Lists of tokens.

use crate::document::Document;
use crate::statement::attribution::{Attribution, Scene};
use crate::text::QuoteState;
use std::ops::Range;

/// For each token whether it is part of a cue.
pub(in crate::statement) fn in_cues(scene: &Scene, found: &[Attribution]) -> Vec<bool> {
    let mut cued = vec![false; scene.len()];
    for i in found.iter().flat_map(|a| &a.cue) {
        cued[*i] = true;
    }
    cued
}

/// Without marks at both ends.
pub(in crate::statement) fn trimmed(
    document: &Document,
    scene: &Scene,
    tokens: Range<usize>,
) -> Vec<usize> {
    let is_mark = |i: usize| {
        let word = scene.text.word(document, i);
        !word.contains(char::is_alphanumeric)
            && !matches!(
                scene.text.tokens[i].quote,
                QuoteState::Open | QuoteState::Close
            )
    };
    let mut tokens: Vec<usize> = tokens.collect();
    while tokens.last().is_some_and(|i| is_mark(*i)) {
        tokens.pop();
    }
    let start = tokens
        .iter()
        .position(|i| !is_mark(*i))
        .unwrap_or(tokens.len());
    tokens.split_off(start)
}
