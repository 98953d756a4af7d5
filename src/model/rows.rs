//! Rows of a table, in a layout for looking up and summing.

use super::Table;
use std::borrow::Cow;

/// Rows of signed bytes. Rows of five to eight bytes are padded to eight, so that none crosses a
/// cache line; others are not padded.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rows {
    mask: u32,
    /// Bytes from one row to the next.
    stride: usize,
    bytes: Cow<'static, [u8]>,
}

/// Buffer for fetched rows, eight bytes each.
pub(super) type Fetched = Vec<u64>;

impl Rows {
    /// Copies the rows of a table.
    pub(super) fn new(table: &Table) -> Self {
        let labels = table.labels;
        let stride = match labels {
            5..=8 => 8,
            _ => labels,
        };
        let bytes = if stride == labels {
            table.weights.clone()
        } else {
            let mut wide = vec![0; (table.mask as usize + 1) * stride];
            let rows = wide.chunks_exact_mut(stride);
            for (row, weights) in rows.zip(table.weights.chunks_exact(labels)) {
                row[..labels].copy_from_slice(weights);
            }
            wide.into()
        };
        Rows {
            mask: table.mask,
            stride,
            bytes,
        }
    }

    /// The sum of the features' rows; only the first [`Table::labels`] entries are meaningful.
    ///
    /// The rows are scattered over memory, and most time is spent waiting for them. So they are first fetched
    /// in a tight loop, in which the processor can overlap the accesses, and then
    /// added eight bytes at a time, as two numbers of four lanes each.
    #[inline]
    pub(super) fn sum<const W: usize>(&self, features: &[u32], fetched: &mut Fetched) -> [i32; W] {
        let mut sums = [0; W];
        for from in (0..W).step_by(8) {
            fetched.clear();
            fetched.resize(features.len(), 0);
            for (k, feature) in features.iter().enumerate() {
                fetched[k] = self.word((feature & self.mask) as usize * self.stride + from);
            }
            // a lane of 16 bits holds the sum of 257 bytes
            for words in fetched.chunks(256) {
                let (mut even, mut odd) = (0, 0);
                for word in words {
                    even += (word ^ SIGNS) & LANES;
                    odd += ((word ^ SIGNS) >> 8) & LANES;
                }
                let shift = 128 * words.len() as i32;
                for k in 0..W.min(8) {
                    let lanes = if k % 2 == 0 { even } else { odd };
                    let lane = (lanes >> (k / 2 * 16)) as u16;
                    sums[from + k] += i32::from(lane) - shift;
                }
            }
        }
        sums
    }

    /// Eight bytes from `start` on, of this row and perhaps the next one.
    #[inline]
    fn word(&self, start: usize) -> u64 {
        let rest = self.bytes.get(start..).unwrap_or(&[]);
        match rest.first_chunk() {
            Some(bytes) => u64::from_le_bytes(*bytes),
            None => last_word(rest),
        }
    }
}

/// Turns eight signed bytes into unsigned ones that are 128 more.
const SIGNS: u64 = 0x8080_8080_8080_8080;
/// The lower bytes of four lanes.
const LANES: u64 = 0x00FF_00FF_00FF_00FF;

/// The up to seven bytes at the end of a table.
#[cold]
fn last_word(bytes: &[u8]) -> u64 {
    u64::from_le_bytes(std::array::from_fn(|k| bytes.get(k).copied().unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Random;

    #[test]
    fn rows_are_summed_as_they_stand_in_the_table() {
        let mut random = Random(7);
        for labels in [3, 6, 11] {
            let weights: Vec<f32> = (0..labels * 8).map(|_| random.fraction() - 0.5).collect();
            let table = Table::quantise(&weights, labels);
            // more features than a lane has room for, the last row among them
            let features: Vec<u32> = (0..600).map(|_| random.bits() as u32).collect();
            let sums: [i32; 16] = Rows::new(&table).sum(&features, &mut Fetched::new());
            for (label, sum) in sums.iter().enumerate().take(labels) {
                let weight = |f: &u32| table.weights[(f & table.mask) as usize * labels + label];
                let wanted: i32 = features.iter().map(|f| i32::from(weight(f) as i8)).sum();
                assert_eq!(*sum, wanted, "label {label} of {labels}");
            }
        }
    }
}
