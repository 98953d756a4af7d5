//! The label that a paragraph can start with in an interview or a transcript: "SMITH:".

use crate::entity::mention::reader::Reader;
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

/// Maximum length of a label, in tokens.
pub(super) const LABEL: usize = 6;

/// Where the words after a label start, if `tokens` start with one.
pub(super) fn behind(reader: &Reader, tokens: Range<TokenId>) -> TokenId {
    let start = tokens.start;
    if tokens.is_empty() || start != paragraph_start(reader, start) {
        return start;
    }
    let label = start..tokens.end.min(start + LABEL);
    let colon = label.each().find(|t| reader.word(*t) == ":");
    let is_label = |colon: &TokenId| {
        let named = (start..*colon)
            .each()
            .all(|t| reader.capital(t) || !reader.alphabetic(t));
        *colon > start && *colon + 1 < tokens.end && named
    };
    colon.filter(is_label).map_or(start, |colon| colon + 1)
}

/// Whether these words are the label of a turn: "SMITH: …", "((Smith)) …".
pub(super) fn is_label(reader: &Reader, tokens: &Range<TokenId>) -> bool {
    let start = paragraph_start(reader, tokens.start);
    let opens =
        tokens.start - start <= 2 && (start..tokens.start).each().all(|t| reader.word(t) == "(");
    let closes = match tokens.start > start {
        true => reader.word(tokens.end) == ")",
        false => reader.word(tokens.end) == ":",
    };
    opens && closes
}

/// The first token of the paragraph that contains `token`.
pub(super) fn paragraph_start(reader: &Reader, token: TokenId) -> TokenId {
    let text = reader.text;
    text.paragraphs
        .get(reader.paragraph_index(token))
        .and_then(|paragraph| text.sentences.get(paragraph.sentences.start))
        .map_or(token, |sentence| sentence.tokens.start)
}
