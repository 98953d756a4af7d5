//! CSV with a header line: one document per row. Commas, semicolons or tabs separate the fields; a
//! field in double quotes may contain these, line breaks, and doubled double quotes (RFC 4180).

use super::files;
use super::record::Place;
use super::{Item, ReadError, bytes};
use serde_json::{Map, Value};
use std::io::BufRead;
use std::path::Path;

/// Documents of a CSV file.
pub(super) struct Rows {
    reader: Box<dyn BufRead + Send>,
    place: Place,
    /// Lines read so far.
    lines: usize,
    separator: u8,
    /// Names of the columns, in small letters.
    header: Vec<String>,
    finished: bool,
}

/// A row as bytes, and what can go wrong with it.
enum Row {
    Fields(Vec<Vec<u8>>),
    Bad(String),
    End,
}

impl Rows {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// If it cannot be opened or has no column "text".
    pub(super) fn open(path: &Path) -> Result<Rows, ReadError> {
        let place = Place::new(Some(path));
        let error = |message: String, line: Option<usize>| ReadError {
            id: files::stem(path),
            path: Some(path.to_path_buf()),
            line,
            message,
        };
        let reader = bytes::open(path).map_err(|cause| error(files::explain(&cause), None))?;
        let mut rows = Rows {
            reader,
            place,
            lines: 0,
            separator: b',',
            header: Vec::new(),
            finished: false,
        };
        let header = match bytes::read_line(&mut *rows.reader) {
            Ok(bytes::Line::Bytes(line)) => line,
            Ok(bytes::Line::TooLarge) => return Err(error(bytes::too_large(), Some(1))),
            Ok(bytes::Line::End) => {
                let message = "the file is empty; give it a header line and rows".to_owned();
                return Err(error(message, None));
            }
            Err(cause) => return Err(error(files::explain(&cause), None)),
        };
        rows.lines = 1;
        let header = header.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&header);
        rows.separator = most_frequent(header, [b',', b';', b'\t']);
        let mut parser = Parser::new(rows.separator);
        parser.feed(header);
        rows.header = parser
            .finish()
            .iter()
            .map(|name| String::from_utf8_lossy(name).trim().to_lowercase())
            .collect();
        if !rows.header.iter().any(|name| name == "text") {
            let message =
                "no column \"text\" in the header line; give the column of the articles this name";
            return Err(error(message.to_owned(), Some(1)));
        }
        Ok(rows)
    }

    /// The items of the next row that is not empty; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Vec<Item>> {
        while !self.finished {
            self.place.line = self.lines + 1;
            match self.row() {
                Row::End => self.finished = true,
                Row::Bad(message) => return Some(vec![self.place.fail(message)]),
                Row::Fields(fields) if fields.iter().all(Vec::is_empty) => {}
                Row::Fields(fields) => return Some(self.items(fields)),
            }
        }
        None
    }

    /// Reads one row, which may span lines.
    fn row(&mut self) -> Row {
        let mut parser = Parser::new(self.separator);
        let mut size = 0;
        loop {
            match bytes::read_line(&mut *self.reader) {
                Ok(bytes::Line::End) if size == 0 => return Row::End,
                Ok(bytes::Line::End) => {
                    self.finished = true;
                    let message =
                        "a quotation mark opens a field but never closes it; close the field";
                    return Row::Bad(message.to_owned());
                }
                Ok(bytes::Line::TooLarge) => return Row::Bad(bytes::too_large()),
                Ok(bytes::Line::Bytes(line)) => {
                    self.lines += 1;
                    size += line.len() + 1;
                    if size as u64 > bytes::LARGEST {
                        return Row::Bad(bytes::too_large());
                    }
                    parser.feed(&line);
                    if !parser.in_quotes {
                        return Row::Fields(parser.finish());
                    }
                    parser.field.push(b'\n');
                }
                Err(error) => {
                    self.finished = true;
                    return Row::Bad(files::explain(&error));
                }
            }
        }
    }

    fn items(&self, fields: Vec<Vec<u8>>) -> Vec<Item> {
        if fields.len() != self.header.len() {
            let message = format!(
                "this row has {} fields but the header has {}; put fields with separators in double quotes",
                fields.len(),
                self.header.len()
            );
            return vec![self.place.fail(message)];
        }
        let mut items = Vec::new();
        let mut record = Map::new();
        let mut replaced = 0;
        for (name, field) in self.header.iter().zip(fields) {
            let text = String::from_utf8(field).unwrap_or_else(|error| {
                replaced += bytes::invalid_places(error.as_bytes());
                String::from_utf8_lossy(error.as_bytes()).into_owned()
            });
            record.insert(name.clone(), Value::String(text));
        }
        if replaced > 0 {
            items.push(self.place.warn(bytes::replaced_message(replaced)));
        }
        self.place
            .record(Value::Object(record), &self.place.made_id(), &mut items);
        items
    }
}

/// Cuts the lines of one row into fields.
struct Parser {
    separator: u8,
    fields: Vec<Vec<u8>>,
    field: Vec<u8>,
    in_quotes: bool,
    /// Whether the mark just read closed a field, so that a second one is a quotation mark.
    closed: bool,
}

impl Parser {
    fn new(separator: u8) -> Parser {
        Parser {
            separator,
            fields: Vec::new(),
            field: Vec::new(),
            in_quotes: false,
            closed: false,
        }
    }

    /// Reads one line, without its line break.
    fn feed(&mut self, line: &[u8]) {
        for &byte in line {
            if self.in_quotes {
                if byte == b'"' {
                    self.in_quotes = false;
                    self.closed = true;
                } else {
                    self.field.push(byte);
                }
                continue;
            }
            if byte == b'"' && self.closed {
                self.field.push(b'"');
                self.in_quotes = true;
            } else if byte == b'"' && self.field.is_empty() {
                self.in_quotes = true;
            } else if byte == self.separator {
                self.fields.push(std::mem::take(&mut self.field));
            } else {
                self.field.push(byte);
            }
            self.closed = false;
        }
    }

    /// The fields of the row.
    fn finish(mut self) -> Vec<Vec<u8>> {
        if self.field.last() == Some(&b'\r') {
            self.field.pop();
        }
        self.fields.push(self.field);
        self.fields
    }
}

/// The one of `marks` that `line` has most often; of equals the first.
fn most_frequent(line: &[u8], marks: [u8; 3]) -> u8 {
    let count = |mark: u8| line.iter().filter(|&&byte| byte == mark).count();
    let [first, ..] = marks;
    marks.into_iter().fold(first, |best, mark| {
        if count(mark) > count(best) {
            mark
        } else {
            best
        }
    })
}
