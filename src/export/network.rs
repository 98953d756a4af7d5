//! A selection as nodes and edges, for the writers of graph formats.
//!
//! Nodes and edges are made during iteration, so a writer needs only one of them at a time.
//!
//! | shape | nodes | edges |
//! | --- | --- | --- |
//! | [`Shape::Edges`] | entities | one for each statement, speaker and target: `SAID`, `WARNED`, `PROPOSED` |
//! | [`Shape::Aggregate`] | entities | one for each speaker, target and relation, with the count |
//! | [`Shape::Statements`] | entities, statements, documents | `SAID` from speaker to statement; `ADDRESSED_TO`, `ABOUT`, `VIA`, `WITHIN` from there; `REPORTED_IN` to the document of each report; `REPRESENTS` between entities |
//!
//! Speakers and targets are those of [`crate::graph::views`].

mod bundles;

pub use self::bundles::Bundle;

use self::bundles::Ties;
use super::attributes::{self, Class, Value};
use super::ids::{edge_id, entity_id, statement_id, statement_node};
use super::selection::{Pair, Said, Selection, documents_at, mark, marked};
use crate::date::Date;
use crate::graph::views::{Node as Place, Role};
use crate::graph::{EntityIndex, Graph, StatementIndex};
use crate::statement::{Polarity, Relation, When};
use std::borrow::Cow;

/// What the nodes and edges are.
/// ```
/// use dixit::export::Shape;
///
/// assert_eq!(Shape::Aggregate.name(), "aggregate");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Shape {
    /// Entities; an edge for each statement.
    #[default]
    Edges,
    /// Statements and documents are nodes too.
    Statements,
    /// Entities; one edge for each pair and relation.
    Aggregate,
}

impl Shape {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Shape::Edges => "edges",
            Shape::Statements => "statements",
            Shape::Aggregate => "aggregate",
        }
    }
}

/// A node.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'g> {
    /// Its id among all nodes: an entity's own, `statement:…` or `document:…`.
    pub id: Cow<'g, str>,
    /// Its label: a name, the words said, a headline.
    pub label: Cow<'g, str>,
    /// Its class.
    pub class: &'static Class,
    /// The entity, statement or document.
    pub place: Place,
    /// One value for each field of the class.
    pub values: Vec<Value<'g>>,
}

/// An edge.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge<'g> {
    /// Its id among all edges.
    pub id: Cow<'g, str>,
    /// Id of its source node.
    pub source: Cow<'g, str>,
    /// Id of its target node.
    pub target: Cow<'g, str>,
    /// Its class.
    pub class: &'static Class,
    /// The number of statements that it represents.
    pub weight: usize,
    /// The polarity of all of them, if they share one.
    pub polarity: Option<Polarity>,
    /// Their first and last day, if known.
    pub period: Option<(Date, Date)>,
    /// One value for each field of the class.
    pub values: Vec<Value<'g>>,
}

impl Edge<'_> {
    /// Its label: `said`.
    pub fn label(&self) -> String {
        self.class.name.to_lowercase()
    }
}

/// A selection in a shape.
#[derive(Debug)]
pub struct Network<'s, 'g> {
    selection: &'s Selection<'g>,
    shape: Shape,
    /// Which entities are nodes, by index.
    entities: Vec<bool>,
    /// Only for [`Shape::Aggregate`].
    ties: Ties,
}

const fn between(name: &'static str, fields: &'static [attributes::Field]) -> Class {
    link(name, ("Entity", "Entity"), fields)
}

const fn link(
    name: &'static str,
    ends: (&'static str, &'static str),
    fields: &'static [attributes::Field],
) -> Class {
    Class {
        name,
        ends: Some(ends),
        fields,
    }
}

static ENTITIES: [&Class; 1] = [&attributes::ENTITY];
static ALL_NODES: [&Class; 3] = [
    &attributes::ENTITY,
    &attributes::STATEMENT,
    &attributes::DOCUMENT,
];
static SPEECH: [&Class; 3] = [
    &between("SAID", attributes::OF_EDGE),
    &between("WARNED", attributes::OF_EDGE),
    &between("PROPOSED", attributes::OF_EDGE),
];
static BUNDLES: [&Class; 3] = [
    &between("SAID", attributes::OF_BUNDLE),
    &between("WARNED", attributes::OF_BUNDLE),
    &between("PROPOSED", attributes::OF_BUNDLE),
];
const SAID: usize = 0;
const TO: usize = 1;
const ABOUT: usize = 2;
const IN: usize = 3;
const VIA: usize = 4;
const WITHIN: usize = 5;
const REPRESENTS: usize = 6;
static LINKS: [&Class; 7] = [
    &link("SAID", ("Entity", "Statement"), &[]),
    &link("ADDRESSED_TO", ("Statement", "Entity"), &[]),
    &link("ABOUT", ("Statement", "Entity"), &[]),
    &link(
        "REPORTED_IN",
        ("Statement", "Document"),
        attributes::OF_REPORT,
    ),
    &link("VIA", ("Statement", "Entity"), &[]),
    &link("WITHIN", ("Statement", "Statement"), &[]),
    &link(
        "REPRESENTS",
        ("Entity", "Entity"),
        attributes::OF_REPRESENTATION,
    ),
];

fn of_relation(classes: &[&'static Class; 3], relation: Relation) -> &'static Class {
    match relation {
        Relation::Said => classes[0],
        Relation::Warned => classes[1],
        Relation::Proposed => classes[2],
    }
}

impl<'s, 'g> Network<'s, 'g> {
    /// A selection in a shape.
    pub fn new(selection: &'s Selection<'g>, shape: Shape) -> Self {
        let (entities, ties) = match shape {
            Shape::Statements => (selection.entities(), Ties::default()),
            Shape::Edges => (ends(selection), Ties::default()),
            Shape::Aggregate => (ends(selection), Ties::of(selection)),
        };
        Network {
            selection,
            shape,
            entities,
            ties,
        }
    }

    /// The selection.
    pub fn selection(&self) -> &'s Selection<'g> {
        self.selection
    }

    /// The graph of the selection.
    pub fn graph(&self) -> &'g Graph {
        self.selection.graph()
    }

    /// Its shape.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The classes of its nodes, in order.
    pub fn node_classes(&self) -> &'static [&'static Class] {
        match self.shape {
            Shape::Statements => &ALL_NODES,
            Shape::Edges | Shape::Aggregate => &ENTITIES,
        }
    }

    /// The classes of its edges, which come in mixed order.
    pub fn edge_classes(&self) -> &'static [&'static Class] {
        match self.shape {
            Shape::Edges => &SPEECH,
            Shape::Aggregate => &BUNDLES,
            Shape::Statements => &LINKS,
        }
    }

    /// The entities that are nodes.
    pub fn entities(&self) -> Vec<EntityIndex> {
        marked(&self.entities, self.graph().entity_indices())
    }

    /// Its nodes: entities, then statements, then documents.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'g>> + '_ {
        let graph = self.graph();
        let entities = self.entities().into_iter().map(move |index| {
            let entity = graph.entity(index);
            Node {
                id: entity_id(graph, index),
                label: Cow::Borrowed(&entity.name),
                class: &attributes::ENTITY,
                place: Place::Entity(index),
                values: attributes::of_entity(graph, entity),
            }
        });
        let are_nodes = self.shape == Shape::Statements;
        let statements = are_nodes.then(|| self.selection.statements());
        let statements = statements.into_iter().flatten().map(move |said| Node {
            id: statement_node(graph, said.index),
            label: Cow::Borrowed(said.report.content.text.as_str()),
            class: &attributes::STATEMENT,
            place: Place::Statement(said.index),
            values: attributes::of_statement(graph, &said),
        });
        let documents = match are_nodes {
            true => documents_at(graph, &self.selection.documents()),
            false => Vec::new(),
        };
        let documents = documents.into_iter().map(move |index| {
            let document = graph.document(index);
            Node {
                id: Cow::Owned(format!("document:{}", document.id)),
                label: Cow::Borrowed(document.title.as_deref().unwrap_or(&document.id)),
                class: &attributes::DOCUMENT,
                place: Place::Document(index),
                values: attributes::of_document(document),
            }
        });
        entities.chain(statements).chain(documents)
    }

    /// Its edges, in the order of the statements, or of speakers and targets if they are
    /// aggregated.
    pub fn edges(&self) -> impl Iterator<Item = Edge<'g>> + '_ {
        let speech = (self.shape == Shape::Edges).then(|| self.speech());
        let links = (self.shape == Shape::Statements).then(|| self.links());
        let bundles = (self.shape == Shape::Aggregate).then(|| self.bundled());
        let speech = speech.into_iter().flatten();
        let links = links.into_iter().flatten();
        speech.chain(links).chain(bundles.into_iter().flatten())
    }

    fn speech(&self) -> impl Iterator<Item = Edge<'g>> + '_ {
        let graph = self.graph();
        self.selection.statements().flat_map(move |said| {
            let pairs = self.selection.pairs(&said);
            pairs.map(move |pair| speech_edge(graph, &said, &pair))
        })
    }

    /// Its bundles of statements; none unless the shape is [`Shape::Aggregate`].
    pub fn bundles(&self) -> impl Iterator<Item = Bundle<'_, 'g>> {
        self.ties.bundles(self.selection)
    }

    fn bundled(&self) -> impl Iterator<Item = Edge<'g>> + '_ {
        let graph = self.graph();
        self.bundles().map(move |bundle| {
            let days = bundle.statements().filter_map(|s| graph.when(s.report));
            let period = days.fold(None, |period: Option<(Date, Date)>, when| {
                let (first, last) = (when.first(), when.last());
                Some(period.map_or((first, last), |(a, b)| (a.min(first), b.max(last))))
            });
            let counts = [
                bundle.weight(),
                bundle.addressed(),
                bundle.denied(),
                bundle.hypothetical(),
            ];
            Edge {
                id: bundle.id(),
                source: entity_id(graph, bundle.from()),
                target: entity_id(graph, bundle.to()),
                class: of_relation(&BUNDLES, bundle.relation()),
                weight: bundle.weight(),
                polarity: bundle.polarity(),
                period,
                values: attributes::of_bundle(
                    relation_name(bundle.relation()),
                    counts,
                    period,
                    bundle.statements().map(|said| said.statement.id()),
                ),
            }
        })
    }

    /// What the shape cannot show, one line each.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.shape == Shape::Statements {
            return notes;
        }
        let (mut mute, mut loops, mut repeats) = (0, 0, 0);
        for said in self.selection.statements() {
            let mut pairs = self.selection.pairs(&said).peekable();
            mute += usize::from(pairs.peek().is_none());
            loops += pairs.filter(|pair| pair.role == Role::Unaddressed).count();
            repeats += said.statement.repeats.len();
        }
        let is_aggregate = self.shape == Shape::Aggregate;
        if mute > 0 {
            notes.push(format!(
                "{}; --shape statements includes them",
                counted_with_verb(
                    mute,
                    "statement has no named speaker and therefore no edge",
                    "statements have no named speaker and therefore no edge"
                )
            ));
        }
        if loops > 0 {
            let (loops, filter) = match is_aggregate {
                true => (
                    self.bundles().filter(|b| b.from() == b.to()).count(),
                    "equal source and target",
                ),
                false => (loops, "role 'unaddressed'"),
            };
            notes.push(format!(
                "{}, for statements that name nobody else; recognise them by {filter}",
                counted_with_verb(
                    loops,
                    "edge leads from a speaker back to the same speaker",
                    "edges lead from a speaker back to the same speaker"
                )
            ));
        }
        if repeats > 0 {
            let (one, many) = match is_aggregate {
                true => (
                    "further report of a statement is left out",
                    "further reports of statements are left out",
                ),
                false => (
                    "further report of a statement is only counted, in 'reports'",
                    "further reports of statements are only counted, in 'reports'",
                ),
            };
            notes.push(format!(
                "{}; --shape statements lists them",
                counted_with_verb(repeats, one, many)
            ));
        }
        if is_aggregate {
            notes.push(
                "edges of --shape aggregate have counts and ids of statements, not their words"
                    .to_owned(),
            );
        }
        notes
    }

    fn links(&self) -> impl Iterator<Item = Edge<'g>> + '_ {
        let graph = self.graph();
        let of_statements = self
            .selection
            .statements()
            .flat_map(move |said| self.links_of(&said));
        let represents = self.entities().into_iter().flat_map(move |index| {
            let list = graph.entity(index).represents.iter();
            list.map(move |representation| (index, representation))
        });
        let represents = represents.filter(|(_, representation)| self.is_node(representation.of));
        let represents = represents
            .enumerate()
            .map(move |(number, (index, representation))| Edge {
                id: Cow::Owned(format!("represents-{}", number + 1)),
                source: entity_id(graph, index),
                target: entity_id(graph, representation.of),
                class: LINKS[REPRESENTS],
                weight: representation.documents,
                polarity: None,
                period: representation.since.zip(representation.until),
                values: attributes::of_representation(representation),
            });
        of_statements.chain(represents)
    }

    fn is_node(&self, entity: EntityIndex) -> bool {
        self.entities.get(entity.index()).copied() == Some(true)
    }

    fn links_of(&self, said: &Said<'g>) -> Vec<Edge<'g>> {
        let graph = self.graph();
        let here = statement_node(graph, said.index);
        let name = statement_id(graph, said.index);
        let statement = said.statement;
        let mut edges: Vec<Edge> = Vec::new();
        let mut add = |class: usize, other: Cow<'g, str>, period, values: Vec<Value<'g>>| {
            let class = LINKS[class];
            let (source, target) = match class.name {
                "SAID" => (other, here.clone()),
                _ => (here.clone(), other),
            };
            edges.push(Edge {
                id: Cow::Owned(format!("{name}-{}", edges.len() + 1)),
                source,
                target,
                class,
                weight: 1,
                polarity: Some(statement.polarity),
                period,
                values,
            });
        };
        let days = |when: Option<When>| when.map(|when| (when.first(), when.last()));
        let when = days(graph.when(said.report));
        let speakers: Vec<_> = statement.speakers().collect();
        let mut outlets: Vec<_> = statement.reports().filter_map(|r| r.via).collect();
        outlets.sort();
        outlets.dedup();
        for (class, entities) in [
            (SAID, &speakers[..]),
            (TO, &statement.addressees[..]),
            (ABOUT, &statement.about[..]),
            (VIA, &outlets[..]),
        ] {
            for entity in entities.iter().filter(|entity| self.is_node(**entity)) {
                add(class, entity_id(graph, *entity), when, Vec::new());
            }
        }
        let mut outer: Vec<StatementIndex> = statement
            .reports()
            .filter_map(|report| graph.statement_by_id(report.within.as_ref()?))
            // A statement repeated within itself is not within another.
            .filter(|outer| *outer != said.index && self.selection.has(*outer))
            .collect();
        outer.sort();
        outer.dedup();
        for outer in outer {
            add(WITHIN, statement_node(graph, outer), when, Vec::new());
        }
        for report in statement.reports() {
            let document = format!("document:{}", graph.document(report.document).id);
            let values = attributes::of_report(graph, report);
            add(IN, Cow::Owned(document), days(graph.when(report)), values);
        }
        edges
    }
}

/// Whether each entity of the graph is at the end of an edge, by index; for a whole graph, all are nodes.
fn ends(selection: &Selection) -> Vec<bool> {
    let mut ends = vec![selection.is_whole(); selection.graph().entities().len()];
    if selection.is_whole() {
        return ends;
    }
    for said in selection.statements() {
        for pair in selection.pairs(&said) {
            mark(&mut ends, pair.from.index());
            mark(&mut ends, pair.to.index());
        }
    }
    ends
}

fn speech_edge<'g>(graph: &'g Graph, said: &Said<'g>, pair: &Pair) -> Edge<'g> {
    Edge {
        id: edge_id(graph, said.index, pair.place),
        source: entity_id(graph, pair.from),
        target: entity_id(graph, pair.to),
        class: of_relation(&SPEECH, said.statement.relation),
        weight: 1,
        polarity: Some(said.statement.polarity),
        period: graph.when(said.report).map(|w| (w.first(), w.last())),
        values: attributes::of_edge(graph, said, pair.role.name()),
    }
}

/// The name of a relation in files.
pub(super) fn relation_name(relation: Relation) -> &'static str {
    match relation {
        Relation::Said => "said",
        Relation::Warned => "warned",
        Relation::Proposed => "proposed",
    }
}

/// "1 statement", "2 statements".
pub(super) fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// "1 edge leads", "2 edges lead".
pub(super) fn counted_with_verb(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
