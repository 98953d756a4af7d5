//! Processes what is pending, so that the store is the graph of its documents again.

use super::rows::DbResult;
use super::statements::indexed;
use super::{Store, keys, rows};
use crate::error::Result;
use rusqlite::types::Value;
use std::sync::mpsc::sync_channel;
use std::thread;

/// Number of pending items that are processed in one transaction.
const BATCH: usize = 5_000;

/// How many batches of joined reports (24 bytes each) are kept in memory, to be written in order of the
/// reports, so that each page is written once.
const BATCHES_IN_MEMORY: usize = 2_000;
/// How many batches of them are written in one transaction.
const BATCHES_AT_ONCE: usize = 20;

/// What a store that settles is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Creating indexes.
    Indexes,
    /// Resolving who is who.
    People,
    /// Grouping reports into statements.
    Reports,
    /// Indexing statements.
    Statements,
    /// Summing up what is said about each entity.
    Entities,
}

impl Store {
    /// Brings everything up to date and closes the file, so that others can read it. `tell` is called with
    /// what is being done and how many items are done.
    ///
    /// # Errors
    /// One line that names the file. What was done until then is kept.
    pub fn settle(self, tell: impl FnMut(Step, usize)) -> Result<()> {
        self.settle_by(BATCH, None, tell)
    }

    /// The same, with `batch` pending items in one transaction. `compare_all_up_to` is the number of reports
    /// up to which all with one key are compared again; `None` for the default.
    pub(super) fn settle_by(
        mut self,
        batch: usize,
        compare_all_up_to: Option<i64>,
        tell: impl FnMut(Step, usize),
    ) -> Result<()> {
        (self.growth.batch, self.growth.compare_all_up_to) = (batch, compare_all_up_to);
        let settled = self.settle_inner(tell);
        self.at(settled)
    }

    fn settle_inner(&mut self, mut tell: impl FnMut(Step, usize)) -> DbResult<()> {
        self.commit()?;
        tell(Step::Indexes, 0);
        self.change()?;
        self.insert_new_keys()?;
        self.commit()?;
        self.db.execute_batch(include_str!("indexes.sql"))?;
        let mut people = 0;
        loop {
            let before = people;
            for what in ["surname", "document", "person", "document"] {
                people += self.process_pending(
                    what,
                    |done| tell(Step::People, people + done),
                    |store, item| match (what, item) {
                        (_, Value::Text(surname)) => store.refresh_surname(surname),
                        ("person", Value::Integer(person)) => store.refresh_person(*person),
                        (_, Value::Integer(document)) => store.remap(*document),
                        _ => Ok(()),
                    },
                )?;
            }
            if people == before {
                break;
            }
        }
        self.join_reports(&mut tell)?;
        let settled = self.growth.settled;
        self.process_pending(
            "statement",
            |done| tell(Step::Statements, done),
            |store, statement| match statement {
                // New ones are indexed below.
                Value::Integer(number) if *number <= settled => store.refresh_statement(*number),
                _ => Ok(()),
            },
        )?;
        self.index_new(&mut tell)?;
        self.process_pending(
            "entity",
            |done| tell(Step::Entities, done),
            |store, own| match own {
                Value::Integer(own) => store.refresh_entity(*own),
                _ => Ok(()),
            },
        )?;
        self.finish_file()
    }

    /// Processes all pending items of a kind; returns their number.
    fn process_pending(
        &mut self,
        what: &str,
        mut tell: impl FnMut(usize),
        mut work: impl FnMut(&mut Store, &Value) -> DbResult<()>,
    ) -> DbResult<usize> {
        let mut all = 0;
        loop {
            let mut select = self
                .db
                .prepare_cached("SELECT item FROM pending WHERE what = ? LIMIT ?")?;
            let items = select
                .query_map(rusqlite::params![what, self.growth.batch as i64], |row| {
                    row.get(0)
                })?;
            let items: Vec<Value> = items.collect::<std::result::Result<_, _>>()?;
            drop(select);
            if items.is_empty() {
                return Ok(all);
            }
            self.change()?;
            for item in &items {
                // Deleted first, as processing may make the item pending again.
                self.db
                    .prepare_cached("DELETE FROM pending WHERE what = ? AND item = ?")?
                    .execute(rusqlite::params![what, item])?;
                work(self, item)?;
            }
            all += items.len();
            self.commit()?;
            tell(all);
        }
    }

    /// Groups reports into statements again where some were added or removed.
    fn join_reports(&mut self, tell: &mut impl FnMut(Step, usize)) -> DbResult<()> {
        let mut done = self.join_all(tell)?;
        loop {
            let mut select = self
                .db
                .prepare_cached("SELECT DISTINCT key FROM pending_keys LIMIT ?")?;
            let keys = select.query_map([self.growth.batch as i64], |row| row.get(0))?;
            let keys: Vec<i64> = keys.collect::<std::result::Result<_, _>>()?;
            drop(select);
            if keys.is_empty() {
                return Ok(());
            }
            self.change()?;
            for key in &keys {
                let mut select = self
                    .db
                    .prepare_cached("SELECT day, words FROM pending_keys WHERE key = ?")?;
                let changed = select.query_map([key], |row| Ok((row.get(0)?, row.get(1)?)))?;
                let changed: Vec<(i64, i64)> = changed.collect::<std::result::Result<_, _>>()?;
                drop(select);
                self.refresh_key(*key, &changed)?;
                self.db
                    .prepare_cached("DELETE FROM pending_keys WHERE key = ?")?
                    .execute([key])?;
            }
            self.commit()?;
            done += keys.len();
            tell(Step::Reports, done);
        }
    }

    /// Compares the reports of all keys of a new store, in order, from where an earlier process stopped;
    /// returns the number of keys with several reports.
    fn join_all(&mut self, tell: &mut impl FnMut(Step, usize)) -> DbResult<usize> {
        let (mut done, mut joined) = (0, Vec::new());
        let mut from = self.joined_up_to()?;
        let read = |store: &mut Store| -> DbResult<Option<_>> {
            let Some(key) = from else {
                return Ok(None);
            };
            let keys = store.keys_from(key)?;
            from = keys.last().and_then(|last| last.checked_add(1));
            let reports = keys.iter().map(|key| store.keyed_by(*key));
            Ok(Some((reports.collect::<DbResult<Vec<_>>>()?, from)))
        };
        let compare = |(reports, next): (Vec<_>, Option<i64>)| {
            let keys = reports.len();
            keys::compared(reports).map(|joined| (keys, joined, next))
        };
        pipelined(self, read, compare, |store, compared| {
            let (keys, more, next) = compared?;
            joined.extend(more);
            if next.is_none() || joined.len() > BATCHES_IN_MEMORY * store.growth.batch {
                // A process that is stopped in between compares these keys again.
                joined.sort_unstable();
                for piece in joined.chunks(BATCHES_AT_ONCE * store.growth.batch) {
                    store.change()?;
                    store.set_statements(piece)?;
                    store.commit()?;
                }
                joined.clear();
                store.change()?;
                store.set_joined_up_to(next)?;
                store.commit()?;
            }
            done += keys;
            tell(Step::Reports, done);
            Ok(())
        })?;
        Ok(done)
    }

    /// The next keys with several reports, from this one on; none after the last.
    fn keys_from(&self, key: i64) -> DbResult<Vec<i64>> {
        let mut select = self.db.prepare_cached(
            "SELECT key, count(*) FROM keys WHERE key >= ? GROUP BY key \
             HAVING count(*) > 1 ORDER BY key LIMIT ?",
        )?;
        let batch = self.growth.batch as i64;
        let mut rows = select.query([key, batch])?;
        let (mut keys, mut reports) = (Vec::new(), 0);
        while let Some(row) = rows.next()? {
            keys.push(row.get(0)?);
            reports += row.get::<_, i64>(1)?;
            if reports > 4 * batch {
                break;
            }
        }
        Ok(keys)
    }

    /// Indexes the statements of new reports.
    fn index_new(&mut self, tell: &mut impl FnMut(Step, usize)) -> DbResult<()> {
        let mut done = 0;
        let mut from = self.growth.settled;
        let read = |store: &mut Store| -> DbResult<Option<_>> {
            let mut select = store.db.prepare_cached(
                "SELECT max(number), count(*) FROM \
                 (SELECT number FROM reports WHERE number > ? ORDER BY number LIMIT ?)",
            )?;
            let batch = 4 * store.growth.batch as i64;
            let (last, count): (Option<i64>, i64) =
                select.query_row([from, batch], |row| Ok((row.get(0)?, row.get(1)?)))?;
            drop(select);
            let Some(last) = last else {
                return Ok(None);
            };
            let facts = store.facts(from + 1, last)?;
            from = last;
            Ok(Some((facts, last, count)))
        };
        let index = |(facts, last, count): (Vec<_>, i64, i64)| (indexed(&facts), last, count);
        pipelined(self, read, index, |store, (statements, last, count)| {
            store.change()?;
            store.insert_statements(statements)?;
            store.set_meta("settled", &last.to_string())?;
            store.commit()?;
            store.growth.settled = last;
            done += usize::try_from(count).unwrap_or(0);
            tell(Step::Statements, done);
            Ok(())
        })
    }

    /// Merges the database into one file, which others can open.
    fn finish_file(&mut self) -> DbResult<()> {
        self.change()?;
        self.db.execute_batch(include_str!("views.sql"))?;
        self.note_summary()?;
        self.set_meta("state", "whole")?;
        self.commit()?;
        // Statistics on the tables help SQLite to choose an index.
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

/// Reads batches, works on each in another thread, and writes the results in their order. Meanwhile the next batch is
/// read: SQLite has no need to wait for the work.
fn pipelined<B: Send, R: Send>(
    store: &mut Store,
    mut read: impl FnMut(&mut Store) -> DbResult<Option<B>>,
    work: impl Fn(B) -> R + Send,
    mut write: impl FnMut(&mut Store, R) -> DbResult<()>,
) -> DbResult<()> {
    thread::scope(|scope| {
        let (batches, queue) = sync_channel(1);
        let (done, results) = sync_channel(1);
        // A thread that nobody listens to any more ends.
        scope.spawn(move || {
            queue
                .into_iter()
                .all(|batch| done.send(work(batch)).is_ok())
        });
        let mut is_one_open = false;
        while let Some(batch) = read(store)? {
            if batches.send(batch).is_err() {
                break;
            }
            if is_one_open && let Ok(result) = results.recv() {
                write(store, result)?;
            }
            is_one_open = true;
        }
        drop(batches);
        results
            .into_iter()
            .try_for_each(|result| write(store, result))
    })
}
