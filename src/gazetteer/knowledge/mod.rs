//! A user's own table of states, organisations and people, in addition to the built-in one.
//!
//! A file is TSV whose first line names the columns (lines that start with `#` are skipped), or
//! JSON Lines with the same names as keys. Lists are separated by `;`, or JSON arrays. Columns, in any
//! order; only `name` is required, unknown ones are ignored:
//!
//! | column | of | contents |
//! | --- | --- | --- |
//! | `id` | all | Wikidata id, or one of your own; empty: made from kind and name. a column `qid` takes precedence |
//! | `name` | all | canonical name |
//! | `kind` | all | `person` (when empty), `state`, `organisation`, or one of the kinds in the built-in tables: `region`, `party`, `newspaper`, `foreign_ministry`, … |
//! | `aliases` | all | other names, as written in texts |
//! | `represents` | organisations, people | who they speak for: a state; for a person, also an organisation |
//! | `state` | organisations | the state it belongs to; a government body also speaks for it |
//! | `code` | states | short name for references in other rows: `NOR` |
//! | `adjectives`, `demonyms`, `capitals` | states | as written in texts |
//! | `gender` | people | `M` or `F` |
//! | `born` | people | year, or a date that starts with it |
//! | `offices` | people | `title~of~since~until`, separated by `\|`; JSON: objects with these keys. Dates are years, months or days; without a start it began long ago, without an end it is current |
//!
//! ```text
//! id      name         kind     represents    offices
//! own:1   Ada Moss     person                 Harbour Minister~Norway~2021-10~|Envoy~NATO~2015~2019-06-30
//! own:2   Pier Union   ngo
//! ```
//!
//! States and organisations are referred to by id, code or name, in this table or the built-in one. A
//! row with an id of the built-in tables adds to that entry; its name is then another alias
//! (`[[rename]]` in [`crate::corrections`] changes the canonical name). A full name that only one person has links to
//! them even without other evidence; of namesakes, as usual, the one with evidence from state, date or title.

mod join;
mod rows;
#[cfg(test)]
mod tests;

use crate::error::{Error, Result};
use crate::gazetteer::tables::{TABLES, Tables};
use std::fmt;
use std::path::Path;

/// The tables that names are looked up in: the built-in ones, with the user's own if any.
/// ```
/// use dixit::entity::Knowledge;
/// use std::path::Path;
///
/// let error = Knowledge::read(&[Path::new("missing.tsv")]).unwrap_err();
/// assert!(error.to_string().starts_with("missing.tsv: "));
/// ```
#[derive(Clone, Copy, Default)]
pub struct Knowledge(Option<&'static Tables>);

impl Knowledge {
    /// The built-in tables with those of the files, and a message with file and line for each row that
    /// was skipped.
    ///
    /// Like the built-in tables, they stay in memory as long as the program runs.
    ///
    /// # Errors
    /// One line with the file that cannot be read or has no valid row.
    pub fn read<P: AsRef<Path>>(files: &[P]) -> Result<(Knowledge, Vec<String>)> {
        let mut rows = Vec::new();
        let mut complaints = Vec::new();
        for file in files {
            let file = file.as_ref();
            let text = crate::input::read_to_string(file)
                .map_err(|e| Error::at(file, format_args!("cannot be read: {e}")))?;
            let read = rows::read(file, &text, &mut complaints)?;
            if read.is_empty() {
                let why = complaints.pop().map_or_else(
                    || {
                        Error::at(
                            file,
                            "no row; the first line names columns, each other line is one",
                        )
                    },
                    Error::new,
                );
                return Err(why);
            }
            rows.extend(read);
        }
        if rows.is_empty() {
            return Ok((Knowledge::default(), complaints));
        }
        let mut tables = Tables::load();
        join::join(&mut tables, rows, &mut complaints);
        Ok((Knowledge(Some(Box::leak(Box::new(tables)))), complaints))
    }

    pub(crate) fn tables(self) -> &'static Tables {
        self.0.unwrap_or(&TABLES)
    }
}

impl fmt::Debug for Knowledge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            None => "Knowledge(built in)",
            Some(_) => "Knowledge(built in, and a user's)",
        })
    }
}

impl PartialEq for Knowledge {
    fn eq(&self, other: &Self) -> bool {
        match (self.0, other.0) {
            (Some(one), Some(other)) => std::ptr::eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

impl Eq for Knowledge {}
