//! The typed tables of a graph, for Parquet and Arrow.
//!
//! | table | one row for each |
//! | --- | --- |
//! | `statements` | statement, in the words of the report that was selected |
//! | `reports` | report of one of them, with the same columns |
//! | `entities` | entity |
//! | `representations` | entity that speaks for another |
//! | `documents` | article |
//!
//! The columns have the names of the store's tables and its view `quotes`. Columns with names (`speaker`) are
//! accompanied by ids (`speaker_id`); lists of entities are lists of records with id, name and type.

use super::selection::{Said, Selection, documents_at, marked};
use crate::date::Date;
use crate::extract::record::CharSpan;
use crate::graph::{Document, EntityIndex, Graph, Report, Statement, Words};
use crate::parquet::{Cell, Field, Kind, Simple};
use crate::query::word;
use crate::statement::When;
use crate::statement::acts::Taxonomy;
use serde::Serialize;
use std::borrow::Cow;
use std::io;

use Simple::{Day, Decimal, Integer, Text};

const NAMED: &[(&str, Simple)] = &[("id", Text), ("name", Text), ("type", Text)];
const SPAN: &[(&str, Simple)] = &[("start", Integer), ("end", Integer)];
const ALIAS: &[(&str, Simple)] = &[("name", Text), ("documents", Integer)];
const OFFICE: &[(&str, Simple)] = &[("title", Text), ("of", Text), ("documents", Integer)];

const fn one(name: &'static str, simple: Simple) -> Field {
    Field {
        name,
        kind: Kind::One(simple),
    }
}

const fn several(name: &'static str, parts: &'static [(&'static str, Simple)]) -> Field {
    Field {
        name,
        kind: Kind::Records(parts),
    }
}

/// The fields of a statement in one report. A month has a first and a last day.
const STATEMENT: &[Field] = &[
    one("id", Text),
    one("statement", Text),
    one("date", Day),
    one("last_day", Day),
    one("speaker", Text),
    one("speaker_id", Text),
    one("speaker_type", Text),
    several("joint_speakers", NAMED),
    one("speaks_for", Text),
    one("relation", Text),
    one("act", Text),
    one("cameo", Text),
    one("plover", Text),
    one("polarity", Text),
    one("mode", Text),
    one("kind", Text),
    several("addressees", NAMED),
    several("about", NAMED),
    one("content", Text),
    several("content_spans", SPAN),
    one("cue", Text),
    several("cue_spans", SPAN),
    one("source", Text),
    several("source_spans", SPAN),
    one("sentence", Text),
    one("confidence", Decimal),
    one("reports", Integer),
    one("via", Text),
    one("within", Text),
    one("document", Text),
    one("title", Text),
    one("published", Day),
    one("outlet", Text),
    one("url", Text),
    one("path", Text),
    one("line", Integer),
];

const ENTITY: &[Field] = &[
    one("id", Text),
    one("name", Text),
    one("type", Text),
    one("gender", Text),
    one("mentions", Integer),
    one("documents", Integer),
    one("statements", Integer),
    several("aliases", ALIAS),
    several("roles", OFFICE),
];

const REPRESENTATION: &[Field] = &[
    one("entity", Text),
    one("of", Text),
    Field {
        name: "titles",
        kind: Kind::Texts,
    },
    one("documents", Integer),
    one("since", Day),
    one("until", Day),
];

const DOCUMENT: &[Field] = &[
    one("id", Text),
    one("title", Text),
    one("date", Day),
    one("outlet", Text),
    one("url", Text),
    one("path", Text),
];

/// One of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Table {
    Statements,
    Reports,
    Entities,
    Representations,
    Documents,
}

impl Table {
    pub(crate) const ALL: [Table; 5] = [
        Table::Statements,
        Table::Reports,
        Table::Entities,
        Table::Representations,
        Table::Documents,
    ];

    /// The name of its file, without the extension.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Table::Statements => "statements",
            Table::Reports => "reports",
            Table::Entities => "entities",
            Table::Representations => "representations",
            Table::Documents => "documents",
        }
    }

    /// Its columns.
    pub(crate) fn fields(self) -> &'static [Field] {
        match self {
            Table::Statements | Table::Reports => STATEMENT,
            Table::Entities => ENTITY,
            Table::Representations => REPRESENTATION,
            Table::Documents => DOCUMENT,
        }
    }

    /// Calls `row` with each row: a cell for each column.
    ///
    /// # Errors
    /// Those of `row`.
    pub(crate) fn rows(
        self,
        selection: &Selection,
        mut row: impl FnMut(&[Cell]) -> io::Result<()>,
    ) -> io::Result<()> {
        let graph = selection.graph();
        match self {
            Table::Statements => {
                for said in selection.statements() {
                    let parties = [&said.statement.addressees[..], &said.statement.about];
                    row(&of_report(graph, &said, said.report, parties))?;
                }
            }
            Table::Reports => {
                for said in selection.statements() {
                    for report in said.statement.reports() {
                        let parties = [&report.addressees[..], &report.about];
                        row(&of_report(graph, &said, report, parties))?;
                    }
                }
            }
            Table::Entities => {
                for index in marked(&selection.entities(), graph.entity_indices()) {
                    row(&of_entity(graph, index))?;
                }
            }
            Table::Representations => {
                let selected = selection.entities();
                for index in marked(&selected, graph.entity_indices()) {
                    for cells in representations(graph, index, &selected) {
                        row(&cells)?;
                    }
                }
            }
            Table::Documents => {
                for index in documents_at(graph, &selection.documents()) {
                    row(&of_document(graph.document(index)))?;
                }
            }
        }
        Ok(())
    }
}

fn of_report<'g>(
    graph: &'g Graph,
    said: &Said<'g>,
    report: &'g Report,
    [addressees, about]: [&[EntityIndex]; 2],
) -> Vec<Cell<'g>> {
    let statement: &Statement = said.statement;
    let document = graph.document(report.document);
    let when = graph.when(report);
    let act = Taxonomy::built_in().ok();
    let act = act.and_then(|taxonomy| taxonomy.find(&report.act));
    let speaker = statement.speaker.map(|speaker| graph.entity(speaker));
    let name = |entity: Option<EntityIndex>| {
        Cell::text(entity.map(|entity| graph.entity(entity).name.as_str()))
    };
    let mut cells = vec![
        Cell::text(Some(&report.id)),
        Cell::text(Some(statement.id())),
        day(when.map(When::first)),
        day(when.map(When::last)),
        Cell::text(speaker.map(|speaker| speaker.name.as_str())),
        Cell::text(speaker.map(|speaker| speaker.id.as_str())),
        speaker.map_or(Cell::Nothing, |speaker| own(&speaker.kind)),
        named(graph, &statement.joint_speakers),
        name(said.speaks_for),
        own(&statement.relation),
        Cell::text(Some(&report.act)),
        Cell::text(act.map(|act| act.cameo.as_str())),
        Cell::text(act.map(|act| act.plover.as_str())),
        own(&statement.polarity),
        own(&statement.mode),
        own(&report.kind),
        named(graph, addressees),
        named(graph, about),
        Cell::text(Some(&report.content.text)),
        spans(&report.content),
        Cell::text(Some(&report.cue.text)),
        spans(&report.cue),
        Cell::text(Some(&report.source.text)),
        spans(&report.source),
        Cell::text(report.sentence.as_deref()),
        decimal(report.confidence),
        Cell::Integer(1 + statement.repeats.len()),
        name(report.via),
        Cell::text(report.within.as_deref()),
    ];
    cells.extend(of_document(document));
    cells.push(report.line.map_or(Cell::Nothing, Cell::Integer));
    cells
}

fn of_document(document: &Document) -> [Cell<'_>; 6] {
    [
        Cell::text(Some(&document.id)),
        Cell::text(document.title.as_deref()),
        day(document.date),
        Cell::text(document.source.as_deref()),
        Cell::text(document.url.as_deref()),
        Cell::text(document.path.as_deref()),
    ]
}

fn of_entity(graph: &Graph, index: EntityIndex) -> [Cell<'_>; 9] {
    let entity = graph.entity(index);
    let aliases = entity
        .aliases
        .iter()
        .map(|(name, documents)| vec![Cell::text(Some(name)), Cell::Integer(*documents)]);
    let roles = entity.roles.iter().map(|(role, documents)| {
        vec![
            Cell::text(Some(&role.title)),
            Cell::text(role.of.as_deref()),
            Cell::Integer(*documents),
        ]
    });
    [
        Cell::text(Some(&entity.id)),
        Cell::text(Some(&entity.name)),
        own(&entity.kind),
        entity.gender.map_or(Cell::Nothing, |gender| own(&gender)),
        Cell::Integer(entity.mentions),
        Cell::Integer(entity.documents),
        Cell::Integer(entity.statements),
        Cell::List(aliases.collect()),
        Cell::List(roles.collect()),
    ]
}

/// The selected entities that an entity speaks for.
fn representations<'g>(
    graph: &'g Graph,
    index: EntityIndex,
    selected: &[bool],
) -> impl Iterator<Item = [Cell<'g>; 6]> {
    let entity = graph.entity(index);
    let is_selected = |of: EntityIndex| selected.get(of.index()).copied() == Some(true);
    let represents = entity.represents.iter();
    let represents = represents.filter(move |representation| is_selected(representation.of));
    represents.map(move |representation| {
        [
            Cell::text(Some(&entity.id)),
            Cell::text(Some(&graph.entity(representation.of).id)),
            Cell::texts(representation.titles.iter().map(String::as_str)),
            Cell::Integer(representation.documents),
            day(representation.since),
            day(representation.until),
        ]
    })
}

/// An enum value, named as in JSON.
fn own<'g>(value: &impl Serialize) -> Cell<'g> {
    Cell::Text(Cow::Owned(word(value)))
}

fn named<'g>(graph: &'g Graph, entities: &[EntityIndex]) -> Cell<'g> {
    let entities = entities.iter().map(|entity| {
        let entity = graph.entity(*entity);
        vec![
            Cell::text(Some(&entity.id)),
            Cell::text(Some(&entity.name)),
            own(&entity.kind),
        ]
    });
    Cell::List(entities.collect())
}

/// Spans in Unicode code points of the document's text, the ends exclusive.
fn spans<'g>(words: &Words) -> Cell<'g> {
    let span = |[start, end]: &CharSpan| vec![Cell::Integer(*start), Cell::Integer(*end)];
    Cell::List(words.spans.iter().map(span).collect())
}

fn day<'g>(day: Option<Date>) -> Cell<'g> {
    let days = day.and_then(|day| i32::try_from(Date::EPOCH.days_until(day)).ok());
    days.map_or(Cell::Nothing, Cell::Day)
}

/// The number as in JSON, such as 0.83, without the extra digits of a direct conversion to `f64`.
fn decimal<'g>(number: f32) -> Cell<'g> {
    number
        .to_string()
        .parse()
        .map_or(Cell::Nothing, Cell::Decimal)
}
