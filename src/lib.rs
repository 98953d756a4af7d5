//! dixit reads news and builds a knowledge graph of who said, warned or proposed what, to whom.
//!
//! Data flows one way, and each layer depends only on those above it:
//!
//! | layer | takes | gives | question it answers |
//! | --- | --- | --- | --- |
//! | [`document`] | files | [`document::Document`] | what is there to read? |
//! | `text` | a document | `text::Text` | where are paragraphs, sentences, words, quotations? |
//! | `syntax` | text | `syntax::Syntax` | how are its sentences built? |
//! | [`entity`] | text and syntax | `entity::Entities` | who is named, and who do pronouns and descriptions refer to? |
//! | [`statement`] | all of these | `statement::Statement` | who said what to whom? |
//! | [`extract`] | documents | [`extract::Extraction`] | what does a document say, as `dixit extract` writes it, and why? |
//! | [`corrections`] | extractions and the user's file | extractions | what did the program get wrong? |
//! | [`graph`] | extractions | [`graph::Graph`] | how does it all connect? |
//! | [`query`] | a graph and a question | [`query::Answer`] | who said what, by filters or in plain English? |
//! | `analysis` | a graph | figures, comparisons and verdicts | what does it show, and is it true to its sources? |
//! | [`export`] | a graph | files | how do people and other programs see it? |
//! | `cli` | the command line | exit codes | what does the user want? |
//! | `python` | Python objects | Python objects | what does a notebook want? (only with the feature `python`) |
//!
//! Below all layers: `gazetteer` has the tables of states, organisations and people and the user's own, `lexicon`
//! reads word lists and tables, `model` has the networks, random fields and trees that `syntax`, `entity` and
//! `statement` use, `span` positions in a text, `ids` indexes of rows in lists, [`date`] days, `normalise` the normal
//! form in which words are compared, `parquet` columns of Parquet files, `input` opens files for reading, `output`
//! writes files completely or not at all, and [`error`] is the one error type. Beside them, `learn` trains the models
//! and measures the quality of an extraction.
//!
//! Within a layer, too, there are no dependency cycles: `tests/cli/architecture.rs` checks the sources. The modules of
//! the largest layers are listed in `src/entity/mod.rs`, `src/statement/mod.rs` and
//! `src/graph/mod.rs`.
//!
//! # Entry points
//!
//! | to | use |
//! | --- | --- |
//! | read articles | [`extract::Extractor`], which takes a [`document::Document`] and returns an [`extract::Extraction`] |
//! | build, load, save and merge graphs | [`graph::Graph`] |
//! | find statements | [`query::Query`], and [`query::ask`] for questions in English |
//! | write other formats | [`export::Export`] |
//! | correct what the program got wrong | [`corrections::Corrections`] |
//! | handle errors | [`error::Error`] |
//!
//! Modules without a link on this page exist for the command and the tests. They are not part of the
//! public interface and may change in any version. `tests/data/public_api.txt` lists the interface.
//!
//! `query::readers` keeps a graph and its index on threads, for whoever asks more than once: `dixit serve`, `dixit mcp`
//! and the Python package.
//!
//! [`promises`] lists guarantees, each with the test that proves it; [`maintaining`] is a guide for maintainers.
//!
//! # Glossary
//!
//! | term | meaning |
//! | --- | --- |
//! | statement | something that someone said, thought or denied, as an article reports it: the edge of the graph |
//! | speaker | the entity that makes a statement |
//! | source | the words of the article that name the speaker: "the minister" (the flag `--source` is the outlet) |
//! | cue | the words that report the statement: "warned", "according to" |
//! | content | the words that say what was said, quoted or not |
//! | attribution | source, cue and content of one statement as positions in the text, before they are resolved |
//! | addressee | an entity that a statement is addressed to; an entity that it mentions is in `about` |
//! | relation | the kind of statement: *said*, *warned* or *proposed* |
//! | act | a finer kind within a relation: deny, pledge, accuse, … |
//! | act taxonomy | the table of all acts, with the relation and the CAMEO and PLOVER codes of each ([`statement::acts`]) |
//! | polarity | whether the statement was made: affirmed, denied, negated (not said) or hypothetical |
//! | mode | speech (said, written) or attitude (believed, feared, hoped) |
//! | entity | a person, a state, an organisation or an unnamed speaker: the node of the graph |
//! | mention | the words that refer to an entity: a name, a pronoun or a description |
//! | report | a statement in one article; a statement in several articles has several reports |
//! | outlet | the publisher of an article, or one cited in it for a statement |
//!
//! ```
//! use dixit::{document::Document, extract::Extractor};
//!
//! let words = "The mayor warned on Monday that the bridge would close.";
//! let article = Document::new("minutes", words);
//! let found = Extractor::new()?.extract(&article)?;
//! assert_eq!(found.statements[0].cue.text, "warned");
//! assert_eq!(found.statements[0].content.text, "that the bridge would close");
//! # Ok::<(), dixit::error::Error>(())
//! ```

#![cfg_attr(not(feature = "python"), forbid(unsafe_code))]

#[doc(hidden)]
pub mod analysis;
#[doc(hidden)]
pub mod cli;
pub mod corrections;
pub mod date;
pub mod document;
pub mod entity;
pub mod error;
pub mod export;
pub mod extract;
mod few;
mod gazetteer;
pub mod graph;
mod ids;
mod input;
#[doc(hidden)]
pub mod learn;
mod lexicon;
pub mod maintaining;
#[doc(hidden)]
pub mod model;
#[doc(hidden)]
pub mod normalise;
#[doc(hidden)]
pub mod output;
mod parquet;
pub mod promises;
#[cfg(feature = "python")]
mod python;
pub mod query;
#[doc(hidden)]
pub mod span;
pub mod statement;
#[doc(hidden)]
pub mod syntax;
#[doc(hidden)]
pub mod text;

/// The examples of the README in Rust run with the others.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
