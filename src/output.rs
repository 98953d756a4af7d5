//! Files that are written completely or not at all, one or several together.
//!
//! What is being written has a temporary name beside the file, `.NAME.dixit-PID.part`, and is renamed
//! when it is complete, so that a reader never sees half a file and a failure leaves the old one. That
//! holds when the process dies, not when the machine does: nothing is forced onto the disk. Its writer holds a
//! lock on it (`flock`), which ends with the process; whoever writes into the folder next removes what
//! has none. Files that belong together get their names as one (`commit`).

mod commit;

use crate::error::{Error, Result};
use commit::Commit;
use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Writes `path` through `write`, completely or not at all. Missing folders are made, a link is
/// followed, and a device or pipe is written to as it is, unless nobody reads the pipe.
///
/// # Errors
/// One line that names the file, and says what the system says and whether there is an old file.
pub fn replace(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> Result<()> {
    let mut files = Files::default();
    let written = files.write(path, write).and_then(|()| files.finish());
    written.map_err(|error| unchanged(&error, &[path]))
}

/// An error in writing files together, with the names of those that are still there as they were.
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

/// Files that appear together: none is there under its name before [`Files::finish`], nor if that is
/// not called.
#[derive(Debug, Default)]
pub struct Files {
    parts: Vec<(Part, PathBuf)>,
}

impl Files {
    /// Writes what will be `path`, as [`replace`] does.
    ///
    /// # Errors
    /// One line that names the file and what the system says. The other files are still to be had.
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
            // Nothing can take the place of a device or pipe.
            let file = open_there(path).map_err(failed)?;
            return filled(file, write).map(drop).map_err(failed);
        }
        let target = followed(path).map_err(failed)?;
        if let Some(folder) = folder_of(&target) {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let (mut part, file) = Part::file(&target).map_err(failed)?;
        if let Ok(old) = fs::metadata(&target) {
            // Whoever could not read the old file is not to read the new one; where that cannot be
            // had, the file is written all the same.
            let _ = file.set_permissions(old.permissions());
        }
        let file = filled(file, write).map_err(failed)?;
        part.lock = Some(file);
        self.parts.push((part, target));
        Ok(())
    }

    /// Makes what will be `path` through `fill`, which is given an empty file of a temporary name to write
    /// to as it likes. Missing folders are made, a link is followed.
    ///
    /// # Errors
    /// One line that names the file and what the system says, or what `fill` says.
    #[cfg(feature = "sqlite")]
    pub fn fill<T>(&mut self, path: &Path, fill: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
        let failed = |error: io::Error| cannot_write(path, &error);
        let there = fs::metadata(path).ok().map(|about| about.file_type());
        if there.is_some_and(|kind| !kind.is_file()) {
            return Err(Error::at(path, "is no file; name a file"));
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
    /// One line that names the file whose name cannot be given, and which files are new by then.
    pub fn finish(mut self) -> Result<()> {
        // Whoever ends the process waits until all have their names.
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

    /// Says that several files of one folder get their names as one.
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

/// Makes the folder `path` through `fill`, which is given a folder of a temporary name beside it
/// that then becomes `path`. Missing folders above it are made.
///
/// # Errors
/// One line if there is a non-empty folder of this name, which is never overwritten because it may
/// not be ours; else what went wrong. The temporary folder is then removed.
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
    // A name that ends in ".." or "/" has no name to hide.
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

/// Gives the files of a folder their names that a process began to give and was killed while it did.
pub fn recover(folder: &Path) {
    commit::recover(folder);
}

/// Removes what this process is writing, for good: nothing gets its name after this, and no more is
/// begun. For the end of the process.
pub fn abandon() {
    let pending = pending();
    for path in pending.iter() {
        // Another thread may still be putting files into it.
        for _ in 0..1000 {
            if remove(path).is_ok() {
                break;
            }
        }
    }
    // Nobody gets the list any more.
    std::mem::forget(pending);
}

/// What this process is writing.
static PENDING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

type Pending = MutexGuard<'static, Vec<PathBuf>>;

fn pending() -> Pending {
    PENDING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file or folder under its temporary name, which is removed unless it gets another.
#[derive(Debug)]
struct Part {
    path: PathBuf,
    /// Open as long as the part is there, for its lock.
    lock: Option<File>,
    renamed: bool,
}

impl Part {
    /// The part of a file.
    fn file(target: &Path) -> io::Result<(Part, File)> {
        let create = |path: &Path| OpenOptions::new().write(true).create_new(true).open(path);
        // Where there are no locks, nobody can take one and remove the part.
        Part::create(target, create, |file| drop(file.lock()))
    }

    /// The part of a folder.
    fn folder(target: &Path) -> io::Result<Part> {
        // Not every system opens folders.
        let create = |path: &Path| fs::create_dir(path).map(|()| File::open(path).ok());
        let lock = |folder: &Option<File>| drop(folder.as_ref().map(File::lock));
        let (mut part, folder) = Part::create(target, create, lock)?;
        part.lock = folder;
        Ok(part)
    }

    /// A part that no other process has, under the first name that is free.
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
                // Of a process with the same number, on another machine or in another container.
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
            // Somebody took it for a leftover before it had its lock.
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
            // What went wrong before is to be reported; a leftover that cannot be removed is not.
            let _ = remove(&self.path);
            pending.retain(|path| *path != self.path);
        }
    }
}

/// Stands in a temporary name before the number of its process.
const MARK: &str = ".dixit-";
/// The end of a temporary name.
const ENDING: &str = ".part";

/// Removes the parts in a folder that processes left behind when they were killed: those without a lock.
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
            // Removed while it is locked: its writer looks again after taking the lock.
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

/// Opens what is there to write into it: a device, or a pipe that somebody reads. Opening one that nobody
/// reads would take until somebody does.
fn open_there(path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    let _held = {
        use rustix::fs::{Mode, OFlags, open};
        use rustix::io::Errno;
        match open(path, OFlags::WRONLY | OFlags::NONBLOCK, Mode::empty()) {
            Err(Errno::NXIO) => {
                let why = "nobody reads from it; start the reader first, or name a file";
                return Err(io::Error::other(why));
            }
            opened => opened?,
        }
    };
    // This one waits for a slow reader.
    OpenOptions::new().write(true).open(path)
}

/// The file with what `write` puts into it.
fn filled(
    file: File,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<File> {
    let mut out = BufWriter::with_capacity(1 << 16, file);
    write(&mut out)?;
    Ok(out.into_inner()?)
}

/// The most links that lead from one to the next, as Linux has it.
const LINKS: usize = 40;

/// Where a path leads that may be a link, to something or to nothing yet.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_path_buf();
    for _ in 0..LINKS {
        match fs::read_link(&path) {
            Ok(to) => path = path.parent().unwrap_or(Path::new("")).join(to),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("too many links, one leading to the next"))
}

/// The folder of a file, unless that is the one we are in.
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
