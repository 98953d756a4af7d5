//! Word lists and tables for splitting text, read once from the files in `data/`.

use crate::lexicon::{lines, rows};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::LazyLock;

const ABBREVIATIONS: &str = include_str!("data/abbreviations.tsv");
const CONTRACTIONS: &str = include_str!("data/contractions.txt");
const STARTERS: &str = include_str!("data/starters.txt");
const SPEECH_VERBS: &str = include_str!("data/speech_verbs.txt");
const AFTER_CLOCK: &str = include_str!("data/after_clock.txt");

/// Longest word in any table, in bytes.
const LONGEST: usize = 16;

/// What follows an abbreviation, and whether it can end a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// "Gen.": a name follows.
    Title,
    /// "No.": an abbreviation only before a number.
    Number,
    /// "Jan.": a date follows or the sentence ends.
    Month,
    /// "vs.": the sentence goes on.
    Inner,
    /// "p.m.": a day or a time zone follows, or the sentence goes on or ends.
    Clock,
    /// "Inc.", "Calif.": the sentence goes on or ends.
    Final,
}

/// A word of up to sixteen bytes, packed so that it is compared and hashed as one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    bytes: u128,
    length: u8,
}

impl Key {
    fn new(word: &str) -> Option<Key> {
        if word.len() > LONGEST {
            return None;
        }
        let mut bytes = [0u8; LONGEST];
        bytes[..word.len()].copy_from_slice(word.as_bytes());
        Some(Key {
            bytes: u128::from_le_bytes(bytes),
            length: u8::try_from(word.len()).ok()?,
        })
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let [low, high] = [self.bytes as u64, (self.bytes >> 64) as u64];
        state.write_u64(low ^ high.rotate_left(32) ^ u64::from(self.length));
    }
}

/// Hashes one number by multiplication. The tables are fixed, so nobody can choose colliding words, and
/// lookups take much of the time of splitting a text.
#[derive(Default)]
struct MultiplyHasher(u64);

impl Hasher for MultiplyHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let product = (self.0 ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = product ^ (product >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

type Table<V> = HashMap<Key, V, BuildHasherDefault<MultiplyHasher>>;
type Words = HashSet<Key, BuildHasherDefault<MultiplyHasher>>;

struct Lexicon {
    abbreviations: Table<Abbreviation>,
    /// Lengths of the pieces of a word in bytes; a zero ends them.
    pieces: Table<[u8; 4]>,
    starters: Words,
    speech_verbs: Words,
    after_clock: Words,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

impl Lexicon {
    fn load() -> Lexicon {
        let mut lexicon = Lexicon {
            abbreviations: Table::default(),
            pieces: Table::default(),
            starters: words(STARTERS),
            speech_verbs: words(SPEECH_VERBS),
            after_clock: words(AFTER_CLOCK),
        };
        for row in rows(ABBREVIATIONS) {
            let (word, token) = (row.field(0), row.field(2));
            let class = match row.field(1) {
                "title" => Abbreviation::Title,
                "number" => Abbreviation::Number,
                "month" => Abbreviation::Month,
                "inner" => Abbreviation::Inner,
                "clock" => Abbreviation::Clock,
                _ => Abbreviation::Final,
            };
            if let Some(key) = Key::new(word) {
                lexicon.abbreviations.insert(key, class);
            }
            if token == "joined" {
                lexicon.add_pieces(&[&format!("{word}.")]);
            }
        }
        for line in lines(CONTRACTIONS) {
            let plain: Vec<&str> = line.split(' ').collect();
            let curly: Vec<String> = plain.iter().map(|p| p.replace('\'', "’")).collect();
            let curly: Vec<&str> = curly.iter().map(String::as_str).collect();
            lexicon.add_pieces(&plain);
            lexicon.add_pieces(&curly);
        }
        lexicon
    }

    /// Adds a word, as given and with a capital first letter, with its pieces.
    fn add_pieces(&mut self, pieces: &[&str]) {
        let mut lengths = [0u8; 4];
        for (slot, piece) in lengths.iter_mut().zip(pieces) {
            *slot = u8::try_from(piece.len()).unwrap_or(0);
        }
        let word = pieces.concat();
        let mut capital = word.clone();
        if let Some(first) = capital.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        for word in [word, capital] {
            if let Some(key) = Key::new(&word) {
                self.pieces.insert(key, lengths);
            }
        }
    }
}

fn words(table: &'static str) -> Words {
    lines(table)
        .flat_map(str::split_whitespace)
        .filter_map(Key::new)
        .collect()
}

/// The class of the abbreviation `word`, given without its full stop.
pub(super) fn abbreviation(word: &str) -> Option<Abbreviation> {
    LEXICON.abbreviations.get(&Key::new(word)?).copied()
}

/// Lengths in bytes of the tokens of a word that is an exception to the general rules (one if it is never
/// split); a zero ends them.
pub(super) fn pieces(word: &str) -> Option<[u8; 4]> {
    LEXICON.pieces.get(&Key::new(word)?).copied()
}

/// Whether `word`, in this spelling, often starts a sentence and hardly ever follows an
/// abbreviation within one: "The", "He", "But".
pub(super) fn starts_sentences(word: &str) -> bool {
    Key::new(word).is_some_and(|key| LEXICON.starters.contains(&key))
}

/// Whether `word` is a verb that reports a quotation before it: "asked", "said".
pub(super) fn reports_speech(word: &str) -> bool {
    Key::new(word).is_some_and(|key| LEXICON.speech_verbs.contains(&key))
}

/// Whether the capitalised `word` continues the sentence after "p.m.": a day, a time zone.
pub(super) fn follows_clock(word: &str) -> bool {
    Key::new(word).is_some_and(|key| LEXICON.after_clock.contains(&key))
}
