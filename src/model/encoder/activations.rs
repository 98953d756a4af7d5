//! What is between the matrix products: functions of `rten-vecmath`, which have the widest vectors that the processor
//! has. So sums have their terms in an order that depends on the processor, and results may differ in the last digit
//! from one kind of processor to another; they never depend on threads.

use rten_simd::{Isa, SimdOp, SimdUnaryOp};
use rten_vecmath::{
    ApproxGelu, ExtendInit, MinMax, Normalize, NormalizeOptions, Quantize, Softmax, Sum,
    SumSquareSub,
};

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
    let count = row.len() as f32;
    let mean = Sum::new(row).dispatch() / count;
    let variance = SumSquareSub::new(row, mean).dispatch() / count;
    let options = NormalizeOptions {
        pre_scale_bias: mean,
        scale: 1.0 / (variance + 1e-12).sqrt(),
        element_scale: Some(scales),
        element_bias: Some(shifts),
        ..NormalizeOptions::default()
    };
    Normalize::new_mut(row, options).dispatch();
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

/// Adds to `wholes` a whole number for each number of a row, from 0 to about `levels`; returns how they were made.
pub fn quantise(row: &[f32], levels: f32, wholes: &mut Vec<u8>) -> Scale {
    let (least, most) = MinMax::new(row).dispatch();
    let (least, most) = (least.min(0.0), most.max(0.0));
    let step = ((most - least) / levels).max(f32::MIN_POSITIVE);
    let inverse = 1.0 / step;
    let zero = (-least * inverse).round() as u8;
    wholes.reserve(row.len());
    wholes.extend_init(|free| Quantize::new(row, &mut free[..row.len()], inverse, zero).dispatch());
    Scale { step, zero }
}

/// What is known of the weights of each output: their sum, the value of one step of theirs, and the bias.
#[derive(Debug, Clone, Copy)]
pub struct Outputs<'a> {
    /// Sums of the weights.
    pub sums: &'a [i32],
    /// Values of a step.
    pub steps: &'a [f32],
    /// Biases.
    pub biases: &'a [f32],
}

/// Numbers of an output row from the products of a [`quantise`]d row with the weights.
pub struct FromProducts<'a> {
    /// The products.
    pub products: &'a [i32],
    /// How the row was quantised.
    pub scale: Scale,
    /// The weights.
    pub outputs: Outputs<'a>,
    /// The numbers.
    pub numbers: &'a mut [f32],
}

impl SimdOp for FromProducts<'_> {
    type Output = ();

    // The compiler makes vector instructions of the loop, for each set of them that it is compiled for.
    #[inline(always)]
    fn eval<I: Isa>(self, _: I) {
        let zero = i32::from(self.scale.zero);
        let outputs = self.outputs.sums.iter();
        let outputs = outputs.zip(self.outputs.steps).zip(self.outputs.biases);
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
            let mut wholes = vec![7];
            let Scale { step, zero } = quantise(&row, 127.0, &mut wholes);
            assert_eq!(wholes.len(), row.len() + 1);
            for (whole, x) in wholes[1..].iter().zip(&row) {
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
