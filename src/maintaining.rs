//! How the project is kept in order: what a change has to pass, and how to renew the files that tests
//! compare with. Then, a chapter each, the changes that are made most often.
//!
//! | to add | chapter |
//! | --- | --- |
//! | a verb, noun or phrase that reports statements | [`verbs`] |
//! | a ministry, party, newspaper or company | [`bodies`] |
//! | an export format | [`exports`] |
//! | a form of question | [`questions`] |
//! | a format of files that articles are read from | [`readers`] |
//! | a training set; and how the models are trained again | [`training_sets`] |
//!
//! The examples of the chapters run as tests, and `tests/cli/maintaining.rs` checks that all files that they
//! name exist.
//!
//! # What a change has to pass
//!
//! `.ci/run` runs everything on a fresh machine: the tests, formatting, lints, the documentation, and the
//! scores on annotated articles if they are there. The lints are chosen in `Cargo.toml`, each with its
//! reason.
//!
//! # Misspelt names
//!
//! Some names are compared as strings, where the compiler cannot find a mistake. Tests do:
//!
//! | names | test |
//! | --- | --- |
//! | tags and dependency labels: `reader.label(i) == "nsubj"` | `tests/cli/syntax_names.rs` reads the sources |
//! | kinds of bodies, in the code and in `group_nouns.tsv` | in `src/gazetteer/mod.rs` |
//! | letters of office classes, in the tables | in `src/gazetteer/office_class.rs` |
//! | word lists of questions | in `src/query/ask/lexicon.rs` |
//!
//! # Files that tests compare with
//!
//! | file | what it is | how to renew it |
//! | --- | --- | --- |
//! | `tests/data/public_api.txt` | the public interface of the library | `DIXIT_RENEW_API=1 cargo test --test cli public_api` |
//! | `graphs/corpus.*` | the graph of `corpus/` | `cargo run --release -- build corpus` |
//! | `tests/cases/*.md` | what dixit finds in snippets of news | by hand: these files are the specification |
//!
//! Look at the difference before you commit it. If it is not what you intended, the test was right.
//!
//! # The public interface
//!
//! A program can use what is listed in `tests/data/public_api.txt`: one line for each item, field, variant
//! and function. The test reads the sources from `src/lib.rs` on. It follows public modules and re-exports and
//! leaves out whatever is marked `#[doc(hidden)]`, which is there for the command, the tests and the
//! benchmarks. To keep the interface small,
//!
//! - make an item `pub(crate)` unless a program needs it;
//! - give options that may grow `#[non_exhaustive]`, a default and a setter for each field;
//! - show each new item in an example that runs.
//!
//! A line that is removed or changed breaks programs: it needs a note in `CHANGELOG.md` and, after the
//! first release, a new major version.

pub mod bodies;
pub mod exports;
pub mod questions;
pub mod readers;
pub mod training_sets;
pub mod verbs;
