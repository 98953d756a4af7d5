//! Records with the fields `id`, `text`, `title`, `date`, `url` and `source` (or `publisher`), in any
//! format. Only `text` is required; other fields are ignored.

use super::encoding::{Decoded, Encoding};
use super::options::Options;
use super::{Document, Item, ReadError, Warning, bytes, files, preamble};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where a document is, and how it is read.
#[derive(Clone)]
pub(super) struct Place {
    /// `None` for standard input.
    pub path: Option<PathBuf>,
    /// What ids are made from.
    pub stem: String,
    /// From 1; 0 for a whole file.
    pub line: usize,
    /// What the caller chooses.
    pub options: Arc<Options>,
}

impl Place {
    /// A whole file, or standard input if there is no path.
    pub(super) fn new(path: Option<&Path>, options: Arc<Options>) -> Place {
        Place {
            path: path.map(Path::to_path_buf),
            stem: path.map_or_else(|| "stdin".to_owned(), files::stem),
            line: 0,
            options,
        }
    }

    /// Why the whole file cannot be read.
    pub(super) fn error(&self, message: String) -> ReadError {
        ReadError {
            id: self.stem.clone(),
            path: self.path.clone(),
            line: (self.line > 0).then_some(self.line),
            message,
        }
    }

    /// The text of all bytes.
    ///
    /// # Errors
    /// Bytes that cannot be read or are no text.
    pub(super) fn text(
        &self,
        bytes: Result<Vec<u8>, String>,
        declared: impl FnOnce(&[u8]) -> Option<Encoding>,
    ) -> Result<Decoded, ReadError> {
        let decoded = bytes.and_then(|bytes| {
            let declared = declared(&bytes);
            bytes::decode(bytes, self.options.encoding, declared)
        });
        decoded.map_err(|message| self.error(message))
    }

    /// `stem:line`
    pub(super) fn made_id(&self) -> String {
        format!("{}:{}", self.stem, self.line)
    }

    pub(super) fn fail(&self, message: String) -> Item {
        self.fail_as(self.made_id(), message)
    }

    pub(super) fn fail_as(&self, id: String, message: String) -> Item {
        Item::Failed(ReadError {
            id,
            path: self.path.clone(),
            line: Some(self.line),
            message,
        })
    }

    pub(super) fn warn(&self, message: String) -> Item {
        Item::Warning(Warning {
            path: self.path.clone(),
            line: (self.line > 0).then_some(self.line),
            message,
        })
    }

    /// Appends the document of a record, which is called `made_id` if it gives no id.
    pub(super) fn record(&self, record: Value, made_id: &str, items: &mut Vec<Item>) {
        let Value::Object(mut fields) = record else {
            let message = "not a JSON object; write {\"id\": …, \"text\": …}".to_owned();
            items.push(self.fail_as(made_id.to_owned(), message));
            return;
        };
        let id = match fields.remove("id") {
            Some(Value::String(id)) if !id.trim().is_empty() => id,
            Some(Value::Number(id)) => id.to_string(),
            _ => made_id.to_owned(),
        };
        let text = match fields.remove("text") {
            Some(Value::String(text)) if text.trim().is_empty() => {
                let message = "the field \"text\" is empty; fill it or leave the line out";
                items.push(self.fail_as(id, message.to_owned()));
                return;
            }
            Some(Value::String(text)) => text,
            Some(_) => {
                let message = "the field \"text\" is not a string; put the article's text there";
                items.push(self.fail_as(id, message.to_owned()));
                return;
            }
            None => {
                let message = format!(
                    "no field \"text\"{}; put the article's text there",
                    found(&fields)
                );
                items.push(self.fail_as(id, message));
                return;
            }
        };
        let mut string = |key: &str| match fields.remove(key) {
            Some(Value::String(value)) if !value.trim().is_empty() => Some(value.trim().to_owned()),
            _ => None,
        };
        let before = preamble::read(&text);
        let given = string("date");
        let date = given.as_deref().and_then(preamble::date_of);
        if let (Some(given), None) = (&given, date) {
            let given: String = given.chars().take(40).collect();
            items.push(self.warn(format!(
                "cannot parse the date {given:?}, so it is left out; write it as 2021-12-16"
            )));
        }
        let document = Document {
            id,
            title: string("title").or_else(|| before.title.map(str::to_owned)),
            date: date.or_else(|| preamble::day(&text)),
            url: string("url").or_else(|| before.url.map(str::to_owned)),
            source: string("source")
                .or_else(|| string("publisher"))
                .or_else(|| before.source.map(str::to_owned)),
            path: self.path.clone(),
            line: self.line,
            text,
        };
        items.push(Item::Document(document));
    }
}

/// "; found \"a\", \"b\"": the fields that a record has instead.
fn found(fields: &Map<String, Value>) -> String {
    let names: Vec<String> = fields
        .keys()
        .take(5)
        .map(|name| format!("{name:?}"))
        .collect();
    if names.is_empty() {
        String::new()
    } else {
        format!(" (found {})", names.join(", "))
    }
}
