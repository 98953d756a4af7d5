//! Zip archives: an article, or a file of articles, per entry. Nothing is unpacked onto the disk.

use super::files::{Format, Packing};
use super::record::Place;
use super::{Item, ReadError, bytes, files};
use crate::input;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::Path;
use zip::ZipArchive;
use zip::result::ZipError;

/// Bytes that an entry and an archive may always expand to, and how many times their own size beyond that:
/// text compresses about four times, a decompression bomb a thousand times.
const ALWAYS_ALLOWED_ENTRY: u64 = bytes::LARGEST / 16;
const ALWAYS_ALLOWED: u64 = 4 * bytes::LARGEST;
const MAX_RATIO: u64 = 100;

/// The entries of an archive, in the order of their names.
pub(super) struct Entries {
    archive: ZipArchive<BufReader<File>>,
    place: Place,
    /// Names of the remaining entries and their indices in the archive, the next one last.
    left: Vec<(String, usize)>,
    /// Bytes that the entries may still expand to.
    budget: u64,
}

/// What an archive has next.
pub(super) enum Entry {
    /// A file: its format, its bytes, and where it is.
    File(Format, Result<Vec<u8>, String>, Place),
    /// A message about the archive, or about an entry that is not read.
    Item(Item),
}

impl Entries {
    /// Opens an archive.
    ///
    /// # Errors
    /// A file that cannot be opened or is not an archive.
    pub(super) fn open(path: &Path, place: Place) -> Result<Entries, ReadError> {
        let opened = input::open(path).and_then(|file| Ok((file.metadata()?.len(), file)));
        let (size, file) = opened.map_err(|error| place.error(files::explain(&error)))?;
        let archive =
            ZipArchive::new(BufReader::new(file)).map_err(|error| place.error(explain(error)))?;
        let names = (0..archive.len()).map(|index| {
            let name = archive.name_for_index(index);
            (
                name.map_or_else(|| format!("entry {}", index + 1), Into::into),
                index,
            )
        });
        let mut left: Vec<(String, usize)> = names.filter(|(name, _)| !is_hidden(name)).collect();
        left.sort_unstable_by(|one, other| other.cmp(one));
        Ok(Entries {
            archive,
            place,
            left,
            budget: size.saturating_mul(MAX_RATIO).max(ALWAYS_ALLOWED),
        })
    }

    /// The next entry; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Entry> {
        loop {
            let (name, index) = self.left.pop()?;
            let place = self.place.within(&name);
            if self.budget == 0 {
                self.left.clear();
                let message = format!(
                    "the archive expands to more than {MAX_RATIO} times its size, so it is not read from here on; \
                     unpack it if you trust it"
                );
                return Some(Entry::Item(Item::Failed(place.error(message))));
            }
            if let Some(entry) = self.entry(place, &name, index) {
                return Some(entry);
            }
        }
    }

    /// One entry; `None` for a folder.
    fn entry(&mut self, place: Place, name: &str, index: usize) -> Option<Entry> {
        let failed =
            |message: &str| Some(Entry::Item(Item::Failed(place.error(message.to_owned()))));
        let entry = match self.archive.by_index(index) {
            Ok(entry) => entry,
            Err(error) => return failed(&explain(error)),
        };
        if entry.is_dir() {
            return None;
        }
        if entry.enclosed_name().is_none() {
            return failed("the name leads out of the archive, so it is not read; rename it");
        }
        if entry.is_symlink() {
            let message = "a link in an archive is not followed";
            return Some(Entry::Item(place.warn(message.to_owned())));
        }
        let path = Path::new(name);
        let format = Format::of(path);
        if format == Format::Zip {
            return failed("an archive within an archive is not read; unpack it");
        }
        let packed = entry.compressed_size().saturating_mul(MAX_RATIO);
        let likely = packed.max(ALWAYS_ALLOWED_ENTRY).min(self.budget);
        let limit = likely.min(bytes::LARGEST);
        let mut counted = Counted {
            inner: entry,
            read: 0,
        };
        let bytes = bytes::unpack(BufReader::new(&mut counted), Packing::of(path));
        let mut bytes = bytes::read_at_most(bytes, limit);
        if bytes.is_err() && limit < bytes::LARGEST && counted.read >= limit {
            bytes = Err(format!(
                "this expands to more than {MAX_RATIO} times its size; unpack it if you trust it"
            ));
        }
        let expanded = bytes.as_ref().map_or(limit, |bytes| bytes.len() as u64);
        self.budget = self.budget.saturating_sub(expanded.max(counted.read));
        Some(Entry::File(format, bytes, place))
    }
}

/// A reader that counts what is read.
struct Counted<R> {
    inner: R,
    read: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(into)?;
        self.read += read as u64;
        Ok(read)
    }
}

/// Whether an entry is a hidden file, or one that macOS adds.
fn is_hidden(name: &str) -> bool {
    let mut parts = name.split(['/', '\\']);
    parts.any(|part| part.starts_with('.') && part != "." && part != ".." || part == "__MACOSX")
}

/// A message for the user about an error of an archive.
fn explain(error: ZipError) -> String {
    match error {
        ZipError::Io(error) => files::explain(&error),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            "this is encrypted; unpack it with its password".to_owned()
        }
        ZipError::UnsupportedArchive(_) => {
            "this is compressed with a method that dixit does not know; unpack it".to_owned()
        }
        _ => "the archive is damaged or truncated; fetch it again".to_owned(),
    }
}

/// One file of a small archive in memory, such as a word-processor document.
///
/// # Errors
/// One line that says why it cannot be read; `Ok(None)` if there is no such file.
pub(super) fn member(archive: &[u8], name: &str) -> Result<Option<Vec<u8>>, String> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).map_err(explain)?;
    read_member(&mut archive, name)
}

fn read_member<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    name: &str,
) -> Result<Option<Vec<u8>>, String> {
    match archive.by_name(name) {
        Ok(entry) => bytes::read_at_most(entry, bytes::LARGEST).map(Some),
        Err(ZipError::FileNotFound) => Ok(None),
        Err(error) => Err(explain(error)),
    }
}
