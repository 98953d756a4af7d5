//! What is between the matrix products, in the widest vectors that the processor has: functions of `rten-vecmath`, and
//! loops of our own where those of the library are not compiled into one (closures in them become calls, one for
//! each vector). Sums have their terms in an order that depends on the processor, so results may differ in the last
//! digit from one kind of processor to another; they never depend on threads.

use rten_simd::ops::{BitOps, NumOps};
use rten_simd::{Isa, Simd, SimdIterable, SimdOp, SimdUnaryOp};
use rten_vecmath::{ApproxGelu, MinMax, Normalize, NormalizeOptions, Softmax};

/// Adding it to a number from 0 to 255 leaves the number, rounded, in the lowest byte.
const ROUNDING: f32 = 12_582_912.0;

/// Gaussian error linear units (Hendrycks and Gimpel, 2016), in place, by their usual approximation.
pub fn gelu(numbers: &mut [f32]) {
    ApproxGelu {}.map_mut(numbers);
}

/// Makes probabilities of the numbers of a row, in place.
pub fn softmax(row: &mut [f32]) {
    Softmax::new_mut(row).dispatch();
}

/// Shifts and scales the numbers of a row to mean 0 and variance 1, then by what was learned for each place (layer
/// normalisation, Ba et al. 2016).
pub fn normalise(row: &mut [f32], scales: &[f32], shifts: &[f32]) {
    let (mean, variance) = Moments(row).dispatch();
    let options = NormalizeOptions {
        pre_scale_bias: mean,
        scale: 1.0 / (variance + 1e-12).sqrt(),
        element_scale: Some(scales),
        element_bias: Some(shifts),
        ..NormalizeOptions::default()
    };
    Normalize::new_mut(row, options).dispatch();
}

/// The mean and the variance of a row.
struct Moments<'a>(&'a [f32]);

impl SimdOp for Moments<'_> {
    type Output = (f32, f32);

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) -> (f32, f32) {
        let (ops, row) = (isa.f32(), self.0);
        // The length of a row is a multiple of that of vectors, or the rest is added by itself.
        let whole = row.len() - row.len() % ops.len();
        let (vectors, rest) = row.split_at(whole);
        let count = row.len() as f32;
        let total = vectors.simd_iter(ops).fold(
            ops.zero(),
            #[inline(always)]
            |sum, x| ops.add(sum, x),
        );
        let mean = (sum_of_lanes(total) + rest.iter().sum::<f32>()) / count;
        let middle = ops.splat(mean);
        let total = vectors.simd_iter(ops).fold(
            ops.zero(),
            #[inline(always)]
            |sum, x| {
                let distance = ops.sub(x, middle);
                ops.mul_add(distance, distance, sum)
            },
        );
        let squares = rest.iter().map(|x| (x - mean) * (x - mean));
        (mean, (sum_of_lanes(total) + squares.sum::<f32>()) / count)
    }
}

#[inline(always)]
fn sum_of_lanes(lanes: impl Simd<Elem = f32>) -> f32 {
    let mut sum = 0.0;
    for lane in lanes.to_array() {
        sum += lane;
    }
    sum
}

/// Adds each number of a row to another's.
pub fn add(row: &mut [f32], other: &[f32]) {
    for (x, y) in row.iter_mut().zip(other) {
        *x += y;
    }
}

/// How the numbers of a row were made whole: `number ≈ step * (whole - zero)`.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// The value of a step.
    pub step: f32,
    /// The whole number that stands for 0.
    pub zero: u8,
}

/// Whole numbers for the numbers of a row, from 0 to about `levels`; returns how they were made.
pub fn quantise(row: &[f32], levels: f32, wholes: &mut [u8]) -> Scale {
    let (least, most) = MinMax::new(row).dispatch();
    let (least, most) = (least.min(0.0), most.max(0.0));
    let step = ((most - least) / levels).max(f32::MIN_POSITIVE);
    let inverse = 1.0 / step;
    let zero = (-least * inverse + ROUNDING) - ROUNDING;
    Quantise {
        row,
        inverse,
        zero,
        wholes,
    }
    .dispatch();
    Scale {
        step,
        zero: zero as u8,
    }
}

/// `wholes = round(row * inverse + zero)`.
struct Quantise<'a> {
    row: &'a [f32],
    inverse: f32,
    zero: f32,
    wholes: &'a mut [u8],
}

impl SimdOp for Quantise<'_> {
    type Output = ();

    // The compiler makes vector instructions of the loop, for each set of them that it is compiled for.
    #[inline(always)]
    fn eval<I: Isa>(self, _: I) {
        for (whole, x) in self.wholes.iter_mut().zip(self.row) {
            *whole = (x * self.inverse + self.zero + ROUNDING).to_bits() as u8;
        }
    }
}

/// Numbers of an output row from the products of a [`quantise`]d row with the weights.
pub struct FromProducts<'a> {
    /// The products.
    pub products: &'a [i32],
    /// How the row was quantised.
    pub scale: Scale,
    /// For each output the sum of its weights.
    pub sums: &'a [i32],
    /// For each output the value of a step of its weights.
    pub steps: &'a [f32],
    /// For each output its bias.
    pub biases: &'a [f32],
    /// The numbers.
    pub numbers: &'a mut [f32],
}

impl SimdOp for FromProducts<'_> {
    type Output = ();

    // As for `Quantise`.
    #[inline(always)]
    fn eval<I: Isa>(self, _: I) {
        let zero = i32::from(self.scale.zero);
        let outputs = self.sums.iter().zip(self.steps).zip(self.biases);
        let row = self.numbers.iter_mut().zip(self.products).zip(outputs);
        for ((number, product), ((sum, step), bias)) in row {
            *number = (product - zero * sum) as f32 * (self.scale.step * step) + bias;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_sum_to_1() {
        let mut numbers: Vec<f32> = (0..37).map(|k| (k as f32 * 1.7).sin() * 9.0).collect();
        softmax(&mut numbers);
        let sum: f32 = numbers.iter().sum();
        assert!((sum - 1.0).abs() < 1e-5);
    }

    #[test]
    fn gelu_is_close_to_what_it_approximates() {
        let numbers: Vec<f32> = (-60..60).map(|k| k as f32 / 10.0).collect();
        let mut here = numbers.clone();
        gelu(&mut here);
        for (x, here) in numbers.into_iter().zip(here) {
            let exact = f64::from(x) * 0.5 * (1.0 + libm::erf(f64::from(x) / 2.0_f64.sqrt()));
            assert!((f64::from(here) - exact).abs() < 2e-3, "{x}: {here:?}");
        }
    }

    #[test]
    fn whole_numbers_stand_for_the_numbers_they_came_from() {
        let long: Vec<f32> = (0..100).map(|k| (k as f32).cos() + 0.3).collect();
        for row in [
            vec![0.0, 0.5, -1.0, 2.0],
            vec![3.0, 4.0, 5.0],
            vec![-3.0, -4.0],
            vec![0.0; 9],
            long,
        ] {
            let mut wholes = vec![0; row.len()];
            let Scale { step, zero } = quantise(&row, 127.0, &mut wholes);
            for (whole, x) in wholes.iter().zip(&row) {
                assert!(*whole <= 128);
                let back = step * (i32::from(*whole) - i32::from(zero)) as f32;
                assert!((back - x).abs() <= 0.51 * step, "{row:?}: {x} {back}");
            }
        }
    }

    #[test]
    fn a_normalised_row_has_mean_0_and_variance_1() {
        let mut row: Vec<f32> = (0..19).map(|k| k as f32 * 3.0 - 5.0).collect();
        normalise(&mut row, &[1.0; 19], &[0.0; 19]);
        let mean = row.iter().sum::<f32>() / 19.0;
        let variance = row.iter().map(|x| x * x).sum::<f32>() / 19.0;
        assert!(mean.abs() < 1e-5 && (variance - 1.0).abs() < 1e-4);
    }
}
