//! Works off what is pending, so that the store is the graph of its documents again.

use super::rows::Told;
use super::{Store, rows};
use crate::error::Result;
use rusqlite::types::Value;

/// Pending items that are worked off in one transaction.
const BATCH: usize = 5_000;

/// What a store that settles is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Making indexes.
    Indexes,
    /// Finding out who is who.
    People,
    /// Joining the reports of each statement.
    Reports,
    /// Indexing statements.
    Statements,
    /// Summing up what is said about each entity.
    Entities,
}

impl Store {
    /// Brings everything up to date and closes the file, so that others can read it. `tell` is told what is
    /// being done, and how many items of it are done.
    ///
    /// # Errors
    /// One line that names the file. What is done by then stays.
    pub fn settle(mut self, tell: impl FnMut(Step, usize)) -> Result<()> {
        let settled = self.settle_inner(tell);
        self.at(settled)
    }

    fn settle_inner(&mut self, mut tell: impl FnMut(Step, usize)) -> Told<()> {
        self.commit()?;
        tell(Step::Indexes, 0);
        self.db.execute_batch(include_str!("indexes.sql"))?;
        tell(Step::People, 0);
        let mut people = 0;
        loop {
            let mut some = 0;
            some += self.work_off("surname", |store, surname| match surname {
                Value::Text(surname) => store.refresh_surname(surname),
                _ => Ok(()),
            })?;
            for what in ["document", "person", "document"] {
                some += self.work_off(what, |store, item| match (what, item) {
                    ("person", Value::Integer(person)) => store.refresh_person(*person),
                    (_, Value::Integer(document)) => store.remap(*document),
                    _ => Ok(()),
                })?;
            }
            people += some;
            tell(Step::People, people);
            if some == 0 {
                break;
            }
        }
        let mut done = 0;
        self.work_off("key", |store, key| {
            done += 1;
            if done % 1_000 == 0 {
                tell(Step::Reports, done);
            }
            match key {
                Value::Integer(key) => store.refresh_key(*key),
                _ => Ok(()),
            }
        })?;
        let settled = self.settled()?;
        self.work_off("statement", |store, statement| {
            match statement {
                // Those that are new are looked at below.
                Value::Integer(number) if *number <= settled => {
                    store.refresh_statement(*number, true)
                }
                _ => Ok(()),
            }
        })?;
        self.index_new(&mut tell)?;
        let mut done = 0;
        self.work_off("entity", |store, own| {
            done += 1;
            if done % 1_000 == 0 {
                tell(Step::Entities, done);
            }
            match own {
                Value::Integer(own) => store.refresh_entity(*own),
                _ => Ok(()),
            }
        })?;
        self.close_up()
    }

    /// Works off all items of a kind; gives how many there were.
    fn work_off(
        &mut self,
        what: &str,
        mut work: impl FnMut(&mut Store, &Value) -> Told<()>,
    ) -> Told<usize> {
        let mut all = 0;
        loop {
            let mut select = self
                .db
                .prepare_cached("SELECT item FROM pending WHERE what = ? LIMIT ?")?;
            let items =
                select.query_map(rusqlite::params![what, BATCH as i64], |row| row.get(0))?;
            let items: Vec<Value> = items.collect::<std::result::Result<_, _>>()?;
            drop(select);
            if items.is_empty() {
                return Ok(all);
            }
            self.change()?;
            for item in &items {
                // First, for work may find that the item is pending again.
                self.db
                    .prepare_cached("DELETE FROM pending WHERE what = ? AND item = ?")?
                    .execute(rusqlite::params![what, item])?;
                work(self, item)?;
            }
            all += items.len();
            self.commit()?;
        }
    }

    /// The number of the last report that is in the index.
    pub(super) fn settled(&self) -> Told<i64> {
        let settled = self.meta("settled")?;
        Ok(settled.and_then(|n| n.parse().ok()).unwrap_or(0))
    }

    /// Indexes the statements of reports that were never looked at.
    fn index_new(&mut self, tell: &mut impl FnMut(Step, usize)) -> Told<()> {
        let mut done = 0;
        loop {
            let from = self.settled()?;
            let mut select = self.db.prepare_cached(
                "SELECT number, statement FROM reports WHERE number > ? ORDER BY number LIMIT ?",
            )?;
            let new = select.query_map([from, 4 * BATCH as i64], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
            let new: Vec<(i64, i64)> = new.collect::<std::result::Result<_, _>>()?;
            drop(select);
            let Some((last, _)) = new.last().copied() else {
                return Ok(());
            };
            self.change()?;
            for (number, statement) in &new {
                if number == statement {
                    self.refresh_statement(*number, false)?;
                }
            }
            self.set_meta("settled", &last.to_string())?;
            self.commit()?;
            done += new.len();
            tell(Step::Statements, done);
        }
    }

    /// Makes one file of the database, which others can open.
    fn close_up(&mut self) -> Told<()> {
        self.change()?;
        self.db.execute_batch(include_str!("views.sql"))?;
        self.set_meta("state", "whole")?;
        self.commit()?;
        // What SQLite knows of the tables helps it to choose an index.
        self.db.execute_batch(
            "PRAGMA analysis_limit = 400; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);",
        )?;
        let mode: String = self
            .db
            .query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?;
        match mode.as_str() {
            "delete" => Ok(()),
            _ => Err(rows::damaged(&mode)),
        }
    }
}
