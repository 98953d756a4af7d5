//! Feed-forward networks over embedded symbols, for greedy decisions (Chen and Manning, EMNLP 2014).
//!
//! An input is a list of *slots* ("the word on top of the stack", "the tag of the next word"); each
//! holds a symbol, the row of a *field* (words, tags, labels). Every field has a table of vectors; a
//! hidden layer sums up, slot by slot, the vector of the slot's symbol times the slot's own weights;
//! what is negative in the sum becomes zero, and each output is a weighted sum of the rest.
//!
//! A product of vector and weights depends on slot and symbol alone. Those of small fields are made
//! when the network is loaded; those of words when they first come up, and kept in a [`Memo`]. So a
//! decision costs a handful of vector additions and one small matrix product, in whole numbers: the
//! same bits everywhere.

pub mod training;

use super::bundle::{Block, Bundle};
use crate::error::Result;
use std::fmt;
use std::ops::Range;

/// A kind of symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Number of symbols.
    pub rows: usize,
    /// Length of their vectors.
    pub dim: usize,
}

/// What goes in and what comes out; the hidden layer has `H` units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Kinds of symbols.
    pub fields: Vec<Field>,
    /// The field of each slot.
    pub slots: Vec<usize>,
    /// Number of outputs.
    pub outputs: usize,
}

impl Shape {
    /// Sum of the lengths of all slots' vectors.
    fn width(&self) -> usize {
        self.slots.iter().map(|f| self.fields[*f].dim).sum()
    }
}

/// One unit of a hidden sum.
const HIDDEN_UNIT: f32 = 1.0 / 256.0;
/// A hidden unit is shifted so far before it is multiplied: outputs then fit 32 bits.
const HIDDEN_SHIFT: u32 = 3;
/// The largest output weight: 11 bits, and 12 of a hidden unit, and 256 units make less than 31.
const LARGEST_OUTPUT_WEIGHT: f32 = 1023.0;
/// Fields with more symbols than this have their products made when they come up.
const SMALL: usize = 2048;
/// Symbols of a large field whose products are kept; they should come first in their field.
const KEPT: usize = 4096;

/// A trained network with `H` hidden units.
#[derive(Clone)]
pub struct Network<const H: usize> {
    slots: Vec<Slot<H>>,
    bias: [i16; H],
    outputs: Vec<Output<H>>,
    parts: Parts,
}

/// The quantised weights, as a bundle keeps them.
#[derive(Debug, Clone)]
struct Parts {
    embeddings: Vec<Block>,
    input: Block,
    input_bias: Block,
    output: Block,
    output_bias: Block,
}

#[derive(Clone)]
struct Output<const H: usize> {
    bias: i32,
    weights: [i16; H],
}

#[derive(Clone)]
enum Slot<const H: usize> {
    /// The products of all symbols.
    Made(Vec<[i16; H]>),
    /// Vectors of the symbols, and the slot's weights, to be multiplied.
    Lazy {
        vectors: Block,
        weights: Vec<[f32; H]>,
    },
}

/// Products of large fields, kept from decision to decision: one for each thread.
#[derive(Clone, Default)]
pub struct Memo<const H: usize> {
    /// For each slot and row the place in `products`, counted from 1.
    places: Vec<Vec<u32>>,
    products: Vec<[i16; H]>,
}

impl<const H: usize> fmt::Debug for Memo<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Memo of {} products", self.products.len())
    }
}

impl<const H: usize> fmt::Debug for Network<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Network of {} slots, {H} units, {} outputs",
            self.slots.len(),
            self.outputs.len()
        )
    }
}

impl<const H: usize> Network<H> {
    /// Takes the network called `name` out of a bundle; it must have this shape.
    pub fn load(bundle: &Bundle, name: &str, shape: &Shape) -> Result<Self> {
        let block =
            |part: &str, rows, columns| bundle.block_of(&format!("{name}.{part}"), rows, columns);
        let fields = shape.fields.iter().enumerate();
        let embeddings = fields.map(|(k, f)| block(&format!("field{k}"), f.rows, f.dim));
        let parts = Parts {
            embeddings: embeddings.collect::<Result<_>>()?,
            input: block("input", shape.width(), 2 * H)?,
            input_bias: block("input.bias", H, 4)?,
            output: block("output", shape.outputs, 2 * H)?,
            output_bias: block("output.bias", shape.outputs, 4)?,
        };
        Ok(Network::from_parts(parts, shape))
    }

    /// Puts the network into a bundle.
    pub fn save(&self, bundle: &mut Bundle, name: &str) {
        for (k, block) in self.parts.embeddings.iter().enumerate() {
            bundle.insert_block(&format!("{name}.field{k}"), block.clone());
        }
        for (part, block) in [
            ("input", &self.parts.input),
            ("input.bias", &self.parts.input_bias),
            ("output", &self.parts.output),
            ("output.bias", &self.parts.output_bias),
        ] {
            bundle.insert_block(&format!("{name}.{part}"), block.clone());
        }
    }

    fn from_parts(parts: Parts, shape: &Shape) -> Self {
        let wide = |block: &Block, row: usize| -> Vec<i16> {
            let pairs = block.row(row).chunks_exact(2);
            pairs.map(|b| i16::from_le_bytes([b[0], b[1]])).collect()
        };
        let mut at = 0;
        let mut slots = Vec::with_capacity(shape.slots.len());
        for &field in &shape.slots {
            let vectors = &parts.embeddings[field];
            let unit = vectors.scale * parts.input.scale / HIDDEN_UNIT;
            let weights: Vec<[f32; H]> = (0..vectors.columns)
                .map(|k| {
                    let row = wide(&parts.input, at + k);
                    std::array::from_fn(|h| f32::from(row[h]) * unit)
                })
                .collect();
            at += vectors.columns;
            slots.push(if vectors.rows <= SMALL {
                let rows = 0..vectors.rows;
                Slot::Made(rows.map(|r| product(vectors.row(r), &weights)).collect())
            } else {
                Slot::Lazy {
                    vectors: vectors.clone(),
                    weights,
                }
            });
        }
        let whole = |block: &Block, row: usize| {
            let b = block.row(row);
            i32::from_le_bytes([b[0], b[1], b[2], b[3]])
        };
        let outputs = (0..parts.output.rows)
            .map(|k| {
                let row = wide(&parts.output, k);
                Output {
                    bias: whole(&parts.output_bias, k),
                    weights: std::array::from_fn(|h| row[h]),
                }
            })
            .collect();
        Network {
            slots,
            bias: std::array::from_fn(|h| whole(&parts.input_bias, h) as i16),
            outputs,
            parts,
        }
    }

    /// The hidden sums before any slot is filled.
    #[inline]
    pub fn start(&self) -> [i16; H] {
        self.bias
    }

    /// Fills a slot with a symbol.
    #[inline]
    pub fn fill(&self, slot: usize, row: u16, sums: &mut [i16; H], memo: &mut Memo<H>) {
        let row = usize::from(row);
        match &self.slots[slot] {
            Slot::Made(products) => add(sums, &products[row]),
            Slot::Lazy { vectors, weights } if row >= KEPT => {
                add(sums, &product(vectors.row(row), weights));
            }
            Slot::Lazy { vectors, weights } => {
                if memo.places.len() <= slot {
                    memo.places.resize(self.slots.len(), Vec::new());
                }
                let places = &mut memo.places[slot];
                if places.is_empty() {
                    places.resize(KEPT.min(vectors.rows), 0);
                }
                if places[row] == 0 {
                    memo.products.push(product(vectors.row(row), weights));
                    places[row] = memo.products.len() as u32;
                }
                add(sums, &memo.products[places[row] as usize - 1]);
            }
        }
    }

    /// The scores of these outputs, written over `scores`.
    #[inline]
    pub fn score(&self, sums: &[i16; H], outputs: Range<usize>, scores: &mut [i32]) {
        let active = sums.map(|s| s.max(0) >> HIDDEN_SHIFT);
        for (score, output) in scores.iter_mut().zip(&self.outputs[outputs]) {
            *score = output.bias;
            for (weight, unit) in output.weights.iter().zip(&active) {
                *score += i32::from(*weight) * i32::from(*unit);
            }
        }
    }
}

#[inline]
fn add<const H: usize>(sums: &mut [i16; H], product: &[i16; H]) {
    for (sum, p) in sums.iter_mut().zip(product) {
        *sum = sum.saturating_add(*p);
    }
}

/// A vector times the weights of a slot, in units of the hidden sums.
#[inline]
fn product<const H: usize>(vector: &[u8], weights: &[[f32; H]]) -> [i16; H] {
    let mut sums = [0.0_f32; H];
    for (value, row) in vector.iter().zip(weights) {
        let value = f32::from(*value as i8);
        for (sum, weight) in sums.iter_mut().zip(row) {
            *sum += value * weight;
        }
    }
    sums.map(rounded)
}

#[inline]
fn rounded(value: f32) -> i16 {
    // half away from zero, without the platform's `round`
    (value + 0.5_f32.copysign(value)) as i16
}
