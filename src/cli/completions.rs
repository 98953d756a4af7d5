//! `dixit completions`: shell completions of the command line.

use super::Outcome;
use crate::error::Result;
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::io::Write;

/// Print a completion script for your shell
///
/// For bash: dixit completions bash > ~/.local/share/bash-completion/completions/dixit
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Shell to complete for
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let mut script = Vec::new();
    let mut command = super::Arguments::command();
    clap_complete::generate(arguments.shell, &mut command, "dixit", &mut script);
    super::written(std::io::stdout().lock().write_all(&script))?;
    Ok(Outcome::Done)
}
