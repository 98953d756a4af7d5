//! Gradient-boosted trees that choose between options (Friedman, Annals of Statistics 29, 2001).
//!
//! Each tree asks the same question of all its nodes of a level (oblivious trees: Prokhorenkova et al.,
//! NeurIPS 2018), so a tree is a few questions and a table of their answers. The boosted objective is the
//! probability of the correct option of a choice, the softmax of the scores; each tree sees a
//! part of the choices and each level a part of the features, to avoid overfitting.

use super::bundle::{Block, Bundle};
use super::{Random, softmax};
use crate::error::Result;
use std::sync::Arc;

/// Number of questions of a tree.
const DEPTH: usize = 4;
const LEAVES: usize = 1 << DEPTH;
/// Size of a tree in bytes: its features, thresholds and answers.
const BYTES: usize = DEPTH + 4 * DEPTH + 4 * LEAVES;

/// The trees.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Trees {
    trees: Arc<[Tree]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Tree {
    /// The feature of each level.
    figures: [u8; DEPTH],
    /// The threshold of each level, above which the answer is yes.
    bounds: [f32; DEPTH],
    /// The score for each sequence of answers, the first in the lowest bit.
    scores: [f32; LEAVES],
}

/// A choice for training.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choice {
    /// The features of each option, the same number for all.
    pub options: Vec<Vec<f32>>,
    /// Whether each option is correct; several may be if the answer is uncertain.
    pub right: Vec<bool>,
}

/// Settings of the training.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Number of trees.
    pub trees: usize,
    /// Learning rate: the share of a tree's scores that counts.
    pub rate: f32,
    /// Share of the choices that a tree sees.
    pub choices: f32,
    /// Share of the features that a level sees.
    pub figures: f32,
    /// Strength of the L2 penalty on scores.
    pub decay: f32,
    /// Random seed.
    pub seed: u64,
}

impl Tree {
    fn score(&self, figures: &[f32]) -> f32 {
        let mut leaf = 0;
        for level in 0..DEPTH {
            let value = match figures.get(usize::from(self.figures[level])) {
                Some(figure) => *figure,
                None => 0.0,
            };
            leaf |= usize::from(value > self.bounds[level]) << level;
        }
        self.scores[leaf]
    }

    fn to_bytes(self) -> impl Iterator<Item = u8> {
        let numbers = self.bounds.into_iter().chain(self.scores);
        (self.figures.into_iter()).chain(numbers.flat_map(f32::to_le_bytes))
    }

    fn from_bytes(bytes: &[u8]) -> Tree {
        let mut tree = Tree::default();
        let (figures, numbers) = bytes.split_at(DEPTH);
        tree.figures.copy_from_slice(figures);
        let places = tree.bounds.iter_mut().chain(&mut tree.scores);
        for (place, bytes) in places.zip(numbers.chunks_exact(4)) {
            *place = f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        }
        tree
    }
}

impl Trees {
    /// Loads the trees from a bundle.
    ///
    /// # Errors
    /// A bundle without them.
    pub fn load(bundle: &Bundle, name: &str) -> Result<Self> {
        let block = bundle.block(name, BYTES)?;
        let trees = (0..block.rows).map(|row| Tree::from_bytes(block.row(row)));
        Ok(Trees {
            trees: trees.collect(),
        })
    }

    /// Saves the trees into a bundle.
    pub fn save(&self, bundle: &mut Bundle, name: &str) {
        let bytes: Vec<u8> = self.trees.iter().flat_map(|tree| tree.to_bytes()).collect();
        let block = Block {
            rows: self.trees.len(),
            columns: BYTES,
            scale: 1.0,
            bytes: bytes.into(),
        };
        bundle.insert_block(name, block);
    }

    /// The score of an option with these features.
    pub fn score(&self, figures: &[f32]) -> f32 {
        let mut sum = 0.0;
        for tree in &*self.trees {
            sum += tree.score(figures);
        }
        sum
    }

    /// Trees whose score is the average of these forests.
    pub fn mean(forests: &[Trees]) -> Trees {
        let share = 1.0 / forests.len().max(1) as f32;
        let scaled = |tree: &Tree| Tree {
            scores: tree.scores.map(|score| score * share),
            ..*tree
        };
        let trees = forests.iter().flat_map(|forest| forest.trees.iter());
        Trees {
            trees: trees.map(scaled).collect(),
        }
    }

    /// Trains on choices.
    pub fn train(choices: &[Choice], settings: Settings) -> Self {
        let mut grower = Grower::new(choices, settings);
        let trees = (0..settings.trees).map(|_| grower.grow(choices));
        Trees {
            trees: trees.collect(),
        }
    }
}

/// Maximum number of distinguished values of a feature.
const BINS: usize = 32;

/// A slope and a curvature of the loss, or sums of them.
#[derive(Debug, Clone, Copy, Default)]
struct Slope {
    gradient: f32,
    curvature: f32,
}

impl Slope {
    fn add(&mut self, other: Slope) {
        self.gradient += other.gradient;
        self.curvature += other.curvature;
    }

    fn less(self, other: Slope) -> Slope {
        Slope {
            gradient: self.gradient - other.gradient,
            curvature: self.curvature - other.curvature,
        }
    }

    /// The reduction of the loss by the best score for all of them.
    fn gain(self, decay: f32) -> f32 {
        self.gradient * self.gradient / (self.curvature + decay)
    }
}

/// Training state: the options of all choices.
struct Grower {
    settings: Settings,
    random: Random,
    /// For each feature the thresholds between its bins, and the bin of each option.
    bounds: Vec<Vec<f32>>,
    bins: Vec<Vec<u8>>,
    /// The score of each option so far.
    scores: Vec<f32>,
}

impl Grower {
    fn new(choices: &[Choice], settings: Settings) -> Self {
        let options: Vec<&Vec<f32>> = choices.iter().flat_map(|c| &c.options).collect();
        let width = options.first().map_or(0, |option| option.len());
        let column = |figure: usize| options.iter().map(move |option| option[figure]);
        let bounds: Vec<Vec<f32>> = (0..width).map(|f| bounds(column(f).collect())).collect();
        let bin = |bounds: &[f32], value: f32| bounds.partition_point(|b| *b < value) as u8;
        let bins = bounds.iter().enumerate();
        let bins = bins.map(|(f, bounds)| column(f).map(|v| bin(bounds, v)).collect());
        Grower {
            settings,
            random: Random(settings.seed),
            bins: bins.collect(),
            bounds,
            scores: vec![0.0; options.len()],
        }
    }

    /// Grows a tree, and adds its scores to those so far.
    fn grow(&mut self, choices: &[Choice]) -> Tree {
        let (seen, slopes) = self.slopes(choices);
        let mut leaves = vec![0_u8; self.scores.len()];
        let mut tree = Tree::default();
        for level in 0..DEPTH {
            let Some((figure, bin)) = self.question(&seen, &slopes, &leaves, 1 << level) else {
                break;
            };
            tree.figures[level] = figure as u8;
            tree.bounds[level] = self.bounds[figure][bin];
            for (leaf, own) in leaves.iter_mut().zip(&self.bins[figure]) {
                *leaf |= u8::from(usize::from(*own) > bin) << level;
            }
        }
        let mut sums = [Slope::default(); LEAVES];
        for option in &seen {
            sums[usize::from(leaves[*option])].add(slopes[*option]);
        }
        for (score, sum) in tree.scores.iter_mut().zip(sums) {
            *score = -self.settings.rate * sum.gradient / (sum.curvature + self.settings.decay);
        }
        for (score, leaf) in self.scores.iter_mut().zip(leaves) {
            *score += tree.scores[usize::from(leaf)];
        }
        tree
    }

    /// The options of the choices that the next tree sees, and the slope of each option's loss.
    fn slopes(&mut self, choices: &[Choice]) -> (Vec<usize>, Vec<Slope>) {
        let mut seen = Vec::with_capacity(self.scores.len());
        let mut slopes = Vec::with_capacity(self.scores.len());
        for choice in choices {
            let own = slopes.len()..slopes.len() + choice.right.len();
            let scores = &self.scores[own.clone()];
            let all = softmax(scores, |_| true);
            let good = softmax(scores, |i| choice.right[i]);
            slopes.extend(all.iter().zip(good).map(|(all, good)| Slope {
                gradient: all - good,
                curvature: (all * (1.0 - all)).max(1e-3),
            }));
            if self.random.fraction() < self.settings.choices {
                seen.extend(own);
            }
        }
        (seen, slopes)
    }

    /// The feature and bin at which splitting all `leaves` reduces the loss most.
    fn question(
        &mut self,
        seen: &[usize],
        slopes: &[Slope],
        leaves: &[u8],
        count: usize,
    ) -> Option<(usize, usize)> {
        let decay = self.settings.decay;
        let mut best: Option<(f32, (usize, usize))> = None;
        for figure in 0..self.bins.len() {
            if self.random.fraction() >= self.settings.figures {
                continue;
            }
            let mut sums = vec![[Slope::default(); BINS]; count];
            let bins = &self.bins[figure];
            for option in seen {
                sums[usize::from(leaves[*option])][usize::from(bins[*option])].add(slopes[*option]);
            }
            let mut gains = [0.0_f32; BINS];
            for sums in &sums {
                let mut total = Slope::default();
                sums.iter().for_each(|sum| total.add(*sum));
                let mut below = Slope::default();
                for (gain, sum) in gains.iter_mut().zip(sums) {
                    below.add(*sum);
                    *gain += below.gain(decay) + total.less(below).gain(decay);
                }
            }
            for (bin, gain) in gains.iter().take(self.bounds[figure].len()).enumerate() {
                if best.is_none_or(|(other, _)| *gain > other) {
                    best = Some((*gain, (figure, bin)));
                }
            }
        }
        best.map(|(_, question)| question)
    }
}

/// Thresholds between the values that occur; if there are too many, between parts of equal size.
fn bounds(mut values: Vec<f32>) -> Vec<f32> {
    values.sort_by(f32::total_cmp);
    let count = values.len();
    let mut distinct = values.clone();
    distinct.dedup();
    if distinct.len() > BINS {
        distinct = (0..BINS).map(|i| values[i * count / BINS]).collect();
        distinct.dedup();
    }
    let pairs = distinct.windows(2);
    pairs.map(|pair| (pair[0] + pair[1]) / 2.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Choices between three options; the correct one has the smallest difference of its features, which no single
    /// feature shows.
    fn choices(seed: u64, count: usize) -> Vec<Choice> {
        let mut random = Random(seed);
        let one = |_| {
            let mut option = || vec![random.fraction(), random.fraction()];
            let options: Vec<Vec<f32>> = (0..3).map(|_| option()).collect();
            let apart = |o: &Vec<f32>| (o[0] - o[1]).abs();
            let least = options.iter().map(apart).fold(1.0, f32::min);
            let right = options.iter().map(|o| apart(o) <= least).collect();
            Choice { options, right }
        };
        (0..count).map(one).collect()
    }

    const SETTINGS: Settings = Settings {
        trees: 100,
        rate: 0.2,
        choices: 0.7,
        figures: 1.0,
        decay: 1.0,
        seed: 1,
    };

    #[test]
    fn trees_learn_what_two_figures_tell_together() {
        let trees = Trees::train(&choices(1, 600), SETTINGS);
        let right = |choice: &Choice| {
            let scores = choice.options.iter().map(|o| trees.score(o));
            let best = scores.enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
            best.is_some_and(|(best, _)| choice.right[best])
        };
        let unseen = choices(2, 300);
        let hits = unseen.iter().filter(|choice| right(choice)).count();
        assert!(hits > 210, "{hits} of 300");
    }

    #[test]
    fn trees_come_back_from_a_bundle() {
        let trees = Trees::train(&choices(1, 50), SETTINGS);
        let mut bundle = Bundle::default();
        trees.save(&mut bundle, "test");
        let bundle = Bundle::from_bytes(&bundle.to_bytes()).expect("a bundle");
        assert_eq!(Trees::load(&bundle, "test"), Ok(trees));
        assert!(Trees::load(&bundle, "other").is_err());
    }

    #[test]
    fn nothing_to_learn_from_gives_trees_that_say_nothing() {
        let trees = Trees::train(&[], SETTINGS);
        assert!(trees.score(&[1.0, 2.0]).abs() < f32::EPSILON);
    }
}
