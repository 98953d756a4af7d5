//! Builds a graph from documents, which are added one at a time and in any order.
//!
//! Building and merging both end in [`Builder::finish`], so that neither can lose what the other keeps. It
//! computes everything that follows from the documents. The statements of a file are used as they are
//! ([`super::json`]), and entities are summed up in the same way.

use super::contents::Graph;
use super::options::BuildOptions;
use super::part::{Part, Record, place};
use super::record::{Document, DocumentIndex, Entities, EntityIndex, Report, Sighting, Statement};
use super::text::Text;
use super::totals::sum;
use super::{forms, namesakes, same_statement};
use crate::entity::{EntityType, Gender, Reference, Role};
use crate::extract::record::{EntityRecord, Extraction, StatementRecord};
use crate::statement::{Mode, When};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Collects what documents contribute.
pub(super) struct Builder {
    name: String,
    numbers: HashMap<String, EntityIndex>,
    ids: Vec<String>,
    parts: BTreeMap<String, Part>,
    doubled: BTreeSet<String>,
}

impl Graph {
    /// Builds a graph from the records of documents, in any order.
    ///
    /// Records of documents that could not be read are left out. Of two different records with
    /// one document id one is kept, and `Graph::doubled` reports the id. A statement without
    /// a speaker is kept but has no edge from a speaker.
    pub fn from_extractions(
        name: impl Into<String>,
        extractions: impl IntoIterator<Item = Extraction>,
        options: &BuildOptions,
    ) -> Graph {
        let mut builder = Builder::new(name.into());
        for extraction in extractions {
            builder.add(extraction, options);
        }
        builder.finish()
    }

    /// Merges two graphs. The order and grouping of merges make no difference, and the result is the same as
    /// one build of all documents with the same options.
    ///
    /// Its name is the first of the two in alphabetical order.
    pub fn merge(self, other: Graph) -> Graph {
        let mut builder = Builder::new(self.name.clone().min(other.name.clone()));
        builder.add_graph(self);
        builder.add_graph(other);
        builder.finish()
    }
}

impl Builder {
    pub(super) fn new(name: String) -> Self {
        Builder {
            name,
            numbers: HashMap::new(),
            ids: Vec::new(),
            parts: BTreeMap::new(),
            doubled: BTreeSet::new(),
        }
    }

    /// The builder's number for the entity with this id.
    pub(super) fn number(&mut self, id: &str) -> EntityIndex {
        self.number_of(namesakes::shared(id))
    }

    fn number_of(&mut self, id: &str) -> EntityIndex {
        if let Some(&number) = self.numbers.get(id) {
            return number;
        }
        let number = EntityIndex::new(self.ids.len());
        self.ids.push(id.to_string());
        self.numbers.insert(id.to_string(), number);
        number
    }

    /// Adds the record of a document, unless the document could not be read.
    pub(super) fn add(&mut self, extraction: Extraction, options: &BuildOptions) {
        if extraction.error.is_some() {
            return;
        }
        let mut sightings = Sightings::default();
        for entity in &extraction.entities {
            sightings.of_record(self, entity);
        }
        let records = kept_by(extraction.statements, options)
            .into_iter()
            .map(|statement| self.record(statement, &mut sightings))
            .collect();
        self.add_part(Part {
            document: Document {
                id: extraction.id,
                title: extraction.title,
                date: extraction.date,
                url: extraction.url,
                source: extraction.source,
                path: extraction.path,
                fingerprint: extraction.fingerprint,
                sightings: sightings
                    .list
                    .into_iter()
                    .map(PartialSighting::finish)
                    .collect(),
            },
            records,
        });
    }

    fn record(&mut self, statement: StatementRecord, sightings: &mut Sightings) -> Record {
        let mut indices = |list: &[Reference]| -> Entities {
            let mut seen = BTreeSet::new();
            let numbers = list.iter().map(|r| sightings.of_reference(self, r));
            numbers.filter(|&number| seen.insert(number)).collect()
        };
        let speakers: Vec<Reference> = statement
            .speaker
            .into_iter()
            .chain(statement.joint_speakers)
            .collect();
        let speakers = indices(&speakers);
        let addressees = indices(&statement.addressees);
        let about = indices(&statement.about);
        let via = indices(statement.via.as_slice()).first().copied();
        let confidence = if statement.confidence.is_finite() {
            statement.confidence.clamp(0.0, 1.0)
        } else {
            0.0
        };
        Record {
            relation: statement.relation,
            polarity: statement.polarity,
            mode: statement.mode,
            speaker: speakers.first().copied(),
            joint_speakers: speakers.into_iter().skip(1).collect(),
            report: Report {
                id: statement.id.into(),
                document: DocumentIndex::new(0),
                act: statement.act.into(),
                kind: statement.kind,
                addressees,
                about,
                source: statement.source.into(),
                cue: statement.cue.into(),
                content: statement.content.into(),
                via,
                within: statement.within.map(Text::from),
                said_on: statement.said_on,
                confidence,
                line: statement.line,
                sentence: statement.sentence.map(Text::from),
            },
            statement: None,
        }
    }

    /// Adds all documents of a graph.
    pub(super) fn add_graph(&mut self, graph: Graph) {
        let numbers: Vec<EntityIndex> = graph.entities.iter().map(|e| self.number(&e.id)).collect();
        let mut parts: Vec<Part> = graph
            .documents
            .into_iter()
            .map(|document| Part {
                document,
                records: Vec::new(),
            })
            .collect();
        for statement in graph.statements {
            let (relation, polarity, mode) =
                (statement.relation, statement.polarity, statement.mode);
            for report in std::iter::once(statement.first).chain(statement.repeats) {
                parts[report.document.index()].records.push(Record {
                    relation,
                    polarity,
                    mode,
                    speaker: statement.speaker,
                    joint_speakers: statement.joint_speakers.clone(),
                    report,
                    statement: None,
                });
            }
        }
        for mut part in parts {
            part.renumber(&numbers);
            self.add_part(part);
        }
        self.doubled.extend(graph.doubled);
    }

    /// Adds a document whose entities are indices into `ids`.
    #[cfg(feature = "sqlite")]
    pub(super) fn add_part_of(&mut self, mut part: Part, ids: &[String]) {
        let numbers: Vec<EntityIndex> = ids.iter().map(|id| self.number(id)).collect();
        part.renumber(&numbers);
        self.add_part(part);
    }

    /// The documents added, the ids of their entities, and the ids of documents that came in two versions.
    #[cfg(feature = "sqlite")]
    pub(super) fn into_parts(self) -> (Vec<Part>, Vec<String>, BTreeSet<String>) {
        (self.parts.into_values().collect(), self.ids, self.doubled)
    }

    /// Notes that a document came in two versions.
    pub(super) fn add_doubled(&mut self, id: String) {
        self.doubled.insert(id);
    }

    /// Adds a document. Of two with the same id the one with more statements is kept, or else the one whose
    /// record is greater as text: their order makes no difference.
    pub(super) fn add_part(&mut self, mut part: Part) {
        let ids = &self.ids;
        let id_of = |number: EntityIndex| ids.get(number.index());
        let sightings = &mut part.document.sightings;
        sightings.sort_by_key(|sighting| id_of(sighting.entity));
        for record in &mut part.records {
            record.report.document = DocumentIndex::new(0);
        }
        part.records.sort_by(|a, b| place(a).cmp(&place(b)));
        match self.parts.entry(part.document.id.clone()) {
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert(part);
            }
            std::collections::btree_map::Entry::Occupied(mut entry) => {
                let kept = entry.get_mut();
                if *kept == part {
                    return;
                }
                let (old, new) = (kept.as_text(ids), part.as_text(ids));
                if (part.records.len(), &new) > (kept.records.len(), &old) {
                    std::mem::swap(kept, &mut part);
                }
                // The path does not make two records different.
                part.document.path.clone_from(&kept.document.path);
                if *kept != part {
                    self.doubled.insert(entry.key().clone());
                }
            }
        }
    }

    /// The graph of all documents added.
    pub(super) fn finish(mut self) -> Graph {
        let firsts = forms::same_people(&self.parts, &self.ids);
        for part in self.parts.values_mut().filter(|_| !firsts.is_empty()) {
            part.unite(&firsts);
        }
        for namesake in namesakes::separate(&self.parts, &self.ids) {
            let own = self.number_of(&namesake.id);
            if let Some(part) = self.parts.get_mut(&namesake.document) {
                part.replace(namesake.person, own);
            }
        }
        let used: BTreeSet<&str> = self
            .parts
            .values()
            .flat_map(|part| &part.document.sightings)
            .filter_map(|sighting| self.ids.get(sighting.entity.index()))
            .map(String::as_str)
            .collect();
        let ranks: HashMap<&str, usize> = used.iter().enumerate().map(|(i, id)| (*id, i)).collect();
        let numbers: Vec<EntityIndex> = self
            .ids
            .iter()
            .map(|id| EntityIndex::new(ranks.get(id.as_str()).copied().unwrap_or_default()))
            .collect();
        let ids: Vec<String> = used.into_iter().map(str::to_string).collect();

        let mut documents = Vec::with_capacity(self.parts.len());
        let mut records = Vec::new();
        for mut part in self.parts.into_values() {
            part.renumber(&numbers);
            // Ranks are in order of the ids, which namesakes have changed.
            let sightings = &mut part.document.sightings;
            sightings.sort_by_key(|sighting| sighting.entity);
            let index = DocumentIndex::new(documents.len());
            for mut record in part.records {
                record.report.document = index;
                records.push(record);
            }
            documents.push(part.document);
        }
        let statements = group(records, &documents);
        let entities = sum(ids, &documents, &statements);
        let doubled = self.doubled.into_iter().collect();
        Graph::new(self.name, documents, entities, statements, doubled)
    }
}

/// Joins the reports of each statement.
fn group(mut records: Vec<Record>, documents: &[Document]) -> Vec<Statement> {
    let day = |report: &Report| {
        let date = documents.get(report.document.index()).and_then(|d| d.date);
        (date.is_none(), date, report.document)
    };
    // The records of a document are in order of their place already, and the sort is stable.
    records.sort_by_key(|record| day(&record.report));
    let when = |record: &Record| {
        let report = &record.report;
        let document = || documents.get(report.document.index());
        report.said_on.or_else(|| document()?.date.map(When::Day))
    };
    let labels = match records.iter().map(|record| record.statement).collect() {
        Some(labels) => labels,
        None => same_statement::statements(&records, when),
    };
    let mut statements: Vec<Statement> = Vec::with_capacity(records.len());
    let mut known: HashMap<usize, usize> = HashMap::new();
    for (record, label) in records.into_iter().zip(labels) {
        let place = *known.entry(label).or_insert(statements.len());
        match statements.get_mut(place) {
            Some(statement) => statement.repeats.push(record.report),
            None => statements.push(Statement {
                relation: record.relation,
                act: record.report.act.clone(),
                polarity: record.polarity,
                mode: record.mode,
                speaker: record.speaker,
                joint_speakers: record.joint_speakers,
                addressees: Entities::new(),
                about: Entities::new(),
                first: record.report,
                repeats: Vec::new(),
            }),
        }
    }
    for statement in &mut statements {
        statement.unite();
    }
    // Stable again: statements of one document stay in order of their place.
    statements.sort_by_key(|statement| statement.first.document);
    statements
}

/// The sightings of one document while it is read.
#[derive(Default)]
struct Sightings {
    list: Vec<PartialSighting>,
    known: HashMap<EntityIndex, usize>,
}

/// A sighting that is being collected.
struct PartialSighting {
    entity: EntityIndex,
    name: String,
    kind: EntityType,
    mentions: usize,
    aliases: Vec<Text>,
    roles: Vec<Role>,
    represents: Option<EntityIndex>,
    gender: Option<Gender>,
    was: Option<String>,
}

impl PartialSighting {
    fn finish(self) -> Sighting {
        Sighting {
            entity: self.entity,
            name: self.name.into(),
            kind: self.kind,
            mentions: self.mentions,
            aliases: self.aliases.into(),
            roles: self.roles.into(),
            represents: self.represents,
            gender: self.gender,
            was: self.was.map(Text::from),
        }
    }
}

impl Sightings {
    fn of_record(&mut self, builder: &mut Builder, record: &EntityRecord) {
        let represents = record
            .represents
            .as_ref()
            .map(|reference| self.of_reference(builder, reference));
        let place = self.place(builder, &record.id, &record.name, record.kind);
        let seen = &mut self.list[place];
        seen.name.clone_from(&record.name);
        seen.kind = record.kind;
        seen.mentions += record.mentions.len();
        seen.aliases.extend(record.aliases.iter().map(Text::from));
        seen.roles.extend_from_slice(&record.roles);
        seen.represents = represents.or(seen.represents);
        seen.gender = record.gender;
        seen.was.clone_from(&record.was);
    }

    /// Its number; one that the document does not list gets a sighting without mentions.
    fn of_reference(&mut self, builder: &mut Builder, reference: &Reference) -> EntityIndex {
        let place = self.place(builder, &reference.id, &reference.name, reference.kind);
        self.list[place].entity
    }

    fn place(&mut self, builder: &mut Builder, id: &str, name: &str, kind: EntityType) -> usize {
        let entity = builder.number(id);
        *self.known.entry(entity).or_insert_with(|| {
            self.list.push(PartialSighting {
                entity,
                name: name.to_string(),
                kind,
                mentions: 0,
                aliases: Vec::new(),
                roles: Vec::new(),
                represents: None,
                gender: None,
                was: None,
            });
            self.list.len() - 1
        })
    }
}

/// Maximum depth of nested statements; real ones reach three or four.
const MAX_DEPTH: usize = 16;

/// The statements that the options keep, each within the nearest enclosing one that is kept too.
fn kept_by(statements: Vec<StatementRecord>, options: &BuildOptions) -> Vec<StatementRecord> {
    let keep = |s: &StatementRecord| {
        (options.attitudes || s.mode == Mode::Speech) && s.confidence >= options.min_confidence
    };
    let outer: HashMap<String, (bool, Option<String>)> = statements
        .iter()
        .map(|s| (s.id.clone(), (keep(s), s.within.clone())))
        .collect();
    let mut kept: Vec<StatementRecord> = statements.into_iter().filter(keep).collect();
    for statement in &mut kept {
        for _ in 0..MAX_DEPTH {
            match statement.within.as_ref().and_then(|id| outer.get(id)) {
                Some((false, next)) => statement.within = next.clone(),
                _ => break,
            }
        }
    }
    kept
}
