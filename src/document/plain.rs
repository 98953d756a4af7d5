//! Plain text and Markdown: one document per file.

use super::encoding::Decoded;
use super::files::Format;
use super::record::Place;
use super::{Document, Item, preamble};

/// Reads a file as one document, with warnings before it.
pub(super) fn read(place: &Place, format: Format, bytes: Result<Vec<u8>, String>) -> Vec<Item> {
    match place.text(bytes, |_| None) {
        Ok(decoded) => items(place, format, decoded),
        Err(error) => vec![Item::Failed(error)],
    }
}

/// The document of a file's text, with warnings before it.
pub(super) fn items(place: &Place, format: Format, decoded: Decoded) -> Vec<Item> {
    let warning = decoded.warning.map(|warning| place.warn(warning));
    let document = Item::Document(document(decoded.text, place, format));
    warning.into_iter().chain([document]).collect()
}

/// The document of a file's text.
fn document(text: String, place: &Place, format: Format) -> Document {
    let before = preamble::read(&text);
    let owned = |value: Option<&str>| value.map(str::to_owned);
    let heading = || match format {
        Format::Markdown => first_heading(&text[before.body_start..]),
        _ => None,
    };
    Document {
        id: owned(before.id).unwrap_or_else(|| place.stem.clone()),
        title: owned(before.title.or_else(heading)),
        date: preamble::day(&text),
        url: owned(before.url),
        source: owned(before.source),
        path: place.path.clone(),
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
