//! What does the user want? The command line, one file per command.
//!
//! Exit codes: 0 done, 1 nothing found, 2 an error, reported in one line on stderr. A closed pipe
//! is not an error. A signal that ends the program (`interruption`) exits with 130 or 143.
//!
//! Each of these modules uses only those before it: `terminal` (what stdout and stderr can display), `messages`
//! (messages that all commands share), `config` (the defaults of `dixit.toml`), `arguments` (flags that several
//! commands share), `show` (output: lists of statements in `answer`, everything else in `report`) and `commands`,
//! one file per command.

pub(crate) mod arguments;
pub(crate) mod commands;
mod config;
mod interruption;
mod messages;
pub(crate) mod show;
mod terminal;

pub use messages::{Outcome, complain};

use crate::error::Result;
use arguments::model;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use commands::*;
use config::Config;
use messages::{VERSION, written};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// Read news and build a graph of who said, warned or proposed what to whom, in which every edge leads
/// back to the words that prove it
#[derive(Debug, Parser)]
#[command(name = "dixit", after_help = EXAMPLES, arg_required_else_help = true, args_conflicts_with_subcommands = true)]
struct CommandLine {
    /// Print the version
    #[arg(long, short = 'V', required = true)]
    version: bool,
    /// Also print what the model was trained on, when, and how accurate it is
    #[arg(long, requires = "version")]
    verbose: bool,
    /// Describe this model instead of the built-in one
    #[arg(long, value_name = "FILE", requires = "verbose")]
    model: Option<PathBuf>,
    /// Do not read dixit.toml
    #[arg(long, global = true)]
    no_config: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

const EXAMPLES: &str = "\
Examples:
  dixit build corpus/                        build the graph of a folder, in graphs/
  dixit ask \"Who warned Russia about Ukraine?\"
  dixit query --speaker Putin --relation proposed --format csv
  dixit verify \"massive consequences\" --speaker Truss
  dixit timeline --speaker Stoltenberg --about Russia
  dixit export --ego Putin -o putin.gexf     for Gephi; also svg, csv, turtle, …
  dixit explain 3f2a6c0d9be41877             why a statement is attributed to its speaker
  dixit extract article.txt | jq .statements
  dixit check graphs/corpus.json             check that the sources still prove it
  dixit eval gold.jsonl                      how well dixit does on annotated articles

Defaults for flags can be in a file dixit.toml, in the current folder or one above it, or in the file that the variable
DIXIT_CONFIG names; see 'dixit build --help'.

Exit codes: 0 done, 1 nothing found, 2 error; 130 after SIGINT, 143 after SIGTERM.";

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Arguments),
    Merge(merge::Arguments),
    Ask(ask::Arguments),
    Query(query::Arguments),
    Verify(verify::Arguments),
    Timeline(timeline::Arguments),
    Stats(stats::Arguments),
    Export(export::Arguments),
    Explain(explain::Arguments),
    Extract(extract::Arguments),
    Variants(variants::Arguments),
    Diff(diff::Arguments),
    Check(check::Arguments),
    Eval(eval::Arguments),
    Train(train::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
    #[cfg(feature = "mcp")]
    Mcp(mcp::Arguments),
    #[cfg(feature = "serve")]
    Serve(serve::Arguments),
}

/// Runs the command with these arguments, of which the first is the name of the program.
///
/// # Errors
/// The error that ended the command, in one line. A command line that cannot be parsed ends the
/// process with exit code 2 and a hint on how to write it.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Result<Outcome> {
    interruption::watch();
    let mut given: Vec<OsString> = arguments.into_iter().collect();
    // It may come before the command, unlike the flags of the program itself.
    if given.len() > 2 && given.get(1).is_some_and(|flag| flag == "--no-config") {
        given.swap(1, 2);
    }
    let mut command = CommandLine::command();
    let config = Config::for_command(&command, &given)?;
    if let Some(config) = &config {
        command = config.apply(command);
    }
    let parsed = command.try_get_matches_from_mut(&given);
    let parsed = parsed.and_then(|matches| {
        let arguments = CommandLine::from_arg_matches(&matches);
        arguments.map(|arguments| (arguments, matches))
    });
    let (arguments, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => match config.as_ref().and_then(|config| config.blame(&error)) {
            Some(error) => return Err(error),
            None => messages::refuse(&error.format(&mut command), &given),
        },
    };
    if let Some(config) = &config {
        config.tell(&matches);
    }
    let Some(command) = arguments.command else {
        return version(arguments.verbose, arguments.model.as_deref());
    };
    match command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Merge(arguments) => merge::run(&arguments),
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
        #[cfg(feature = "mcp")]
        Command::Mcp(arguments) => mcp::run(&arguments),
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Man(arguments) => man::run(&arguments, CommandLine::command()),
    }
}

fn version(verbose: bool, model: Option<&Path>) -> Result<Outcome> {
    if verbose {
        model::print_version(model)?;
    } else {
        use io::Write;
        written(writeln!(io::stdout().lock(), "{VERSION}"))?;
    }
    Ok(Outcome::Done)
}
