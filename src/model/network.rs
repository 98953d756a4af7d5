//! Feed-forward networks over embedded symbols, for greedy decisions (Chen and Manning, EMNLP 2014).
//!
//! An input is a list of *slots* ("the word on top of the stack", "the tag of the next word"); each
//! has a symbol, a row of a *field* (words, tags, labels). Every field has a table of vectors; a
//! hidden layer sums the products of each symbol's vector and its slot's weights;
//! negative sums become zero (ReLU), and each output is a weighted sum of the hidden units.
//!
//! A product of vector and weights depends only on slot and symbol. The products of small fields are computed
//! when the network is loaded; those of words when they first occur, and cached in a [`Memo`]. So a
//! decision costs a few vector additions and one small matrix product, in integers, with identical results
//! everywhere.
//!
//! Inner loops run over indices: adapters of iterators and of arrays are compiled apart from their callers, and
//! called for every number, if a build does not optimise across codegen units.

pub mod training;

use super::bundle::{Block, Bundle};
use crate::error::Result;
use std::fmt;
use wide::{i16x8, i32x4, u16x8};

/// A kind of symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Number of symbols.
    pub rows: usize,
    /// Length of their vectors.
    pub dim: usize,
}

/// The inputs and outputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Kinds of symbols. The first is the large one, whose products are computed when needed.
    pub fields: Vec<Field>,
    /// The field of each slot; slots of the large field come first.
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

/// The number of hidden units is a multiple of this.
const UNITS: usize = 2 * LANES;
/// Numbers in a SIMD register.
const LANES: usize = 8;
/// The value of one step of a hidden sum.
const HIDDEN_UNIT: f32 = 1.0 / 256.0;
/// Hidden units are shifted by this before the multiplication, so that outputs fit 32 bits.
const HIDDEN_SHIFT: i32 = 3;
/// Products are shifted by this in hidden sums; this determines the scale of the input weights, together with
/// the scale of each field's vectors.
const PRODUCT_SHIFT: i32 = 13;
/// Offset of the bytes of a product, so that they are unsigned.
const PRODUCT_ZERO: i32 = 128;
/// Maximum output weight: 10 bits, 12 of a hidden unit and 8 of 256 units fit into 31.
const MAX_OUTPUT_WEIGHT: f32 = 1023.0;
/// Number of symbols of the large field whose products are cached: the first, most frequent ones.
const CACHED: usize = 12288;

/// `16 * P` numbers.
type Row<const P: usize> = [[i16x8; 2]; P];

/// A cached product, one byte per unit, since adding them is limited by memory. Values are
/// hidden units after their shift, plus [`PRODUCT_ZERO`], clamped. Of each sixteen units,
/// the first eight are the even bytes, the others the odd ones.
type Product<const P: usize> = [[u8; UNITS]; P];

/// A trained network with `16 * P` hidden units.
#[derive(Clone)]
pub struct Network<const P: usize> {
    /// Vectors of the large field.
    vectors: Block,
    /// The weights of its slots.
    weights: Vec<Weights<P>>,
    /// The products of all symbols of all other slots, grouped by symbol, since a symbol often moves from one
    /// slot to the next.
    made: Vec<Product<P>>,
    /// For each slot, the position in `made` of the first symbol's product, and the distance to that of the
    /// next symbol; 0 for slots of the large field.
    starts: Vec<(usize, usize)>,
    /// In hidden units after their shift, minus the offsets of the products of all slots.
    bias: Row<P>,
    outputs: Vec<Output<P>>,
    parts: Parts,
}

/// The quantised weights, as stored in a bundle.
#[derive(Debug, Clone)]
struct Parts {
    embeddings: Vec<Block>,
    input: Block,
    input_bias: Block,
    output: Block,
    output_bias: Block,
}

#[derive(Clone)]
struct Output<const P: usize> {
    bias: i32,
    weights: Row<P>,
}

/// The weights of a slot: for each two dimensions of the vector, those of all units, in pairs.
#[derive(Clone)]
struct Weights<const P: usize> {
    pairs: Vec<[Row<P>; 2]>,
}

/// A cache of products of the large field, one per thread.
#[derive(Clone, Default)]
pub struct Memo<const P: usize> {
    /// For each of the first [`CACHED`] rows, the products of all slots; zero if not computed yet.
    products: Vec<Product<P>>,
    /// Products that are not cached, for one decision.
    passing: Vec<Product<P>>,
}

impl<const P: usize> fmt::Debug for Memo<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Memo with room for {} products", self.products.len())
    }
}

impl<const P: usize> fmt::Debug for Network<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (slots, outputs) = (self.starts.len(), self.outputs.len());
        write!(
            f,
            "Network of {slots} slots, {} units, {outputs} outputs",
            UNITS * P
        )
    }
}

impl<const P: usize> Network<P> {
    /// Loads the network called `name` from a bundle; it must have this shape.
    pub fn load(bundle: &Bundle, name: &str, shape: &Shape) -> Result<Self> {
        let units = UNITS * P;
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

    /// Saves the network into a bundle.
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
        let slots = shape.slots.iter().map(|&field| {
            let columns = parts.embeddings[field].columns;
            let rows: Vec<Row<P>> = (at..at + columns).map(|k| row(&parts.input, k)).collect();
            at += columns;
            Weights {
                pairs: rows.chunks(2).map(paired).collect(),
            }
        });
        let mut slots: Vec<Weights<P>> = slots.collect();
        let mut starts = vec![(0, 0); slots.len()];
        let mut made = Vec::new();
        for (field, vectors) in parts.embeddings.iter().enumerate().skip(1) {
            let of_field = |slot: &usize| shape.slots[*slot] == field;
            let own: Vec<usize> = (0..slots.len()).filter(of_field).collect();
            for (k, &slot) in own.iter().enumerate() {
                starts[slot] = (made.len() + k, own.len());
            }
            for row in 0..vectors.rows {
                made.extend(
                    own.iter()
                        .map(|slot| slots[*slot].product(vectors.row(row))),
                );
            }
        }
        slots.truncate(shape.slots.iter().take_while(|field| **field == 0).count());
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
            weights: slots,
            made,
            starts,
            bias: row_of(bias),
            outputs: (0..parts.output.rows)
                .map(|k| Output {
                    bias: whole(&parts.output_bias, k),
                    weights: row(&parts.output, k),
                })
                .collect(),
            parts,
        }
    }

    /// The hidden units for these symbols in the slots.
    #[inline]
    pub fn look<const S: usize>(&self, rows: &[u16; S], memo: &mut Memo<P>) -> Hidden<P> {
        let large = self.weights.len();
        let mut places = [0; S];
        memo.passing.clear();
        if memo.products.is_empty() {
            memo.products = vec![[[0; UNITS]; P]; CACHED * large];
        }
        for (slot, weights) in self.weights.iter().enumerate() {
            let row = usize::from(rows[slot]);
            let product = || weights.product(self.vectors.row(row));
            places[slot] = memo.place(row * large + slot, row, product);
        }
        let none: Product<P> = [[0; UNITS]; P];
        let mut products = [&none; S];
        for slot in 0..S {
            let row = usize::from(rows[slot]);
            products[slot] = if slot >= large {
                let (start, step) = self.starts[slot];
                &self.made[start + step * row]
            } else if row < CACHED {
                &memo.products[places[slot]]
            } else {
                &memo.passing[places[slot]]
            };
        }
        // a few at a time, so that the sums stay in registers
        const PART: usize = 4;
        let mut units = self.bias;
        for first in (0..P).step_by(PART) {
            // even bytes and 256 times the odd ones; the odd ones alone
            let mut sums = [[u16x8::ZERO; 2]; PART];
            for product in &products {
                for k in 0..PART.min(P - first) {
                    let pairs = pairs(&product[first + k]);
                    sums[k][0] += pairs;
                    sums[k][1] += pairs >> 8;
                }
            }
            for k in 0..PART.min(P - first) {
                let ([both, odd], unit) = (sums[k], &mut units[first + k]);
                let even = both - (odd << 8);
                unit[0] = (unit[0] + signed(even)).max(i16x8::ZERO);
                unit[1] = (unit[1] + signed(odd)).max(i16x8::ZERO);
            }
        }
        Hidden(units)
    }

    /// The score of an output.
    #[inline]
    pub fn score(&self, hidden: &Hidden<P>, output: usize) -> i32 {
        let output = &self.outputs[output];
        let mut sums = i32x4::ZERO;
        for p in 0..P {
            sums += output.weights[p][0].dot(hidden.0[p][0]);
            sums += output.weights[p][1].dot(hidden.0[p][1]);
        }
        output.bias + sums.reduce_add()
    }

    /// The best of the outputs `start + k` for the bits `k` set in `among`, of which there is at least one; returns
    /// `k`.
    #[inline]
    pub fn best(&self, hidden: &Hidden<P>, start: usize, mut among: u64) -> usize {
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

/// The hidden layer of an input.
#[derive(Debug, Clone, Copy)]
pub struct Hidden<const P: usize>(Row<P>);

impl<const P: usize> Memo<P> {
    /// The position of a row's product, which is `place` if it is cached; it is computed if missing.
    #[inline]
    fn place(&mut self, place: usize, row: usize, product: impl FnOnce() -> Product<P>) -> usize {
        if row >= CACHED {
            self.passing.push(product());
            return self.passing.len() - 1;
        }
        // a product that starts with zeros is computed again, which is harmless
        if self.products[place][0] == [0; UNITS] {
            self.products[place] = product();
        }
        place
    }
}

impl<const P: usize> Weights<P> {
    /// A vector times the weights.
    #[inline(never)]
    fn product(&self, vector: &[u8]) -> Product<P> {
        let mut sums = [[[i32x4::ZERO; 2]; 2]; P];
        for k in 0..self.pairs.len() {
            let value = |k: usize| vector.get(k).map_or(0, |v| i16::from(*v as i8));
            let (a, b) = (value(2 * k), value(2 * k + 1));
            let values = i16x8::new([a, b, a, b, a, b, a, b]);
            let [low, high] = &self.pairs[k];
            for p in 0..P {
                for half in 0..2 {
                    sums[p][half][0] += low[p][half].dot(values);
                    sums[p][half][1] += high[p][half].dot(values);
                }
            }
        }
        const SHIFT: i32 = PRODUCT_SHIFT + HIDDEN_SHIFT;
        let half = i32x4::splat((PRODUCT_ZERO << SHIFT) + (1 << (SHIFT - 1)));
        let mut product = [[0; UNITS]; P];
        for p in 0..P {
            for parity in 0..2 {
                for quarter in 0..2 {
                    let numbers = ((sums[p][parity][quarter] + half) >> SHIFT).to_array();
                    for k in 0..4 {
                        product[p][2 * (4 * quarter + k) + parity] = numbers[k].clamp(0, 255) as u8;
                    }
                }
            }
        }
        product
    }
}

/// Eight pairs of bytes, each as one number.
#[inline]
fn pairs(bytes: &[u8; UNITS]) -> u16x8 {
    let mut pairs = [0; LANES];
    for k in 0..LANES {
        pairs[k] = u16::from_le_bytes([bytes[2 * k], bytes[2 * k + 1]]);
    }
    u16x8::new(pairs)
}

/// The same bits as signed numbers.
#[inline]
fn signed(numbers: u16x8) -> i16x8 {
    let (numbers, mut signed) = (numbers.to_array(), [0; LANES]);
    for k in 0..LANES {
        signed[k] = numbers[k].cast_signed();
    }
    i16x8::new(signed)
}

/// Two rows, interleaved: for each eight units the first four pairs, then the others.
fn paired<const P: usize>(rows: &[Row<P>]) -> [Row<P>; 2] {
    let zero = [[i16x8::ZERO; 2]; P];
    let (a, b) = (&rows[0], rows.get(1).unwrap_or(&zero));
    let half = |from: usize| -> Row<P> {
        std::array::from_fn(|p| {
            std::array::from_fn(|v| {
                let (a, b) = (a[p][v].to_array(), b[p][v].to_array());
                let one = |k: usize| {
                    if k.is_multiple_of(2) {
                        a[from + k / 2]
                    } else {
                        b[from + k / 2]
                    }
                };
                i16x8::new(std::array::from_fn(one))
            })
        })
    };
    [half(0), half(4)]
}

/// A row of a block of 16-bit numbers.
fn row<const P: usize>(block: &Block, row: usize) -> Row<P> {
    let bytes = block.row(row);
    row_of(|k| i16::from_le_bytes([bytes[2 * k], bytes[2 * k + 1]]))
}

fn row_of<const P: usize>(number: impl Fn(usize) -> i16) -> Row<P> {
    let eight = |from: usize| i16x8::new(std::array::from_fn(|k| number(from + k)));
    std::array::from_fn(|p| std::array::from_fn(|v| eight(UNITS * p + LANES * v)))
}
