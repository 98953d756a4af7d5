//! Parquet: typed tables ([`Table`]) for DuckDB, pandas, Polars and Spark, one file each.

use super::selection::Selection;
use super::typed::Table;
use crate::error::Result;
use crate::parquet::Writer;
use std::io::{self, Write};
use std::path::Path;

/// Writes all tables into an existing folder.
///
/// # Errors
/// One line that names the file that cannot be written.
pub fn write(selection: &Selection, folder: &Path) -> Result<()> {
    Table::ALL.into_iter().try_for_each(|table| {
        let path = folder.join(format!("{}.parquet", table.name()));
        crate::output::replace(&path, |out| write_table(table, selection, out))
    })
}

/// Writes one table.
///
/// # Errors
/// Those of `out`.
pub(crate) fn write_table(
    table: Table,
    selection: &Selection,
    out: &mut (impl Write + ?Sized),
) -> io::Result<()> {
    let mut writer = Writer::new(out, table.fields())?;
    table.rows(selection, |cells| writer.row(cells))?;
    writer.finish()
}
