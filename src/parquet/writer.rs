//! A table as a Parquet file, written row group by row group.

use super::MARK;
use super::cells::{Cell, Field, Kind, Simple};
use super::chunk::{Chunk, Written};
use super::thrift::{self, ListOf};
use std::io::{self, Write};

/// Size of a row group in rows and in bytes of memory.
const GROUP_ROWS: usize = 122_880;
const GROUP_BYTES: usize = 32 << 20;

// The format's numbers for these.
const REQUIRED: usize = 0;
const OPTIONAL: usize = 1;
const REPEATED: usize = 2;

/// Writes a file. The same rows always give the same bytes.
pub(crate) struct Writer<W: Write> {
    out: W,
    at: usize,
    fields: &'static [Field],
    /// The columns of each field.
    columns: Vec<Vec<Chunk>>,
    rows: usize,
    groups: Vec<Group>,
}

/// A row group that is written.
struct Group {
    rows: usize,
    chunks: Vec<Written>,
}

impl<W: Write> Writer<W> {
    /// Starts a file with these columns.
    ///
    /// # Errors
    /// Those of `out`.
    pub(crate) fn new(mut out: W, fields: &'static [Field]) -> io::Result<Writer<W>> {
        out.write_all(MARK)?;
        Ok(Writer {
            out,
            at: MARK.len(),
            fields,
            columns: fields.iter().map(columns).collect(),
            rows: 0,
            groups: Vec::new(),
        })
    }

    /// Writes a row, with a cell for each column.
    ///
    /// # Errors
    /// Those of `out`.
    pub(crate) fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        for (number, (field, columns)) in self.fields.iter().zip(&mut self.columns).enumerate() {
            let cell = cells.get(number).unwrap_or(&Cell::Nothing);
            for (place, column) in columns.iter_mut().enumerate() {
                match (field.kind, cell) {
                    (Kind::One(_), cell) => column.add(cell),
                    (_, Cell::List(records)) => column.add_all(records, place),
                    _ => column.add_all(&[], place),
                }
            }
        }
        self.rows += 1;
        let size: usize = self.columns.iter().flatten().map(Chunk::size).sum();
        if self.rows >= GROUP_ROWS || size >= GROUP_BYTES {
            self.end_group()?;
        }
        Ok(())
    }

    fn end_group(&mut self) -> io::Result<()> {
        let mut chunks = Vec::new();
        for column in self.columns.iter_mut().flatten() {
            let written = column.write(&mut self.out, self.at)?;
            self.at += written.sizes().0;
            chunks.push(written);
        }
        let rows = std::mem::take(&mut self.rows);
        self.groups.push(Group { rows, chunks });
        Ok(())
    }

    /// Writes the remaining rows and the footer.
    ///
    /// # Errors
    /// Those of `out`.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        if self.rows > 0 {
            self.end_group()?;
        }
        let footer = self.footer();
        self.out.write_all(&footer)?;
        let length = u32::try_from(footer.len()).map_err(io::Error::other)?;
        self.out.write_all(&length.to_le_bytes())?;
        self.out.write_all(MARK)?;
        self.out.flush()
    }

    fn footer(&self) -> Vec<u8> {
        thrift::Writer::structure(|footer| {
            footer.small(1, 1);
            let entries = self
                .fields
                .iter()
                .map(|field| entries(field.kind))
                .sum::<usize>();
            footer.list(2, 1 + entries, ListOf::Structures);
            footer.entry(|root| {
                root.text(4, "table");
                root.small(5, self.fields.len());
            });
            for field in self.fields {
                describe(field, footer);
            }
            footer.large(3, self.groups.iter().map(|group| group.rows).sum());
            footer.list(4, self.groups.len(), ListOf::Structures);
            for group in &self.groups {
                footer.entry(|about| group.describe(about));
            }
            footer.text(6, concat!("dixit version ", env!("CARGO_PKG_VERSION")));
        })
    }
}

impl Group {
    fn describe(&self, footer: &mut thrift::Writer) {
        footer.list(1, self.chunks.len(), ListOf::Structures);
        for chunk in &self.chunks {
            footer.entry(|about| chunk.describe(about));
        }
        let sizes = self.chunks.iter().map(Written::sizes);
        let (packed, expanded) = sizes.fold((0, 0), |(a, b), (x, y)| (a + x, b + y));
        footer.large(2, expanded);
        footer.large(3, self.rows);
        footer.large(6, packed);
    }
}

/// The columns of a field: those of lists are within the lists' records.
fn columns(field: &Field) -> Vec<Chunk> {
    let within = [field.name, "list", "element"];
    match field.kind {
        Kind::One(simple) => vec![Chunk::new(simple, vec![field.name])],
        Kind::Texts => vec![Chunk::new(Simple::Text, within.to_vec())],
        Kind::Records(parts) => {
            let chunk = |(name, simple): &(&'static str, Simple)| {
                Chunk::new(*simple, [&within[..], &[*name]].concat())
            };
            parts.iter().map(chunk).collect()
        }
    }
}

/// Number of entries that a field has in the schema.
fn entries(kind: Kind) -> usize {
    match kind {
        Kind::One(_) => 1,
        Kind::Texts => 3,
        Kind::Records(parts) => 3 + parts.len(),
    }
}

/// Writes the entries of a field in the schema.
fn describe(field: &Field, footer: &mut thrift::Writer) {
    const LIST: u8 = 3;
    let parts = match field.kind {
        Kind::One(simple) => {
            footer.entry(|entry| leaf(field.name, simple, entry));
            return;
        }
        Kind::Texts => None,
        Kind::Records(parts) => Some(parts),
    };
    footer.entry(|list| {
        list.small(3, REQUIRED);
        list.text(4, field.name);
        list.small(5, 1);
        list.small(6, LIST.into());
        list.within(10, |logical| logical.within(LIST, |_| ()));
    });
    footer.entry(|entries| {
        entries.small(3, REPEATED);
        entries.text(4, "list");
        entries.small(5, 1);
    });
    footer.entry(|element| match parts {
        None => leaf("element", Simple::Text, element),
        Some(parts) => {
            element.small(3, REQUIRED);
            element.text(4, "element");
            element.small(5, parts.len());
        }
    });
    for (name, simple) in parts.unwrap_or_default() {
        footer.entry(|entry| leaf(name, *simple, entry));
    }
}

fn leaf(name: &str, simple: Simple, entry: &mut thrift::Writer) {
    entry.small(1, simple.physical());
    entry.small(3, OPTIONAL);
    entry.text(4, name);
    // the older annotation and the newer
    let annotation = match simple {
        Simple::Text => Some((0, 1)),
        Simple::Day => Some((6, 6)),
        Simple::Integer | Simple::Decimal => None,
    };
    if let Some((converted, logical)) = annotation {
        entry.small(6, converted);
        entry.within(10, |union| union.within(logical, |_| ()));
    }
}
