//! The search words of statements, and their counts.

use super::rows::{self, DbResult, date, kind, mode, polarity, relation};
use super::tally::WHOLE;
use super::{Store, tokens};
use crate::date::Date;
use crate::statement::{Kind, Mode, Polarity, Relation, When};
use foldhash::fast::RandomState;
use rayon::prelude::*;
use rusqlite::{OptionalExtension, params};
use std::collections::{BTreeSet, HashSet};

impl Store {
    /// Sets the statement of a report. Statements that were never indexed need not be marked as pending.
    pub(super) fn set_statement(&self, report: i64, old: i64, new: i64) -> DbResult<()> {
        self.db
            .prepare_cached("UPDATE reports SET statement = ? WHERE number = ?")?
            .execute([new, report])?;
        for statement in [old, new] {
            if statement <= self.growth.settled {
                self.pend("statement", statement)?;
            }
        }
        Ok(())
    }

    /// Brings the row, search words and counts of a statement up to date.
    pub(super) fn refresh_statement(&mut self, number: i64) -> DbResult<()> {
        self.forget_statement(number)?;
        let facts = self.facts(number, number)?;
        self.insert_statements(indexed(&facts))
    }

    /// Writes the rows, search words and counts of statements that have none yet.
    pub(super) fn insert_statements(&mut self, statements: Vec<(i64, Indexed)>) -> DbResult<()> {
        for (number, found) in statements {
            self.insert_statement(number, found)?;
        }
        Ok(())
    }

    fn insert_statement(&mut self, number: i64, found: Indexed) -> DbResult<()> {
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
            .execute(params![number, found.tokens()])?;
        self.count_statement(
            &found.speakers,
            [found.first, found.last],
            found.is_thought,
            1,
        );
        Ok(())
    }

    fn forget_statement(&mut self, number: i64) -> DbResult<()> {
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
            deltas.add(WHOLE, 'D', day.to_string(), sign, 0);
        }
        if is_thought {
            deltas.add(WHOLE, 'A', String::new(), sign, 0);
        }
    }

    /// The facts of the reports of all statements from one number to another, in order of the statements; the
    /// report that represents a statement comes first.
    pub(super) fn facts(&self, from: i64, to: i64) -> DbResult<Vec<Facts>> {
        let mut reports = Vec::new();
        for which in [OWN, REPEATS] {
            let mut parties = self.parties_of(which, from, to)?.into_iter().peekable();
            let mut select = self.db.prepare_cached(&format!(
                "SELECT r.number, r.statement, r.relation, r.act, r.polarity, r.mode, r.kind, r.content, \
                 r.said_on, d.date, d.source, d.host \
                 FROM reports r JOIN documents d ON d.number = r.document WHERE {which} ORDER BY 1"
            ))?;
            let mut rows = select.query([from, to])?;
            while let Some(row) = rows.next()? {
                let number: i64 = row.get(0)?;
                let text = |column: usize| row.get::<_, String>(column);
                let mut own = Vec::new();
                while let Some((_, role, entity)) = parties.next_if(|(of, ..)| *of <= number) {
                    own.push((role, entity));
                }
                reports.push(Facts {
                    statement: row.get(1)?,
                    is_first: which == OWN,
                    relation: relation(&text(2)?)?,
                    act: text(3)?,
                    polarity: polarity(&text(4)?)?,
                    mode: mode(&text(5)?)?,
                    kind: kind(&text(6)?)?,
                    content: text(7)?,
                    said_on: rows::when(row.get(8)?)?,
                    published: date(row.get(9)?)?,
                    outlets: [row.get(10)?, row.get(11)?],
                    parties: own,
                });
            }
        }
        reports.sort_by_key(|report| report.statement);
        Ok(reports)
    }

    /// The parties of these reports, in order of report, role and position.
    fn parties_of(
        &self,
        which: &str,
        from: i64,
        to: i64,
    ) -> DbResult<Vec<(i64, tokens::Role, i64)>> {
        let mut select = self.db.prepare_cached(&format!(
            "SELECT p.report, p.role, p.entity FROM reports r CROSS JOIN parties p ON p.report = r.number \
             WHERE {which} ORDER BY p.report, p.role, p.place"
        ))?;
        let rows = select.query_map([from, to], |row| {
            let role = match row.get::<_, i64>(1)? {
                0 => tokens::Role::Speaker,
                1 => tokens::Role::Addressee,
                2 => tokens::Role::About,
                _ => tokens::Role::Via,
            };
            Ok((row.get(0)?, role, row.get(2)?))
        })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }
}

/// The reports that represent statements.
const OWN: &str = "r.number BETWEEN ?1 AND ?2 AND r.statement = r.number";
/// The other reports of the same statements.
const REPEATS: &str = "r.statement BETWEEN ?1 AND ?2 AND r.statement <> r.number";

/// The facts of a report that go into the index.
#[derive(Debug)]
pub(super) struct Facts {
    statement: i64,
    /// Whether it represents the statement.
    is_first: bool,
    relation: Relation,
    act: String,
    polarity: Polarity,
    mode: Mode,
    kind: Kind,
    content: String,
    said_on: Option<When>,
    published: Option<Date>,
    /// The source of the document and the host of its address.
    outlets: [Option<String>; 2],
    /// In order of role and position.
    parties: Vec<(tokens::Role, i64)>,
}

/// What the index has of a statement.
#[derive(Debug, Default)]
pub(super) struct Indexed {
    words: BTreeSet<String>,
    speakers: Vec<i64>,
    first: Option<Date>,
    last: Option<Date>,
    reports: i64,
    is_thought: bool,
}

/// What the index has of the statements of these reports, which are in order of the statements.
pub(super) fn indexed(reports: &[Facts]) -> Vec<(i64, Indexed)> {
    let stems = tokens::Stemmed::default();
    let statements: Vec<&[Facts]> = reports
        .chunk_by(|one, next| one.statement == next.statement)
        .filter(|all| all.first().is_some_and(|first| first.is_first))
        .collect();
    let found = statements.into_par_iter().map(|all| {
        let mut found = Indexed::default();
        let mut contents: HashSet<&str, RandomState> = HashSet::default();
        for report in all {
            let is_new = contents.insert(report.content.as_str());
            found.add(report, is_new.then_some(&stems));
        }
        (all.first().map_or(0, |first| first.statement), found)
    });
    found.collect()
}

impl Indexed {
    /// Adds one report; the speakers are those of the first. Without `stems` the words of its content are there.
    fn add(&mut self, facts: &Facts, stems: Option<&tokens::Stemmed>) {
        let words = &mut self.words;
        words.insert(tokens::relation(facts.relation));
        words.insert(tokens::act(&facts.act));
        words.insert(tokens::polarity(facts.polarity));
        words.insert(tokens::mode(facts.mode));
        words.insert(tokens::kind(facts.kind));
        if let Some(stems) = stems {
            words.extend(stems.of(&facts.content).iter().map(|s| tokens::stem(s)));
        }
        if let Some(when) = facts.said_on.or(facts.published.map(When::Day)) {
            words.extend(tokens::days(when));
            self.first = self.first.into_iter().chain([when.first()]).min();
            self.last = self.last.into_iter().chain([when.last()]).max();
        }
        let outlets = facts.outlets.iter().flatten();
        words.extend(outlets.map(|name| tokens::publisher(name)));
        let parties = facts.parties.iter();
        words.extend(parties.map(|(role, entity)| tokens::party(*role, *entity)));
        if self.reports == 0 {
            let speakers = facts.parties.iter();
            self.speakers = speakers
                .filter(|(role, _)| *role == tokens::Role::Speaker)
                .map(|(_, entity)| *entity)
                .collect();
        }
        self.is_thought |= facts.mode == Mode::Attitude;
        self.reports += 1;
    }

    /// The words for the index.
    fn tokens(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        words.join(" ")
    }
}
