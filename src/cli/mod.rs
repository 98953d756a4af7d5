//! The command line: what does the user want?
//!
//! `commands` has a file for each command, `arguments` the flags that several of them take, `show` what
//! they print and how a terminal can show it, `messages` the lines on stderr that all of them use.
//!
//! Exit codes: 0 done, 1 nothing found, 2 an error, reported in one line on stderr. A closed pipe is no
//! error.

mod arguments;
mod commands;
mod messages;
mod show;

pub use messages::{Outcome, complain};

use crate::error::Result;
use arguments::model;
use clap::{CommandFactory, Parser, Subcommand};
use commands::*;
use messages::{VERSION, written};
use std::io;
use std::path::{Path, PathBuf};

/// Who said, warned or proposed what, to whom: reads news, builds a graph in which every edge leads
/// back to the words that prove it.
#[derive(Debug, Parser)]
#[command(name = "dixit", after_help = EXAMPLES, arg_required_else_help = true, args_conflicts_with_subcommands = true)]
struct CommandLine {
    /// Print the version
    #[arg(long, short = 'V', required = true)]
    version: bool,
    /// Tell with the version what the model was trained on, when, and how good it is
    #[arg(long, requires = "version")]
    verbose: bool,
    /// Tell it of this model, not of the built-in one
    #[arg(long, value_name = "FILE", requires = "verbose")]
    model: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

const EXAMPLES: &str = "\
Examples:
  dixit build corpus/                        graph of a folder, into graphs/
  dixit ask \"Who warned Russia about Ukraine?\"
  dixit query --speaker Putin --relation proposed --format csv
  dixit extract article.txt | jq .statements
  dixit verify \"massive consequences\" --speaker Truss
  dixit timeline --speaker Stoltenberg --about Russia
  dixit explain 3f2a6c0d9be41877             why a statement is whose it is
  dixit check graphs/corpus.json             whether its sources still prove it
  dixit export --ego Putin -o putin.gexf     for Gephi; also svg, csv, turtle, …
  dixit eval gold.jsonl                      how good it is on annotated articles

Exit codes: 0 done, 1 nothing found, 2 error.";

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Arguments),
    Extract(extract::Arguments),
    Query(query::Arguments),
    Ask(ask::Arguments),
    Timeline(timeline::Arguments),
    Verify(verify::Arguments),
    Variants(variants::Arguments),
    Stats(stats::Arguments),
    Diff(diff::Arguments),
    Check(check::Arguments),
    Explain(explain::Arguments),
    Export(export::Arguments),
    Eval(eval::Arguments),
    Train(train::Arguments),
    Completions(completions::Arguments),
}

/// Runs the command that the process was started with.
///
/// # Errors
/// Whatever ended the command early, in one line. A command line that cannot be read ends the
/// process with exit code 2 and a word on how to write it.
pub fn run() -> Result<Outcome> {
    let arguments = CommandLine::parse();
    let Some(command) = arguments.command else {
        return version(arguments.verbose, arguments.model.as_deref());
    };
    match command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Extract(arguments) => extract::run(&arguments),
        Command::Query(arguments) => query::run(&arguments),
        Command::Ask(arguments) => ask::run(&arguments),
        Command::Timeline(arguments) => timeline::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Variants(arguments) => variants::run(&arguments),
        Command::Stats(arguments) => stats::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Eval(arguments) => eval::run(&arguments),
        Command::Train(arguments) => train::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments, CommandLine::command()),
    }
}

fn version(verbose: bool, model: Option<&Path>) -> Result<Outcome> {
    if verbose {
        model::tell(model)?;
    } else {
        use io::Write;
        written(writeln!(io::stdout().lock(), "{VERSION}"))?;
    }
    Ok(Outcome::Done)
}
