//! Lists of tokens.

use crate::statement::article::Article;
use crate::statement::attribution::Attribution;
use crate::text::{PerToken, QuoteState, TokenId, TokenRange};
use std::ops::Range;

/// For each token whether it is part of a cue.
pub(in crate::statement) fn in_cues(article: &Article, found: &[Attribution]) -> PerToken<bool> {
    let mut cued = PerToken::filled(false, article.len());
    for i in found.iter().flat_map(|a| &a.cue) {
        cued[*i] = true;
    }
    cued
}

/// Tokens without punctuation at both ends.
pub(in crate::statement) fn trimmed(article: &Article, tokens: Range<TokenId>) -> Vec<TokenId> {
    let is_mark = |i: TokenId| {
        let word = article.written(i);
        !word.contains(char::is_alphanumeric)
            && !matches!(
                article.text.tokens[i].quote,
                QuoteState::Open | QuoteState::Close
            )
    };
    let mut tokens: Vec<TokenId> = tokens.each().collect();
    while tokens.last().is_some_and(|i| is_mark(*i)) {
        tokens.pop();
    }
    let start = tokens
        .iter()
        .position(|i| !is_mark(*i))
        .unwrap_or(tokens.len());
    tokens.split_off(start)
}
