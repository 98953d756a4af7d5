//! Documents come and go.
//!
//! What a document says is written down as it says it, beside what is known of it already: who it means by
//! names that several have, and which of its names are one person's. If that changes later, the document is
//! brought up to date ([`Store::remap`]): what it said counts less, what it says counts more.

use super::rows::{Told, entity, number};
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
use std::collections::{BTreeMap, HashMap};

/// Documents that are written in one transaction.
const BATCH: usize = 2_000;
/// What a store that grows has to remember between documents.
#[derive(Debug, Default)]
pub(super) struct Growth {
    pub(super) numbers: HashMap<String, i64>,
    pub(super) next_document: i64,
    pub(super) next_report: i64,
    pub(super) next_id: i64,
    pub(super) run: i64,
    pub(super) deltas: Deltas,
    /// The number of the last report that is in the index.
    pub(super) settled: i64,
    /// Whether keys of new reports wait to be put in their places.
    pub(super) has_new_keys: bool,
    /// Changes since the last commit.
    pub(super) open: usize,
    /// Pending items that are worked off in one transaction.
    pub(super) batch: usize,
    /// Reports of a key that are all compared again; less than usual in tests.
    pub(super) few: Option<i64>,
}

impl Store {
    /// Prepares to add documents.
    pub(super) fn begin(&mut self, name: &str) -> Told<()> {
        let next = |sql: &str| -> Told<i64> {
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
            // A number that a statement has had is not given to another before it is forgotten.
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
    /// all that the record was made from, and the record takes the place of an older one with its id; without a hash,
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

    fn add_from(&mut self, builder: Builder, hash: Option<&[u8]>) -> Told<()> {
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

    fn note_doubled(&mut self, id: &str) -> Told<()> {
        self.change()?;
        let run = self.growth.run;
        self.db
            .prepare_cached("UPDATE documents SET doubled = ? WHERE id = ?")?
            .execute(params![run, id])?;
        Ok(())
    }

    fn add_part(&mut self, part: Part, ids: &[String], hash: Option<&[u8]>) -> Told<()> {
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
        // Two of one run, or of two merged graphs: one of them is kept, whichever came first.
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

    /// Takes a document away.
    pub(super) fn remove(&mut self, document: i64) -> Told<()> {
        self.change()?;
        self.place_keys()?;
        let (sightings, old, day) = self.as_resolved(document)?;
        self.count(document, day, &old, Sign::Less)?;
        self.note_evidence(&sightings, Sign::Less)?;
        for row in self.reports_of(document)? {
            let (report, statement, words, content, told) = row;
            let speakers = self.speakers_of(report)?;
            let words = words.each_ref().map(String::as_str);
            self.key(report, words, &speakers, &content, told.or(day), Sign::Less)?;
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
    fn reports_of(&self, document: i64) -> Told<Vec<ReportRow>> {
        let mut select = self.db.prepare_cached(
            "SELECT number, statement, relation, polarity, mode, content, said_on FROM reports \
             WHERE document = ?",
        )?;
        let mut rows = select.query([document])?;
        let mut reports = Vec::new();
        while let Some(row) = rows.next()? {
            let words = [row.get(2)?, row.get(3)?, row.get(4)?];
            let told = rows::when(row.get(6)?)?.map(When::first);
            reports.push((row.get(0)?, row.get(1)?, words, row.get(5)?, told));
        }
        Ok(reports)
    }

    /// The speakers of a report.
    pub(super) fn speakers_of(&self, report: i64) -> Told<Vec<i64>> {
        let mut select = self.db.prepare_cached(
            "SELECT entity FROM parties WHERE report = ? AND role = 0 ORDER BY place",
        )?;
        let rows = select.query_map([report], |row| row.get(0))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Brings a document up to date with who is who.
    pub(super) fn remap(&mut self, document: i64) -> Told<()> {
        let (sightings, old, day) = self.as_resolved(document)?;
        let raw = Document {
            sightings,
            ..super::load::no_document()
        };
        let new = self.resolve(&raw)?;
        if old.means == new.means && old.claims == new.claims {
            return Ok(());
        }
        self.count(document, day, &old, Sign::Less)?;
        self.count(document, day, &new, Sign::More)?;
        for (told, meant) in &new.means {
            self.db
                .prepare_cached("UPDATE sightings SET entity = ? WHERE document = ? AND told = ?")?
                .execute([number(*meant), document, number(*told)])?;
        }
        for (report, statement, words, content, told) in self.reports_of(document)? {
            let before = self.speakers_of(report)?;
            let mut changed = 0;
            for (told, meant) in &new.means {
                if old.means.get(told) != Some(meant) {
                    changed += self
                        .db
                        .prepare_cached(
                            "UPDATE parties SET entity = ? WHERE report = ? AND told = ?",
                        )?
                        .execute([number(*meant), report, number(*told)])?;
                }
            }
            if changed > 0 {
                let after = self.speakers_of(report)?;
                let words = words.each_ref().map(String::as_str);
                let said = told.or(day);
                self.key(report, words, &before, &content, said, Sign::Less)?;
                self.key(report, words, &after, &content, said, Sign::More)?;
                self.pend("statement", statement)?;
            }
        }
        Ok(())
    }

    /// Begins a transaction, unless one is open; commits one that has become long.
    pub(super) fn change(&mut self) -> Told<()> {
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

    /// Writes what is open.
    pub(super) fn commit(&mut self) -> Told<()> {
        if self.growth.open > 0 {
            let deltas = std::mem::take(&mut self.growth.deltas);
            self.write_deltas(deltas)?;
            self.db.execute_batch("COMMIT")?;
            self.growth.open = 0;
        }
        Ok(())
    }

    /// What is counted from here on.
    pub(super) fn deltas(&mut self) -> &mut Deltas {
        &mut self.growth.deltas
    }

    /// Who is who in a document, by what is known now.
    pub(super) fn resolve(&mut self, document: &Document) -> Told<Resolved> {
        let told: Vec<EntityIndex> = document.sightings.iter().map(|s| s.entity).collect();
        let mut part = Part {
            document: document.clone(),
            records: Vec::new(),
        };
        let mut heads = BTreeMap::new();
        for told in &told {
            if let Some(head) = self.head(*told)? {
                heads.insert(*told, head);
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
        let id_of = |entity: EntityIndex| ids.get(&entity).map_or("", String::as_str);
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
        let means = told.into_iter().map(|told| {
            let head = heads.get(&told).copied().unwrap_or(told);
            (told, own.get(&head).copied().unwrap_or(head))
        });
        Ok(Resolved {
            means: means.collect(),
            sightings: part.document.sightings,
            claims,
        })
    }

    /// A document as it was last resolved: what it says, and what was made of it.
    fn as_resolved(&self, document: i64) -> Told<(Vec<Sighting>, Resolved, Option<Date>)> {
        let told = self.sightings(document)?;
        let means: BTreeMap<EntityIndex, EntityIndex> = told
            .iter()
            .map(|(meant, sighting)| (sighting.entity, *meant))
            .collect();
        let raw: Vec<Sighting> = told.into_iter().map(|(_, sighting)| sighting).collect();
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
            sightings: super::load::as_meant(raw.clone(), &means),
            means,
            claims,
        };
        Ok((raw, resolved, rows::date(day)?))
    }
}
