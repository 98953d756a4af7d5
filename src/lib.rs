//! dixit reads news and builds a knowledge graph of who said, warned or proposed what, to whom.
//!
//! Data flows one way, and each layer knows only those above it:
//!
//! | layer | takes | gives | question it answers |
//! | --- | --- | --- | --- |
//! | [`document`] | files | [`document::Document`] | what is there to read? |
//! | [`text`] | a document | [`text::Text`] | where are paragraphs, sentences, words, quotations? |
//! | [`syntax`] | text | [`syntax::Syntax`] | how are its sentences built? |
//! | [`entity`] | text and syntax | [`entity::Entities`] | who is named, and who is meant? |
//! | [`statement`] | all of these | [`statement::Statement`] | who said what to whom? |
//! | [`extraction`] | one document | [`extraction::Extraction`] | the record of a document, as `dixit extract` writes it |
//! | [`explanation`] | the decisions about a document | [`explanation::Explanation`] | why is a statement what it is? |
//! | [`corrections`] | extractions and a person's file | extractions | what did the program get wrong? |
//! | [`graph`] | extractions | [`graph::Graph`] | how does it hang together? |
//! | [`query`] | a graph and a question | [`query::Answer`] | who said what, by filters or in plain English? |
//! | [`analysis`] | a graph | figures, comparisons and verdicts | what does it show, and does it hold? |
//! | [`export`] | a graph | files | how do other programs and eyes see it? |
//! | [`cli`] | the command line | exit codes | what does the user want? |
//!
//! [`pipeline`] takes one document through the layers from `text` to `extraction`, with the models
//! of an [`engine`]; [`train`] makes those, and [`evaluation`] tells how good an extraction is and what
//! it costs. [`model`] holds the networks and random fields that `syntax`, `entity`
//! and `statement` decide with, [`span`] the positions, [`output`] files written whole or not at
//! all, [`fold`] words made comparable, [`error`] the one error type.
//!
//! ```
//! use dixit::{document::Document, pipeline};
//!
//! let article = Document {
//!     id: "minutes".to_owned(),
//!     text: "The mayor warned on Monday that the bridge would close.".to_owned(),
//!     ..Document::default()
//! };
//! let found = pipeline::extract(&article)?;
//! assert_eq!(found.statements[0].cue.text, "warned");
//! assert_eq!(found.statements[0].content.text, "that the bridge would close");
//! # Ok::<(), dixit::error::Error>(())
//! ```

pub mod analysis;
pub mod cli;
pub mod corrections;
pub mod document;
pub mod entity;
pub mod error;
pub mod export;
pub mod extract;
pub mod fold;
mod gazetteer;
pub mod graph;
pub mod learn;
pub mod lexicon;
pub mod model;
pub mod output;
pub mod query;
pub mod span;
pub mod statement;
pub mod syntax;
pub mod text;
