//! From a file's bytes to text.

use super::files;
use crate::input;
use flate2::read::MultiGzDecoder;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// Largest document, in bytes; more is taken for a mistake or a decompression bomb.
pub(super) const LARGEST: u64 = 256 << 20;

/// How many bytes are examined to distinguish text from other files.
const PROBE: usize = 8 << 10;

/// Opens a file, decompressing it if its name ends with `.gz`.
pub(super) fn open(path: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    let file = input::open(path)?;
    Ok(if files::is_gzip(path) {
        Box::new(BufReader::new(MultiGzDecoder::new(file)))
    } else {
        Box::new(BufReader::with_capacity(64 << 10, file))
    })
}

/// All bytes of a file.
///
/// # Errors
/// One line that says why they cannot be read.
pub(super) fn read_whole(path: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    open(path)
        .and_then(|reader| reader.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(|error| files::explain(&error))?;
    if bytes.len() as u64 > LARGEST {
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

/// Text that was decoded from bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text without a byte order mark.
    pub text: String,
    /// How many invalid UTF-8 sequences became U+FFFD.
    pub replaced: usize,
}

/// Decodes UTF-8, or UTF-16 that starts with a byte order mark.
///
/// # Errors
/// One line, if the bytes are not text.
pub(super) fn decode(bytes: Vec<u8>) -> Result<Decoded, String> {
    if bytes.is_empty() {
        return Err("the file is empty; give it text or leave it out".to_owned());
    }
    if let Some(text) = decode_utf16(&bytes) {
        return Ok(text);
    }
    if is_binary(&bytes) {
        return Err(
            "this is a binary file; dixit reads text, Markdown, HTML, CSV and JSON".to_owned(),
        );
    }
    let (mut text, replaced) = match String::from_utf8(bytes) {
        Ok(text) => (text, 0),
        Err(error) => {
            let bytes = error.into_bytes();
            let replaced = invalid_places(&bytes);
            (String::from_utf8_lossy(&bytes).into_owned(), replaced)
        }
    };
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
    }
    if text.trim().is_empty() {
        return Err("the file contains only white space; give it text or leave it out".to_owned());
    }
    Ok(Decoded { text, replaced })
}

fn decode_utf16(bytes: &[u8]) -> Option<Decoded> {
    let word: fn([u8; 2]) -> u16 = match bytes {
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let units = bytes[2..]
        .chunks_exact(2)
        .map(|pair| word([pair[0], pair[1]]));
    let mut replaced = 0;
    let text = char::decode_utf16(units)
        .map(|c| {
            c.unwrap_or_else(|_| {
                replaced += 1;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    Some(Decoded { text, replaced })
}

/// Whether the bytes start as no text does: with a NUL, or with many control codes.
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
    /// There is none left.
    End,
}

/// Reads the next line without ever holding more than [`LARGEST`] bytes.
pub(super) fn read_line(reader: &mut dyn BufRead) -> io::Result<Line> {
    let mut bytes = Vec::new();
    let read = reader.take(LARGEST).read_until(b'\n', &mut bytes)?;
    if read == 0 {
        return Ok(Line::End);
    }
    if read as u64 == LARGEST && bytes.last() != Some(&b'\n') {
        reader.skip_until(b'\n')?;
        return Ok(Line::TooLarge);
    }
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
    }
    Ok(Line::Bytes(bytes))
}

/// What a warning says about text that was not valid UTF-8.
pub(super) fn replaced_message(replaced: usize) -> String {
    let places = match replaced {
        1 => "1 place is".to_owned(),
        n => format!("{n} places are"),
    };
    format!("{places} not valid UTF-8 and read as U+FFFD; save the file as UTF-8")
}

/// Number of sequences that are not valid UTF-8.
pub(super) fn invalid_places(bytes: &[u8]) -> usize {
    bytes
        .utf8_chunks()
        .filter(|chunk| !chunk.invalid().is_empty())
        .count()
}
