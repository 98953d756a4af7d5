//! JSON Lines and JSON: one document per object.

use super::encoding::Stream;
use super::record::Place;
use super::{Item, ReadError, bytes, files};
use serde_json::{Map, Value};
use std::io::BufRead;

/// Documents of a stream with a JSON object on each line.
pub(super) struct Lines {
    stream: Stream,
    place: Place,
    finished: bool,
}

impl Lines {
    /// The lines of a stream.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(super) fn new(reader: Box<dyn BufRead + Send>, place: Place) -> Result<Lines, ReadError> {
        let stream = Stream::new(reader, place.options.encoding)
            .map_err(|error| place.error(files::explain(&error)))?;
        Ok(Lines {
            stream,
            place,
            finished: false,
        })
    }

    /// The items of the next line that is not empty; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Vec<Item>> {
        while !self.finished {
            self.place.line += 1;
            match bytes::read_line(&mut *self.stream.reader) {
                Ok(bytes::Line::End) => self.finished = true,
                Ok(bytes::Line::TooLarge) => {
                    return Some(vec![self.place.fail(bytes::too_large())]);
                }
                Ok(bytes::Line::Bytes(line)) => {
                    let items = line_items(&self.place, &self.stream, line);
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
pub(super) fn read_file(place: &Place, bytes: Result<Vec<u8>, String>) -> Vec<Item> {
    let decoded = match place.text(bytes, |_| None) {
        Ok(decoded) => decoded,
        Err(error) => return vec![Item::Failed(error)],
    };
    let warning = decoded.warning.map(|warning| place.warn(warning));
    let mut items: Vec<Item> = warning.into_iter().collect();
    let mut place = place.clone();
    place.line = 1;
    match serde_json::from_str::<Value>(&decoded.text) {
        Ok(Value::Array(records)) if records.is_empty() => {
            place.line = 0;
            let message = "the array is empty; put documents in it";
            return vec![Item::Failed(place.error(message.to_owned()))];
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
                    items.extend(text_items(&place, line));
                }
            } else {
                place.line = error.line();
                items.push(place.fail(broken(&error)));
            }
        }
    }
    items
}

/// The document of one line of bytes; nothing for an empty line.
fn line_items(place: &Place, stream: &Stream, mut line: Vec<u8>) -> Vec<Item> {
    const MARK: &[u8] = b"\xEF\xBB\xBF";
    if line.starts_with(MARK) {
        line.drain(..MARK.len());
    }
    let (texts, warning) = stream.decode(vec![line]);
    let mut items: Vec<Item> = warning
        .map(|warning| place.warn(warning))
        .into_iter()
        .collect();
    items.extend(texts.iter().flat_map(|text| text_items(place, text)));
    items
}

/// The document of one line; nothing for an empty line.
fn text_items(place: &Place, line: &str) -> Vec<Item> {
    let mut items = Vec::new();
    if line.bytes().all(|byte| byte.is_ascii_whitespace()) {
        return items;
    }
    match serde_json::from_str::<Value>(line) {
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
