//! Runs over all documents: new and changed ones are read, missing ones are removed, and a run that was
//! stopped is continued.

use super::Store;
use super::rows::DbResult;
use crate::error::Result;
use rusqlite::{OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// A hash of everything in a document that its record is made from.
pub(crate) type DocumentHash = [u8; 16];

/// The hash of everything in a document that its record is made from.
pub(crate) fn hash_of(document: &crate::document::Document) -> DocumentHash {
    let mut sum = Sha256::new();
    let path = document
        .path
        .as_ref()
        .map(|path| path.display().to_string());
    let date = document.date.map(|day| day.to_string());
    let line = document.line.to_string();
    for field in [
        Some(document.id.as_str()),
        document.title.as_deref(),
        date.as_deref(),
        document.url.as_deref(),
        document.source.as_deref(),
        path.as_deref(),
        Some(line.as_str()),
        Some(document.text.as_str()),
    ] {
        // Lengths separate fields, and missing ones from empty ones.
        let length = field.map_or(u64::MAX, |field| field.len() as u64);
        sum.update(length.to_le_bytes());
        sum.update(field.unwrap_or_default());
    }
    let sum: [u8; 32] = sum.finalize().into();
    let mut hash = DocumentHash::default();
    hash.copy_from_slice(&sum[..16]);
    hash
}

/// Whether a run has seen a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// It is in the store, unchanged.
    Same,
    /// It is new, or has changed.
    New,
}

impl Store {
    /// The number of the current or last run.
    pub(super) fn run(&self) -> DbResult<i64> {
        let run = self.meta("run")?;
        Ok(run.and_then(|run| run.parse().ok()).unwrap_or(1))
    }

    /// Begins a run over all documents, or continues one that was stopped. At its end, documents that it has
    /// not seen are removed. All records depend on `settings`: if they have changed, all documents count as
    /// changed.
    ///
    /// # Errors
    /// One line that names the file.
    pub(crate) fn begin_run(&mut self, settings: &str) -> Result<()> {
        let begun = self.begin_run_inner(settings);
        self.at(begun)
    }

    fn begin_run_inner(&mut self, settings: &str) -> DbResult<()> {
        let is_other = self.meta("settings")?.is_none_or(|old| old != settings);
        if self.meta("running")?.as_deref() != Some("yes") || is_other {
            let run = self.run()? + 1;
            self.set_meta("run", &run.to_string())?;
            self.set_meta("running", "yes")?;
            self.growth.run = run;
        }
        if is_other {
            self.db.execute("UPDATE documents SET hash = NULL", [])?;
            self.set_meta("settings", settings)?;
        }
        Ok(())
    }

    /// Whether a run needs the record of a document with this hash; an unchanged one is marked as seen.
    ///
    /// # Errors
    /// One line that names the file.
    pub(crate) fn see(&mut self, id: &str, hash: &[u8]) -> Result<Seen> {
        let seen = self.see_inner(id, hash);
        self.at(seen)
    }

    fn see_inner(&mut self, id: &str, hash: &[u8]) -> DbResult<Seen> {
        let run = self.growth.run;
        let mut select = self
            .db
            .prepare_cached("SELECT number, run FROM documents WHERE id = ? AND hash = ?")?;
        let found: Option<(i64, i64)> = select
            .query_row(params![id, hash], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        drop(select);
        let Some((number, seen)) = found else {
            return Ok(Seen::New);
        };
        if seen != run {
            self.change()?;
            let mut note = self
                .db
                .prepare_cached("UPDATE documents SET run = ? WHERE number = ?")?;
            note.execute([run, number])?;
        }
        Ok(Seen::Same)
    }

    /// The hashes of all documents.
    ///
    /// # Errors
    /// One line that names the file.
    pub(crate) fn hashes(&self) -> Result<HashSet<DocumentHash>> {
        let hashes = || -> DbResult<HashSet<DocumentHash>> {
            let mut select = self
                .db
                .prepare("SELECT hash FROM documents WHERE length(hash) = 16")?;
            let hashes = select.query_map([], |row| row.get(0))?;
            Ok(hashes.collect::<std::result::Result<_, _>>()?)
        };
        self.at(hashes())
    }

    /// Ends a run: removes the documents that it has not seen, and returns their number.
    ///
    /// # Errors
    /// One line that names the file.
    pub(crate) fn end_run(&mut self) -> Result<usize> {
        let ended = self.end_run_inner();
        self.at(ended)
    }

    fn end_run_inner(&mut self) -> DbResult<usize> {
        let mut select = self
            .db
            .prepare("SELECT number FROM documents WHERE run <> ?")?;
        let unseen: Vec<i64> = select
            .query_map([self.growth.run], |row| row.get(0))?
            .collect::<std::result::Result<_, _>>()?;
        drop(select);
        for document in &unseen {
            self.remove(*document)?;
        }
        self.change()?;
        let run = self.growth.run;
        self.db
            .execute("UPDATE documents SET doubled = 0 WHERE doubled <> ?", [run])?;
        self.set_meta("running", "no")?;
        self.commit()?;
        Ok(unseen.len())
    }
}
