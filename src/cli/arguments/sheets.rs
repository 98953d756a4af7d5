//! The flag of commands that write CSV for spreadsheets.

use crate::export::sheet::Cells;
use clap::Args;

/// How cells of CSV are written.
#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct CellsArgument {
    /// Do not escape CSV cells: without this, cells that a spreadsheet would run as a formula (they
    /// begin with =, +, -, @, tab or a line break) are prefixed with an apostrophe
    #[arg(long, help_heading = "Output")]
    raw: bool,
}

impl CellsArgument {
    pub(in crate::cli) fn cells(self) -> Cells {
        match self.raw {
            true => Cells::Raw,
            false => Cells::Harmless,
        }
    }
}
