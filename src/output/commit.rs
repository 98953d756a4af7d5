//! Renames several files together: if the process dies in between, another one completes the renaming.
//!
//! Renaming a single file is atomic. Before several are renamed, `.dixit.commit` in their folder lists which
//! parts become which files; its writer holds a lock on it. A process that finds it without a lock renames the
//! remaining files. An incomplete list is ignored: no file was renamed yet.

use super::{ENDING, MARK};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

const NAME: &str = ".dixit.commit";

/// Names of parts and of their final files, in one folder.
#[derive(Serialize, Deserialize)]
struct List(Vec<(String, String)>);

/// The locked list of a folder.
pub(super) struct Commit {
    file: File,
}

impl Commit {
    /// Records which parts of a folder become which files; from then on, the renaming will be completed.
    ///
    /// # Errors
    /// Those of the system; nothing is recorded then.
    pub(super) fn begin(folder: &Path, names: Vec<(String, String)>) -> io::Result<Commit> {
        let path = folder.join(NAME);
        loop {
            let mut file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)?;
            // Without support for locks, concurrent writers are not kept apart.
            let _ = file.lock();
            // First complete the renaming that another process left.
            finish(folder, &mut file);
            if !path.exists() {
                continue;
            }
            file.set_len(0)?;
            file.rewind()?;
            let written = serde_json::to_vec(&List(names))
                .map_err(io::Error::from)
                .and_then(|list| file.write_all(&list))
                .and_then(|()| file.write_all(b"\n"));
            return match written {
                Ok(()) => Ok(Commit { file }),
                Err(error) => {
                    let _ = fs::remove_file(&path);
                    Err(error)
                }
            };
        }
    }

    /// Removes the list: all files are renamed, or will not be.
    pub(super) fn end(self, folder: &Path) {
        let _ = fs::remove_file(folder.join(NAME));
        drop(self.file);
    }
}

/// Completes the renaming of a writer that died.
pub(super) fn recover(folder: &Path) {
    let path = folder.join(NAME);
    let Ok(mut file) = OpenOptions::new().read(true).write(true).open(&path) else {
        return;
    };
    match file.try_lock() {
        Ok(()) => {
            finish(folder, &mut file);
            let _ = fs::remove_file(&path);
        }
        Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {}
    }
}

/// Renames the remaining files of a list.
fn finish(folder: &Path, file: &mut File) {
    let mut text = String::new();
    let read = file.rewind().and_then(|()| file.read_to_string(&mut text));
    let Some(list) = text.strip_suffix('\n').filter(|_| read.is_ok()) else {
        return;
    };
    let Ok(List(names)) = serde_json::from_str(list) else {
        return;
    };
    for (part, target) in names {
        // Only our temporary files, and only in this folder.
        let is_plain = |name: &str| !name.is_empty() && Path::new(name).components().count() == 1;
        let is_part = part.starts_with('.') && part.contains(MARK) && part.ends_with(ENDING);
        if is_part && is_plain(&part) && is_plain(&target) && target != ".." {
            let _ = fs::rename(folder.join(part), folder.join(target));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn list() -> Vec<(String, String)> {
        let pair = |name: &str| (format!(".{name}.dixit-7.part"), name.to_owned());
        vec![pair("a.json"), pair("a.html")]
    }

    #[test]
    fn what_a_dead_process_began_is_finished() {
        let folder = tempfile::tempdir().unwrap();
        for (part, target) in list() {
            fs::write(folder.path().join(part), "new").unwrap();
            fs::write(folder.path().join(target), "old").unwrap();
        }
        let commit = Commit::begin(folder.path(), list()).unwrap();
        let (part, target) = list().remove(0);
        fs::rename(folder.path().join(part), folder.path().join(target)).unwrap();
        // The process is alive.
        recover(folder.path());
        let page = folder.path().join("a.html");
        assert_eq!(fs::read_to_string(&page).unwrap(), "old");
        // And now it is not.
        drop(commit);
        recover(folder.path());
        assert_eq!(fs::read_to_string(&page).unwrap(), "new");
        assert_eq!(names(folder.path()), ["a.html", "a.json"]);
    }

    #[test]
    fn a_list_without_an_end_and_one_of_other_folders_do_nothing() {
        let folder = tempfile::tempdir().unwrap();
        for (text, left) in [
            ("[[\".a.dixit-7.part\",\"a\"]", ".a.dixit-7.part"),
            ("[[\".a.dixit-7.part\",\"../a\"]]\n", ".a.dixit-7.part"),
            ("[[\"b\",\"a\"]]\n", "b"),
        ] {
            fs::write(folder.path().join(left), "half").unwrap();
            fs::write(folder.path().join(NAME), text).unwrap();
            recover(folder.path());
            assert_eq!(names(folder.path()), [left], "{text}");
            fs::remove_file(folder.path().join(left)).unwrap();
        }
    }
}
