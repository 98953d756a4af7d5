//! The search words of a statement: one for each thing that a query can filter by.
//!
//! They are the stems of its contents, as `--about` compares them, and words for its parties, days and kinds,
//! so that "warned Russia about gas in March" is one search of one full-text index, in which the rarest word
//! decides. All reports of a statement count: a statement found may still fail a query when its reports are
//! checked, but no match is missing.

use crate::date::Date;
use crate::document::outlet;
use crate::normalise::folding;
use crate::statement::{Kind, Mode, Polarity, Relation, When};
use rust_stemmers::{Algorithm, Stemmer};
use std::fmt::{self, Write};

/// Stems the words of texts (Porter2, Snowball's English stemmer), to compare topics and contents.
pub(super) struct Stemmed {
    stemmer: Stemmer,
}

impl Default for Stemmed {
    fn default() -> Self {
        Stemmed {
            stemmer: Stemmer::create(Algorithm::English),
        }
    }
}

impl Stemmed {
    /// The stems of a text, in order.
    pub(super) fn of(&self, text: &str) -> Vec<String> {
        let chunks = text.split_whitespace();
        let chunks = chunks.map(|chunk| chunk.trim_matches(|c: char| !c.is_alphanumeric()));
        let words = chunks.flat_map(|chunk| folding::words(folding::without_possessive(chunk)));
        words
            .map(|word| self.stemmer.stem(&word).into_owned())
            .collect()
    }
}

impl fmt::Debug for Stemmed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stemmed")
    }
}

/// A stem as a word of the index: as it is if it has only ASCII letters and digits, else as its bytes in
/// hexadecimal.
pub(super) fn stem(stem: &str) -> String {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    if !stem.is_empty() && stem.bytes().all(plain) {
        return stem.to_owned();
    }
    let mut word = "_x".to_owned();
    for byte in stem.bytes() {
        let _ = write!(word, "{byte:02x}");
    }
    word
}

pub(super) fn party(role: Role, entity: i64) -> String {
    format!("_{}{entity}", ["s", "t", "b", "v"][role as usize])
}

/// The role of an entity in a report; the number is that in the table of parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Speaker = 0,
    Addressee = 1,
    About = 2,
    Via = 3,
}

pub(super) fn relation(relation: Relation) -> String {
    format!("_r{}", relation as u8)
}

pub(super) fn polarity(polarity: Polarity) -> String {
    format!("_p{}", polarity as u8)
}

pub(super) fn kind(kind: Kind) -> String {
    format!("_k{}", kind as u8)
}

pub(super) fn mode(mode: Mode) -> String {
    format!("_m{}", mode as u8)
}

pub(super) fn act(act: &str) -> String {
    format!("_a{}", stem(act))
}

/// The outlet that published a document, by its source or host.
pub(super) fn publisher(name: &str) -> String {
    outlet_with_name(&outlet(name))
}

/// The outlet with this comparable name.
pub(super) fn outlet_with_name(comparable: &str) -> String {
    format!("_o{}", stem(comparable))
}

pub(super) fn month(day: Date) -> String {
    format!("_d{}_{}", day.year(), day.month())
}

pub(super) fn year(day: Date) -> String {
    format!("_y{}", day.year())
}

/// The month and year of a statement.
pub(super) fn days(when: When) -> [String; 2] {
    [month(when.first()), year(when.first())]
}
