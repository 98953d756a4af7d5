//! The language that the program reads: every snippet of `tests/cases/*.md` through the whole of
//! it. The notation is described in `tests/cases/README.md`.
//!
//! With `--nocapture` the differences of pending snippets are shown too.

mod compare;
mod snippet;

use compare::{Difference, compare};
use dixit::document::{Document, preamble};
use snippet::{Snippet, read};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// At most this many snippets may wait for the program; lower it when some of them pass.
const MOST_PENDING: usize = 2;

#[test]
fn statements_are_read_as_the_cases_say() {
    let mut report = String::new();
    let (mut failures, mut pending, mut snippets) = (0, 0, 0);
    for path in cases() {
        let mut failed_here = 0;
        let all = read(&path).unwrap_or_else(|error| panic!("{error}"));
        for snippet in &all {
            let place = format!("{}:{}: {}", name(&path), snippet.line, snippet.heading);
            match (difference(snippet), &snippet.pending) {
                (None, None) => {}
                (Some(difference), None) => {
                    failed_here += 1;
                    let _ = writeln!(report, "{place}\n{difference}");
                }
                (Some(difference), Some(reason)) => {
                    pending += 1;
                    println!("{place} (pending: {reason})\n{difference}");
                }
                (None, Some(reason)) => {
                    failed_here += 1;
                    let _ = writeln!(
                        report,
                        "{place}\n  passes now: take its mark off (pending: {reason})\n"
                    );
                }
            }
        }
        if failed_here > 0 {
            let _ = writeln!(
                report,
                "{}: {failed_here} of {} snippets failed\n",
                name(&path),
                all.len()
            );
        }
        failures += failed_here;
        snippets += all.len();
    }
    println!("{snippets} snippets, {pending} of them pending");
    assert!(
        failures == 0,
        "\n\n{report}{failures} of {snippets} snippets failed, {pending} are pending"
    );
    assert!(
        pending <= MOST_PENDING,
        "{pending} snippets are pending, and only {MOST_PENDING} may be"
    );
}

/// What the program reads otherwise than the snippet says.
fn difference(snippet: &Snippet) -> Option<Difference> {
    let mut document = Document::new("snippet", snippet.text.as_str());
    // as the readers of files have it
    document.date = snippet.date.or_else(|| preamble::day(&snippet.text));
    match dixit::extract::pipeline::extract(&document) {
        Ok(found) => compare(snippet, &found.statements),
        Err(error) => panic!("{}: {error}", snippet.heading),
    }
}

/// The files of cases that hold statements, in order of their names. Questions are another test's.
fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let entries = std::fs::read_dir(&folder).expect("the folder tests/cases");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a file of tests/cases").path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .filter(|path| path.file_name().is_some_and(|name| name != "ask.md"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "no cases in {}", folder.display());
    paths
}

fn name(path: &Path) -> String {
    let file = path.file_name().unwrap_or_default();
    format!("tests/cases/{}", file.to_string_lossy())
}
