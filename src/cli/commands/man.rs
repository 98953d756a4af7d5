//! `dixit man`: manual pages of the command line.

use crate::cli::messages::Outcome;
use crate::error::Result;
use crate::output::{Files, unchanged};
use clap::{Args, Command};
use clap_mangen::Man;
use std::path::{Path, PathBuf};

/// Write manual pages into a folder, one for each command
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Folder for the pages; created if missing
    folder: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  dixit man ~/.local/share/man/man1          then 'man dixit' and 'man dixit-ask'";

pub(in crate::cli) fn run(arguments: &Arguments, command: Command) -> Result<Outcome> {
    let mut command = command.disable_help_subcommand(true);
    command.build();
    let page = |command: &Command| {
        let page = Man::new(command.clone());
        (arguments.folder.join(page.get_filename()), page)
    };
    let pages: Vec<(PathBuf, Man)> = std::iter::once(&command)
        .chain(command.get_subcommands())
        .map(page)
        .collect();
    let mut files = Files::default();
    for (path, page) in &pages {
        files.write(path, |out| page.render(out))?;
    }
    files.finish().map_err(|error| {
        let paths: Vec<&Path> = pages.iter().map(|(path, _)| path.as_path()).collect();
        unchanged(&error, &paths)
    })?;
    Ok(Outcome::Done)
}
