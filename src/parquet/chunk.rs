//! One column of a row group: collects its values and writes them.

use super::cells::{Cell, Simple};
use super::runs;
use super::thrift::{ListOf, Writer};
use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::Range;

/// Size of a page in values and bytes, as in other writers.
const PAGE_VALUES: usize = 20_000;
const PAGE_BYTES: usize = 1 << 20;

/// The largest dictionary, in bytes.
const DICTIONARY_BYTES: usize = 1 << 20;

// The format's numbers for these.
const SNAPPY: usize = 1;
const PLAIN: usize = 0;
const RUNS: usize = 3;
const DICTIONARY: usize = 8;
const DATA_PAGE: usize = 0;
const DICTIONARY_PAGE: usize = 2;

/// The values of a column in the rows that are not yet written.
pub(super) struct Chunk {
    simple: Simple,
    /// Its path in the schema.
    path: Vec<&'static str>,
    is_listed: bool,
    /// For each slot for a value, its definition level and, in lists, its repetition level.
    definitions: Vec<u8>,
    repetitions: Vec<u8>,
    /// The values in plain encoding, and where each ends.
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

/// Where a chunk was written, for the footer.
pub(super) struct Written {
    path: Vec<&'static str>,
    simple: Simple,
    values: usize,
    start: usize,
    /// Where the pages of values begin, after the dictionary if there is one.
    data: usize,
    end: usize,
    expanded: usize,
}

impl Chunk {
    pub(super) fn new(simple: Simple, path: Vec<&'static str>) -> Chunk {
        Chunk {
            simple,
            is_listed: path.len() > 1,
            path,
            definitions: Vec::new(),
            repetitions: Vec::new(),
            bytes: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Approximate memory that it uses, in bytes.
    pub(super) fn size(&self) -> usize {
        self.bytes.len() + 2 * self.definitions.len() + 8 * self.ends.len()
    }

    /// Adds the value of a row.
    pub(super) fn add(&mut self, cell: &Cell) {
        let is_present = self.put(cell);
        self.definitions.push(is_present.into());
    }

    /// Adds the values of a row's list: each record has one at this position.
    pub(super) fn add_all(&mut self, records: &[Vec<Cell>], place: usize) {
        if records.is_empty() {
            self.definitions.push(0);
            self.repetitions.push(0);
        }
        for (number, record) in records.iter().enumerate() {
            let is_present = record.get(place).is_some_and(|cell| self.put(cell));
            self.definitions.push(1 + u8::from(is_present));
            self.repetitions.push(u8::from(number > 0));
        }
    }

    /// Stores the value of a cell; `false` if it has none of the column's type.
    fn put(&mut self, cell: &Cell) -> bool {
        match (self.simple, cell) {
            (Simple::Text, Cell::Text(text)) => {
                let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
                let text = &text.as_bytes()[..length as usize];
                self.bytes.extend_from_slice(&length.to_le_bytes());
                self.bytes.extend_from_slice(text);
            }
            (Simple::Integer, Cell::Integer(number)) => {
                self.bytes
                    .extend_from_slice(&(*number as u64).to_le_bytes());
            }
            (Simple::Decimal, Cell::Decimal(number)) => {
                self.bytes.extend_from_slice(&number.to_le_bytes());
            }
            (Simple::Day, Cell::Day(day)) => self.bytes.extend_from_slice(&day.to_le_bytes()),
            _ => return false,
        }
        self.ends.push(self.bytes.len());
        true
    }

    /// The bytes of a range of values.
    fn plain(&self, values: &Range<usize>) -> &[u8] {
        let end = |place: usize| match place {
            0 => 0,
            place => self.ends.get(place - 1).copied().unwrap_or_default(),
        };
        self.bytes
            .get(end(values.start)..end(values.end))
            .unwrap_or_default()
    }

    /// Writes all values and clears them.
    ///
    /// # Errors
    /// Those of `out`.
    pub(super) fn write(&mut self, out: &mut impl Write, start: usize) -> io::Result<Written> {
        let mut pages = Pages {
            out,
            at: start,
            expanded: 0,
        };
        let entries = self.entries();
        if let Some((entries, bytes)) = &entries {
            let count = entries.iter().max().map_or(0, |last| *last as usize + 1);
            pages.write(DICTIONARY_PAGE, bytes, |header| {
                header.within(7, |header| {
                    header.small(1, count);
                    header.small(2, PLAIN);
                });
            })?;
        }
        let data = pages.at;
        let entries = entries.map(|(entries, _)| entries);
        let width = entries
            .iter()
            .flatten()
            .max()
            .map_or(1, |last| runs::width(*last).max(1));
        for (levels, values) in self.pages() {
            let mut page = Vec::new();
            if self.is_listed {
                put_levels(&self.repetitions[levels.clone()], 1, &mut page);
            }
            let max = 1 + u32::from(self.is_listed);
            put_levels(&self.definitions[levels.clone()], max, &mut page);
            match &entries {
                Some(entries) => {
                    page.push(width as u8);
                    runs::write(&entries[values], width, &mut page);
                }
                None => page.extend_from_slice(self.plain(&values)),
            }
            let encoding = if entries.is_some() { DICTIONARY } else { PLAIN };
            pages.write(DATA_PAGE, &page, |header| {
                header.within(5, |header| {
                    header.small(1, levels.len());
                    header.small(2, encoding);
                    header.small(3, RUNS);
                    header.small(4, RUNS);
                });
            })?;
        }
        let written = Written {
            path: self.path.clone(),
            simple: self.simple,
            values: self.definitions.len(),
            start,
            data,
            end: pages.at,
            expanded: pages.expanded,
        };
        *self = Chunk::new(self.simple, std::mem::take(&mut self.path));
        Ok(written)
    }

    /// The index of each value in a dictionary, and the dictionary, if that is worth it.
    fn entries(&self) -> Option<(Vec<u32>, Vec<u8>)> {
        let mut numbers = HashMap::with_hasher(foldhash::fast::FixedState::default());
        let mut dictionary = Vec::new();
        let mut entries = Vec::with_capacity(self.ends.len());
        for place in 0..self.ends.len() {
            let value = self.plain(&(place..place + 1));
            let next = u32::try_from(numbers.len()).ok()?;
            let number = *numbers.entry(value).or_insert(next);
            if number == next {
                dictionary.extend_from_slice(value);
            }
            if dictionary.len() > DICTIONARY_BYTES {
                return None;
            }
            entries.push(number);
        }
        (dictionary.len() < self.bytes.len() / 2).then_some((entries, dictionary))
    }

    /// Splits the column into pages: ranges of slots, and of the values in them. A row is never split.
    fn pages(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let mut pages = Vec::new();
        let max = 1 + u8::from(self.is_listed);
        let (mut levels, mut values) = (0..0, 0..0);
        for (place, definition) in self.definitions.iter().enumerate() {
            let begins_row = self.repetitions.get(place).is_none_or(|again| *again == 0);
            let is_full = levels.len() >= PAGE_VALUES || self.plain(&values).len() >= PAGE_BYTES;
            if begins_row && is_full {
                pages.push((levels.clone(), values.clone()));
                levels = place..place;
                values = values.end..values.end;
            }
            levels.end = place + 1;
            values.end += usize::from(*definition == max);
        }
        if !levels.is_empty() {
            pages.push((levels, values));
        }
        pages
    }
}

/// Writes the length of levels up to `max`, and the levels.
fn put_levels(levels: &[u8], max: u32, page: &mut Vec<u8>) {
    let numbers: Vec<u32> = levels.iter().map(|level| u32::from(*level)).collect();
    let mut bytes = Vec::new();
    runs::write(&numbers, runs::width(max), &mut bytes);
    page.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
    page.extend_from_slice(&bytes);
}

/// Writes the pages of a chunk.
struct Pages<'o, W: Write> {
    out: &'o mut W,
    at: usize,
    /// Their size without compression, in bytes.
    expanded: usize,
}

impl<W: Write> Pages<'_, W> {
    fn write(
        &mut self,
        kind: usize,
        page: &[u8],
        about: impl FnOnce(&mut Writer),
    ) -> io::Result<()> {
        let packed = snap::raw::Encoder::new().compress_vec(page);
        let packed = packed.map_err(io::Error::other)?;
        let header = Writer::structure(|header| {
            header.small(1, kind);
            header.small(2, page.len());
            header.small(3, packed.len());
            about(header);
        });
        self.out.write_all(&header)?;
        self.out.write_all(&packed)?;
        self.at += header.len() + packed.len();
        self.expanded += header.len() + page.len();
        Ok(())
    }
}

impl Written {
    /// Its size in bytes, and its size without compression.
    pub(super) fn sizes(&self) -> (usize, usize) {
        (self.end - self.start, self.expanded)
    }

    /// Writes the entry of the footer about it.
    pub(super) fn describe(&self, footer: &mut Writer) {
        let has_dictionary = self.data > self.start;
        footer.large(2, self.start);
        footer.within(3, |about| {
            about.small(1, self.simple.physical());
            let encodings = [PLAIN, RUNS, DICTIONARY];
            let encodings = &encodings[..2 + usize::from(has_dictionary)];
            about.list(2, encodings.len(), ListOf::Numbers);
            encodings
                .iter()
                .for_each(|number| about.bare_number(*number));
            about.list(3, self.path.len(), ListOf::Texts);
            self.path.iter().for_each(|name| about.bare_text(name));
            about.small(4, SNAPPY);
            about.large(5, self.values);
            about.large(6, self.expanded);
            about.large(7, self.end - self.start);
            about.large(9, self.data);
            if has_dictionary {
                about.large(11, self.start);
            }
        });
    }
}

impl Simple {
    /// The format's number for its physical type.
    pub(super) fn physical(self) -> usize {
        match self {
            Simple::Day => 1,
            Simple::Integer => 2,
            Simple::Decimal => 5,
            Simple::Text => 6,
        }
    }
}
