//! What all commands say the same way: outcomes, errors, lines on stderr.

use super::show::terminal;
use crate::error::{Error, Result};
use std::io::{self, Write};

/// How a command ended, when it did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It did what was asked.
    Done,
    /// It found nothing.
    Nothing,
}

/// Name and version, as `--version` prints them.
pub(super) const VERSION: &str = concat!("dixit ", env!("CARGO_PKG_VERSION"));

/// Reports an error on stderr, cleaned of what a terminal would obey.
pub fn complain(error: &Error) {
    for (number, line) in error.to_string().lines().enumerate() {
        match number {
            0 => say(&format!("error: {line}")),
            _ => say_plain(line),
        }
    }
}

/// One line on stderr. A closed stderr is ignored.
pub(super) fn say(line: &str) {
    say_plain(&format!("dixit: {line}"));
}

fn say_plain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", terminal::clean(line));
}

/// How writing to stdout ended: it is fine for a reader that has seen enough to close the pipe.
pub(super) fn written(outcome: io::Result<()>) -> Result<()> {
    match outcome {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::new(format!("cannot write to standard output: {e}")))
        }
        _ => Ok(()),
    }
}
