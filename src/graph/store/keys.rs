//! Updates which reports are one statement when reports are added or removed.
//!
//! Where much has changed, all reports with a key are compared again. But a speaker of a hundred thousand
//! statements may have a new one every day; then only what may change is compared. Reports within a week of a
//! new one may be similar to it, or no longer similar to others because it makes their words common. The
//! statements of these reports are grouped again from all their reports, each compared with all within a week
//! of it. Other statements can only be joined to these as they are.

use super::Store;
use super::insert::{UNDATED, day_number};
use super::rows::{self, DbResult, date};
use crate::date::Date;
use crate::extract::record::CharSpan;
use crate::graph::same_statement::{self, ComparedReport, DAYS, Wording};
use crate::statement::When;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Number of reports up to which all with a key are compared again, whatever has changed.
const COMPARE_ALL_UP_TO: i64 = 100;
/// Estimated days of reports that are compared again for each change.
const AROUND: i64 = 30;

/// A report with a key, as the tables have it; to be read beside the thread that asks SQLite.
#[derive(Debug)]
pub(super) struct Stored {
    number: i64,
    statement: i64,
    text: String,
    spans: String,
    said_on: Option<String>,
    published: Option<String>,
    document: (String, i64),
    place: i64,
}

/// A report with a key.
#[derive(Debug, Clone)]
struct Keyed {
    number: i64,
    statement: i64,
    text: String,
    spans: Vec<CharSpan>,
    words: Option<Wording>,
    said_on: Option<When>,
    published: Option<Date>,
    document: (String, i64),
    place: i64,
    /// Whether all reports within a week of it are present.
    searches: bool,
}

const KEYED: &str = "SELECT r.number, r.statement, r.content, r.content_spans, r.said_on, d.date, \
    d.id, d.number, r.place FROM reports r JOIN documents d ON d.number = r.document";

impl Stored {
    /// A row of [`KEYED`].
    fn of(row: &rusqlite::Row) -> DbResult<Stored> {
        Ok(Stored {
            number: row.get(0)?,
            statement: row.get(1)?,
            text: row.get(2)?,
            spans: row.get(3)?,
            said_on: row.get(4)?,
            published: row.get(5)?,
            document: (row.get(6)?, row.get(7)?),
            place: row.get(8)?,
        })
    }
}

impl Keyed {
    /// A report to be compared with all reports near it.
    fn of(stored: Stored) -> DbResult<Keyed> {
        Ok(Keyed {
            number: stored.number,
            statement: stored.statement,
            words: same_statement::wording(&stored.text),
            text: stored.text,
            spans: rows::from_json(&stored.spans)?,
            said_on: rows::when(stored.said_on)?,
            published: date(stored.published)?,
            document: stored.document,
            place: stored.place,
            searches: true,
        })
    }

    /// The same report, to be compared only with those that are compared with all.
    fn in_part(self) -> Keyed {
        Keyed {
            searches: false,
            ..self
        }
    }

    /// The day on which it was made, as far as known.
    fn day(&self) -> Option<Date> {
        let day = self.said_on.or(self.published.map(When::Day));
        day.map(When::first)
    }
}

impl Store {
    /// Groups the reports with a key into statements again; what changes is pending. `changed` has the days
    /// and words of reports that were added or removed.
    pub(super) fn refresh_key(&mut self, key: i64, changed: &[(i64, i64)]) -> DbResult<()> {
        let count: i64 = self
            .db
            .prepare_cached("SELECT count(*) FROM keys WHERE key = ?")?
            .query_row([key], |row| row.get(0))?;
        let compare_all_up_to = self.growth.compare_all_up_to.unwrap_or(COMPARE_ALL_UP_TO);
        let much =
            self.growth.compare_all_up_to.is_none() && changed.len() as i64 * AROUND >= count;
        if count <= compare_all_up_to || much {
            let joined = compared(vec![self.keyed_by(key)?])?;
            return self.set_statements(&joined);
        }
        let (reports, others) = self.around(key, changed)?;
        self.join(reports, &others)
    }

    /// The reports with a key.
    pub(super) fn keyed_by(&self, key: i64) -> DbResult<Vec<Stored>> {
        let mut select = self.db.prepare_cached(&format!(
            "{KEYED} JOIN keys k ON k.report = r.number WHERE k.key = ?"
        ))?;
        let mut rows = select.query([key])?;
        let mut reports = Vec::new();
        while let Some(row) = rows.next()? {
            reports.push(Stored::of(row)?);
        }
        Ok(reports)
    }

    /// Moves the keys of new reports to the table of keys, sorted, and marks them as pending. In a new store
    /// all keys are pending, without marks.
    pub(super) fn insert_new_keys(&mut self) -> DbResult<()> {
        if !std::mem::take(&mut self.growth.has_new_keys) {
            return Ok(());
        }
        let mut select = self.db.prepare_cached("SELECT 1 FROM keys")?;
        let is_first = !select.exists([])?;
        drop(select);
        if is_first {
            self.set_joined_up_to(Some(i64::MIN))?;
        }
        if self.joined_up_to()? != Some(i64::MIN) {
            self.db.execute(
                "INSERT OR IGNORE INTO pending_keys \
                 SELECT DISTINCT key, day, words FROM new_keys ORDER BY key, day, words",
                [],
            )?;
        }
        self.db.execute(
            "INSERT OR IGNORE INTO keys SELECT * FROM new_keys ORDER BY key, day, report",
            [],
        )?;
        self.db.execute("DELETE FROM new_keys", [])?;
        Ok(())
    }

    /// Sets the statements of reports.
    pub(super) fn set_statements(&self, joined: &[Joined]) -> DbResult<()> {
        for one in joined {
            self.set_statement(one.report, one.before, one.now)?;
        }
        Ok(())
    }

    /// In a new store, all keys from this one on are pending; `None` in other stores.
    pub(super) fn joined_up_to(&self) -> DbResult<Option<i64>> {
        let from = self.meta("joined up to")?;
        Ok(from.and_then(|from| from.parse().ok()))
    }

    pub(super) fn set_joined_up_to(&self, next: Option<i64>) -> DbResult<()> {
        match next {
            Some(next) => self.set_meta("joined up to", &next.to_string()),
            None => {
                self.db
                    .execute("DELETE FROM meta WHERE key = 'joined up to'", [])?;
                Ok(())
            }
        }
    }

    /// The reports to compare again after some have changed, with all within a week of them; and the
    /// statements of those that are only nearby.
    fn around(&self, key: i64, changed: &[(i64, i64)]) -> DbResult<(Vec<Keyed>, BTreeSet<i64>)> {
        let mut days: BTreeSet<i64> = changed.iter().map(|(day, _)| *day).collect();
        let words: BTreeSet<i64> = changed.iter().map(|(_, words)| *words).collect();
        for words in words {
            let mut select = self
                .db
                .prepare_cached("SELECT day FROM keys WHERE key = ? AND words = ?")?;
            let mut rows = select.query([key, words])?;
            while let Some(row) = rows.next()? {
                days.insert(row.get(0)?);
            }
        }
        // Reports that may have changed, and all others of their statements.
        let mut to_compare: BTreeMap<i64, Keyed> = BTreeMap::new();
        for number in self.near(key, &days)? {
            to_compare.insert(number, self.keyed(number)?);
        }
        let statements: BTreeSet<i64> =
            to_compare.values().map(|report| report.statement).collect();
        for statement in &statements {
            for number in self.members(*statement)? {
                if to_compare.contains_key(&number) {
                    continue;
                }
                let report = self.keyed(number)?;
                if self.has_key(key, &report)? {
                    to_compare.insert(number, report);
                }
            }
        }
        let days: BTreeSet<i64> = to_compare
            .values()
            .map(|report| day_number(report.day()))
            .collect();
        let mut all = to_compare;
        let mut others = BTreeSet::new();
        for number in self.near(key, &days)? {
            if let std::collections::btree_map::Entry::Vacant(entry) = all.entry(number) {
                let report = self.keyed(number)?.in_part();
                others.insert(report.statement);
                entry.insert(report);
            }
        }
        // The first report with the same words represents all that have them.
        let near: Vec<Keyed> = all.values().filter(|r| !r.searches).cloned().collect();
        for report in near {
            let Some(words) = report.words.map(super::insert::wording_number) else {
                continue;
            };
            let mut select = self
                .db
                .prepare_cached("SELECT report FROM keys WHERE key = ? AND words = ?")?;
            let mut rows = select.query([key, words])?;
            while let Some(row) = rows.next()? {
                let number = row.get(0)?;
                if let std::collections::btree_map::Entry::Vacant(entry) = all.entry(number) {
                    let report = self.keyed(number)?.in_part();
                    others.insert(report.statement);
                    entry.insert(report);
                }
            }
        }
        Ok((all.into_values().collect(), others))
    }

    /// Groups reports into statements. Those in `others` are only partly present: they stay together, and
    /// unchanged if nothing is joined to them.
    fn join(&self, reports: Vec<Keyed>, others: &BTreeSet<i64>) -> DbResult<()> {
        for mut group in grouped(reports) {
            if group.iter().all(|report| !report.searches) {
                continue;
            }
            let joined_others: BTreeSet<i64> = group
                .iter()
                .filter(|report| !report.searches && others.contains(&report.statement))
                .map(|report| report.statement)
                .collect();
            for statement in joined_others {
                for number in self.members(statement)? {
                    if !group.iter().any(|report| report.number == number) {
                        group.push(self.keyed(number)?.in_part());
                    }
                }
            }
            group.sort_by_cached_key(place);
            self.set_statements(&joined(&group).collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// The reports with a key within a week of these days.
    fn near(&self, key: i64, days: &BTreeSet<i64>) -> DbResult<BTreeSet<i64>> {
        let week = i64::from(DAYS);
        let mut all = BTreeSet::new();
        let mut from = None;
        let mut to = i64::MIN;
        for day in days {
            let (start, end) = match *day {
                UNDATED => (UNDATED, UNDATED),
                day => (day - week, day + week),
            };
            match from {
                Some(_) if start <= to + 1 => to = end,
                Some(from_day) => {
                    all.extend(self.numbers(key, from_day, to)?);
                    (from, to) = (Some(start), end);
                }
                None => (from, to) = (Some(start), end),
            }
        }
        if let Some(from) = from {
            all.extend(self.numbers(key, from, to)?);
        }
        Ok(all)
    }

    /// The reports with a key of some days.
    fn numbers(&self, key: i64, from: i64, to: i64) -> DbResult<BTreeSet<i64>> {
        let mut select = self
            .db
            .prepare_cached("SELECT report FROM keys WHERE key = ? AND day >= ? AND day <= ?")?;
        let rows = select.query_map([key, from, to], |row| row.get(0))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    fn has_key(&self, key: i64, report: &Keyed) -> DbResult<bool> {
        let mut select = self
            .db
            .prepare_cached("SELECT 1 FROM keys WHERE key = ? AND day = ? AND report = ?")?;
        Ok(select.exists([key, day_number(report.day()), report.number])?)
    }

    /// The reports of a statement.
    fn members(&self, statement: i64) -> DbResult<Vec<i64>> {
        let mut select = self.db.prepare_cached(
            "SELECT number FROM reports WHERE number = ?1 AND statement = ?1 UNION ALL \
             SELECT number FROM reports WHERE statement = ?1 AND statement <> number",
        )?;
        let rows = select.query_map([statement], |row| row.get(0))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    fn keyed(&self, number: i64) -> DbResult<Keyed> {
        let mut select = self
            .db
            .prepare_cached(&format!("{KEYED} WHERE r.number = ?"))?;
        let mut rows = select.query([number])?;
        let row = rows.next()?.ok_or_else(|| rows::damaged("a report"))?;
        Stored::of(row).and_then(Keyed::of)
    }
}

/// A report whose statement changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Joined {
    report: i64,
    before: i64,
    now: i64,
}

/// Compares all reports with each of some keys; returns those whose statement changes.
pub(super) fn compared(keys: Vec<Vec<Stored>>) -> DbResult<Vec<Joined>> {
    let groups = keys.into_par_iter().map(|stored| {
        let reports = stored.into_iter().map(Keyed::of);
        reports.collect::<DbResult<Vec<_>>>().map(grouped)
    });
    let groups: Vec<Vec<Vec<Keyed>>> = groups.collect::<DbResult<_>>()?;
    Ok(groups.iter().flatten().flat_map(|g| joined(g)).collect())
}

/// The reports of one statement that were in another; the first represents the statement.
fn joined(group: &[Keyed]) -> impl Iterator<Item = Joined> {
    let first = group.first().map_or(0, |first| first.number);
    let all = group.iter().map(move |report| Joined {
        report: report.number,
        before: report.statement,
        now: first,
    });
    all.filter(|report| report.before != report.now)
}

/// Reports grouped into statements, each in order; those too short to compare are left out.
fn grouped(mut reports: Vec<Keyed>) -> Vec<Vec<Keyed>> {
    reports.sort_by_cached_key(place);
    reports.retain(|report| report.words.is_some());
    let mut known: HashMap<i64, usize> = HashMap::new();
    let mut compared: Vec<ComparedReport> = Vec::with_capacity(reports.len());
    for (number, report) in reports.iter().enumerate() {
        let before = match report.searches {
            true => None,
            false => known.insert(report.statement, number),
        };
        compared.push(ComparedReport {
            key: 0,
            words: report.words.unwrap_or_default(),
            text: &report.text,
            spans: &report.spans,
            document: usize::try_from(report.document.1).unwrap_or(0),
            day: report.day(),
            stated: report.said_on.and_then(When::day),
            searches: report.searches,
            known: before,
        });
    }
    let groups = same_statement::groups(&compared);
    drop(compared);
    let mut together: BTreeMap<usize, Vec<Keyed>> = BTreeMap::new();
    for (report, group) in reports.into_iter().zip(groups) {
        together.entry(group).or_default().push(report);
    }
    together.into_values().collect()
}

/// The order of reports: by day of publication, document and place.
fn place(report: &Keyed) -> (bool, Option<Date>, String, i64) {
    let day = report.published;
    (day.is_none(), day, report.document.0.clone(), report.place)
}
