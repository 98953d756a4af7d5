//! Which reports are one statement, when some come or go.
//!
//! Of those with one key all could be compared again, and where much has changed they are. A speaker of a
//! hundred thousand statements has a new one every day, however; then only what may change is looked at: reports within
//! a week of a new one can be near it, and may no longer be near others where it makes their words common. The
//! statements that these were part of are put together again from all their reports, each compared with
//! all within a week of it. Other statements can only be joined to these as they are.

use super::Store;
use super::insert::{UNDATED, day_number};
use super::rows::{self, Told, date};
use crate::date::Date;
use crate::extract::record::CharSpan;
use crate::graph::same_statement::{self, DAYS, Telling, Wording};
use crate::statement::When;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Reports of a key that are all compared again, whatever has changed.
const FEW: i64 = 100;
/// Days around a change that are looked at, times two.
const AROUND: i64 = 30;

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
    /// Whether all within a week of it are there.
    searches: bool,
}

const KEYED: &str = "SELECT r.number, r.statement, r.content, r.content_spans, r.said_on, d.date, \
    d.id, d.number, r.place FROM reports r JOIN documents d ON d.number = r.document \
    WHERE r.number = ?";

impl Keyed {
    /// When it was said, at best.
    fn said(&self) -> Option<Date> {
        let said = self.said_on.or(self.published.map(When::Day));
        said.map(When::first)
    }
}

impl Store {
    /// Looks again at which of the reports with a key are one statement; what changes is pending. `changed` has days and
    /// words of those that came or went.
    pub(super) fn refresh_key(&mut self, key: i64, changed: &[(i64, i64)]) -> Told<()> {
        let count: i64 = self
            .db
            .prepare_cached("SELECT count(*) FROM keys WHERE key = ?")?
            .query_row([key], |row| row.get(0))?;
        let few = self.growth.few.unwrap_or(FEW);
        let much = self.growth.few.is_none() && changed.len() as i64 * AROUND >= count;
        if count <= few || much {
            let all = self.numbers(key, i64::MIN, i64::MAX)?;
            if let [alone] = all.iter().collect::<Vec<_>>().as_slice() {
                let old = self.statement_of(**alone)?;
                return self.set_statement(**alone, old, **alone);
            }
            let mut reports = Vec::with_capacity(all.len());
            for number in all {
                reports.push(self.keyed(number, true)?);
            }
            return self.join(reports, &BTreeSet::new());
        }
        let (reports, others) = self.around(key, changed)?;
        self.join(reports, &others)
    }

    /// The reports that are looked at again where some have changed, with all that are near them; and the
    /// statements of those that are only near.
    fn around(&self, key: i64, changed: &[(i64, i64)]) -> Told<(Vec<Keyed>, BTreeSet<i64>)> {
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
        // Those that may have changed, and all others of their statements.
        let mut again: BTreeMap<i64, Keyed> = BTreeMap::new();
        for number in self.near(key, &days)? {
            again.insert(number, self.keyed(number, true)?);
        }
        let statements: BTreeSet<i64> = again.values().map(|report| report.statement).collect();
        for statement in &statements {
            for number in self.members(*statement)? {
                if again.contains_key(&number) {
                    continue;
                }
                let report = self.keyed(number, true)?;
                if self.has_key(key, &report)? {
                    again.insert(number, report);
                }
            }
        }
        let days: BTreeSet<i64> = again
            .values()
            .map(|report| day_number(report.said()))
            .collect();
        let mut all = again;
        let mut others = BTreeSet::new();
        for number in self.near(key, &days)? {
            if let std::collections::btree_map::Entry::Vacant(entry) = all.entry(number) {
                let report = self.keyed(number, false)?;
                others.insert(report.statement);
                entry.insert(report);
            }
        }
        // Who had the same words first stands for all who have them.
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
                    let report = self.keyed(number, false)?;
                    others.insert(report.statement);
                    entry.insert(report);
                }
            }
        }
        Ok((all.into_values().collect(), others))
    }

    /// Puts reports together to statements. Those of `others` are there in part only: they stay
    /// together, and as they are if nothing joins them.
    fn join(&self, mut reports: Vec<Keyed>, others: &BTreeSet<i64>) -> Told<()> {
        reports.sort_by_cached_key(place);
        reports.retain(|report| report.words.is_some());
        let mut known: HashMap<i64, usize> = HashMap::new();
        let mut tellings: Vec<Telling> = Vec::with_capacity(reports.len());
        for (number, report) in reports.iter().enumerate() {
            let before = match report.searches {
                true => None,
                false => known.insert(report.statement, number),
            };
            tellings.push(Telling {
                key: 0,
                words: report.words.unwrap_or_default(),
                text: &report.text,
                spans: &report.spans,
                document: usize::try_from(report.document.1).unwrap_or(0),
                said: report.said(),
                told: report.said_on.and_then(When::day),
                searches: report.searches,
                known: before,
            });
        }
        let groups = same_statement::groups(&tellings);
        drop(tellings);
        let mut together: BTreeMap<usize, Vec<Keyed>> = BTreeMap::new();
        for (report, group) in reports.into_iter().zip(groups) {
            together.entry(group).or_default().push(report);
        }
        for mut group in together.into_values() {
            if group.iter().all(|report| !report.searches) {
                continue;
            }
            let joined: BTreeSet<i64> = group
                .iter()
                .filter(|report| !report.searches && others.contains(&report.statement))
                .map(|report| report.statement)
                .collect();
            for statement in joined {
                for number in self.members(statement)? {
                    if !group.iter().any(|report| report.number == number) {
                        group.push(self.keyed(number, false)?);
                    }
                }
            }
            group.sort_by_cached_key(place);
            let Some(first) = group.first().map(|report| report.number) else {
                continue;
            };
            for report in group {
                self.set_statement(report.number, report.statement, first)?;
            }
        }
        Ok(())
    }

    /// The reports with a key within a week of these days.
    fn near(&self, key: i64, days: &BTreeSet<i64>) -> Told<BTreeSet<i64>> {
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
    fn numbers(&self, key: i64, from: i64, to: i64) -> Told<BTreeSet<i64>> {
        let mut select = self
            .db
            .prepare_cached("SELECT report FROM keys WHERE key = ? AND day >= ? AND day <= ?")?;
        let rows = select.query_map([key, from, to], |row| row.get(0))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    fn has_key(&self, key: i64, report: &Keyed) -> Told<bool> {
        let mut select = self
            .db
            .prepare_cached("SELECT 1 FROM keys WHERE key = ? AND day = ? AND report = ?")?;
        Ok(select.exists([key, day_number(report.said()), report.number])?)
    }

    /// The reports of a statement.
    fn members(&self, statement: i64) -> Told<Vec<i64>> {
        let mut select = self.db.prepare_cached(
            "SELECT number FROM reports WHERE number = ?1 AND statement = ?1 UNION ALL \
             SELECT number FROM reports WHERE statement = ?1 AND statement <> number",
        )?;
        let rows = select.query_map([statement], |row| row.get(0))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    fn statement_of(&self, report: i64) -> Told<i64> {
        let mut select = self
            .db
            .prepare_cached("SELECT statement FROM reports WHERE number = ?")?;
        Ok(select.query_row([report], |row| row.get(0))?)
    }

    fn keyed(&self, number: i64, searches: bool) -> Told<Keyed> {
        let mut select = self.db.prepare_cached(KEYED)?;
        let mut rows = select.query([number])?;
        let row = rows.next()?.ok_or_else(|| rows::damaged("a report"))?;
        let (text, spans): (String, String) = (row.get(2)?, row.get(3)?);
        Ok(Keyed {
            number: row.get(0)?,
            statement: row.get(1)?,
            words: same_statement::wording(&text),
            text,
            spans: rows::from_json(&spans)?,
            said_on: rows::when(row.get(4)?)?,
            published: date(row.get(5)?)?,
            document: (row.get(6)?, row.get(7)?),
            place: row.get(8)?,
            searches,
        })
    }
}

/// The order of reports: by day of publication, document and place.
fn place(report: &Keyed) -> (bool, Option<Date>, String, i64) {
    let day = report.published;
    (day.is_none(), day, report.document.0.clone(), report.place)
}
