//! A guide for maintainers: the checks that a change has to pass, and how to update the files that tests
//! compare with. The most common changes have a chapter each.
//!
//! | to add | chapter |
//! | --- | --- |
//! | a verb, noun or phrase that reports statements | [`verbs`] |
//! | a ministry, party, newspaper or company | [`bodies`] |
//! | an export format | [`exports`] |
//! | a form of question | [`questions`] |
//! | a format of files that articles are read from | [`readers`] |
//! | a training set, and how to retrain the models | [`training_sets`] |
//!
//! The examples in the chapters run as tests, and `tests/cli/maintaining.rs` checks that every file they
//! name exists.
//!
//! # Checks
//!
//! `.ci/run` runs everything on a fresh machine: the tests, formatting, lints, the documentation, and the
//! scores on annotated articles if they are there. The lints are set in `Cargo.toml`, each with its
//! reason.
//!
//! # Misspelt names
//!
//! Some names are compared as strings, where the compiler cannot find a misspelling. Tests do:
//!
//! | names | test |
//! | --- | --- |
//! | kinds of states and bodies, in the tables | in `src/gazetteer/kind.rs` |
//! | letters of office classes, in the tables | in `src/gazetteer/office_class.rs` |
//! | word lists of questions | in `src/query/ask/lexicon.rs` |
//!
//! # Dependencies between modules
//!
//! `tests/cli/architecture.rs` reads the sources and fails if a layer uses one that comes after it in the table
//! of the crate's page, or if the children of a module depend on each other in a cycle; it lists the lines. Code that
//! two children share goes into a third, below both.
//!
//! Rules that resolve references (`src/entity/link`, `src/entity/resolve`) read the record of entities and return their
//! decisions; `tests/cli/records.rs` lists the functions that apply these, and fails if any other function changes the
//! record.
//!
//! # The Python package
//!
//! `src/python/mod.rs` has the native module, which takes records and gives the lines of `dixit extract` and the JSON of
//! `dixit query`; `src/python/dixit` is the package that users import, with classes over those lines. A new field of a
//! record goes into `src/python/dixit/_records.py`, a new filter of `dixit query` into `Filters` in
//! `src/python/dixit/_graph.py`; tests in `tests/python` fail if one is missing. `.ci/python` builds a wheel, installs it
//! and runs them.
//!
//! # Crates that were considered
//!
//! Where another crate does the job well, dixit uses it: `Cargo.toml` says what each is for. These were tried and
//! rejected:
//!
//! | crate | for | why not |
//! | --- | --- | --- |
//! | `textwrap` | lines of a terminal | it wraps lines as `src/cli/terminal.rs` does, but keeps runs of spaces; highlighting needs the positions of characters, which it does not return, so most of our 35 lines would remain |
//! | `thiserror` | errors | it derives `Display` and `source` for enums of causes; ours is one opaque message, for people: it would save six lines |
//! | `strum` | names of enum variants | serde provides them already, so JSON, flags and tables cannot differ; strum would need the same names again beside serde's attributes |
//! | `rustworkx-core` | betweenness | `tests/networks` compares ours with NetworkX already; it would add 7 crates to the tests |
//! | `divan` | benchmarks | it times functions and stores no baseline; `benches/` measures whole runs, memory and queries of a graph |
//!
//! # Files that tests compare with
//!
//! | file | contents | how to update it |
//! | --- | --- | --- |
//! | `tests/data/public_api.txt` | the public interface of the library | `DIXIT_RENEW_API=1 cargo test --test cli public_api` |
//! | `graphs/corpus.*` | the graph of `corpus/` | `cargo run --release -- build corpus` |
//! | `tests/cases/*.md` | what dixit finds in snippets of news | by hand: these files are the specification |
//!
//! Read the diff before you commit it. If it is not what you intended, the test was right.
//!
//! # The public interface
//!
//! The public interface is listed in `tests/data/public_api.txt`: one line for each item, field, variant
//! and function. The test reads the sources from `src/lib.rs` on. It follows public modules and re-exports and
//! skips items marked `#[doc(hidden)]`, which exist for the command, the tests and the
//! benchmarks. To keep the interface small,
//!
//! - make an item `pub(crate)` unless a program needs it;
//! - give options that may grow `#[non_exhaustive]`, a default and a setter for each field;
//! - use each new item in an example that runs: a test looks for its name there;
//! - expose no types of other crates except serde's and petgraph's: a test looks for them under any name.
//!
//! A line that is removed or changed breaks programs: it needs a note in `CHANGELOG.md` and, after the
//! first release, a new major version.

pub mod bodies;
pub mod exports;
pub mod questions;
pub mod readers;
pub mod training_sets;
pub mod verbs;
