//! What a statement is found by, and what is counted of it.

use super::rows::{self, Told, date, kind, mode, polarity, relation};
use super::tally::ALL;
use super::{Store, tokens};
use crate::date::Date;
use crate::statement::{Mode, When};
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeSet;

impl Store {
    /// Notes of which statement a report is one.
    pub(super) fn set_statement(&self, report: i64, old: i64, new: i64) -> Told<()> {
        if old == new {
            return Ok(());
        }
        self.db
            .prepare_cached("UPDATE reports SET statement = ? WHERE number = ?")?
            .execute([new, report])?;
        self.pend("statement", old)?;
        self.pend("statement", new)
    }

    /// Brings the row of a statement, what it is found by and what is counted of it up to date.
    /// `had_row` says whether there may be an older one.
    pub(super) fn refresh_statement(&mut self, number: i64, had_row: bool) -> Told<()> {
        if had_row {
            self.forget_statement(number)?;
        }
        let Some(found) = self.findable(number)? else {
            return Ok(());
        };
        let (speaker, joint) = match found.speakers.as_slice() {
            [] => (None, &[][..]),
            [first, joint @ ..] => (Some(*first), joint),
        };
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        self.db
            .prepare_cached("INSERT INTO statements VALUES (?,?,?,?,?,?,?)")?
            .execute(params![
                number,
                speaker,
                rows::json(joint),
                day(found.first),
                day(found.last),
                found.reports,
                found.is_thought
            ])?;
        self.db
            .prepare_cached("INSERT INTO postings (rowid, tokens) VALUES (?, ?)")?
            .execute(params![number, found.tokens])?;
        self.count_statement(
            &found.speakers,
            [found.first, found.last],
            found.is_thought,
            1,
        );
        Ok(())
    }

    fn forget_statement(&mut self, number: i64) -> Told<()> {
        let mut select = self.db.prepare_cached(
            "SELECT speaker, joint_speakers, first_day, last_day, attitude FROM statements \
             WHERE number = ?",
        )?;
        type Row = (Option<i64>, String, Option<String>, Option<String>, bool);
        let old: Option<Row> = select
            .query_row([number], |row| {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                ))
            })
            .optional()?;
        drop(select);
        let Some((speaker, joint, first, last, is_thought)) = old else {
            return Ok(());
        };
        let mut speakers: Vec<i64> = speaker.into_iter().collect();
        speakers.extend(rows::from_json::<Vec<i64>>(&joint)?);
        self.count_statement(&speakers, [date(first)?, date(last)?], is_thought, -1);
        self.db
            .prepare_cached("DELETE FROM statements WHERE number = ?")?
            .execute([number])?;
        Ok(())
    }

    fn count_statement(
        &mut self,
        speakers: &[i64],
        days: [Option<Date>; 2],
        is_thought: bool,
        sign: i64,
    ) {
        let deltas = self.deltas();
        for speaker in speakers {
            deltas.add(*speaker, 'c', String::new(), sign, 0);
        }
        for day in days.into_iter().flatten() {
            deltas.add(ALL, 'D', day.to_string(), sign, 0);
        }
        if is_thought {
            deltas.add(ALL, 'A', String::new(), sign, 0);
        }
    }

    /// What a statement is found by; `None` if the report of this number represents none.
    fn findable(&self, number: i64) -> Told<Option<Findable>> {
        let mut reports = vec![number];
        let mut repeats = self.db.prepare_cached(
            "SELECT number FROM reports WHERE statement = ?1 AND statement <> number",
        )?;
        let mut rows = repeats.query([number])?;
        while let Some(row) = rows.next()? {
            reports.push(row.get(0)?);
        }
        let mut found = Findable {
            reports: reports.len() as i64,
            ..Findable::default()
        };
        let mut words = BTreeSet::new();
        for report in reports {
            if !self.find_by(report, number, &mut found, &mut words)? {
                return Ok(None);
            }
        }
        found.speakers = self.speakers_of(number)?;
        let words: Vec<String> = words.into_iter().collect();
        found.tokens = words.join(" ");
        Ok(Some(found))
    }

    /// Adds what one report is found by; whether there is such a report of the statement.
    fn find_by(
        &self,
        report: i64,
        statement: i64,
        found: &mut Findable,
        words: &mut BTreeSet<String>,
    ) -> Told<bool> {
        let mut select = self.db.prepare_cached(
            "SELECT r.relation, r.act, r.polarity, r.mode, r.kind, r.content, r.said_on, d.date, \
             d.source, d.host FROM reports r JOIN documents d ON d.number = r.document \
             WHERE r.number = ? AND r.statement = ?",
        )?;
        let mut rows = select.query([report, statement])?;
        let Some(row) = rows.next()? else {
            return Ok(false);
        };
        let text = |column: usize| row.get::<_, String>(column);
        words.insert(tokens::relation(relation(&text(0)?)?));
        words.insert(tokens::act(&text(1)?));
        words.insert(tokens::polarity(polarity(&text(2)?)?));
        let how = mode(&text(3)?)?;
        found.is_thought |= how == Mode::Attitude;
        words.insert(tokens::mode(how));
        words.insert(tokens::kind(kind(&text(4)?)?));
        let stems = self.stems.of(&text(5)?);
        words.extend(stems.iter().map(|stem| tokens::stem(stem)));
        let published = date(row.get(7)?)?.map(When::Day);
        if let Some(when) = rows::when(row.get(6)?)?.or(published) {
            words.extend(tokens::days(when));
            found.first = found.first.into_iter().chain([when.first()]).min();
            found.last = found.last.into_iter().chain([when.last()]).max();
        }
        for column in [8, 9] {
            if let Some(name) = row.get::<_, Option<String>>(column)? {
                words.insert(tokens::publisher(&name));
            }
        }
        let mut select = self
            .db
            .prepare_cached("SELECT role, entity FROM parties WHERE report = ?")?;
        let mut rows = select.query([report])?;
        while let Some(row) = rows.next()? {
            let role = match row.get::<_, i64>(0)? {
                0 => tokens::Role::Speaker,
                1 => tokens::Role::Addressee,
                2 => tokens::Role::About,
                _ => tokens::Role::Via,
            };
            words.insert(tokens::party(role, row.get(1)?));
        }
        Ok(true)
    }
}

/// What a statement is found by.
#[derive(Debug, Default)]
struct Findable {
    tokens: String,
    speakers: Vec<i64>,
    first: Option<Date>,
    last: Option<Date>,
    reports: i64,
    is_thought: bool,
}
