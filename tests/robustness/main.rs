//! What no input may do: take more than its share of time, end the program, or change what it says of
//! other input. Invented texts and files, the same ones in every run.
//!
//! `DIXIT_FUZZ=100000 cargo test --test robustness` tries so many inputs a target instead of a few
//! hundred; `DIXIT_FUZZ_SEED=7` other ones. A failure names the seed and keeps the input in a file.

mod files;
mod inputs;
mod laws;
mod linear;
mod old_files;
mod promises;
mod random;
mod shapes;
mod targets;
