//! Moves of the parser that four tags determine: a determiner before a noun goes to the stack, whatever
//! the words. They need no network; they are one move in four.

use super::Tag;
use super::conllu::Sentence;
use super::tags::{LABEL_COUNT, TAG_COUNT};
use super::transitions::{LEFT, MOVES, NONE, RIGHT, SHIFT, State, gold_heads, good};
use crate::error::Result;
use crate::model::bundle::{Block, Bundle};
use foldhash::fast::FixedState;
use std::collections::HashMap;

const BLOCK: &str = "parser.habits";
/// Minimum number of occurrences of four tags.
const MIN_COUNT: u32 = 50;
/// Minimum share of the most frequent move, in thousandths.
const SHARE: u32 = 995;

/// A move, and the label of the arc that it makes.
type Step = (u8, u8);

/// The moves for four tags.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Habits(HashMap<u32, Step, FixedState>);

impl Habits {
    /// The moves that almost always lead to the correct trees, by predicted tags.
    pub fn of(sentences: &[&Sentence], tags: &[Vec<Tag>]) -> Habits {
        let mut counts: HashMap<u32, HashMap<Step, u32>> = HashMap::new();
        let mut state = State::default();
        for (sentence, tags) in sentences.iter().zip(tags) {
            let gold = gold_heads(&sentence.heads);
            state.start(tags.len());
            while !state.done() {
                if let Some(step) = state.forced() {
                    state.make(step, 0);
                    continue;
                }
                let step = right_move(&state, &gold);
                let label = |i: u32| sentence.labels[i as usize].index() as u8;
                let label = state.arc(step).map_or(0, |(_, dependent)| label(dependent));
                let seen = counts.entry(key(&state, tags)).or_default();
                *seen.entry((step as u8, label)).or_default() += 1;
                state.make(step, label);
            }
        }
        let habit = |seen: &HashMap<Step, u32>| {
            let all: u32 = seen.values().sum();
            let (step, most) = seen.iter().max_by_key(|(_, n)| **n)?;
            (all >= MIN_COUNT && 1000 * most >= SHARE * all).then_some(*step)
        };
        let habits = counts.iter();
        Habits(
            habits
                .filter_map(|(k, seen)| Some((*k, habit(seen)?)))
                .collect(),
        )
    }

    /// The move and label for a state, if its tags determine them.
    #[inline]
    pub fn get(&self, state: &State, tags: &[Tag]) -> Option<(usize, u8)> {
        let (step, label) = *self.0.get(&key(state, tags))?;
        let step = usize::from(step);
        let made = state.arc(step).is_some() || step == SHIFT;
        (made && state.valid()[step]).then_some((step, label))
    }

    pub fn load(bundle: &Bundle) -> Result<Habits> {
        let rows = bundle.block(BLOCK, 6)?;
        let habits = rows.bytes.chunks_exact(6).filter_map(|row| {
            let &[a, b, c, d, step, label] = row else {
                return None;
            };
            let known = usize::from(step) < MOVES && usize::from(label) < LABEL_COUNT;
            known.then_some((u32::from_le_bytes([a, b, c, d]), (step, label)))
        });
        Ok(Habits(habits.collect()))
    }

    pub fn save(&self, bundle: &mut Bundle) {
        let mut habits: Vec<(u32, Step)> = self.0.iter().map(|(k, step)| (*k, *step)).collect();
        habits.sort_unstable();
        let row = |(key, (step, label)): &(u32, Step)| {
            let [a, b, c, d] = key.to_le_bytes();
            [a, b, c, d, *step, *label]
        };
        let block = Block {
            rows: habits.len(),
            columns: 6,
            scale: 1.0,
            bytes: habits.iter().flat_map(row).collect::<Vec<u8>>().into(),
        };
        bundle.insert_block(BLOCK, block);
    }
}

/// A move that keeps all correct arcs reachable, preferring arcs.
fn right_move(state: &State, gold: &[u32]) -> usize {
    let good = good(state, gold);
    [LEFT, RIGHT]
        .into_iter()
        .find(|step| good[*step])
        .unwrap_or(SHIFT)
}

/// The tags of the two topmost words of the stack and the next two words, as a number.
fn key(state: &State, tags: &[Tag]) -> u32 {
    const OUTSIDE: u32 = TAG_COUNT as u32;
    let tag = |i: u32| match tags.get(i as usize) {
        Some(tag) => tag.index() as u32,
        None => OUTSIDE + u32::from(i != NONE),
    };
    let next = state.next();
    [state.stack(1), state.stack(0), next, next.saturating_add(1)]
        .into_iter()
        .fold(0, |key, i| key * (OUTSIDE + 2) + tag(i))
}
