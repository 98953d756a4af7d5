//! Training of a [`Network`]: gradients of the cross entropy, Adam (Kingma and Ba, ICLR
//! 2015) with a step size that decreases to zero, dropout in the hidden layer (Srivastava et al., JMLR 2014).
//!
//! Two threads work on the halves of each batch; their gradients are added in a fixed order,
//! so the result does not depend on the number of threads.

use super::{
    Block, HIDDEN_SHIFT, HIDDEN_UNIT, MAX_OUTPUT_WEIGHT, Network, PRODUCT_SHIFT, Parts, Shape,
    UNITS,
};
use crate::model::Random;
use crate::model::matrix::Matrix;

/// The target of a group of outputs: any of the `good` ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Target {
    /// The group's first output.
    pub start: u16,
    /// Number of outputs in the group, 64 at most; 0 for no target.
    pub count: u16,
    /// Bit `k` is set if output `start + k` is correct.
    pub good: u64,
}

/// Inputs and targets.
#[derive(Debug, Clone, Default)]
pub struct Examples {
    /// The symbols of all slots of all inputs.
    pub rows: Vec<u16>,
    /// [`TARGETS`] for each input.
    pub targets: Vec<[Target; TARGETS]>,
}

/// Minimum number of steps in a pass.
const MIN_STEPS: usize = 64;
/// Number of targets per input.
pub const TARGETS: usize = 2;

impl Examples {
    /// Number of inputs.
    pub fn len(&self) -> usize {
        self.targets.len()
    }

    /// The symbols of one input.
    fn symbols(&self, number: u32, slots: usize) -> &[u16] {
        &self.rows[number as usize * slots..][..slots]
    }

    /// Whether there are no examples.
    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }
}

/// Settings of the training.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Passes over the data.
    pub epochs: usize,
    /// Number of examples per step.
    pub batch: usize,
    /// Initial step size, which decreases linearly to zero.
    pub rate: f32,
    /// Share of hidden units that are dropped for an example.
    pub dropout: f32,
}

/// The remaining step sizes.
#[derive(Debug, Clone)]
pub struct Schedule {
    settings: Settings,
    passes: usize,
}

impl Settings {
    /// The step sizes of a whole training.
    pub fn schedule(self) -> Schedule {
        Schedule {
            settings: self,
            passes: 0,
        }
    }

    /// With half the passes.
    pub fn halved(mut self) -> Settings {
        self.epochs = self.epochs.div_ceil(2);
        self
    }
}

/// A tensor with its moments for Adam.
#[derive(Debug, Clone)]
struct Moving {
    value: Matrix,
    first: Matrix,
    second: Matrix,
}

const FIRST_DECAY: f32 = 0.9;
const SECOND_DECAY: f32 = 0.999;

impl Moving {
    fn random(rows: usize, columns: usize, spread: f32, random: &mut Random) -> Moving {
        let mut value = Matrix::zeros(rows, columns);
        for v in value.values_mut() {
            *v = (random.fraction() * 2.0 - 1.0) * spread;
        }
        Moving {
            first: Matrix::zeros(rows, columns),
            second: Matrix::zeros(rows, columns),
            value,
        }
    }

    fn step_row(&mut self, row: usize, gradient: &[f32], rate: f32) {
        let Moving {
            value,
            first,
            second,
        } = self;
        let parts = value
            .row_mut(row)
            .iter_mut()
            .zip(first.row_mut(row))
            .zip(second.row_mut(row));
        for (((value, first), second), g) in parts.zip(gradient) {
            *first += (1.0 - FIRST_DECAY) * (g - *first);
            *second += (1.0 - SECOND_DECAY) * (g * g - *second);
            *value -= rate * *first / (second.sqrt() + 1e-8);
        }
    }

    fn step(&mut self, gradient: &Matrix, rate: f32) {
        for (row, g) in gradient.rows().enumerate() {
            self.step_row(row, g, rate);
        }
    }
}

/// A network in training.
#[derive(Debug)]
pub struct Learner<const P: usize> {
    shape: Shape,
    embeddings: Vec<Moving>,
    /// The weights of all slots, stacked.
    input: Moving,
    input_bias: Moving,
    /// One row of weights for each output.
    output: Moving,
    output_bias: Moving,
    steps: i32,
    random: Random,
    dropout: f32,
}

/// Gradients of half a batch.
struct Gradients {
    vectors: Matrix,
    input: Matrix,
    input_bias: Matrix,
    output: Matrix,
    output_bias: Matrix,
    loss: f64,
}

impl<const P: usize> Learner<P> {
    /// Small random weights.
    pub fn new(shape: Shape, dropout: f32, seed: u64) -> Self {
        let mut random = Random(seed);
        let (width, units) = (shape.width(), UNITS * P);
        let embeddings = shape
            .fields
            .iter()
            .map(|f| Moving::random(f.rows, f.dim, 0.1, &mut random))
            .collect();
        let spread = |m: usize, n: usize| (6.0 / (m + n) as f32).sqrt();
        Learner {
            embeddings,
            input: Moving::random(width, units, spread(width, units), &mut random),
            input_bias: Moving::random(1, units, 0.0, &mut random),
            output: Moving::random(
                shape.outputs,
                units,
                spread(shape.outputs, units),
                &mut random,
            ),
            output_bias: Moving::random(1, shape.outputs, 0.0, &mut random),
            steps: 0,
            random,
            dropout,
            shape,
        }
    }

    /// One pass over all examples, in random order; returns their mean loss.
    pub fn pass(&mut self, examples: &Examples, schedule: &mut Schedule) -> f64 {
        let Settings {
            batch,
            rate,
            epochs,
            ..
        } = schedule.settings;
        // with little data, batches are smaller, so that there are enough steps
        let batch = batch.min(examples.len() / MIN_STEPS).max(1);
        let mut order: Vec<u32> = (0..examples.len() as u32).collect();
        self.random.shuffle(&mut order);
        let batches = order.len().div_ceil(batch).max(1);
        let mut loss = 0.0;
        for (i, numbers) in order.chunks(batch).enumerate() {
            let done = schedule.passes as f32 + i as f32 / batches as f32;
            loss += self.step(
                examples,
                numbers,
                rate * (1.0 - done / epochs as f32).max(0.0),
            );
        }
        schedule.passes += 1;
        loss / examples.len().max(1) as f64
    }

    /// One step on the examples with these indexes; returns the sum of their losses.
    fn step(&mut self, examples: &Examples, numbers: &[u32], rate: f32) -> f64 {
        let (left, right) = numbers.split_at(numbers.len() / 2);
        let seeds = (self.random.bits(), self.random.bits());
        let (a, b) = rayon::join(
            || self.gradients(examples, left, seeds.0),
            || self.gradients(examples, right, seeds.1),
        );
        self.steps += 1;
        let scale = 1.0 / numbers.len().max(1) as f32;
        let rate = rate * (1.0 - SECOND_DECAY.powi(self.steps)).sqrt()
            / (1.0 - FIRST_DECAY.powi(self.steps));
        let halves = [(left, &a.vectors), (right, &b.vectors)];
        self.step_embeddings(examples, &halves, rate, scale);
        for (moving, one, two) in [
            (&mut self.input, a.input, &b.input),
            (&mut self.input_bias, a.input_bias, &b.input_bias),
            (&mut self.output, a.output, &b.output),
            (&mut self.output_bias, a.output_bias, &b.output_bias),
        ] {
            moving.step(&one.joined(two, scale), rate);
        }
        a.loss + b.loss
    }

    fn step_embeddings(
        &mut self,
        examples: &Examples,
        halves: &[(&[u32], &Matrix)],
        rate: f32,
        scale: f32,
    ) {
        let slots = self.shape.slots.len();
        for (field, table) in self.embeddings.iter_mut().enumerate() {
            let (rows, dim) = table.value.shape();
            let mut places = vec![u32::MAX; rows];
            let mut touched: Vec<usize> = Vec::new();
            let mut sums: Vec<f32> = Vec::new();
            for (numbers, gradients) in halves {
                for (number, gradient) in numbers.iter().zip(gradients.rows()) {
                    let mut rest = gradient;
                    for (slot, row) in self
                        .shape
                        .slots
                        .iter()
                        .zip(examples.symbols(*number, slots))
                    {
                        let (part, after) = rest.split_at(self.shape.fields[*slot].dim);
                        rest = after;
                        if *slot != field {
                            continue;
                        }
                        let row = usize::from(*row);
                        if places[row] == u32::MAX {
                            places[row] = touched.len() as u32;
                            touched.push(row);
                            sums.resize(sums.len() + dim, 0.0);
                        }
                        let place = places[row] as usize * dim;
                        for (sum, g) in sums[place..place + dim].iter_mut().zip(part) {
                            *sum += g * scale;
                        }
                    }
                }
            }
            for (row, gradient) in touched.iter().zip(sums.chunks_exact(dim)) {
                table.step_row(*row, gradient, rate);
            }
        }
    }

    fn gradients(&self, examples: &Examples, numbers: &[u32], seed: u64) -> Gradients {
        let mut random = Random(seed);
        let slots = self.shape.slots.len();
        let width = self.shape.width();
        let n = numbers.len();
        let mut vectors = Matrix::zeros(n, width);
        for (k, number) in numbers.iter().enumerate() {
            let mut rest = vectors.row_mut(k);
            for (field, row) in self
                .shape
                .slots
                .iter()
                .zip(examples.symbols(*number, slots))
            {
                let value = self.embeddings[*field].value.row(usize::from(*row));
                let (part, after) = rest.split_at_mut(value.len());
                part.copy_from_slice(value);
                rest = after;
            }
        }
        let mut hidden = vectors.times(&self.input.value);
        hidden.add_to_rows(&self.input_bias.value);
        let keep = 1.0 - self.dropout;
        let mut mask = Matrix::zeros(n, UNITS * P);
        let units = hidden.values_mut().iter_mut();
        for (unit, mask) in units.zip(mask.values_mut()) {
            if *unit > 0.0 && random.fraction() < keep {
                *mask = 1.0 / keep;
                *unit *= *mask;
            } else {
                *unit = 0.0;
            }
        }
        let mut scores = hidden.times_transposed(&self.output.value);
        scores.add_to_rows(&self.output_bias.value);
        let mut loss = 0.0;
        let mut gradient = Matrix::zeros(n, self.shape.outputs);
        for (k, (number, scores)) in numbers.iter().zip(scores.rows()).enumerate() {
            let gradient = gradient.row_mut(k);
            for target in &examples.targets[*number as usize] {
                let range = usize::from(target.start)..usize::from(target.start + target.count);
                let (scores, gradient) = (&scores[range.clone()], &mut gradient[range]);
                loss += cross_entropy(scores, target.good, gradient);
            }
        }
        let mut back = gradient.times(&self.output.value);
        for (value, mask) in back.values_mut().iter_mut().zip(mask.values()) {
            *value *= mask;
        }
        Gradients {
            vectors: back.times_transposed(&self.input.value),
            input: vectors.transposed_times(&back),
            input_bias: back.sum_of_rows(),
            output: gradient.transposed_times(&hidden),
            output_bias: gradient.sum_of_rows(),
            loss,
        }
    }

    /// The current network, quantised.
    pub fn finish(&self) -> Network<P> {
        let embeddings: Vec<Block> = self.embeddings.iter().map(|m| narrow(&m.value)).collect();
        // each slot's weights with a scale that matches its vectors
        let mut scales = Vec::with_capacity(self.shape.width());
        for field in &self.shape.slots {
            let vectors = &embeddings[*field];
            let scale = HIDDEN_UNIT / (vectors.scale * (1 << PRODUCT_SHIFT) as f32);
            scales.resize(scales.len() + vectors.columns, scale);
        }
        let input = wide(&self.input.value, |row| scales[row]);
        let scale = largest(&self.output.value) / MAX_OUTPUT_WEIGHT;
        let output = Block {
            scale,
            ..wide(&self.output.value, |_| scale)
        };
        let unit = output.scale * HIDDEN_UNIT * (1 << HIDDEN_SHIFT) as f32;
        let biases = |bias: &Moving, unit: f32| -> Block {
            let bytes = bias.value.values().iter();
            let bytes = bytes.flat_map(|b| ((b / unit).round() as i32).to_le_bytes());
            Block {
                rows: bias.value.values().len(),
                columns: 4,
                scale: unit,
                bytes: bytes.collect::<Vec<u8>>().into(),
            }
        };
        Network::from_parts(
            Parts {
                embeddings,
                input,
                input_bias: biases(&self.input_bias, HIDDEN_UNIT),
                output,
                output_bias: biases(&self.output_bias, unit),
            },
            &self.shape,
        )
    }
}

/// Loss and gradient of a softmax over `scores`, where any of the `good` ones is correct.
fn cross_entropy(scores: &[f32], good: u64, gradient: &mut [f32]) -> f64 {
    if scores.is_empty() {
        return 0.0;
    }
    let top = scores.iter().fold(f32::NEG_INFINITY, |m, s| m.max(*s));
    let (mut all, mut right) = (0.0, 0.0);
    for (k, (score, g)) in scores.iter().zip(gradient.iter_mut()).enumerate() {
        *g = libm::expf(score - top);
        all += *g;
        if good >> k & 1 == 1 {
            right += *g;
        }
    }
    let right = f32::max(right, f32::MIN_POSITIVE);
    for (k, g) in gradient.iter_mut().enumerate() {
        let truth = if good >> k & 1 == 1 { *g / right } else { 0.0 };
        *g = *g / all - truth;
    }
    f64::from(libm::logf(all) - libm::logf(right))
}

/// Quantises to bytes, the largest being 127.
fn narrow(values: &Matrix) -> Block {
    let (rows, columns) = values.shape();
    let scale = largest(values) / 127.0;
    let bytes: Vec<u8> = values
        .values()
        .iter()
        .map(|v| (v / scale).round() as i8 as u8)
        .collect();
    Block {
        rows,
        columns,
        scale,
        bytes: bytes.into(),
    }
}

/// Quantises to pairs of bytes, with a separate scale for each row.
fn wide(values: &Matrix, scale: impl Fn(usize) -> f32) -> Block {
    let (rows, columns) = values.shape();
    let quantise = |(row, values): (usize, &[f32])| -> Vec<u8> {
        let quantised = values.iter().map(|v| (v / scale(row)).round() as i16);
        quantised.flat_map(i16::to_le_bytes).collect()
    };
    let bytes: Vec<u8> = values.rows().enumerate().flat_map(quantise).collect();
    Block {
        rows,
        columns: 2 * columns,
        scale: 1.0,
        bytes: bytes.into(),
    }
}

fn largest(values: &Matrix) -> f32 {
    let values = values.values().iter();
    values.fold(f32::MIN_POSITIVE, |m, v| m.max(v.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::bundle::Bundle;
    use crate::model::network::{Field, Memo};

    fn shape() -> Shape {
        Shape {
            fields: vec![Field { rows: 4, dim: 4 }, Field { rows: 3, dim: 2 }],
            slots: vec![0, 0, 1],
            outputs: 2,
        }
    }

    /// Whether the first two symbols are equal, which is not a linear function.
    fn examples() -> Examples {
        let mut examples = Examples::default();
        for (a, b, c) in (0..48).map(|i| (i % 4, i / 4 % 4, i / 16)) {
            examples.rows.extend([a, b, c]);
            let target = Target {
                start: 0,
                count: 2,
                good: if a == b { 0b10 } else { 0b01 },
            };
            examples.targets.push([target, Target::default()]);
        }
        examples
    }

    fn trained() -> Network<1> {
        let settings = Settings {
            epochs: 60,
            batch: 8,
            rate: 0.02,
            dropout: 0.0,
        };
        let mut learner: Learner<1> = Learner::new(shape(), settings.dropout, 3);
        let mut schedule = settings.schedule();
        let losses: Vec<f64> = (0..settings.epochs)
            .map(|_| learner.pass(&examples(), &mut schedule))
            .collect();
        assert!(losses[59] < losses[0] / 4.0, "{losses:?}");
        learner.finish()
    }

    #[test]
    fn a_network_learns_what_no_weighted_sum_tells() {
        let (network, mut memo) = (trained(), Memo::default());
        for (rows, targets) in examples().rows.chunks(3).zip(&examples().targets) {
            let hidden = network.look(&[rows[0], rows[1], rows[2]], &mut memo);
            let best = network.best(&hidden, 0, 0b11);
            assert_eq!(1 << best, targets[0].good, "{rows:?}");
            assert_eq!(network.best(&hidden, 0, 0b01), 0, "the only one allowed");
        }
    }

    #[test]
    fn training_is_the_same_each_time_and_a_bundle_keeps_it() {
        let mut bundle = Bundle::default();
        trained().save(&mut bundle, "small");
        let mut again = Bundle::default();
        trained().save(&mut again, "small");
        assert_eq!(bundle.to_bytes(), again.to_bytes());
        let read = Bundle::from_bytes(&bundle.to_bytes()).expect("a bundle");
        let network: Network<1> = Network::load(&read, "small", &shape()).expect("a network");
        let (mut one, mut two) = (Memo::default(), Memo::default());
        for output in 0..2 {
            let left = trained().look(&[1, 2, 0], &mut one);
            let right = network.look(&[1, 2, 0], &mut two);
            assert_eq!(
                trained().score(&left, output),
                network.score(&right, output)
            );
        }
    }

    #[test]
    fn a_network_of_another_shape_is_refused() {
        let mut bundle = Bundle::default();
        trained().save(&mut bundle, "small");
        let mut other = shape();
        other.fields[0].rows = 5;
        let error = Network::<1>::load(&bundle, "small", &other).expect_err("too few rows");
        assert!(error.to_string().contains("small.field0"), "{error}");
    }
}
