//! The arc-hybrid transition system (Kuhlmann et al., ACL 2011) and its dynamic oracle (Goldberg and
//! Nivre, TACL 2013). The root is attached last, to a mark after the sentence (Ballesteros and Nivre,
//! CL 2013).

pub(super) const MOVES: usize = 3;
pub(super) const SHIFT: usize = 0;
pub(super) const LEFT: usize = 1;
pub(super) const RIGHT: usize = 2;
/// Stands for no token.
pub(super) const NONE: u32 = u32::MAX;
/// The label of a token that has no head yet.
pub(super) const NO_LABEL: u8 = u8::MAX;

/// Working memory of one parse, reused from sentence to sentence.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    stack: Vec<u32>,
    next: u32,
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub head: u32,
    pub label: u8,
    /// Leftmost and second leftmost child so far.
    pub left: [u32; 2],
    /// Rightmost and second rightmost child so far.
    pub right: [u32; 2],
    pub lefts: u8,
    pub rights: u8,
}

impl Node {
    /// A token without arcs.
    pub const LONE: Node = Node {
        head: NONE,
        label: NO_LABEL,
        left: [NONE; 2],
        right: [NONE; 2],
        lefts: 0,
        rights: 0,
    };
}

impl State {
    pub fn start(&mut self, words: usize) {
        self.stack.clear();
        self.next = 0;
        self.nodes.clear();
        self.nodes.resize(words + 1, Node::LONE);
    }

    pub fn done(&self) -> bool {
        self.stack.is_empty() && self.next as usize + 1 == self.nodes.len()
    }

    /// The tokens, and the mark after them that is the head of the root.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The first token that is not yet on the stack.
    #[inline]
    pub fn next(&self) -> u32 {
        self.next
    }

    /// The token at this depth of the stack, or [`NONE`].
    #[inline]
    pub fn stack(&self, depth: usize) -> u32 {
        let stack = &self.stack;
        let place = stack.len().checked_sub(depth + 1);
        place.map_or(NONE, |k| stack[k])
    }

    /// Which moves are allowed.
    pub fn valid(&self) -> [bool; MOVES] {
        let last = self.next as usize + 1 == self.nodes.len();
        let depth = self.stack.len();
        // only one word may be attached to the root mark
        [!last, depth >= 1 && !(last && depth > 1), depth >= 2]
    }

    /// The only possible move, if there is no choice of move or label: the first word of a phrase goes to the
    /// stack, the last word is attached to the root mark.
    pub fn forced(&self) -> Option<usize> {
        let last = self.next as usize + 1 == self.nodes.len();
        match (self.stack.len(), last) {
            (0, false) => Some(SHIFT),
            (1, true) => Some(LEFT),
            _ => None,
        }
    }

    /// Head and dependent of the arc that a move makes.
    pub fn arc(&self, step: usize) -> Option<(u32, u32)> {
        let top = *self.stack.last()?;
        match step {
            LEFT => Some((self.next, top)),
            RIGHT => Some((*self.stack.get(self.stack.len().checked_sub(2)?)?, top)),
            _ => None,
        }
    }

    pub fn make(&mut self, step: usize, label: u8) {
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

/// The best of the moves that are allowed.
pub(super) fn best<T: PartialOrd + Copy>(scores: &[T; MOVES], allowed: [bool; MOVES]) -> usize {
    let mut best = None;
    for i in 0..MOVES {
        if allowed[i] && best.is_none_or(|b: usize| scores[i] > scores[b]) {
            best = Some(i);
        }
    }
    best.unwrap_or(SHIFT)
}

/// The head of each word as moves see it: the mark after the sentence for the root.
pub(super) fn gold_heads(heads: &[Option<usize>]) -> Vec<u32> {
    let root = heads.len();
    heads.iter().map(|h| h.unwrap_or(root) as u32).collect()
}

/// The moves that lose the fewest right arcs.
pub(super) fn good(state: &State, gold: &[u32]) -> [bool; MOVES] {
    let valid = state.valid();
    let costs = costs(state, gold, valid);
    let least = (0..MOVES).filter(|m| valid[*m]).map(|m| costs[m]).min();
    std::array::from_fn(|m| valid[m] && Some(costs[m]) == least)
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
