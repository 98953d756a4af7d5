//! `dixit build --watch`: a build whenever a file of the input has changed.
//!
//! Files are looked at again and again instead of being told of by the system (`inotify` and the like): that also
//! works for folders of other machines and containers, and needs no crate. A look costs what listing the folders
//! does; the pause before the next is ten times as long, so that it takes a tenth of one processor at most.

use super::{Arguments, Telling, corrections_path, listed, name, once, store_path};
use crate::cli::messages::{Outcome, say};
use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};
use walkdir::{DirEntry, WalkDir};

/// The least pause between two looks. Files have to be the same in both before they are read: whoever writes them
/// may not be done.
const PAUSE: Duration = Duration::from_millis(300);

/// Every file, with its size and when it was changed.
type Files = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// Builds now and after every change, until somebody ends the program.
///
/// # Errors
/// Standard input, which is read only once; the first build's.
pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    if arguments.paths.iter().any(|path| path == Path::new("-")) {
        return Err(Error::new(
            "--watch cannot read standard input; name files or folders",
        ));
    }
    let ours = match store_path(arguments) {
        Some(store) => store.with_extension(""),
        None => arguments.out.join(name(arguments)?),
    };
    let (mut built, mut pause) = look(arguments, &ours);
    once(arguments, Telling::Summary)?;
    say(&format!(
        "watching {}; Ctrl-C ends",
        listed(&arguments.paths)
    ));
    let mut before = built.clone();
    loop {
        sleep(pause);
        let files;
        (files, pause) = look(arguments, &ours);
        if files != built && files == before {
            built = files.clone();
            // What cannot be built is put right by the next change.
            if let Err(error) = once(arguments, Telling::Line) {
                say(&format!("error: {error}"));
            }
        }
        before = files;
    }
}

/// The files that a build reads, and how long to wait before looking again.
fn look(arguments: &Arguments, ours: &Path) -> (Files, Duration) {
    let begin = Instant::now();
    let is_hidden = |entry: &DirEntry| {
        entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
    };
    let corrections = corrections_path(arguments);
    let kb = arguments.reading.engine.kb.clone();
    let paths = arguments.paths.iter().cloned().chain(corrections).chain(kb);
    let mut files = Files::new();
    for path in paths {
        let entries = WalkDir::new(path).follow_links(true).into_iter();
        let entries = entries.filter_entry(|entry| !is_hidden(entry));
        // Whatever cannot be listed, the build says so.
        for entry in entries.filter_map(|entry| entry.ok()) {
            if let Ok(about) = entry.metadata()
                && about.is_file()
                && !is_written(entry.path(), ours)
            {
                files.insert(entry.into_path(), (about.len(), about.modified().ok()));
            }
        }
    }
    (files, PAUSE.max(begin.elapsed() * 10))
}

/// Whether a file is one that a build writes, in whose folder there may be articles.
fn is_written(path: &Path, ours: &Path) -> bool {
    const ENDINGS: [&str; 9] = [
        "json",
        "dot",
        "html",
        "svg",
        "sqlite",
        "sqlite-wal",
        "sqlite-shm",
        "sqlite-journal",
        "metadata.json",
    ];
    let name = |path: &Path| {
        path.file_name()
            .map(|name| name.to_string_lossy().into_owned())
    };
    let names = name(path).zip(name(ours));
    let is_named = names.is_some_and(|(name, ours)| {
        let ending = name
            .strip_prefix(&ours)
            .and_then(|rest| rest.strip_prefix('.'));
        ending.is_some_and(|ending| ENDINGS.contains(&ending))
    });
    let folder = |path: &Path| {
        let folder = path.parent().filter(|folder| *folder != Path::new(""));
        folder.unwrap_or(Path::new(".")).canonicalize().ok()
    };
    is_named && folder(path) == folder(ours)
}
