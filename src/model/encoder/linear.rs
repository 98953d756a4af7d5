//! Linear layers with weights of one byte.

use super::activations::{self, FromProducts, Scale};
use crate::error::Result;
use crate::model::bundle::{Block, Bundle};
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_simd::SimdOp;
use rten_tensor::NdTensorView;
use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

/// Inputs are rounded to as many steps: with 7 bits the products of two pairs fit 16 bits, which some processors
/// add them in, so that all processors give the same result.
const LEVELS: f32 = 127.0;

/// Rows that are multiplied together, so that their products stay near the processor.
pub const TOGETHER: usize = 64;

type Bytes = GemmExecutor<u8, i8, i32>;

thread_local! {
    static EXECUTOR: Bytes = Bytes::new();
    static WORK: RefCell<Work> = RefCell::default();
}

/// `y = W x + b`. In a bundle, a block with a row for each output: its weights as signed bytes, then the
/// value of one step of these and the bias, as two little-endian `f32`.
#[derive(Clone)]
pub struct Linear {
    inputs: usize,
    outputs: usize,
    weights: Arc<PackedBMatrix<i8>>,
    /// For each output the sum of its weights, its step and its bias.
    sums: Arc<[i32]>,
    steps: Arc<[f32]>,
    biases: Arc<[f32]>,
}

impl fmt::Debug for Linear {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Linear({} to {})", self.inputs, self.outputs)
    }
}

impl Linear {
    /// Loads a layer of these sizes.
    pub fn load(bundle: &Bundle, name: &str, inputs: usize, outputs: usize) -> Result<Linear> {
        let block = bundle.block_of(name, outputs, inputs + 8)?;
        let rows: Vec<&[u8]> = (0..outputs).map(|row| block.row(row)).collect();
        let weights: Vec<i8> = rows
            .iter()
            .flat_map(|row| row[..inputs].iter().map(|w| *w as i8))
            .collect();
        let sums = weights.chunks_exact(inputs);
        let sums = sums.map(|row| row.iter().map(|w| i32::from(*w)).sum());
        let numbers: Vec<f32> = rows.iter().flat_map(|row| floats(&row[inputs..])).collect();
        let matrix = NdTensorView::from_data([outputs, inputs], weights.as_slice());
        Ok(Linear {
            inputs,
            outputs,
            sums: sums.collect(),
            steps: numbers.iter().step_by(2).copied().collect(),
            biases: numbers.iter().skip(1).step_by(2).copied().collect(),
            weights: Arc::new(EXECUTOR.with(|executor| executor.prepack_b(matrix.transposed()))),
        })
    }

    /// The number of outputs for a row.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// The outputs for rows of inputs, row by row.
    pub fn apply(&self, rows: &[f32]) -> Vec<f32> {
        let mut out = vec![0.0; rows.len() / self.inputs * self.outputs];
        self.apply_to(rows, &mut out);
        out
    }

    /// [`Linear::apply`] into memory that is there.
    pub fn apply_to(&self, rows: &[f32], out: &mut [f32]) {
        // taken, not borrowed: while it waits for a product, a thread may begin with another article
        let mut work = WORK.take();
        let parts = rows.chunks(TOGETHER * self.inputs);
        for (rows, out) in parts.zip(out.chunks_mut(TOGETHER * self.outputs)) {
            self.apply_part(rows, out, &mut work);
        }
        WORK.set(work);
    }

    fn apply_part(&self, rows: &[f32], out: &mut [f32], work: &mut Work) {
        let count = rows.len() / self.inputs;
        let (wholes, products) = work.of(rows.len(), out.len());
        let each = rows.chunks_exact(self.inputs);
        let each = each.zip(wholes.chunks_exact_mut(self.inputs));
        let scales = each.map(|(row, wholes)| activations::quantise(row, LEVELS, wholes));
        let scales: Vec<Scale> = scales.collect();
        let wholes = NdTensorView::from_data([count, self.inputs], &*wholes);
        let (wholes, weights) = (
            GemmInputA::Unpacked(wholes),
            GemmInputB::Packed(&self.weights),
        );
        let done = EXECUTOR
            .with(|executor| executor.gemm(products, wholes, weights, GemmOptions::default()));
        debug_assert!(done.is_ok(), "{done:?}");
        let products = products.chunks_exact(self.outputs).zip(scales);
        for (numbers, (products, scale)) in out.chunks_exact_mut(self.outputs).zip(products) {
            FromProducts {
                products,
                scale,
                sums: &self.sums,
                steps: &self.steps,
                biases: &self.biases,
                numbers,
            }
            .dispatch();
        }
    }
}

/// Memory that is used again by the next product.
#[derive(Default)]
struct Work {
    wholes: Vec<u8>,
    products: Vec<i32>,
}

impl Work {
    /// Room for so many whole numbers and products.
    fn of(&mut self, wholes: usize, products: usize) -> (&mut [u8], &mut [i32]) {
        self.wholes.resize(self.wholes.len().max(wholes), 0);
        self.products.resize(self.products.len().max(products), 0);
        (&mut self.wholes[..wholes], &mut self.products[..products])
    }
}

/// Little-endian `f32`s.
pub fn floats(bytes: &[u8]) -> impl Iterator<Item = f32> {
    let (fours, _) = bytes.as_chunks::<4>();
    fours.iter().map(|four| f32::from_le_bytes(*four))
}

/// A list of numbers: a block with one row of little-endian `f32`.
pub fn numbers(bundle: &Bundle, name: &str, count: usize) -> Result<Vec<f32>> {
    let block = bundle.block_of(name, 1, 4 * count)?;
    Ok(floats(&block.bytes).collect())
}

/// Rows of signed bytes, each followed by the value of one step as a little-endian `f32`.
#[derive(Debug, Clone)]
pub struct Embedding {
    block: Block,
}

impl Embedding {
    /// Loads a table of any number of rows.
    pub fn load(bundle: &Bundle, name: &str, width: usize) -> Result<Embedding> {
        let block = bundle.block(name, width + 4)?;
        Ok(Embedding { block })
    }

    /// Adds a row to `sum`.
    pub fn add(&self, row: usize, sum: &mut [f32]) {
        let bytes = self.block.row(row.min(self.block.rows - 1));
        let step = floats(&bytes[sum.len()..]).next().unwrap_or(0.0);
        for (sum, weight) in sum.iter_mut().zip(bytes) {
            *sum += f32::from(*weight as i8) * step;
        }
    }
}
