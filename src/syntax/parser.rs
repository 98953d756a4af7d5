//! The dependency parser: transitions chosen greedily by a network, each arc labelled when it is created.

use super::conllu::Sentence;
use super::habits::Habits;
use super::tags::{LABEL_COUNT, TAG_COUNT};
use super::transitions::{LEFT, MOVES, NONE, Node, RIGHT, State, best, gold_heads, good};
use super::vocabulary::{OUTSIDE, ROOT, Vocabulary};
use super::{Label, Tag};
use crate::error::Result;
use crate::model::Random;
use crate::model::bundle::{Block, Bundle};
use crate::model::network::training::{Examples, Learner, Settings, Target};
use crate::model::network::{Field, Hidden, Memo, Network, Shape};
use rayon::prelude::*;

/// Units of the hidden layer, in sixteens.
pub(super) const UNITS: usize = 8;
const NAME: &str = "parser";
/// Moves, labels of arcs to the left, labels of arcs to the right.
const OUTPUTS: usize = MOVES + 2 * LABEL_COUNT;

const WORD: usize = 0;
const TAG: usize = 1;
const CHILD: usize = 2;
const DISTANCES: usize = 3;
const COUNTS: usize = 4;
const TAG_OUTSIDE: u16 = TAG_COUNT as u16;
const TAG_ROOT: u16 = TAG_OUTSIDE + 1;
/// Maximum distinguished distance.
const MAX_DISTANCE: u32 = 8;
/// Maximum distinguished number of children.
const MAX_CHILDREN: u8 = 4;

/// Positions whose words are features: six of stack and buffer, and some children.
const WORDS: usize = 10;
/// Positions of stack and buffer whose tags are features.
const PLACES: usize = 7;
/// Children whose tags and labels are features.
const CHILDREN: usize = 9;
const SLOT_COUNT: usize = WORDS + PLACES + CHILDREN + 2;

fn shape(words: usize) -> Shape {
    let field = |rows: usize, dim| Field { rows, dim };
    let slots = [
        (WORD, WORDS),
        (TAG, PLACES),
        (CHILD, CHILDREN),
        (DISTANCES, 1),
        (COUNTS, 1),
    ];
    let distances = MAX_DISTANCE as usize + 1;
    Shape {
        fields: vec![
            field(words, 32),
            field(TAG_COUNT + 2, 16),
            field(1 + TAG_COUNT * LABEL_COUNT, 16),
            field(distances * distances, 10),
            field((usize::from(MAX_CHILDREN) + 1).pow(4), 12),
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
    labels: LabelSets,
    habits: Habits,
}

/// For each pair of tags, of head and dependent, a bit for each label that occurs.
#[derive(Debug, Clone)]
struct LabelSets(Vec<u64>);

const LABELS_BLOCK: &str = "parser.labels";
const ANY_LABEL: u64 = (1 << LABEL_COUNT) - 1;

impl LabelSets {
    fn of(sentences: &[&Sentence], tags: &[Vec<Tag>]) -> LabelSets {
        let mut sets = vec![0; TAG_COUNT * TAG_COUNT];
        for (s, tags) in sentences.iter().zip(tags) {
            for (i, label) in s.labels.iter().enumerate() {
                if let Some(head) = s.heads[i] {
                    sets[pair(tags[head], tags[i])] |= 1 << label.index();
                }
            }
        }
        LabelSets(sets)
    }

    fn load(bundle: &Bundle) -> Result<LabelSets> {
        let block = bundle.block_of(LABELS_BLOCK, TAG_COUNT * TAG_COUNT, 8)?;
        let bits = |b: &[u8]| b.iter().rev().fold(0, |bits, b| bits << 8 | u64::from(*b));
        Ok(LabelSets(block.bytes.chunks_exact(8).map(bits).collect()))
    }

    fn save(&self, bundle: &mut Bundle) {
        let bytes: Vec<u8> = self.0.iter().flat_map(|bits| bits.to_le_bytes()).collect();
        let block = Block {
            rows: self.0.len(),
            columns: 8,
            scale: 1.0,
            bytes: bytes.into(),
        };
        bundle.insert_block(LABELS_BLOCK, block);
    }

    #[inline]
    fn get(&self, head: Tag, dependent: Tag) -> u64 {
        match self.0[pair(head, dependent)] & ANY_LABEL {
            0 => ANY_LABEL,
            some => some,
        }
    }
}

fn pair(head: Tag, dependent: Tag) -> usize {
    head.index() * TAG_COUNT + dependent.index()
}

impl Arcs {
    pub fn load(bundle: &Bundle, vocabulary: &Vocabulary) -> Result<Arcs> {
        Ok(Arcs {
            network: Network::load(bundle, NAME, &shape(vocabulary.len()))?,
            labels: LabelSets::load(bundle)?,
            habits: Habits::load(bundle)?,
        })
    }

    pub fn save(&self, bundle: &mut Bundle) {
        self.network.save(bundle, NAME);
        self.labels.save(bundle);
        self.habits.save(bundle);
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
            if let Some(step) = state.forced() {
                state.make(step, 0);
                continue;
            }
            if let Some((step, label)) = self.habits.get(state, tags) {
                state.make(step, label);
                continue;
            }
            let hidden = self.network.look(&inputs(rows, tags, state), memo);
            let (_, step) = self.choose(&hidden, state.valid());
            let label = self.label(&hidden, tags, state, step);
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

    fn choose(&self, hidden: &Hidden<UNITS>, valid: [bool; MOVES]) -> ([i32; MOVES], usize) {
        let scores = std::array::from_fn(|step| self.network.score(hidden, step));
        (scores, best(&scores, valid))
    }

    /// The label of the arc that a move makes; `ROOT` for none.
    fn label(&self, hidden: &Hidden<UNITS>, tags: &[Tag], state: &State, step: usize) -> u8 {
        match state.arc(step) {
            Some((head, dependent)) if (head as usize) < tags.len() => {
                let among = self
                    .labels
                    .get(tags[head as usize], tags[dependent as usize]);
                self.network.best(hidden, labels_of(step), among) as u8
            }
            _ => 0,
        }
    }
}

/// The first of the outputs that label the arcs of a move.
fn labels_of(step: usize) -> usize {
    MOVES + if step == LEFT { 0 } else { LABEL_COUNT }
}

/// The features of a state.
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
    let children: [u32; CHILDREN] = [
        x0.left[0],
        x0.right[0],
        x1.right[0],
        xb.left[0],
        // words from here on are not features
        x0.left[1],
        x0.right[1],
        x1.left[0],
        x1.right[1],
        xb.left[1],
    ];
    let places: [u32; PLACES] = [s0, s1, s2, b0, b1, b2, s3];
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
    let child = |i: u32| match tags.get(i as usize) {
        Some(tag) => {
            1 + (tag.index() * LABEL_COUNT + usize::from(state.nodes()[i as usize].label)) as u16
        }
        None => 0,
    };
    let far = |a: u32, b: u32| {
        if a == NONE || b == NONE {
            0
        } else {
            (b - a).min(MAX_DISTANCE) as u16
        }
    };
    let many = |n: u8| u16::from(n.min(MAX_CHILDREN));
    let mut slots = [0; SLOT_COUNT];
    let (first, rest) = slots.split_at_mut(WORDS);
    for (slot, place) in first.iter_mut().zip(places[..6].iter().chain(&children)) {
        *slot = word(*place);
    }
    let (first, rest) = rest.split_at_mut(PLACES);
    for (slot, place) in first.iter_mut().zip(places) {
        *slot = tag(place);
    }
    let (first, rest) = rest.split_at_mut(CHILDREN);
    for (slot, place) in first.iter_mut().zip(children) {
        *slot = child(place);
    }
    let distances = MAX_DISTANCE as u16 + 1;
    rest[0] = far(s0, b0) * distances + far(s1, s0);
    let counts = [x0.lefts, x0.rights, x1.rights, xb.lefts];
    rest[1] = counts
        .into_iter()
        .fold(0, |all, n| all * (u16::from(MAX_CHILDREN) + 1) + many(n));
    slots
}

/// Trains on sentences with predicted tags.
///
/// After the first pass the parser follows its own predictions, with probability [`EXPLORE`] if they
/// are wrong, so that it learns to recover from mistakes.
pub(super) fn train(
    sentences: &[&Sentence],
    tags: &[Vec<Tag>],
    vocabulary: &Vocabulary,
    settings: Settings,
    seed: u64,
    mut log: impl FnMut(usize, f64),
) -> Arcs {
    let mut random = Random(seed);
    let mut learner: Learner<UNITS> =
        Learner::new(shape(vocabulary.len()), settings.dropout, random.bits());
    let labels = LabelSets::of(sentences, tags);
    let habits = Habits::of(sentences, tags);
    let mut schedule = settings.schedule();
    for epoch in 1..=settings.epochs {
        let rows = vocabulary.doubting_rows(sentences, &mut random);
        let guide = (epoch > 1).then(|| Arcs {
            network: learner.finish(),
            labels: labels.clone(),
            habits: habits.clone(),
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
                        habits: &habits,
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
        log(epoch, learner.pass(&examples, &mut schedule));
    }
    Arcs {
        network: learner.finish(),
        labels,
        habits,
    }
}

const EXPLORE: f32 = 0.9;

struct Lesson<'l> {
    sentence: &'l Sentence,
    rows: &'l [u16],
    tags: &'l [Tag],
    habits: &'l Habits,
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
        let gold = gold_heads(&self.sentence.heads);
        state.start(self.rows.len());
        while !state.done() {
            if let Some(step) = state.forced() {
                state.make(step, 0);
                continue;
            }
            if let Some((step, label)) = self.habits.get(state, self.tags) {
                state.make(step, label);
                continue;
            }
            let inputs = inputs(self.rows, self.tags, state);
            let good = good(state, &gold);
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
                    let hidden = arcs.network.look(&inputs, memo);
                    let (scores, guess) = arcs.choose(&hidden, state.valid());
                    let step = if good[guess] || self.random.fraction() < EXPLORE {
                        guess
                    } else {
                        best(&scores, good)
                    };
                    (step, Some(arcs.label(&hidden, self.tags, state, step)))
                }
            };
            let label = label.unwrap_or_else(|| match state.arc(step) {
                Some((_, dependent)) => self.sentence.labels[dependent as usize].index() as u8,
                None => 0,
            });
            state.make(step, label);
        }
    }

    /// The label of the correct arc that could be created now, if any.
    fn label(&self, state: &State, gold: &[u32]) -> Target {
        for step in [LEFT, RIGHT] {
            if let Some((head, dependent)) = state.arc(step)
                && (head as usize) < gold.len()
                && gold[dependent as usize] == head
            {
                return Target {
                    start: labels_of(step) as u16,
                    count: LABEL_COUNT as u16,
                    good: 1 << self.sentence.labels[dependent as usize].index(),
                };
            }
        }
        Target::default()
    }
}
