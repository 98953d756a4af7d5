//! How do other programs and eyes see a graph?
//!
//! One module a format: [`dot`] for Graphviz, [`svg`] through Graphviz. (The program's own file is
//! [`crate::graph::json`].)

pub mod dot;
mod select;
pub mod svg;

#[cfg(test)]
mod tests;
