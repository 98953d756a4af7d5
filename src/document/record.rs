//! Records with the fields `id`, `text`, `title`, `date`, `url` and `source`, or other common names of these,
//! in any format. Only `text` is required; other fields are ignored.

use super::encoding::{Decoded, Encoding};
use super::fields::{self, Candidates, Field};
use super::options::Options;
use super::{Document, Item, ReadError, Warning, bytes, files, preamble};
use crate::date::Date;
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where a document is, and how it is read.
#[derive(Clone)]
pub(super) struct Place {
    /// `None` for standard input.
    pub path: Option<PathBuf>,
    /// The part of the file, if the file is an archive.
    pub part: Option<String>,
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
            part: None,
            stem: path.map_or_else(|| "stdin".to_owned(), files::stem),
            line: 0,
            options,
        }
    }

    /// A file within this one, an archive.
    pub(super) fn within(&self, name: &str) -> Place {
        let name = name.replace(char::is_control, "\u{FFFD}");
        let inner = Path::new(&name);
        let folder = inner
            .parent()
            .map(|folder| folder.to_string_lossy())
            .unwrap_or_default();
        let slash = if folder.is_empty() { "" } else { "/" };
        Place {
            stem: format!("{}:{folder}{slash}{}", self.stem, files::stem(inner)),
            part: Some(name),
            ..self.clone()
        }
    }

    /// The same place with another stem for ids.
    pub(super) fn called(&self, id: String) -> Place {
        Place {
            stem: id,
            ..self.clone()
        }
    }

    fn in_part(&self, message: String) -> String {
        match &self.part {
            Some(part) => format!("{part}: {message}"),
            None => message,
        }
    }

    /// Why the whole file cannot be read.
    pub(super) fn error(&self, message: String) -> ReadError {
        ReadError {
            id: self.stem.clone(),
            path: self.path.clone(),
            line: (self.line > 0).then_some(self.line),
            message: self.in_part(message),
        }
    }

    /// The text of all bytes.
    ///
    /// # Errors
    /// Bytes that cannot be read or are not text.
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
            line: (self.line > 0).then_some(self.line),
            message: self.in_part(message),
        })
    }

    pub(super) fn warn(&self, message: String) -> Item {
        Item::Warning(Warning {
            path: self.path.clone(),
            line: (self.line > 0).then_some(self.line),
            message: self.in_part(message),
        })
    }

    /// Appends the document of a record, with the id `made_id` if the record gives none.
    pub(super) fn record(&self, record: Value, made_id: &str, items: &mut Vec<Item>) {
        let Value::Object(record) = record else {
            let message = "not a JSON object; write {\"id\": …, \"text\": …}".to_owned();
            items.push(self.fail_as(made_id.to_owned(), message));
            return;
        };
        let fields = Fields {
            record: &record,
            candidates: Candidates::of(&record),
            options: &self.options,
        };
        let id = fields.id().unwrap_or(None);
        let id = id.unwrap_or_else(|| made_id.to_owned());
        match self.document(&fields, id.clone(), items) {
            Ok(document) => items.push(Item::Document(document)),
            Err(message) => items.push(self.fail_as(id, message)),
        }
    }

    /// The document of a record; a warning goes to `items`.
    fn document(
        &self,
        fields: &Fields<'_>,
        id: String,
        items: &mut Vec<Item>,
    ) -> Result<Document, String> {
        fields.id()?;
        let text = fields.text()?;
        let before = preamble::read(&text);
        let (date, unread) = fields.date()?;
        if let Some(unread) = unread {
            let given: String = unread.chars().take(40).collect();
            items.push(self.warn(format!(
                "cannot parse the date {given:?}, so it is left out; write it as 2021-12-16 or use --date-format"
            )));
        }
        Ok(Document {
            id,
            title: fields
                .string(Field::Title)?
                .or_else(|| before.title.map(str::to_owned)),
            date: date.or_else(|| preamble::day(&text)),
            url: fields
                .string(Field::Url)?
                .or_else(|| before.url.map(str::to_owned)),
            source: fields
                .string(Field::Source)?
                .or_else(|| before.source.map(str::to_owned)),
            path: self.path.clone(),
            line: self.line,
            text,
        })
    }
}

/// The value of a field: a string that is not blank, or, for ids and dates, a number.
fn word(field: Field, value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.trim().is_empty() => None,
        // positions point into the text as it is
        Value::String(text) if matches!(field, Field::Text | Field::Id) => Some(text.clone()),
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) if matches!(field, Field::Id | Field::Date) => {
            Some(number.to_string())
        }
        _ => None,
    }
}

/// A record, with the candidates for each field.
struct Fields<'r> {
    record: &'r Map<String, Value>,
    candidates: Candidates<'r>,
    options: &'r Options,
}

impl Fields<'_> {
    fn id(&self) -> Result<Option<String>, String> {
        self.string(Field::Id)
    }

    /// The article.
    fn text(&self) -> Result<String, String> {
        if let Some(text) = self.string(Field::Text)? {
            return Ok(text);
        }
        let path = self.options.path(Field::Text);
        let first = self.candidates.first(Field::Text);
        let (name, value) = match (path, first) {
            (Some(path), _) => (path, fields::at(self.record, path)),
            (None, Some(first)) => (first.name.as_str(), Some(first.value)),
            (None, None) => ("text", None),
        };
        Err(match value {
            Some(Value::String(_)) => {
                format!("the field {name:?} is empty; fill it or leave the line out")
            }
            Some(_) => format!("the field {name:?} is not a string; put the article's text there"),
            None if path.is_some() => {
                format!("no field {name:?}{}; see --field", found(self.record))
            }
            None => format!(
                "no field {name:?}{}; put the article's text there or name its field, as in --field text=NAME",
                found(self.record)
            ),
        })
    }

    /// The day of publication, or else the value that cannot be read as one.
    fn date(&self) -> Result<(Option<Date>, Option<String>), String> {
        let day = |value: &str| self.options.day(value);
        let days =
            |value: &Value| word(Field::Date, value).is_some_and(|word| day(&word).is_some());
        let read = self.value(Field::Date, days, |value| day(&value))?;
        let unread = || {
            self.value(
                Field::Date,
                |value| word(Field::Date, value).is_some(),
                Some,
            )
        };
        let best = self
            .candidates
            .best(Field::Date, |value| word(Field::Date, value).is_some());
        let is_date = self.options.path(Field::Date).is_some()
            || best.first().is_some_and(|first| first.is_good());
        match read {
            Some(day) => Ok((Some(day), None)),
            // "time" may be a time of day.
            None if !is_date => Ok((None, None)),
            // If several are not dates, there is nothing to choose.
            None => Ok((None, unread().unwrap_or_default())),
        }
    }

    fn string(&self, field: Field) -> Result<Option<String>, String> {
        self.value(field, |value| word(field, value).is_some(), Some)
    }

    /// The value of a field: at the path that the caller gives, or else of the best candidate.
    ///
    /// # Errors
    /// Several candidates with different values.
    fn value<T: PartialEq>(
        &self,
        field: Field,
        usable: impl Fn(&Value) -> bool,
        read: impl Fn(String) -> Option<T>,
    ) -> Result<Option<T>, String> {
        let read = |value: &Value| word(field, value).and_then(&read);
        if let Some(path) = self.options.path(field) {
            return Ok(fields::at(self.record, path).and_then(read));
        }
        let best = self.candidates.best(field, usable);
        let Some((first, others)) = best.split_first() else {
            return Ok(None);
        };
        let value = read(first.value);
        let other = others.iter().find(|other| read(other.value) != value);
        match other {
            None => Ok(value),
            Some(_) if !self.candidates.must_choose(field, first) => Ok(None),
            Some(other) => Err(fields::ambiguous(field, &first.name, &other.name, "fields")),
        }
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
