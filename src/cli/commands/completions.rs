//! `dixit completions`: shell completions of the command line.

use crate::cli::messages::{Outcome, written};
use crate::error::Result;
use clap::{Args, Command};
use clap_complete::Shell;
use std::io::Write;

/// Print a completion script for your shell
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Shell to write the script for
    shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  dixit completions bash > ~/.local/share/bash-completion/completions/dixit
  dixit completions zsh > ~/.zfunc/_dixit
  dixit completions fish > ~/.config/fish/completions/dixit.fish";

pub(in crate::cli) fn run(arguments: &Arguments, mut command: Command) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "dixit", &mut script);
    written(std::io::stdout().lock().write_all(&script))?;
    Ok(Outcome::Done)
}
