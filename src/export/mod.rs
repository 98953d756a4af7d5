//! How do other programs and eyes see a graph?
//!
//! One module a format: [`dot`] for Graphviz, [`svg`] through Graphviz, [`html`] for a browser. (The program's own file is
//! [`crate::graph::json`].)

mod colours;
pub mod dot;
pub mod html;
mod select;
pub mod svg;
mod words;

#[cfg(test)]
mod tests;

pub use colours::Theme;
