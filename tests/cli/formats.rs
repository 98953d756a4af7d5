//! Formats: what is written is read again, by the strictest reader at hand.

use crate::harness::{Answer, Test};
use crate::talks;
use dixit::graph::{BuildOptions, Graph};

/// The graph made by hand, with words that formats stumble over.
fn with_odd_words() -> Test {
    let mut extractions = talks::extractions();
    for extraction in &mut extractions {
        for statement in &mut extraction.statements {
            if statement.id == "s01" {
                statement.content.text = "a \"b\", c|d; *e*\n\x1b[31mf\u{202e}g".to_owned();
            }
        }
    }
    let graph = Graph::from_extractions("odd", extractions, &BuildOptions::default());
    let test = Test::new();
    graph
        .save(&test.file_path("graphs/odd.json"))
        .expect("a saved graph");
    test
}

fn run(format: &str) -> String {
    let ran = with_odd_words().args(["query", "--format", format]).run();
    ran.exits(0).has_no_complaints().stdout()
}

#[test]
fn json_holds_the_query_the_answers_and_their_statements() {
    let answer: Answer = serde_json::from_str(&run("json")).expect("an answer");
    assert_eq!(answer.statements.len(), 12);
    for group in &answer.answers {
        for id in &group.statements {
            assert!(answer.statements.iter().any(|s| s["id"] == **id), "{id}");
        }
    }
    let content = answer.statements[0]["content"]["text"].as_str();
    assert!(content.is_some_and(|text| text.contains("\u{1b}[31m")));
    for field in ["via", "within", "said_on", "speaks_for", "sentence"] {
        let field = answer.statements[0].get(field);
        assert!(field.is_some_and(serde_json::Value::is_null));
    }
}

#[test]
fn json_lines_are_the_statements_of_json() {
    let answer: Answer = serde_json::from_str(&run("json")).expect("an answer");
    let lines = run("jsonl");
    let hits: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a statement"))
        .collect();
    assert_eq!(hits, answer.statements);
}

#[test]
fn csv_keeps_newlines_and_quotes() {
    let text = run("csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let columns = reader.headers().expect("a heading").clone();
    let column = |name: &str| columns.iter().position(|c| c == name).expect("a column");
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows");
    assert_eq!(rows.len(), 12);
    assert_eq!(
        &rows[0][column("content")],
        "a \"b\", c|d; *e*\n\x1b[31mf\u{202e}g"
    );
    assert_eq!(&rows[0][column("speaker")], "Liz Truss");
    assert_eq!(&rows[0][column("addressees")], "Russia");
    let joint = rows
        .iter()
        .find(|r| &r[column("id")] == "s12")
        .expect("s12");
    assert_eq!(&joint[column("joint_speakers")], "NATO");
}

#[test]
fn markdown_keeps_one_row_a_statement() {
    let text = run("md");
    assert_eq!(text.lines().count(), 14);
    let first = text.lines().nth(2).expect("a row");
    assert!(
        first.contains("c\\|d; \\*e\\* \u{fffd}\\[31mf\u{fffd}g"),
        "{first}"
    );
    assert!(first.ends_with("| news/london.txt:3 |"));
}

#[test]
fn a_table_is_one_harmless_line_a_statement() {
    let text = run("table");
    assert_eq!(text.lines().count(), 12);
    assert!(!text.contains('\x1b'));
    let line = text
        .lines()
        .find(|l| l.contains("threaten"))
        .expect("a line");
    let cells: Vec<&str> = line
        .split("  ")
        .map(str::trim)
        .filter(|c| !c.is_empty())
        .collect();
    assert_eq!(
        cells,
        [
            "2022-01-05",
            "European Union",
            "warned (threaten)",
            "Russia",
            "new sanctions",
            "news/brussels.txt:8"
        ]
    );
    assert!(text.contains("said [negated]"));
    assert!(text.contains("warned [hypothetical]"));
}
