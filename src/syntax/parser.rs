//! The dependency parser: arc-hybrid transitions (Kuhlmann et al., ACL 2011), chosen greedily,
//! learned with a dynamic oracle (Goldberg and Nivre, TACL 2013). The root is attached last, to a
//! mark after the sentence (Ballesteros and Nivre, CL 2013). Each arc gets its label when it is made.

use super::{LABELS, Label, Tag, Word};
use crate::error::Result;
use crate::model::bundle::Bundle;
use crate::model::perceptron::Perceptron;
use crate::model::{Random, Table, argmax, feature};

const MOVES: usize = 3;
const SHIFT: usize = 0;
const LEFT: usize = 1;
const RIGHT: usize = 2;
const LABEL_COUNT: usize = LABELS.len();
const NONE: u32 = u32::MAX;

#[derive(Debug, Clone)]
pub(super) struct Arcs {
    moves: Table,
    labels: Table,
}

/// Working memory of one parse, reused from sentence to sentence.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    stack: Vec<u32>,
    next: u32,
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    head: u32,
    label: u8,
    /// Leftmost and second leftmost child so far.
    left: [u32; 2],
    /// Rightmost and second rightmost child so far.
    right: [u32; 2],
    lefts: u8,
    rights: u8,
}

const LONE: Node = Node {
    head: NONE,
    label: 63,
    left: [NONE; 2],
    right: [NONE; 2],
    lefts: 0,
    rights: 0,
};

impl State {
    fn start(&mut self, words: usize) {
        self.stack.clear();
        self.next = 0;
        self.nodes.clear();
        self.nodes.resize(words + 1, LONE);
    }

    fn done(&self) -> bool {
        self.stack.is_empty() && self.next as usize + 1 == self.nodes.len()
    }

    /// Which moves may be made.
    fn valid(&self) -> [bool; MOVES] {
        let last = self.next as usize + 1 == self.nodes.len();
        let depth = self.stack.len();
        // only one word may be left to the root mark
        [!last, depth >= 1 && !(last && depth > 1), depth >= 2]
    }

    /// Head and dependent of the arc that a move makes.
    fn arc(&self, step: usize) -> Option<(u32, u32)> {
        let top = *self.stack.last()?;
        match step {
            LEFT => Some((self.next, top)),
            RIGHT => Some((self.stack[self.stack.len() - 2], top)),
            _ => None,
        }
    }

    fn make(&mut self, step: usize, label: u8) {
        if step == SHIFT {
            self.stack.push(self.next);
            self.next += 1;
            return;
        }
        let Some((head, dependent)) = self.arc(step) else {
            return;
        };
        self.stack.pop();
        let node = &mut self.nodes[dependent as usize];
        node.head = head;
        node.label = label;
        let node = &mut self.nodes[head as usize];
        if dependent < head {
            node.left = [dependent, node.left[0]];
            node.lefts = node.lefts.saturating_add(1);
        } else {
            node.right = [dependent, node.right[0]];
            node.rights = node.rights.saturating_add(1);
        }
    }
}

/// A token as the features see it.
#[derive(Clone, Copy)]
struct View {
    word: u32,
    stem: u32,
    tag: u32,
    label: u32,
}

const NOWHERE: View = View {
    word: 0,
    stem: 0,
    tag: 63,
    label: 63,
};

struct Sight<'s> {
    words: &'s [Word],
    tags: &'s [Tag],
    state: &'s State,
}

impl Sight<'_> {
    #[inline]
    fn view(&self, i: u32) -> View {
        match (self.words.get(i as usize), self.tags.get(i as usize)) {
            (Some(word), Some(tag)) => View {
                word: word.form,
                stem: word.stem,
                tag: tag.index() as u32,
                label: u32::from(self.state.nodes[i as usize].label),
            },
            // the root mark
            _ if i as usize == self.words.len() => View {
                word: 2,
                stem: 2,
                tag: 62,
                label: 62,
            },
            _ => NOWHERE,
        }
    }

    #[inline]
    fn node(&self, i: u32) -> Node {
        self.state.nodes.get(i as usize).copied().unwrap_or(LONE)
    }

    #[inline]
    fn stack(&self, depth: usize) -> u32 {
        let stack = &self.state.stack;
        stack
            .len()
            .checked_sub(depth + 1)
            .map_or(NONE, |k| stack[k])
    }

    /// Features of the choice of a move.
    #[inline]
    fn move_features(&self, mut push: impl FnMut(u32)) {
        let (i0, i1, i2) = (self.stack(0), self.stack(1), self.stack(2));
        let b = self.state.next;
        let (s0, s1, s2) = (self.view(i0), self.view(i1), self.view(i2));
        let (n0, n1, n2) = (
            self.view(b),
            self.view(b.saturating_add(1)),
            self.view(b.saturating_add(2)),
        );
        let (x0, x1, xb) = (self.node(i0), self.node(i1), self.node(b));
        let (s0l, s0r) = (self.view(x0.left[0]), self.view(x0.right[0]));
        let (s0l2, s0r2) = (self.view(x0.left[1]), self.view(x0.right[1]));
        let (s1l, s1r) = (self.view(x1.left[0]), self.view(x1.right[0]));
        let n0l = self.view(xb.left[0]);
        let n0l2 = self.view(xb.left[1]);
        let distance = if i0 == NONE { 0 } else { (b - i0).min(6) };
        let reach = if i1 == NONE { 0 } else { (i0 - i1).min(6) };
        let v0 = u32::from(x0.lefts.min(3)) << 4 | u32::from(x0.rights.min(4));
        let v1 = u32::from(x1.lefts.min(3)) << 4 | u32::from(x1.rights.min(4));
        let vb = u32::from(xb.lefts.min(3));
        let pair = |a: u32, b: u32| a << 8 | b;
        push(feature(1, s0.word, s0.tag, 0));
        push(feature(2, s0.stem, 0, 0));
        push(feature(3, s1.word, s1.tag, 0));
        push(feature(4, s1.stem, 0, 0));
        push(feature(5, n0.word, n0.tag, 0));
        push(feature(6, n0.stem, 0, 0));
        push(feature(7, n1.word, n1.tag, 0));
        push(feature(8, n2.word, n2.tag, 0));
        push(feature(9, s0.stem, n0.stem, pair(s0.tag, n0.tag)));
        push(feature(10, s0.stem, n0.tag, s0.tag));
        push(feature(11, s0.tag, n0.stem, n0.tag));
        push(feature(12, s0.tag, n0.tag, n1.tag));
        push(feature(13, s1.stem, s0.stem, pair(s1.tag, s0.tag)));
        push(feature(14, s1.stem, s0.tag, s1.tag));
        push(feature(15, s1.tag, s0.stem, s0.tag));
        push(feature(16, s1.tag, s0.tag, n0.tag));
        push(feature(17, s1.stem, n0.tag, s0.tag));
        push(feature(18, s2.tag, s1.tag, s0.tag));
        push(feature(19, n0.tag, n1.tag, n2.tag));
        push(feature(20, pair(s0.tag, n0.tag), pair(n1.tag, n2.tag), 0));
        push(feature(21, s0.tag, pair(s0l.tag, s0r.tag), n0.tag));
        push(feature(22, s0.tag, pair(s0l.label, s0r.label), n0.tag));
        push(feature(23, s1.tag, pair(s1l.label, s1r.label), s0.tag));
        push(feature(24, n0.tag, n0l.label, s0.tag));
        push(feature(
            25,
            pair(s0l2.label, s0l.label),
            pair(s0r.label, s0r2.label),
            s0.tag,
        ));
        push(feature(26, s0.stem, v0, n0.tag));
        push(feature(27, s1.stem, v1, s0.tag));
        push(feature(28, n0.stem, vb, s0.tag));
        push(feature(29, s0.tag, n0.tag, distance));
        push(feature(30, s0.stem, n0.stem, distance));
        push(feature(31, s1.tag, s0.tag, reach));
        push(feature(32, s0.stem, s0l.word, n0.tag));
        push(feature(33, s0.stem, s0r.word, n0.tag));
        push(feature(34, s1.stem, s1r.word, s0.tag));
        push(feature(35, s0.stem, n1.word, n0.tag));
        push(feature(36, n0.stem, n0l.stem, s0.tag));
        push(feature(37, pair(s1.tag, s0.tag), pair(n0.tag, n1.tag), 0));
        push(feature(38, n0.word, n1.word, s0.tag));
        push(feature(39, s0.stem, pair(s0l.label, s0r.label), n0.tag));
        push(feature(40, s1.stem, pair(s1l.label, s1r.label), s0.tag));
        push(feature(
            41,
            pair(n0l.label, n0l2.label),
            vb,
            pair(s0.tag, n0.tag),
        ));
        push(feature(42, s2.stem, s1.tag, pair(s0.tag, n0.tag)));
        push(feature(43, s1.word, s0.word, n0.word));
    }

    /// Features of the choice of a label for the arc from `head` to `dependent`.
    #[inline]
    fn label_features(&self, head: u32, dependent: u32, mut push: impl FnMut(u32)) {
        let (h, d) = (self.view(head), self.view(dependent));
        let (hn, dn) = (self.node(head), self.node(dependent));
        let side = u32::from(dependent < head);
        let distance = head.abs_diff(dependent).min(8) << 1 | side;
        let before = self.view(dependent.wrapping_sub(1));
        let after = self.view(dependent.saturating_add(1));
        let (first, last) = (self.view(dn.left[0]), self.view(dn.right[0]));
        let sibling = self.view(if side == 1 { hn.left[0] } else { hn.right[0] });
        let second = self.view(if side == 1 { hn.left[1] } else { hn.right[1] });
        let across = self.view(hn.left[0]);
        let pair = |a: u32, b: u32| a << 8 | b;
        push(feature(1, h.tag, d.tag, side));
        push(feature(2, h.tag, d.tag, distance));
        push(feature(3, h.stem, d.tag, side));
        push(feature(4, h.tag, d.stem, side));
        push(feature(5, h.stem, d.stem, side));
        push(feature(6, d.word, side, 0));
        push(feature(7, h.word, side, 0));
        push(feature(8, pair(h.tag, d.tag), sibling.label, side));
        push(feature(9, h.stem, sibling.label, pair(d.tag, side)));
        push(feature(
            10,
            pair(h.tag, d.tag),
            pair(sibling.label, second.label),
            side,
        ));
        push(feature(11, pair(h.tag, d.tag), first.word, side));
        push(feature(
            12,
            pair(h.tag, d.tag),
            pair(first.label, last.label),
            side,
        ));
        push(feature(13, d.stem, first.word, pair(h.tag, side)));
        push(feature(14, pair(h.tag, d.tag), before.tag, side));
        push(feature(15, pair(h.tag, d.tag), after.tag, side));
        push(feature(16, h.stem, d.tag, pair(across.label, side)));
        push(feature(17, d.word, before.word, h.tag));
        push(feature(18, d.word, after.word, h.tag));
        push(feature(19, h.stem, d.tag, pair(distance, first.tag)));
    }
}

impl Arcs {
    pub fn load(bundle: &Bundle) -> Result<Arcs> {
        Ok(Arcs {
            moves: bundle.table("parser.moves", MOVES)?,
            labels: bundle.table("parser.labels", LABEL_COUNT)?,
        })
    }

    pub fn save(&self, bundle: &mut Bundle) {
        bundle.insert("parser.moves", self.moves.clone());
        bundle.insert("parser.labels", self.labels.clone());
    }

    /// Head (`None` for the root) and label of each word.
    pub fn parse<'s>(
        &self,
        words: &[Word],
        tags: &[Tag],
        state: &'s mut State,
    ) -> impl Iterator<Item = (Option<usize>, Label)> + use<'s> {
        state.start(words.len());
        while !state.done() {
            let sight = Sight { words, tags, state };
            let mut scores = [0; MOVES];
            sight.move_features(|f| self.moves.add(f, &mut scores));
            let step = best(&scores, state.valid());
            let label = match state.arc(step) {
                Some((head, _)) if head as usize == words.len() => 0,
                Some((head, dependent)) => {
                    let mut scores = [0; LABEL_COUNT];
                    Sight { words, tags, state }
                        .label_features(head, dependent, |f| self.labels.add(f, &mut scores));
                    argmax(&scores) as u8
                }
                None => 0,
            };
            state.make(step, label);
        }
        let n = words.len();
        state.nodes[..n].iter().map(move |node| {
            let head = node.head as usize;
            (
                (head < n).then_some(head),
                Label::from_index(node.label as usize),
            )
        })
    }
}

fn best<T: PartialOrd + Copy>(scores: &[T; MOVES], allowed: [bool; MOVES]) -> usize {
    let mut best = None;
    for i in 0..MOVES {
        if allowed[i] && best.is_none_or(|b: usize| scores[i] > scores[b]) {
            best = Some(i);
        }
    }
    best.unwrap_or(SHIFT)
}

/// A parser in training.
#[derive(Debug)]
pub(super) struct Training {
    moves: Perceptron,
    labels: Perceptron,
    state: State,
    buffer: Vec<u32>,
}

impl Training {
    pub fn new(move_bits: u32, label_bits: u32) -> Self {
        Training {
            moves: Perceptron::new(move_bits, MOVES),
            labels: Perceptron::new(label_bits, LABEL_COUNT),
            state: State::default(),
            buffer: Vec::new(),
        }
    }

    /// Learns from one sentence; with probability `explore` it goes on from its own guess rather
    /// than from the right move. Gives the number of words with the right head.
    pub fn learn(
        &mut self,
        words: &[Word],
        tags: &[Tag],
        heads: &[Option<usize>],
        labels: &[Label],
        random: &mut Random,
        explore: f32,
    ) -> usize {
        let n = words.len();
        let gold: Vec<u32> = heads.iter().map(|h| h.unwrap_or(n) as u32).collect();
        let state = &mut self.state;
        state.start(n);
        while !state.done() {
            let sight = Sight { words, tags, state };
            self.buffer.clear();
            sight.move_features(|f| self.buffer.push(f));
            let mut scores = [0.0; MOVES];
            self.moves.keep_known(&mut self.buffer);
            self.moves.score(&self.buffer, &mut scores);
            let valid = state.valid();
            let guess = best(&scores, valid);
            let costs = costs(state, &gold, valid);
            let least = (0..MOVES)
                .filter(|m| valid[*m])
                .map(|m| costs[m])
                .min()
                .unwrap_or(0);
            let good: [bool; MOVES] = std::array::from_fn(|m| valid[m] && costs[m] == least);
            let truth = best(&scores, good);
            self.moves
                .update(&self.buffer, truth, if good[guess] { truth } else { guess });
            let step = if !good[guess] && random.fraction() >= explore {
                truth
            } else {
                guess
            };
            let mut label = 0;
            if let Some((head, dependent)) = state.arc(step)
                && (head as usize) < n
            {
                self.buffer.clear();
                Sight { words, tags, state }
                    .label_features(head, dependent, |f| self.buffer.push(f));
                let mut scores = [0.0; LABEL_COUNT];
                self.labels.keep_known(&mut self.buffer);
                self.labels.score(&self.buffer, &mut scores);
                let guess = (0..LABEL_COUNT)
                    .fold(0, |best, k| if scores[k] > scores[best] { k } else { best });
                if gold[dependent as usize] == head {
                    self.labels
                        .update(&self.buffer, labels[dependent as usize].index(), guess);
                }
                label = guess as u8;
            }
            state.make(step, label);
        }
        state.nodes[..n]
            .iter()
            .zip(&gold)
            .filter(|(node, gold)| node.head == **gold)
            .count()
    }

    pub fn finish(&self) -> Arcs {
        Arcs {
            moves: self.moves.finish(),
            labels: self.labels.finish(),
        }
    }
}

/// How many right arcs each move makes impossible.
fn costs(state: &State, gold: &[u32], valid: [bool; MOVES]) -> [u32; MOVES] {
    let n = gold.len() as u32;
    let next = state.next;
    let mut costs = [0; MOVES];
    let Some((&top, below)) = state.stack.split_last() else {
        return costs;
    };
    let second = below.last().copied();
    let top_head = gold[top as usize];
    let children_right = (next..n).filter(|c| gold[*c as usize] == top).count() as u32;
    if valid[LEFT] {
        let lost = (top_head > next && top_head <= n) || Some(top_head) == second;
        costs[LEFT] = u32::from(lost) + children_right;
    }
    if valid[RIGHT] {
        let lost = top_head >= next && top_head <= n;
        costs[RIGHT] = u32::from(lost) + children_right;
    }
    if valid[SHIFT] {
        let children = state
            .stack
            .iter()
            .filter(|c| gold[**c as usize] == next)
            .count() as u32;
        costs[SHIFT] = children + u32::from(below.contains(&gold[next as usize]));
    }
    costs
}
