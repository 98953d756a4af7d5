//! What a document says is written down: its rows, its words in the indexes, its counts.

use super::rows::{
    Told, entity, number, of_gender, of_kind, of_mode, of_polarity, of_relation, of_type,
};
use super::tally::Sign;
use super::{Store, rows};
use crate::date::Date;
use crate::document::host;
use crate::graph::part::{Part, Record};
use crate::graph::record::Document;
use crate::graph::store::tokens::Role;
use crate::graph::{EntityIndex, Sighting, forms, same_statement};
use crate::normalise::hash;
use crate::statement::When;
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeMap;

/// Ids whose numbers are kept in memory.
const KNOWN_IDS: usize = 400_000;

/// A document with everything that is told of it put in its place.
pub(super) struct Resolved {
    /// Whom each id that the document gives means.
    pub(super) means: BTreeMap<EntityIndex, EntityIndex>,
    /// Sightings of those who are meant.
    pub(super) sightings: Vec<Sighting>,
    /// Person, state, trade.
    pub(super) claims: Vec<(EntityIndex, Option<String>, Option<String>)>,
}

impl Store {
    /// The number of an id, given now if it has none.
    pub(super) fn number(&mut self, id: &str) -> Told<i64> {
        if let Some(number) = self.growth.numbers.get(id) {
            return Ok(*number);
        }
        let mut select = self
            .db
            .prepare_cached("SELECT number FROM ids WHERE id = ?")?;
        let known: Option<i64> = select.query_row([id], |row| row.get(0)).optional()?;
        let number = match known {
            Some(number) => number,
            None => {
                let number = self.growth.next_id;
                self.growth.next_id += 1;
                let lowered = id.to_lowercase();
                let lowered = (lowered != id).then_some(lowered);
                let mut insert = self.db.prepare_cached("INSERT INTO ids VALUES (?, ?, ?)")?;
                insert.execute(params![number, id, lowered])?;
                number
            }
        };
        if self.growth.numbers.len() >= KNOWN_IDS {
            self.growth.numbers.clear();
        }
        self.growth.numbers.insert(id.to_owned(), number);
        Ok(number)
    }

    pub(super) fn insert(
        &mut self,
        mut part: Part,
        ids: &[String],
        hash: Option<&[u8]>,
        doubled: i64,
    ) -> Told<()> {
        let mut numbers = Vec::with_capacity(ids.len());
        for id in ids {
            numbers.push(entity(self.number(id)?)?);
        }
        part.renumber(&numbers);
        let document = self.growth.next_document;
        self.growth.next_document += 1;
        self.insert_document(document, &part.document, hash, doubled)?;
        let sightings = part.document.sightings.clone();
        let resolved = self.resolve(&part.document)?;
        self.write_sightings(document, &sightings, &resolved)?;
        self.count(document, part.document.date, &resolved, Sign::More)?;
        for (place, record) in part.records.iter().enumerate() {
            self.insert_report(document, part.document.date, place, record, &resolved)?;
        }
        Ok(())
    }

    pub(super) fn insert_document(
        &mut self,
        number: i64,
        document: &Document,
        hash: Option<&[u8]>,
        doubled: i64,
    ) -> Told<()> {
        let fingerprint = document.fingerprint.map(|f| rows::json(&f));
        let host = document.url.as_deref().and_then(host);
        let mut insert = self
            .db
            .prepare_cached("INSERT INTO documents VALUES (?,?,?,?,?,?,?,?,?,?,?,?)")?;
        insert.execute(params![
            number,
            document.id,
            document.title,
            document.date.map(|day| day.to_string()),
            document.url,
            document.source,
            host,
            document.path,
            fingerprint,
            hash,
            self.growth.run,
            doubled
        ])?;
        if let Some(title) = &document.title {
            let mut index = self
                .db
                .prepare_cached("INSERT INTO documents_fts (rowid, title) VALUES (?, ?)")?;
            index.execute(params![number, title])?;
        }
        Ok(())
    }

    pub(super) fn write_sightings(
        &mut self,
        document: i64,
        sightings: &[Sighting],
        resolved: &Resolved,
    ) -> Told<()> {
        let mut insert = self
            .db
            .prepare_cached("INSERT OR REPLACE INTO sightings VALUES (?,?,?,?,?,?,?,?,?,?,?)")?;
        for sighting in sightings {
            insert.execute(params![
                document,
                number(sighting.entity),
                number(resolved.meant(sighting.entity)),
                &*sighting.name,
                of_type(sighting.kind),
                sighting.mentions as i64,
                rows::json(&*sighting.aliases),
                rows::json(&*sighting.roles),
                sighting.represents.map(number),
                sighting.gender.map(of_gender),
                sighting.was.as_deref(),
            ])?;
        }
        drop(insert);
        self.note_evidence(sightings, Sign::More)
    }

    pub(super) fn note_evidence(&mut self, sightings: &[Sighting], sign: Sign) -> Told<()> {
        let mut told = Vec::new();
        for sighting in sightings {
            let id = self.id_of(sighting.entity)?;
            if let Some(evidence) = forms::evidence(sighting, &id) {
                told.push((number(sighting.entity), evidence));
            }
        }
        for (number, evidence) in told {
            self.growth.deltas.evidence(number, evidence, sign);
        }
        Ok(())
    }

    /// The id of a number.
    pub(super) fn id_of(&self, entity: EntityIndex) -> Told<String> {
        let mut select = self
            .db
            .prepare_cached("SELECT id FROM ids WHERE number = ?")?;
        Ok(select.query_row([number(entity)], |row| row.get(0))?)
    }

    /// Counts what a document says.
    pub(super) fn count(
        &mut self,
        document: i64,
        day: Option<Date>,
        resolved: &Resolved,
        sign: Sign,
    ) -> Told<()> {
        for sighting in &resolved.sightings {
            self.growth.deltas.sighting(day, sighting, sign);
        }
        for (person, state, trade) in &resolved.claims {
            let person = number(*person);
            match sign {
                Sign::More => self
                    .db
                    .prepare_cached("INSERT OR REPLACE INTO claims VALUES (?,?,?,?)")?
                    .execute(params![person, document, state, trade])?,
                Sign::Less => self
                    .db
                    .prepare_cached("DELETE FROM claims WHERE person = ? AND document = ?")?
                    .execute([person, document])?,
            };
            self.pend("person", person)?;
        }
        Ok(())
    }

    /// Notes something that has to be brought up to date.
    pub(super) fn pend(&self, what: &str, item: i64) -> Told<()> {
        let mut insert = self
            .db
            .prepare_cached("INSERT OR IGNORE INTO pending VALUES (?, ?)")?;
        insert.execute(params![what, item])?;
        Ok(())
    }

    fn insert_report(
        &mut self,
        document: i64,
        day: Option<Date>,
        place: usize,
        record: &Record,
        resolved: &Resolved,
    ) -> Told<()> {
        let own = self.growth.next_report;
        self.growth.next_report += 1;
        let report = &record.report;
        let mut insert = self.db.prepare_cached(
            "INSERT INTO reports VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        )?;
        insert.execute(params![
            own,
            &*report.id,
            document,
            place as i64,
            own,
            of_relation(record.relation),
            &*report.act,
            of_polarity(record.polarity),
            of_mode(record.mode),
            of_kind(report.kind),
            &*report.content.text,
            &*report.source.text,
            &*report.cue.text,
            rows::json(&report.content.spans),
            rows::json(&report.source.spans),
            rows::json(&report.cue.spans),
            report.within.as_deref(),
            report.said_on.map(|when| when.to_string()),
            f64::from(report.confidence),
            report.line.map(|line| line as i64),
            report.sentence.as_deref(),
        ])?;
        drop(insert);
        let mut index = self
            .db
            .prepare_cached("INSERT INTO reports_fts (rowid, content) VALUES (?, ?)")?;
        index.execute(params![own, &*report.content.text])?;
        drop(index);
        let mut insert = self
            .db
            .prepare_cached("INSERT INTO parties VALUES (?,?,?,?,?)")?;
        let mut meant = Vec::new();
        for (role, place, told) in parties(record) {
            let entity = number(resolved.meant(told));
            insert.execute(params![
                own,
                role as i64,
                place as i64,
                number(told),
                entity
            ])?;
            meant.push((role, entity));
        }
        drop(insert);
        let speakers: Vec<i64> = meant
            .iter()
            .filter(|(role, _)| *role == Role::Speaker)
            .map(|(_, entity)| *entity)
            .collect();
        let words = [
            of_relation(record.relation),
            of_polarity(record.polarity),
            of_mode(record.mode),
        ];
        let said = report.said_on.map(When::first).or(day);
        self.key_first(own, words, &speakers, &report.content.text, said)
    }

    /// Notes of which statements a new report may be one. The notes are sorted and put in their places together
    /// ([`Store::place_keys`]): one by one, each would be read and written in a page of its own.
    fn key_first(
        &mut self,
        report: i64,
        words: [&str; 3],
        speakers: &[i64],
        content: &str,
        said: Option<Date>,
    ) -> Told<()> {
        if let Some([key, day, words]) = key_of(words, speakers, content, said) {
            self.growth.has_new_keys = true;
            self.db
                .prepare_cached("INSERT INTO new_keys VALUES (?, ?, ?, ?)")?
                .execute([key, day, report, words])?;
        }
        Ok(())
    }

    /// Notes, or no longer notes, of which statements a report may be one.
    pub(super) fn key(
        &self,
        report: i64,
        words: [&str; 3],
        speakers: &[i64],
        content: &str,
        said: Option<Date>,
        sign: Sign,
    ) -> Told<()> {
        let Some([key, day, wording]) = key_of(words, speakers, content, said) else {
            return Ok(());
        };
        let sql = match sign {
            Sign::More => "INSERT OR IGNORE INTO keys VALUES (?1, ?2, ?3, ?4)",
            Sign::Less => {
                "DELETE FROM keys WHERE key = ?1 AND day = ?2 AND report = ?3 AND words = ?4"
            }
        };
        self.db
            .prepare_cached(sql)?
            .execute([key, day, report, wording])?;
        self.db
            .prepare_cached("INSERT OR IGNORE INTO pending_keys VALUES (?, ?, ?)")?
            .execute([key, day, wording])?;
        Ok(())
    }
}

/// What two reports of one statement have in common, the day on which it was said, and a hash of its content; `None`
/// for a report that is no other's.
fn key_of(
    words: [&str; 3],
    speakers: &[i64],
    content: &str,
    said: Option<Date>,
) -> Option<[i64; 3]> {
    let wording = same_statement::wording(content).filter(|_| !speakers.is_empty())?;
    let mut sum = hash::START;
    for word in words {
        sum = hash::step(hash::more(sum, word.as_bytes()), 0);
    }
    for speaker in speakers {
        sum = hash::more(sum, &speaker.to_le_bytes());
    }
    let key = i64::from_le_bytes(sum.to_le_bytes());
    Some([key, day_number(said), wording_number(wording)])
}

impl Resolved {
    /// Whom an id of the document means.
    fn meant(&self, told: EntityIndex) -> EntityIndex {
        self.means.get(&told).copied().unwrap_or(told)
    }
}

/// Number, statement, relation, polarity and mode, content, and day given in the text.
pub(super) type ReportRow = (i64, i64, [String; 3], String, Option<Date>);

/// The day of what has none.
pub(super) const UNDATED: i64 = 1 << 40;

/// A day in days from 1970.
pub(super) fn day_number(day: Option<Date>) -> i64 {
    day.map_or(UNDATED, |day| Date::EPOCH.days_until(day))
}

/// A content's words as the tables have them.
pub(super) fn wording_number((one, other): same_statement::Wording) -> i64 {
    i64::from_le_bytes((one ^ other.rotate_left(1)).to_le_bytes())
}

/// Everybody in a record: what part, in which place, by which id.
fn parties(record: &Record) -> Vec<(Role, usize, EntityIndex)> {
    let report = &record.report;
    let speakers = record.speaker.iter().chain(&record.joint_speakers);
    let mut all = Vec::new();
    let mut list = |role: Role, entities: &mut dyn Iterator<Item = &EntityIndex>| {
        all.extend(entities.enumerate().map(|(place, e)| (role, place, *e)));
    };
    list(Role::Speaker, &mut speakers.into_iter());
    list(Role::Addressee, &mut report.addressees.iter());
    list(Role::About, &mut report.about.iter());
    list(Role::Via, &mut report.via.iter());
    all
}
