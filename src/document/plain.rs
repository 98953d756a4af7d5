//! Plain text and Markdown: one document per file.

use super::files::{self, Format};
use super::{Document, Item, ReadError, Warning, bytes, preamble};
use std::path::Path;

/// Reads a file as one document, with warnings before it.
pub(super) fn read(path: &Path, format: Format) -> Vec<Item> {
    let decoded = bytes::read_whole(path).and_then(bytes::decode);
    let decoded = match decoded {
        Ok(decoded) => decoded,
        Err(message) => {
            return vec![Item::Failed(ReadError {
                id: files::stem(path),
                path: Some(path.to_path_buf()),
                line: None,
                message,
            })];
        }
    };
    let mut items = Vec::new();
    if decoded.replaced > 0 {
        items.push(Item::Warning(Warning {
            path: Some(path.to_path_buf()),
            line: None,
            message: bytes::replaced_message(decoded.replaced),
        }));
    }
    items.push(Item::Document(document(decoded.text, path, format)));
    items
}

/// The document of a file's text.
fn document(text: String, path: &Path, format: Format) -> Document {
    let before = preamble::read(&text);
    let owned = |value: Option<&str>| value.map(str::to_owned);
    let heading = || match format {
        Format::Markdown => first_heading(&text[before.body_start..]),
        _ => None,
    };
    Document {
        id: owned(before.id).unwrap_or_else(|| files::stem(path)),
        title: owned(before.title.or_else(heading)),
        date: preamble::day(&text),
        url: owned(before.url),
        source: owned(before.source),
        path: Some(path.to_path_buf()),
        line: 1,
        text,
    }
}

/// The first Markdown heading of the first level.
fn first_heading(text: &str) -> Option<&str> {
    text.lines()
        .filter_map(|line| line.trim_start().strip_prefix("# "))
        .map(|title| title.trim().trim_end_matches('#').trim_end())
        .find(|title| !title.is_empty())
}
