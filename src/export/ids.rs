//! The ids of nodes and edges, the same in every format.

use crate::graph::{EntityIndex, Graph, StatementIndex};
use std::borrow::Cow;

/// The id of a statement; of two that share one the second is distinguished.
pub(super) fn statement_id(graph: &Graph, index: StatementIndex) -> Cow<'_, str> {
    let id = graph.statement(index).id();
    match graph.shares_id(index) {
        true => Cow::Owned(format!("{id}~{}", index.index())),
        false => Cow::Borrowed(id),
    }
}

/// The id of a statement's edge between one of its pairs.
pub(super) fn edge_id(graph: &Graph, index: StatementIndex, pair: usize) -> Cow<'_, str> {
    let id = statement_id(graph, index);
    match pair {
        0 => id,
        pair => Cow::Owned(format!("{id}-{}", pair + 1)),
    }
}

/// The id of a statement's node.
pub(super) fn statement_node(graph: &Graph, index: StatementIndex) -> Cow<'_, str> {
    Cow::Owned(format!("statement:{}", statement_id(graph, index)))
}

/// The id of an entity's node: its own, unless that could be a statement's or document's.
pub(super) fn entity_id(graph: &Graph, index: EntityIndex) -> Cow<'_, str> {
    let id = graph.entity(index).id.as_str();
    match id.starts_with("statement:") || id.starts_with("document:") {
        true => Cow::Owned(format!("entity:{id}")),
        false => Cow::Borrowed(id),
    }
}
