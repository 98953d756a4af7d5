//! Files that are written completely or not at all, one or several together.
//!
//! A file is written under a temporary name beside it, `.NAME.dixit-PID.part`, and renamed when it is
//! complete, so that a reader never sees half a file and a failure leaves the old one. This protects against
//! the death of the process, not of the machine: there is no `fsync`. The writer locks the temporary file
//! (`flock`) until its process ends; the next process that writes into the folder removes temporary files
//! without a lock. Several files are renamed together (`commit`).

mod commit;

use crate::error::{Error, Result};
use commit::Commit;
use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Writes `path` through `write`, completely or not at all. Missing folders are created, links are
/// followed, and devices and pipes are written to directly; a pipe without a reader is an error.
///
/// # Errors
/// One line with the file, the system's error, and whether there is an old file.
pub fn replace(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> Result<()> {
    let mut files = Files::default();
    let written = files.write(path, write).and_then(|()| files.finish());
    written.map_err(|error| unchanged(&error, &[path]))
}

/// Adds the names of unchanged files to an error in writing files together.
pub fn unchanged(error: &Error, paths: &[&Path]) -> Error {
    let old: Vec<&Path> = paths
        .iter()
        .copied()
        .filter(|path| path.is_file())
        .collect();
    match old.as_slice() {
        [] => error.clone(),
        old => Error::new(format!("{error}; {} unchanged", are(old))),
    }
}

/// Files that appear together: none has its final name before [`Files::finish`] is called.
#[derive(Debug, Default)]
pub struct Files {
    parts: Vec<(Part, PathBuf)>,
}

impl Files {
    /// Writes the future contents of `path`, like [`replace`].
    ///
    /// # Errors
    /// One line with the file and the system's error. The other files can still be written.
    pub fn write(
        &mut self,
        path: &Path,
        write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> Result<()> {
        let failed = |error: io::Error| cannot_write(path, &error);
        let there = fs::metadata(path).ok().map(|about| about.file_type());
        if there.is_some_and(|kind| kind.is_dir()) {
            return Err(Error::at(path, "is a folder; name a file"));
        }
        if there.is_some_and(|kind| !kind.is_file()) {
            // A device or pipe cannot be replaced.
            let file = open_there(path).map_err(failed)?;
            return filled(file, write).map(drop).map_err(failed);
        }
        let target = followed(path).map_err(failed)?;
        if let Some(folder) = folder_of(&target) {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let (mut part, file) = Part::file(&target).map_err(failed)?;
        if let Ok(old) = fs::metadata(&target) {
            // Keep the permissions of the old file; if that fails, the file is written anyway.
            let _ = file.set_permissions(old.permissions());
        }
        let file = filled(file, write).map_err(failed)?;
        part.lock = Some(file);
        self.parts.push((part, target));
        Ok(())
    }

    /// Writes the future contents of `path` through `fill`, which gets the path of an empty temporary file.
    /// Missing folders are created, links are followed.
    ///
    /// # Errors
    /// One line with the file and the system's error, or the error of `fill`.
    #[cfg(feature = "sqlite")]
    pub fn fill<T>(&mut self, path: &Path, fill: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
        let failed = |error: io::Error| cannot_write(path, &error);
        let there = fs::metadata(path).ok().map(|about| about.file_type());
        if there.is_some_and(|kind| !kind.is_file()) {
            return Err(Error::at(path, "is not a file; name a file"));
        }
        let target = followed(path).map_err(failed)?;
        if let Some(folder) = folder_of(&target) {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let (mut part, file) = Part::file(&target).map_err(failed)?;
        if let Ok(old) = fs::metadata(&target) {
            // As in `write`.
            let _ = file.set_permissions(old.permissions());
        }
        let filled = fill(&part.path).map_err(|error| {
            let (temporary, name) = (part.path.display().to_string(), path.display().to_string());
            Error::new(error.to_string().replace(&temporary, &name))
        })?;
        part.lock = Some(file);
        self.parts.push((part, target));
        Ok(filled)
    }

    /// Renames all files to their final names.
    ///
    /// # Errors
    /// One line with the file that cannot be renamed, and the files that are already new.
    pub fn finish(mut self) -> Result<()> {
        // The process does not exit until all files are renamed.
        let mut pending = pending();
        let commit = self.together()?;
        let mut new: Vec<&Path> = Vec::new();
        let mut failed = None;
        for (part, target) in &mut self.parts {
            if let Err(error) = part.rename(target, &mut pending) {
                failed = Some(cannot_write(target, &error));
                break;
            }
            new.push(target);
        }
        if let Some((folder, commit)) = commit {
            commit.end(&folder);
        }
        match (failed, new.as_slice()) {
            (None, _) => Ok(()),
            (Some(error), []) => Err(error),
            (Some(error), new) => Err(Error::new(format!("{error}; {} new", are(new)))),
        }
    }

    /// Registers the renaming of several files of one folder.
    fn together(&self) -> Result<Option<(PathBuf, Commit)>> {
        let folder = |path: &Path| folder_of(path).unwrap_or(Path::new(".")).to_path_buf();
        let name = |path: &Path| path.file_name().and_then(|n| n.to_str()).map(str::to_owned);
        let [(_, first), _, ..] = self.parts.as_slice() else {
            return Ok(None);
        };
        let pairs = self.parts.iter();
        let names = pairs.map(|(part, target)| Some((name(&part.path)?, name(target)?)));
        let names: Option<Vec<(String, String)>> = names.collect();
        let own = folder(first);
        let in_one = self.parts.iter().all(|(_, target)| folder(target) == own);
        let Some(names) = names.filter(|_| in_one) else {
            return Ok(None);
        };
        let commit = Commit::begin(&own, names).map_err(|error| cannot_write(first, &error))?;
        Ok(Some((own, commit)))
    }
}

/// Creates the folder `path` through `fill`, which gets a temporary folder beside it that then becomes
/// `path`. Missing parent folders are created.
///
/// # Errors
/// One line if there is a non-empty folder of this name, which is never overwritten because it may
/// not be ours; otherwise the error that occurred. The temporary folder is then removed.
pub fn new_folder<T>(path: &Path, fill: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
    let failed = |error: io::Error| Error::at(path, format_args!("cannot be created: {error}"));
    if path.exists() && !path.is_dir() {
        return Err(Error::at(path, "is a file; name a new folder"));
    }
    let mut there = fs::read_dir(path).into_iter().flatten();
    if there.next().is_some() {
        return Err(Error::at(
            path,
            "is not empty; name a new folder or remove it",
        ));
    }
    // A path that ends in ".." or "/" has no file name.
    let path: PathBuf = path.components().collect();
    let target = followed(&path).map_err(failed)?;
    if let Some(folder) = folder_of(&target) {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut part = Part::folder(&target).map_err(failed)?;
    let filled = fill(&part.path).map_err(|error| {
        let (temporary, name) = (part.path.display().to_string(), path.display().to_string());
        Error::new(error.to_string().replace(&temporary, &name))
    })?;
    let mut pending = pending();
    if target.is_dir() {
        fs::remove_dir(&target).map_err(failed)?;
    }
    part.rename(&target, &mut pending).map_err(failed)?;
    Ok(filled)
}

/// Completes the renaming of files in a folder after a process was killed during it.
pub fn recover(folder: &Path) {
    commit::recover(folder);
}

/// Removes all temporary files of this process. No file can be started or renamed afterwards: the process
/// is about to exit.
pub fn abandon() {
    let pending = pending();
    for path in pending.iter() {
        // Another thread may still be writing files into it.
        for _ in 0..1000 {
            if remove(path).is_ok() {
                break;
            }
        }
    }
    // Nobody can lock the list any more.
    std::mem::forget(pending);
}

/// The temporary files of this process.
static PENDING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

type Pending = MutexGuard<'static, Vec<PathBuf>>;

fn pending() -> Pending {
    PENDING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A temporary file or folder, which is removed unless it is renamed.
#[derive(Debug)]
struct Part {
    path: PathBuf,
    /// Kept open for its lock.
    lock: Option<File>,
    renamed: bool,
}

impl Part {
    /// The part of a file.
    fn file(target: &Path) -> io::Result<(Part, File)> {
        let create = |path: &Path| OpenOptions::new().write(true).create_new(true).open(path);
        // Without support for locks, nobody can lock the part in order to remove it.
        Part::create(target, create, |file| drop(file.lock()))
    }

    /// The part of a folder.
    fn folder(target: &Path) -> io::Result<Part> {
        // Not every system can open folders.
        let create = |path: &Path| fs::create_dir(path).map(|()| File::open(path).ok());
        let lock = |folder: &Option<File>| drop(folder.as_ref().map(File::lock));
        let (mut part, folder) = Part::create(target, create, lock)?;
        part.lock = folder;
        Ok(part)
    }

    /// A new part, under the first free name.
    fn create<T>(
        target: &Path,
        create: impl Fn(&Path) -> io::Result<T>,
        lock: impl Fn(&T),
    ) -> io::Result<(Part, T)> {
        sweep(folder_of(target).unwrap_or(Path::new(".")));
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let mut number = 0_u32;
        loop {
            let more = if number == 0 {
                String::new()
            } else {
                format!("-{number}")
            };
            let process = std::process::id();
            let path = target.with_file_name(format!(".{name}{MARK}{process}{more}{ENDING}"));
            number += 1;
            let mut pending = pending();
            let handle = match create(&path) {
                Ok(handle) => handle,
                // Another process with the same id, on another machine or in another container.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(error),
            };
            lock(&handle);
            if path.exists() {
                pending.push(path.clone());
                let part = Part {
                    path,
                    lock: None,
                    renamed: false,
                };
                return Ok((part, handle));
            }
            // Another process removed it as a leftover before it was locked.
        }
    }

    fn rename(&mut self, target: &Path, pending: &mut Pending) -> io::Result<()> {
        fs::rename(&self.path, target)?;
        pending.retain(|path| *path != self.path);
        self.renamed = true;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.renamed {
            let mut pending = pending();
            // The earlier error is more important than one in removing the leftover.
            let _ = remove(&self.path);
            pending.retain(|path| *path != self.path);
        }
    }
}

/// Precedes the process id in a temporary name.
const MARK: &str = ".dixit-";
/// The end of a temporary name.
const ENDING: &str = ".part";

/// Removes parts that killed processes left in a folder: those without a lock.
fn sweep(folder: &Path) {
    commit::recover(folder);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !(name.starts_with('.') && name.contains(MARK) && name.ends_with(ENDING)) {
            continue;
        }
        let Ok(handle) = File::open(entry.path()) else {
            continue;
        };
        match handle.try_lock() {
            // Removed while locked: a writer checks that its file still exists after locking it.
            Ok(()) => drop(remove(&entry.path())),
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {}
        }
    }
}

fn remove(path: &Path) -> io::Result<()> {
    let gone = match path.is_dir() {
        true => fs::remove_dir_all(path),
        false => fs::remove_file(path),
    };
    match gone {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Opens an existing device, or a pipe with a reader, for writing. Opening a pipe without a reader would
/// block.
fn open_there(path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    let _held = {
        use rustix::fs::{Mode, OFlags, open};
        use rustix::io::Errno;
        match open(path, OFlags::WRONLY | OFlags::NONBLOCK, Mode::empty()) {
            Err(Errno::NXIO) => {
                let why = "nothing reads from it; start the reader first, or name a file";
                return Err(io::Error::other(why));
            }
            opened => opened?,
        }
    };
    // Reopened in blocking mode, to wait for a slow reader.
    OpenOptions::new().write(true).open(path)
}

/// The file after `write` has written into it.
fn filled(
    file: File,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<File> {
    let mut out = BufWriter::with_capacity(1 << 16, file);
    write(&mut out)?;
    Ok(out.into_inner()?)
}

/// Maximum number of links to follow, as in Linux.
const MAX_LINKS: usize = 40;

/// The target of a path that may be a link, even if the target does not exist yet.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_path_buf();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&path) {
            Ok(to) => path = path.parent().unwrap_or(Path::new("")).join(to),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("too many levels of links"))
}

/// The folder of a file, unless that is the current one.
fn folder_of(path: &Path) -> Option<&Path> {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
}

fn cannot_write(path: &Path, error: &dyn fmt::Display) -> Error {
    Error::at(path, format_args!("cannot be written: {error}"))
}

/// "a is", "a and b are", "a, b and c are".
fn are(paths: &[&Path]) -> String {
    let names: Vec<String> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!("{one} is"),
        [first @ .., last] => format!("{} and {last} are", first.join(", ")),
    }
}

/// Whether Windows treats a name as a device, whatever follows a dot.
pub(crate) fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let stem = stem.to_ascii_uppercase();
    let port = |kind: &str| {
        let number = stem.strip_prefix(kind);
        number.is_some_and(|n| matches!(n, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9"))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || port("COM") || port("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// The names in a folder, hidden ones too.
    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn text(path: &Path) -> String {
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn files_appear_together_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&a, "old").unwrap();
        let mut files = Files::default();
        files.write(&a, |out| out.write_all(b"new")).unwrap();
        let full = |_: &mut BufWriter<File>| Err(io::ErrorKind::StorageFull.into());
        let error = unchanged(&files.write(&b, full).unwrap_err(), &[&a, &b]).to_string();
        assert!(
            error.ends_with(&format!("; {} is unchanged", a.display())),
            "{error}"
        );
        drop(files);
        assert_eq!(text(&a), "old");
        assert_eq!(names(folder.path()), ["a"]);
        let mut files = Files::default();
        files.write(&a, |out| out.write_all(b"new")).unwrap();
        files.write(&b, |out| out.write_all(b"new")).unwrap();
        assert_eq!(text(&a), "old");
        files.finish().unwrap();
        assert_eq!((text(&a), text(&b)), ("new".to_owned(), "new".to_owned()));
        assert_eq!(names(folder.path()), ["a", "b"]);
    }

    #[test]
    fn what_a_dead_process_left_is_removed_and_what_a_living_one_writes_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path(".g.json.dixit-7.part"), "half").unwrap();
        fs::write(path(".download.part"), "of another program").unwrap();
        fs::create_dir(path(".notes.dixit-8.part")).unwrap();
        fs::write(path(".notes.dixit-8.part/a.md"), "half").unwrap();
        let living = File::create(path(".g.svg.dixit-9.part")).unwrap();
        living.lock().unwrap();
        replace(&path("g.json"), |out| out.write_all(b"whole")).unwrap();
        assert_eq!(
            names(folder.path()),
            [".download.part", ".g.svg.dixit-9.part", "g.json"]
        );
    }

    #[test]
    #[cfg(unix)]
    fn links_are_followed_and_devices_stay() {
        use std::os::unix::fs::{FileTypeExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("far")).unwrap();
        symlink("far/away", path("link")).unwrap();
        for round in ["first", "second"] {
            replace(&path("link"), |out| out.write_all(round.as_bytes())).unwrap();
            assert!(path("link").is_symlink());
            assert_eq!(text(&path("far/away")), round);
        }
        symlink("loop", path("loop")).unwrap();
        replace(&path("loop"), |_| Ok(())).unwrap_err();
        replace(Path::new("/dev/null"), |out| out.write_all(b"gone")).unwrap();
        let null = fs::metadata("/dev/null").unwrap().file_type();
        assert!(null.is_char_device());
        assert_eq!(names(folder.path()), ["far", "link", "loop"]);
    }

    #[test]
    #[cfg(unix)]
    fn a_file_that_only_its_owner_reads_stays_so() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        replace(&path, |out| out.write_all(b"new")).unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}
