//! Files that are written completely or not at all.

use crate::error::{Error, Result};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes `path` through `write`: to a temporary name beside it, then renamed, so that a reader
/// never sees half a file and a failure leaves the old one. Missing folders are made.
///
/// # Errors
/// One line that names the file and what the system says.
pub fn replace(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> Result<()> {
    let failed = |error: io::Error| Error::at(path, format_args!("cannot be written: {error}"));
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let part = part_of(path);
    let written = File::create(&part).and_then(|file| {
        let mut out = BufWriter::with_capacity(1 << 16, file);
        write(&mut out)?;
        out.flush()?;
        drop(out);
        fs::rename(&part, path)
    });
    written.map_err(|error| {
        // The failure is what to report; a leftover that cannot be removed is not.
        let _ = fs::remove_file(&part);
        failed(error)
    })
}

/// Makes the folder `path` through `fill`, which is given a folder of a temporary name beside it
/// that then becomes `path`. Missing folders above it are made.
///
/// # Errors
/// One line if there is a non-empty folder of this name, which is never overwritten because it may
/// not be ours; else what went wrong. The temporary folder is then removed.
pub fn new_folder<T>(path: &Path, fill: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
    let failed = |error: io::Error| Error::at(path, format_args!("cannot be created: {error}"));
    if path.is_file() {
        return Err(Error::at(path, "is a file; name a new folder"));
    }
    let mut there = fs::read_dir(path).into_iter().flatten();
    if there.next().is_some() {
        return Err(Error::at(
            path,
            "is not empty; name a new folder or remove it",
        ));
    }
    // A name that ends in ".." or "/" has no name to hide.
    let path = &path.components().collect::<PathBuf>();
    let part = part_of(path);
    fs::create_dir_all(&part).map_err(failed)?;
    let filled = fill(&part).and_then(|filled| {
        if path.is_dir() {
            fs::remove_dir(path).map_err(failed)?;
        }
        fs::rename(&part, path).map_err(failed)?;
        Ok(filled)
    });
    if filled.is_err() {
        // The failure is what to report; a leftover that cannot be removed is not.
        let _ = fs::remove_dir_all(&part);
    }
    filled
}

/// The temporary name: hidden, beside the file, of this process alone.
fn part_of(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.part", std::process::id()))
}
