//! The words that the networks know, as rows of a table.

use super::conllu::Sentence;
use super::{Tag, Word};
use crate::error::Result;
use crate::model::bundle::{Block, Bundle};
use crate::model::{Random, feature};
use foldhash::fast::FixedState;
use std::collections::HashMap;

/// Row of the places before the first and after the last word.
pub(super) const OUTSIDE: u16 = 0;
/// Row of the mark that roots hang on.
pub(super) const ROOT: u16 = 1;
/// Unknown words are distinguished by ending and shape, in so many classes.
const CLASSES: usize = 510;
const FIRST_WORD: usize = 2 + CLASSES;
/// Words seen less often in training count as unknown.
const MIN_COUNT: u32 = 2;
const MAX_WORDS: usize = 40_000;
/// A word seen `n` times is passed off as unknown with probability `DOUBT / (DOUBT + n)` in training.
const DOUBT: f32 = 0.5;
const BLOCK: &str = "vocabulary";

/// Words seen so often have only the tags that they were seen with.
const SURE: u32 = 20;
/// Tags that a word was seen with in less than this share do not count.
const NOISE: f32 = 0.003;
const TAGS_BLOCK: &str = "vocabulary.tags";

/// The rows of known words, frequent ones first, after those of the classes.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    forms: Vec<u32>,
    /// For each form the tags it may have, a bit for each.
    tags: Vec<u64>,
    rows: HashMap<u32, u16, FixedState>,
}

impl Vocabulary {
    /// The words of a treebank.
    pub fn of(sentences: &[&Sentence]) -> Vocabulary {
        let counts = count(sentences);
        let mut words: Vec<(u32, u32)> = counts
            .into_iter()
            .filter(|(_, n)| *n >= MIN_COUNT)
            .collect();
        words.sort_unstable_by_key(|(form, n)| (u32::MAX - n, *form));
        words.truncate(MAX_WORDS);
        let mut with: HashMap<(u32, Tag), u32> = HashMap::new();
        for (word, tag) in sentences.iter().flat_map(|s| s.words.iter().zip(&s.tags)) {
            *with.entry((word.form, *tag)).or_default() += 1;
        }
        let mut tags: HashMap<u32, u64> = HashMap::new();
        let counts: HashMap<u32, u32> = words.iter().copied().collect();
        for ((form, tag), n) in with {
            let all = counts.get(&form).copied().unwrap_or(0);
            if all >= SURE && n as f32 >= NOISE * all as f32 {
                *tags.entry(form).or_default() |= 1 << tag.index();
            }
        }
        let forms: Vec<u32> = words.into_iter().map(|(form, _)| form).collect();
        let tags = forms.iter().map(|f| tags.get(f).copied().unwrap_or(0));
        Vocabulary::from_forms(forms.clone(), tags.collect())
    }

    fn from_forms(forms: Vec<u32>, tags: Vec<u64>) -> Vocabulary {
        let rows = (FIRST_WORD..)
            .zip(&forms)
            .map(|(row, form)| (*form, row as u16))
            .collect();
        Vocabulary { forms, tags, rows }
    }

    pub fn load(bundle: &Bundle) -> Result<Vocabulary> {
        let block = bundle.block(BLOCK, 4)?;
        let forms = block.bytes.chunks_exact(4).take(MAX_WORDS);
        let forms = forms.map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        let block = bundle.block_of(TAGS_BLOCK, block.rows, 8)?;
        let tags = block.bytes.chunks_exact(8).take(MAX_WORDS);
        let tags = tags.map(|b| b.iter().rev().fold(0, |bits, b| bits << 8 | u64::from(*b)));
        Ok(Vocabulary::from_forms(forms.collect(), tags.collect()))
    }

    pub fn save(&self, bundle: &mut Bundle) {
        let bytes = |bytes: Vec<u8>| Block {
            rows: self.forms.len(),
            columns: bytes.len() / self.forms.len().max(1),
            scale: 1.0,
            bytes: bytes.into(),
        };
        let forms = self.forms.iter().flat_map(|f| f.to_le_bytes()).collect();
        let tags = self.tags.iter().flat_map(|t| t.to_le_bytes()).collect();
        bundle.insert_block(BLOCK, bytes(forms));
        bundle.insert_block(TAGS_BLOCK, bytes(tags));
    }

    /// The tags that the word of a row may have, a bit for each; 0 for any.
    #[inline]
    pub fn tags(&self, row: u16) -> u64 {
        let known = usize::from(row).checked_sub(FIRST_WORD);
        known.and_then(|k| self.tags.get(k)).copied().unwrap_or(0)
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
