//! Normalises text for comparison: folds letters, collapses white space, hashes words and files.

pub mod folding;
pub mod hash;
pub mod space;
