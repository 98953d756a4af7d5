//! Second step: finds source and content of a cue.

use crate::error::Result;
use crate::model::bundle::Bundle;
use crate::model::crf::{Crf, Features, Sequence, Settings};
use crate::model::feature;
use crate::statement::article::Article;
use crate::statement::article::NONE;
use crate::statement::reading::Reader;
use crate::text::{QuoteState, TokenId, TokenRange};
use std::ops::Range;

/// Outside; first and further words of the source; first and further words of the content; the cue.
pub(super) const LABELS: usize = 6;
pub(super) const SOURCE: u8 = 1;
pub(super) const CONTENT: u8 = 3;
pub(super) const CUE: u8 = 5;
/// Labels, rounded up to a power of two.
const WIDTH: usize = 8;
const TABLE: &str = "roles";
/// Number of sentences considered on each side of the cue's.
const REACH: usize = 4;
/// Maximum number of tokens on each side of the cue: that of a sentence.
const MAX_TOKENS: usize = 300;
const LONGEST_PATH: usize = 6;

/// The result for a cue.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub source: Vec<TokenId>,
    pub content: Vec<TokenId>,
    pub probability: f32,
}

/// Memory reused from cue to cue.
#[derive(Debug, Default)]
pub(super) struct Work {
    features: Features,
    emissions: Vec<[f32; WIDTH]>,
    below: Vec<u32>,
}

#[derive(Debug, Clone)]
pub(super) struct Roles {
    crf: Crf<LABELS, WIDTH>,
}

impl Roles {
    pub fn load(bundle: &Bundle) -> Result<Self> {
        Ok(Roles {
            crf: Crf::load(bundle, TABLE)?,
        })
    }

    pub fn save(&self, bundle: &mut Bundle) {
        self.crf.save(bundle, TABLE);
    }

    pub fn train(
        sequences: &mut [Sequence],
        settings: Settings,
        log: impl FnMut(usize, f32),
    ) -> Self {
        Roles {
            crf: Crf::train(sequences, settings, log),
        }
    }

    /// Source and content of the cue with these tokens.
    pub fn find(
        &self,
        article: &Article,
        cue: &[TokenId],
        reader: Option<&Reader>,
        work: &mut Work,
    ) -> Found {
        let window = window(article, cue);
        let mut sight = Sight::new(article, cue, &window, std::mem::take(&mut work.below));
        work.emissions.clear();
        for i in window.each() {
            work.features.clear();
            sight.features(i, |f| work.features.push(f));
            let mut emission = self.crf.emission(&mut work.features);
            force(&mut emission, sight.in_cue(i));
            work.emissions.push(emission);
        }
        work.below = std::mem::take(&mut sight.below);
        if let (Some(reader), Some(reading)) = (reader, article.reading.get()) {
            let weights = reader.weights();
            let read = reader.roles(reading, cue, window.clone());
            for (own, read) in work.emissions.iter_mut().zip(read) {
                for (own, read) in own.iter_mut().zip(read.into_iter().flatten()) {
                    *own = *own * weights.roles[0] + read * weights.roles[1];
                }
            }
        }
        let labels = self.crf.decode(&work.emissions);
        let marginals = self.crf.marginals(&work.emissions);
        let mut found = Found::default();
        let (mut sum, mut count) = (0.0, 0);
        for ((i, label), p) in window.each().zip(labels).zip(marginals) {
            match label {
                1 | 2 => found.source.push(i),
                3 | 4 => found.content.push(i),
                _ => continue,
            }
            sum += if label < CONTENT {
                p[1] + p[2]
            } else {
                p[3] + p[4]
            };
            count += 1;
        }
        found.probability = sum / count.max(1) as f32;
        found
    }
}

/// Excludes labels that a token cannot have.
fn force(emission: &mut [f32; WIDTH], in_cue: bool) {
    for (label, score) in emission.iter_mut().enumerate().take(LABELS) {
        if (label == CUE as usize) != in_cue {
            *score = -1e4;
        }
    }
}

/// The sentences that can contain source and content: the cue's sentence, and its neighbours as long as a
/// quotation continues.
pub(super) fn window(article: &Article, cue: &[TokenId]) -> Range<TokenId> {
    let tokens = &article.text.tokens;
    let Some(&first) = cue.first() else {
        return Range::default();
    };
    let here = tokens[first].sentence;
    let outside = |i: TokenId| tokens[i].quote == QuoteState::Outside;
    let (mut low, mut high) = (here, here);
    while low > 0 && here - low < REACH {
        let (start, before) = (article.sentence(low).start, article.sentence(low - 1));
        let runs_in = matches!(tokens[start].quote, QuoteState::Inside | QuoteState::Close);
        if !runs_in && before.each().any(outside) {
            break;
        }
        low -= 1;
    }
    while high + 1 < article.text.sentences.len() && high - here < REACH {
        let (last, after) = (article.sentence(high).end - 1, article.sentence(high + 1));
        let runs_on = matches!(tokens[last].quote, QuoteState::Inside | QuoteState::Open);
        if !runs_on && after.each().take(2).all(outside) {
            break;
        }
        high += 1;
    }
    let last = cue.last().copied().unwrap_or(first);
    let start = article
        .sentence(low)
        .start
        .max(first.saturating_sub(MAX_TOKENS));
    start..article.sentence(high).end.min(last + 1 + MAX_TOKENS)
}

/// A cue's surroundings.
pub(super) struct Sight<'s, 'd> {
    article: &'s Article<'d>,
    cue: &'s [TokenId],
    first: TokenId,
    last: TokenId,
    /// The word of the cue nearest to the root of the tree.
    head: TokenId,
    above: Vec<TokenId>,
    window: Range<TokenId>,
    /// For each token of the window, the child of the cue that dominates it, or `NONE`.
    below: Vec<u32>,
    quoted: u32,
    sentence: usize,
    paragraph: usize,
    /// Quotations between the cue and each token: the number of the nearest one on either side.
    nearest: [u32; 2],
    /// Whether the cue's sentence starts, and whether it ends, in or next to a quotation.
    edges: u32,
}

impl<'s, 'd> Sight<'s, 'd> {
    pub fn new(
        article: &'s Article<'d>,
        cue: &'s [TokenId],
        window: &Range<TokenId>,
        mut below: Vec<u32>,
    ) -> Self {
        let (first, last) = (
            cue.first().copied().unwrap_or_default(),
            cue.last().copied().unwrap_or_default(),
        );
        let heads = &article.syntax.heads;
        let head = cue
            .iter()
            .copied()
            .find(|i| heads[*i] == *i || !cue.contains(&heads[*i]))
            .unwrap_or(first);
        let mut above = vec![head];
        while above.len() < LONGEST_PATH {
            let top = above[above.len() - 1];
            if heads[top] == top {
                break;
            }
            above.push(heads[top]);
        }
        below.clear();
        below.resize(window.len(), NONE);
        for i in window.each() {
            let (mut at, mut steps) = (i, 0);
            while steps < 30 && heads[at] != at && !cue.contains(&heads[at]) && !cue.contains(&at) {
                at = heads[at];
                steps += 1;
            }
            if !cue.contains(&at) && heads[at] != at && cue.contains(&heads[at]) {
                below[i - window.start] = at.index() as u32;
            }
        }
        let sentence = article.text.tokens[first].sentence;
        let quoted = u32::from(article.quoted[first]) | u32::from(article.headline[first]) << 1;
        let quotation = |i: &TokenId| article.quotation(*i);
        let before = (window.start..first)
            .each()
            .rev()
            .find_map(|i| quotation(&i));
        let after = (last + 1..window.end).each().find_map(|i| quotation(&i));
        let range = article.sentence(sentence);
        let edges = article.quote(range.start, 0) << 6
            | article.quote(range.end.saturating_sub(2), 0) << 3
            | article.quote(range.end.saturating_sub(1), 0);
        Sight {
            article,
            cue,
            first,
            last,
            head,
            above,
            window: window.clone(),
            below,
            quoted,
            sentence,
            paragraph: article.paragraph(first),
            nearest: [before.unwrap_or(NONE), after.unwrap_or(NONE)],
            edges,
        }
    }

    pub fn in_cue(&self, i: TokenId) -> bool {
        self.first <= i && i <= self.last && self.cue.contains(&i)
    }

    /// Labels of the arcs from the token up to its common ancestor with the cue, and down from there.
    fn path(&self, i: TokenId) -> (u32, u32) {
        let (heads, mut hash, mut at) = (&self.article.syntax.heads, 0_u32, i);
        for steps in 0..LONGEST_PATH {
            if let Some(down) = self.above.iter().position(|a| *a == at) {
                let mut full = hash;
                for a in &self.above[..down] {
                    full = full
                        .wrapping_mul(67)
                        .wrapping_add(self.article.label(*a) + 101);
                }
                return (full, (steps.min(7) << 3 | down) as u32);
            }
            hash = hash
                .wrapping_mul(71)
                .wrapping_add(self.article.label(at) + 1);
            if heads[at] == at {
                break;
            }
            at = heads[at];
        }
        (1, 63)
    }

    /// Calls `push` with every feature of the token at `i`.
    #[inline]
    #[expect(
        clippy::too_many_lines,
        reason = "one feature after another, numbered as the model numbers them"
    )]
    pub fn features(&self, i: TokenId, mut push: impl FnMut(u32)) {
        let article = self.article;
        let w = article.word(i, 0);
        let cue = &article.syntax.words[self.head];
        let in_cue = self.in_cue(i);
        let side = if in_cue {
            0
        } else if i < self.first {
            1
        } else {
            2
        };
        let distance = if i < self.first {
            self.first - i
        } else {
            i.saturating_diff(self.last)
        };
        let bucket = match distance {
            0..5 => distance as u32,
            5..8 => 5,
            8..15 => 6,
            15..30 => 7,
            _ => 8,
        };
        let sentence = article.text.tokens[i].sentence;
        let apart = if sentence == self.sentence {
            0
        } else if sentence < self.sentence {
            1
        } else {
            2
        };
        let (tag, quote, name) = (article.tag(i, 0), article.quote(i, 0), article.name(i, 0));
        let label = article.label(i);
        let shape = u32::from(w.shape);
        push(feature(1, side, apart, 0));
        if in_cue {
            return;
        }
        push(feature(2, side, bucket, apart));
        push(feature(3, w.form, 0, 0));
        push(feature(4, w.form, side, 0));
        push(feature(5, tag, side, 0));
        push(feature(6, quote, side, apart));
        push(feature(7, cue.stem, side, tag));
        push(feature(8, article.quote(self.first, 0), quote, side));
        push(feature(9, shape, side, 0));
        push(feature(10, name, side, bucket));
        push(feature(11, self.quoted, side, quote));
        for k in [-2, -1, 1, 2] {
            let t = 12 + (k + 2) as u32 * 3;
            push(feature(t, article.word(i, k).form, side, 0));
            push(feature(t + 1, article.tag(i, k), side, tag));
            push(feature(t + 2, article.quote(i, k), side, quote));
        }
        let between = if i < self.first {
            i + 1..self.first
        } else {
            self.last + 1..i
        };
        if distance < 40 {
            let seen = article.marks(between.clone());
            let seen = seen.take(5);
            let count = seen.len() as u32;
            let marks = seen.fold(0_u32, |marks, mark| marks * 59 + article.tag(mark, 0) + 1);
            let verbs = article.verbs(between);
            push(feature(30, side, marks, 0));
            push(feature(31, side << 8 | count, tag, 0));
            push(feature(32, side << 8 | verbs.min(3), tag, 0));
            push(feature(33, side, marks, cue.stem));
        }
        push(feature(34, side, article.word(self.last, 1).form, apart));
        push(feature(35, side, article.tag(self.first, -1), apart));
        push(feature(
            36,
            side,
            article.word(self.last, 1).form,
            article.word(i, -1).form,
        ));
        // the quotations
        let here = article.paragraph(i);
        let paragraph = if here == self.paragraph {
            0
        } else if here < self.paragraph {
            1
        } else {
            2
        };
        let quotation = article.quotation(i).unwrap_or(NONE);
        let rank = match (quotation, self.nearest) {
            (NONE, _) => 15,
            (q, [before, _]) if i < self.first => (before.wrapping_sub(q)).min(4),
            (q, [_, after]) => 5 + (q.wrapping_sub(after)).min(4),
        };
        let sides = u32::from(self.nearest[0] != NONE) << 1 | u32::from(self.nearest[1] != NONE);
        push(feature(160, rank, apart, paragraph));
        push(feature(
            161,
            rank << 4 | apart << 2 | paragraph,
            sides,
            cue.stem,
        ));
        push(feature(
            162,
            rank << 4 | apart << 2 | paragraph,
            sides,
            self.edges,
        ));
        push(feature(163, apart << 2 | paragraph, quote, self.edges));
        if apart > 0 {
            let far = (sentence.abs_diff(self.sentence)).min(4) as u32;
            let whole = u32::from(article.all_quoted(sentence));
            push(feature(164, apart << 4 | far, paragraph, whole));
            push(feature(
                165,
                apart << 4 | far,
                whole << 2 | paragraph,
                self.edges,
            ));
        }
        // the tree
        let (path, length) = self.path(i);
        push(feature(40, path, length, 0));
        push(feature(41, path, length, cue.stem));
        push(feature(42, label, side, apart));
        push(feature(43, path, length, tag));
        push(feature(44, article.label(self.head), side, apart));
        push(feature(45, path, length, quote << 8 | self.quoted));
        let mut top_label = 98;
        match self.below[i - self.window.start] {
            NONE => push(feature(46, side, apart, label)),
            top => {
                let t = TokenId::new(top as usize);
                let label = article.label(t);
                top_label = label;
                let entry = u32::from(t == i);
                push(feature(47, label, side, entry));
                push(feature(48, label, side, cue.stem));
                push(feature(49, label, side, article.tag(t, 0) << 8 | tag));
                push(feature(50, label, side, article.syntax.words[t].stem));
                push(feature(
                    51,
                    label,
                    side << 8 | article.tag(t, 0),
                    article.syntax.words[t].stem ^ cue.stem,
                ));
            }
        }
        // the meaning of the cue, its possible sources, other speakers in between
        let act = article.act(self.head);
        let being = article.being(i);
        push(feature(180, act, path, length));
        push(feature(181, being, side << 8 | label, top_label));
        push(feature(182, being, path, length));
        push(feature(183, act, top_label, side));
        if apart == 0 && distance < 40 {
            let others = article.acts_within(if i < self.first {
                i..self.first
            } else {
                self.last + 1..i
            });
            push(feature(184, others, side << 8 | label, tag));
            push(feature(185, others, side << 8 | top_label, bucket));
        }
        let over = self.above.iter().skip(1).any(|a| *a == i);
        push(feature(52, u32::from(over), side, article.label(self.head)));
        let head = article.syntax.heads[i];
        push(feature(53, article.syntax.words[head].stem, label, side));
        push(feature(54, w.stem, article.word(i, -1).form, side));
        push(feature(55, w.stem, article.word(i, 1).form, side));
        push(feature(
            56,
            article.name(i, -1) << 8 | name,
            article.name(i, 1),
            side,
        ));
        push(feature(57, cue.stem, w.form, side));
        push(feature(58, self.cue.len().min(4) as u32, side, bucket));
    }
}
