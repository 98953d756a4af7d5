//! JSON Lines and JSON: one document a record with the fields `id`, `text`, `title`, `date`, `url`
//! and `source` (or `publisher`). Only `text` must be there; other fields are passed over.

use super::files;
use super::{Document, Item, ReadError, Warning, bytes, preamble};
use serde_json::{Map, Value};
use std::io::BufRead;
use std::path::{Path, PathBuf};

/// Documents of a stream with a JSON object on each line.
pub(super) struct Lines {
    reader: Box<dyn BufRead + Send>,
    place: Place,
    finished: bool,
}

/// Where a record stands.
#[derive(Clone)]
struct Place {
    /// `None` for standard input.
    path: Option<PathBuf>,
    /// What ids are made from.
    stem: String,
    line: usize,
}

impl Lines {
    /// Reads from `path`, or from standard input if there is none.
    ///
    /// # Errors
    /// If the file cannot be opened.
    pub(super) fn open(path: Option<&Path>) -> Result<Lines, ReadError> {
        let stem = path.map_or_else(|| "stdin".to_owned(), files::stem);
        let place = Place {
            path: path.map(Path::to_path_buf),
            stem,
            line: 0,
        };
        let reader: Box<dyn BufRead + Send> = match path {
            None => Box::new(std::io::BufReader::new(std::io::stdin())),
            Some(path) => bytes::open(path).map_err(|error| ReadError {
                id: place.stem.clone(),
                path: place.path.clone(),
                line: None,
                message: files::explain(&error),
            })?,
        };
        Ok(Lines::new(reader, place))
    }

    fn new(reader: Box<dyn BufRead + Send>, place: Place) -> Lines {
        Lines {
            reader,
            place,
            finished: false,
        }
    }

    /// The items of the next line that is not empty; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Vec<Item>> {
        while !self.finished {
            self.place.line += 1;
            match bytes::read_line(&mut *self.reader) {
                Ok(bytes::Line::End) => self.finished = true,
                Ok(bytes::Line::TooLarge) => {
                    return Some(vec![self.place.fail(bytes::too_large())]);
                }
                Ok(bytes::Line::Bytes(line)) => {
                    let items = self.place.line_items(&line);
                    if !items.is_empty() {
                        return Some(items);
                    }
                }
                Err(error) => {
                    self.finished = true;
                    return Some(vec![self.place.fail(files::explain(&error))]);
                }
            }
        }
        None
    }
}

/// Reads a file that holds a JSON object, an array of them or, against its name, JSON Lines.
pub(super) fn read_whole(path: &Path) -> Vec<Item> {
    let mut place = Place {
        path: Some(path.to_path_buf()),
        stem: files::stem(path),
        line: 1,
    };
    let whole_file = |message: String, place: &Place| {
        vec![Item::Failed(ReadError {
            id: place.stem.clone(),
            path: place.path.clone(),
            line: None,
            message,
        })]
    };
    let decoded = match bytes::read_whole(path).and_then(bytes::decode) {
        Ok(decoded) => decoded,
        Err(message) => return whole_file(message, &place),
    };
    let mut items = Vec::new();
    if decoded.replaced > 0 {
        items.push(Item::Warning(Warning {
            path: place.path.clone(),
            line: None,
            message: bytes::replaced_message(decoded.replaced).into_owned(),
        }));
    }
    match serde_json::from_str::<Value>(&decoded.text) {
        Ok(Value::Array(records)) if records.is_empty() => {
            return whole_file("an empty array holds no document".to_owned(), &place);
        }
        Ok(Value::Array(records)) => {
            let many = records.len() > 1;
            for (index, record) in records.into_iter().enumerate() {
                let number = if many {
                    format!("{}:{}", place.stem, index + 1)
                } else {
                    place.stem.clone()
                };
                place.record(record, &number, &mut items);
            }
        }
        Ok(record) => {
            let stem = place.stem.clone();
            place.record(record, &stem, &mut items);
        }
        Err(error) => {
            let first = decoded.text.lines().find(|line| !line.trim().is_empty());
            let is_lines =
                first.is_some_and(|line| serde_json::from_str::<Map<String, Value>>(line).is_ok());
            if is_lines {
                for (index, line) in decoded.text.lines().enumerate() {
                    place.line = index + 1;
                    items.extend(place.line_items(line.as_bytes()));
                }
            } else {
                place.line = error.line();
                items.push(place.fail(broken(&error)));
            }
        }
    }
    items
}

impl Place {
    /// `stem:line`
    fn made_id(&self) -> String {
        format!("{}:{}", self.stem, self.line)
    }

    fn fail(&self, message: String) -> Item {
        self.fail_as(self.made_id(), message)
    }

    fn fail_as(&self, id: String, message: String) -> Item {
        Item::Failed(ReadError {
            id,
            path: self.path.clone(),
            line: Some(self.line),
            message,
        })
    }

    fn warn(&self, message: String) -> Item {
        Item::Warning(Warning {
            path: self.path.clone(),
            line: Some(self.line),
            message,
        })
    }

    /// The document of one line; nothing for an empty one.
    fn line_items(&self, line: &[u8]) -> Vec<Item> {
        let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        let mut items = Vec::new();
        if line.iter().all(u8::is_ascii_whitespace) {
            return items;
        }
        let text = String::from_utf8_lossy(line);
        if let std::borrow::Cow::Owned(_) = text {
            let replaced = line
                .utf8_chunks()
                .filter(|c| !c.invalid().is_empty())
                .count();
            items.push(self.warn(bytes::replaced_message(replaced).into_owned()));
        }
        match serde_json::from_str::<Value>(&text) {
            Ok(record) => self.record(record, &self.made_id(), &mut items),
            Err(error) => items.push(self.fail(broken(&error))),
        }
        items
    }

    /// Appends the document of a record, which is called `made_id` if it gives no id.
    fn record(&self, record: Value, made_id: &str, items: &mut Vec<Item>) {
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
                let message = "the field \"text\" is no string; put the article's text there";
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
                "the date {given:?} is not understood and left out; write it as 2021-12-16"
            )));
        }
        let document = Document {
            id,
            title: string("title").or_else(|| before.title.map(str::to_owned)),
            date: date.or(before.date),
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

fn broken(error: &serde_json::Error) -> String {
    let column = error.column();
    let what = match error.classify() {
        serde_json::error::Category::Eof => "cut short",
        _ => "broken",
    };
    format!("this JSON is {what} at column {column}; mend it or leave it out")
}
