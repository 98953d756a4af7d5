//! Annotated articles: texts in which people marked who said what.
//!
//! | format | module | what is read |
//! | --- | --- | --- |
//! | JSON Lines | [`jsonl`] | `NAME.jsonl`, an article a line; also what `dixit extract` writes, with the text added |
//! | brat standoff | [`brat`] | `NAME.ann` beside `NAME.txt` |
//! | Citron | [`citron`] | `NAME.json`, an article a file |
//!
//! All positions are `[start, end)` in Unicode code points of the article's text.

pub mod brat;
pub mod citron;
pub mod jsonl;

use crate::document::Document;
use crate::error::{Error, Result};
use crate::text::Text;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// An annotated article.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Article {
    /// Id.
    pub id: String,
    /// Text, which all spans point into.
    pub text: String,
    /// Day of publication.
    #[serde(default)]
    pub date: Option<jiff::civil::Date>,
    /// Who said what.
    #[serde(alias = "statements")]
    pub attributions: Vec<Spans>,
}

/// One annotated attribution: `[start, end)` in code points.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Spans {
    /// Who; empty when nobody is named.
    #[serde(default, deserialize_with = "jsonl::role")]
    pub source: Vec<[usize; 2]>,
    /// The words that announce it.
    #[serde(default, deserialize_with = "jsonl::role")]
    pub cue: Vec<[usize; 2]>,
    /// What.
    #[serde(deserialize_with = "jsonl::role")]
    pub content: Vec<[usize; 2]>,
    /// How probable it is that this is an attribution, where a program and no person marked it.
    #[serde(default)]
    pub weight: Option<f32>,
}

/// Reads the annotated articles of a file, or of all files below a folder, in the order of their paths.
///
/// The format follows from the ending: `.jsonl`, `.ann` (or the `.txt` beside it) or `.json`. In a
/// folder other files are passed over, as a `.txt` without an `.ann` is: nobody has read it yet.
///
/// # Errors
/// A file that cannot be read, is of another format, or has a span outside of its text; a folder
/// without any annotated article.
pub fn read(path: &Path) -> Result<Vec<Article>> {
    let mut articles = Vec::new();
    for file in files(path)? {
        articles.extend(read_file(&file)?);
    }
    if articles.is_empty() && path.is_dir() {
        return Err(Error::at(
            path,
            "no annotated article in this folder; put .jsonl, .ann beside .txt, or .json files there",
        ));
    }
    Ok(articles)
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

fn read_file(path: &Path) -> Result<Vec<Article>> {
    match ending(path) {
        "jsonl" => jsonl::read(path),
        "json" => Ok(vec![citron::read(path)?]),
        "ann" => Ok(vec![brat::read(path)?]),
        "txt" => Ok(vec![brat::read(&path.with_extension("ann"))?]),
        _ => Err(Error::at(
            path,
            "not an annotated file; give .jsonl, brat's .ann beside .txt, or Citron's .json",
        )),
    }
}

fn ending(path: &Path) -> &str {
    path.extension().and_then(|e| e.to_str()).unwrap_or("")
}

/// A file's name without its ending: the id of an article that has no other.
fn stem(path: &Path) -> String {
    path.file_stem()
        .map_or_else(String::new, |s| s.to_string_lossy().into_owned())
}

/// Why the spans do not fit a text of this many code points, if they do not.
fn misfit(spans: &[[usize; 2]], length: usize) -> Option<String> {
    let &[start, end] = spans.iter().find(|[s, e]| s > e || *e > length)?;
    Some(format!(
        "the span {start}..{end} is outside the text's {length} characters"
    ))
}

/// Why the spans cannot contain these words, if they do not: white space apart, which tools fold.
fn mismatch(text: &[char], spans: &[[usize; 2]], words: &str) -> Option<String> {
    let there = || spans.iter().filter_map(|&[s, e]| text.get(s..e)).flatten();
    let plain = |c: &char| !c.is_whitespace();
    if there()
        .copied()
        .filter(plain)
        .eq(words.chars().filter(plain))
    {
        return None;
    }
    let short: String = there().take(60).collect();
    Some(format!(
        "“{words}” is annotated where the text has “{short}”; was the text, or its line ends, changed after annotating?"
    ))
}

impl Article {
    /// The article as a document to read.
    pub fn document(&self) -> Document {
        Document {
            id: self.id.clone(),
            text: self.text.clone(),
            date: self.date,
            ..Document::default()
        }
    }

    /// Why the article cannot be learned from, if it cannot: the first span that leaves its text.
    fn fault(&self) -> Option<String> {
        let length = self.text.chars().count();
        self.attributions.iter().find_map(|a| {
            [&a.source, &a.cue, &a.content]
                .into_iter()
                .find_map(|spans| misfit(spans, length))
        })
    }
}

/// Turns spans in code points into the tokens they touch.
#[derive(Debug)]
pub struct Aligner {
    /// For each code point the token that covers it.
    at: Vec<Option<u32>>,
}

impl Aligner {
    /// Indexes a document's tokens.
    pub fn new(document: &Document, text: &Text) -> Self {
        let mut at = Vec::with_capacity(document.text.len());
        let mut tokens = text.tokens.iter().enumerate().peekable();
        for (byte, _) in document.text.char_indices() {
            while tokens.next_if(|(_, t)| t.span.end <= byte).is_some() {}
            at.push(
                tokens
                    .peek()
                    .filter(|(_, t)| t.span.contains(byte))
                    .map(|(i, _)| *i as u32),
            );
        }
        Aligner { at }
    }

    /// The tokens that the spans touch, in order.
    pub fn tokens(&self, spans: &[[usize; 2]]) -> Vec<usize> {
        let mut tokens: Vec<usize> = spans
            .iter()
            .flat_map(|&[s, e]| self.at.get(s..e.min(self.at.len())).unwrap_or(&[]))
            .flatten()
            .map(|t| *t as usize)
            .collect();
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    }
}
