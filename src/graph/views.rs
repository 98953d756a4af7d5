//! Edges as views of the statements, each a petgraph graph.
//!
//! | view | nodes | edges |
//! | --- | --- | --- |
//! | [`edges`] | entities | one for each statement, speaker and target; parallel edges kept |
//! | [`aggregate`] | entities | one for each pair and relation, with all its statements |
//! | [`statements`] | entities, statements, documents | from speaker to statement, from there to addressees, those it is about, and documents |
//!
//! The targets of a statement are its addressees; if there are none, those it is about; if it mentions nobody
//! else either, the speaker. This makes a loop, marked [`Role::Unaddressed`], so that every statement of a
//! known speaker is in the view and counts as the speaker's, without any effect on centrality and
//! communities. If a statement has several speakers, each has an edge. A statement without a known speaker
//! has no edge in `edges` and `aggregate`; in `statements` it has a node but no edge from a speaker.

use super::contents::Graph;
use super::record::{DocumentIndex, EntityIndex, Statement, StatementIndex};
use crate::statement::{Polarity, Relation};
use petgraph::graph::{DiGraph, NodeIndex};
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// The role of an edge's target in the statement.
/// ```
/// use dixit::graph::views::Role;
///
/// assert_eq!(Role::Addressee.name(), "addressee");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// An addressee.
    Addressee,
    /// Mentioned, without an addressee.
    About,
    /// The speaker, as nobody else is addressed or mentioned.
    Unaddressed,
}

impl Role {
    /// Its name in files: `addressee`, `about`, `unaddressed`.
    pub fn name(self) -> &'static str {
        match self {
            Role::Addressee => "addressee",
            Role::About => "about",
            Role::Unaddressed => "unaddressed",
        }
    }
}

/// An edge of [`edges`].
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::graph::views::{Edge, Role, edges};
///
/// let edges = edges(&graph);
/// let edge: &Edge = edges.edge_weights().next().unwrap();
/// assert_eq!(edge.role, Role::Addressee);
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edge {
    /// The statement that it represents.
    pub statement: StatementIndex,
    /// The role of the target.
    pub role: Role,
}

/// An edge of [`aggregate`].
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::graph::views::{Bundle, aggregate};
/// use dixit::statement::Relation;
///
/// let bundles = aggregate(&graph);
/// let bundle: &Bundle = bundles.edge_weights().next().unwrap();
/// assert_eq!((bundle.relation, bundle.addressed), (Relation::Warned, 1));
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bundle {
    /// The relation its statements share.
    pub relation: Relation,
    /// Its statements, in order; their number is its weight.
    pub statements: Vec<StatementIndex>,
    /// How many of them are addressed to the target, not just about it.
    pub addressed: usize,
    /// How many of them are denied or negated.
    pub denied: usize,
    /// How many of them are hypothetical.
    pub hypothetical: usize,
}

/// A node of [`statements`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// An entity.
    Entity(EntityIndex),
    /// A statement.
    Statement(StatementIndex),
    /// A document.
    Document(DocumentIndex),
}

/// An edge of [`statements`].
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::graph::views::{Link, Node, statements};
///
/// let view = statements(&graph);
/// let statement = view.node_indices().find(|n| matches!(view[*n], Node::Statement(_))).unwrap();
/// assert!(view.edges(statement).any(|link| *link.weight() == Link::To));
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Link {
    /// From a speaker to the statement.
    Said,
    /// From the statement to an addressee.
    To,
    /// From the statement to an entity that it mentions.
    About,
    /// From the statement to a document that reports it.
    In,
    /// From the statement to an outlet that a report cites.
    Via,
    /// From the statement to the one whose content contains it.
    Within,
}

/// A target of a statement, with its role.
pub(crate) type Target = (EntityIndex, Role);

/// A speaker of a statement, a target, and the role of the target.
pub(crate) type Pair = (EntityIndex, EntityIndex, Role);

/// The targets of a statement's edges, see the [module](self): not empty if it has a speaker.
pub(crate) fn targets(statement: &Statement) -> SmallVec<[Target; 4]> {
    targets_but(statement, |_| false)
}

/// Like [`targets`], but ignores some of the addressees.
pub(crate) fn targets_but(
    statement: &Statement,
    is_ignored: impl Fn(EntityIndex) -> bool,
) -> SmallVec<[Target; 4]> {
    let others = |list: &[EntityIndex], role: Role| -> SmallVec<[Target; 4]> {
        let speaks = |entity: EntityIndex| statement.speakers().any(|s| s == entity);
        let others = list.iter().filter(|entity| !speaks(**entity));
        let kept = others.filter(|entity| role != Role::Addressee || !is_ignored(**entity));
        kept.map(|entity| (*entity, role)).collect()
    };
    let addressees = others(&statement.addressees, Role::Addressee);
    if !addressees.is_empty() {
        return addressees;
    }
    others(&statement.about, Role::About)
}

/// Each pair of speaker and target of a statement: the edges it has in [`edges`].
pub(crate) fn pairs(statement: &Statement) -> SmallVec<[Pair; 4]> {
    pairs_but(statement, |_| false)
}

/// Like [`pairs`], but ignores some of the addressees.
pub(crate) fn pairs_but(
    statement: &Statement,
    is_ignored: impl Fn(EntityIndex) -> bool,
) -> SmallVec<[Pair; 4]> {
    let targets = targets_but(statement, is_ignored);
    let mut pairs = SmallVec::new();
    for speaker in statement.speakers() {
        if targets.is_empty() {
            pairs.push((speaker, speaker, Role::Unaddressed));
        }
        pairs.extend(
            targets
                .iter()
                .map(|(target, role)| (speaker, *target, *role)),
        );
    }
    pairs
}

fn entities<E>(graph: &Graph) -> DiGraph<EntityIndex, E> {
    let mut view = DiGraph::with_capacity(graph.entities().len(), graph.statements().len());
    for entity in graph.entity_indices() {
        view.add_node(entity);
    }
    view
}

/// One edge for each statement, speaker and target. Node indices are entity indices.
pub fn edges(graph: &Graph) -> DiGraph<EntityIndex, Edge> {
    let mut view = entities(graph);
    for index in graph.statement_indices() {
        for (speaker, target, role) in pairs(graph.statement(index)) {
            let edge = Edge {
                statement: index,
                role,
            };
            view.add_edge(node(speaker), node(target), edge);
        }
    }
    view
}

/// One edge for each speaker, target and relation, in this order. Node indices are entity indices.
pub fn aggregate(graph: &Graph) -> DiGraph<EntityIndex, Bundle> {
    let mut bundles: BTreeMap<(EntityIndex, EntityIndex, Relation), Bundle> = BTreeMap::new();
    for index in graph.statement_indices() {
        let statement = graph.statement(index);
        for (speaker, target, role) in pairs(statement) {
            let relation = statement.relation;
            let bundle = bundles
                .entry((speaker, target, relation))
                .or_insert_with(|| Bundle {
                    relation,
                    statements: Vec::new(),
                    addressed: 0,
                    denied: 0,
                    hypothetical: 0,
                });
            bundle.statements.push(index);
            bundle.addressed += usize::from(role == Role::Addressee);
            match statement.polarity {
                Polarity::Affirmed => {}
                Polarity::Denied | Polarity::Negated => bundle.denied += 1,
                Polarity::Hypothetical => bundle.hypothetical += 1,
            }
        }
    }
    let mut view = entities(graph);
    for ((speaker, target, _), bundle) in bundles {
        view.add_edge(node(speaker), node(target), bundle);
    }
    view
}

/// Each statement as a node among entities and documents: entities first, then statements, then
/// documents, each in the graph's order.
pub fn statements(graph: &Graph) -> DiGraph<Node, Link> {
    let mut view = DiGraph::new();
    let (people, spoken) = (graph.entities().len(), graph.statements().len());
    let said = |index: StatementIndex| NodeIndex::new(people + index.index());
    let document = |index: DocumentIndex| NodeIndex::new(people + spoken + index.index());
    for entity in graph.entity_indices() {
        view.add_node(Node::Entity(entity));
    }
    for statement in graph.statement_indices() {
        view.add_node(Node::Statement(statement));
    }
    for index in graph.document_indices() {
        view.add_node(Node::Document(index));
    }
    for index in graph.statement_indices() {
        let statement = graph.statement(index);
        let here = said(index);
        for speaker in statement.speakers() {
            view.add_edge(node(speaker), here, Link::Said);
        }
        let mut links: Vec<(Link, NodeIndex)> = Vec::new();
        links.extend(statement.addressees.iter().map(|e| (Link::To, node(*e))));
        links.extend(statement.about.iter().map(|e| (Link::About, node(*e))));
        for report in statement.reports() {
            links.push((Link::In, document(report.document)));
            links.extend(report.via.map(|outlet| (Link::Via, node(outlet))));
            let outer = report.within.as_ref();
            let outer = outer.and_then(|id| graph.statement_by_id(id));
            // A statement repeated within itself is not within another.
            let outer = outer.filter(|outer| *outer != index);
            links.extend(outer.map(|outer| (Link::Within, said(outer))));
        }
        links.sort();
        links.dedup();
        for (link, target) in links {
            view.add_edge(here, target, link);
        }
    }
    view
}

fn node(entity: EntityIndex) -> NodeIndex {
    NodeIndex::new(entity.index())
}
