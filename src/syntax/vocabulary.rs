//! The words that the networks know, as rows of a table.

use super::Word;
use super::conllu::Sentence;
use crate::error::Result;
use crate::model::bundle::{Block, Bundle};
use crate::model::{Random, feature};
use std::collections::HashMap;

/// Row of the places before the first and after the last word.
pub(super) const OUTSIDE: u16 = 0;
/// Row of the mark that roots hang on.
pub(super) const ROOT: u16 = 1;
/// Unknown words are told apart by ending and shape, in so many classes.
const CLASSES: usize = 510;
const FIRST_WORD: usize = 2 + CLASSES;
/// Words seen less often in training count as unknown.
const LEAST: u32 = 2;
const LARGEST: usize = 40_000;
/// A word seen `n` times is passed off as unknown with probability `DOUBT / (DOUBT + n)` in training.
const DOUBT: f32 = 0.5;
const BLOCK: &str = "vocabulary";

/// The rows of known words, frequent ones first, after those of the classes.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    forms: Vec<u32>,
    rows: HashMap<u32, u16>,
}

impl Vocabulary {
    /// The words of a treebank.
    pub fn of(sentences: &[&Sentence]) -> Vocabulary {
        let counts = count(sentences);
        let mut words: Vec<(u32, u32)> = counts.into_iter().filter(|(_, n)| *n >= LEAST).collect();
        words.sort_unstable_by_key(|(form, n)| (u32::MAX - n, *form));
        words.truncate(LARGEST);
        Vocabulary::from_forms(words.into_iter().map(|(form, _)| form).collect())
    }

    fn from_forms(forms: Vec<u32>) -> Vocabulary {
        let rows = (FIRST_WORD..)
            .zip(&forms)
            .map(|(row, form)| (*form, row as u16))
            .collect();
        Vocabulary { forms, rows }
    }

    pub fn load(bundle: &Bundle) -> Result<Vocabulary> {
        let block = bundle.block(BLOCK, 4)?;
        let forms = block.bytes.chunks_exact(4).take(LARGEST);
        let forms = forms.map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        Ok(Vocabulary::from_forms(forms.collect()))
    }

    pub fn save(&self, bundle: &mut Bundle) {
        let bytes: Vec<u8> = self.forms.iter().flat_map(|f| f.to_le_bytes()).collect();
        let block = Block {
            rows: self.forms.len(),
            columns: 4,
            scale: 1.0,
            bytes: bytes.into(),
        };
        bundle.insert_block(BLOCK, block);
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        FIRST_WORD + self.forms.len()
    }

    /// The row of a word.
    #[inline]
    pub fn row(&self, word: &Word) -> u16 {
        if let Some(row) = self.rows.get(&word.form) {
            return *row;
        }
        class(word)
    }

    /// The rows of the words of sentences, some of them passed off as unknown.
    pub fn doubting_rows(&self, sentences: &[&Sentence], random: &mut Random) -> Vec<Vec<u16>> {
        let counts = count(sentences);
        let doubtful = |word: &Word, random: &mut Random| {
            let n = counts.get(&word.form).copied().unwrap_or(0) as f32;
            random.fraction() < DOUBT / (DOUBT + n)
        };
        let mut row = |word: &Word| {
            if doubtful(word, random) {
                class(word)
            } else {
                self.row(word)
            }
        };
        sentences
            .iter()
            .map(|s| s.words.iter().map(&mut row).collect())
            .collect()
    }
}

fn class(word: &Word) -> u16 {
    let hash = feature(1, word.suffix3, u32::from(word.shape), 0);
    2 + (hash as usize % CLASSES) as u16
}

fn count(sentences: &[&Sentence]) -> HashMap<u32, u32> {
    let mut counts = HashMap::new();
    for word in sentences.iter().flat_map(|s| &s.words) {
        *counts.entry(word.form).or_default() += 1;
    }
    counts
}
