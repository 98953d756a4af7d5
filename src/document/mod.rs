//! What is read: documents with their text, and the readers that find them in files.

pub mod preamble;

use std::path::PathBuf;

/// One article: its text, owned here once (all else is spans into it), and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// The given id, or the file's stem, or made from file and line.
    pub id: String,
    /// The text as given; every span of the program points into it.
    pub text: String,
    /// Headline, when the input gives one apart from the text.
    pub title: Option<String>,
    /// Day of publication.
    pub date: Option<jiff::civil::Date>,
    /// Where it was published on the web.
    pub url: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// The file it was read from; `None` for standard input.
    pub path: Option<PathBuf>,
    /// Line of the file (from 1) at which the document's text starts.
    pub line: usize,
}

impl Document {
    /// Whether the text is Markdown, as its file's name tells.
    pub fn is_markdown(&self) -> bool {
        let Some(path) = &self.path else { return false };
        let name = path.to_string_lossy().to_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        name.ends_with(".md") || name.ends_with(".markdown")
    }
}

/// A document that could not be read.
#[derive(Debug)]
pub struct ReadError {
    /// Id of the document.
    pub id: String,
    /// The file.
    pub path: Option<PathBuf>,
    /// One line.
    pub message: String,
}

/// Reads files and folders.
pub fn read(paths: Vec<PathBuf>) -> impl Iterator<Item = Result<Document, ReadError>> {
    paths.into_iter().flat_map(|path| {
        walkdir::WalkDir::new(path)
            .sort_by_file_name()
            .into_iter()
            .filter_map(Result::ok)
            .filter(|e| e.file_type().is_file())
            .map(|e| {
                let path = e.into_path();
                let id = path.file_stem().map_or(String::new(), |s| s.to_string_lossy().into_owned());
                match std::fs::read_to_string(&path) {
                    Ok(text) => Ok(Document { id, text, path: Some(path), line: 1, ..Document::default() }),
                    Err(e) => Err(ReadError { id, path: Some(path), message: e.to_string() }),
                }
            })
    })
}
