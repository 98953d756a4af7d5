//! A layer of the encoder: each piece looks at all others, then at itself.

use super::linear::Linear;
use super::{Norm, activations};
use crate::error::Result;
use crate::model::bundle::Bundle;
use crate::model::matrix::{self, View};

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
        let seen = self.attend(&self.asked.apply(vectors));
        activations::add(vectors, &self.joined.apply(&seen));
        self.after_attention.apply(vectors);
        let mut hidden = self.wide.apply(vectors);
        activations::gelu(&mut hidden);
        activations::add(vectors, &self.narrow.apply(&hidden));
        self.after_network.apply(vectors);
    }

    /// For each piece, the mean of what the others give, weighted by how well they fit what it asks for.
    fn attend(&self, asked: &[f32]) -> Vec<f32> {
        let (width, size) = (self.width, self.width / self.heads);
        let rows = asked.len() / (3 * width);
        let mut seen = vec![0.0; rows * width];
        let mut weights = vec![0.0; rows * rows];
        let mut given = vec![0.0; rows * size];
        for head in 0..self.heads {
            let part = |k: usize| {
                let from = k * width + head * size;
                let end = asked.len() - 3 * width + from + size;
                View::from_data_with_strides([rows, size], &asked[from..end], [3 * width, 1])
            };
            let (Ok(question), Ok(key), Ok(value)) = (part(0), part(1), part(2)) else {
                debug_assert!(false, "attention to {rows} pieces");
                return seen;
            };
            let factor = 1.0 / (size as f32).sqrt();
            matrix::multiply(question, key.transposed(), factor, &mut weights);
            let totals: Vec<f32> = weights
                .chunks_exact_mut(rows)
                .map(activations::exponentials)
                .collect();
            let fits = View::from_data([rows, rows], weights.as_slice());
            matrix::multiply(fits, value, 1.0, &mut given);
            let own = seen.chunks_exact_mut(width).zip(given.chunks_exact(size));
            for ((seen, given), total) in own.zip(totals) {
                let seen = &mut seen[head * size..(head + 1) * size];
                for (seen, given) in seen.iter_mut().zip(given) {
                    *seen = given / total;
                }
            }
        }
        seen
    }
}
