//! The part-of-speech tagger: left to right, each tag chosen from the words around and the two tags before.

use super::conllu::Sentence;
use super::tags::TAG_COUNT;
use super::vocabulary::{OUTSIDE, Vocabulary};
use super::{Tag, Word};
use crate::error::Result;
use crate::model::Random;
use crate::model::bundle::Bundle;
use crate::model::network::training::{Examples, Learner, Settings, Target};
use crate::model::network::{Field, Memo, Network, Shape};

const OUTPUTS: usize = TAG_COUNT;
/// Units of the hidden layer, in sixteens.
pub(super) const UNITS: usize = 4;
const NAME: &str = "tagger";
/// A bit for each tag.
const ALL: u64 = (1 << OUTPUTS) - 1;
const NO_TAG: u16 = OUTPUTS as u16;

const WORD: usize = 0;
const SUFFIX3: usize = 1;
const SUFFIX2: usize = 2;
const PREFIX: usize = 3;
const SHAPE: usize = 4;
const TAG: usize = 5;
const SLOTS: [usize; 18] = [
    WORD, WORD, WORD, WORD, WORD, SUFFIX3, SUFFIX3, SUFFIX3, SUFFIX2, PREFIX, SHAPE, SHAPE, SHAPE,
    SHAPE, SHAPE, TAG, TAG, SUFFIX2,
];
const ENDINGS: u32 = 2048;
const SHORT_ENDINGS: u32 = 512;

fn shape(words: usize) -> Shape {
    let field = |rows: usize, dim| Field { rows, dim };
    Shape {
        fields: vec![
            field(words, 32),
            field(ENDINGS as usize, 16),
            field(SHORT_ENDINGS as usize, 8),
            field(ENDINGS as usize, 8),
            field(32, 6),
            field(OUTPUTS + 1, 8),
        ],
        slots: SLOTS.to_vec(),
        outputs: OUTPUTS,
    }
}

#[derive(Debug, Clone)]
pub(super) struct Tagger {
    network: Network<UNITS>,
}

impl Tagger {
    pub fn load(bundle: &Bundle, vocabulary: &Vocabulary) -> Result<Tagger> {
        Ok(Tagger {
            network: Network::load(bundle, NAME, &shape(vocabulary.len()))?,
        })
    }

    pub fn save(&self, bundle: &mut Bundle) {
        self.network.save(bundle, NAME);
    }

    /// The tags of a sentence, given the rows of its words.
    ///
    /// Frequent words are restricted to their known tags; with only one, the network is not used.
    pub fn tag(
        &self,
        vocabulary: &Vocabulary,
        words: &[Word],
        rows: &[u16],
        memo: &mut Memo<UNITS>,
    ) -> Vec<Tag> {
        let mut tags: Vec<Tag> = Vec::with_capacity(words.len());
        for (i, row) in rows.iter().enumerate() {
            let tag = match vocabulary.tags(*row) {
                one if one.is_power_of_two() => one.trailing_zeros() as usize,
                known => {
                    let among = if known == 0 { ALL } else { known };
                    let hidden = self.network.look(&inputs(words, rows, &tags, i), memo);
                    self.network.best(&hidden, 0, among)
                }
            };
            tags.push(Tag::from_index(tag));
        }
        tags
    }
}

/// The features of the word at `i`, given the tags before it.
#[inline]
fn inputs(words: &[Word], rows: &[u16], tags: &[Tag], i: usize) -> [u16; SLOTS.len()] {
    let place = |k: isize| i.checked_add_signed(k).filter(|j| *j < words.len());
    let at = |k: isize| place(k).map_or(&Word::EDGE, |j| &words[j]);
    let row = |k: isize| place(k).map_or(OUTSIDE, |j| rows[j]);
    let tag = |k: usize| i.checked_sub(k).map_or(NO_TAG, |j| tags[j].index() as u16);
    let ending = |k: isize| (at(k).suffix3 % ENDINGS) as u16;
    let short = |k: isize| (at(k).suffix2 % SHORT_ENDINGS) as u16;
    let form = |k: isize| u16::from(at(k).shape);
    [
        row(-2),
        row(-1),
        row(0),
        row(1),
        row(2),
        ending(-1),
        ending(0),
        ending(1),
        short(0),
        (at(0).prefix % ENDINGS) as u16,
        form(-2),
        form(-1),
        form(0),
        form(1),
        form(2),
        tag(1),
        tag(2),
        short(2),
    ]
}

/// Trains on sentences.
pub(super) fn train(
    sentences: &[&Sentence],
    vocabulary: &Vocabulary,
    settings: Settings,
    seed: u64,
    mut log: impl FnMut(usize, f64),
) -> Tagger {
    let mut random = Random(seed);
    let mut learner: Learner<UNITS> =
        Learner::new(shape(vocabulary.len()), settings.dropout, random.bits());
    let mut schedule = settings.schedule();
    for epoch in 1..=settings.epochs {
        let rows = vocabulary.doubting_rows(sentences, &mut random);
        let mut examples = Examples::default();
        for (s, rows) in sentences.iter().zip(&rows) {
            for (i, tag) in s.tags.iter().enumerate() {
                examples.rows.extend(inputs(&s.words, rows, &s.tags, i));
                let target = Target {
                    start: 0,
                    count: OUTPUTS as u16,
                    good: 1 << tag.index(),
                };
                examples.targets.push([target, Target::default()]);
            }
        }
        log(epoch, learner.pass(&examples, &mut schedule));
    }
    Tagger {
        network: learner.finish(),
    }
}
