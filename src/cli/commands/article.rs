//! An article that another program gives as fields, not as a file.

use crate::document::{Document, Item, Options, read_lines};
use crate::error::{Error, Result};
use serde_json::{Map, Value};
use std::io::Cursor;

/// The document with these fields, named as in JSON Lines; its id is `text` unless they give one.
pub(super) fn of_fields(mut fields: Map<String, Value>) -> Result<Document> {
    if !fields.get("text").is_some_and(Value::is_string) {
        return Err(Error::new("'text' must be the text of an article"));
    }
    fields.entry("id").or_insert_with(|| "text".into());
    // Strings, numbers and lists cannot fail.
    let record = serde_json::to_string(&fields).unwrap_or_default();
    for item in read_lines(Cursor::new(record), &Options::default()) {
        match item {
            Item::Document(document) => {
                let is_dated = fields.get("date").is_some_and(|date| !date.is_null());
                return match is_dated && document.date.is_none() {
                    true => Err(Error::new("'date' cannot be read; write it as 2021-12-16")),
                    false => Ok(document),
                };
            }
            Item::Failed(error) => return Err(Error::new(error.message)),
            Item::Warning(_) => {}
        }
    }
    Err(Error::new("there is no document"))
}
