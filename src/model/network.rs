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
use wide::{i16x8, i32x4};

/// A kind of symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Number of symbols.
    pub rows: usize,
    /// Length of their vectors.
    pub dim: usize,
}

/// What goes in and what comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Kinds of symbols. The first is the large one, whose products are made when they come up.
    pub fields: Vec<Field>,
    /// The field of each slot; those of the large field come first.
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

/// Numbers that are worked on together: a network has a multiple of them as hidden units.
const LANES: usize = 8;
/// One unit of a hidden sum.
const HIDDEN_UNIT: f32 = 1.0 / 256.0;
/// A hidden unit is shifted so far before it is multiplied: outputs then fit 32 bits.
const HIDDEN_SHIFT: i32 = 3;
/// A product counts so many bits less in hidden sums; this sets the scale of the input weights, for each
/// field by the scale of its vectors.
const PRODUCT_SHIFT: i32 = 13;
/// What the bytes of a product are more than its numbers, so that they have no sign.
const PRODUCT_ZERO: i32 = 128;
/// The largest output weight: 10 bits, and 12 of a hidden unit, and 256 units make less than 31.
const LARGEST_OUTPUT_WEIGHT: f32 = 1023.0;
/// Symbols of the large field whose products are kept; they should come first.
const KEPT: usize = 8192;

/// `8 * V` numbers.
type Row<const V: usize> = [i16x8; V];

/// A product as it is kept, a byte a unit: adding them up is waiting for memory, and little else. In
/// hidden units after their shift, [`PRODUCT_ZERO`] more; what does not fit is cut.
type Product<const V: usize> = [[u8; LANES]; V];

/// A trained network with `8 * V` hidden units.
#[derive(Clone)]
pub struct Network<const V: usize> {
    /// Vectors of the large field.
    vectors: Block,
    /// The weights of its slots.
    weights: Vec<Weights<V>>,
    /// The products of all symbols of all other slots.
    made: Vec<Product<V>>,
    /// Where the products of each slot start in `made`; 0 for slots of the large field.
    starts: Vec<usize>,
    /// In hidden units after their shift, less the zeros of the products of all slots.
    bias: [[i16; LANES]; V],
    outputs: Vec<Output<V>>,
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
struct Output<const V: usize> {
    bias: i32,
    weights: Row<V>,
}

/// The weights of a slot: for each two places of the vector those of all units, in pairs.
#[derive(Clone)]
struct Weights<const V: usize> {
    pairs: Vec<[Row<V>; 2]>,
}

/// Products of the large field, kept from decision to decision: one for each thread.
#[derive(Clone, Default)]
pub struct Memo<const V: usize> {
    /// For each slot, row after row, the place in `products`, counted from 1.
    places: Vec<u32>,
    products: Vec<Product<V>>,
    /// Products that serve one decision alone.
    passing: Vec<Product<V>>,
}

impl<const V: usize> fmt::Debug for Memo<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Memo of {} products", self.products.len())
    }
}

impl<const V: usize> fmt::Debug for Network<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (slots, outputs) = (self.starts.len(), self.outputs.len());
        write!(
            f,
            "Network of {slots} slots, {} units, {outputs} outputs",
            LANES * V
        )
    }
}

impl<const V: usize> Network<V> {
    /// Takes the network called `name` out of a bundle; it must have this shape.
    pub fn load(bundle: &Bundle, name: &str, shape: &Shape) -> Result<Self> {
        let units = LANES * V;
        let block =
            |part: &str, rows, columns| bundle.block_of(&format!("{name}.{part}"), rows, columns);
        let fields = shape.fields.iter().enumerate();
        let embeddings = fields.map(|(k, f)| block(&format!("field{k}"), f.rows, f.dim));
        let parts = Parts {
            embeddings: embeddings.collect::<Result<_>>()?,
            input: block("input", shape.width(), 2 * units)?,
            input_bias: block("input.bias", units, 4)?,
            output: block("output", shape.outputs, 2 * units)?,
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
        let mut at = 0;
        let (mut weights, mut made, mut starts) = (Vec::new(), Vec::new(), Vec::new());
        for &field in &shape.slots {
            let vectors = &parts.embeddings[field];
            let rows: Vec<Row<V>> = (at..at + vectors.columns)
                .map(|k| row(&parts.input, k))
                .collect();
            at += vectors.columns;
            let slot = Weights {
                pairs: rows.chunks(2).map(paired).collect(),
            };
            if field == 0 {
                starts.push(0);
                weights.push(slot);
            } else {
                starts.push(made.len());
                made.extend((0..vectors.rows).map(|r| slot.product(vectors.row(r))));
            }
        }
        let whole = |block: &Block, row: usize| {
            let b = block.row(row);
            i32::from_le_bytes([b[0], b[1], b[2], b[3]])
        };
        let zeros = PRODUCT_ZERO * shape.slots.len() as i32;
        let bias = |unit: usize| {
            let bias = whole(&parts.input_bias, unit);
            (((bias + (1 << (HIDDEN_SHIFT - 1))) >> HIDDEN_SHIFT) - zeros) as i16
        };
        Network {
            vectors: parts.embeddings[0].clone(),
            weights,
            made,
            starts,
            bias: std::array::from_fn(|v| std::array::from_fn(|k| bias(LANES * v + k))),
            outputs: (0..parts.output.rows)
                .map(|k| Output {
                    bias: whole(&parts.output_bias, k),
                    weights: row(&parts.output, k),
                })
                .collect(),
            parts,
        }
    }

    /// The hidden units, when the slots hold these symbols.
    #[inline]
    pub fn look<const S: usize>(&self, rows: &[u16; S], memo: &mut Memo<V>) -> Hidden<V> {
        memo.passing.clear();
        let large = self.weights.len();
        let mut places = [0; S];
        for (slot, weights) in self.weights.iter().enumerate() {
            let row = usize::from(rows[slot]);
            let product = || weights.product(self.vectors.row(row));
            places[slot] = memo.place(large, slot, row, product);
        }
        let products: [&Product<V>; S] = std::array::from_fn(|slot| {
            if slot >= large {
                &self.made[self.starts[slot] + usize::from(rows[slot])]
            } else if usize::from(rows[slot]) < KEPT {
                &memo.products[places[slot]]
            } else {
                &memo.passing[places[slot]]
            }
        });
        // a few at a time, so that the sums stay in the machine's registers
        const PART: usize = 32;
        let mut units = self.bias;
        let parts = units.as_flattened_mut().as_chunks_mut::<PART>().0;
        for (part, units) in parts.iter_mut().enumerate() {
            let mut sums = *units;
            for product in &products {
                let bytes = product.as_flattened().as_chunks::<PART>().0[part];
                sums = std::array::from_fn(|k| sums[k].wrapping_add(i16::from(bytes[k])));
            }
            *units = sums.map(|sum| sum.max(0));
        }
        Hidden(units.map(i16x8::new))
    }

    /// The score of an output.
    #[inline]
    pub fn score(&self, hidden: &Hidden<V>, output: usize) -> i32 {
        let output = &self.outputs[output];
        let mut sums = i32x4::ZERO;
        for (weight, unit) in output.weights.iter().zip(&hidden.0) {
            sums += weight.dot(*unit);
        }
        output.bias + sums.to_array().iter().sum::<i32>()
    }

    /// The best of the outputs `start + k` for each bit `k` of `among`, which are not none: its `k`.
    #[inline]
    pub fn best(&self, hidden: &Hidden<V>, start: usize, mut among: u64) -> usize {
        let (mut best, mut top) = (0, i32::MIN);
        while among != 0 {
            let k = among.trailing_zeros() as usize;
            among &= among - 1;
            let score = self.score(hidden, start + k);
            if score > top {
                (best, top) = (k, score);
            }
        }
        best
    }
}

/// What the hidden layer makes of an input.
#[derive(Debug, Clone, Copy)]
pub struct Hidden<const V: usize>(Row<V>);

impl<const V: usize> Memo<V> {
    /// Where the product of a slot and a row stands, after it was made where it was missing.
    #[inline]
    fn place(
        &mut self,
        slots: usize,
        slot: usize,
        row: usize,
        product: impl FnOnce() -> Product<V>,
    ) -> usize {
        if row >= KEPT {
            self.passing.push(product());
            return self.passing.len() - 1;
        }
        if self.places.is_empty() {
            self.places.resize(KEPT * slots, 0);
        }
        let place = &mut self.places[slot * KEPT + row];
        if *place == 0 {
            self.products.push(product());
            *place = self.products.len() as u32;
        }
        *place as usize - 1
    }
}

impl<const V: usize> Weights<V> {
    /// A vector times the weights.
    #[inline(never)]
    fn product(&self, vector: &[u8]) -> Product<V> {
        let mut sums = [[i32x4::ZERO; 2]; V];
        for (values, pair) in vector.chunks(2).zip(&self.pairs) {
            let value = |k: usize| values.get(k).map_or(0, |v| i16::from(*v as i8));
            let (a, b) = (value(0), value(1));
            let values = i16x8::new([a, b, a, b, a, b, a, b]);
            let [low, high] = pair;
            for (sums, (low, high)) in sums.iter_mut().zip(low.iter().zip(high)) {
                sums[0] += low.dot(values);
                sums[1] += high.dot(values);
            }
        }
        const SHIFT: i32 = PRODUCT_SHIFT + HIDDEN_SHIFT;
        let half = i32x4::splat((PRODUCT_ZERO << SHIFT) + (1 << (SHIFT - 1)));
        sums.map(|sums| {
            let [low, high] = sums.map(|s| ((s + half) >> SHIFT).to_array());
            let whole = |k: usize| if k < 4 { low[k] } else { high[k - 4] };
            std::array::from_fn(|k| whole(k).clamp(0, 255) as u8)
        })
    }
}

/// Two rows, place by place: for each eight units the first four pairs, then the others.
fn paired<const V: usize>(rows: &[Row<V>]) -> [Row<V>; 2] {
    let zero = [i16x8::ZERO; V];
    let (a, b) = (&rows[0], rows.get(1).unwrap_or(&zero));
    let half = |from: usize| -> Row<V> {
        std::array::from_fn(|v| {
            let (a, b) = (a[v].to_array(), b[v].to_array());
            let one = |k: usize| {
                if k.is_multiple_of(2) {
                    a[from + k / 2]
                } else {
                    b[from + k / 2]
                }
            };
            i16x8::new(std::array::from_fn(one))
        })
    };
    [half(0), half(4)]
}

/// A row of a block of 16-bit numbers.
fn row<const V: usize>(block: &Block, row: usize) -> Row<V> {
    let bytes = block.row(row);
    let number = |k: usize| i16::from_le_bytes([bytes[2 * k], bytes[2 * k + 1]]);
    std::array::from_fn(|v| i16x8::new(std::array::from_fn(|k| number(LANES * v + k))))
}
