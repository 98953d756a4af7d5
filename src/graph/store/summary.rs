//! Facts about all of a store, which parts of it are kept with.

use super::Store;
use super::rows::{self, DbResult, damaged, date};
use super::tally::WHOLE;
use crate::date::Date;
use crate::graph::Graph;
use crate::graph::contents::StoreSummary;
use rusqlite::OptionalExtension;

impl Store {
    /// The days on which statements were made.
    pub(super) fn days(&self) -> DbResult<Vec<Date>> {
        // Stores of earlier versions do not note them.
        let Some(noted) = self.meta("days")? else {
            return self.counted_days();
        };
        let noted: Vec<i64> = rows::from_json(&noted)?;
        // Most follow each other.
        let mut last = (i64::MIN, Date::EPOCH);
        let days = noted.into_iter().map(|day| {
            let date = match last.0.checked_add(1) == Some(day) {
                true => last.1.tomorrow(),
                false => Date::EPOCH.days_later(day),
            };
            last = (day, date.ok_or_else(|| damaged("a day"))?);
            Ok(last.1)
        });
        days.collect()
    }

    fn counted_days(&self) -> DbResult<Vec<Date>> {
        let mut select = self
            .db
            .prepare_cached("SELECT key FROM tallies WHERE entity = ? AND what = 'D'")?;
        let mut days = Vec::new();
        for day in select.query_map([WHOLE], |row| row.get(0))? {
            days.extend(date(Some(day?))?);
        }
        Ok(days)
    }

    /// Facts about all of the store that a part of it is kept with.
    fn summary(&self) -> DbResult<StoreSummary> {
        let mut select = self
            .db
            .prepare_cached("SELECT n FROM tallies WHERE entity = ? AND what = 'A'")?;
        let thoughts: Option<i64> = select.query_row([WHOLE], |row| row.get(0)).optional()?;
        Ok(StoreSummary {
            days: self.days()?,
            attitudes: thoughts.is_some_and(|n| n > 0),
            publishers: self.noted_outlets("publishers")?,
            cited: self.noted_outlets("cited")?,
        })
    }

    /// Notes the outlets and days of the whole store, so that no question has to look for them.
    pub(super) fn note_summary(&self) -> DbResult<()> {
        let days = self.counted_days()?;
        let days: Vec<i64> = days
            .iter()
            .map(|day| Date::EPOCH.days_until(*day))
            .collect();
        self.set_meta("days", &rows::json(&days))?;
        self.set_meta("publishers", &rows::json(&self.publishers()?))?;
        self.set_meta("cited", &rows::json(&self.cited()?))
    }

    fn noted_outlets(&self, which: &str) -> DbResult<Vec<String>> {
        let names = self.meta(which)?.ok_or_else(|| damaged("no outlets"))?;
        rows::from_json(&names)
    }

    /// The names of publishers, in the order in which documents give them.
    fn publishers(&self) -> DbResult<Vec<String>> {
        let mut named: Vec<(String, u8, String)> = Vec::new();
        for (rank, column) in [(0, "source"), (1, "host")] {
            // Skips from name to name, so that not all documents are read.
            let mut next = self.db.prepare_cached(&format!(
                "SELECT {column}, id FROM documents WHERE {column} > ? ORDER BY {column}, id LIMIT 1"
            ))?;
            let mut last = String::new();
            let first = self.db.prepare_cached(&format!(
                "SELECT {column}, id FROM documents WHERE {column} = '' ORDER BY id LIMIT 1"
            ));
            let empty: Option<(String, String)> = first?
                .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            named.extend(empty.map(|(name, id)| (id, rank, name)));
            loop {
                let found: Option<(String, String)> = next
                    .query_row([&last], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()?;
                let Some((name, id)) = found else {
                    break;
                };
                last.clone_from(&name);
                named.push((id, rank, name));
            }
        }
        named.sort();
        Ok(named.into_iter().map(|(.., name)| name).collect())
    }

    /// The names of outlets that documents cite, in order of the first statement that does.
    fn cited(&self) -> DbResult<Vec<String>> {
        let mut next = self.db.prepare_cached(
            "SELECT entity FROM parties WHERE role = 3 AND entity > ? ORDER BY entity LIMIT 1",
        )?;
        let mut first = self.db.prepare_cached(
            "SELECT e.name, d.id, r.place FROM parties p JOIN reports r ON r.number = p.report \
             JOIN reports h ON h.number = r.statement JOIN documents d ON d.number = h.document \
             JOIN entities e ON e.number = p.entity \
             WHERE p.role = 3 AND p.entity = ? ORDER BY d.id, h.place LIMIT 1",
        )?;
        let mut last = 0;
        let mut named: Vec<(String, i64, String)> = Vec::new();
        loop {
            let found: Option<i64> = next.query_row([last], |row| row.get(0)).optional()?;
            let Some(outlet) = found else {
                break;
            };
            last = outlet;
            let found: Option<(String, i64, String)> = first
                .query_row([outlet], |row| Ok((row.get(1)?, row.get(2)?, row.get(0)?)))
                .optional()?;
            named.extend(found);
        }
        named.sort();
        Ok(named.into_iter().map(|(.., name)| name).collect())
    }

    /// A graph with facts about all of the store.
    pub(super) fn with_summary(&self, graph: Graph) -> DbResult<Graph> {
        Ok(graph.with_store_summary(self.summary()?))
    }
}
