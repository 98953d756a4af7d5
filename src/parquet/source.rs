//! Random access to the bytes of a file.

use super::{Fault, Result};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

/// A file on disk or in memory.
pub(crate) struct Source {
    bytes: Bytes,
    length: u64,
}

enum Bytes {
    File(File),
    Memory(Vec<u8>),
}

impl Source {
    /// A file on disk.
    ///
    /// # Errors
    /// Those of the system.
    pub(crate) fn file(file: File) -> std::io::Result<Source> {
        let length = file.metadata()?.len();
        Ok(Source {
            bytes: Bytes::File(file),
            length,
        })
    }

    /// A file in memory.
    pub(crate) fn memory(bytes: Vec<u8>) -> Source {
        Source {
            length: bytes.len() as u64,
            bytes: Bytes::Memory(bytes),
        }
    }

    /// Its length in bytes.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// Whether it has no bytes.
    pub(crate) fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Reads `count` bytes from a position.
    ///
    /// # Errors
    /// The file ends before that; nothing is allocated for bytes that it does not have.
    pub(super) fn read(&self, start: u64, count: usize) -> Result<Vec<u8>> {
        let end = start.checked_add(count as u64);
        if end.is_none_or(|end| end > self.length) {
            return Err(Fault::Damaged);
        }
        match &self.bytes {
            Bytes::File(file) => {
                let mut file = file;
                file.seek(SeekFrom::Start(start))?;
                let mut bytes = vec![0; count];
                file.read_exact(&mut bytes)?;
                Ok(bytes)
            }
            Bytes::Memory(bytes) => {
                let start = usize::try_from(start).map_err(|_| Fault::Damaged)?;
                let slice = bytes.get(start..start + count).ok_or(Fault::Damaged)?;
                Ok(slice.to_vec())
            }
        }
    }
}
