//! Add a reader: a format of files that articles are read from.
//!
//! Use pages of the web as the example; their reader is `src/document/html.rs`.
//!
//! **1. Write the module**, `src/document/NAME.rs`. A format with one document a file has one function:
//!
//! ```text
//! pub(super) fn read(path: &Path) -> Vec<Item>
//! ```
//!
//! It returns the [`Document`](crate::document::Document), and before it an [`Item::Warning`](crate::document::Item) for
//! anything odd; or one `Item::Failed` that says what is wrong and what to do about it. Let `src/document/bytes.rs` read
//! the file: it decompresses, limits the size and decodes the text. A format with many documents a file (JSON Lines,
//! CSV) reads them one after another, as `src/document/csv.rs` does; `src/document/record.rs` knows the names of the
//! fields.
//!
//! `text` has to be what positions point into: do not change it afterwards.
//!
//! **2. Name its endings** in `src/document/files.rs`: a variant of `Format`, and an arm of `Format::of`. `.gz` is taken
//! off before.
//!
//! **3. Call it** in `Reader::begin` in `src/document/reader.rs` (the compiler asks for the arm), and list the ending in
//! the documentation of [`document::read`](crate::document::read). If lines of the text are lines of the file, as in plain text, say so in
//! `Document::line_of` in `src/document/mod.rs`.
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
//! **4. Prove it.** Tests of single files are in `src/document/tests.rs`. `tests/robustness/targets.rs` reads files with
//! random damage: add a target like `pages_are_read_whatever_they_hold`, and its line to [`promises`](crate::promises).
//! `tests/robustness/linear.rs` checks that a file of twice the size takes twice the time.
