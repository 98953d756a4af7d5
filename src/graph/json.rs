//! The graph as a file: node-link JSON that NetworkX, D3 and [`super::Graph::load`] read.
//!
//! ```text
//! {"directed": true, "multigraph": true,
//!  "graph": {"schema": 1, "name": "…", "doubled": [], "documents": [
//!     {"id", "title", "date", "url", "source", "path",
//!      "entities": [{"id", "name", "type", "mentions", "aliases", "roles", "represents",
//!        "was" (only where a correction changed the id)}]}]},
//!  "nodes": [{"id", "label", "name", "type", "mentions", "documents", "statements",
//!     "aliases": [{"name", "documents"}], "roles": [{"title", "of", "documents"}],
//!     "represents": [{"id", "name", "documents", "titles", "since", "until"}]}],
//!  "edges": [{"source", "target", "key", "role", "relation", "act", "polarity", "mode", "kind",
//!     "date", "text", "document", "line", "reports", "confidence"}],
//!  "links": [the same again],
//!  "statements": [{"id", "relation", "act", "polarity", "mode", "date", "speaker",
//!     "joint_speakers", "addressees", "about",
//!     "reports": [{"id", "document", "kind", "addressees", "about", "source", "cue", "content",
//!        "via", "within", "said_on", "confidence", "line", "sentence"}]}]}
//! ```
//!
//! Entities and documents are named by their ids. Edges are [`super::views::edges`], `key` is the
//! statement's id. NetworkX reads `edges` from 3.6 on and `links` before, as D3 does, so both are
//! there. `documents` and `statements` are the whole graph: nodes and edges are worked out from
//! them when it is loaded, so editing those in the file has no effect.

use super::build::{Builder, Part, Record};
use super::views::{self, Role as Target};
use super::{
    Document, DocumentIndex, Entity, EntityIndex, Excerpt, Graph, Report, Sighting, Statement,
};
use crate::entity::{EntityType, Role};
use crate::error::{Error, Result};
use crate::extraction::Words;
use crate::output;
use crate::statement::{Kind, Mode, Polarity, Relation, When};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::{self, Write};
use std::path::Path;

/// Version of the file's form. It grows when an older dixit could misread a newer file; what is
/// only added does not raise it.
pub const SCHEMA: u32 = 1;

pub(super) fn save(graph: &Graph, path: &Path) -> Result<()> {
    output::replace(path, |out| write(graph, out))
}

/// Writes the graph piece by piece: one line for each document, node, edge and statement.
///
/// # Errors
/// Those of `out`.
pub fn write(graph: &Graph, out: &mut impl Write) -> io::Result<()> {
    write_excerpt(graph, &Excerpt::whole(graph), out)
}

/// Writes a part of the graph, as a graph of its own. What its nodes tell of themselves is still
/// what the whole graph knows; it is worked out anew when the part is loaded.
///
/// # Errors
/// Those of `out`.
pub fn write_excerpt(graph: &Graph, part: &Excerpt, out: &mut impl Write) -> io::Result<()> {
    let mut out = Lines { out };
    out.text("{\"directed\":true,\"multigraph\":true,\n\"graph\":{\"schema\":")?;
    out.json(&SCHEMA)?;
    out.text(",\"name\":")?;
    out.json(graph.name())?;
    out.text(",\"doubled\":")?;
    out.json(graph.doubled())?;
    out.text(",\"documents\":[")?;
    let documents = graph.documents().iter().enumerate();
    let documents = documents.filter(|(number, _)| part.has_document(*number));
    out.list(documents.map(|(_, document)| SavedDocument::of(graph, document, part)))?;
    out.text("]},\n\"nodes\":[")?;
    let entities = graph.entity_indices().filter(|e| part.has_entity(*e));
    out.list(entities.map(|index| Node::of(graph, graph.entity(index), part)))?;
    let statements = || {
        part.statements()
            .iter()
            .map(|index| graph.statement(*index))
    };
    for name in ["edges", "links"] {
        out.text(&format!("],\n\"{name}\":["))?;
        out.list(statements().flat_map(|statement| {
            let pairs = views::pairs(statement).into_iter();
            pairs.map(move |pair| Edge::of(graph, statement, pair))
        }))?;
    }
    out.text("],\n\"statements\":[")?;
    out.list(statements().map(|statement| SavedStatement::of(graph, statement)))?;
    out.text("]}\n")
}

pub(super) fn load(path: &Path) -> Result<Graph> {
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::at(
            path,
            "there is no such file; `dixit build FOLDER` makes a graph",
        ),
        _ => Error::at(path, format_args!("cannot be read: {error}")),
    })?;
    let saved: Saved = serde_json::from_slice(&bytes)
        .map_err(|error| Error::at(path, complaint(&bytes, &error)))?;
    if saved.graph.schema != SCHEMA {
        return Err(Error::at(path, other_version(saved.graph.schema)));
    }
    saved.assemble().map_err(|what| {
        Error::at(
            path,
            format_args!("{what}; it was changed by hand or by another program: build it again"),
        )
    })
}

/// What is wrong with a file that could not be parsed.
fn complaint(bytes: &[u8], error: &serde_json::Error) -> String {
    #[derive(Deserialize)]
    struct Any {
        graph: Version,
    }
    #[derive(Deserialize)]
    struct Version {
        schema: u32,
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return "the file is empty; build it again".to_string();
    }
    match serde_json::from_slice::<Any>(bytes) {
        Ok(any) if any.graph.schema != SCHEMA => other_version(any.graph.schema),
        _ if error.is_eof() => format!("the file is cut short ({error}); build it again"),
        _ => format!(
            "this is no graph that dixit wrote ({error}); `dixit build` makes one of articles, \
             `dixit merge` of the lines of `dixit extract`"
        ),
    }
}

fn other_version(schema: u32) -> String {
    format!(
        "the graph is of version {schema}, this dixit reads version {SCHEMA}; {}",
        if schema > SCHEMA {
            "update dixit or build the graph again"
        } else {
            "build the graph again"
        }
    )
}

/// Writes JSON values, those of a list one a line.
struct Lines<'a, W: Write> {
    out: &'a mut W,
}

impl<W: Write> Lines<'_, W> {
    fn text(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    fn json<T: Serialize + ?Sized>(&mut self, value: &T) -> io::Result<()> {
        serde_json::to_writer(&mut *self.out, value).map_err(io::Error::from)
    }

    fn list<T: Serialize>(&mut self, values: impl Iterator<Item = T>) -> io::Result<()> {
        for (i, value) in values.enumerate() {
            self.text(if i == 0 { "\n" } else { ",\n" })?;
            self.json(&value)?;
        }
        self.text("\n")
    }
}

/// What [`load`] reads of a file; nodes and edges are passed over.
#[derive(Deserialize)]
struct Saved<'a> {
    #[serde(borrow)]
    graph: Attributes<'a>,
    #[serde(borrow)]
    statements: Vec<SavedStatement<'a>>,
}

#[derive(Deserialize)]
struct Attributes<'a> {
    schema: u32,
    name: String,
    #[serde(default)]
    doubled: Vec<String>,
    #[serde(borrow)]
    documents: Vec<SavedDocument<'a>>,
}

#[derive(Serialize, Deserialize)]
struct SavedDocument<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    title: Option<Cow<'a, str>>,
    date: Option<Date>,
    url: Option<Cow<'a, str>>,
    source: Option<Cow<'a, str>>,
    path: Option<Cow<'a, str>>,
    #[serde(borrow)]
    entities: Vec<SavedSighting<'a>>,
}

#[derive(Serialize, Deserialize)]
struct SavedSighting<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(rename = "type")]
    kind: EntityType,
    mentions: usize,
    aliases: Cow<'a, [String]>,
    roles: Cow<'a, [Role]>,
    represents: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    was: Option<Cow<'a, str>>,
}

#[derive(Serialize, Deserialize)]
struct SavedStatement<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    relation: Relation,
    #[serde(borrow)]
    act: Cow<'a, str>,
    polarity: Polarity,
    mode: Mode,
    date: Option<When>,
    speaker: Option<Cow<'a, str>>,
    joint_speakers: Vec<Cow<'a, str>>,
    addressees: Vec<Cow<'a, str>>,
    about: Vec<Cow<'a, str>>,
    #[serde(borrow)]
    reports: Vec<SavedReport<'a>>,
}

#[derive(Serialize, Deserialize)]
struct SavedReport<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    document: Cow<'a, str>,
    kind: Kind,
    addressees: Vec<Cow<'a, str>>,
    about: Vec<Cow<'a, str>>,
    source: Cow<'a, Words>,
    cue: Cow<'a, Words>,
    content: Cow<'a, Words>,
    via: Option<Cow<'a, str>>,
    within: Option<Cow<'a, str>>,
    said_on: Option<When>,
    confidence: f32,
    line: Option<usize>,
    sentence: Option<Cow<'a, str>>,
}

#[derive(Serialize)]
struct Node<'a> {
    id: &'a str,
    label: &'a str,
    name: &'a str,
    #[serde(rename = "type")]
    kind: EntityType,
    mentions: usize,
    documents: usize,
    statements: usize,
    aliases: Vec<Alias<'a>>,
    roles: Vec<Office<'a>>,
    represents: Vec<Represented<'a>>,
}

#[derive(Serialize)]
struct Alias<'a> {
    name: &'a str,
    documents: usize,
}

#[derive(Serialize)]
struct Office<'a> {
    title: &'a str,
    of: Option<&'a str>,
    documents: usize,
}

#[derive(Serialize)]
struct Represented<'a> {
    id: &'a str,
    name: &'a str,
    documents: usize,
    titles: &'a [String],
    since: Option<Date>,
    until: Option<Date>,
}

#[derive(Serialize)]
struct Edge<'a> {
    source: &'a str,
    target: &'a str,
    key: &'a str,
    role: &'static str,
    relation: Relation,
    act: &'a str,
    polarity: Polarity,
    mode: Mode,
    kind: Kind,
    date: Option<When>,
    text: &'a str,
    document: &'a str,
    line: Option<usize>,
    reports: usize,
    confidence: f32,
}

/// An optional text, borrowed.
fn lend(text: &Option<String>) -> Option<Cow<'_, str>> {
    text.as_deref().map(Cow::Borrowed)
}

/// An entity by its id.
fn id(graph: &Graph, entity: EntityIndex) -> Cow<'_, str> {
    Cow::Borrowed(&graph.entity(entity).id)
}

fn ids<'a>(graph: &'a Graph, entities: &[EntityIndex]) -> Vec<Cow<'a, str>> {
    entities.iter().map(|entity| id(graph, *entity)).collect()
}

impl<'a> SavedDocument<'a> {
    fn of(graph: &'a Graph, document: &'a Document, part: &Excerpt) -> Self {
        let sightings = document.sightings.iter();
        let sightings = sightings.filter(|sighting| part.has_entity(sighting.entity));
        let entities = sightings.map(|sighting| SavedSighting {
            id: id(graph, sighting.entity),
            name: Cow::Borrowed(&sighting.name),
            kind: sighting.kind,
            mentions: sighting.mentions,
            aliases: Cow::Borrowed(&sighting.aliases),
            roles: Cow::Borrowed(&sighting.roles),
            represents: sighting.represents.map(|entity| id(graph, entity)),
            was: lend(&sighting.was),
        });
        SavedDocument {
            id: Cow::Borrowed(&document.id),
            title: lend(&document.title),
            date: document.date,
            url: lend(&document.url),
            source: lend(&document.source),
            path: lend(&document.path),
            entities: entities.collect(),
        }
    }
}

impl<'a> Node<'a> {
    fn of(graph: &'a Graph, entity: &'a Entity, part: &Excerpt) -> Self {
        let aliases = entity.aliases.iter().map(|(name, documents)| Alias {
            name,
            documents: *documents,
        });
        let roles = entity.roles.iter().map(|(role, documents)| Office {
            title: &role.title,
            of: role.of.as_deref(),
            documents: *documents,
        });
        let represents = entity.represents.iter();
        let represents = represents.filter(|representation| part.has_entity(representation.of));
        let represents = represents.map(|representation| {
            let represented = graph.entity(representation.of);
            Represented {
                id: &represented.id,
                name: &represented.name,
                documents: representation.documents,
                titles: &representation.titles,
                since: representation.since,
                until: representation.until,
            }
        });
        Node {
            id: &entity.id,
            label: &entity.name,
            name: &entity.name,
            kind: entity.kind,
            mentions: entity.mentions,
            documents: entity.documents,
            statements: entity.statements,
            aliases: aliases.collect(),
            roles: roles.collect(),
            represents: represents.collect(),
        }
    }
}

impl<'a> Edge<'a> {
    fn of(
        graph: &'a Graph,
        statement: &'a Statement,
        (speaker, target, role): (EntityIndex, EntityIndex, Target),
    ) -> Self {
        let first = &statement.first;
        Edge {
            source: &graph.entity(speaker).id,
            target: &graph.entity(target).id,
            key: statement.id(),
            role: role.name(),
            relation: statement.relation,
            act: &statement.act,
            polarity: statement.polarity,
            mode: statement.mode,
            kind: first.kind,
            date: graph.when(first),
            text: &first.content.text,
            document: &graph.document(first.document).id,
            line: first.line,
            reports: 1 + statement.repeats.len(),
            confidence: first.confidence,
        }
    }
}

impl<'a> SavedStatement<'a> {
    fn of(graph: &'a Graph, statement: &'a Statement) -> Self {
        let reports = statement.reports();
        SavedStatement {
            id: Cow::Borrowed(statement.id()),
            relation: statement.relation,
            act: Cow::Borrowed(&statement.act),
            polarity: statement.polarity,
            mode: statement.mode,
            date: graph.when(&statement.first),
            speaker: statement.speaker.map(|entity| id(graph, entity)),
            joint_speakers: ids(graph, &statement.joint_speakers),
            addressees: ids(graph, &statement.addressees),
            about: ids(graph, &statement.about),
            reports: reports
                .map(|report| SavedReport::of(graph, report))
                .collect(),
        }
    }
}

impl<'a> SavedReport<'a> {
    fn of(graph: &'a Graph, report: &'a Report) -> Self {
        SavedReport {
            id: Cow::Borrowed(&report.id),
            document: Cow::Borrowed(&graph.document(report.document).id),
            kind: report.kind,
            addressees: ids(graph, &report.addressees),
            about: ids(graph, &report.about),
            source: Cow::Borrowed(&report.source),
            cue: Cow::Borrowed(&report.cue),
            content: Cow::Borrowed(&report.content),
            via: report.via.map(|entity| id(graph, entity)),
            within: lend(&report.within),
            said_on: report.said_on,
            confidence: report.confidence,
            line: report.line,
            sentence: lend(&report.sentence),
        }
    }
}

/// A document on its way from file to graph, with the entities it knows.
struct Arriving {
    part: Part,
    known: HashSet<EntityIndex>,
}

impl Saved<'_> {
    /// The graph; `Err` says what does not fit together.
    fn assemble(self) -> std::result::Result<Graph, String> {
        let mut builder = Builder::new(self.graph.name);
        let mut arriving = Vec::with_capacity(self.graph.documents.len());
        let mut places: HashMap<String, usize> = HashMap::new();
        for document in self.graph.documents {
            let document = document.read(&mut builder);
            if places
                .insert(document.part.document.id.clone(), arriving.len())
                .is_some()
            {
                return Err(format!(
                    "it has document {:?} twice",
                    document.part.document.id
                ));
            }
            let sightings = &document.part.document.sightings;
            let mut represented = sightings.iter().filter_map(|s| s.represents);
            if represented.any(|entity| !document.known.contains(&entity)) {
                let id = &document.part.document.id;
                return Err(format!(
                    "document {id:?} has somebody speak for an entity that it does not list"
                ));
            }
            arriving.push(document);
        }
        for statement in self.statements {
            if statement.reports.is_empty() {
                return Err(format!("statement {:?} has no report", statement.id));
            }
            statement.read(&mut builder, &places, &mut arriving)?;
        }
        for document in arriving {
            builder.add_part(document.part);
        }
        for id in self.graph.doubled {
            builder.add_doubled(id);
        }
        Ok(builder.finish())
    }
}

impl SavedDocument<'_> {
    fn read(self, builder: &mut Builder) -> Arriving {
        let own = |text: Option<Cow<str>>| text.map(Cow::into_owned);
        let sightings: Vec<Sighting> = self
            .entities
            .into_iter()
            .map(|saved| Sighting {
                entity: builder.number(&saved.id),
                name: saved.name.into_owned(),
                kind: saved.kind,
                mentions: saved.mentions,
                aliases: saved.aliases.into_owned(),
                roles: saved.roles.into_owned(),
                represents: saved.represents.map(|id| builder.number(&id)),
                was: saved.was.map(Cow::into_owned),
            })
            .collect();
        Arriving {
            known: sightings.iter().map(|sighting| sighting.entity).collect(),
            part: Part {
                document: Document {
                    id: self.id.into_owned(),
                    title: own(self.title),
                    date: self.date,
                    url: own(self.url),
                    source: own(self.source),
                    path: own(self.path),
                    sightings,
                },
                records: Vec::new(),
            },
        }
    }
}

impl SavedStatement<'_> {
    fn read(
        self,
        builder: &mut Builder,
        places: &HashMap<String, usize>,
        arriving: &mut [Arriving],
    ) -> std::result::Result<(), String> {
        for report in self.reports {
            let place = places.get(report.document.as_ref());
            let Some(document) = place.and_then(|place| arriving.get_mut(*place)) else {
                return Err(format!(
                    "statement {:?} is of document {:?}, which it does not list",
                    report.id, report.document
                ));
            };
            let mut number =
                |id: &Cow<str>| {
                    let number = builder.number(id);
                    document.known.contains(&number).then_some(number).ok_or_else(|| {
                    format!(
                        "statement {:?} names entity {id:?}, which document {:?} does not list",
                        report.id, report.document
                    )
                })
                };
            let mut all = |ids: &[Cow<str>]| ids.iter().map(&mut number).collect();
            let speaker: std::result::Result<Vec<_>, _> = all(self.speaker.as_slice());
            let via: std::result::Result<Vec<_>, _> = all(report.via.as_slice());
            let record = Record {
                relation: self.relation,
                act: self.act.to_string(),
                polarity: self.polarity,
                mode: self.mode,
                speaker: speaker?.first().copied(),
                joint_speakers: all(&self.joint_speakers)?,
                report: Report {
                    document: DocumentIndex::new(0),
                    kind: report.kind,
                    addressees: all(&report.addressees)?,
                    about: all(&report.about)?,
                    source: report.source.into_owned(),
                    cue: report.cue.into_owned(),
                    content: report.content.into_owned(),
                    via: via?.first().copied(),
                    within: report.within.map(Cow::into_owned),
                    said_on: report.said_on,
                    confidence: report.confidence,
                    line: report.line,
                    sentence: report.sentence.map(Cow::into_owned),
                    id: report.id.into_owned(),
                },
            };
            document.part.records.push(record);
        }
        Ok(())
    }
}
