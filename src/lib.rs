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
//! | [`extract`] | documents | [`extract::Extraction`] | what does a document say, as `dixit extract` writes it, and why? |
//! | [`corrections`] | extractions and a person's file | extractions | what did the program get wrong? |
//! | [`graph`] | extractions | [`graph::Graph`] | how does it hang together? |
//! | [`query`] | a graph and a question | [`query::Answer`] | who said what, by filters or in plain English? |
//! | [`analysis`] | a graph | figures, comparisons and verdicts | what does it show, and does it hold? |
//! | [`export`] | a graph | files | how do other programs and eyes see it? |
//! | [`cli`] | the command line | exit codes | what does the user want? |
//!
//! Below all layers: `gazetteer` holds the tables of states, organisations and people, [`lexicon`] reads
//! word lists and tables, [`model`] has the networks and random fields that `syntax`, `entity` and
//! `statement` decide with, [`span`] positions, [`normalise`] text made comparable, [`output`] files written
//! whole or not at all, [`error`] the one error type. Beside them [`learn`] trains the models and measures
//! how good an extraction is.
//!
//! The front door is [`extract::Extractor`] for articles and [`graph::Graph`] for graphs.
//!
//! ```
//! use dixit::{document::Document, extract::Extractor};
//!
//! let article = Document {
//!     id: "minutes".to_owned(),
//!     text: "The mayor warned on Monday that the bridge would close.".to_owned(),
//!     ..Document::default()
//! };
//! let found = Extractor::new()?.extract(&article)?;
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
mod gazetteer;
pub mod graph;
pub mod learn;
pub mod lexicon;
pub mod model;
pub mod normalise;
pub mod output;
pub mod query;
pub mod span;
pub mod statement;
pub mod syntax;
pub mod text;
