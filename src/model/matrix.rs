//! Matrices of `f32` and their products, by `rten-gemm`.

use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions};
use rten_tensor::{Layout, NdTensorView};
use std::slice::ChunksExact;

/// Rows and columns of numbers that lie somewhere in a list.
pub type View<'a> = NdTensorView<'a, f32, 2>;

thread_local! {
    static EXECUTOR: GemmExecutor = GemmExecutor::new();
}

/// Replaces `out`, row by row, with the product of two matrices times a number.
///
/// Each sum goes through its terms in order, at any number of threads; processors without fused multiplication and
/// addition may round it otherwise.
pub fn multiply(left: View, right: View, factor: f32, out: &mut [f32]) {
    let options = GemmOptions {
        alpha: factor,
        ..GemmOptions::default()
    };
    let (left, right) = (GemmInputA::Unpacked(left), GemmInputB::Unpacked(right));
    let done = EXECUTOR.with(|executor| executor.gemm(out, left, right, options));
    debug_assert!(done.is_ok(), "{done:?}");
}

/// A matrix, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    values: Vec<f32>,
}

impl Matrix {
    /// Of zeros.
    pub fn zeros(rows: usize, columns: usize) -> Matrix {
        Matrix {
            rows,
            columns,
            values: vec![0.0; rows * columns],
        }
    }

    /// Number of rows and of columns.
    pub fn shape(&self) -> (usize, usize) {
        (self.rows, self.columns)
    }

    /// All values, row by row.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// All values, row by row.
    pub fn values_mut(&mut self) -> &mut [f32] {
        &mut self.values
    }

    /// A row.
    pub fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.columns..][..self.columns]
    }

    /// A row.
    pub fn row_mut(&mut self, row: usize) -> &mut [f32] {
        &mut self.values[row * self.columns..][..self.columns]
    }

    /// All rows; none if there are no columns.
    pub fn rows(&self) -> ChunksExact<'_, f32> {
        self.values.chunks_exact(self.columns.max(1))
    }

    fn view(&self) -> View<'_> {
        NdTensorView::from_data([self.rows, self.columns], self.values.as_slice())
    }

    /// The matrix times another.
    pub fn times(&self, other: &Matrix) -> Matrix {
        product(self.view(), other.view())
    }

    /// The matrix times another whose rows are its columns.
    pub fn times_transposed(&self, other: &Matrix) -> Matrix {
        product(self.view(), other.view().transposed())
    }

    /// The matrix, its rows as columns, times another.
    pub fn transposed_times(&self, other: &Matrix) -> Matrix {
        product(self.view().transposed(), other.view())
    }

    /// Adds a row to each row.
    pub fn add_to_rows(&mut self, other: &Matrix) {
        for row in self.values.chunks_exact_mut(self.columns.max(1)) {
            for (value, more) in row.iter_mut().zip(&other.values) {
                *value += more;
            }
        }
    }

    /// The sum of all rows, as one row.
    pub fn sum_of_rows(&self) -> Matrix {
        let mut sum = Matrix::zeros(1, self.columns);
        for row in self.rows() {
            for (sum, value) in sum.values.iter_mut().zip(row) {
                *sum += value;
            }
        }
        sum
    }

    /// The sum with another of the same shape, times a number.
    pub fn joined(mut self, other: &Matrix, factor: f32) -> Matrix {
        for (value, more) in self.values.iter_mut().zip(&other.values) {
            *value = (*value + more) * factor;
        }
        self
    }
}

fn product(left: View, right: View) -> Matrix {
    let ([rows, _], [_, columns]) = (left.shape(), right.shape());
    let mut product = Matrix::zeros(rows, columns);
    multiply(left, right, 1.0, &mut product.values);
    product
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: usize, columns: usize, values: &[f32]) -> Matrix {
        Matrix {
            rows,
            columns,
            values: values.to_vec(),
        }
    }

    #[test]
    fn products_of_matrices_and_of_transposed_ones() {
        let left = matrix(2, 3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let right = matrix(3, 2, &[1.0, 0.0, 2.0, 1.0, 0.0, 3.0]);
        let wanted = matrix(2, 2, &[5.0, 11.0, 14.0, 23.0]);
        assert_eq!(left.times(&right), wanted);
        let turned = matrix(2, 3, &[1.0, 2.0, 0.0, 0.0, 1.0, 3.0]);
        assert_eq!(left.times_transposed(&turned), wanted);
        let turned = matrix(3, 2, &[1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
        assert_eq!(turned.transposed_times(&right), wanted);
        assert_eq!(left.sum_of_rows(), matrix(1, 3, &[5.0, 7.0, 9.0]));
    }
}
