//! The functions between the matrix products. All are sums and products in a fixed order, without calls into the
//! platform's mathematics, so that results are the same on every machine; and loops that a compiler turns into
//! vector instructions.

/// Adding it to a small number leaves the number, rounded, in the lowest bits.
const ROUNDING: f32 = 12_582_912.0;

/// A number from `-100.0` to `100.0`, rounded to a whole number.
#[inline]
fn rounded(x: f32) -> f32 {
    (x + ROUNDING) - ROUNDING
}

/// `e^x` with an error of less than a unit in the fifth digit, for `x` up to 80; 0 far below 0.
#[inline]
pub fn exp(x: f32) -> f32 {
    let x = x.max(-87.0) * std::f32::consts::LOG2_E;
    let whole = rounded(x);
    let f = x - whole;
    // Taylor's series of 2^f
    let series = 1.333_355_8e-3;
    let series = series * f + 9.618_129e-3;
    let series = series * f + 5.550_411e-2;
    let series = series * f + 2.402_265e-1;
    let series = series * f + 6.931_472e-1;
    let series = series * f + 1.0;
    let power = ((whole + ROUNDING).to_bits() << 23).wrapping_add(127 << 23);
    series * f32::from_bits(power)
}

/// Gaussian error linear units (Hendrycks and Gimpel, 2016), in place, by their usual approximation.
#[inline]
pub fn gelu(numbers: &mut [f32]) {
    for x in numbers {
        let inner = 1.595_769 * (*x + 0.044_715 * *x * *x * *x);
        *x /= 1.0 + exp((-inner).min(80.0));
    }
}

/// The exponential of each number less the largest, in place; returns their sum.
#[inline]
pub fn exponentials(numbers: &mut [f32]) -> f32 {
    let top = folded(numbers, f32::NEG_INFINITY, larger);
    for x in numbers.iter_mut() {
        *x = exp(*x - top);
    }
    sum_of(numbers, |x| x)
}

/// Numbers brought together in sixteen lanes, then the lanes.
#[inline(always)]
fn folded(numbers: &[f32], start: f32, join: impl Fn(f32, f32) -> f32) -> f32 {
    let mut lanes = [start; 16];
    let (parts, rest) = numbers.as_chunks::<16>();
    for part in parts {
        for k in 0..16 {
            lanes[k] = join(lanes[k], part[k]);
        }
    }
    let mut all = start;
    for number in lanes.iter().chain(rest) {
        all = join(all, *number);
    }
    all
}

/// The sum of what `of` makes of the numbers.
#[inline(always)]
fn sum_of(numbers: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; 16];
    let (parts, rest) = numbers.as_chunks::<16>();
    for part in parts {
        for k in 0..16 {
            lanes[k] += of(part[k]);
        }
    }
    let rest: f32 = rest.iter().map(|x| of(*x)).sum();
    lanes.iter().sum::<f32>() + rest
}

/// The larger number, in one instruction; [`f32::max`] also minds numbers that are none.
#[inline(always)]
fn larger(a: f32, b: f32) -> f32 {
    if b > a { b } else { a }
}

/// The least and the largest of the numbers and 0.
#[inline]
fn range(numbers: &[f32]) -> (f32, f32) {
    (
        folded(numbers, 0.0, |a, b| if b < a { b } else { a }),
        folded(numbers, 0.0, larger),
    )
}

/// Shifts and scales the numbers of a row to mean 0 and variance 1, then by what was learned (layer
/// normalisation, Ba et al. 2016).
#[inline]
pub fn normalise(row: &mut [f32], scales: &[f32], shifts: &[f32]) {
    let count = row.len() as f32;
    let mean = sum_of(row, |x| x) / count;
    for x in row.iter_mut() {
        *x -= mean;
    }
    let sum = sum_of(row, |x| x * x);
    let scale = 1.0 / (sum / count + 1e-12).sqrt();
    for ((x, factor), shift) in row.iter_mut().zip(scales).zip(shifts) {
        *x = *x * scale * factor + shift;
    }
}

/// Adds each number of a row to another's.
#[inline]
pub fn add(row: &mut [f32], other: &[f32]) {
    for (x, y) in row.iter_mut().zip(other) {
        *x += y;
    }
}

/// Whole numbers from 0 to `levels` for the numbers of a row: `number ≈ step * (whole - zero)`. Returns step
/// and zero.
#[inline]
pub fn quantise(row: &[f32], levels: f32, wholes: &mut [u8]) -> (f32, i32) {
    let (least, most) = range(row);
    let step = ((most - least) / levels).max(f32::MIN_POSITIVE);
    let inverse = 1.0 / step;
    let zero = rounded((-least * inverse).min(levels));
    for (whole, x) in wholes.iter_mut().zip(row) {
        let level = (x * inverse + zero).max(0.0).min(levels);
        *whole = (level + ROUNDING).to_bits() as u8;
    }
    (step, zero as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_are_close() {
        for k in -8600..8000 {
            let x = k as f32 / 100.0;
            let (here, there) = (exp(x), libm::expf(x));
            assert!((here - there).abs() <= 1e-5 * there, "{x}: {here} {there}");
        }
        assert!(exp(-1e30) < 1e-37);
    }

    #[test]
    fn a_softmax_sums_to_its_total() {
        let mut numbers: Vec<f32> = (0..37).map(|k| (k as f32 * 1.7).sin() * 9.0).collect();
        let total = exponentials(&mut numbers);
        let sum: f32 = numbers.iter().sum();
        assert!((sum - total).abs() < 1e-5 * total);
        assert!(numbers.contains(&1.0));
    }

    #[test]
    fn gelu_is_close_to_what_it_approximates() {
        for k in -60..60 {
            let x = k as f32 / 10.0;
            let exact = f64::from(x) * 0.5 * (1.0 + libm::erf(f64::from(x) / 2.0_f64.sqrt()));
            let mut here = [x];
            gelu(&mut here);
            assert!((f64::from(here[0]) - exact).abs() < 2e-3, "{x}: {here:?}");
        }
    }

    #[test]
    fn whole_numbers_stand_for_the_numbers_they_came_from() {
        for row in [vec![0.0, 0.5, -1.0, 2.0], vec![3.0, 4.0, 5.0], vec![0.0; 9]] {
            let mut wholes = vec![0; row.len()];
            let (step, zero) = quantise(&row, 127.0, &mut wholes);
            for (whole, x) in wholes.iter().zip(&row) {
                let back = step * (i32::from(*whole) - zero) as f32;
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
