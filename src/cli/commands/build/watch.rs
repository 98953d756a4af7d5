//! `dixit build --watch`: rebuilds whenever a file of the input changes.
//!
//! Files are polled instead of watched through the system (`inotify` and the like): this also works for network
//! file systems and containers, and needs no crate. A poll lists the folders; the pause after it is ten times as
//! long, so polling takes at most a tenth of one processor.

use super::{Arguments, Printed, corrections_path, listed, name, once, store_path};
use crate::cli::messages::{Outcome, say};
use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};
use walkdir::{DirEntry, WalkDir};

/// Minimum pause between two polls. Files are read only if they are the same in both: they may still be
/// being written.
const PAUSE: Duration = Duration::from_millis(300);

/// Every file, with its size and time of change.
type Files = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// Builds now and after every change, until the process is interrupted.
///
/// # Errors
/// If the input is standard input, or if the first build fails.
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
    let (mut built, mut pause) = poll(arguments, &ours);
    once(arguments, Printed::Summary)?;
    say(&format!(
        "watching {}; stop with Ctrl-C",
        listed(&arguments.paths)
    ));
    let mut before = built.clone();
    loop {
        sleep(pause);
        let files;
        (files, pause) = poll(arguments, &ours);
        if files != built && files == before {
            built = files.clone();
            // The next change may fix the error, so keep watching.
            if let Err(error) = once(arguments, Printed::Line) {
                say(&format!("error: {error}"));
            }
        }
        before = files;
    }
}

/// The files that a build reads, and how long to wait before the next poll.
fn poll(arguments: &Arguments, ours: &Path) -> (Files, Duration) {
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
        // The build reports files that cannot be listed.
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

/// Whether a file is written by a build; there may be articles in the same folder.
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
