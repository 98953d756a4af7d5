//! Files that earlier versions wrote are read; files of versions to come are refused with the version.

use dixit::extract::engine::SHIPPED;
use dixit::graph::Graph;
use dixit::model::bundle::Bundle;
use dixit::query::{AskedFor, Index, Query};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The graphs of one article as dixit once wrote them, all of schema 1: when it was new; when roles had
/// come to tell who is represented from when to when; when documents had fingerprints and people genders.
const GRAPHS: [(&str, usize); 3] = [("first", 19), ("offices", 21), ("fingerprints", 22)];

fn file(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/graphs");
    folder.join(name).with_extension("json")
}

#[test]
fn graphs_of_all_versions_are_read() {
    for (name, statements) in GRAPHS {
        let graph = Graph::load(&file(name)).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(graph.statements().len(), statements, "{name}");
        let query = Query::default().speaker("Biden").to("Putin");
        let index = Index::new(&graph);
        let answer = index.run(&query, AskedFor::What).expect("an answer");
        assert!(!answer.statements.is_empty(), "{name}");
    }
}

#[test]
fn graphs_of_all_versions_are_kept_whole_when_written_anew() {
    let folder = TempDir::new().expect("a temporary folder");
    for (name, _) in GRAPHS {
        let old = Graph::load(&file(name)).expect("an old graph");
        let (once, twice) = (
            folder.path().join("once.json"),
            folder.path().join("twice.json"),
        );
        old.save(&once).expect("a saved graph");
        let new = Graph::load(&once).expect("a graph that was just saved");
        new.save(&twice).expect("a saved graph");
        assert!(
            fs::read(&once).expect("bytes") == fs::read(&twice).expect("bytes"),
            "{name}"
        );
        let ids = |graph: &Graph| -> Vec<String> {
            graph
                .statements()
                .iter()
                .map(|s| s.id().to_string())
                .collect()
        };
        assert_eq!(ids(&old), ids(&new), "{name}");
    }
}

#[test]
fn a_graph_of_a_version_to_come_is_refused_with_the_version() {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().join("later.json");
    let now = fs::read_to_string(file("fingerprints")).expect("a graph");
    let later = now.replacen("\"schema\":1", "\"schema\":2", 1);
    let other: serde_json::Value = serde_json::from_str(&later).expect("JSON");
    // as dixit lays it out, on one line, and with nothing in it that this version knows
    for text in [
        later,
        other.to_string(),
        "{\"graph\":{\"schema\":2}}".to_owned(),
    ] {
        fs::write(&path, text).expect("a written file");
        let error = Graph::load(&path)
            .expect_err("a graph of a later version")
            .to_string();
        assert!(
            error.contains("later.json") && error.contains("version 2"),
            "{error}"
        );
    }
}

#[test]
fn a_model_without_a_checksum_is_read_and_one_of_a_version_to_come_refused() {
    let sound = Bundle::from_static(SHIPPED).expect("the shipped model");
    let bytes = sound.to_bytes();
    // the checksum stands behind all else
    let old = [b"dixit-model 2", &bytes[13..bytes.len() - 23]].concat();
    let read = Bundle::from_bytes(&old).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(read.sizes(), sound.sizes());
    let later = [b"dixit-model 4", &bytes[13..]].concat();
    assert!(Bundle::from_bytes(&later).is_err());
}
