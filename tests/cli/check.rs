//! `dixit check`: every statement proven by its source, and what is told when it is not.

use crate::harness::Test;
use crate::newsroom;
use std::fs;

#[test]
fn a_graph_is_proven_by_its_articles() {
    newsroom::folder()
        .args(["check", "graphs/newsroom.json"])
        .run()
        .exits(0)
        .prints("newsroom: 3 documents: 3 unchanged")
        .prints("9 of 9 reports proven")
        .has_no_complaints();
}

#[test]
fn what_is_built_is_proven() {
    let article = "date 2021-12-16\n\nMoss on the pier\n\n\
        Halden's mayor Ada Moss — “the Storm” — warned on Thursday that the pier could fall.\n";
    let test = Test::new().file("news/pier.txt", article).file(
        "news/wire.jsonl",
        "{\"id\": \"w1\", \"text\": \"Ada Moss said that the “old” pier would stay open.\"}\n",
    );
    let built = test.args(["build", "news"]).run().exits(0);
    let ran = built.then(["check", "graphs/news.json"]).exits(0);
    ran.prints("2 unchanged");
}

#[test]
fn changed_moved_and_vanished_articles_are_told_and_fail() {
    let test = newsroom::folder();
    let edited = fs::read_to_string(test.file_path("news/post.txt"))
        .expect("an article")
        .replace("Asked about her promise, ", "");
    let test = test.file("news/post.txt", edited);
    fs::remove_file(test.file_path("news/copy.txt")).expect("a removed article");
    test.args(["check", "graphs/newsroom.json"])
        .run()
        .exits(2)
        .prints("news/copy.txt: vanished, with 3 reports")
        .prints("news/post.txt: changed: 2 of 3 reports are no longer at their position")
        .prints("these words are now on line 1 of the text")
        .prints("3 of 9 reports proven")
        .complains("6 of 9 reports not proven")
        .complains("dixit check graphs/newsroom.json FOLDER");
}

#[test]
fn words_that_were_put_into_somebodys_mouth_are_found_out() {
    let test = newsroom::folder();
    let path = test.file_path("graphs/newsroom.json");
    let forged = fs::read_to_string(&path).expect("a graph");
    let forged = forged.replace("The money is gone", "The money was stolen");
    fs::write(&path, forged).expect("a forged graph");
    test.args(["check", "graphs/newsroom.json"])
        .run()
        .exits(2)
        .prints("the graph was edited by hand")
        .prints("the text now has ““The money is gone and the tide does not wait,””")
        .complains("1 of 9 reports not proven");
}

#[test]
fn a_corpus_that_moved_is_found_by_its_name_and_words() {
    let test = newsroom::folder();
    let moved = test.file_path("archive");
    fs::rename(test.file_path("news"), &moved).expect("a moved folder");
    // Renamed too: known by its hash.
    fs::rename(moved.join("post.txt"), moved.join("renamed.md")).expect("a renamed file");
    test.args(["check", "graphs/newsroom.json", "archive"])
        .run()
        .exits(0)
        .prints("found at archive/renamed.md")
        .prints("9 of 9 reports proven");
}

#[test]
fn a_graph_of_before_there_were_hashes_is_proven_by_its_words() {
    let test = newsroom::folder();
    let path = test.file_path("graphs/newsroom.json");
    let mut graph: serde_json::Value =
        serde_json::from_slice(&fs::read(&path).expect("a graph")).expect("JSON");
    for document in graph["graph"]["documents"]
        .as_array_mut()
        .expect("documents")
    {
        document
            .as_object_mut()
            .expect("a document")
            .remove("fingerprint");
    }
    fs::write(&path, graph.to_string()).expect("an old graph");
    test.args(["check", "graphs/newsroom.json"])
        .run()
        .exits(0)
        .prints("3 without a hash")
        .prints("rebuild it to check that too");
}

#[test]
fn mistakes_are_told_in_one_line() {
    let folder = || newsroom::folder().folder("empty");
    for (args, code, complaint) in [
        (vec!["check", "graphs/none.json"], 2, "no such file"),
        (
            vec!["check", "graphs/newsroom.json", "gone"],
            2,
            "gone: no such file or folder",
        ),
        (
            vec!["check", "graphs/newsroom.json", "empty"],
            2,
            "9 of 9 reports not proven",
        ),
        (
            vec!["check", "news/wire.txt"],
            2,
            "not a graph written by dixit",
        ),
    ] {
        folder().args(args).run().exits(code).complains(complaint);
    }
    let test = Test::new();
    let empty = dixit::graph::Graph::from_extractions("empty", [], &Default::default());
    empty
        .save(&test.file_path("g.json"))
        .expect("a saved graph");
    test.args(["check", "g.json"])
        .run()
        .exits(1)
        .complains("this graph has no statements to check");
}

#[test]
fn json_has_every_document() {
    let ran = newsroom::folder()
        .args(["check", "graphs/newsroom.json", "--format", "json"])
        .run()
        .exits(0);
    let found: serde_json::Value = serde_json::from_str(&ran.stdout()).expect("JSON");
    assert_eq!(found["proven"], 9);
    assert_eq!(found["documents"][0]["id"], "copy");
    assert_eq!(found["documents"][0]["state"]["is"], "unchanged");
}
