//! What an encoder sees in an article, for those who can wait: for each word how likely it is to belong to a
//! cue, and for each cue which words are its source and its content.
//!
//! The article is encoded once; each cue is a question to the same vectors, which one or two light layers answer. The
//! random fields of [`attribution`](super::attribution) add these scores to their own.

use crate::error::Result;
use crate::model::bundle::{Block, Bundle};
use crate::model::encoder::{self, Embedding, Encoder, Layer, Linear, Norm, Piece};
use crate::text::{PerToken, Text, TokenId, TokenRange};
use std::ops::Range;

/// Pieces that are encoded together, less their context.
const CORE: usize = 224;
/// Pieces on either side that are encoded with them and then forgotten.
const CONTEXT: usize = 24;
/// Maximum number of pieces on either side of a cue that are looked at for its source and content.
const REACH: usize = 96;
/// Pieces on either side of the sentences that the source and content are in that are looked at.
const MARGIN: usize = 24;
/// Outside, first and further pieces of a cue.
const CUE_LABELS: usize = 3;
/// Outside, first and further pieces of the source, then of the content.
const ROLE_LABELS: usize = 5;

/// [`Weights::unsure`], chosen on PolNeAR's dev set.
pub const UNSURE: f32 = 0.1;
const WEIGHTS: &str = "reader.weights";

/// The encoder with what it answers questions with.
#[derive(Debug, Clone)]
pub struct Reader {
    encoder: Encoder,
    cues: Linear,
    /// From the encoder's vectors to those of the light layers.
    down: Linear,
    /// What the cue's mean vector adds to each.
    asked: Linear,
    /// What is added to the cue's own vectors.
    in_cue: Vec<f32>,
    /// What is added by the distance from the cue.
    distances: Embedding,
    norm: Norm,
    layers: Vec<Layer>,
    roles: Linear,
    weights: Weights,
}

/// How much the scores of the random fields and of the encoder count.
#[derive(Debug, Clone, Copy)]
pub struct Weights {
    /// The random field's scores of cues, and the logarithms of the encoder's probabilities.
    pub cues: [f32; 2],
    /// The same for roles.
    pub roles: [f32; 2],
    /// A sentence is read if a word in it belongs to a cue with more than this probability.
    pub unsure: f32,
}

impl Weights {
    fn load(bundle: &Bundle) -> Result<Weights> {
        let all = encoder::numbers(bundle, WEIGHTS, 5)?;
        Ok(Weights {
            cues: [all[0], all[1]],
            roles: [all[2], all[3]],
            unsure: all[4],
        })
    }

    /// Saves them into a bundle.
    pub fn save(self, bundle: &mut Bundle) {
        let all = [self.cues, self.roles].concat();
        let bytes = all.iter().chain([&self.unsure]);
        let bytes: Vec<u8> = bytes.flat_map(|x| x.to_le_bytes()).collect();
        let block = Block {
            rows: 1,
            columns: bytes.len(),
            scale: 1.0,
            bytes: bytes.into(),
        };
        bundle.insert_block(WEIGHTS, block);
    }
}

/// What was seen in an article.
#[derive(Debug)]
pub struct Reading {
    /// For each token its pieces, which two tokens may share.
    tokens: PerToken<Range<usize>>,
    /// For each piece its vector; zeros where it was not encoded.
    vectors: Vec<f32>,
    /// For each piece its vector for the light layers.
    lowered: Vec<f32>,
    seen: Vec<bool>,
    /// For each piece the logarithms of the probabilities of the cue's labels.
    cues: Vec<[f32; CUE_LABELS]>,
}

impl Reader {
    /// Loads the reader of a bundle; `None` if it has none.
    pub fn load(bundle: &Bundle) -> Result<Option<Reader>> {
        let Some(encoder) = Encoder::load(bundle)? else {
            return Ok(None);
        };
        let shape = encoder::numbers(bundle, "reader.shape", 3)?;
        let (width, layers, heads) = (shape[0] as usize, shape[1] as usize, shape[2] as usize);
        let layer = |k| Layer::load(bundle, &format!("reader.{k}"), width, heads);
        let linear =
            |part: &str, from, to| Linear::load(bundle, &format!("reader.{part}"), from, to);
        Ok(Some(Reader {
            cues: linear("cues", encoder.width(), CUE_LABELS)?,
            down: linear("down", encoder.width(), width)?,
            asked: linear("asked", encoder.width(), width)?,
            in_cue: encoder::numbers(bundle, "reader.in_cue", width)?,
            distances: Embedding::load(bundle, "reader.distances", width)?,
            norm: Norm::load(bundle, "reader.norm", width)?,
            layers: (0..layers).map(layer).collect::<Result<_>>()?,
            roles: linear("roles", width, ROLE_LABELS)?,
            weights: Weights::load(bundle)?,
            encoder,
        }))
    }

    /// How much the scores count.
    pub fn weights(&self) -> Weights {
        self.weights
    }

    /// Sets how much the scores count.
    pub fn weigh(&mut self, weights: Weights) {
        self.weights = weights;
    }

    /// Reads the sentences of a text with these numbers, and what is around them.
    pub fn read(&self, words: &str, text: &Text, sentences: &[usize]) -> Reading {
        let pieces = self.encoder.pieces(words);
        let tokens = pieces_of(text, &pieces);
        let mut wanted: Vec<Range<usize>> = Vec::new();
        for sentence in sentences {
            let within = text.sentences[*sentence].tokens.clone();
            if within.is_empty() {
                continue;
            }
            let (low, high) = (tokens[within.start].start, tokens[within.end - 1].end);
            match wanted.last_mut() {
                Some(last) if low <= last.end + 2 * CONTEXT => last.end = high.max(last.end),
                _ => wanted.push(low..high),
            }
        }
        let width = self.encoder.width();
        let narrow = self.in_cue.len();
        let mut vectors = vec![0.0; pieces.len() * width];
        let mut lowered = vec![0.0; pieces.len() * narrow];
        let mut seen = vec![false; pieces.len()];
        let mut cues = vec![[0.0; CUE_LABELS]; pieces.len()];
        for part in wanted.into_iter().flat_map(blocks) {
            let low = part.start.saturating_sub(CONTEXT);
            let high = (part.end + CONTEXT).min(pieces.len());
            let encoded = self.encoder.encode(&pieces[low..high]);
            let own = &encoded[(part.start - low) * width..(part.end - low) * width];
            vectors[part.start * width..part.end * width].copy_from_slice(own);
            let down = self.down.apply(own);
            lowered[part.start * narrow..part.end * narrow].copy_from_slice(&down);
            let scores = self.cues.apply(own);
            let scores = scores.as_chunks::<CUE_LABELS>().0.iter();
            for (cue, scores) in cues[part.clone()].iter_mut().zip(scores) {
                *cue = log_softmax(scores);
            }
            seen[part].fill(true);
        }
        Reading {
            cues,
            tokens,
            vectors,
            lowered,
            seen,
        }
    }

    /// For each token of a window, the logarithms of the probabilities of what it is for a cue; `None` where it was
    /// not read.
    pub fn roles(
        &self,
        reading: &Reading,
        cue: &[TokenId],
        window: Range<TokenId>,
    ) -> Vec<Option<[f32; ROLE_LABELS]>> {
        let own: Vec<usize> = cue.iter().flat_map(|i| reading.seen(*i)).collect();
        let (Some(&first), Some(&last)) = (own.first(), own.last()) else {
            return window.each().map(|_| None).collect();
        };
        let (low, high) = reading.around(first..last + 1, window.clone());
        let width = self.encoder.width();
        let mut mean = vec![0.0; width];
        for k in &own {
            encoder::add(&mut mean, &reading.vectors[k * width..(k + 1) * width]);
        }
        mean.iter_mut().for_each(|x| *x /= own.len() as f32);
        let asked = self.asked.apply(&mean);
        let mut rows = reading.lowered[low * asked.len()..high * asked.len()].to_vec();
        for (k, row) in (low..high).zip(rows.chunks_exact_mut(asked.len())) {
            let distance = if k < first {
                REACH - (first - k).min(REACH)
            } else {
                REACH + k.saturating_sub(last).min(REACH)
            };
            self.distances.add(distance, row);
            if own.contains(&k) {
                encoder::add(row, &self.in_cue);
            }
            encoder::add(row, &asked);
        }
        self.norm.apply(&mut rows);
        for layer in &self.layers {
            layer.apply(&mut rows);
        }
        let scores = self.roles.apply(&rows);
        let (scores, _) = scores.as_chunks::<ROLE_LABELS>();
        let of = |i| {
            let row = reading.seen(i).next()?.checked_sub(low)?;
            scores.get(row).map(log_softmax)
        };
        window.each().map(of).collect()
    }
}

impl Reading {
    /// For a token, the logarithms of the probabilities that it is outside of all cues, the first word of one or a
    /// further word; `None` where it was not read.
    pub fn cue(&self, token: TokenId) -> Option<[f32; CUE_LABELS]> {
        let piece = self.seen(token).next()?;
        Some(self.cues[piece])
    }

    /// First and last of the pieces that are looked at for a cue in a window: those that were read, without a gap.
    fn around(&self, cue: Range<usize>, window: Range<TokenId>) -> (usize, usize) {
        let is_seen = |k: &usize| self.seen[*k];
        let (mut low, mut high) = (cue.start, cue.end);
        for i in [window.start, window.end.saturating_sub(1)] {
            low = low.min(self.tokens[i].start);
            high = high.max(self.tokens[i].end);
        }
        let low = low
            .saturating_sub(MARGIN)
            .max(cue.start.saturating_sub(REACH));
        let high = (high + MARGIN).min(cue.end + REACH).min(self.seen.len());
        (
            cue.start - (low..cue.start).rev().take_while(is_seen).count(),
            cue.end + (cue.end..high).take_while(is_seen).count(),
        )
    }

    /// The pieces of a token that were read.
    fn seen(&self, token: TokenId) -> impl Iterator<Item = usize> {
        self.tokens[token].clone().filter(|k| self.seen[*k])
    }
}

/// The pieces of each token.
fn pieces_of(text: &Text, pieces: &[Piece]) -> PerToken<Range<usize>> {
    let mut next = 0;
    let of = text.tokens.iter().map(|token| {
        let is_before = |p: &Piece| p.span.end <= token.span.start;
        while pieces.get(next).is_some_and(is_before) {
            next += 1;
        }
        let own = pieces[next..].iter();
        let own = own.take_while(|p| p.span.start < token.span.end).count();
        next..next + own
    });
    of.collect()
}

/// Parts of at most [`CORE`] pieces, of about the same length.
fn blocks(pieces: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let count = pieces.len().div_ceil(CORE).max(1);
    (0..count).map(move |k| {
        let at = |k: usize| pieces.start + pieces.len() * k / count;
        at(k)..at(k + 1)
    })
}

/// The logarithms of the probabilities with these scores.
fn log_softmax<const N: usize>(scores: &[f32; N]) -> [f32; N] {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let total: f32 = scores.iter().map(|s| libm::expf(s - top)).sum();
    let whole = top + libm::logf(total);
    scores.map(|s| s - whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::model::Random;
    use crate::text;

    const WORDS: &str =
        "The harbour was quiet. “It will rain,” the pilot told the crew. Nobody answered.";
    const WIDTH: usize = 8;

    /// A bundle with random weights.
    fn bundle() -> Bundle {
        let mut random = Random(5);
        let mut bundle = Bundle::default();
        let numbers = |bundle: &mut Bundle, name: &str, numbers: &[f32]| {
            let bytes: Vec<u8> = numbers.iter().flat_map(|x| x.to_le_bytes()).collect();
            insert(bundle, name, 1, bytes);
        };
        let list = "[UNK]\n[CLS]\n[SEP]\nthe\nharbour\nwas\nquiet\n.\n“\n”\nit\nrain\n,\npilot\ntold\ncrew";
        insert(&mut bundle, "encoder.vocabulary", list.len(), list.into());
        numbers(&mut bundle, "encoder.shape", &[WIDTH as f32, 1.0, 2.0]);
        numbers(&mut bundle, "reader.shape", &[WIDTH as f32, 1.0, 2.0]);
        numbers(&mut bundle, "reader.in_cue", &[0.5; WIDTH]);
        let norm = [[1.0; WIDTH], [0.0; WIDTH]].concat();
        for name in [
            "encoder.norm",
            "encoder.0.norm1",
            "encoder.0.norm2",
            "reader.norm",
        ]
        .into_iter()
        .chain(["reader.0.norm1", "reader.0.norm2"])
        {
            numbers(&mut bundle, name, &norm);
        }
        let mut table = |name: &str, rows: usize, columns: usize, ends: usize| {
            let row = |_| {
                let weights: Vec<u8> = (0..columns).map(|_| random.bits() as u8).collect();
                let ends = [0.01_f32, 0.1].into_iter().take(ends);
                [weights, ends.flat_map(f32::to_le_bytes).collect()].concat()
            };
            let bytes: Vec<u8> = (0..rows).flat_map(row).collect();
            insert(&mut bundle, name, rows, bytes);
        };
        table("encoder.words", list.lines().count(), WIDTH, 1);
        table("encoder.positions", 260, WIDTH, 1);
        table("encoder.cases", encoder::CASES, WIDTH, 1);
        table("reader.distances", 2 * REACH + 1, WIDTH, 1);
        for part in ["encoder.0", "reader.0"] {
            table(&format!("{part}.asked"), 3 * WIDTH, WIDTH, 2);
            table(&format!("{part}.joined"), WIDTH, WIDTH, 2);
            table(&format!("{part}.wide"), 2 * WIDTH, WIDTH, 2);
            table(&format!("{part}.narrow"), WIDTH, 2 * WIDTH, 2);
        }
        table("reader.cues", CUE_LABELS, WIDTH, 2);
        table("reader.down", WIDTH, WIDTH, 2);
        table("reader.asked", WIDTH, WIDTH, 2);
        table("reader.roles", ROLE_LABELS, WIDTH, 2);
        let weights = Weights {
            cues: [1.0, 0.5],
            roles: [1.0, 0.5],
            unsure: UNSURE,
        };
        weights.save(&mut bundle);
        bundle
    }

    fn insert(bundle: &mut Bundle, name: &str, rows: usize, bytes: Vec<u8>) {
        let block = Block {
            rows,
            columns: bytes.len() / rows,
            scale: 1.0,
            bytes: bytes.into(),
        };
        bundle.insert_block(name, block);
    }

    fn is_certain<const N: usize>(logarithms: [f32; N]) -> bool {
        let sum: f32 = logarithms.iter().map(|l| libm::expf(*l)).sum();
        (sum - 1.0).abs() < 1e-4
    }

    #[test]
    fn what_was_not_read_has_no_scores() {
        let reader = Reader::load(&bundle()).unwrap().expect("a reader");
        let document = Document::new("quiet", WORDS);
        let text = text::segment(&document);
        let reading = reader.read(WORDS, &text, &[1]);
        let second = text.sentences[1].tokens.clone();
        for (i, token) in text.tokens.enumerate() {
            let scores = reading.cue(i);
            assert_eq!(
                scores.is_some(),
                second.contains(&i),
                "{:?}",
                token.span.of(WORDS)
            );
            assert!(scores.is_none_or(is_certain));
        }
        let told = second
            .each()
            .find(|i| text.tokens[*i].span.of(WORDS) == "told");
        let roles = reader.roles(&reading, &[told.unwrap()], second.clone());
        assert_eq!(roles.len(), second.each().len());
        assert!(roles.iter().all(|r| r.is_some_and(is_certain)));
        let first = text.sentences[0].tokens.clone();
        let roles = reader.roles(&reading, &[first.start], first);
        assert!(roles.iter().all(Option::is_none));
    }

    #[test]
    fn long_texts_are_read_in_blocks_of_like_length() {
        let lengths: Vec<usize> = blocks(10..10 + 3 * CORE + 1).map(|b| b.len()).collect();
        assert_eq!(lengths.iter().sum::<usize>(), 3 * CORE + 1);
        assert!(
            lengths.iter().all(|l| (CORE / 2..=CORE).contains(l)),
            "{lengths:?}"
        );
        assert_eq!(blocks(4..4).count(), 1);
    }

    #[test]
    fn a_bundle_that_lacks_a_part_is_refused() {
        let mut broken = bundle();
        insert(&mut broken, "reader.roles", 1, vec![0; WIDTH + 8]);
        let error = Reader::load(&broken).expect_err("a part of another size");
        assert!(error.to_string().contains("reader.roles"), "{error}");
        assert!(Reader::load(&Bundle::default()).unwrap().is_none());
    }
}
