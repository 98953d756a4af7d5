use super::Corrections;
use crate::entity::EntityType;
use crate::error::Result;
use crate::extract::record::Extraction;
use crate::graph::sample::extractions;
use crate::graph::{BuildOptions, Graph, json};
use std::path::Path;

fn parse(text: &str) -> Result<Corrections> {
    Corrections::parse(Path::new("c.toml"), text)
}

/// The sample with these corrections, and what the file says to no effect.
fn corrected(text: &str) -> (Graph, Vec<String>) {
    let mut corrections = parse(text).unwrap();
    let graph = build(&mut corrections, extractions());
    (graph, corrections.stale().collect())
}

fn build(corrections: &mut Corrections, mut list: Vec<Extraction>) -> Graph {
    list.retain_mut(|extraction| corrections.apply(extraction));
    Graph::from_extractions("sample", list, &BuildOptions::default())
}

fn name(graph: &Graph, id: &str) -> Option<String> {
    let index = graph.entity_by_id(id)?;
    Some(graph.entity(index).name.clone())
}

fn speakers(graph: &Graph, statement: &str) -> Vec<String> {
    let index = graph.statement_by_id(statement).unwrap();
    let speakers = graph.statement(index).speakers();
    speakers.map(|s| graph.entity(s).id.clone()).collect()
}

const NOTHING: [&str; 0] = [];

#[test]
fn merged_entities_are_one_under_the_name_of_the_one_they_become() {
    let (graph, stale) = corrected(
        "[[merge]]\nfrom = ['person:kerr', \"person:marsh\"]\ninto = 'person:lund'\n\
         [[merge]]\nfrom = 'person:lund'\ninto = 'person:bondar'\n",
    );
    assert_eq!(stale, NOTHING);
    for gone in ["person:kerr", "person:marsh", "person:lund"] {
        assert_eq!(graph.entity_by_id(gone), None, "{gone}");
    }
    let one = graph.entity(graph.entity_by_id("person:bondar").unwrap());
    // Others are named in more documents, but under ids that were corrected.
    assert_eq!(one.name, "Iryna Bondar");
    let aliases: Vec<&str> = one
        .aliases
        .iter()
        .map(|(alias, _)| alias.as_str())
        .collect();
    assert_eq!(aliases, ["Kerr", "Bondar", "Lund", "Marsh"]);
    assert_eq!(one.aliases[0].1, 2, "in two documents");
    assert_eq!(one.statements, 6);
    assert_eq!(one.documents, 3);
    for statement in ["s02", "s08", "s10", "s12"] {
        assert_eq!(speakers(&graph, statement), ["person:bondar"]);
    }
    let (graph, _) = corrected("[[merge]]\nfrom = 'person:teo'\ninto = 'person:no-one'\n");
    assert_eq!(name(&graph, "person:no-one").as_deref(), Some("Malia Teo"));
}

#[test]
fn an_entity_can_be_two_people_in_two_documents() {
    let (graph, stale) = corrected(
        "[[split]]\nentity = 'person:orlov'\ndocuments = ['talks-2', 'talks-9']\n\
         into = 'person:orlov-2'\nname = 'Pavel Orlov (the younger)'\n\
         [[rename]]\nentity = 'person:orlov-2'\nname = 'Orlov the Younger'\n",
    );
    assert_eq!(
        stale,
        [
            "c.toml:1: [[split]] no longer applies: there is no document \"talks-9\", or it \
          does not name \"person:orlov\""
        ]
    );
    let [elder, younger] = ["person:orlov", "person:orlov-2"].map(|id| {
        let entity = graph.entity(graph.entity_by_id(id).unwrap());
        (entity.name.as_str(), entity.documents)
    });
    assert_eq!(elder, ("Pavel Orlov", 2));
    assert_eq!(younger, ("Orlov the Younger", 1));
    assert_eq!(speakers(&graph, "s07"), ["person:orlov-2"]);
    assert_eq!(speakers(&graph, "s00"), ["person:orlov"]);
}

#[test]
fn names_and_types_are_what_the_file_says_wherever_somebody_is_referred_to() {
    let (graph, stale) = corrected(
        "rename = [{entity = 'Q159', name = 'Russian Federation'}]\n\
         [[retype]]\nentity = 'Q133274'\ntype = 'state'\n\
         [[retype]]\nentity = 'Q30'\ntype = 'state'\n",
    );
    assert_eq!(
        stale,
        ["c.toml:5: [[retype]] is no longer needed: the graph is the same without it"]
    );
    assert_eq!(name(&graph, "Q159").as_deref(), Some("Russian Federation"));
    let kremlin = graph.entity(graph.entity_by_id("Q133274").unwrap());
    assert_eq!(kremlin.kind, EntityType::State);
}

#[test]
fn a_statement_can_be_given_to_others() {
    let (graph, stale) = corrected(
        "[[reassign]]\nstatement = ['s00', 's99']\nspeaker = ['person:kerr', 'Q7747']\nto = ''\n\
         [[reassign]]\nstatement = 's01'\nspeaker = ''\n\
         [[reassign]]\nstatement = 's03'\nspeaker = ['Q30', 'Q7184']\n\
         [[reassign]]\nstatement = 's05'\nspeaker = 'person:ada-moss'\n",
    );
    assert_eq!(
        stale,
        [
            "c.toml:1: [[reassign]] no longer applies: no statement has the id \"s99\"",
            "c.toml:8: [[reassign]] is no longer needed: the graph is the same without it",
        ]
    );
    assert_eq!(speakers(&graph, "s00"), ["person:kerr", "Q7747"]);
    assert_eq!(name(&graph, "Q7747").as_deref(), Some("Vladimir Putin"));
    let index = graph.statement_by_id("s00").unwrap();
    assert!(graph.statement(index).addressees.is_empty());
    assert_eq!(speakers(&graph, "s01"), NOTHING);
    assert_eq!(speakers(&graph, "s05"), ["person:ada-moss"]);
    assert_eq!(name(&graph, "person:ada-moss").as_deref(), Some("Ada Moss"));
}

#[test]
fn outlets_documents_and_statements_can_be_left_out() {
    let mut list = extractions();
    for extraction in &mut list {
        if extraction.id == "sea-1" {
            extraction.source = Some("Daily Ferry".to_owned());
        }
        for statement in &mut extraction.statements {
            match statement.id.as_str() {
                "s01" => statement.within = Some("s00".to_owned()),
                "s02" => statement.within = Some("s01".to_owned()),
                _ => {}
            }
        }
    }
    let mut corrections = parse(
        "[[ignore]]\nsource = 'The Daily Ferry'\n\
         [[ignore]]\ndocument = ['steel-1', 'steel-2']\n\
         [[ignore]]\nstatement = ['s01']\n",
    )
    .unwrap();
    let graph = build(&mut corrections, list);
    let documents: Vec<&str> = graph.documents().iter().map(|d| d.id.as_str()).collect();
    assert_eq!(documents, ["talks-1", "talks-2", "talks-3"]);
    assert_eq!(graph.statement_by_id("s01"), None);
    let inner = graph.statement(graph.statement_by_id("s02").unwrap());
    assert_eq!(inner.first.within.as_deref(), Some("s00"));
    assert_eq!(
        corrections.stale().collect::<Vec<_>>(),
        ["c.toml:3: [[ignore]] no longer applies: there is no document \"steel-2\""]
    );
    assert_eq!(corrections.applied(), 3);
}

#[test]
fn parts_corrected_apart_and_merged_are_the_whole_corrected_at_once() {
    let text = "[[merge]]\nfrom = ['person:kerr', 'person:bondar']\ninto = 'person:marsh'\n\
                [[split]]\nentity = 'Q159'\ndocuments = 'talks-3'\ninto = 'Q1'\n\
                [[rename]]\nentity = 'Q1'\nname = 'Elsewhere'\n\
                [[reassign]]\nstatement = 's05'\nspeaker = 'person:ada-moss'\n\
                [[reassign]]\nstatement = 's20'\nspeaker = 'person:marsh'\n\
                [[ignore]]\ndocument = 'sea-1'\n";
    let bytes = |graph: &Graph| {
        let mut out = Vec::new();
        json::write(graph, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let (whole, stale) = corrected(text);
    assert_eq!(stale, NOTHING);
    assert!(whole.documents().len() == 4 && name(&whole, "Q1").is_some());
    let parts: Vec<Graph> = extractions()
        .into_iter()
        .map(|extraction| build(&mut parse(text).unwrap(), vec![extraction]))
        .collect();
    let forth = parts.iter().cloned().reduce(Graph::merge).unwrap();
    let back = parts.into_iter().rev().reduce(Graph::merge).unwrap();
    assert_eq!(bytes(&forth), bytes(&whole));
    assert_eq!(bytes(&back), bytes(&whole));
    // Corrections stay with a graph that is saved.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("g.json");
    whole.save(&path).unwrap();
    assert_eq!(Graph::load(&path).unwrap(), whole);
}

#[test]
fn mistakes_are_told_with_their_line() {
    for (text, complaint) in [
        (
            "\n[[merge]]\nfrom = 'a'\n",
            "c.toml:2: missing field `into`",
        ),
        (
            "[[merge]]\nfrom = 'a'\ninto = 'b'\n\n[[rename]]\nentiy = 'a'\n",
            "c.toml:6: unknown field `entiy`, expected `entity` or `name`",
        ),
        (
            "[[merge]]\nfrom = 1\ninto = 'b'\n",
            "c.toml:2: expected a string, or several in [ ]",
        ),
        (
            "[[retype]]\nentity = 'a'\ntype = 'ship'\n",
            "c.toml:3: unknown variant `ship`, expected one of `person`, `state`, `organisation`, \
             `unnamed`",
        ),
        (
            "# one\n[[merges]]\n",
            "c.toml:2: unknown field `merges`, expected one of `merge`, `split`, `rename`, \
             `retype`, `reassign`, `ignore`",
        ),
        (
            "[[merge]]\nfrom = 'a'\ninto = 'b'\n[[merge]]\nfrom = ['c', 'a']\ninto = 'd'\n",
            "c.toml:4: \"a\" is already merged on line 1; keep one of the two",
        ),
        (
            "[[merge]]\nfrom = 'a'\ninto = 'b'\n[[merge]]\nfrom = 'b'\ninto = 'a'\n",
            "c.toml:1: merging \"a\" leads back to itself; remove one of the merges",
        ),
        (
            "[[rename]]\nentity = 'a'\nname = 'A'\n[[merge]]\nfrom = 'a'\ninto = 'b'\n",
            "c.toml:1: line 4 merges \"a\" into \"b\"; use that id here",
        ),
        (
            "[[merge]]\nfrom = 'person:a@Q20'\ninto = 'person:a'\n",
            "c.toml:1: \"person:a@Q20\" is one of several namesakes in the graph; to keep them as one, \
             merge \"person:a\" into an id of your own",
        ),
        (
            "[[rename]]\nentity = 'a'\nname = ' '\n",
            "c.toml:1: name is empty",
        ),
        (
            "[[reassign]]\nstatement = 'a'\n",
            "c.toml:1: give 'speaker', 'to', or both",
        ),
        (
            "[[ignore]]\nsource = 'a'\ndocument = 'b'\n",
            "c.toml:1: give exactly one of 'source', 'document' and 'statement'",
        ),
    ] {
        assert_eq!(parse(text).unwrap_err().to_string(), complaint, "{text}");
    }
    let broken = parse("[[merge]]\nfrom = \n").unwrap_err().to_string();
    assert!(broken.starts_with("c.toml:2: "), "{broken}");
    let missing = Corrections::read(Path::new("none.toml")).unwrap_err();
    assert!(
        missing
            .to_string()
            .starts_with("none.toml: cannot be read: ")
    );
}
