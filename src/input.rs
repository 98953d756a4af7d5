//! Opens files for reading: only regular files. A pipe would block the program until somebody
//! writes to it, and a device may have no end.

use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::path::Path;

/// Opens a file.
///
/// # Errors
/// Those of the system, and [`io::ErrorKind::Unsupported`] for a pipe, socket or device.
pub fn open(path: &Path) -> io::Result<File> {
    let kind = fs::metadata(path)?.file_type();
    if !kind.is_file() && !kind.is_dir() {
        let kind = named(kind);
        let why = format!("this is a {kind}; save its content to a file and give that");
        return Err(io::Error::new(io::ErrorKind::Unsupported, why));
    }
    File::open(path)
}

/// All bytes of a file.
///
/// # Errors
/// Those of [`open`].
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = open(path)?;
    let size = file.metadata().map_or(0, |about| about.len());
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The text of a file.
///
/// # Errors
/// Those of [`open`], and bytes that are not UTF-8.
pub fn read_to_string(path: &Path) -> io::Result<String> {
    io::read_to_string(open(path)?)
}

#[cfg(unix)]
fn named(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match kind {
        kind if kind.is_fifo() => "pipe",
        kind if kind.is_socket() => "socket",
        _ => "device",
    }
}

#[cfg(not(unix))]
fn named(_: FileType) -> &'static str {
    "pipe or device"
}
