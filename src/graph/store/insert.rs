//! Writes what a document says: its rows, its words in the indexes, its counts.

use super::rows::{
    DbResult, entity, number, of_gender, of_kind, of_mode, of_polarity, of_relation, of_type,
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
use rusqlite::params;
use std::collections::BTreeMap;

/// A document with its ids resolved.
pub(super) struct Resolved {
    /// The entity that each id in the document refers to.
    pub(super) resolutions: BTreeMap<EntityIndex, EntityIndex>,
    /// Sightings of these entities.
    pub(super) sightings: Vec<Sighting>,
    /// Person, state, trade.
    pub(super) claims: Vec<(EntityIndex, Option<String>, Option<String>)>,
}

impl Store {
    pub(super) fn insert(
        &mut self,
        mut part: Part,
        ids: &[String],
        hash: Option<&[u8]>,
        doubled: i64,
    ) -> DbResult<()> {
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
        self.count(document, part.document.date, &resolved, Sign::Plus)?;
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
    ) -> DbResult<()> {
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
    ) -> DbResult<()> {
        let mut insert = self
            .db
            .prepare_cached("INSERT OR REPLACE INTO sightings VALUES (?,?,?,?,?,?,?,?,?,?,?)")?;
        for sighting in sightings {
            insert.execute(params![
                document,
                number(sighting.entity),
                number(resolved.entity_of(sighting.entity)),
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
        self.note_evidence(sightings, Sign::Plus)
    }

    pub(super) fn note_evidence(&mut self, sightings: &[Sighting], sign: Sign) -> DbResult<()> {
        let mut found = Vec::new();
        for sighting in sightings {
            let id = self.id_of(sighting.entity)?;
            if let Some(evidence) = forms::evidence(sighting, &id) {
                found.push((number(sighting.entity), evidence));
            }
        }
        for (number, evidence) in found {
            self.growth.deltas.evidence(number, evidence, sign);
        }
        Ok(())
    }

    /// Counts what a document says.
    pub(super) fn count(
        &mut self,
        document: i64,
        day: Option<Date>,
        resolved: &Resolved,
        sign: Sign,
    ) -> DbResult<()> {
        for sighting in &resolved.sightings {
            self.growth.deltas.sighting(day, sighting, sign);
        }
        for (person, state, trade) in &resolved.claims {
            let person = number(*person);
            match sign {
                Sign::Plus => self
                    .db
                    .prepare_cached("INSERT OR REPLACE INTO claims VALUES (?,?,?,?)")?
                    .execute(params![person, document, state, trade])?,
                Sign::Minus => self
                    .db
                    .prepare_cached("DELETE FROM claims WHERE person = ? AND document = ?")?
                    .execute([person, document])?,
            };
            self.pend("person", person)?;
        }
        Ok(())
    }

    /// Marks an item as pending, to be brought up to date.
    pub(super) fn pend(&self, what: &str, item: i64) -> DbResult<()> {
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
    ) -> DbResult<()> {
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
        let mut entity_of = Vec::new();
        for (role, place, given) in parties(record) {
            let entity = number(resolved.entity_of(given));
            insert.execute(params![
                own,
                role as i64,
                place as i64,
                number(given),
                entity
            ])?;
            entity_of.push((role, entity));
        }
        drop(insert);
        let speakers: Vec<i64> = entity_of
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
        self.add_new_key(own, words, &speakers, &report.content.text, said)
    }

    /// Notes the key of a new report, by which it is grouped into statements. New keys are sorted and
    /// inserted together ([`Store::insert_new_keys`]), as each alone would read and write a page.
    fn add_new_key(
        &mut self,
        report: i64,
        words: [&str; 3],
        speakers: &[i64],
        content: &str,
        said: Option<Date>,
    ) -> DbResult<()> {
        if let Some([key, day, words]) = key_of(words, speakers, content, said) {
            self.growth.has_new_keys = true;
            self.db
                .prepare_cached("INSERT INTO new_keys VALUES (?, ?, ?, ?)")?
                .execute([key, day, report, words])?;
        }
        Ok(())
    }

    /// Adds or removes the key of a report, and marks it as pending.
    pub(super) fn change_key(
        &self,
        report: i64,
        words: [&str; 3],
        speakers: &[i64],
        content: &str,
        said: Option<Date>,
        sign: Sign,
    ) -> DbResult<()> {
        let Some([key, day, wording]) = key_of(words, speakers, content, said) else {
            return Ok(());
        };
        let sql = match sign {
            Sign::Plus => "INSERT OR IGNORE INTO keys VALUES (?1, ?2, ?3, ?4)",
            Sign::Minus => {
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

/// The hash of what all reports of a statement have in common, the day on which it was made, and the hash of
/// its content; `None` for a report that is always a statement of its own.
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
    /// The entity that an id in the document refers to.
    fn entity_of(&self, given: EntityIndex) -> EntityIndex {
        self.resolutions.get(&given).copied().unwrap_or(given)
    }
}

/// Number, statement, relation, polarity and mode, content, and day given in the text.
pub(super) type ReportRow = (i64, i64, [String; 3], String, Option<Date>);

/// Stands for the day of reports without one.
pub(super) const UNDATED: i64 = 1 << 40;

/// A day as the number of days since 1970.
pub(super) fn day_number(day: Option<Date>) -> i64 {
    day.map_or(UNDATED, |day| Date::EPOCH.days_until(day))
}

/// A wording, as stored in the tables.
pub(super) fn wording_number((one, other): same_statement::Wording) -> i64 {
    i64::from_le_bytes((one ^ other.rotate_left(1)).to_le_bytes())
}

/// All parties in a record: role, position and id.
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
