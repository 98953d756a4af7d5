//! Clusters of words that behave alike, for models that have seen too little of each word.
//!
//! The networks of tagger and parser give each word they know, and each class of unknown words, a
//! vector; words whose vectors point the same way are put together (k-means on the sphere, Dhillon and
//! Modha, Machine Learning 2001), once coarsely and once finely.

use super::{Word, vocabulary::Vocabulary};
use crate::error::Result;
use crate::model::Random;
use crate::model::bundle::{Block, Bundle};
use rayon::prelude::*;

/// The clusters of a word: a coarse and a fine one.
pub type Cluster = [u8; 2];

const COARSE: usize = 32;
const FINE: usize = 256;
const ROUNDS: usize = 12;
const BLOCK: &str = "clusters";

/// The clusters of the rows of a vocabulary.
#[derive(Debug, Clone, Default)]
pub(super) struct Clusters(Vec<Cluster>);

impl Clusters {
    /// Puts the rows of these blocks, side by side, into clusters.
    pub fn of(blocks: &[&Block], seed: u64) -> Clusters {
        let rows = blocks.iter().map(|b| b.rows).min().unwrap_or(0);
        let vectors: Vec<Vec<f32>> = (0..rows)
            .map(|row| {
                let parts = blocks.iter().map(|block| {
                    let part = block.row(row).iter().map(|v| f32::from(*v as i8));
                    normal(part.collect())
                });
                parts.collect::<Vec<_>>().concat()
            })
            .collect();
        let coarse = cluster(&vectors, COARSE, seed);
        let fine = cluster(&vectors, FINE, seed);
        Clusters(coarse.into_iter().zip(fine).map(|(c, f)| [c, f]).collect())
    }

    pub fn load(bundle: &Bundle, vocabulary: &Vocabulary) -> Result<Clusters> {
        let block = bundle.block_of(BLOCK, vocabulary.len(), 2)?;
        let pairs = block.bytes.chunks_exact(2);
        Ok(Clusters(pairs.map(|b| [b[0], b[1]]).collect()))
    }

    pub fn save(&self, bundle: &mut Bundle) {
        let block = Block {
            rows: self.0.len(),
            columns: 2,
            scale: 1.0,
            bytes: self.0.concat().into(),
        };
        bundle.insert_block(BLOCK, block);
    }

    /// The clusters of a word.
    #[inline]
    pub fn get(&self, vocabulary: &Vocabulary, word: &Word) -> Cluster {
        let row = usize::from(vocabulary.row(word));
        self.0.get(row).copied().unwrap_or_default()
    }
}

fn normal(mut vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|v| v * v).sum::<f32>().sqrt();
    if length > 0.0 {
        for value in &mut vector {
            *value /= length;
        }
    }
    vector
}

fn cluster(vectors: &[Vec<f32>], count: usize, seed: u64) -> Vec<u8> {
    let mut random = Random(seed);
    let pick = |random: &mut Random| (random.bits() % vectors.len().max(1) as u64) as usize;
    let mut centres: Vec<Vec<f32>> = (0..count)
        .filter_map(|_| vectors.get(pick(&mut random)).cloned())
        .collect();
    let mut members = Vec::new();
    for _ in 0..ROUNDS {
        members = vectors.par_iter().map(|v| nearest(v, &centres)).collect();
        let mut sums: Vec<Vec<f32>> = centres.iter().map(|c| vec![0.0; c.len()]).collect();
        for (vector, member) in vectors.iter().zip(&members) {
            for (sum, value) in sums[usize::from(*member)].iter_mut().zip(vector) {
                *sum += value;
            }
        }
        for (centre, sum) in centres.iter_mut().zip(sums) {
            // a centre that nobody is near starts anew elsewhere
            *centre = if sum.iter().any(|v| *v != 0.0) {
                normal(sum)
            } else {
                vectors[pick(&mut random)].clone()
            };
        }
    }
    members
}

fn nearest(vector: &[f32], centres: &[Vec<f32>]) -> u8 {
    let mut best = (0, f32::NEG_INFINITY);
    for (k, centre) in centres.iter().enumerate() {
        let near: f32 = centre.iter().zip(vector).map(|(a, b)| a * b).sum();
        if near > best.1 {
            best = (k, near);
        }
    }
    best.0 as u8
}
