//! The part-of-speech tagger: greedy, left to right.

use super::{TAGS, Tag, Word};
use crate::error::Result;
use crate::model::bundle::Bundle;
use crate::model::perceptron::Perceptron;
use crate::model::{Table, argmax, feature};

const LABELS: usize = TAGS.len();
const TABLE: &str = "tagger";
const NO_TAG: u32 = 63;

#[derive(Debug, Clone)]
pub(super) struct Tagger {
    table: Table,
}

impl Tagger {
    pub fn load(bundle: &Bundle) -> Result<Tagger> {
        Ok(Tagger {
            table: bundle.table(TABLE, LABELS)?,
        })
    }

    pub fn save(&self, bundle: &mut Bundle) {
        bundle.insert(TABLE, self.table.clone());
    }

    /// The tags of a sentence.
    pub fn tag(&self, words: &[Word]) -> Vec<Tag> {
        let mut tags: Vec<Tag> = Vec::with_capacity(words.len());
        for i in 0..words.len() {
            let mut scores = [0; LABELS];
            features(words, &tags, i, |f| self.table.add(f, &mut scores));
            tags.push(Tag::from_index(argmax(&scores)));
        }
        tags
    }
}

/// Calls `push` with every feature of the word at `i`, given the tags before it.
#[inline]
fn features(words: &[Word], tags: &[Tag], i: usize, mut push: impl FnMut(u32)) {
    let at = |k: isize| {
        usize::try_from(i as isize + k)
            .ok()
            .and_then(|j| words.get(j))
            .unwrap_or(&Word::EDGE)
    };
    let tag = |k: usize| i.checked_sub(k).map_or(NO_TAG, |j| tags[j].index() as u32);
    let (w, p1, p2, n1, n2) = (at(0), at(-1), at(-2), at(1), at(2));
    let (t1, t2) = (tag(1), tag(2));
    let shape = u32::from(w.shape) | u32::from(i == 0) << 8;
    push(feature(1, w.form, 0, 0));
    push(feature(2, w.form, shape, 0));
    push(feature(3, w.suffix3, 0, 0));
    push(feature(4, w.suffix2, shape, 0));
    push(feature(5, w.prefix, 0, 0));
    push(feature(6, shape, t1, 0));
    push(feature(7, t1, t2, 0));
    push(feature(8, w.form, t1, 0));
    push(feature(9, p1.form, 0, 0));
    push(feature(10, p2.form, 0, 0));
    push(feature(11, n1.form, 0, 0));
    push(feature(12, n2.form, 0, 0));
    push(feature(13, p1.form, t1, w.suffix2));
    push(feature(14, n1.suffix3, u32::from(n1.shape), t1));
    push(feature(15, w.form, n1.form, 0));
    push(feature(16, t1, t2, w.form));
    push(feature(17, n1.suffix2, n2.suffix2, t1));
    push(feature(18, w.suffix3, t1, t2));
    push(feature(19, shape, u32::from(n1.shape), u32::from(p1.shape)));
    push(feature(20, w.stem, t1, n1.suffix2));
}

/// A tagger in training.
#[derive(Debug)]
pub(super) struct Training {
    perceptron: Perceptron,
    buffer: Vec<u32>,
}

impl Training {
    pub fn new(bits: u32) -> Self {
        Training {
            perceptron: Perceptron::new(bits, LABELS),
            buffer: Vec::new(),
        }
    }

    /// Learns from one sentence; gives the number of right guesses.
    pub fn learn(&mut self, words: &[Word], gold: &[Tag]) -> usize {
        let mut tags: Vec<Tag> = Vec::with_capacity(words.len());
        let mut scores = [0.0; LABELS];
        let mut right = 0;
        for (i, right_tag) in gold.iter().enumerate() {
            self.buffer.clear();
            features(words, &tags, i, |f| self.buffer.push(f));
            self.perceptron.keep_known(&mut self.buffer);
            self.perceptron.score(&self.buffer, &mut scores);
            let guess =
                (0..LABELS).fold(0, |best, k| if scores[k] > scores[best] { k } else { best });
            self.perceptron
                .update(&self.buffer, right_tag.index(), guess);
            right += usize::from(guess == right_tag.index());
            tags.push(Tag::from_index(guess));
        }
        right
    }

    pub fn finish(&self) -> Tagger {
        Tagger {
            table: self.perceptron.finish(),
        }
    }
}
