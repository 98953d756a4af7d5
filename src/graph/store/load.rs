//! Loads a graph from the tables: all of it, or some statements.

use super::Store;
use super::entities::placed;
use super::rows::{
    self, DbResult, damaged, date, entity, entity_type, gender, kind, mode, number, polarity,
    relation, text, when,
};
use crate::entity::Role;
use crate::error::Result;
use crate::graph::part::{Part, Record};
use crate::graph::record::{Document, DocumentIndex, Report};
use crate::graph::{Entities, EntityIndex, Graph, Sighting, Statement};
use crate::statement::{Mode, Polarity, Relation};
use rusqlite::Row;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How much of the documents to load with statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// What they say about the parties of the statements: enough to answer.
    Parties,
    /// All that they say: enough to export.
    All,
}

/// A report, with what it has in common with others of its statement.
struct Loaded {
    number: i64,
    statement: i64,
    place: i64,
    document: i64,
    relation: Relation,
    polarity: Polarity,
    mode: Mode,
    speakers: Vec<i64>,
    report: Report,
}

const REPORT: &str = "SELECT number, statement, place, document, relation, polarity, mode, id, act, \
    kind, content, content_spans, source, source_spans, cue, cue_spans, within, said_on, \
    confidence, line, sentence FROM reports";

const DOCUMENT: &str =
    "SELECT number, id, title, date, url, source, path, fingerprint FROM documents";

const SIGHTING: &str = "SELECT s.entity, s.told, s.name, s.type, s.mentions, s.aliases, s.roles, \
    s.represents, s.gender, s.was FROM sightings s";

impl Store {
    /// Loads the whole graph.
    ///
    /// # Errors
    /// One line that names the file.
    pub fn whole(&self) -> Result<Graph> {
        self.reading(|| self.whole_inner())
    }

    fn whole_inner(&self) -> DbResult<Graph> {
        let all = |sql: &str| -> DbResult<Vec<i64>> {
            let mut select = self.db.prepare(sql)?;
            let rows = select.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<std::result::Result<_, _>>()?)
        };
        let statements = all("SELECT number FROM statements ORDER BY number")?;
        let entities = all("SELECT number FROM entities")?;
        let documents = all("SELECT number FROM documents")?;
        self.assemble(
            &statements,
            entities.into_iter().collect(),
            documents.into_iter().collect(),
            Detail::All,
        )
    }

    /// A graph of some statements with all their reports, of some entities and documents, and of all that
    /// these refer to.
    pub(super) fn assemble(
        &self,
        statements: &[i64],
        mut entities: BTreeSet<i64>,
        mut documents: BTreeSet<i64>,
        detail: Detail,
    ) -> DbResult<Graph> {
        let reports = self.in_parallel(statements, Store::load_reports)?;
        for loaded in &reports {
            let report = &loaded.report;
            let others = report.addressees.iter().chain(&report.about);
            entities.extend(others.chain(&report.via).map(|e| number(*e)));
            entities.extend(&loaded.speakers);
            documents.insert(loaded.document);
        }
        let documents: Vec<i64> = documents.into_iter().collect();
        let mut loaded = self.in_parallel(&documents, |store, documents| {
            let load = |document: &i64| {
                let sightings = store.load_sightings(*document, detail, &entities)?;
                let own = store.document_row(*document)?;
                Ok((*document, Document { sightings, ..own }))
            };
            documents.iter().map(load).collect()
        })?;
        for sighting in loaded.iter().flat_map(|(_, d)| &d.sightings) {
            if detail == Detail::All {
                entities.insert(number(sighting.entity));
            }
            entities.extend(sighting.represents.map(number));
        }
        let (entities, numbers) = self.load_entities(entities)?;
        loaded.sort_by(|a, b| a.1.id.cmp(&b.1.id));
        let places: HashMap<i64, DocumentIndex> = loaded
            .iter()
            .enumerate()
            .map(|(place, (number, _))| (*number, DocumentIndex::new(place)))
            .collect();
        let mut documents: Vec<Document> = loaded.into_iter().map(|(_, d)| d).collect();
        for sighting in documents.iter_mut().flat_map(|d| &mut d.sightings) {
            sighting.entity = placed(&numbers, sighting.entity)?;
            if let Some(principal) = &mut sighting.represents {
                *principal = placed(&numbers, *principal)?;
            }
        }
        for document in &mut documents {
            document.sightings.sort_by_key(|sighting| sighting.entity);
        }
        let statements = assembled(reports, &documents, &numbers, &places)?;
        let name = self.meta("name")?.unwrap_or_default();
        let mut select = self
            .db
            .prepare_cached("SELECT id FROM documents WHERE doubled <> 0 ORDER BY id")?;
        let doubled = select.query_map([], |row| row.get(0))?;
        let doubled = doubled.collect::<std::result::Result<_, _>>()?;
        Ok(Graph::new(name, documents, entities, statements, doubled))
    }

    fn load_reports(&self, statements: &[i64]) -> DbResult<Vec<Loaded>> {
        let mut own = self
            .db
            .prepare_cached(&format!("{REPORT} WHERE number = ? AND statement = number"))?;
        let mut repeats = self.db.prepare_cached(&format!(
            "{REPORT} WHERE statement = ? AND statement <> number"
        ))?;
        let mut reports: Vec<Loaded> = Vec::with_capacity(statements.len());
        for statement in statements {
            for select in [&mut own, &mut repeats] {
                let mut rows = select.query([statement])?;
                while let Some(row) = rows.next()? {
                    reports.push(self.load_report(row)?);
                }
            }
        }
        Ok(reports)
    }

    fn load_report(&self, row: &Row) -> DbResult<Loaded> {
        let string = |column: usize| row.get::<_, String>(column);
        let words = |at: usize| rows::words(string(at)?, &string(at + 1)?);
        let own: i64 = row.get(0)?;
        let [speakers, addressees, about, via] = self.parties(own)?;
        let all = |list: Vec<i64>| -> DbResult<Entities> { list.into_iter().map(entity).collect() };
        Ok(Loaded {
            number: own,
            statement: row.get(1)?,
            place: row.get(2)?,
            document: row.get(3)?,
            relation: relation(&string(4)?)?,
            polarity: polarity(&string(5)?)?,
            mode: mode(&string(6)?)?,
            speakers,
            report: Report {
                id: string(7)?.into(),
                document: DocumentIndex::new(0),
                act: string(8)?.into(),
                kind: kind(&string(9)?)?,
                addressees: all(addressees)?,
                about: all(about)?,
                source: words(12)?,
                cue: words(14)?,
                content: words(10)?,
                via: via.first().copied().map(entity).transpose()?,
                within: text(row.get(16)?),
                said_on: when(row.get(17)?)?,
                confidence: row.get::<_, f64>(18)? as f32,
                line: row
                    .get::<_, Option<i64>>(19)?
                    .and_then(|line| usize::try_from(line).ok()),
                sentence: text(row.get(20)?),
            },
        })
    }

    /// The speakers, the addressees, the entities mentioned and the outlet cited of a report.
    fn parties(&self, report: i64) -> DbResult<[Vec<i64>; 4]> {
        let mut select = self.db.prepare_cached(
            "SELECT role, entity FROM parties WHERE report = ? ORDER BY role, place",
        )?;
        let mut rows = select.query([report])?;
        let mut parties: [Vec<i64>; 4] = Default::default();
        while let Some(row) = rows.next()? {
            let role = usize::try_from(row.get::<_, i64>(0)?).unwrap_or(usize::MAX);
            let list = parties.get_mut(role).ok_or_else(|| damaged("a part"))?;
            list.push(row.get(1)?);
        }
        Ok(parties)
    }

    /// A document without sightings.
    fn document_row(&self, document: i64) -> DbResult<Document> {
        let mut select = self
            .db
            .prepare_cached(&format!("{DOCUMENT} WHERE number = ?"))?;
        let mut rows = select.query([document])?;
        let row = rows.next()?.ok_or_else(|| damaged("a document"))?;
        let fingerprint: Option<String> = row.get(7)?;
        Ok(Document {
            id: row.get(1)?,
            title: row.get(2)?,
            date: date(row.get(3)?)?,
            url: row.get(4)?,
            source: row.get(5)?,
            path: row.get(6)?,
            fingerprint: fingerprint.as_deref().map(rows::from_json).transpose()?,
            sightings: Vec::new(),
        })
    }

    /// The resolved sightings of a document: all, or those of the given entities.
    fn load_sightings(
        &self,
        document: i64,
        detail: Detail,
        entities: &BTreeSet<i64>,
    ) -> DbResult<Vec<Sighting>> {
        let mut select = self
            .db
            .prepare_cached(&format!("{SIGHTING} WHERE s.document = ?"))?;
        let mut rows = select.query([document])?;
        let (mut resolutions, mut wanted) = (BTreeMap::new(), Vec::new());
        while let Some(row) = rows.next()? {
            let (resolved, given): (i64, i64) = (row.get(0)?, row.get(1)?);
            if given != resolved {
                resolutions.insert(entity(given)?, entity(resolved)?);
            }
            if detail == Detail::All || entities.contains(&resolved) {
                wanted.push(sighting(row)?);
            }
        }
        if resolutions.is_empty() {
            return Ok(wanted);
        }
        // Where two are of one entity, the first in order of the ids as given comes first.
        let ids = wanted.iter().map(|sighting| self.id_of(sighting.entity));
        let mut wanted: Vec<_> = ids
            .collect::<DbResult<Vec<_>>>()?
            .into_iter()
            .zip(wanted)
            .collect();
        wanted.sort_by(|a, b| a.0.cmp(&b.0));
        let wanted = wanted.into_iter().map(|(_, sighting)| sighting).collect();
        Ok(with_resolved_ids(wanted, &resolutions))
    }

    /// The sightings of a document as stored, in order of their ids, each with the entity that its id is
    /// resolved to.
    pub(super) fn sightings(&self, document: i64) -> DbResult<Vec<(EntityIndex, Sighting)>> {
        let mut select = self.db.prepare_cached(&format!(
            "{SIGHTING} JOIN ids i ON i.number = s.told WHERE s.document = ? ORDER BY i.id"
        ))?;
        let mut rows = select.query([document])?;
        let mut sightings = Vec::new();
        while let Some(row) = rows.next()? {
            sightings.push((entity(row.get(0)?)?, sighting(row)?));
        }
        Ok(sightings)
    }

    /// A document as it was added, and the ids of its entities.
    pub(super) fn part(&self, document: i64) -> DbResult<(Part, Vec<String>)> {
        let raw = self.sightings(document)?;
        let sightings: Vec<Sighting> = raw.into_iter().map(|(_, sighting)| sighting).collect();
        let mut part = Part {
            document: Document {
                sightings,
                ..self.document_row(document)?
            },
            records: Vec::new(),
        };
        let mut select = self
            .db
            .prepare_cached(&format!("{REPORT} WHERE document = ? ORDER BY place"))?;
        let mut rows = select.query([document])?;
        while let Some(row) = rows.next()? {
            let loaded = self.load_report(row)?;
            part.records.push(self.with_given_ids(loaded)?);
        }
        let mut ids = Vec::new();
        let mut numbers: HashMap<EntityIndex, EntityIndex> = HashMap::new();
        for sighting in &part.document.sightings {
            numbers.insert(sighting.entity, EntityIndex::new(ids.len()));
            ids.push(self.id_of(sighting.entity)?.to_string());
        }
        part.each_entity(|entity| {
            if let Some(own) = numbers.get(entity) {
                *entity = *own;
            }
        });
        Ok((part, ids))
    }

    /// A report with the ids as its document gives them.
    fn with_given_ids(&self, loaded: Loaded) -> DbResult<Record> {
        let mut select = self.db.prepare_cached(
            "SELECT role, told FROM parties WHERE report = ? ORDER BY role, place",
        )?;
        let mut rows = select.query([loaded.number])?;
        let mut given: [Entities; 4] = Default::default();
        while let Some(row) = rows.next()? {
            let role = usize::try_from(row.get::<_, i64>(0)?).unwrap_or(usize::MAX);
            let list = given.get_mut(role).ok_or_else(|| damaged("a part"))?;
            list.push(entity(row.get(1)?)?);
        }
        let [speakers, addressees, about, via] = given;
        Ok(Record {
            relation: loaded.relation,
            polarity: loaded.polarity,
            mode: loaded.mode,
            speaker: speakers.first().copied(),
            joint_speakers: speakers.into_iter().skip(1).collect(),
            report: Report {
                addressees,
                about,
                via: via.first().copied(),
                ..loaded.report
            },
            statement: None,
        })
    }
}

/// An empty document.
pub(super) fn empty_document() -> Document {
    Document {
        id: String::new(),
        title: None,
        date: None,
        url: None,
        source: None,
        path: None,
        fingerprint: None,
        sightings: Vec::new(),
    }
}

/// A row of [`SIGHTING`].
fn sighting(row: &Row) -> DbResult<Sighting> {
    let string = |column: usize| row.get::<_, String>(column);
    let mentions: i64 = row.get(4)?;
    let principal: Option<i64> = row.get(7)?;
    let word: Option<String> = row.get(8)?;
    let roles: Vec<Role> = rows::from_json(&string(6)?)?;
    let aliases: Vec<String> = rows::from_json(&string(5)?)?;
    Ok(Sighting {
        entity: entity(row.get(1)?)?,
        name: string(2)?.into(),
        kind: entity_type(&string(3)?)?,
        mentions: usize::try_from(mentions).unwrap_or(0),
        aliases: aliases.into_iter().map(Into::into).collect(),
        roles: roles.into(),
        represents: principal.map(entity).transpose()?,
        gender: word.as_deref().map(gender).transpose()?,
        was: text(row.get(9)?),
    })
}

/// Sightings with their ids resolved; two of one entity are merged.
pub(super) fn with_resolved_ids(
    sightings: Vec<Sighting>,
    resolutions: &BTreeMap<EntityIndex, EntityIndex>,
) -> Vec<Sighting> {
    let others = resolutions
        .iter()
        .filter(|(given, resolved)| given != resolved);
    let others: BTreeMap<EntityIndex, EntityIndex> = others.map(|(t, m)| (*t, *m)).collect();
    if others.is_empty() {
        return sightings;
    }
    let mut part = Part {
        document: Document {
            sightings,
            ..empty_document()
        },
        records: Vec::new(),
    };
    part.unite(&others);
    part.document.sightings
}

/// The statements of reports, in the graph's order.
fn assembled(
    mut reports: Vec<Loaded>,
    documents: &[Document],
    numbers: &HashMap<i64, EntityIndex>,
    places: &HashMap<i64, DocumentIndex>,
) -> DbResult<Vec<Statement>> {
    for loaded in &mut reports {
        let place = places.get(&loaded.document).copied();
        loaded.report.document = place.ok_or_else(|| damaged("a document"))?;
        let report = &mut loaded.report;
        let others = report.addressees.iter_mut().chain(&mut report.about);
        for entity in others.chain(&mut report.via) {
            *entity = placed(numbers, *entity)?;
        }
    }
    reports.sort_by_cached_key(|loaded| {
        let document = loaded.report.document;
        let day = documents.get(document.index()).and_then(|d| d.date);
        (loaded.statement, day.is_none(), day, document, loaded.place)
    });
    let mut statements: Vec<(DocumentIndex, i64, Statement)> = Vec::new();
    let mut last = None;
    for loaded in reports {
        if last == Some(loaded.statement)
            && let Some((.., statement)) = statements.last_mut()
        {
            statement.repeats.push(loaded.report);
            continue;
        }
        last = Some(loaded.statement);
        let speakers = loaded.speakers.iter();
        let mut speakers = speakers.map(|own| placed(numbers, entity(*own)?));
        let speaker = speakers.next().transpose()?;
        let joint_speakers = speakers.collect::<DbResult<Entities>>()?;
        let statement = Statement {
            relation: loaded.relation,
            act: loaded.report.act.clone(),
            polarity: loaded.polarity,
            mode: loaded.mode,
            speaker,
            joint_speakers,
            addressees: Entities::new(),
            about: Entities::new(),
            first: loaded.report,
            repeats: Vec::new(),
        };
        statements.push((statement.first.document, loaded.place, statement));
    }
    statements.sort_by_key(|(document, place, _)| (*document, *place));
    let statements = statements.into_iter().map(|(.., mut statement)| {
        statement.unite();
        statement
    });
    Ok(statements.collect())
}
