//! Property tests: a store is the graph of its documents, whatever the order in which they are added and
//! removed.

use super::Store;
use crate::extract::record::Extraction;
use crate::graph::merge_laws::{People, build, bytes, documents_of, options};
use crate::graph::{Graph, json};
use proptest::prelude::*;
use std::path::Path;
use tempfile::TempDir;

/// Some have several names, and some names several people.
const PEOPLE: People = &[
    ("Q1001", &["Ada Moss", "Adelaide Moss"]),
    ("person:john-smythe", &["John Smythe"]),
    ("person:john-quill-smythe", &["John Quill Smythe"]),
    ("person:jack-smythe", &["Jack Smythe"]),
    ("person:olexa-rask", &["Olexa Rask", "Oleksa Rask"]),
];

fn documents() -> impl Strategy<Value = Vec<Extraction>> {
    documents_of(PEOPLE, &["Smythe", "John “Jack” Smythe", "Rask"])
}

/// A store with these documents.
fn grown(path: &Path, documents: &[Extraction]) {
    let mut store = Store::grow(path, "laws").unwrap();
    for document in documents {
        store.add(document.clone(), None, &options()).unwrap();
    }
    // As if each speaker had very many statements: only reports nearby are compared again.
    store.settle_by(3, Some(0), |_, _| ()).unwrap();
}

fn whole(path: &Path) -> Graph {
    Store::open(path).unwrap().whole().unwrap()
}

/// A stand-in for the hash of a document.
fn hash(document: &Extraction) -> Vec<u8> {
    serde_json::to_vec(document).unwrap()
}

/// One run over documents, settled at the end.
fn run(path: &Path, documents: &[Extraction], settings: &str) {
    let mut store = Store::grow(path, "laws").unwrap();
    store.begin_run(settings).unwrap();
    for document in documents {
        let hash = hash(document);
        if store.see(&document.id, &hash).unwrap() == super::Seen::New {
            store
                .add(document.clone(), Some(&hash), &options())
                .unwrap();
        }
    }
    store.end_run().unwrap();
    store.settle(|_, _| ()).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_store_is_the_graph_of_its_documents(documents in documents()) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("s.sqlite");
        grown(&path, &documents);
        let graph = build(&documents);
        let stored = whole(&path);
        prop_assert_eq!(bytes(&stored), bytes(&graph));
        prop_assert_eq!(stored, graph);
    }

    #[test]
    fn days_noted_are_those_counted(documents in documents()) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("s.sqlite");
        grown(&path, &documents);
        let noted = Store::open(&path).unwrap().days().unwrap();
        let db = rusqlite::Connection::open(&path).unwrap();
        prop_assert_eq!(db.execute("DELETE FROM meta WHERE key = 'days'", []).unwrap(), 1);
        prop_assert_eq!(Store::open(&path).unwrap().days().unwrap(), noted);
    }

    #[test]
    fn documents_may_be_added_in_any_order_and_grouping(documents in documents(), cut in 0..7_usize) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("s.sqlite");
        let expected = bytes(&build(&documents));
        let cut = cut.min(documents.len());
        grown(&path, &documents[cut..]);
        let mut first = documents[..cut].to_vec();
        first.reverse();
        grown(&path, &first);
        prop_assert_eq!(&bytes(&whole(&path)), &expected);
        // Documents that are there already change nothing.
        grown(&path, &documents);
        prop_assert_eq!(&bytes(&whole(&path)), &expected);
    }

    #[test]
    fn graphs_are_merged_into_a_store_as_into_each_other(documents in documents(), cut in 0..7_usize) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("s.sqlite");
        let (a, b) = documents.split_at(cut.min(documents.len()));
        let (a, b) = (build(a), build(b));
        for part in [&b, &a, &b] {
            let mut store = Store::grow(&path, "laws").unwrap();
            store.add_graph(part.clone()).unwrap();
            store.settle(|_, _| ()).unwrap();
        }
        prop_assert_eq!(&bytes(&whole(&path)), &bytes(&a.merge(b)));
    }

    #[test]
    fn a_run_leaves_what_one_build_of_its_documents_gives(
        before in documents(), after in documents(), again in proptest::bool::ANY
    ) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("s.sqlite");
        run(&path, &before, "a");
        prop_assert_eq!(&bytes(&whole(&path)), &bytes(&build(&before)));
        run(&path, &after, if again { "a" } else { "b" });
        let expected = bytes(&build(&after));
        prop_assert_eq!(&bytes(&whole(&path)), &expected);
        run(&path, &[], "a");
        prop_assert_eq!(&bytes(&whole(&path)), &bytes(&build(&[])));
        run(&path, &after, "a");
        prop_assert_eq!(&bytes(&whole(&path)), &expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_store_that_is_stopped_anywhere_continues_as_if_it_had_not_been(
        before in documents(), after in documents(), stop in 0..40_usize
    ) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("s.sqlite");
        run(&path, &before, "a");
        // Stopped between two documents, at the end of the run, or before any piece of what is pending.
        let mut store = Store::grow(&path, "laws").unwrap();
        store.begin_run("a").unwrap();
        let mut steps = 0;
        for document in &after {
            let hash = hash(document);
            if steps < stop && store.see(&document.id, &hash).unwrap() == super::Seen::New {
                store.add(document.clone(), Some(&hash), &options()).unwrap();
                store.commit().unwrap();
            }
            steps += 1;
        }
        if steps < stop {
            store.end_run().unwrap();
            let stopped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                store.settle_by(1, None, |_, _| {
                    steps += 1;
                    if steps >= stop {
                        std::panic::resume_unwind(Box::new("stopped"));
                    }
                })
            }));
            drop(stopped);
        } else {
            drop(store);
        }
        run(&path, &after, "a");
        prop_assert_eq!(&bytes(&whole(&path)), &bytes(&build(&after)));
    }
}

#[test]
fn the_graph_of_the_corpus_is_the_same_in_a_store() {
    let graph = crate::graph::sample::graph();
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("s.sqlite");
    let mut store = Store::grow(&path, graph.name()).unwrap();
    store.add_graph(graph.clone()).unwrap();
    store.settle(|_, _| ()).unwrap();
    let stored = whole(&path);
    let mut expected = Vec::new();
    json::write(&graph, &mut expected).unwrap();
    let mut found = Vec::new();
    json::write(&stored, &mut found).unwrap();
    assert_eq!(String::from_utf8(found), String::from_utf8(expected));
}
