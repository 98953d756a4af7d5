//! Finds the files to read, and the format of each.

use super::{ReadError, Warning};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// The path that stands for standard input.
const STDIN: &str = "-";

/// How a file contains documents; decided by its name, without a `.gz` or `.zst` at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// One document of plain text; the format of all other names.
    Plain,
    /// One document of Markdown.
    Markdown,
    /// A JSON object per line.
    JsonLines,
    /// A JSON object, or an array of them.
    Json,
    /// CSV with a header line.
    Csv,
    /// A web page.
    Html,
    /// A feed, or other XML.
    Xml,
    /// An e-mail.
    Mail,
    /// A word-processor document.
    Docx,
    /// Server responses stored by a crawler.
    Warc,
    /// An archive of files.
    Zip,
    /// A table in columns.
    Parquet,
}

impl Format {
    pub(super) fn of(path: &Path) -> Format {
        let name = name_without_packing(path);
        let extension = Path::new(&name)
            .extension()
            .map(|extension| extension.to_string_lossy().to_ascii_lowercase());
        match extension.as_deref() {
            Some("md" | "markdown") => Format::Markdown,
            Some("jsonl" | "ndjson") => Format::JsonLines,
            Some("json") => Format::Json,
            Some("csv" | "tsv") => Format::Csv,
            Some("html" | "htm" | "xhtml") => Format::Html,
            Some("xml" | "rss" | "atom" | "rdf") => Format::Xml,
            Some("eml") => Format::Mail,
            Some("docx") => Format::Docx,
            Some("warc" | "wet") => Format::Warc,
            Some("zip") => Format::Zip,
            Some("parquet") => Format::Parquet,
            _ => Format::Plain,
        }
    }
}

/// How a file is compressed; decided by the end of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    None,
    Gzip,
    Zstd,
}

impl Packing {
    pub(super) fn of(path: &Path) -> Packing {
        let extension = path
            .extension()
            .map(|extension| extension.to_ascii_lowercase());
        match extension.as_deref().and_then(OsStr::to_str) {
            Some("gz") => Packing::Gzip,
            Some("zst" | "zstd") => Packing::Zstd,
            _ => Packing::None,
        }
    }
}

fn name_without_packing(path: &Path) -> String {
    let name = match Packing::of(path) {
        Packing::None => path.file_name(),
        Packing::Gzip | Packing::Zstd => path.file_stem(),
    };
    name.map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The file's name without folders and extensions, from which ids are made.
pub(super) fn stem(path: &Path) -> String {
    let name = name_without_packing(path);
    Path::new(&name)
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or(name)
}

/// Where documents are read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    Stdin,
    File(PathBuf),
    /// A path that cannot be read.
    Failed(ReadError),
    /// A link that is not followed.
    NotFollowed(Warning),
}

/// Which links in folders to follow. Paths that are given may themselves be links to anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Links {
    /// Those that stay in the folder; the others are left out, with a warning.
    #[default]
    Inside,
    /// All.
    All,
}

/// The files at `paths`, in the order given. Folders are walked in order of file names, without hidden files.
pub(super) fn origins(paths: &[PathBuf], links: Links) -> Vec<Origin> {
    let mut origins = Vec::new();
    for path in paths {
        if path.as_os_str() == STDIN {
            origins.push(Origin::Stdin);
            continue;
        }
        if !path.is_dir() {
            origins.push(Origin::File(path.clone()));
            continue;
        }
        walk(path, links, &mut origins);
    }
    origins
}

/// The total size in bytes of the files at `paths`, as they are stored; standard input has none.
#[cfg(feature = "sqlite")]
pub(crate) fn size_of(paths: &[PathBuf], links: Links) -> u64 {
    let sizes = origins(paths, links)
        .into_iter()
        .map(|origin| match origin {
            Origin::File(path) => path.metadata().map_or(0, |about| about.len()),
            _ => 0,
        });
    sizes.sum()
}

/// Adds the files of a folder.
fn walk(folder: &Path, links: Links, origins: &mut Vec<Origin>) {
    let inside = folder.canonicalize().ok();
    let leads_out = |entry: &DirEntry| {
        links == Links::Inside
            && entry.depth() > 0
            && entry.path_is_symlink()
            && !(inside.as_ref()).is_some_and(|inside| leads_into(entry.path(), inside))
    };
    let mut entries = WalkDir::new(folder)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                origins.push(Origin::Failed(walk_error(&error, folder)));
                continue;
            }
        };
        let is_hidden = entry.depth() > 0 && is_hidden(&entry);
        let is_left = is_hidden || leads_out(&entry);
        if is_left && entry.file_type().is_dir() {
            entries.skip_current_dir();
        }
        if is_left && !is_hidden {
            origins.push(Origin::NotFollowed(Warning {
                path: Some(entry.into_path()),
                line: None,
                message: "this link leads out of the folder and was not followed; \
                          to follow it, use --follow-links"
                    .to_owned(),
            }));
        } else if !is_left && entry.file_type().is_file() {
            origins.push(Origin::File(entry.into_path()));
        }
    }
}

/// Whether a link leads to something in a folder, whose own path has no links.
fn leads_into(link: &Path, folder: &Path) -> bool {
    let target = link.canonicalize();
    target.is_ok_and(|target| target.starts_with(folder))
}

fn walk_error(error: &walkdir::Error, folder: &Path) -> ReadError {
    let at = error.path().unwrap_or(folder).to_path_buf();
    let message = match error.io_error() {
        Some(cause) => explain(cause),
        None => "this link leads back to its own folder; remove it".to_owned(),
    };
    ReadError {
        id: stem(&at),
        path: Some(at),
        line: None,
        message,
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

/// A message for the user about an error of the operating system.
pub(super) fn explain(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "no such file or folder; check the path".to_owned(),
        ErrorKind::PermissionDenied => {
            "permission denied; change its permissions or leave it out".to_owned()
        }
        ErrorKind::InvalidInput | ErrorKind::InvalidData | ErrorKind::UnexpectedEof => {
            "the file is damaged or truncated; fetch it again".to_owned()
        }
        ErrorKind::Unsupported => error.to_string(),
        _ => format!("cannot be read ({error})"),
    }
}
