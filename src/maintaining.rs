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
//! | kinds of states and bodies, in the tables | in `src/gazetteer/kind.rs` |
//! | letters of office classes, in the tables | in `src/gazetteer/office_class.rs` |
//! | word lists of questions | in `src/query/ask/lexicon.rs` |
//!
//! # How the modules hang together
//!
//! `tests/cli/architecture.rs` reads the sources and fails if a layer uses one that comes after it in the table
//! of the crate's page, or if the children of a module need each other in a circle; it names the lines. What
//! two children need goes to a third, which is below both.
//!
//! Rules for whom words refer to (`src/entity/link`, `src/entity/resolve`) read the record of entities and return what
//! they decided; `tests/cli/records.rs` lists the functions that write it down, and fails if any other changes the
//! record.
//!
//! # Libraries that were looked at
//!
//! What other crates do well is not written again: `Cargo.toml` says what each is for. These were tried and
//! left:
//!
//! | crate | for | why not |
//! | --- | --- | --- |
//! | `textwrap` | lines of a terminal | it breaks as `src/cli/terminal.rs` does, but keeps runs of spaces; what is asked about is marked by the positions of letters, which it does not give, so that most of our 35 lines would stay |
//! | `thiserror` | errors | it writes `Display` and sources of enums of causes; ours is one opaque message, for people: it would save six lines |
//! | `strum` | words of enums | serde gives them already, so that JSON, flags and tables cannot differ; strum would need the same words again beside serde's attributes |
//! | `rustworkx-core` | betweenness | `tests/networks` compares ours with NetworkX already; it would add 7 crates to the tests |
//! | `divan` | benchmarks | it measures functions and keeps no baseline; `benches/` measure whole runs, memory and answers of a graph |
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
//! - show each new item in an example that runs: a test looks for its name there;
//! - give no type of another crate than serde's and petgraph's: a test looks for them under any name.
//!
//! A line that is removed or changed breaks programs: it needs a note in `CHANGELOG.md` and, after the
//! first release, a new major version.

pub mod bodies;
pub mod exports;
pub mod questions;
pub mod readers;
pub mod training_sets;
pub mod verbs;
