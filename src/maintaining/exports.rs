//! Add an export format.
//!
//! There is no trait to implement: a format is a module with one function and a variant of
//! [`Format`](crate::export::Format). Use `src/export/cypher.rs` (format `cypher`) as a model. It writes a graph as a
//! script for Neo4j.
//!
//! **1. Write the module**, `src/export/NAME.rs`. Its function takes one of two things and a writer, and returns a line
//! for each thing that the format cannot represent:
//!
//! ```text
//! pub fn write(network: &Network, out: &mut impl Write) -> io::Result<Vec<String>>
//! pub fn write(selection: &Selection, out: &mut impl Write) -> io::Result<Vec<String>>
//! ```
//!
//! A graph format takes a `Network`, nodes and edges in one of three shapes, and walks their fields with
//! `src/export/attributes.rs`. A format of records (`src/export/jsonl.rs`) takes a `Selection`, the statements. Write
//! as you go instead of building a large string. Escape whatever could end a string early: the texts come from news
//! pages.
//!
//! **2. Register it** in `src/export/format.rs`: a variant of `Format` and a line of `ROWS` with its name on the
//! command line, its file endings, the shapes that it can be written in (the default first), and whether it is a file
//! or a folder. The command line reads its list of formats from there.
//!
//! **3. Call it** in `src/export/mod.rs`: declare the module and add an arm to `Export::write` (to `write_folder` for a
//! folder of files). The compiler asks for the first arm. Add a line to the table at the top of that file.
//!
//! ```
//! use dixit::export::selection::{Choice, Selection};
//! use dixit::export::{Export, Format, Options};
//! use dixit::graph::{BuildOptions, Graph};
//! use std::path::Path;
//!
//! let format = Format::named("cypher").unwrap();
//! assert!(Format::all().any(|known| known == format));
//! assert_eq!(Format::of_path(Path::new("talks.cypher")), Some(format));
//! assert!(!format.is_folder() && !format.shapes().is_empty());
//!
//! let graph = Graph::from_extractions("talks", [], &BuildOptions::default());
//! let selection = Selection::of(&graph, &Choice::default()).unwrap();
//! let mut script = Vec::new();
//! let left_out = Export::new(&selection, format, &Options::default())?.write(&mut script).unwrap();
//! assert!(left_out.is_empty());
//! assert!(script.starts_with(b"CREATE CONSTRAINT"));
//! # Ok::<(), dixit::error::Error>(())
//! ```
//!
//! **4. Test it.** Unit tests of the writers are in `src/export/tests.rs`, those of the command in
//! `tests/cli/export.rs`, and `tests/cli/terminal.rs` checks that no format writes control characters. `tests/readers`
//! opens each file in the program that it is for: add a function to `tests/readers/main.rs` and a reader beside
//! it, like `tests/readers/cypher.mjs`. Export twice and compare: the same graph has to give the same bytes.
//!
//! **5. Document it**: the variant in `tests/data/public_api.txt` ([how to update it](super)), a line in `README.md`,
//! and one in `CHANGELOG.md`.
