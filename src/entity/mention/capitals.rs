//! The use of capitals: names, headlines, shouting, or the start of a sentence.

use crate::entity::mention::reader::Reader;
use crate::gazetteer::key::WordSet;
use crate::syntax::Tag;
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

/// How a sentence uses capitals.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::entity) enum Case {
    /// Names only.
    Sentence,
    /// Most Words: Capitals Tell Nothing.
    Title,
    /// ALL LETTERS.
    Upper,
}

/// How the sentence with these tokens uses capitals.
pub(in crate::entity) fn case(reader: &Reader, tokens: Range<TokenId>) -> Case {
    let (mut long, mut capital, mut shouted, mut commas) = (0, 0, 0, 0);
    // "Senator Olga Renn met Governor Piet Haan on Monday.": headlines capitalise verbs.
    let mut lower_verb = false;
    for token in tokens.each() {
        lower_verb |= reader.tag(token).is_verb()
            && reader.alphabetic(token)
            && !reader.capital(token)
            && reader.word(token).len() > 2;
        commas += usize::from(reader.word(token) == ",");
        if reader.alphabetic(token) && reader.word(token).len() > 3 {
            long += 1;
            capital += usize::from(reader.capital(token));
            shouted += usize::from(reader.shouted(token));
        }
    }
    let last = reader.word(tokens.end.saturating_sub(1));
    let stopped = matches!(last, "." | "!" | "?" | "”" | "\"" | ";");
    if long >= 3 && shouted * 10 >= long * 8 {
        Case::Upper
    } else if (if stopped {
        long >= 6 && commas < 2 && !lower_verb
    } else {
        long >= 4
    }) && capital * 10 >= long * 8
    {
        Case::Title
    } else {
        Case::Sentence
    }
}

/// The words that are capitalised and tagged as names within a sentence, not at its start.
pub(in crate::entity) fn proper_words<'a>(reader: &Reader<'a>) -> WordSet<'a> {
    let mut words = WordSet::default();
    for sentence in &reader.text.sentences {
        for token in sentence.tokens.each().skip(1) {
            if reader.capital(token) && (reader.tag(token).is_proper_noun() || !reader.parsed()) {
                words.insert(reader.word(token));
            }
        }
    }
    words
}

/// Whether a capitalised word is a function word: "The", "In", "He".
pub(in crate::entity) fn function_word(reader: &Reader, at: TokenId) -> bool {
    let word = reader.word(at);
    let grammatical = matches!(
        reader.tag(at),
        Tag::PRP
            | Tag::PRPS
            | Tag::DT
            | Tag::IN
            | Tag::WRB
            | Tag::WP
            | Tag::WDT
            | Tag::CC
            | Tag::MD
            | Tag::TO
            | Tag::EX
    );
    grammatical && !reader.shouted(at)
        || [
            "I", "The", "A", "An", "He", "She", "It", "They", "We", "But", "And", "In", "On", "Of",
            "For", "To", "At", "By", "That", "This", "His", "Her",
        ]
        .contains(&word)
}

/// Whether a word such as "May" is the month rather than a name, by the words around it.
pub(in crate::entity) fn month(reader: &Reader, at: TokenId) -> bool {
    if !matches!(
        reader.word(at),
        "March" | "April" | "May" | "June" | "August"
    ) {
        return false;
    }
    let is_number = |token: TokenId| reader.word(token).starts_with(|c: char| c.is_ascii_digit());
    let before = |back: usize, words: &[&str]| {
        at.checked_sub(back)
            .is_some_and(|token| reader.is_any(token, words))
    };
    let of_part = before(1, &["of"])
        && before(
            2,
            &[
                "end",
                "start",
                "beginning",
                "middle",
                "half",
                "part",
                "day",
                "days",
                "week",
                "month",
            ],
        );
    is_number(at + 1)
        || at > TokenId::FIRST && is_number(at - 1)
        || of_part
        || !reader.possessive(at + 1)
            && before(
                1,
                &[
                    "in", "since", "until", "till", "during", "early", "late", "mid", "last",
                    "next", "this",
                ],
            )
}

/// Letters with full stops: "U.S.", "J.".
pub(in crate::entity) fn is_initials(word: &str) -> bool {
    word.len() >= 2 && word.as_bytes().get(1) == Some(&b'.')
}
