//! Loads a graph from the tables: all of it, or some statements.

use super::Store;
use super::rows::{
    self, DbResult, damaged, date, entity, entity_type, gender, kind, mode, number, polarity,
    relation, text, when,
};
use super::tally::WHOLE;
use crate::date::Date;
use crate::entity::Role;
use crate::error::Result;
use crate::graph::contents::StoreSummary;
use crate::graph::part::{Part, Record};
use crate::graph::record::{Document, DocumentIndex, Entity, Report, Representation};
use crate::graph::{Entities, EntityIndex, Graph, Sighting, Statement};
use crate::statement::{Mode, Polarity, Relation};
use rusqlite::{OptionalExtension, Row};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

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

    /// Some entities and all that they speak for, in order of their ids; and the index of each number.
    fn load_entities(
        &self,
        wanted: BTreeSet<i64>,
    ) -> DbResult<(Vec<Entity>, HashMap<i64, EntityIndex>)> {
        let mut loaded: Vec<(i64, Entity)> = Vec::with_capacity(wanted.len());
        let mut next: Vec<i64> = Vec::new();
        let mut seen = wanted.clone();
        if wanted.len() >= MANY && wanted.len() == self.count_entities()? {
            loaded = self.load_every_entity()?;
        } else {
            next.extend(wanted);
        }
        while !next.is_empty() {
            let found = self.in_parallel(&next, |store, entities| {
                let load = |own: &i64| {
                    let found = store.load_entity(*own).transpose()?;
                    Some(found.map(|found| (*own, found)))
                };
                entities.iter().filter_map(load).collect()
            })?;
            next.clear();
            for representation in found.iter().flat_map(|(_, found)| &found.represents) {
                if seen.insert(number(representation.of)) {
                    next.push(number(representation.of));
                }
            }
            loaded.extend(found);
        }
        loaded.sort_by(|a, b| a.1.id.cmp(&b.1.id));
        let numbers: HashMap<i64, EntityIndex> = loaded
            .iter()
            .enumerate()
            .map(|(place, (own, _))| (*own, EntityIndex::new(place)))
            .collect();
        let mut entities = Vec::with_capacity(loaded.len());
        for (_, mut found) in loaded {
            for representation in &mut found.represents {
                representation.of = placed(&numbers, representation.of)?;
            }
            found.represents.sort_by_key(|representation| {
                (
                    std::cmp::Reverse(representation.documents),
                    representation.of,
                )
            });
            entities.push(found);
        }
        Ok((entities, numbers))
    }

    fn load_entity(&self, own: i64) -> DbResult<Option<Entity>> {
        let [entity, alias, role, representation] = &*OF_ONE;
        let mut select = self.db.prepare_cached(entity)?;
        let mut rows = select.query([own])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let mut found = entity_alone(row)?;
        let mut select = self.db.prepare_cached(alias)?;
        let mut rows = select.query([own])?;
        while let Some(row) = rows.next()? {
            found.aliases.push(alias_of(row)?);
        }
        let mut select = self.db.prepare_cached(role)?;
        let mut rows = select.query([own])?;
        while let Some(row) = rows.next()? {
            found.roles.push(role_of(row)?);
        }
        let mut select = self.db.prepare_cached(representation)?;
        let mut rows = select.query([own])?;
        while let Some(row) = rows.next()? {
            found.represents.push(representation_of(row)?);
        }
        Ok(Some(ordered(found)))
    }

    fn count_entities(&self) -> DbResult<usize> {
        let count: i64 =
            (self.db).query_row("SELECT count(*) FROM entities", [], |row| row.get(0))?;
        Ok(size(count))
    }

    /// All entities, each table read once.
    fn load_every_entity(&self) -> DbResult<Vec<(i64, Entity)>> {
        let [entity, alias, role, representation] = ENTITIES;
        let mut select = self.db.prepare(entity)?;
        let mut rows = select.query([])?;
        let mut found: HashMap<i64, Entity> = HashMap::new();
        while let Some(row) = rows.next()? {
            found.insert(row.get(0)?, entity_alone(row)?);
        }
        let mut each = |sql: &str, add: fn(&mut Entity, &Row) -> DbResult<()>| -> DbResult<()> {
            let mut select = self.db.prepare(sql)?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                if let Some(entity) = found.get_mut(&row.get(0)?) {
                    add(entity, row)?;
                }
            }
            Ok(())
        };
        each(alias, |entity, row| {
            entity.aliases.push(alias_of(row)?);
            Ok(())
        })?;
        each(role, |entity, row| {
            entity.roles.push(role_of(row)?);
            Ok(())
        })?;
        each(representation, |entity, row| {
            entity.represents.push(representation_of(row)?);
            Ok(())
        })?;
        let found = found.into_iter();
        Ok(found.map(|(own, entity)| (own, ordered(entity))).collect())
    }

    /// The days on which statements were made.
    pub(super) fn days(&self) -> DbResult<Vec<Date>> {
        // Stores of earlier versions do not note them.
        let Some(noted) = self.meta("days")? else {
            return self.counted_days();
        };
        let noted: Vec<i64> = rows::from_json(&noted)?;
        let days = noted.into_iter().map(|day| {
            let day = Date::EPOCH.days_later(day);
            day.ok_or_else(|| damaged("a day"))
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
/// What makes up all entities; the first column is the entity's number.
const ENTITIES: [&str; 4] = [
    "SELECT number, id, name, type, gender, mentions, documents, statements FROM entities WHERE 1",
    "SELECT entity, name, documents FROM names WHERE kind = 0",
    "SELECT entity, title, of, has_of, documents FROM roles WHERE 1",
    "SELECT entity, of, documents, titles, since, until FROM representations WHERE 1",
];

/// What makes up one entity.
static OF_ONE: LazyLock<[String; 4]> = LazyLock::new(|| {
    ENTITIES.map(|all| {
        let own = if all.contains(" number,") {
            "number"
        } else {
            "entity"
        };
        format!("{all} AND {own} = ?")
    })
});

/// With fewer entities they are not counted, to find out whether all are wanted.
const MANY: usize = if cfg!(test) { 3 } else { 1_000 };

fn size(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// An entity without aliases, offices and those it speaks for.
fn entity_alone(row: &Row) -> DbResult<Entity> {
    let word: Option<String> = row.get(4)?;
    Ok(Entity {
        id: row.get(1)?,
        name: row.get(2)?,
        kind: entity_type(&row.get::<_, String>(3)?)?,
        aliases: Vec::new(),
        roles: Vec::new(),
        represents: Vec::new(),
        gender: word.as_deref().map(gender).transpose()?,
        mentions: size(row.get(5)?),
        documents: size(row.get(6)?),
        statements: size(row.get(7)?),
    })
}

fn alias_of(row: &Row) -> DbResult<(String, usize)> {
    Ok((row.get(1)?, size(row.get(2)?)))
}

fn role_of(row: &Row) -> DbResult<(Role, usize)> {
    let (of, has_of): (String, bool) = (row.get(2)?, row.get(3)?);
    let role = Role {
        title: row.get(1)?,
        of: has_of.then_some(of),
    };
    Ok((role, size(row.get(4)?)))
}

fn representation_of(row: &Row) -> DbResult<Representation> {
    Ok(Representation {
        of: entity(row.get(1)?)?,
        documents: size(row.get(2)?),
        titles: rows::from_json(&row.get::<_, String>(3)?)?,
        since: date(row.get(4)?)?,
        until: date(row.get(5)?)?,
    })
}

/// With its aliases and offices in order, those in most documents first.
fn ordered(mut entity: Entity) -> Entity {
    let aliases = &mut entity.aliases;
    aliases.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let roles = &mut entity.roles;
    roles.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    entity
}

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

/// The index of an entity in the loaded graph.
fn placed(numbers: &HashMap<i64, EntityIndex>, own: EntityIndex) -> DbResult<EntityIndex> {
    let place = numbers.get(&number(own)).copied();
    place.ok_or_else(|| damaged(&format!("entity {}", own.0)))
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
