//! JSON Lines and JSON: one document per object.

use super::files;
use super::record::Place;
use super::{Item, ReadError, Warning, bytes};
use serde_json::{Map, Value};
use std::io::BufRead;
use std::path::Path;

/// Documents of a stream with a JSON object on each line.
pub(super) struct Lines {
    reader: Box<dyn BufRead + Send>,
    place: Place,
    finished: bool,
}

impl Lines {
    /// Reads from `path`, or from standard input if it is `None`.
    ///
    /// # Errors
    /// If the file cannot be opened.
    pub(super) fn open(path: Option<&Path>) -> Result<Lines, ReadError> {
        let place = Place::new(path);
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
                    let items = line_items(&self.place, &line);
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

/// Reads a file that contains a JSON object, an array of them or, despite its name, JSON Lines.
pub(super) fn read_whole(path: &Path) -> Vec<Item> {
    let mut place = Place::new(Some(path));
    place.line = 1;
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
            message: bytes::replaced_message(decoded.replaced),
        }));
    }
    match serde_json::from_str::<Value>(&decoded.text) {
        Ok(Value::Array(records)) if records.is_empty() => {
            return whole_file("the array is empty; put documents in it".to_owned(), &place);
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
                    items.extend(line_items(&place, line.as_bytes()));
                }
            } else {
                place.line = error.line();
                items.push(place.fail(broken(&error)));
            }
        }
    }
    items
}

/// The document of one line; nothing for an empty one.
fn line_items(place: &Place, line: &[u8]) -> Vec<Item> {
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    let mut items = Vec::new();
    if line.iter().all(u8::is_ascii_whitespace) {
        return items;
    }
    let text = String::from_utf8_lossy(line);
    if let std::borrow::Cow::Owned(_) = text {
        items.push(place.warn(bytes::replaced_message(bytes::invalid_places(line))));
    }
    match serde_json::from_str::<Value>(&text) {
        Ok(record) => place.record(record, &place.made_id(), &mut items),
        Err(error) => items.push(place.fail(broken(&error))),
    }
    items
}

fn broken(error: &serde_json::Error) -> String {
    let column = error.column();
    let what = match error.classify() {
        serde_json::error::Category::Eof => "truncated",
        _ => "broken",
    };
    format!("this JSON is {what} at column {column}; fix it or leave it out")
}
