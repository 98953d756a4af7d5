//! Part-of-speech tags and dependency trees.
//!
//! A greedy tagger and a greedy transition parser, both small networks over embedded words
//! ([`network`](crate::model::network)), trained on text that a larger parser annotated ([`train`]).

mod analyser;
pub mod conllu;
mod habits;
mod parser;
mod tagger;
mod tags;
pub mod train;
mod transitions;
mod vocabulary;
mod word;

pub use analyser::{Parser, Syntax};
pub use tags::{Label, Tag};
pub use word::Word;
