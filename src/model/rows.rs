//! A table's weights as they are looked up: rows widened to a power of two.

use super::Table;

/// Rows of `W` weights, those past the table's labels zero. A row never lies across two lines of
/// the processor's cache, and is added as a whole.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rows<const W: usize> {
    mask: u32,
    rows: Vec<[i8; W]>,
}

impl<const W: usize> Rows<W> {
    /// Widens the rows of a table that has at most `W` labels.
    pub(super) fn new(table: &Table) -> Self {
        let widen = |row: &[u8]| std::array::from_fn(|k| row.get(k).map_or(0, |w| *w as i8));
        Rows {
            mask: table.mask,
            rows: table.weights.chunks_exact(table.labels).map(widen).collect(),
        }
    }

    /// The sum of the features' rows.
    #[inline]
    pub(super) fn sum(&self, features: &[u32]) -> [i32; W] {
        let mut sums = [0; W];
        for feature in features {
            if let Some(row) = self.rows.get((feature & self.mask) as usize) {
                for k in 0..W {
                    sums[k] += i32::from(row[k]);
                }
            }
        }
        sums
    }
}
