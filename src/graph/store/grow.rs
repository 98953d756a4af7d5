//! Adds and removes documents.
//!
//! What a document says is stored as it is, together with how its ids are resolved: which person a shared
//! name refers to, and which names belong to one person. If that changes later, [`Store::remap`] subtracts
//! the old counts of the document and adds the new ones.

use super::ids::KnownIds;
use super::rows::{DbResult, entity, number};
use super::tally::{Deltas, Sign};
use super::{Store, rows};
use crate::date::Date;
use crate::error::Result;
use crate::extract::record::Extraction;
use crate::graph::build::Builder;
use crate::graph::part::Part;
use crate::graph::record::Document;
use crate::graph::store::insert::{ReportRow, Resolved};
use crate::graph::{BuildOptions, EntityIndex, Graph, Sighting, namesakes};
use crate::statement::When;
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeMap;

/// Number of documents that are written in one transaction.
const BATCH: usize = 2_000;
/// The state of a growing store between documents.
#[derive(Debug, Default)]
pub(super) struct Growth {
    pub(super) known_ids: KnownIds,
    pub(super) next_document: i64,
    pub(super) next_report: i64,
    pub(super) next_id: i64,
    pub(super) run: i64,
    pub(super) deltas: Deltas,
    /// The number of the last report that is in the index.
    pub(super) settled: i64,
    /// Whether keys of new reports have to be moved to the table `keys`.
    pub(super) has_new_keys: bool,
    /// Changes since the last commit.
    pub(super) open: usize,
    /// Number of pending items that are processed in one transaction.
    pub(super) batch: usize,
    /// Number of reports up to which all with a key are compared again; smaller in tests.
    pub(super) compare_all_up_to: Option<i64>,
}

impl Store {
    /// Prepares to add documents.
    pub(super) fn begin_growing(&mut self, name: &str) -> DbResult<()> {
        let next = |sql: &str| -> DbResult<i64> {
            let last: Option<i64> = self.db.query_row(sql, [], |row| row.get(0))?;
            Ok(last.unwrap_or(0) + 1)
        };
        let settled = self.meta("settled")?;
        let settled = settled.and_then(|n| n.parse().ok()).unwrap_or(0);
        let mut select = self.db.prepare("SELECT 1 FROM new_keys")?;
        let has_new_keys = select.exists([])?;
        drop(select);
        let growth = Growth {
            next_document: next("SELECT max(number) FROM documents")?,
            // A number is not reused while the index still has a statement with it.
            next_report: next("SELECT max(number) FROM reports")?.max(settled + 1),
            next_id: next("SELECT max(number) FROM ids")?,
            run: self.run()?,
            has_new_keys,
            settled,
            ..Growth::default()
        };
        self.growth = growth;
        if self.meta("name")?.is_none() {
            self.set_meta("name", name)?;
        }
        Ok(())
    }

    /// Adds the record of a document, unless the document could not be read. In a run, `hash` is that of
    /// everything the record was made from, and the record replaces an older one with its id; without a hash,
    /// of two different records with one id one is kept, as in [`Graph::from_extractions`].
    ///
    /// # Errors
    /// One line that names the file.
    pub fn add(
        &mut self,
        extraction: Extraction,
        hash: Option<&[u8]>,
        options: &BuildOptions,
    ) -> Result<()> {
        let mut builder = Builder::new(String::new());
        builder.add(extraction, options);
        let added = self.add_from(builder, hash);
        self.at(added)
    }

    /// Adds all documents of a graph, as [`Graph::merge`] does.
    ///
    /// # Errors
    /// One line that names the file.
    pub fn add_graph(&mut self, graph: Graph) -> Result<()> {
        let mut builder = Builder::new(String::new());
        builder.add_graph(graph);
        let added = self.add_from(builder, None);
        self.at(added)
    }

    fn add_from(&mut self, builder: Builder, hash: Option<&[u8]>) -> DbResult<()> {
        let (parts, ids, doubled) = builder.into_parts();
        for part in parts {
            let id = part.document.id.clone();
            self.add_part(part, &ids, hash)?;
            if doubled.contains(&id) {
                self.note_doubled(&id)?;
            }
        }
        Ok(())
    }

    fn note_doubled(&mut self, id: &str) -> DbResult<()> {
        self.change()?;
        let run = self.growth.run;
        self.db
            .prepare_cached("UPDATE documents SET doubled = ? WHERE id = ?")?
            .execute(params![run, id])?;
        Ok(())
    }

    fn add_part(&mut self, part: Part, ids: &[String], hash: Option<&[u8]>) -> DbResult<()> {
        self.change()?;
        let id = part.document.id.clone();
        let mut select = self
            .db
            .prepare_cached("SELECT number, run, doubled FROM documents WHERE id = ?")?;
        let old: Option<(i64, i64, i64)> = select
            .query_row([&id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        drop(select);
        let run = self.growth.run;
        let Some((old, seen, doubled)) = old else {
            return self.insert(part, ids, hash, 0);
        };
        if hash.is_some() && seen != run {
            self.remove(old)?;
            return self.insert(part, ids, hash, 0);
        }
        // Two of one run, or of two merged graphs: which one is kept does not depend on their order.
        let (known, known_ids) = self.part(old)?;
        let mut builder = Builder::new(String::new());
        builder.add_part_of(known.clone(), &known_ids);
        builder.add_part_of(part, ids);
        let (parts, all_ids, differ) = builder.into_parts();
        let mut both = Builder::new(String::new());
        both.add_part_of(known, &known_ids);
        let (same, same_ids, _) = both.into_parts();
        let doubled = match differ.contains(&id) {
            true => run,
            false => doubled,
        };
        for part in parts {
            let is_old = same.iter().any(|old| {
                old.document.path == part.document.path
                    && old.as_text(&same_ids) == part.as_text(&all_ids)
            });
            if is_old {
                self.db
                    .prepare_cached("UPDATE documents SET doubled = ? WHERE number = ?")?
                    .execute([doubled, old])?;
            } else {
                self.remove(old)?;
                self.insert(part, &all_ids, hash, doubled)?;
            }
        }
        Ok(())
    }

    /// Removes a document.
    pub(super) fn remove(&mut self, document: i64) -> DbResult<()> {
        self.change()?;
        self.insert_new_keys()?;
        let (sightings, old, day) = self.as_resolved(document)?;
        self.count(document, day, &old, Sign::Minus)?;
        self.note_evidence(&sightings, Sign::Minus)?;
        for row in self.reports_of(document)? {
            let (report, statement, words, content, stated) = row;
            let speakers = self.speakers_of(report)?;
            let words = words.each_ref().map(String::as_str);
            self.change_key(
                report,
                words,
                &speakers,
                &content,
                stated.or(day),
                Sign::Minus,
            )?;
            self.pend("statement", report)?;
            self.pend("statement", statement)?;
            self.db
                .prepare_cached(
                    "INSERT INTO reports_fts (reports_fts, rowid, content) VALUES ('delete', ?, ?)",
                )?
                .execute(params![report, content])?;
            self.db
                .prepare_cached("DELETE FROM parties WHERE report = ?")?
                .execute([report])?;
        }
        let title: Option<String> = self.db.query_row(
            "SELECT title FROM documents WHERE number = ?",
            [document],
            |row| row.get(0),
        )?;
        if let Some(title) = title {
            self.db.execute(
                "INSERT INTO documents_fts (documents_fts, rowid, title) VALUES ('delete', ?, ?)",
                params![document, title],
            )?;
        }
        for sql in [
            "DELETE FROM reports WHERE document = ?",
            "DELETE FROM sightings WHERE document = ?",
            "DELETE FROM pending WHERE what = 'document' AND item = ?",
            "DELETE FROM documents WHERE number = ?",
        ] {
            self.db.prepare_cached(sql)?.execute([document])?;
        }
        Ok(())
    }

    /// Number, statement, relation, polarity and mode, content, and day given in the text, of each report of
    /// a document.
    fn reports_of(&self, document: i64) -> DbResult<Vec<ReportRow>> {
        let mut select = self.db.prepare_cached(
            "SELECT number, statement, relation, polarity, mode, content, said_on FROM reports \
             WHERE document = ?",
        )?;
        let mut rows = select.query([document])?;
        let mut reports = Vec::new();
        while let Some(row) = rows.next()? {
            let words = [row.get(2)?, row.get(3)?, row.get(4)?];
            let stated = rows::when(row.get(6)?)?.map(When::first);
            reports.push((row.get(0)?, row.get(1)?, words, row.get(5)?, stated));
        }
        Ok(reports)
    }

    /// The speakers of a report.
    pub(super) fn speakers_of(&self, report: i64) -> DbResult<Vec<i64>> {
        let mut select = self.db.prepare_cached(
            "SELECT entity FROM parties WHERE report = ? AND role = 0 ORDER BY place",
        )?;
        let rows = select.query_map([report], |row| row.get(0))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Brings a document up to date with how its ids are resolved.
    pub(super) fn remap(&mut self, document: i64) -> DbResult<()> {
        let (sightings, old, day) = self.as_resolved(document)?;
        let raw = Document {
            sightings,
            ..super::load::empty_document()
        };
        let new = self.resolve(&raw)?;
        if old.resolutions == new.resolutions && old.claims == new.claims {
            return Ok(());
        }
        self.count(document, day, &old, Sign::Minus)?;
        self.count(document, day, &new, Sign::Plus)?;
        for (given, now) in &new.resolutions {
            self.db
                .prepare_cached("UPDATE sightings SET entity = ? WHERE document = ? AND told = ?")?
                .execute([number(*now), document, number(*given)])?;
        }
        for (report, statement, words, content, stated) in self.reports_of(document)? {
            let before = self.speakers_of(report)?;
            let mut changed = 0;
            for (given, now) in &new.resolutions {
                if old.resolutions.get(given) != Some(now) {
                    changed += self
                        .db
                        .prepare_cached(
                            "UPDATE parties SET entity = ? WHERE report = ? AND told = ?",
                        )?
                        .execute([number(*now), report, number(*given)])?;
                }
            }
            if changed > 0 {
                let after = self.speakers_of(report)?;
                let words = words.each_ref().map(String::as_str);
                let said = stated.or(day);
                self.change_key(report, words, &before, &content, said, Sign::Minus)?;
                self.change_key(report, words, &after, &content, said, Sign::Plus)?;
                self.pend("statement", statement)?;
            }
        }
        Ok(())
    }

    /// Begins a transaction, unless one is open; commits one that has become long.
    pub(super) fn change(&mut self) -> DbResult<()> {
        if self.growth.open >= BATCH {
            self.commit()?;
        }
        if self.growth.open == 0 {
            self.db.execute_batch("BEGIN")?;
            self.set_meta("state", "growing")?;
        }
        self.growth.open += 1;
        Ok(())
    }

    /// Commits the open transaction.
    pub(super) fn commit(&mut self) -> DbResult<()> {
        if self.growth.open > 0 {
            let deltas = std::mem::take(&mut self.growth.deltas);
            self.write_deltas(deltas)?;
            self.db.execute_batch("COMMIT")?;
            self.growth.open = 0;
        }
        Ok(())
    }

    /// The changes of counts since the last commit.
    pub(super) fn deltas(&mut self) -> &mut Deltas {
        &mut self.growth.deltas
    }

    /// Resolves the ids of a document by what is known now.
    pub(super) fn resolve(&mut self, document: &Document) -> DbResult<Resolved> {
        let given: Vec<EntityIndex> = document.sightings.iter().map(|s| s.entity).collect();
        let mut part = Part {
            document: document.clone(),
            records: Vec::new(),
        };
        let mut heads = BTreeMap::new();
        for given in &given {
            if let Some(head) = self.head(*given)? {
                heads.insert(*given, head);
            }
        }
        if !heads.is_empty() {
            part.unite(&heads);
        }
        let mut ids = BTreeMap::new();
        for sighting in &part.document.sightings {
            for entity in std::iter::once(sighting.entity).chain(sighting.represents) {
                ids.insert(entity, self.id_of(entity)?);
            }
        }
        let id_of = |entity: EntityIndex| ids.get(&entity).map_or("", |id| &**id);
        let mut claims: Vec<_> = namesakes::claims(&part, id_of)
            .into_iter()
            .map(|claim| {
                let state = claim.state.map(|state| id_of(state).to_owned());
                (claim.person, state, claim.trade)
            })
            .collect();
        claims.sort();
        let mut own = BTreeMap::new();
        for (person, state, trade) in &claims {
            let Some(usual) = self.usual(number(*person))? else {
                continue;
            };
            if let Some(id) = usual.other(id_of(*person), state.as_deref(), trade.as_deref()) {
                let other = entity(self.number(&id)?)?;
                part.replace(*person, other);
                own.insert(*person, other);
            }
        }
        let resolutions = given.into_iter().map(|given| {
            let head = heads.get(&given).copied().unwrap_or(given);
            (given, own.get(&head).copied().unwrap_or(head))
        });
        Ok(Resolved {
            resolutions: resolutions.collect(),
            sightings: part.document.sightings,
            claims,
        })
    }

    /// A document as it was last resolved: its sightings as stored, the resolved ones, and its day.
    fn as_resolved(&self, document: i64) -> DbResult<(Vec<Sighting>, Resolved, Option<Date>)> {
        let stored = self.sightings(document)?;
        let resolutions: BTreeMap<EntityIndex, EntityIndex> = stored
            .iter()
            .map(|(now, sighting)| (sighting.entity, *now))
            .collect();
        let raw: Vec<Sighting> = stored.into_iter().map(|(_, sighting)| sighting).collect();
        let mut select = self
            .db
            .prepare_cached("SELECT person, state, trade FROM claims WHERE document = ?")?;
        let mut rows = select.query([document])?;
        let mut claims = Vec::new();
        while let Some(row) = rows.next()? {
            claims.push((entity(row.get(0)?)?, row.get(1)?, row.get(2)?));
        }
        claims.sort();
        let day: Option<String> = self.db.query_row(
            "SELECT date FROM documents WHERE number = ?",
            [document],
            |row| row.get(0),
        )?;
        let resolved = Resolved {
            sightings: super::load::with_resolved_ids(raw.clone(), &resolutions),
            resolutions,
            claims,
        };
        Ok((raw, resolved, rows::date(day)?))
    }
}
