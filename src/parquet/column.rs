//! The values of a column, row by row.

use super::delta::Delta;
use super::footer::{Chunk, Group};
use super::page::{Codec, Encoding, Page};
use super::runs::{self, Runs};
use super::schema::{Leaf, Meaning, Physical};
use super::source::Source;
use super::{Fault, Result};
use std::sync::Arc;

/// Maximum entries of a dictionary.
const MAX_DICTIONARY: usize = 1 << 22;

/// The value of a column in a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// No value.
    Nothing,
    /// Text, which should be UTF-8.
    Text(Vec<u8>),
    /// An integer.
    Whole(i64),
    /// A floating-point number.
    Real(f64),
    /// Days since 1970.
    Day(i64),
}

/// The values of a column in one row group, of which one page at a time is in memory.
pub(crate) struct Column {
    source: Arc<Source>,
    leaf: Leaf,
    codec: Codec,
    /// Where the next page begins, and where the last one ends.
    at: u64,
    end: u64,
    dictionary: Vec<Value>,
    page: Option<Open>,
}

/// A page that is being read.
struct Open {
    bytes: Vec<u8>,
    levels: Option<Runs>,
    values: Values,
    left: usize,
}

/// How the values of a page are encoded, and where the next one is.
enum Values {
    Plain(usize),
    Dictionary(Runs),
    Delta(Delta),
    Strings(Strings),
}

/// Text whose lengths are stored first, optionally with the lengths of prefixes shared with the previous
/// text.
struct Strings {
    prefixes: Vec<usize>,
    lengths: Vec<usize>,
    next: usize,
    at: usize,
    before: Vec<u8>,
}

impl Column {
    /// The chunks of a row group as columns; `leaves` are those that were asked for.
    pub(crate) fn open<'l>(
        source: &Arc<Source>,
        group: &Group,
        leaves: impl Iterator<Item = &'l Leaf>,
    ) -> Vec<Column> {
        let chunks = group.chunks.iter().zip(leaves);
        let columns = chunks.map(|(chunk, leaf)| {
            let Chunk { start, end, codec } = *chunk;
            Column {
                source: Arc::clone(source),
                leaf: leaf.clone(),
                codec,
                at: start,
                end,
                dictionary: Vec::new(),
                page: None,
            }
        });
        columns.collect()
    }

    /// The value in the next row.
    ///
    /// # Errors
    /// There is no next row, or the value is damaged.
    pub(crate) fn next(&mut self) -> Result<Value> {
        loop {
            if let Some(page) = &mut self.page
                && page.left > 0
            {
                page.left -= 1;
                return page.next(&self.leaf, &self.dictionary);
            }
            self.open_page()?;
        }
    }

    /// Opens the next page.
    fn open_page(&mut self) -> Result<()> {
        self.page = None;
        if self.at >= self.end {
            return Err(Fault::Damaged);
        }
        let optional = self.leaf.optional > 0;
        let (page, next) = Page::read(&self.source, (self.at, self.end), self.codec, optional)?;
        self.at = next;
        match page {
            Page::Dictionary { bytes, values } => {
                self.dictionary = dictionary(&bytes, values, &self.leaf)?;
            }
            Page::Data {
                bytes,
                values,
                encoding,
                levels,
                start,
            } => {
                let levels = match optional {
                    true => levels.map(|at| Runs::new(runs::width(self.leaf.optional), at)),
                    false => None,
                };
                self.page = Some(Open {
                    values: Values::new(&bytes, start, encoding, values, self.leaf.physical)?,
                    levels: levels.transpose()?,
                    bytes,
                    left: values,
                });
            }
            Page::Other => {}
        }
        Ok(())
    }
}

fn dictionary(bytes: &[u8], values: usize, leaf: &Leaf) -> Result<Vec<Value>> {
    if values > MAX_DICTIONARY {
        return Err(Fault::Unknown(
            "has a dictionary of millions of entries; write it without".to_owned(),
        ));
    }
    let mut dictionary = Vec::new();
    let mut at = 0;
    for _ in 0..values {
        dictionary.push(plain(bytes, &mut at, leaf)?);
    }
    Ok(dictionary)
}

impl Open {
    fn next(&mut self, leaf: &Leaf, dictionary: &[Value]) -> Result<Value> {
        if let Some(levels) = &mut self.levels {
            let level = levels.next(&self.bytes)?;
            if level < leaf.optional {
                return Ok(Value::Nothing);
            }
            if level > leaf.optional {
                return Err(Fault::Damaged);
            }
        }
        match &mut self.values {
            Values::Plain(at) => plain(&self.bytes, at, leaf),
            Values::Dictionary(runs) => {
                let entry = dictionary.get(runs.next(&self.bytes)? as usize);
                entry.cloned().ok_or(Fault::Damaged)
            }
            Values::Delta(delta) => {
                let number = delta.next(&self.bytes)?;
                Ok(integer(
                    match leaf.physical {
                        // 32-bit differences wrap around
                        Physical::Int32 => i64::from(number as i32),
                        _ => number,
                    },
                    leaf.meaning,
                ))
            }
            Values::Strings(strings) => strings.next(&self.bytes).map(Value::Text),
        }
    }
}

impl Values {
    fn new(
        bytes: &[u8],
        start: usize,
        encoding: Encoding,
        count: usize,
        physical: Physical,
    ) -> Result<Values> {
        let is_whole = matches!(physical, Physical::Int32 | Physical::Int64);
        match encoding {
            Encoding::Plain => Ok(Values::Plain(start)),
            Encoding::Dictionary => {
                // a page without values has no width
                let width = bytes.get(start).copied().unwrap_or_default();
                Ok(Values::Dictionary(Runs::new(width.into(), start + 1)?))
            }
            Encoding::Delta if is_whole => Ok(Values::Delta(Delta::new(bytes, start)?)),
            Encoding::DeltaLengths if physical == Physical::Bytes => {
                let (lengths, at) = lengths(bytes, start, count)?;
                Ok(Values::Strings(Strings {
                    prefixes: Vec::new(),
                    lengths,
                    next: 0,
                    at,
                    before: Vec::new(),
                }))
            }
            Encoding::DeltaPrefixes if physical == Physical::Bytes => {
                let (prefixes, at) = lengths(bytes, start, count)?;
                let (lengths, at) = lengths(bytes, at, count)?;
                Ok(Values::Strings(Strings {
                    prefixes,
                    lengths,
                    next: 0,
                    at,
                    before: Vec::new(),
                }))
            }
            _ => Err(Fault::Damaged),
        }
    }
}

/// At most `limit` lengths, and where they end.
fn lengths(bytes: &[u8], at: usize, limit: usize) -> Result<(Vec<usize>, usize)> {
    let mut delta = Delta::new(bytes, at)?;
    if delta.left() > limit {
        return Err(Fault::Damaged);
    }
    let mut lengths = Vec::new();
    while delta.left() > 0 {
        lengths.push(super::size(delta.next(bytes)?)?);
    }
    Ok((lengths, delta.end()))
}

impl Strings {
    fn next(&mut self, bytes: &[u8]) -> Result<Vec<u8>> {
        let length = *self.lengths.get(self.next).ok_or(Fault::Damaged)?;
        let prefix = self.prefixes.get(self.next).copied();
        self.next += 1;
        let rest = slice(bytes, &mut self.at, length)?;
        let Some(prefix) = prefix else {
            return Ok(rest.to_vec());
        };
        if prefix > self.before.len() {
            return Err(Fault::Damaged);
        }
        self.before.truncate(prefix);
        self.before.extend_from_slice(rest);
        Ok(self.before.clone())
    }
}

fn slice<'b>(bytes: &'b [u8], at: &mut usize, length: usize) -> Result<&'b [u8]> {
    let end = at.checked_add(length).ok_or(Fault::Damaged)?;
    let slice = bytes.get(*at..end).ok_or(Fault::Damaged)?;
    *at = end;
    Ok(slice)
}

fn array<const N: usize>(bytes: &[u8], at: &mut usize) -> Result<[u8; N]> {
    let slice = slice(bytes, at, N)?;
    slice.try_into().map_err(|_| Fault::Damaged)
}

/// The value at a position, which is moved past it.
fn plain(bytes: &[u8], at: &mut usize, leaf: &Leaf) -> Result<Value> {
    /// The Julian day of 1 January 1970.
    const FIRST_DAY: i64 = 2_440_588;
    Ok(match leaf.physical {
        Physical::Int32 => integer(i32::from_le_bytes(array(bytes, at)?).into(), leaf.meaning),
        Physical::Int64 => integer(i64::from_le_bytes(array(bytes, at)?), leaf.meaning),
        Physical::Int96 => {
            let _nanoseconds: [u8; 8] = array(bytes, at)?;
            let day = i32::from_le_bytes(array(bytes, at)?);
            Value::Day(i64::from(day) - FIRST_DAY)
        }
        Physical::Float => Value::Real(f32::from_le_bytes(array(bytes, at)?).into()),
        Physical::Double => Value::Real(f64::from_le_bytes(array(bytes, at)?)),
        Physical::Bytes => {
            let length = u32::from_le_bytes(array(bytes, at)?) as usize;
            Value::Text(slice(bytes, at, length)?.to_vec())
        }
        Physical::Fixed(length) => {
            let bytes = slice(bytes, at, length)?;
            match leaf.meaning {
                Meaning::Uuid => Value::Text(uuid(bytes)),
                _ => return Err(Fault::Damaged),
            }
        }
        Physical::Truth => return Err(Fault::Damaged),
    })
}

fn integer(number: i64, meaning: Meaning) -> Value {
    const SECONDS_OF_DAY: i64 = 24 * 60 * 60;
    match meaning {
        Meaning::Day => Value::Day(number),
        Meaning::Moment { per_second } => {
            Value::Day(number.div_euclid(per_second.saturating_mul(SECONDS_OF_DAY)))
        }
        _ => Value::Whole(number),
    }
}

/// `123e4567-e89b-12d3-a456-426614174000`
fn uuid(bytes: &[u8]) -> Vec<u8> {
    let mut text = String::new();
    for (place, byte) in bytes.iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text.into_bytes()
}
