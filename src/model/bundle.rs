//! The file of a trained model: a line of JSON about its training, then blocks of numbers.
//!
//! Layout: `dixit-model 3\n`, the notes as one line of JSON, then for each block a line
//! `name columns rows scale\n` followed by its `columns * rows` bytes, then a line `checksum 8 1 0\n` and
//! the FNV-1a 64 of all bytes before that line, big-endian. Everything is read in place. Version 2 had no
//! checksum and is still read.

use super::Table;
use crate::error::{Error, Result};
use crate::normalise::hash;
use std::borrow::Cow;

const MAGIC: &str = "dixit-model 3";
const MAGIC_WITHOUT_CHECKSUM: &str = "dixit-model 2";

/// The line before the checksum.
const CHECKSUM: &str = "checksum 8 1 0\n";

/// A matrix of bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Number of rows.
    pub rows: usize,
    /// Bytes of a row.
    pub columns: usize,
    /// The value of one step of a quantised number of one or two bytes.
    pub scale: f32,
    /// `rows * columns` bytes.
    pub bytes: Cow<'static, [u8]>,
}

impl Block {
    /// The bytes of a row.
    #[inline]
    pub fn row(&self, row: usize) -> &[u8] {
        &self.bytes[row * self.columns..(row + 1) * self.columns]
    }
}

/// Named blocks, with notes about their training.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bundle {
    /// What it was trained on, when, and how accurate it was: a JSON object.
    pub notes: serde_json::Value,
    blocks: Vec<(String, Block)>,
}

impl Bundle {
    /// Adds a table under a name without spaces.
    pub fn insert(&mut self, name: &str, table: Table) {
        let block = Block {
            rows: table.mask as usize + 1,
            columns: table.labels,
            scale: table.scale,
            bytes: table.weights,
        };
        self.insert_block(name, block);
    }

    /// Adds a block under a name without spaces.
    pub fn insert_block(&mut self, name: &str, block: Block) {
        self.blocks.retain(|(n, _)| n != name);
        self.blocks.push((name.to_owned(), block));
    }

    /// Whether it has a block with this name.
    pub fn has(&self, name: &str) -> bool {
        self.blocks.iter().any(|(n, _)| n == name)
    }

    /// Adds the blocks of another bundle that this one has not.
    pub fn complete_with(&mut self, other: Bundle) {
        for (name, block) in other.blocks {
            if !self.has(&name) {
                self.blocks.push((name, block));
            }
        }
    }

    /// The table with this name and number of labels, or an error that names it.
    pub fn table(&self, name: &str, labels: usize) -> Result<Table> {
        let block = self.block(name, labels)?;
        if !block.rows.is_power_of_two() {
            return Err(unlike(name));
        }
        Ok(Table {
            mask: block.rows as u32 - 1,
            labels,
            scale: block.scale,
            weights: block.bytes,
        })
    }

    /// The block with this name and number of columns, or an error that names it.
    pub fn block(&self, name: &str, columns: usize) -> Result<Block> {
        match self.blocks.iter().find(|(n, _)| n == name) {
            Some((_, block)) if block.columns == columns => Ok(block.clone()),
            Some(_) => Err(unlike(name)),
            None => Err(Error::new(format!(
                "the model has no table '{name}'; train it again with 'dixit train'"
            ))),
        }
    }

    /// The block with this name, rows and columns.
    pub fn block_of(&self, name: &str, rows: usize, columns: usize) -> Result<Block> {
        let block = self.block(name, columns)?;
        if block.rows == rows {
            Ok(block)
        } else {
            Err(unlike(name))
        }
    }

    /// Name and size in bytes of each block.
    pub fn sizes(&self) -> Vec<(&str, usize)> {
        self.blocks
            .iter()
            .map(|(name, block)| (name.as_str(), block.bytes.len()))
            .collect()
    }

    /// The file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = format!("{MAGIC}\n{}\n", self.notes).into_bytes();
        for (name, block) in &self.blocks {
            let head = format!("{name} {} {} {}\n", block.columns, block.rows, block.scale);
            out.extend(head.bytes());
            out.extend_from_slice(&block.bytes);
        }
        let sum = checksum(&out);
        out.extend(CHECKSUM.bytes());
        out.extend(sum);
        out
    }

    /// Reads the built-in bundle without copying its tables. A test verifies its checksum, so this does not.
    pub fn from_static(bytes: &'static [u8]) -> Result<Bundle> {
        let (content, _) = parted(bytes);
        Bundle::read(content, Cow::Borrowed)
    }

    /// Reads a bundle from a file's bytes.
    ///
    /// # Errors
    /// If the bytes are truncated, damaged or of another version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Bundle> {
        let (content, sum) = parted(bytes);
        match sum {
            Some(sum) if *sum != checksum(content) => Err(Error::new(
                "the model file is damaged (its checksum is wrong); \
                 fetch it again, or train it again with 'dixit train'",
            )),
            None if !bytes.starts_with(MAGIC_WITHOUT_CHECKSUM.as_bytes()) => Err(broken()),
            _ => Bundle::read(content, |part| Cow::Owned(part.to_vec())),
        }
    }

    fn read<'b>(bytes: &'b [u8], keep: impl Fn(&'b [u8]) -> Cow<'static, [u8]>) -> Result<Bundle> {
        let mut rest = bytes;
        let mut line = || -> Result<&'b str> {
            let end = memchr::memchr(b'\n', rest).ok_or_else(broken)?;
            let line = std::str::from_utf8(&rest[..end]).map_err(|_| broken())?;
            rest = &rest[end + 1..];
            Ok(line)
        };
        if ![MAGIC, MAGIC_WITHOUT_CHECKSUM].contains(&line()?) {
            return Err(broken());
        }
        let notes = serde_json::from_str(line()?).map_err(|_| broken())?;
        let mut bundle = Bundle {
            notes,
            blocks: Vec::new(),
        };
        while !rest.is_empty() {
            let end = memchr::memchr(b'\n', rest).ok_or_else(broken)?;
            let head = std::str::from_utf8(&rest[..end]).map_err(|_| broken())?;
            rest = &rest[end + 1..];
            let mut fields = head.split(' ');
            let mut field = || fields.next().ok_or_else(broken);
            let name = field()?.to_owned();
            let columns: usize = field()?.parse().map_err(|_| broken())?;
            let rows: usize = field()?.parse().map_err(|_| broken())?;
            let scale: f32 = field()?.parse().map_err(|_| broken())?;
            let size = columns.checked_mul(rows).ok_or_else(broken)?;
            if rest.len() < size {
                return Err(broken());
            }
            let bytes = keep(&rest[..size]);
            rest = &rest[size..];
            let block = Block {
                rows,
                columns,
                scale,
                bytes,
            };
            bundle.blocks.push((name, block));
        }
        Ok(bundle)
    }
}

/// The content of a file, and its checksum if it has one.
fn parted(bytes: &[u8]) -> (&[u8], Option<&[u8; 8]>) {
    let parted = bytes.split_last_chunk::<8>();
    let found = parted.and_then(|(rest, sum)| Some((rest.strip_suffix(CHECKSUM.as_bytes())?, sum)));
    match found {
        Some((content, sum)) => (content, Some(sum)),
        None => (bytes, None),
    }
}

fn checksum(content: &[u8]) -> [u8; 8] {
    hash::more(hash::START, content).to_be_bytes()
}

fn broken() -> Error {
    Error::new(
        "the model file is truncated or has another version; train it again with 'dixit train'",
    )
}

fn unlike(name: &str) -> Error {
    Error::new(format!(
        "the model's table '{name}' has a different size in this version of dixit; train it again with 'dixit train'"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::engine::SHIPPED;

    fn small() -> Bundle {
        let mut bundle = Bundle {
            notes: serde_json::json!({"seed": 1}),
            ..Bundle::default()
        };
        let block = Block {
            rows: 3,
            columns: 5,
            scale: 0.25,
            bytes: Cow::Owned((0..15).collect()),
        };
        bundle.insert_block("weights", block);
        bundle
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_noticed() {
        let bytes = small().to_bytes();
        assert_eq!(Bundle::from_bytes(&bytes), Ok(small()));
        for place in 0..bytes.len() {
            for bit in 0..8 {
                let mut other = bytes.clone();
                other[place] ^= 1 << bit;
                assert!(
                    Bundle::from_bytes(&other).is_err(),
                    "byte {place}, bit {bit}"
                );
            }
            assert!(
                Bundle::from_bytes(&bytes[..place]).is_err(),
                "cut at {place}"
            );
        }
    }

    #[test]
    fn a_file_from_before_there_were_checksums_is_read() {
        let bytes = small().to_bytes();
        let (content, _) = parted(&bytes);
        let old = [b"dixit-model 2", &content[MAGIC.len()..]].concat();
        assert_eq!(Bundle::from_bytes(&old), Ok(small()));
    }

    /// With `SEAL=1` in the environment it writes the file anew, with its checksum.
    #[test]
    fn the_models_that_the_program_carries_are_whole() {
        let sealed = Bundle::from_bytes(SHIPPED)
            .expect("whole models")
            .to_bytes();
        if std::env::var_os("SEAL").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/model/shipped.model");
            std::fs::write(path, sealed).expect("a written file");
        } else {
            assert!(
                sealed == SHIPPED,
                "src/model/shipped.model has no checksum; add it with: \
                 SEAL=1 cargo test --lib the_models_that_the_program_carries"
            );
        }
    }
}
