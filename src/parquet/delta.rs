//! Integers as differences from one to the next, packed in blocks
//! ([DELTA_BINARY_PACKED](https://parquet.apache.org/docs/file-format/data-pages/encodings/)).

use super::runs::bits;
use super::thrift::Reader;
use super::{Fault, Result};

/// Maximum numbers of a block; writers use 128.
const MAX_BLOCK: usize = 1 << 16;

/// Reads such numbers from bytes.
pub(super) struct Delta {
    /// Position after the pack that is open.
    at: usize,
    /// Number of numbers left.
    left: usize,
    last: i64,
    is_first: bool,
    /// The smallest difference of the block, to which the packed numbers are added.
    min_difference: i64,
    /// Number of packs in a block, and of numbers in a pack.
    packs: usize,
    pack_size: usize,
    /// Positions of the bit widths of the next packs, one byte each.
    widths: std::ops::Range<usize>,
    /// The open pack: its position, bit width, and how many of its numbers have been read.
    pack: usize,
    width: u32,
    read: usize,
}

impl Delta {
    /// Reads the numbers at a position.
    ///
    /// # Errors
    /// Bytes that are not such numbers.
    pub(super) fn new(bytes: &[u8], at: usize) -> Result<Delta> {
        let rest = bytes.get(at..).ok_or(Fault::Damaged)?;
        let mut reader = Reader::new(rest);
        let mut number =
            || -> Result<usize> { usize::try_from(reader.varint()?).map_err(|_| Fault::Damaged) };
        let (block, packs, left) = (number()?, number()?, number()?);
        let last = reader.zigzag()?;
        let pack_size = block.checked_div(packs).ok_or(Fault::Damaged)?;
        let fits = pack_size * packs == block && pack_size.is_multiple_of(8) && pack_size > 0;
        if !fits || block > MAX_BLOCK {
            return Err(Fault::Damaged);
        }
        Ok(Delta {
            at: at + rest.len() - reader.left(),
            left,
            last,
            is_first: true,
            min_difference: 0,
            packs,
            pack_size,
            widths: 0..0,
            pack: 0,
            width: 0,
            read: pack_size,
        })
    }

    /// Number of numbers left.
    pub(super) fn left(&self) -> usize {
        self.left
    }

    /// Position after the last number that was read.
    pub(super) fn end(&self) -> usize {
        self.at
    }

    /// The next number.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn next(&mut self, bytes: &[u8]) -> Result<i64> {
        self.left = self.left.checked_sub(1).ok_or(Fault::Damaged)?;
        if self.is_first {
            self.is_first = false;
            return Ok(self.last);
        }
        if self.read == self.pack_size {
            self.open(bytes)?;
        }
        let bit = self.read * self.width as usize;
        let difference = bits(bytes, self.pack + bit / 8, (bit % 8) as u32, self.width)?;
        self.read += 1;
        let more = self.min_difference.wrapping_add(difference.cast_signed());
        self.last = self.last.wrapping_add(more);
        Ok(self.last)
    }

    /// Opens the next pack, which may be the first of a block.
    fn open(&mut self, bytes: &[u8]) -> Result<()> {
        if self.widths.is_empty() {
            let rest = bytes.get(self.at..).ok_or(Fault::Damaged)?;
            let mut reader = Reader::new(rest);
            self.min_difference = reader.zigzag()?;
            self.at += rest.len() - reader.left();
            self.widths = self.at..self.at + self.packs;
            self.at = self.widths.end;
        }
        let width = self.widths.next().and_then(|place| bytes.get(place));
        let width = u32::from(*width.ok_or(Fault::Damaged)?);
        if width > 64 {
            return Err(Fault::Damaged);
        }
        self.width = width;
        self.pack = self.at;
        self.at += self.pack_size * width as usize / 8;
        self.read = 0;
        Ok(())
    }
}
