//! CSV that people open in a spreadsheet.
//!
//! A spreadsheet runs a cell as a formula if it begins like one, and what an article says may begin in
//! any way (CSV injection, OWASP). An apostrophe before such a cell makes it text.

use std::borrow::Cow;
use std::io::{self, Write};

/// How to write cells that a spreadsheet would run as formulas.
/// ```
/// use dixit::export::{Cells, Options};
///
/// let options = Options::default().cells(Cells::Raw);
/// assert_eq!(options.cells, Cells::Raw);
/// assert_eq!(Options::default().cells, Cells::Harmless);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cells {
    /// With an apostrophe in front.
    #[default]
    Harmless,
    /// Unchanged.
    Raw,
}

impl Cells {
    /// The cell as written.
    pub(crate) fn written(self, cell: &str) -> Cow<'_, str> {
        match self {
            Cells::Harmless if is_formula(cell) => Cow::Owned(format!("'{cell}")),
            _ => Cow::Borrowed(cell),
        }
    }
}

/// Whether a cell begins like a formula, or with white space that is skipped before one. Full-width
/// characters count too, because they work in some locales.
fn is_formula(cell: &str) -> bool {
    const BEGINNINGS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    cell.starts_with(BEGINNINGS)
}

/// A table, written cell by cell.
pub struct Sheet<W: Write> {
    table: ::csv::Writer<W>,
    cells: Cells,
}

impl<W: Write> Sheet<W> {
    /// A table without rows.
    pub fn new(out: W, cells: Cells) -> Self {
        let table = ::csv::Writer::from_writer(out);
        Sheet { table, cells }
    }

    /// Writes the next cell of a row.
    ///
    /// # Errors
    /// Those of the output.
    pub fn cell(&mut self, cell: &str) -> io::Result<()> {
        let cell = self.cells.written(cell);
        Ok(self.table.write_field(cell.as_bytes())?)
    }

    /// Ends a row.
    ///
    /// # Errors
    /// Those of the output.
    pub fn end(&mut self) -> io::Result<()> {
        Ok(self.table.write_record(None::<&[u8]>)?)
    }

    /// Writes a row.
    ///
    /// # Errors
    /// Those of the output.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> io::Result<()> {
        for cell in cells {
            self.cell(cell.as_ref())?;
        }
        self.end()
    }

    /// Writes what is still in the buffer.
    ///
    /// # Errors
    /// Those of the output.
    pub fn flush(&mut self) -> io::Result<()> {
        self.table.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_run_gets_an_apostrophe_and_nothing_else_does() {
        let written = |cell| Cells::Harmless.written(cell).into_owned();
        for cell in ["=1+1", "+49", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(written(cell), format!("'{cell}"));
            assert_eq!(Cells::Raw.written(cell), cell);
        }
        for cell in ["", "1 = 1", "— no", "'=1", " =1", "a-b"] {
            assert_eq!(written(cell), cell);
        }
    }
}
