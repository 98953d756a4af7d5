//! Thrift's compact protocol, in which the footer and the headers of pages are written
//! ([specification](https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md)).

use super::{Fault, Result};

/// Maximum depth of nested structures; those of Parquet are five deep.
const MAX_DEPTH: usize = 32;

/// The type of a field or of the entries of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    /// A boolean; in a field it is part of the field's type.
    Boolean(bool),
    /// A byte.
    Byte,
    /// An integer of 2, 4 or 8 bytes.
    Integer,
    /// A number of 8 bytes.
    Real,
    /// Bytes or text.
    Bytes,
    /// A list or set.
    List,
    /// Pairs.
    Map,
    /// A structure.
    Structure,
    /// 16 bytes.
    Uuid,
}

impl Type {
    fn of(nibble: u8) -> Result<Type> {
        Ok(match nibble {
            1 => Type::Boolean(true),
            2 => Type::Boolean(false),
            3 => Type::Byte,
            4..=6 => Type::Integer,
            7 => Type::Real,
            8 => Type::Bytes,
            9 | 10 => Type::List,
            11 => Type::Map,
            12 => Type::Structure,
            13 => Type::Uuid,
            _ => return Err(Fault::Damaged),
        })
    }
}

/// A field of a structure that is being read.
pub(super) struct Field<'r, 'b> {
    /// Its id in the structure.
    pub(super) id: i64,
    kind: Type,
    /// Whether it has been read.
    read: bool,
    reader: &'r mut Reader<'b>,
}

/// Reads bytes from the front.
pub(super) struct Reader<'b> {
    bytes: &'b [u8],
    depth: usize,
}

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Reader<'b> {
        Reader { bytes, depth: 0 }
    }

    /// Number of bytes left.
    pub(super) fn left(&self) -> usize {
        self.bytes.len()
    }

    fn byte(&mut self) -> Result<u8> {
        let (first, rest) = self.bytes.split_first().ok_or(Fault::Damaged)?;
        self.bytes = rest;
        Ok(*first)
    }

    fn take(&mut self, count: usize) -> Result<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count).ok_or(Fault::Damaged)?;
        self.bytes = rest;
        Ok(taken)
    }

    fn count(&mut self) -> Result<usize> {
        usize::try_from(self.varint()?).map_err(|_| Fault::Damaged)
    }

    /// An unsigned number of seven bits per byte, the lowest first.
    pub(super) fn varint(&mut self) -> Result<u64> {
        let mut number = 0;
        for place in 0..10 {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << (7 * place);
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Fault::Damaged)
    }

    /// A signed number in zigzag encoding.
    pub(super) fn zigzag(&mut self) -> Result<i64> {
        let number = self.varint()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// Reads a structure: calls `field` for each field. Fields that it does not read are skipped.
    ///
    /// # Errors
    /// Bytes that are not a structure; those of `field`.
    pub(super) fn structure(
        &mut self,
        mut field: impl FnMut(&mut Field<'_, 'b>) -> Result<()>,
    ) -> Result<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Fault::Damaged);
        }
        let mut id: i64 = 0;
        loop {
            let header = self.byte()?;
            if header == 0 {
                break;
            }
            let kind = Type::of(header & 0x0f)?;
            id = match header >> 4 {
                0 => self.zigzag()?,
                step => id.saturating_add(i64::from(step)),
            };
            let mut given = Field {
                id,
                kind,
                read: false,
                reader: self,
            };
            field(&mut given)?;
            if !given.read {
                self.skip_field(kind)?;
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// The number and type of a list's entries; each takes at least one byte.
    fn list(&mut self) -> Result<(usize, Type)> {
        let header = self.byte()?;
        let kind = Type::of(header & 0x0f)?;
        let count = match header >> 4 {
            15 => self.count()?,
            count => usize::from(count),
        };
        match count <= self.left() {
            true => Ok((count, kind)),
            false => Err(Fault::Damaged),
        }
    }

    /// Skips a field, whose type includes the value of a boolean.
    fn skip_field(&mut self, kind: Type) -> Result<()> {
        match kind {
            Type::Boolean(_) => Ok(()),
            kind => self.skip(kind),
        }
    }

    /// Skips a value of a list, in which a boolean is a byte.
    fn skip(&mut self, kind: Type) -> Result<()> {
        match kind {
            Type::Boolean(_) | Type::Byte => {
                self.byte()?;
            }
            Type::Integer => {
                self.varint()?;
            }
            Type::Real => {
                self.take(8)?;
            }
            Type::Uuid => {
                self.take(16)?;
            }
            Type::Bytes => {
                let count = self.count()?;
                self.take(count)?;
            }
            Type::Structure => self.structure(|_| Ok(()))?,
            Type::List | Type::Map => self.skip_entries(kind)?,
        }
        Ok(())
    }

    fn skip_entries(&mut self, kind: Type) -> Result<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Fault::Damaged);
        }
        let (count, kinds) = match kind {
            Type::Map => match self.count()? {
                0 => (0, vec![]),
                count => {
                    let kinds = self.byte()?;
                    (count, vec![Type::of(kinds >> 4)?, Type::of(kinds & 0x0f)?])
                }
            },
            _ => {
                let (count, kind) = self.list()?;
                (count, vec![kind])
            }
        };
        for _ in 0..count {
            for kind in &kinds {
                self.skip(*kind)?;
            }
        }
        self.depth -= 1;
        Ok(())
    }
}

impl<'b> Field<'_, 'b> {
    fn is(&mut self, kind: Type) -> Result<()> {
        self.read = true;
        match self.kind == kind {
            true => Ok(()),
            false => Err(Fault::Damaged),
        }
    }

    /// Its value, an integer.
    pub(super) fn integer(&mut self) -> Result<i64> {
        self.read = true;
        match self.kind {
            Type::Integer => self.reader.zigzag(),
            Type::Byte => Ok(i64::from(self.reader.byte()?.cast_signed())),
            _ => Err(Fault::Damaged),
        }
    }

    /// Its value, a boolean.
    pub(super) fn boolean(&mut self) -> Result<bool> {
        self.read = true;
        match self.kind {
            Type::Boolean(boolean) => Ok(boolean),
            _ => Err(Fault::Damaged),
        }
    }

    /// Its value, text.
    pub(super) fn text(&mut self) -> Result<String> {
        self.is(Type::Bytes)?;
        let count = self.reader.count()?;
        let bytes = self.reader.take(count)?;
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }

    /// Its value, a structure.
    pub(super) fn structure(
        &mut self,
        field: impl FnMut(&mut Field<'_, 'b>) -> Result<()>,
    ) -> Result<()> {
        self.is(Type::Structure)?;
        self.reader.structure(field)
    }

    /// Its value, a list of structures, each of which `entry` reads.
    pub(super) fn structures(
        &mut self,
        mut entry: impl FnMut(&mut Reader<'b>) -> Result<()>,
    ) -> Result<()> {
        self.is(Type::List)?;
        let (count, kind) = self.reader.list()?;
        if kind != Type::Structure && count > 0 {
            return Err(Fault::Damaged);
        }
        (0..count).try_for_each(|_| entry(self.reader))
    }
}

/// Writes structures, whose fields are given in the order of their ids.
#[derive(Default)]
pub(super) struct Writer {
    bytes: Vec<u8>,
    /// The id of the last field of each structure that is open.
    last: Vec<u8>,
}

impl Writer {
    /// The bytes of one structure.
    pub(super) fn structure(fields: impl FnOnce(&mut Writer)) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.entry(fields);
        writer.bytes
    }

    /// A structure, as the entry of a list or at the top.
    pub(super) fn entry(&mut self, fields: impl FnOnce(&mut Writer)) {
        self.last.push(0);
        fields(self);
        self.last.pop();
        self.bytes.push(0);
    }

    fn header(&mut self, id: u8, kind: u8) {
        let last = self.last.pop().unwrap_or_default();
        self.bytes.push(id.saturating_sub(last) << 4 | kind);
        self.last.push(id);
    }

    pub(super) fn varint(&mut self, number: u64) {
        put_varint(&mut self.bytes, number);
    }

    /// A number of 4 bytes.
    pub(super) fn small(&mut self, id: u8, number: usize) {
        self.header(id, 5);
        self.zigzag(number);
    }

    /// A number of 8 bytes.
    pub(super) fn large(&mut self, id: u8, number: usize) {
        self.header(id, 6);
        self.zigzag(number);
    }

    /// An integer that is not negative.
    fn zigzag(&mut self, number: usize) {
        self.varint((number as u64) << 1);
    }

    pub(super) fn text(&mut self, id: u8, text: &str) {
        self.header(id, 8);
        self.bare_text(text);
    }

    /// Text as the entry of a list.
    pub(super) fn bare_text(&mut self, text: &str) {
        self.varint(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// An integer as the entry of a list.
    pub(super) fn bare_number(&mut self, number: usize) {
        self.zigzag(number);
    }

    pub(super) fn within(&mut self, id: u8, fields: impl FnOnce(&mut Writer)) {
        self.header(id, 12);
        self.entry(fields);
    }

    /// The beginning of a list, whose entries are written next.
    pub(super) fn list(&mut self, id: u8, count: usize, of: ListOf) {
        self.header(id, 9);
        let kind = match of {
            ListOf::Numbers => 5,
            ListOf::Texts => 8,
            ListOf::Structures => 12,
        };
        match u8::try_from(count) {
            Ok(count) if count < 15 => self.bytes.push(count << 4 | kind),
            _ => {
                self.bytes.push(0xf0 | kind);
                self.varint(count as u64);
            }
        }
    }
}

/// What a list that is written contains.
#[derive(Debug, Clone, Copy)]
pub(super) enum ListOf {
    /// Numbers of 4 bytes.
    Numbers,
    /// Texts.
    Texts,
    /// Structures.
    Structures,
}

/// Writes seven bits per byte, the lowest first.
pub(super) fn put_varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}
