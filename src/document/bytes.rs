//! From a file's bytes to text.

use super::encoding::{self, Decoded, Encoding};
use super::files::{self, Packing};
use super::zstd;
use crate::input;
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Largest document, in bytes; larger ones are mistakes or decompression bombs. Smaller in tests, which would
/// take minutes.
pub(super) const LARGEST: u64 = if cfg!(test) { 2 << 20 } else { 256 << 20 };

/// How far to search for the end of a longer line, in bytes: it may have none.
const LONGEST_SKIP: u64 = 4 * LARGEST;

/// How many bytes are examined to distinguish text from other files.
const PROBE: usize = 8 << 10;

/// Opens a file, decompressing it if its name says that it is compressed. `advance` follows how much of it is read.
pub(super) fn open(path: &Path, advance: &Arc<Advance>) -> io::Result<Box<dyn BufRead + Send>> {
    let file = input::open(path)?;
    advance.begin(file.metadata()?.len());
    let followed = Followed {
        file,
        advance: Arc::clone(advance),
    };
    Ok(unpack(
        BufReader::with_capacity(64 << 10, followed),
        Packing::of(path),
    ))
}

/// How much of a file has been read, in bytes as they are stored.
#[derive(Debug, Default)]
pub(super) struct Advance {
    size: AtomicU64,
    read: AtomicU64,
}

impl Advance {
    /// Starts a file of so many bytes; of a file of 0 bytes no share is read.
    pub(super) fn begin(&self, size: u64) {
        self.size.store(size, Relaxed);
        self.read.store(0, Relaxed);
    }

    /// The share that has been read, from 0 to 1.
    pub(super) fn share(&self) -> f64 {
        let (read, size) = (self.read.load(Relaxed), self.size.load(Relaxed));
        (read as f64 / size.max(1) as f64).min(1.0)
    }
}

/// A file whose advance is followed.
struct Followed {
    file: File,
    advance: Arc<Advance>,
}

impl Read for Followed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.advance.read.fetch_add(count as u64, Relaxed);
        Ok(count)
    }
}

/// Decompresses a stream.
pub(super) fn unpack<'r>(
    packed: impl BufRead + Send + 'r,
    packing: Packing,
) -> Box<dyn BufRead + Send + 'r> {
    match packing {
        Packing::None => Box::new(packed),
        Packing::Gzip => Box::new(BufReader::new(MultiGzDecoder::new(packed))),
        Packing::Zstd => Box::new(BufReader::new(zstd::Frames::new(packed))),
    }
}

/// Reads the rest of a stream.
///
/// # Errors
/// One line that says why they cannot be read.
pub(super) fn read_all(reader: impl Read) -> Result<Vec<u8>, String> {
    read_at_most(reader, LARGEST)
}

/// Reads the rest of a stream, at most `limit` bytes.
///
/// # Errors
/// One line that says why they cannot be read.
pub(super) fn read_at_most(reader: impl Read, limit: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    reader
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| files::explain(&error))?;
    if bytes.len() as u64 > limit {
        return Err(too_large());
    }
    Ok(bytes)
}

pub(super) fn too_large() -> String {
    format!(
        "one document is larger than {} MiB; split it into articles",
        LARGEST >> 20
    )
}

/// The text of a whole file.
///
/// # Errors
/// One line, if the bytes are not text.
pub(super) fn decode(
    bytes: Vec<u8>,
    given: Option<Encoding>,
    declared: Option<Encoding>,
) -> Result<Decoded, String> {
    if bytes.is_empty() {
        return Err("the file is empty; give it text or leave it out".to_owned());
    }
    if let Some(kind) = kind_of(&bytes) {
        return Err(format!("this is {kind}"));
    }
    let marked = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    // With two bytes per character, only the decoded text shows it.
    let wide = marked || given.is_some_and(Encoding::is_wide);
    if !wide && is_binary(&bytes) {
        return Err(binary());
    }
    let decoded = encoding::decode(bytes, given, declared);
    if wide && is_binary(decoded.text.as_bytes()) {
        return Err(binary());
    }
    if decoded.text.trim().is_empty() {
        return Err("the file contains only white space; give it text or leave it out".to_owned());
    }
    Ok(decoded)
}

fn binary() -> String {
    "this is a binary file of a kind that is not read; save its text and give that".to_owned()
}

/// The kind of a file according to its first bytes, and how such files can be read.
fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &str); 5] = [
        (
            b"%PDF-",
            "a PDF; save its text, for example with pdftotext, and give that",
        ),
        (b"\x1F\x8B", "compressed with gzip; name it as such (.gz)"),
        (
            b"\x28\xB5\x2F\xFD",
            "compressed with zstd; name it as such (.zst)",
        ),
        (
            b"PK\x03\x04",
            "a zip archive; name it as what it contains (.zip or .docx)",
        ),
        (b"PAR1", "a Parquet file; name it as such (.parquet)"),
    ];
    kinds
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|(_, kind)| *kind)
}

/// Whether the bytes start unlike text: with a NUL, or with many control codes.
fn is_binary(bytes: &[u8]) -> bool {
    let probe = &bytes[..bytes.len().min(PROBE)];
    let controls = probe
        .iter()
        .filter(|&&b| b < 0x20 && !matches!(b, b'\n' | b'\r' | b'\t' | 0x0B | 0x0C | 0x1B))
        .count();
    probe.contains(&0) || controls * 10 > probe.len()
}

/// One line of a stream.
pub(super) enum Line {
    /// Its bytes, without the line break.
    Bytes(Vec<u8>),
    /// It is larger than [`LARGEST`]; its rest was skipped.
    TooLarge,
    /// The end of the stream.
    End,
}

/// Reads the next line, without keeping more than [`LARGEST`] bytes in memory.
pub(super) fn read_line(reader: &mut dyn BufRead) -> io::Result<Line> {
    let mut bytes = Vec::new();
    let read = reader.take(LARGEST).read_until(b'\n', &mut bytes)?;
    if read == 0 {
        return Ok(Line::End);
    }
    if read as u64 == LARGEST && bytes.last() != Some(&b'\n') {
        let skipped = reader.take(LONGEST_SKIP).skip_until(b'\n')?;
        if skipped as u64 == LONGEST_SKIP {
            let why = format!(
                "one line is longer than {} MiB, so the rest is not read; put each document on a line",
                LONGEST_SKIP >> 20
            );
            return Err(io::Error::new(io::ErrorKind::Unsupported, why));
        }
        return Ok(Line::TooLarge);
    }
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
    }
    Ok(Line::Bytes(bytes))
}
