//! The dependency parser: transitions chosen greedily by a network, each arc labelled when it is made.

use super::conllu::Sentence;
use super::transitions::{LEFT, MOVES, NO_LABEL, NONE, Node, RIGHT, State, best, costs};
use super::vocabulary::{OUTSIDE, ROOT, Vocabulary};
use super::{LABELS, Label, TAGS, Tag};
use crate::error::Result;
use crate::model::bundle::Bundle;
use crate::model::network::training::{Examples, Learner, Settings, Target};
use crate::model::network::{Field, Memo, Network, Shape};
use crate::model::{Random, argmax};
use rayon::prelude::*;
use std::ops::Range;

/// Units of the hidden layer.
pub(super) const UNITS: usize = 128;
const NAME: &str = "parser";
const LABEL_COUNT: usize = LABELS.len();
/// Moves, labels of arcs to the left, labels of arcs to the right.
const OUTPUTS: usize = MOVES + 2 * LABEL_COUNT;

const WORD: usize = 0;
const TAG: usize = 1;
const LABEL: usize = 2;
const DISTANCE: usize = 3;
const COUNT: usize = 4;
const TAG_OUTSIDE: u16 = TAGS.len() as u16;
const TAG_ROOT: u16 = TAG_OUTSIDE + 1;
const LABEL_NONE: u16 = LABELS.len() as u16;
const FARTHEST: u32 = 8;

/// Places whose words are looked at: stack, buffer, children.
const WORDS: usize = 10;
/// Further places of which only the tag counts.
const PLACES: usize = 16;
/// Of these the last so many are children, with labels.
const CHILDREN: usize = 9;
const SLOT_COUNT: usize = WORDS + PLACES + CHILDREN + 2 + 4;

fn shape(words: usize) -> Shape {
    let field = |rows: usize, dim| Field { rows, dim };
    let slots = [
        (WORD, WORDS),
        (TAG, PLACES),
        (LABEL, CHILDREN),
        (DISTANCE, 2),
        (COUNT, 4),
    ];
    Shape {
        fields: vec![
            field(words, 32),
            field(TAGS.len() + 2, 16),
            field(LABEL_COUNT + 1, 12),
            field(FARTHEST as usize + 1, 6),
            field(5, 4),
        ],
        slots: slots
            .into_iter()
            .flat_map(|(f, n)| std::iter::repeat_n(f, n))
            .collect(),
        outputs: OUTPUTS,
    }
}

#[derive(Debug, Clone)]
pub(super) struct Arcs {
    network: Network<UNITS>,
}

impl Arcs {
    pub fn load(bundle: &Bundle, vocabulary: &Vocabulary) -> Result<Arcs> {
        Ok(Arcs {
            network: Network::load(bundle, NAME, &shape(vocabulary.len()))?,
        })
    }

    pub fn save(&self, bundle: &mut Bundle) {
        self.network.save(bundle, NAME);
    }

    /// Head (`None` for the root) and label of each word.
    pub fn parse<'s>(
        &self,
        rows: &[u16],
        tags: &[Tag],
        state: &'s mut State,
        memo: &mut Memo<UNITS>,
    ) -> impl Iterator<Item = (Option<usize>, Label)> + use<'s> {
        state.start(rows.len());
        while !state.done() {
            let sums = self.look(&inputs(rows, tags, state), memo);
            let (_, step) = self.choose(&sums, state.valid());
            let label = self.label(&sums, state, step);
            state.make(step, label);
        }
        let n = rows.len();
        state.nodes()[..n].iter().map(move |node| {
            let head = node.head as usize;
            (
                (head < n).then_some(head),
                Label::from_index(node.label as usize),
            )
        })
    }

    fn look(&self, inputs: &[u16; SLOT_COUNT], memo: &mut Memo<UNITS>) -> [i16; UNITS] {
        let mut sums = self.network.start();
        for (slot, row) in inputs.iter().enumerate() {
            self.network.fill(slot, *row, &mut sums, memo);
        }
        sums
    }

    fn choose(&self, sums: &[i16; UNITS], valid: [bool; MOVES]) -> ([i32; MOVES], usize) {
        let mut scores = [0; MOVES];
        self.network.score(sums, 0..MOVES, &mut scores);
        (scores, best(&scores, valid))
    }

    /// The label of the arc that a move makes; `ROOT` for none.
    fn label(&self, sums: &[i16; UNITS], state: &State, step: usize) -> u8 {
        match state.arc(step) {
            Some((head, _)) if head as usize + 1 < state.nodes().len() => {
                let mut scores = [0; LABEL_COUNT];
                self.network.score(sums, labels_of(step), &mut scores);
                argmax(&scores) as u8
            }
            _ => 0,
        }
    }
}

/// The outputs that label the arcs of a move.
fn labels_of(step: usize) -> Range<usize> {
    let start = MOVES + if step == LEFT { 0 } else { LABEL_COUNT };
    start..start + LABEL_COUNT
}

/// What is to be seen of a state.
#[inline]
fn inputs(rows: &[u16], tags: &[Tag], state: &State) -> [u16; SLOT_COUNT] {
    let n = rows.len() as u32;
    let (s0, s1, s2, s3) = (
        state.stack(0),
        state.stack(1),
        state.stack(2),
        state.stack(3),
    );
    let b0 = state.next();
    let (b1, b2) = (b0.saturating_add(1), b0.saturating_add(2));
    let node = |i: u32| state.nodes().get(i as usize).copied().unwrap_or(Node::LONE);
    let (x0, x1, xb) = (node(s0), node(s1), node(b0));
    let places: [u32; PLACES] = [
        s0,
        s1,
        s2,
        b0,
        b1,
        b2,
        x0.left[0],
        x0.right[0],
        x1.right[0],
        xb.left[0],
        // words from here on are not looked at
        s3,
        x0.left[1],
        x0.right[1],
        x1.left[0],
        x1.right[1],
        xb.left[1],
    ];
    let word = |i: u32| match rows.get(i as usize) {
        Some(row) => *row,
        None if i == n => ROOT,
        None => OUTSIDE,
    };
    let tag = |i: u32| match tags.get(i as usize) {
        Some(tag) => tag.index() as u16,
        None if i == n => TAG_ROOT,
        None => TAG_OUTSIDE,
    };
    let label = |i: u32| match node(i).label {
        NO_LABEL => LABEL_NONE,
        label => u16::from(label),
    };
    let far = |a: u32, b: u32| {
        if a == NONE {
            0
        } else {
            (b - a).min(FARTHEST) as u16
        }
    };
    let mut slots = [0; SLOT_COUNT];
    let (words, rest) = slots.split_at_mut(WORDS);
    let (tags, rest) = rest.split_at_mut(PLACES);
    let (labels, rest) = rest.split_at_mut(CHILDREN);
    for (slot, place) in words.iter_mut().zip(places) {
        *slot = word(place);
    }
    for (slot, place) in tags.iter_mut().zip(places) {
        *slot = tag(place);
    }
    let children = [6, 7, 8, 9, 11, 12, 13, 14, 15].map(|k: usize| places[k]);
    for (slot, child) in labels.iter_mut().zip(children) {
        *slot = label(child);
    }
    rest[0] = far(s0, b0);
    rest[1] = if s0 == NONE { 0 } else { far(s1, s0) };
    rest[2] = u16::from(x0.lefts.min(4));
    rest[3] = u16::from(x0.rights.min(4));
    rest[4] = u16::from(x1.rights.min(4));
    rest[5] = u16::from(xb.lefts.min(4));
    slots
}

/// Learns from sentences and the tags that a tagger gave them.
///
/// After the first pass the parser goes on from its own guesses, with probability [`EXPLORE`] where they
/// are wrong, so that it learns what to do after a mistake.
pub(super) fn train(
    sentences: &[&Sentence],
    tags: &[Vec<Tag>],
    vocabulary: &Vocabulary,
    settings: Settings,
    seed: u64,
    mut tell: impl FnMut(usize, f64),
) -> Arcs {
    let mut random = Random(seed);
    let mut learner: Learner<UNITS> =
        Learner::new(shape(vocabulary.len()), settings.dropout, random.bits());
    let mut schedule = settings.schedule();
    for epoch in 1..=settings.epochs {
        let rows = vocabulary.doubting_rows(sentences, &mut random);
        let guide = (epoch > 1).then(|| Arcs {
            network: learner.finish(),
        });
        let seed = random.bits();
        let numbers: Vec<usize> = (0..sentences.len()).collect();
        let parts: Vec<Examples> = numbers
            .par_chunks(256)
            .map(|numbers| {
                let (mut state, mut memo) = (State::default(), Memo::default());
                let mut examples = Examples::default();
                for &i in numbers {
                    let lesson = Lesson {
                        sentence: sentences[i],
                        rows: &rows[i],
                        tags: &tags[i],
                        random: Random(seed ^ i as u64),
                    };
                    lesson.examples(guide.as_ref(), &mut state, &mut memo, &mut examples);
                }
                examples
            })
            .collect();
        let mut examples = Examples::default();
        for part in parts {
            examples.rows.extend(part.rows);
            examples.targets.extend(part.targets);
        }
        tell(epoch, learner.pass(&examples, &mut schedule));
    }
    Arcs {
        network: learner.finish(),
    }
}

const EXPLORE: f32 = 0.9;

struct Lesson<'l> {
    sentence: &'l Sentence,
    rows: &'l [u16],
    tags: &'l [Tag],
    random: Random,
}

impl Lesson<'_> {
    fn examples(
        mut self,
        guide: Option<&Arcs>,
        state: &mut State,
        memo: &mut Memo<UNITS>,
        examples: &mut Examples,
    ) {
        let n = self.rows.len();
        let heads = self.sentence.heads.iter();
        let gold: Vec<u32> = heads.map(|h| h.unwrap_or(n) as u32).collect();
        state.start(n);
        while !state.done() {
            let inputs = inputs(self.rows, self.tags, state);
            let valid = state.valid();
            let costs = costs(state, &gold, valid);
            let least = (0..MOVES).filter(|m| valid[*m]).map(|m| costs[m]).min();
            let good: [bool; MOVES] = std::array::from_fn(|m| valid[m] && Some(costs[m]) == least);
            examples.rows.extend(inputs);
            let bits = (0..MOVES).map(|m| u64::from(good[m]) << m).sum();
            let moves = Target {
                start: 0,
                count: MOVES as u16,
                good: bits,
            };
            examples.targets.push([moves, self.label(state, &gold)]);
            let (step, label) = match guide {
                None => (best(&[0; MOVES], good), None),
                Some(arcs) => {
                    let sums = arcs.look(&inputs, memo);
                    let (scores, guess) = arcs.choose(&sums, valid);
                    let step = if good[guess] || self.random.fraction() < EXPLORE {
                        guess
                    } else {
                        best(&scores, good)
                    };
                    (step, Some(arcs.label(&sums, state, step)))
                }
            };
            let label = label.unwrap_or_else(|| match state.arc(step) {
                Some((_, dependent)) => self.sentence.labels[dependent as usize].index() as u8,
                None => 0,
            });
            state.make(step, label);
        }
    }

    /// The right label of the arc that could be made now and is right, if there is one.
    fn label(&self, state: &State, gold: &[u32]) -> Target {
        for step in [LEFT, RIGHT] {
            if let Some((head, dependent)) = state.arc(step)
                && (head as usize) < gold.len()
                && gold[dependent as usize] == head
            {
                return Target {
                    start: labels_of(step).start as u16,
                    count: LABEL_COUNT as u16,
                    good: 1 << self.sentence.labels[dependent as usize].index(),
                };
            }
        }
        Target::default()
    }
}
