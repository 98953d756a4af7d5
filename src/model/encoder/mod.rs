//! A small encoder: a transformer (Vaswani et al., NeurIPS 2017) of the form of BERT (Devlin et al., NAACL 2019) that
//! gives each word piece of a text a vector that depends on those around it.
//!
//! Weights and the inputs of linear layers are rounded to whole numbers, so that most of the work is
//! products of bytes (`linear`); attention and what is between the products (`activations`) are
//! `f32`. The matrix products are `rten-gemm`'s.

mod activations;
mod attention;
mod linear;
mod word_pieces;

pub use activations::add;
pub use attention::Layer;
pub use linear::{Embedding, Linear, numbers};
pub use word_pieces::{CASES, Case, Piece, Vocabulary};

use crate::error::{Error, Result};
use crate::model::bundle::Bundle;

/// The name of the block with the pieces, which every bundle with an encoder has.
pub const VOCABULARY: &str = "encoder.vocabulary";

/// The encoder.
#[derive(Debug, Clone)]
pub struct Encoder {
    vocabulary: Vocabulary,
    words: Embedding,
    positions: Embedding,
    cases: Embedding,
    norm: Norm,
    layers: Vec<Layer>,
    width: usize,
    start: u32,
    end: u32,
}

/// What was learned for normalising rows.
#[derive(Debug, Clone)]
pub struct Norm {
    scales: Vec<f32>,
    shifts: Vec<f32>,
}

impl Norm {
    /// Loads the numbers for rows of this width.
    pub fn load(bundle: &Bundle, name: &str, width: usize) -> Result<Norm> {
        let mut scales = numbers(bundle, name, 2 * width)?;
        let shifts = scales.split_off(width);
        Ok(Norm { scales, shifts })
    }

    /// Normalises each row.
    pub fn apply(&self, rows: &mut [f32]) {
        for row in rows.chunks_exact_mut(self.scales.len()) {
            activations::normalise(row, &self.scales, &self.shifts);
        }
    }
}

impl Encoder {
    /// Loads the encoder of a bundle; `None` if it has none.
    pub fn load(bundle: &Bundle) -> Result<Option<Encoder>> {
        let Ok(list) = bundle.block(VOCABULARY, 1) else {
            return Ok(None);
        };
        let broken = || Error::new("the model's list of word pieces is broken");
        let list = std::str::from_utf8(&list.bytes).map_err(|_| broken())?;
        let vocabulary = Vocabulary::new(list).ok_or_else(broken)?;
        let shape = numbers(bundle, "encoder.shape", 3)?;
        let (width, layers, heads) = (shape[0] as usize, shape[1] as usize, shape[2] as usize);
        let layer = |k| Layer::load(bundle, &format!("encoder.{k}"), width, heads);
        let special = |piece| vocabulary.row(piece).ok_or_else(broken);
        let (start, end) = (special("[CLS]")?, special("[SEP]")?);
        Ok(Some(Encoder {
            words: Embedding::load(bundle, "encoder.words", width)?,
            positions: Embedding::load(bundle, "encoder.positions", width)?,
            cases: Embedding::load(bundle, "encoder.cases", width)?,
            norm: Norm::load(bundle, "encoder.norm", width)?,
            layers: (0..layers).map(layer).collect::<Result<_>>()?,
            vocabulary,
            width,
            start,
            end,
        }))
    }

    /// The numbers in a piece's vector.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The pieces of a text.
    pub fn pieces(&self, text: &str) -> Vec<Piece> {
        self.vocabulary.pieces(text)
    }

    /// The vectors of neighbouring pieces, one after the other. There may be as many as the model has positions,
    /// less two.
    pub fn encode(&self, pieces: &[Piece]) -> Vec<f32> {
        let rows = pieces.len() + 2;
        let mut vectors = vec![0.0; rows * self.width];
        for (k, vector) in vectors.chunks_exact_mut(self.width).enumerate() {
            let piece = k.checked_sub(1).and_then(|k| pieces.get(k));
            let edge = if k == 0 { self.start } else { self.end };
            let (row, case) = piece.map_or((edge, 0), |p| (p.row, p.case as usize));
            self.words.add(row as usize, vector);
            self.positions.add(k, vector);
            self.cases.add(case, vector);
        }
        self.norm.apply(&mut vectors);
        for layer in &self.layers {
            layer.apply(&mut vectors);
        }
        vectors.truncate((rows - 1) * self.width);
        vectors.drain(..self.width);
        vectors
    }
}
