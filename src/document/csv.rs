//! CSV with a header line: one document per row. Commas, semicolons, tabs or bars separate the fields; a
//! field in double quotes may contain these, line breaks, and doubled double quotes (RFC 4180).
//!
//! Rows are parsed here and not by the crate `csv`, which we use for writing: if a quotation mark is never
//! closed, it silently makes one field of the rest of the file, or one row of two. Here that is an error of
//! one row, and the lines after it are read.

use super::columns;
use super::encoding::Stream;
use super::record::Place;
use super::{Item, ReadError, bytes, files};
use serde_json::{Map, Value};
use std::collections::VecDeque;
use std::io::{self, BufRead};

/// Documents of a CSV file.
pub(super) struct Rows {
    stream: Stream,
    place: Place,
    /// Lines read so far.
    lines: usize,
    /// Lines to read again, after the row they seemed to belong to turned out to be broken.
    unread: VecDeque<Vec<u8>>,
    separator: u8,
    /// Names of the columns, in lower case.
    header: Vec<String>,
    finished: bool,
}

/// A row as bytes, or what is wrong with it.
enum Row {
    Fields(Vec<Vec<u8>>),
    Bad(String),
    End,
}

const UNCLOSED: &str = "a quotation mark opens a field but never closes it; close the field";

impl Rows {
    /// Reads the header of a stream of rows.
    ///
    /// # Errors
    /// If it cannot be read or does not say which column is the text.
    pub(super) fn new(reader: Box<dyn BufRead + Send>, place: Place) -> Result<Rows, ReadError> {
        let stream = Stream::new(reader, place.options.encoding)
            .map_err(|cause| place.error(files::explain(&cause)))?;
        let mut rows = Rows {
            stream,
            place,
            lines: 0,
            unread: VecDeque::new(),
            separator: b',',
            header: Vec::new(),
            finished: false,
        };
        let place = &mut rows.place;
        let header = match bytes::read_line(&mut *rows.stream.reader) {
            Ok(bytes::Line::Bytes(line)) => line,
            Ok(bytes::Line::TooLarge) => {
                place.line = 1;
                return Err(place.error(bytes::too_large()));
            }
            Ok(bytes::Line::End) => {
                let message = "the file is empty; give it a header line and rows".to_owned();
                return Err(place.error(message));
            }
            Err(cause) => return Err(place.error(files::explain(&cause))),
        };
        rows.lines = 1;
        let header = header.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&header);
        rows.separator = most_frequent(header, [b',', b';', b'\t', b'|']);
        let mut parser = Parser::new(rows.separator);
        parser.feed(header);
        let (names, _) = rows.stream.decode(parser.finish());
        rows.header = names
            .iter()
            .map(|name| name.trim().to_lowercase())
            .collect();
        let record: Map<String, Value> = (rows.header.iter())
            .map(|name| (name.clone(), Value::Null))
            .collect();
        let (names, options) = (&rows.header, &rows.place.options);
        let checked = columns::check(&record, names, options, "header line", |_, _| true);
        if let Err(message) = checked {
            rows.place.line = 1;
            return Err(rows.place.error(message));
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
        // Its lines except the first.
        let mut more: Vec<Vec<u8>> = Vec::new();
        loop {
            match self.line() {
                Ok(bytes::Line::End) if size == 0 => return Row::End,
                Ok(bytes::Line::End) => return self.unclosed(more),
                Ok(bytes::Line::TooLarge) => {
                    self.lines += 1;
                    return Row::Bad(bytes::too_large());
                }
                Ok(bytes::Line::Bytes(line)) => {
                    self.lines += 1;
                    parser.feed(&line);
                    let is_first = size == 0;
                    size += line.len() + 1;
                    if !is_first {
                        more.push(line);
                    }
                    if parser.closed_late || size as u64 > bytes::LARGEST {
                        return self.unclosed(more);
                    }
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

    fn line(&mut self) -> io::Result<bytes::Line> {
        match self.unread.pop_front() {
            Some(line) => Ok(bytes::Line::Bytes(line)),
            None => bytes::read_line(&mut *self.stream.reader),
        }
    }

    /// A row that is not closed: all its lines except the first are read again, as rows of their own. None of
    /// them opens a field that is closed later, or it would have closed the first.
    fn unclosed(&mut self, more: Vec<Vec<u8>>) -> Row {
        self.lines -= more.len();
        for line in more.into_iter().rev() {
            self.unread.push_front(line);
        }
        Row::Bad(UNCLOSED.to_owned())
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
        let (texts, warning) = self.stream.decode(fields);
        let warning = warning.map(|warning| self.place.warn(warning));
        let mut items: Vec<Item> = warning.into_iter().collect();
        let texts = texts.into_iter().map(Value::String);
        let record: Map<String, Value> = self.header.iter().cloned().zip(texts).collect();
        self.place
            .record(Value::Object(record), &self.place.made_id(), &mut items);
        items
    }
}

/// Splits the lines of one row into fields.
struct Parser {
    separator: u8,
    fields: Vec<Vec<u8>>,
    field: Vec<u8>,
    in_quotes: bool,
    /// Whether the mark just read closed a field, so that a second one is a quotation mark.
    closed: bool,
    /// Whether the field that is open was opened in this line.
    opened_here: bool,
    /// Whether more than white space follows a mark that closed a field of an earlier line. That mark must
    /// have opened another field, and the first was never closed.
    closed_late: bool,
}

impl Parser {
    fn new(separator: u8) -> Parser {
        Parser {
            separator,
            fields: Vec::new(),
            field: Vec::new(),
            in_quotes: false,
            closed: false,
            opened_here: false,
            closed_late: false,
        }
    }

    /// Reads one line, without its line break.
    fn feed(&mut self, line: &[u8]) {
        self.opened_here = false;
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
                self.opened_here = true;
            } else if byte == self.separator {
                self.fields.push(std::mem::take(&mut self.field));
            } else {
                self.closed_late |= self.closed && !self.opened_here && !byte.is_ascii_whitespace();
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

/// The most frequent of `marks` in `line`; the first of equals.
fn most_frequent(line: &[u8], marks: [u8; 4]) -> u8 {
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
