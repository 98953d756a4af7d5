//! Messages that all commands share: outcomes, errors, lines on stderr.

use super::terminal;
use crate::error::{Error, Result};
use std::ffi::OsString;
use std::io::{self, Write};

/// How a command ended, unless it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It succeeded.
    Done,
    /// It found nothing.
    Nothing,
}

/// Name and version, as `--version` prints them.
pub(super) const VERSION: &str = concat!("dixit ", env!("CARGO_PKG_VERSION"));

/// Reports an error on stderr, without control sequences.
pub fn complain(error: &Error) {
    for (number, line) in error.to_string().lines().enumerate() {
        match number {
            0 => say(&format!("error: {line}")),
            _ => say_plain(line),
        }
    }
}

/// Prints help, or an error about the command line, and exits.
pub(super) fn refuse(error: &clap::Error, given: &[OsString]) -> ! {
    let is_harmful = |argument: &OsString| {
        let argument = argument.to_string_lossy();
        terminal::clean(&argument) != argument
    };
    // The message repeats the arguments, between escape sequences for colours.
    if error.use_stderr() && given.iter().any(is_harmful) {
        error.render().to_string().lines().for_each(say_plain);
        std::process::exit(error.exit_code());
    }
    error.exit()
}

/// One line on stderr. A closed stderr is ignored.
pub(super) fn say(line: &str) {
    say_plain(&format!("dixit: {line}"));
}

/// "1 document", "2 documents".
pub(super) fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

/// Messages of one kind on stderr, of which there may be one for each document or row: the first are shown,
/// the rest are counted.
#[derive(Debug)]
pub(super) struct Complaints {
    noun: &'static str,
    /// What the line with the count says about them.
    what: &'static str,
    count: usize,
}

impl Complaints {
    /// Maximum number of messages shown.
    const SHOWN: usize = 10;

    /// No messages yet. With "document" and "could not be read", the last line is "… and 4990 more documents
    /// could not be read".
    pub(super) fn about(noun: &'static str, what: &'static str) -> Complaints {
        Complaints {
            noun,
            what,
            count: 0,
        }
    }

    /// Adds a message, and shows it if it is among the first.
    pub(super) fn add(&mut self, line: &str) {
        self.count += 1;
        if self.count <= Complaints::SHOWN {
            say(line);
        }
    }

    /// Prints how many more there were than shown, if any; returns the total.
    pub(super) fn finish(self) -> usize {
        let rest = self.count.saturating_sub(Complaints::SHOWN);
        if rest > 0 {
            let more = counted(rest, &format!("more {}", self.noun));
            say(format!("… and {more} {}", self.what).trim_end());
        }
        self.count
    }
}

fn say_plain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", terminal::clean(line));
}

/// The result of writing to stdout. A closed pipe is not an error: the reader has seen enough.
pub(super) fn written(outcome: io::Result<()>) -> Result<()> {
    match outcome {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::new(format!("cannot write to standard output: {e}")))
        }
        _ => Ok(()),
    }
}
