//! What a reader should find, counted by the graph itself and not by the writers.

use dixit::graph::Graph;
use dixit::graph::views::{self, Role};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The nodes and edges of the graph, and what they tell.
#[expect(
    clippy::too_many_lines,
    reason = "one figure after another that readers have to find"
)]
pub fn of(graph: &Graph) -> Value {
    let entities = graph.entities().iter().map(|entity| {
        json!({
            "id": entity.id, "name": entity.name, "type": entity.kind,
            "mentions": entity.mentions, "aliases": entity.aliases.len(),
        })
    });
    let view = views::edges(graph);
    let edges = view.edge_indices().map(|edge| {
        let (from, to) = view.edge_endpoints(edge).expect("ends");
        let statement = graph.statement(view[edge].statement);
        let report = &statement.first;
        let document = graph.document(report.document);
        json!({
            "source": graph.entity(view[from]).id,
            "target": graph.entity(view[to]).id,
            "statement": statement.id(),
            "relation": statement.relation,
            "act": statement.act.as_str(),
            "polarity": statement.polarity,
            "role": view[edge].role.name(),
            "content": report.content.text.as_str(),
            "date": graph.when(report),
            "first": graph.when(report).map(|when| when.first()),
            "last": graph.when(report).map(|when| when.last()),
            "confidence": report.confidence,
            "document": document.id,
            "url": document.url,
            "line": report.line,
            "reports": statement.reports().count(),
            "events": view[edge].role != Role::Unaddressed,
        })
    });
    let aggregate = views::aggregate(graph);
    let bundles = aggregate.edge_indices().map(|edge| {
        let (from, to) = aggregate.edge_endpoints(edge).expect("ends");
        let bundle = &aggregate[edge];
        json!({
            "source": graph.entity(aggregate[from]).id,
            "target": graph.entity(aggregate[to]).id,
            "relation": bundle.relation,
            "count": bundle.statements.len(),
        })
    });
    let statements = graph.statements().iter().map(|statement| {
        let speakers: Vec<&str> = statement
            .speakers()
            .map(|e| graph.entity(e).id.as_str())
            .collect();
        let vias: BTreeSet<_> = statement.reports().filter_map(|r| r.via).collect();
        let mut outer: BTreeSet<_> = statement
            .reports()
            .filter_map(|r| graph.statement_by_id(r.within.as_ref()?))
            .collect();
        outer.remove(&graph.statement_by_id(statement.id()).expect("itself"));
        json!({
            "id": statement.id(),
            "content": statement.first.content.text.as_str(),
            "date": graph.when(&statement.first),
            "speakers": speakers,
            "addressees": statement.addressees.len(),
            "about": statement.about.len(),
            "reports": statement.reports().count(),
            "spans": statement.reports().map(|r| r.content.spans.len()).sum::<usize>(),
            "via": vias.len(),
            "within": outer.len(),
        })
    });
    let represents: usize = graph.entities().iter().map(|e| e.represents.len()).sum();
    json!({
        "name": graph.name(),
        "entities": entities.collect::<Vec<_>>(),
        "edges": edges.collect::<Vec<_>>(),
        "aggregate": bundles.collect::<Vec<_>>(),
        "statements": statements.collect::<Vec<_>>(),
        "documents": graph.documents().len(),
        "represents": represents,
    })
}
