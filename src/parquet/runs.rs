//! Small numbers as runs of the same number, or bit-packed in groups of eight ([RLE and bit-packing
//! hybrid](https://parquet.apache.org/docs/file-format/data-pages/encodings/)).

use super::thrift::{self, Reader};
use super::{Fault, Result};

/// Reads such numbers from bytes.
pub(super) struct Runs {
    width: u32,
    at: usize,
    /// The rest of the current run.
    run: Run,
}

enum Run {
    Same { number: u32, left: usize },
    Packed { bit: u32, left: usize },
}

impl Runs {
    /// Numbers of `width` bits, from a position in the bytes.
    ///
    /// # Errors
    /// More bits than numbers can have.
    pub(super) fn new(width: u32, at: usize) -> Result<Runs> {
        match width <= 32 {
            true => Ok(Runs {
                width,
                at,
                run: Run::Same { number: 0, left: 0 },
            }),
            false => Err(Fault::Damaged),
        }
    }

    /// The next number.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn next(&mut self, bytes: &[u8]) -> Result<u32> {
        loop {
            match &mut self.run {
                Run::Same { number, left } if *left > 0 => {
                    *left -= 1;
                    return Ok(*number);
                }
                Run::Packed { bit, left } if *left > 0 => {
                    let number = bits(bytes, self.at, *bit, self.width)?;
                    *left -= 1;
                    *bit += self.width;
                    self.at += (*bit / 8) as usize;
                    *bit %= 8;
                    return u32::try_from(number).map_err(|_| Fault::Damaged);
                }
                _ => self.begin(bytes)?,
            }
        }
    }

    fn begin(&mut self, bytes: &[u8]) -> Result<()> {
        let rest = bytes.get(self.at..).ok_or(Fault::Damaged)?;
        let mut reader = Reader::new(rest);
        let header = reader.varint()?;
        self.at += rest.len() - reader.left();
        let count = usize::try_from(header >> 1).map_err(|_| Fault::Damaged)?;
        self.run = match header & 1 {
            0 => {
                let wide = self.width.div_ceil(8) * 8;
                let number = bits(bytes, self.at, 0, wide)?;
                self.at += (wide / 8) as usize;
                let number = u32::try_from(number).map_err(|_| Fault::Damaged)?;
                Run::Same {
                    number,
                    left: count,
                }
            }
            _ => Run::Packed {
                bit: 0,
                left: count.checked_mul(8).ok_or(Fault::Damaged)?,
            },
        };
        Ok(())
    }
}

/// The number of `width` bits, at most 64, that begins `bit` bits (fewer than 8) after the byte at `at`.
///
/// # Errors
/// There are not enough bits. The last group of eight may be cut off after its last number.
pub(super) fn bits(bytes: &[u8], at: usize, bit: u32, width: u32) -> Result<u64> {
    let count = (bit + width).div_ceil(8) as usize;
    let end = at.checked_add(count).ok_or(Fault::Damaged)?;
    let taken = bytes.get(at..end).ok_or(Fault::Damaged)?;
    let mut whole: u128 = 0;
    for byte in taken.iter().rev() {
        whole = whole << 8 | u128::from(*byte);
    }
    let mask = (1_u128 << width) - 1;
    u64::try_from(whole >> bit & mask).map_err(|_| Fault::Damaged)
}

/// Number of bits for numbers up to `max`.
pub(super) fn width(max: u32) -> u32 {
    u32::BITS - max.leading_zeros()
}

/// Writes numbers of `width` bits: as runs where eight or more are the same, else packed.
pub(super) fn write(numbers: &[u32], width: u32, out: &mut Vec<u8>) {
    let mut rest = numbers;
    // numbers not yet written, in full groups of eight
    let mut packed: &[u32] = &[];
    while let Some(first) = rest.get(packed.len()) {
        let after = &rest[packed.len()..];
        let same = after.iter().take_while(|number| *number == first).count();
        if same < 8 {
            let taken = packed.len() + 8;
            packed = &rest[..taken.min(rest.len())];
            continue;
        }
        pack(packed, width, out);
        thrift::put_varint(out, (same as u64) << 1);
        let bytes = first.to_le_bytes();
        out.extend_from_slice(&bytes[..width.div_ceil(8) as usize]);
        rest = &after[same..];
        packed = &[];
    }
    pack(packed, width, out);
}

/// Writes groups of eight, the last filled with zeros.
fn pack(numbers: &[u32], width: u32, out: &mut Vec<u8>) {
    if numbers.is_empty() {
        return;
    }
    let groups = numbers.len().div_ceil(8);
    thrift::put_varint(out, (groups as u64) << 1 | 1);
    let (mut buffer, mut count) = (0_u64, 0);
    let filled = numbers.iter().copied().chain(std::iter::repeat(0));
    for number in filled.take(groups * 8) {
        buffer |= u64::from(number) << count;
        count += width;
        while count >= 8 {
            out.push((buffer & 0xff) as u8);
            buffer >>= 8;
            count -= 8;
        }
    }
}
