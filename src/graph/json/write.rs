//! Writes a graph's file.

use super::saved::{SCHEMA, SavedDocument, SavedStatement};
use crate::date::Date;
use crate::entity::{EntityType, Gender};
use crate::graph::views::{self, Role as Target};
use crate::graph::{Entity, EntityIndex, Excerpt, Graph, Statement};
use crate::statement::{Kind, Mode, Polarity, Relation, When};
use serde::Serialize;
use std::io::{self, Write};

/// Writes the graph piece by piece: one line for each document, node, edge and statement.
///
/// # Errors
/// Those of `out`.
pub fn write(graph: &Graph, out: &mut impl Write) -> io::Result<()> {
    write_excerpt(graph, &Excerpt::whole(graph), out)
}

/// Writes a part of the graph, as a graph of its own. The attributes of its nodes are still those of
/// the whole graph; they are computed again when the part is loaded.
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
    out.list(
        entities.map(|index| Node::of(graph, graph.entity(index), |other| part.has_entity(other))),
    )?;
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

/// An entity as in the file.
#[cfg(feature = "serve")]
pub(crate) fn node<'a>(graph: &'a Graph, entity: &'a Entity) -> impl Serialize + use<'a> {
    Node::of(graph, entity, |_| true)
}

/// Writes JSON values, with those of a list on separate lines.
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
    gender: Option<Gender>,
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

impl<'a> Node<'a> {
    fn of(graph: &'a Graph, entity: &'a Entity, is_there: impl Fn(EntityIndex) -> bool) -> Self {
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
        let represents = represents.filter(|representation| is_there(representation.of));
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
            gender: entity.gender,
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
