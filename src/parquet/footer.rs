//! The footer: which columns there are, and where the chunks of each row group are.

use super::page::Codec;
use super::schema::{self, Leaf};
use super::source::Source;
use super::thrift::{Field, Reader};
use super::{Fault, MARK, Result, size};

/// Maximum bytes of a footer.
const MAX_BYTES: usize = 64 << 20;

/// Bytes of the footer's length and of the mark after it.
const TAIL: usize = 8;

/// The footer of a file.
pub(crate) struct Footer {
    bytes: Vec<u8>,
    /// Its columns.
    pub(crate) leaves: Vec<Leaf>,
}

/// A row group.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) rows: u64,
    /// The chunks of the columns that were asked for, in their order.
    pub(super) chunks: Vec<Chunk>,
}

/// Where the chunk of a column in a row group is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunk {
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) codec: Codec,
}

impl Footer {
    /// Reads the end of a file.
    ///
    /// # Errors
    /// A file that is damaged, cut off, encrypted or of another kind.
    pub(crate) fn read(source: &Source) -> Result<Footer> {
        let first = source.read(0, MARK.len()).unwrap_or_default();
        match first.as_slice() {
            b"PARE" => return Err(Fault::Encrypted),
            first if first == MARK => {}
            _ => return Err(Fault::Foreign),
        }
        let before = source.length().checked_sub(TAIL as u64);
        let before = before.ok_or(Fault::Damaged)?;
        let tail = source.read(before, TAIL)?;
        let (length, mark) = tail.split_at_checked(4).ok_or(Fault::Damaged)?;
        if mark != MARK {
            return Err(Fault::Damaged);
        }
        let length = u32::from_le_bytes(length.try_into().map_err(|_| Fault::Damaged)?) as usize;
        let start = before.checked_sub(length as u64).ok_or(Fault::Damaged)?;
        if length > MAX_BYTES {
            return Err(Fault::Unknown(format!(
                "has a footer larger than {} MiB; write it with fewer row groups",
                MAX_BYTES >> 20
            )));
        }
        let bytes = source.read(start, length)?;
        let mut leaves = None;
        Reader::new(&bytes).structure(|field| {
            if field.id == 2 {
                leaves = Some(schema::leaves(field)?);
            }
            Ok(())
        })?;
        Ok(Footer {
            leaves: leaves.ok_or(Fault::Damaged)?,
            bytes,
        })
    }

    /// The row groups with the chunks of some columns, given by index and in order.
    ///
    /// # Errors
    /// Chunks that are encrypted, in other files, or without a position.
    pub(crate) fn groups(&self, wanted: &[usize], source: &Source) -> Result<Vec<Group>> {
        let mut groups = Vec::new();
        Reader::new(&self.bytes).structure(|field| match field.id {
            4 => field.structures(|reader| {
                groups.push(self.group(reader, wanted, source)?);
                Ok(())
            }),
            _ => Ok(()),
        })?;
        Ok(groups)
    }

    fn group(&self, reader: &mut Reader, wanted: &[usize], source: &Source) -> Result<Group> {
        let (mut rows, mut chunks, mut columns) = (0, Vec::new(), 0);
        reader.structure(|field| {
            match field.id {
                1 => field.structures(|reader| {
                    let metadata = ChunkMetadata::read(reader)?;
                    if wanted.contains(&columns) {
                        chunks.push(metadata.chunk(source)?);
                    }
                    columns += 1;
                    Ok(())
                })?,
                3 => rows = field.integer()?,
                _ => {}
            }
            Ok(())
        })?;
        let rows = u64::try_from(rows).map_err(|_| Fault::Damaged)?;
        match columns == self.leaves.len() && chunks.len() == wanted.len() {
            true => Ok(Group { rows, chunks }),
            false => Err(Fault::Damaged),
        }
    }
}

/// The metadata of a chunk.
#[derive(Default)]
struct ChunkMetadata {
    codec: i64,
    length: i64,
    data: Option<i64>,
    dictionary: Option<i64>,
    encrypted: bool,
    elsewhere: bool,
}

impl ChunkMetadata {
    fn read(reader: &mut Reader) -> Result<ChunkMetadata> {
        let mut metadata = ChunkMetadata::default();
        reader.structure(|field| {
            match field.id {
                1 => metadata.elsewhere = !field.text()?.is_empty(),
                3 => field.structure(|field| metadata.read_field(field))?,
                8 | 9 => metadata.encrypted = true,
                _ => {}
            }
            Ok(())
        })?;
        Ok(metadata)
    }

    fn read_field(&mut self, field: &mut Field) -> Result<()> {
        match field.id {
            4 => self.codec = field.integer()?,
            7 => self.length = field.integer()?,
            9 => self.data = Some(field.integer()?),
            11 => self.dictionary = Some(field.integer()?),
            _ => {}
        }
        Ok(())
    }

    fn chunk(&self, source: &Source) -> Result<Chunk> {
        if self.encrypted {
            return Err(Fault::Encrypted);
        }
        if self.elsewhere {
            let what = "has its columns in other files; write it as one";
            return Err(Fault::Unknown(what.to_owned()));
        }
        let data = self.data.ok_or(Fault::Damaged)?;
        // some writers give 0 if there is no dictionary
        let dictionary = self.dictionary.filter(|at| *at > 0 && *at < data);
        let start = size(dictionary.unwrap_or(data))? as u64;
        let end = start.checked_add(size(self.length)? as u64);
        match end.filter(|end| *end <= source.length()) {
            Some(end) => Ok(Chunk {
                start,
                end,
                codec: Codec::of(self.codec)?,
            }),
            None => Err(Fault::Damaged),
        }
    }
}
