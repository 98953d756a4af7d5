//! `dixit variants`, `timeline`, `diff` and `stats` on articles made by hand.

use crate::harness::{Ran, Test};
use crate::newsroom;
use serde_json::Value;

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout()).expect("JSON on stdout")
}

#[test]
fn wordings_of_a_statement_are_shown_with_their_drift_and_copies() {
    newsroom::folder()
        .args(["variants", "wire-0"])
        .run()
        .exits(0)
        .prints("3 reports in 2 texts, 2 wordings")
        .prints("2022-03-02  told (direct)  Daily Ferry  news/copy.txt:1  copy of wire")
        .prints("{+that they would+} keep [-every ferry-] {+the ferries+} running through");
    // Any report's id is the statement's, and enough of its start will do.
    let by_report = newsroom::folder()
        .args(["variants", "post-0", "-f", "json"])
        .run()
        .exits(0);
    let found = json(&by_report);
    assert_eq!(found["statement"]["id"], "wire-0");
    assert_eq!(found["wordings"][1]["printed"][0]["act"], "insist");
    let none = newsroom::folder().args(["variants", "nothing"]).run();
    none.exits(1).complains("graph newsroom has no statement");
    let several = newsroom::folder().args(["variants", "post"]).run();
    several
        .exits(2)
        .complains("3 statements have ids that start with post");
}

#[test]
fn a_pledge_that_is_denied_is_a_reversal() {
    newsroom::folder()
        .args(["timeline", "--speaker", "Moss", "--about", "pier"])
        .run()
        .exits(0)
        .prints("↯ pledged → denied")
        .prints("2 statements, 1 reversal");
    let ran = newsroom::folder()
        .args([
            "timeline",
            "--speaker",
            "Moss",
            "--about",
            "pier",
            "--format",
            "json",
        ])
        .run()
        .exits(0);
    let found = json(&ran);
    let positions = found["positions"].as_array().expect("positions");
    let changes: Vec<&Value> = positions.iter().map(|p| &p["change"]).collect();
    assert_eq!(changes.len(), 2);
    assert!(changes[0].is_null());
    assert_eq!(changes[1]["since"], "wire-1");
    assert_eq!(changes[1]["reversal"], true);
    // Of no topic nothing changes.
    let ran = newsroom::folder()
        .args(["timeline", "--speaker", "Moss"])
        .run()
        .exits(0);
    assert!(
        ran.stdout().ends_with("\n3 statements\n"),
        "{}",
        ran.stdout()
    );
}

#[test]
fn a_timeline_of_nobody_is_refused() {
    let run = |args: &[&str]| {
        let args = args.iter().copied();
        newsroom::folder().arg("timeline").args(args).run()
    };
    run(&[]).exits(2).complains("whose timeline?");
    run(&["--speaker", "Smith"])
        .exits(1)
        .complains("John Smythe");
    run(&["--speaker", "Moss", "--since", "2023"])
        .exits(1)
        .complains("no statements found for");
    run(&["--speaker", "Moss", "--sort=-date"])
        .exits(2)
        .complains("a timeline is always in order of dates");
}

#[test]
fn outlets_differ_in_whom_they_quote_and_what_they_leave_out() {
    newsroom::folder()
        .args(["diff", "--source", "Coast Wire", "Harbour Post"])
        .run()
        .exits(0)
        .prints("A  Coast Wire: 3 statements in 1 document, 2 speakers, 33 % quoted")
        .prints("both report 1 statement, 1 of them in other words")
        .prints("In A but not in B (2)")
        .prints("that the old pier would fall in the next storm")
        .prints("In B but not in A (2)");
    // A copy leaves nothing out.
    let ran = newsroom::folder()
        .args([
            "diff",
            "--source",
            "coastwire",
            "The Daily Ferry",
            "-f",
            "json",
        ])
        .run()
        .exits(0);
    let found = json(&ran);
    assert_eq!(found["shared"], 3);
    assert_eq!(found["only"], serde_json::json!([[], []]));
}

#[test]
fn periods_and_graphs_are_compared_alike() {
    let by_period = newsroom::folder()
        .args(["diff", "2022-03-01..2022-03-02", "2022-03-03", "-f", "json"])
        .run()
        .exits(0);
    let by_period = json(&by_period);
    let test = newsroom::folder();
    let extractions = newsroom::extractions();
    for (name, part) in [("early", &extractions[..2]), ("late", &extractions[2..])] {
        let options = dixit::graph::BuildOptions::default();
        let graph = dixit::graph::Graph::from_extractions(name, part.to_vec(), &options);
        graph
            .save(&test.file_path(&format!("{name}.json")))
            .expect("a saved graph");
    }
    let by_graph = test
        .args(["diff", "early.json", "late.json", "-f", "json"])
        .run();
    let by_graph = json(&by_graph.exits(0));
    for part in ["shared", "reworded", "speakers", "only"] {
        assert_eq!(by_period[part], by_graph[part], "{part}");
    }
    assert_eq!(by_graph["sides"][0]["reports"], 6);
    assert_eq!(by_graph["sides"][0]["statements"], 3);
    assert_eq!(
        by_graph["speakers"][0]["counts"].as_array().map(Vec::len),
        Some(2)
    );
}

#[test]
fn what_cannot_be_compared_is_told() {
    for (args, code, complaint) in [
        (
            ["--source", "Coast Wire", "Daily Fery"],
            2,
            "the nearest names are Daily Ferry",
        ),
        (["2022-03", "2022-13", "-n1"], 2, "2022-13 does not exist"),
        (["2022-03", "late.json", "-n1"], 2, "give two periods"),
        (
            ["2022-03-05..2022-03-01", "2022", "-n1"],
            2,
            "swap its dates",
        ),
        (["1999", "1998", "-n1"], 1, "no statements in 1999"),
        (["a.json", "b.json", "-n1"], 2, "a.json: no such file"),
    ] {
        let ran = newsroom::folder().arg("diff").args(args).run();
        ran.exits(code).complains(complaint);
    }
}

#[test]
fn figures_tell_who_is_heard() {
    let ran = newsroom::folder()
        .args(["stats", "--format", "json"])
        .run()
        .exits(0);
    let found = json(&ran);
    assert_eq!(found["statements"], 5);
    assert_eq!(found["reports"], 9);
    assert_eq!(found["documents"], 3);
    assert_eq!(found["texts"], 2);
    assert_eq!(found["shares"]["kinds"]["direct"], 2);
    assert_eq!(found["gender"]["female"]["statements"], 3);
    assert_eq!(found["gender"]["male"]["people"], 1);
    assert_eq!(found["network"]["arcs"], 1);
    assert_eq!(found["entities"][0]["entity"]["name"], "Ada Moss");
    assert_eq!(found["most_reported"][0]["reports"], 3);
    assert_eq!(found["most_reported"][0]["texts"], 2);
    let reports = newsroom::folder()
        .args(["stats", "--reports", "--format", "json"])
        .run()
        .exits(0);
    assert_eq!(json(&reports)["gender"]["female"]["statements"], 6);
}

#[test]
fn figures_are_told_with_bars() {
    newsroom::folder()
        .args(["stats", "--top", "1"])
        .run()
        .exits(0)
        .prints("newsroom: 5 statements, 9 reports in 3 documents (2 texts)")
        .prints("female   ████████████████ 3, 1 person, 33 % direct")
        .prints("3 documents, 2 texts  2022-03-01  Ada Moss said (tell)")
        .prints("and 1 more");
}

#[test]
fn a_graph_without_statements_has_no_figures() {
    let empty = dixit::graph::Graph::from_extractions("empty", [], &Default::default());
    for (args, code) in [
        (vec!["stats"], 1),
        (vec!["verify", "no words of anybody"], 1),
        (vec!["diff", "2021", "2022"], 1),
        (vec!["timeline", "--about", "piers"], 1),
        (vec!["variants", "abc"], 1),
    ] {
        let test = Test::new();
        empty
            .save(&test.file_path("graphs/g.json"))
            .expect("a saved graph");
        let ran = test.args(args.clone()).run().exits(code);
        assert!(!ran.stderr().is_empty(), "{args:?}");
    }
}

#[test]
fn a_broken_graph_is_refused_by_every_analysis() {
    for args in [
        vec!["stats"],
        vec!["verify", "words"],
        vec!["diff", "2021", "2022"],
        vec!["timeline", "--about", "piers"],
        vec!["variants", "abc"],
        vec!["check", "graphs/bad.json"],
    ] {
        for bytes in [
            &b""[..],
            b"{\"graph\": {\"schema\": 1,",
            b"{\"graph\":{\"schema\":99}}",
        ] {
            let test = Test::new().file("graphs/bad.json", bytes);
            test.args(args.clone()).run().exits(2).complains("bad.json");
        }
    }
}
