//! Add a reader: a format of files that articles are read from.
//!
//! Use the reader of web pages, `src/document/html.rs`, as a model.
//!
//! **1. Write the module**, `src/document/NAME.rs`. A format with one document a file, or a few, has one function:
//!
//! ```text
//! pub(super) fn read(place: &Place, bytes: Result<Vec<u8>, String>) -> Vec<Item>
//! ```
//!
//! The bytes are decompressed and limited in size; `Err` says why they cannot be read. `Place` (in
//! `src/document/record.rs`) is their origin: its `text` decodes them, in the encoding that the user or the file
//! declares or the bytes suggest (`src/document/encoding.rs`), and its `error` and `warn` make messages that name the
//! file and the entry of an archive. The function returns the [`Document`](crate::document::Document), preceded by an
//! [`Item::Warning`](crate::document::Item) for anything odd; or one `Item::Failed` that says what is wrong and how to
//! fix it. Documents read before a damaged part are kept. A format with many documents a file (JSON Lines, CSV,
//! WARC) reads them one after another, as `src/document/csv.rs` does, and limits the size of each; a record goes to
//! `Place::record`, which finds the fields by their names in `src/document/data/fields.tsv`.
//!
//! Positions point into `text`: do not change it afterwards.
//!
//! **2. Register its file endings** in `src/document/files.rs`: a variant of `Format`, and an arm of `Format::of`.
//! `.gz` and `.zst` are removed before.
//!
//! **3. Call it** in `Reader::read` in `src/document/reader.rs`, and list the ending in the documentation of
//! [`document::read`](crate::document::read) and in the help of `src/cli/commands/extract.rs`. If lines of the text are
//! lines of the file, as in plain text, say so in `Document::line_of` in `src/document/mod.rs`.
//!
//! ```
//! use dixit::document::{Item, read};
//!
//! let folder = tempfile::tempdir().unwrap();
//! let page = folder.path().join("strait.html");
//! std::fs::write(
//!     &page,
//!     "<html><head><title>Strait</title></head><body><nav>Home</nav><article>\
//!      <p>The mayor warned on Monday that the strait would close.</p></article></body></html>",
//! )
//! .unwrap();
//!
//! let items: Vec<Item> = read(&[page]).collect();
//! let [Item::Document(document)] = items.as_slice() else { panic!("{items:?}") };
//! assert_eq!(document.id, "strait");
//! assert!(document.text.contains("The mayor warned on Monday"));
//! assert!(!document.text.contains("Home"));
//! ```
//!
//! **4. Test it.** Tests are in `src/document/tests/single.rs` and `src/document/tests/containers.rs`: a valid file, a
//! damaged one, a truncated one and a hostile one. `src/document/tests/web.rs` measures how well pages are read.
//! `tests/robustness/targets.rs` reads files with random damage: add a target like `pages_are_read_whatever_they_hold`,
//! and its line to [`promises`](crate::promises).
//! `tests/robustness/linear.rs` checks that a file of twice the size takes twice the time.
//!
//! **Another name for a field** goes into `src/document/data/fields.tsv`: with rank 1 if it can hardly be anything
//! else.
//! **A class of elements that are not part of an article** goes into `src/document/data/page_hints.tsv`.
