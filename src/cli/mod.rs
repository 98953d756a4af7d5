//! What does the user want? The command line, one file a command.
//!
//! Exit codes: 0 done, 1 nothing found, 2 an error, told in one line on stderr. A closed pipe is
//! no error. What the commands share: [`work`] runs over documents, [`output`] writes answers,
//! [`terminal`] knows what stdout and stderr can show.

mod ask;
mod build;
mod completions;
mod extract;
mod graphs;
mod output;
mod query;
mod summary;
mod table;
mod terminal;
mod work;

use crate::error::{Error, Result};
use clap::{Parser, Subcommand};
use std::io;

/// How a command ended, when it did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It did what was asked.
    Done,
    /// There was nothing to be found.
    Nothing,
}

/// Who said, warned or proposed what, to whom: reads news, builds a graph in which every edge leads
/// back to the words that prove it.
#[derive(Debug, Parser)]
#[command(name = "dixit", version, propagate_version = true, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  dixit build corpus/                        graph of a folder, into graphs/
  dixit ask \"Who warned Russia about Ukraine?\"
  dixit query --speaker Putin --relation proposed --format csv
  dixit extract article.txt | jq .statements

Exit codes: 0 done, 1 nothing found, 2 error.";

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Arguments),
    Extract(extract::Arguments),
    Query(query::Arguments),
    Ask(ask::Arguments),
    Completions(completions::Arguments),
}

/// Runs the command that the process was started with.
///
/// # Errors
/// Whatever ended the command early, in one line. A command line that cannot be read ends the
/// process with exit code 2 and a word on how to write it.
pub fn run() -> Result<Outcome> {
    match Arguments::parse().command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Extract(arguments) => extract::run(&arguments),
        Command::Query(arguments) => query::run(&arguments),
        Command::Ask(arguments) => ask::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
    }
}

/// Tells an error on stderr, cleaned of what a terminal would obey.
pub fn complain(error: &Error) {
    for (number, line) in error.to_string().lines().enumerate() {
        match number {
            0 => say(&format!("error: {line}")),
            _ => say_plain(line),
        }
    }
}

/// One line on stderr. A stderr that is closed is nobody's loss.
fn say(line: &str) {
    say_plain(&format!("dixit: {line}"));
}

fn say_plain(line: &str) {
    use io::Write;
    let _ = writeln!(io::stderr().lock(), "{}", terminal::clean(line));
}

/// How writing to stdout ended: a reader that has seen enough and closed the pipe is content.
fn written(outcome: io::Result<()>) -> Result<()> {
    match outcome {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::new(format!("cannot write to standard output: {e}")))
        }
        _ => Ok(()),
    }
}
