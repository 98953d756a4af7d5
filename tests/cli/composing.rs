//! What is done with what a query finds: sorting, limits, counts, pipes, one index for many queries.

use crate::harness::Test;
use crate::query::ids;
use crate::talks;
use dixit::query::{AskedFor, Query, run};
use dixit::statement::Relation;

#[test]
fn statements_are_sorted_by_any_key_either_way() {
    for (sort, expected) in [
        ("date", "s02 s05 s09 s13"),
        ("-date", "s09 s05 s02 s13"),
        ("speaker", "s05 s09 s13 s02"),
        ("-speaker", "s02 s13 s09 s05"),
        ("to", "s02 s09 s13 s05"),
        ("act", "s09 s02 s05 s13"),
        ("outlet", "s02 s09 s05 s13"),
    ] {
        let query = Query::default()
            .relation(Relation::Proposed)
            .sort(sort.parse().expect("a key"));
        assert_eq!(ids(&query), expected, "{sort}");
    }
    Test::with_talks()
        .args(["query", "--sort", "colour"])
        .run()
        .exits(2)
        .complains("cannot sort by 'colour'");
}

#[test]
fn the_limit_bounds_statements_but_groups_are_of_all() {
    let query = Query::default().speaker("Lavrov").limit(1);
    let graph = talks::graph();
    let answer = run(&graph, &query, AskedFor::What).expect("an answer");
    assert_eq!(answer.statements.len(), 1);
    assert_eq!(answer.answers[0].statements, ["s04", "s09", "s10"]);
}

#[test]
fn statements_are_counted_by_whatever_tells_them_apart() {
    let ran = Test::with_talks()
        .args([
            "query",
            "--relation",
            "proposed",
            "--count-by",
            "speaker,month",
        ])
        .args(["--format", "csv"])
        .run()
        .exits(0);
    assert_eq!(
        ran.stdout(),
        "speaker,month,statements,reports\n\
         Recep Tayyip Erdoğan,2021-12,1,1\n\
         Vladimir Putin,2021-12,1,1\n\
         Sergei Lavrov,2022-01,1,1\n\
         Ukraine,,1,1\n"
    );
    let ran = Test::with_talks()
        .args(["query", "--count-by", "outlet", "--format", "jsonl"])
        .run()
        .exits(0);
    let counts: Vec<(String, u64)> = ran
        .json_lines()
        .iter()
        .map(|line| {
            let outlet = line["outlet"].as_str().unwrap_or_default().to_owned();
            (outlet, line["statements"].as_u64().expect("a number"))
        })
        .collect();
    let expected = [("Harbour Post", 7), ("The Daily Ferry", 4), ("", 1)];
    let expected: Vec<(String, u64)> = expected.map(|(o, n)| (o.to_owned(), n)).to_vec();
    assert_eq!(counts, expected);
    Test::with_talks()
        .args(["query", "--count-by", "act", "-n", "1"])
        .run()
        .exits(0)
        .prints("say ");
    Test::with_talks()
        .args(["query", "--count-by", "mood"])
        .run()
        .exits(2)
        .complains("speaker");
    Test::with_talks()
        .args([
            "query",
            "--speaker",
            "Biden",
            "--relation",
            "warned",
            "--count-by",
            "to",
        ])
        .run()
        .exits(1)
        .complains("no statements found");
}

#[test]
fn reports_are_counted_when_they_are_asked_for() {
    let mut documents = talks::extractions();
    // Ankara's proposal again, in a paper of another town.
    let mut again = documents
        .iter()
        .find(|d| d.id == "ankara")
        .expect("it")
        .clone();
    again.id = "ankara-again".to_owned();
    again.statements[0].id = "again".to_owned();
    documents.push(again);
    let graph = dixit::graph::Graph::from_extractions("talks", documents, &Default::default());
    let test = Test::new();
    graph
        .save(&test.file_path("graphs/talks.json"))
        .expect("a graph");
    let ran = test
        .args([
            "query",
            "--count-by",
            "speaker",
            "--reports",
            "-n",
            "1",
            "-f",
            "csv",
        ])
        .args(["--relation", "proposed"])
        .run()
        .exits(0);
    assert_eq!(
        ran.stdout(),
        "speaker,statements,reports\nRecep Tayyip Erdoğan,1,2\n"
    );
}

#[test]
fn what_one_query_finds_is_what_the_next_one_asks() {
    let lavrov = Test::with_talks()
        .args(["query", "--speaker", "Lavrov", "-f", "jsonl"])
        .run()
        .exits(0)
        .stdout();
    assert_eq!(lavrov.lines().count(), 3);
    let next = |args: &[&str], input: &str| {
        Test::with_talks()
            .args(["query", "-"])
            .args(args.iter().copied())
            .stdin(input)
            .run()
    };
    let ran = next(&["--to", "the alliance", "-f", "jsonl"], &lavrov).exits(0);
    let found: Vec<String> = ran
        .json_lines()
        .iter()
        .map(|l| l["id"].to_string())
        .collect();
    assert_eq!(found, ["\"s09\""]);
    next(&["--count-by", "speaker", "-f", "csv"], &ran.stdout())
        .exits(0)
        .prints("Sergei Lavrov,1,1");
    next(&["--speaker", "Truss"], &lavrov).exits(1);
    next(&[], "").exits(1).complains("standard input is empty");
    next(&["--graph", "graphs"], &lavrov)
        .exits(2)
        .complains("graphs: is a folder; name a graph file, such as graphs/talks.json");
    Test::new()
        .args(["query", "-"])
        .stdin(&lavrov)
        .run()
        .exits(2)
        .complains("come from with --graph FILE");
    next(&[], "{\"id\": \"x\"}\n")
        .exits(2)
        .complains("standard input, line 1: this is neither a statement");
    next(&[], "not JSON\n").exits(2).complains("line 1");
    next(&[], &lavrov.replacen("\"s09\"", "\"s99\"", 1))
        .exits(2)
        .complains("line 2: statement s99 is not in this graph; name the graph");
}

#[test]
fn articles_can_be_asked_without_a_graph() {
    let lines: Vec<String> = talks::extractions()
        .iter()
        .map(|extraction| serde_json::to_string(extraction).expect("JSON"))
        .collect();
    let ran = Test::new()
        .args(["query", "-", "--relation", "warned", "--format", "jsonl"])
        .stdin(lines.join("\n"))
        .run()
        .exits(0);
    let ids: Vec<String> = ran
        .json_lines()
        .iter()
        .map(|l| l["id"].to_string())
        .collect();
    assert_eq!(ids, ["\"s01\"", "\"s06\"", "\"s07\""]);
}

#[test]
fn one_index_answers_as_many_queries_as_are_asked() {
    let graph = talks::graph();
    let index = dixit::query::Index::new(&graph);
    index.prepare();
    for (about, speaker) in [
        ("Ukraine", "Lavrov"),
        ("\"security guarantees\"", "NATO"),
        ("x", "EU"),
    ] {
        let query = Query::default().about(about).speaker(speaker);
        let prepared = index.run(&query, AskedFor::Who);
        assert_eq!(prepared, run(&graph, &query, AskedFor::Who), "{query}");
    }
}
