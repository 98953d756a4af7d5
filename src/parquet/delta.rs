//! Whole numbers as differences from one to the next, packed in blocks
//! ([DELTA_BINARY_PACKED](https://parquet.apache.org/docs/file-format/data-pages/encodings/)).

use super::runs::bits;
use super::thrift::Reader;
use super::{Fault, Result};

/// The most numbers of a block; writers use 128.
const LARGEST_BLOCK: usize = 1 << 16;

/// The numbers of some bytes, one after another.
pub(super) struct Delta {
    /// Where the bytes go on: behind what has been opened.
    at: usize,
    /// How many numbers are left.
    left: usize,
    last: i64,
    is_first: bool,
    /// What each difference of the block is more than.
    least: i64,
    /// How many packs a block has, and how many numbers a pack.
    packs: usize,
    of_pack: usize,
    /// Where the bits of the next packs are told: the number of bits of each is a byte.
    widths: std::ops::Range<usize>,
    /// The pack that is open: where it is, its bits, and how many numbers of it have been read.
    pack: usize,
    width: u32,
    read: usize,
}

impl Delta {
    /// The numbers at a place among bytes.
    ///
    /// # Errors
    /// Bytes that are no such numbers.
    pub(super) fn new(bytes: &[u8], at: usize) -> Result<Delta> {
        let rest = bytes.get(at..).ok_or(Fault::Damaged)?;
        let mut reader = Reader::new(rest);
        let mut number =
            || -> Result<usize> { usize::try_from(reader.varint()?).map_err(|_| Fault::Damaged) };
        let (block, packs, left) = (number()?, number()?, number()?);
        let last = reader.zigzag()?;
        let of_pack = block.checked_div(packs).ok_or(Fault::Damaged)?;
        let fits = of_pack * packs == block && of_pack.is_multiple_of(8) && of_pack > 0;
        if !fits || block > LARGEST_BLOCK {
            return Err(Fault::Damaged);
        }
        Ok(Delta {
            at: at + rest.len() - reader.left(),
            left,
            last,
            is_first: true,
            least: 0,
            packs,
            of_pack,
            widths: 0..0,
            pack: 0,
            width: 0,
            read: of_pack,
        })
    }

    /// How many numbers there still are.
    pub(super) fn left(&self) -> usize {
        self.left
    }

    /// Where the bytes go on behind the last number.
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
        if self.read == self.of_pack {
            self.open(bytes)?;
        }
        let bit = self.read * self.width as usize;
        let difference = bits(bytes, self.pack + bit / 8, (bit % 8) as u32, self.width)?;
        self.read += 1;
        let more = self.least.wrapping_add(difference.cast_signed());
        self.last = self.last.wrapping_add(more);
        Ok(self.last)
    }

    /// Opens the next pack, which may be the first of a block.
    fn open(&mut self, bytes: &[u8]) -> Result<()> {
        if self.widths.is_empty() {
            let rest = bytes.get(self.at..).ok_or(Fault::Damaged)?;
            let mut reader = Reader::new(rest);
            self.least = reader.zigzag()?;
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
        self.at += self.of_pack * width as usize / 8;
        self.read = 0;
        Ok(())
    }
}
