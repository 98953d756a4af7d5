//! Hashes of phrases, to compare names in tables with words in texts.
//!
//! A phrase is a sequence of *pieces*: words without case, accents, full stops and apostrophes, split
//! at hyphens and before a possessive *s*. "Ban Ki-moon" has three pieces however it is tokenised,
//! and "U.S." is the piece "us". Pieces are 64-bit hashes; among a few hundred thousand phrases,
//! a collision is expected once in 10⁹ tables.

use crate::gazetteer;
use crate::lexicon::rows;
use crate::normalise::folding::letters;
pub(crate) use crate::normalise::hash::START;
use crate::normalise::hash::step;
use foldhash::fast::FixedState;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// The hash of one piece.
pub(crate) type Piece = u64;

/// A hasher for keys that are already hashes.
#[derive(Default)]
pub(crate) struct Given(u64);

impl Hasher for Given {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = step(self.0, *byte);
        }
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// A map whose keys are already hashes.
pub(crate) type HashedMap<T> = HashMap<u64, T, BuildHasherDefault<Given>>;

/// A map from the words of a table. Lookups are a large part of the layer's work, and an attacker cannot
/// choose the words of a table, so a fast hash is fine.
pub(crate) type WordMap<T> = HashMap<&'static str, T, FixedState>;

/// A set of words.
pub(crate) type WordSet<'a> = HashSet<&'a str, FixedState>;

/// Mixes the hash of one more piece into that of a phrase.
pub(crate) fn join(phrase: u64, piece: Piece) -> u64 {
    let mixed = (phrase.rotate_left(23) ^ piece).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

/// The hash of a phrase.
pub(crate) fn phrase(pieces: &[Piece]) -> u64 {
    pieces.iter().fold(START, |hash, piece| join(hash, *piece))
}

/// Appends the pieces of `words` (any number, white space between them) to `out`.
pub(crate) fn pieces(words: &str, out: &mut Vec<Piece>) {
    for word in words.split_whitespace() {
        let (stem, possessive) = match word.strip_suffix("'s").or(word.strip_suffix("’s")) {
            Some(stem) => (stem, true),
            None => (word, false),
        };
        if stem.is_ascii() {
            cut(stem.bytes(), out);
        } else {
            cut(letters(stem).bytes(), out);
        }
        if possessive {
            out.push(step(START, b's'));
        }
    }
}

/// The pieces of `words`.
pub(crate) fn pieces_of(words: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    pieces(words, &mut out);
    out
}

fn cut(bytes: impl Iterator<Item = u8>, out: &mut Vec<Piece>) {
    let mut hash = START;
    for byte in bytes {
        match byte {
            b'-' | b'/' => {
                if hash != START {
                    out.push(hash);
                }
                hash = START;
            }
            b'a'..=b'z' | b'0'..=b'9' => hash = step(hash, byte),
            b'A'..=b'Z' => hash = step(hash, byte.to_ascii_lowercase()),
            0x80.. => hash = step(hash, byte),
            b'&' => hash = step(hash, byte),
            _ => {}
        }
    }
    if hash != START {
        out.push(hash);
    }
}

/// A name with each part in the spelling that represents its others in `transliterations.tsv`:
/// "Sergey" is "Sergei".
pub(crate) fn common_spelling(name: &str) -> String {
    static SPELLINGS: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
        let pairs = rows(gazetteer::TRANSLITERATIONS).map(|row| (row.field(0), row.field(1)));
        let single = pairs.filter(|(from, _)| !from.contains([' ', '-']));
        single.map(|(from, to)| (letters(from), to)).collect()
    });
    let words = name.split_whitespace();
    let common = words.map(|word| SPELLINGS.get(&letters(word)).copied().unwrap_or(word));
    common.collect::<Vec<_>>().join(" ")
}

/// Phrases and their values.
#[derive(Debug)]
pub(crate) struct Phrases<T> {
    /// For the first piece of phrases, the maximum number of pieces.
    longest: HashedMap<u8>,
    /// Hash of a phrase → its last value.
    heads: HashedMap<u32>,
    /// Values, each with the index (+ 1) of the next one of the same phrase.
    values: Vec<(T, u32)>,
}

impl<T: Copy> Phrases<T> {
    pub(crate) fn new() -> Self {
        Phrases {
            longest: HashedMap::default(),
            heads: HashedMap::default(),
            values: Vec::new(),
        }
    }

    pub(crate) fn reserve(&mut self, phrases: usize) {
        self.heads.reserve(phrases);
        self.longest.reserve(phrases / 3);
        self.values.reserve(phrases);
    }

    /// Adds a phrase; one without pieces is ignored.
    pub(crate) fn insert(&mut self, pieces: &[Piece], value: T) {
        let Some(first) = pieces.first() else { return };
        let count = u8::try_from(pieces.len()).unwrap_or(u8::MAX);
        let longest = self.longest.entry(*first).or_insert(0);
        *longest = count.max(*longest);
        let next = self.values.len() as u32 + 1;
        let head = self.heads.entry(phrase(pieces)).or_insert(0);
        self.values.push((value, *head));
        *head = next;
    }

    /// The maximum number of pieces of phrases that start with `piece`; 0 if there are none.
    pub(crate) fn longest(&self, piece: Piece) -> usize {
        self.longest.get(&piece).copied().unwrap_or(0) as usize
    }

    /// The values of the phrase with this hash, last added first.
    pub(crate) fn get(&self, hash: u64) -> impl Iterator<Item = T> + '_ {
        let mut next = self.heads.get(&hash).copied().unwrap_or(0);
        std::iter::from_fn(move || {
            let (value, after) = self.values.get((next as usize).checked_sub(1)?)?;
            next = *after;
            Some(*value)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_name_come_to_one_spelling() {
        assert_eq!(common_spelling("Aleksey Olegov"), "Alexei Olegov");
        assert_eq!(common_spelling("Ada  Moss"), "Ada Moss");
    }

    #[test]
    fn spellings_of_one_phrase_have_one_key() {
        assert_eq!(pieces_of("Ban Ki-moon"), pieces_of("Ban Ki - moon"));
        assert_eq!(pieces_of("U.S."), pieces_of("US"));
        assert_eq!(pieces_of("Peña Nieto"), pieces_of("Pena Nieto"));
        assert_eq!(pieces_of("People’s Party"), pieces_of("People 's Party"));
        assert_ne!(phrase(&pieces_of("a b")), phrase(&pieces_of("b a")));
    }
}
