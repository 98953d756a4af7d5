//! Annotated articles: texts in which people marked attributions.
//!
//! | format | module | what is read |
//! | --- | --- | --- |
//! | JSON Lines | [`jsonl`] | `NAME.jsonl`, one article per line; also the output of `dixit extract`, with the text added |
//! | brat standoff | [`brat`] | `NAME.ann` beside `NAME.txt` |
//! | Label Studio | [`label_studio`] | `NAME.json`, an export of a project: the annotations that people submitted |
//! | Citron | [`citron`] | `NAME.json`, one article per file |
//!
//! [`Draft`]s are written for brat and Label Studio: what dixit found, for people to correct. What comes back
//! unchanged is what was found.
//!
//! All positions are `[start, end)` in Unicode code points of the article's text.

mod aligner;
mod article;
pub mod brat;
pub mod citron;
mod draft;
pub mod jsonl;
pub mod label_studio;
mod roles;

pub use aligner::Aligner;
pub(crate) use article::role;
pub use article::{Article, Spans};
pub use draft::Draft;

use crate::error::{Error, Result};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Reads the annotated articles of a file, or of all files below a folder, in the order of their paths.
///
/// The extension determines the format: `.jsonl`, `.ann` (or the `.txt` beside it) or `.json`. In a
/// folder, other files are skipped, including a `.txt` without an `.ann`, which is not annotated yet, and tasks of
/// Label Studio that nobody has submitted.
///
/// # Errors
/// A file that cannot be read, has another format, or a span outside of its text; a folder
/// without annotated articles.
pub fn read(path: &Path) -> Result<Vec<Article>> {
    let mut articles = Vec::new();
    for file in files(path)? {
        articles.extend(read_file(&file)?);
    }
    if !articles.is_empty() {
        return Ok(articles);
    }
    match ending(path) {
        _ if path.is_dir() => Err(Error::at(
            path,
            "no annotated article in this folder; put .jsonl, .ann beside .txt, or .json files there",
        )),
        "json" => Err(Error::at(
            path,
            "no task has an annotation yet; submit tasks in Label Studio, then export as JSON",
        )),
        _ => Ok(articles),
    }
}

/// The annotated files that [`read`] would read, in the order of their paths.
pub fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(path).sort_by_file_name() {
        let entry = entry.map_err(|e| Error::new(e.to_string()))?;
        let annotated = matches!(ending(entry.path()), "jsonl" | "ann" | "json");
        if entry.file_type().is_file() && annotated {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// Reads the annotated articles of a file; none if it has tasks of Label Studio that nobody has submitted.
pub(super) fn read_file(path: &Path) -> Result<Vec<Article>> {
    match ending(path) {
        "jsonl" => jsonl::read(path),
        "json" => json(path),
        "ann" => Ok(vec![brat::read(path)?]),
        "txt" => Ok(vec![brat::read(&path.with_extension("ann"))?]),
        _ => Err(Error::at(
            path,
            "not an annotated file; give .jsonl, brat's .ann beside .txt, or the .json of Label Studio or Citron",
        )),
    }
}

/// An export of Label Studio or an article in Citron's format.
fn json(path: &Path) -> Result<Vec<Article>> {
    let text = crate::input::read_to_string(path).map_err(|e| Error::at(path, e))?;
    match label_studio::is_export(&text) {
        true => label_studio::read(path, &text),
        false => Ok(vec![citron::read(path, &text)?]),
    }
}

fn ending(path: &Path) -> &str {
    path.extension().and_then(|e| e.to_str()).unwrap_or("")
}
