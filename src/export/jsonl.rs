//! JSON Lines: one statement per line, as from `dixit query --format jsonl`, for DuckDB,
//! pandas, jq and Spark.

use super::selection::{Said, Selection};
use crate::query::Hit;
use std::io::{self, Write};

/// Writes the statements; nothing is lost except the words of further reports, which are
/// counted.
///
/// # Errors
/// Those of `out`.
pub fn write(selection: &Selection, out: &mut impl Write) -> io::Result<Vec<String>> {
    for said in selection.statements() {
        serde_json::to_writer(&mut *out, &hit(selection, &said))?;
        out.write_all(b"\n")?;
    }
    Ok(Vec::new())
}

fn hit<'g>(selection: &Selection<'g>, said: &Said<'g>) -> Hit<'g> {
    Hit::new(
        selection.graph(),
        said.index,
        said.report,
        said.speaks_for,
        selection.marks(said),
    )
}
