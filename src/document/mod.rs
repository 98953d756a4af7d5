//! Documents with their text, and the readers that find them in files.
//!
//! [`read`] walks files and folders and yields one [`Item`] after another: documents, warnings, and
//! whatever could not be read. One bad article never ends a run.
//!
//! | module | question it answers |
//! | --- | --- |
//! | `files` | which files are read, and in which format is each? |
//! | `bytes` | what are the bytes of a file, and are they text? |
//! | `encoding` | which encoding do bytes have? |
//! | `options` | what does the caller choose? |
//! | `plain` | plain text and Markdown: one document per file |
//! | `html` | which words of a page are its article? |
//! | `json`, `csv` | JSON Lines, JSON and CSV: one document per record |
//! | `parquet` | Parquet: one document per row |
//! | `feed`, `mail`, `docx` | RSS and Atom, e-mail, word-processor documents |
//! | `warc`, `archive` | files of crawlers; zip archives of files in any format |
//! | `zstd` | what do compressed frames contain? |
//! | `record` | what does a record say about its article? |
//! | `fields` | which fields of a record are the text, the date, …, whatever they are called? |
//! | `columns` | does a table say which columns these are? |
//! | [`preamble`] | what do the lines before an article say about it? |
//! | `dates` | which lines give the day of publication? |
//! | `language` | is a text in another language than English? |
//! | `outlet` | when do two names belong to one outlet, and which does the user give? |
//! | `fingerprint` | is a text the same as before, or a copy of another? |
//!
//! To add a format, add a module next to `plain`, `json` and `csv`, a variant of `files::Format`, and a
//! line in `reader`.

mod archive;
mod builder;
mod bytes;
mod columns;
mod csv;
pub(crate) mod dates;
mod docx;
mod encoding;
mod feed;
mod fields;
mod files;
mod fingerprint;
mod html;
mod json;
mod language;
mod mail;
mod options;
mod outlet;
mod parquet;
mod plain;
#[doc(hidden)]
pub mod preamble;
mod reader;
mod record;
#[cfg(test)]
mod tests;
mod warc;
mod zstd;

pub use encoding::Encoding;
pub use fields::{Field, FieldPath};
pub use files::Links;
#[cfg(feature = "sqlite")]
pub(crate) use files::size_of;
pub use fingerprint::Fingerprint;
pub(crate) use html::decode as character;
pub(crate) use language::foreign;
pub use options::{DateFormat, Options};
pub use outlet::OutletName;
pub(crate) use outlet::{host, outlet};
pub use reader::{Reader, read, read_lines, read_with};

use std::fmt;
use std::path::PathBuf;

/// One article: its text, which only the document owns (all else is spans into it), and what is known about
/// it.
/// ```
/// use dixit::document::Document;
///
/// let article = Document::new("minutes", "The council met.\nThe mayor resigned.");
/// assert_eq!(article.place("minutes.txt", 1).line_of(20), 2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Document {
    /// The given id, or the file's stem, or made from file and line.
    pub id: String,
    /// The text as given, without a byte order mark (of an HTML page, what was extracted from it);
    /// all spans point into it.
    pub text: String,
    /// Headline, if the input has one apart from the text.
    pub title: Option<String>,
    /// Day of publication.
    pub date: Option<crate::date::Date>,
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
    /// Whether the text is Markdown, according to its file name.
    /// ```
    /// use dixit::document::Document;
    ///
    /// assert!(Document::new("a", "# Talks").place("a.md", 1).is_markdown());
    /// ```
    pub fn is_markdown(&self) -> bool {
        self.format() == Some(files::Format::Markdown)
    }

    /// Line of the file (from 1) that contains the byte at `offset` of the text. Where a whole
    /// document is one line of its file, as in JSON Lines, that is the line for every byte.
    pub fn line_of(&self, offset: usize) -> usize {
        let one_line = match self.format() {
            Some(files::Format::Plain | files::Format::Markdown) => false,
            // XML that is not a feed is plain text, and its id is the name of its file.
            Some(files::Format::Xml) => {
                self.path.as_deref().map(files::stem) != Some(self.id.clone())
            }
            _ => true,
        };
        if one_line {
            return self.line;
        }
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        self.line.max(1) + memchr::memchr_iter(b'\n', before).count()
    }

    fn format(&self) -> Option<files::Format> {
        self.path.as_deref().map(files::Format::of)
    }
}

/// What a [`Reader`] returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A document.
    Document(Document),
    /// An article or file that could not be read.
    Failed(ReadError),
    /// A warning: about the document that follows, which is read nevertheless, or about a link that is not
    /// followed.
    Warning(Warning),
}

/// Why an article or a file could not be read.
/// ```
/// use dixit::document::{Item, ReadError, read};
///
/// let items: Vec<Item> = read(&["missing.txt".into()]).collect();
/// let [Item::Failed(error)] = items.as_slice() else {
///     panic!("one error");
/// };
/// let error: &ReadError = error;
/// assert!(error.to_string().starts_with("missing.txt: "));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadError {
    /// Id of the document: the given one, the file's stem, or made from file and line.
    pub id: String,
    /// The file; `None` for standard input.
    pub path: Option<PathBuf>,
    /// Line of the file, from 1, where one line is at fault.
    pub line: Option<usize>,
    /// What is wrong and what to do about it, without file and line.
    pub message: String,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_place(f, self.path.as_ref(), self.line)?;
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}

/// Something odd about a document that is read anyway, or about a path.
/// ```
/// use dixit::document::{Item, Warning, read};
///
/// let path = std::env::temp_dir().join(format!("dixit-warning-{}.txt", std::process::id()));
/// std::fs::write(&path, b"The mayor said it was late\xFF.").unwrap();
/// let mut items = read(&[path.clone()]);
/// let Some(Item::Warning(warning)) = items.next() else {
///     panic!("a warning before the document");
/// };
/// let warning: Warning = warning;
/// assert!(warning.to_string().contains("UTF-8"));
/// # std::fs::remove_file(&path).unwrap();
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// The file; `None` for standard input.
    pub path: Option<PathBuf>,
    /// Line of the file, from 1, if it is about one line.
    pub line: Option<usize>,
    /// What is odd and what was done about it, without file and line.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_place(f, self.path.as_ref(), self.line)?;
        f.write_str(&self.message)
    }
}

fn write_place(
    f: &mut fmt::Formatter<'_>,
    path: Option<&PathBuf>,
    line: Option<usize>,
) -> fmt::Result {
    match path {
        Some(path) => write!(f, "{}:", path.display())?,
        None => f.write_str("standard input:")?,
    }
    if let Some(line) = line {
        write!(f, "{line}:")?;
    }
    f.write_str(" ")
}
