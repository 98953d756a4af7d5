//! Tests of building, saving and viewing graphs.

use super::sample::{extractions, graph};
use super::views::{self, Node, Role};
use super::{BuildOptions, Graph, json};
use crate::entity::EntityType;
use crate::extract::record::Extraction;
use crate::statement::{Mode, Polarity, Relation};
use petgraph::visit::EdgeRef;

fn bytes(graph: &Graph) -> String {
    let mut out = Vec::new();
    json::write(graph, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn build(extractions: Vec<Extraction>) -> Graph {
    Graph::from_extractions("sample", extractions, &BuildOptions::default())
}

#[test]
fn the_order_of_documents_makes_no_difference() {
    let expected = bytes(&graph());
    let mut list = extractions();
    for turn in 0..list.len() {
        list.rotate_left(1);
        assert_eq!(bytes(&build(list.clone())), expected, "turned {turn}");
    }
    list.reverse();
    assert_eq!(bytes(&build(list)), expected);
}

#[test]
fn merging_parts_in_any_order_and_grouping_equals_one_build() {
    let expected = bytes(&graph());
    let parts = || {
        extractions()
            .into_iter()
            .map(|extraction| build(vec![extraction]))
    };
    let left = parts().reduce(Graph::merge).unwrap();
    let right = parts().rev().reduce(|all, part| part.merge(all)).unwrap();
    assert_eq!(bytes(&left), expected);
    assert_eq!(bytes(&right), expected);
    assert_eq!(bytes(&left.clone().merge(right)), expected, "with itself");
}

#[test]
fn two_versions_of_a_document_are_reported_and_one_is_kept_whatever_the_order() {
    let [first, second] = [0, 1].map(|i| {
        let mut extraction = extractions().swap_remove(0);
        extraction.statements.truncate(1 + i);
        extraction
    });
    let other_path = Extraction {
        path: Some("elsewhere.txt".to_string()),
        ..second.clone()
    };
    let together = build(vec![first.clone(), second.clone()]);
    assert_eq!(together.statements().len(), 2);
    assert_eq!(together.doubled(), std::slice::from_ref(&first.id));
    assert_eq!(together, build(vec![second.clone(), first.clone()]));
    let (a, b, c) = (
        build(vec![first]),
        build(vec![second]),
        build(vec![other_path]),
    );
    let one = a.clone().merge(b.clone()).merge(c.clone());
    assert_eq!(one, c.clone().merge(a.merge(b.clone())));
    assert!(
        b.merge(c).doubled().is_empty(),
        "the path does not make a difference"
    );
}

#[test]
fn a_saved_graph_is_read_back_exactly() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/folder/sample.json");
    let graph = graph();
    graph.save(&path).unwrap();
    let read = Graph::load(&path).unwrap();
    assert_eq!(read, graph);
    assert_eq!(bytes(&read), bytes(&graph));
    let reformatted: serde_json::Value = serde_json::from_str(&bytes(&graph)).unwrap();
    std::fs::write(&path, serde_json::to_string_pretty(&reformatted).unwrap()).unwrap();
    assert_eq!(Graph::load(&path).unwrap(), graph);
    graph.save(&path).unwrap();
    let files = std::fs::read_dir(path.parent().unwrap()).unwrap().count();
    assert_eq!(files, 1, "no temporary file stays");
    let empty = build(Vec::new());
    empty.save(&path).unwrap();
    assert_eq!(Graph::load(&path).unwrap(), empty);
}

#[test]
fn a_file_that_is_not_a_graph_is_refused_with_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("g.json");
    let refusal_of = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        let error = Graph::load(&path).unwrap_err().to_string();
        assert_eq!(error.lines().count(), 1, "{error}");
        assert!(error.starts_with(path.to_str().unwrap()), "{error}");
        error.replace(path.to_str().unwrap(), "g.json")
    };
    let refusal = |text: &str| refusal_of(text.as_bytes());
    let text = bytes(&graph());
    assert_eq!(
        refusal(" \n"),
        "g.json: the file is empty; rebuild the graph"
    );
    // Wherever it ends, even within a character; only the last line break may be missing.
    for end in (1..text.len() - 1).step_by(997).chain([text.len() - 2]) {
        let error = refusal_of(&text.as_bytes()[..end]);
        assert!(error.contains("truncated"), "at {end}: {error}");
    }
    assert!(refusal_of(b"\xff\xfe\0binary").contains("not a graph written by dixit"));
    assert_eq!(
        refusal(&text.replacen("\"schema\":1", "\"schema\":2", 1)),
        "g.json: the graph has version 2, but this dixit reads version 1; \
         update dixit or rebuild the graph"
    );
    assert_eq!(
        refusal(r#"{"graph":{"schema":0},"nodes":{}}"#),
        "g.json: the graph has version 0, but this dixit reads version 1; rebuild the graph"
    );
    let extraction = serde_json::to_string(&extractions()[0]).unwrap();
    assert!(refusal(&extraction).contains("'dixit query -'"));
    assert!(refusal("[]").contains("not a graph written by dixit"));
    let stranger = text.replacen("\"speaker\":\"person:kerr\"", "\"speaker\":\"Q1\"", 1);
    assert!(refusal(&stranger).contains("names entity \"Q1\", which document"));
    let error = Graph::load(&folder.path().join("none.json")).unwrap_err();
    assert!(
        error.to_string().contains("'dixit build FOLDER'"),
        "{error}"
    );
}

#[test]
fn one_statement_in_two_articles_has_two_reports() {
    let graph = graph();
    let index = graph.statement_by_id("s02").unwrap();
    assert_eq!(graph.statement_by_id("s06"), Some(index));
    let statement = graph.statement(index);
    let reports: Vec<_> = statement
        .reports()
        .map(|r| (r.id.as_str(), graph.document(r.document).id.as_str()))
        .collect();
    assert_eq!(reports, [("s02", "talks-1"), ("s06", "talks-2")]);
    assert_eq!(
        graph.statements().len(),
        29,
        "30 records, one of them again"
    );
    // Short contents recur without being one statement.
    let mut list = extractions();
    for extraction in &mut list {
        for statement in &mut extraction.statements {
            statement.content.text = "No comment".to_string();
        }
    }
    assert_eq!(build(list).statements().len(), 30);
}

#[test]
fn an_entity_is_the_sum_of_its_sightings() {
    let mut list = extractions();
    for extraction in &mut list {
        let last = extraction.id == "talks-3";
        for entity in &mut extraction.entities {
            if entity.id == "person:orlov" && last {
                entity.name = "P. Orlov".to_string();
                entity.kind = EntityType::Organisation;
                entity.aliases = vec!["Orlov".to_string(), "Orlov".to_string()];
            }
        }
    }
    let graph = build(list);
    let orlov = graph.entity(graph.entity_by_id("person:orlov").unwrap());
    assert_eq!(
        (orlov.name.as_str(), orlov.kind),
        ("Pavel Orlov", EntityType::Person)
    );
    assert_eq!(
        orlov.aliases,
        [("Orlov".to_string(), 3), ("Mr Orlov".to_string(), 2)]
    );
    assert_eq!(
        (orlov.documents, orlov.mentions, orlov.statements),
        (3, 5, 4)
    );
    let russia = graph.entity_by_id("Q159").unwrap();
    let [representation] = orlov.represents.as_slice() else {
        panic!("{:?}", orlov.represents);
    };
    assert_eq!(representation.of, russia);
    assert_eq!(representation.documents, 3);
    assert_eq!(representation.titles, ["Foreign Minister"]);
    let days: Vec<_> = graph.documents().iter().filter_map(|d| d.date).collect();
    assert!(representation.since < representation.until);
    assert!(days.contains(&representation.since.unwrap()));
    assert!(days.contains(&representation.until.unwrap()));
    assert_eq!(orlov.roles[0].0.title, "Foreign Minister");
    assert!(graph.entity_by_id("Q0").is_none());
}

#[test]
fn parallel_edges_are_kept_and_joint_speakers_have_one_each() {
    let graph = graph();
    let view = views::edges(&graph);
    let [kerr, russia] = ["person:kerr", "Q159"].map(|id| graph.entity_by_id(id).unwrap());
    let between = |from, to| {
        let mut ids: Vec<_> = view
            .edge_references()
            .filter(|e| (view[e.source()], view[e.target()]) == (from, to))
            .map(|e| graph.statement(e.weight().statement).id())
            .collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(between(kerr, russia), ["s02"]);
    let [usa, nato] = ["Q30", "Q7184"].map(|id| graph.entity_by_id(id).unwrap());
    assert_eq!(between(usa, russia), ["s03"]);
    assert_eq!(between(nato, russia), ["s03"]);
    let [union, steel] =
        ["person:obrien", "org:harrow-and-pike-steel"].map(|id| graph.entity_by_id(id).unwrap());
    assert_eq!(between(union, steel), ["s18"]);
    let mut twice = extractions();
    for extraction in &mut twice {
        if extraction.id == "steel-1" {
            let mut again = extraction.statements[1].clone();
            again.id = "s18b".to_string();
            again.content.text = "Other words of the same kind entirely".to_string();
            extraction.statements.push(again);
        }
    }
    let twice = build(twice);
    let (edges, bundles) = (views::edges(&twice), views::aggregate(&twice));
    assert_eq!(edges.edge_count(), view.edge_count() + 1);
    let bundle = bundles
        .edge_references()
        .find(|e| bundles[e.source()] == union && bundles[e.target()] == steel)
        .unwrap();
    assert_eq!(bundle.weight().statements.len(), 2);
    let weight: usize = bundles.edge_weights().map(|b| b.statements.len()).sum();
    assert_eq!(weight, edges.edge_count(), "bundles lose nothing");
}

#[test]
fn every_statement_with_a_speaker_has_an_edge() {
    let graph = graph();
    let view = views::edges(&graph);
    for index in graph.statement_indices() {
        let statement = graph.statement(index);
        let edges: Vec<_> = view
            .edge_references()
            .filter(|e| e.weight().statement == index)
            .collect();
        assert_eq!(edges.is_empty(), statement.speaker.is_none());
        for edge in edges {
            let expected = if !statement.addressees.is_empty() {
                Role::Addressee
            } else if !statement.about.is_empty() {
                Role::About
            } else {
                Role::Unaddressed
            };
            assert_eq!(edge.weight().role, expected, "{}", statement.id());
            let is_loop = edge.source() == edge.target();
            assert_eq!(is_loop, expected == Role::Unaddressed);
        }
    }
}

#[test]
fn a_statement_can_be_a_node() {
    let graph = graph();
    let view = views::statements(&graph);
    let nodes = graph.entities().len() + graph.statements().len() + graph.documents().len();
    assert_eq!(view.node_count(), nodes);
    let index = graph.statement_by_id("s03").unwrap();
    let here = view
        .node_indices()
        .find(|n| view[*n] == Node::Statement(index))
        .unwrap();
    let speakers = view.edges_directed(here, petgraph::Direction::Incoming);
    assert_eq!(speakers.count(), 2);
    let mut targets: Vec<String> = view
        .edges(here)
        .map(|e| match view[e.target()] {
            Node::Entity(entity) => graph.entity(entity).name.clone(),
            Node::Statement(statement) => graph.statement(statement).id().to_string(),
            Node::Document(document) => graph.documents()[document.index()].id.clone(),
        })
        .collect();
    targets.sort();
    assert_eq!(targets, ["Russia", "talks-1"]);
}

#[test]
fn attitudes_and_unsure_statements_are_left_out_unless_asked_for() {
    let mut list = extractions();
    let talks = list.iter_mut().find(|e| e.id == "talks-1").unwrap();
    talks.statements[0].mode = Mode::Attitude;
    talks.statements[1].confidence = 0.2;
    talks.statements[1].within = Some("s00".to_string());
    talks.statements[2].within = Some("s01".to_string());
    talks.statements[3].within = Some("s02".to_string());
    let with = |attitudes, min_confidence| {
        let options = BuildOptions {
            attitudes,
            min_confidence,
        };
        Graph::from_extractions("sample", list.clone(), &options)
    };
    let within = |graph: &Graph, id: &str| {
        let index = graph.statement_by_id(id)?;
        graph.statement(index).first.within.clone()
    };
    let all = with(true, 0.0);
    assert_eq!(all.statements().len(), 29);
    assert_eq!(within(&all, "s02").as_deref(), Some("s01"));
    let speech = with(false, 0.0);
    assert_eq!(speech.statements().len(), 28);
    assert_eq!(within(&speech, "s01"), None);
    let sure = with(false, 0.5);
    assert_eq!(sure.statements().len(), 27);
    assert_eq!(within(&sure, "s02"), None, "past both that enclose it");
    assert_eq!(within(&sure, "s03").as_deref(), Some("s02"));
}

#[test]
fn unreadable_documents_and_broken_numbers_do_no_harm() {
    let mut list = extractions();
    let mut broken = list[0].clone();
    broken.id = "broken".to_string();
    broken.error = Some("not text".to_string());
    list.push(broken);
    list[0].statements[0].confidence = f32::NAN;
    let speaker = list[1].statements[0].speaker.clone().unwrap();
    list[1].statements[0].joint_speakers = vec![speaker.clone(), speaker];
    let graph = build(list);
    assert_eq!(graph.documents().len(), 5);
    assert!(graph.statements().iter().all(|s| s.first.confidence <= 1.0));
    assert!(graph.statements().iter().all(|s| s.speakers().count() <= 2));
    let text = bytes(&graph);
    assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
}

#[test]
fn the_file_is_node_link_json_with_both_names_for_edges() {
    let graph = graph();
    let file: serde_json::Value = serde_json::from_str(&bytes(&graph)).unwrap();
    assert_eq!(file["directed"], true);
    assert_eq!(file["multigraph"], true);
    assert_eq!(file["edges"], file["links"]);
    assert_eq!(
        file["nodes"].as_array().unwrap().len(),
        graph.entities().len()
    );
    let edges = file["edges"].as_array().unwrap();
    assert_eq!(edges.len(), views::edges(&graph).edge_count());
    let edge = edges.iter().find(|e| e["key"] == "s08").unwrap();
    assert_eq!(edge["source"], "person:marsh");
    assert_eq!(edge["target"], "Q159");
    assert_eq!(edge["date"], "2021-12-11");
    assert_eq!(edge["relation"], "warned");
    let statement = &file["statements"].as_array().unwrap()[0];
    let keys: Vec<&String> = statement["reports"][0]
        .as_object()
        .unwrap()
        .keys()
        .collect();
    assert_eq!(
        keys,
        [
            "id",
            "document",
            "kind",
            "addressees",
            "about",
            "source",
            "cue",
            "content",
            "via",
            "within",
            "said_on",
            "confidence",
            "line",
            "sentence"
        ]
    );
    let denied = graph
        .statements()
        .iter()
        .filter(|s| s.polarity == Polarity::Denied);
    assert_eq!(denied.count(), 1);
    let warned = graph
        .statements()
        .iter()
        .filter(|s| s.relation == Relation::Warned);
    assert_eq!(warned.count(), 9);
}
