//! A layer of the encoder: each piece looks at all others, then at itself.

use super::linear::{self, Linear};
use super::{Norm, activations};
use crate::error::Result;
use crate::model::bundle::Bundle;
use crate::model::matrix::{self, View};
use std::cell::RefCell;

/// Attention and a network for each piece, with normalisation after each.
#[derive(Debug, Clone)]
pub struct Layer {
    width: usize,
    heads: usize,
    /// What each piece asks for, what it is found by and what it gives, for all heads.
    asked: Linear,
    joined: Linear,
    after_attention: Norm,
    wide: Linear,
    narrow: Linear,
    after_network: Norm,
}

impl Layer {
    /// Loads the layer whose blocks begin with `name`.
    pub fn load(bundle: &Bundle, name: &str, width: usize, heads: usize) -> Result<Layer> {
        let linear =
            |part: &str, from, to| Linear::load(bundle, &format!("{name}.{part}"), from, to);
        let hidden = bundle.block(&format!("{name}.wide"), width + 8)?.rows;
        Ok(Layer {
            width,
            heads,
            asked: linear("asked", width, 3 * width)?,
            joined: linear("joined", width, width)?,
            after_attention: Norm::load(bundle, &format!("{name}.norm1"), width)?,
            wide: linear("wide", width, hidden)?,
            narrow: linear("narrow", hidden, width)?,
            after_network: Norm::load(bundle, &format!("{name}.norm2"), width)?,
        })
    }

    /// Replaces the vectors of all pieces.
    pub fn apply(&self, vectors: &mut [f32]) {
        // taken, not borrowed: while it waits for a product, a thread may begin with another article
        let mut room = ROOM.take();
        let pieces = vectors.len() / self.width;
        let asked = first(&mut room.asked, pieces * self.asked.outputs());
        self.asked.apply_to(vectors, asked);
        let seen = first(&mut room.seen, vectors.len());
        self.attend(asked, seen, &mut room.fits, &mut room.given);
        let together = linear::TOGETHER * self.width;
        for (vectors, seen) in vectors.chunks_mut(together).zip(seen.chunks(together)) {
            let more = first(&mut room.more, vectors.len());
            let pieces = vectors.len() / self.width;
            let hidden = first(&mut room.hidden, pieces * self.wide.outputs());
            self.joined.apply_to(seen, more);
            activations::add(vectors, more);
            self.after_attention.apply(vectors);
            self.wide.apply_to(vectors, hidden);
            activations::gelu(hidden);
            self.narrow.apply_to(hidden, more);
            activations::add(vectors, more);
            self.after_network.apply(vectors);
        }
        ROOM.set(room);
    }

    /// For each piece, the mean of what the others give, weighted by how well they fit what it asks for.
    fn attend(&self, asked: &[f32], seen: &mut [f32], fits: &mut Vec<f32>, given: &mut Vec<f32>) {
        let (width, size) = (self.width, self.width / self.heads);
        let pieces = seen.len() / width;
        let (fits, given) = (first(fits, pieces * pieces), first(given, pieces * size));
        for head in 0..self.heads {
            let part = |k: usize| {
                let from = k * width + head * size;
                let end = asked.len() - 3 * width + from + size;
                View::from_data_with_strides([pieces, size], &asked[from..end], [3 * width, 1])
            };
            let (Ok(question), Ok(key), Ok(value)) = (part(0), part(1), part(2)) else {
                debug_assert!(false, "attention to {pieces} pieces");
                return;
            };
            let factor = 1.0 / (size as f32).sqrt();
            matrix::multiply(question, key.transposed(), factor, fits);
            for row in fits.chunks_exact_mut(pieces) {
                activations::softmax(row);
            }
            let fits = View::from_data([pieces, pieces], &*fits);
            matrix::multiply(fits, value, 1.0, given);
            let own = seen.chunks_exact_mut(width).zip(given.chunks_exact(size));
            for (seen, given) in own {
                seen[head * size..(head + 1) * size].copy_from_slice(given);
            }
        }
    }
}

thread_local! {
    static ROOM: RefCell<Room> = RefCell::default();
}

/// Memory that is used again by the next layer.
#[derive(Default)]
struct Room {
    asked: Vec<f32>,
    seen: Vec<f32>,
    fits: Vec<f32>,
    given: Vec<f32>,
    more: Vec<f32>,
    hidden: Vec<f32>,
}

/// The first numbers of a list, which grows if it has fewer.
fn first(numbers: &mut Vec<f32>, count: usize) -> &mut [f32] {
    if numbers.len() < count {
        numbers.resize(count, 0.0);
    }
    &mut numbers[..count]
}
