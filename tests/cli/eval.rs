//! `dixit eval`: its figures are those of the scorer that the project is measured with.

use crate::harness::Test;
use serde_json::{Value, json};

const GOLD: &str = include_str!("../data/eval-gold.jsonl");
const FOUND: &str = include_str!("../data/eval-found.jsonl");

fn files() -> Test {
    Test::new()
        .file("gold.jsonl", GOLD)
        .file("found.jsonl", FOUND)
        .args(["eval", "gold.jsonl"])
}

fn found() -> Test {
    files().args(["--pred", "found.jsonl"])
}

/// The figures, computed once by a scorer written in another language by somebody else.
fn expected() -> Value {
    json!({
        "content": {"precision": 0.8462, "recall": 0.9167, "f1": 0.88, "gold": 12, "predicted": 13},
        "lenient": {"precision": 0.6923, "recall": 0.75, "f1": 0.72, "gold": 12, "predicted": 13},
        "strict": {"precision": 0.3077, "recall": 0.3333, "f1": 0.32, "gold": 12, "predicted": 13},
        "speech_lenient": {"precision": 0.6923, "recall": 0.75, "f1": 0.72, "gold": 8},
        "speech_content": {"precision": 0.8462, "recall": 0.875, "f1": 0.8604, "gold": 8},
        "recall_by_kind": {"direct": {"recall": 0.5, "gold": 2}, "indirect": {"recall": 0.75, "gold": 8}, "mixed": {"recall": 1.0, "gold": 2}},
        "spans": {
            "source": {"precision": 0.625, "recall": 0.625, "f1": 0.625, "gold": 8, "predicted": 8},
            "cue": {"precision": 1.0, "recall": 0.9091, "f1": 0.9524, "gold": 11, "predicted": 10},
            "content": {"precision": 0.5385, "recall": 0.5833, "f1": 0.56, "gold": 12, "predicted": 13}
        },
        "tokens": {
            "source": {"precision": 0.8, "recall": 0.8, "f1": 0.8, "gold": 15, "predicted": 15},
            "cue": {"precision": 1.0, "recall": 0.9286, "f1": 0.963, "gold": 14, "predicted": 13},
            "content": {"precision": 0.9032, "recall": 0.8615, "f1": 0.8819, "gold": 65, "predicted": 62}
        }
    })
}

#[test]
fn the_figures_are_those_of_the_other_scorer() {
    let ran = found().args(["--format", "json"]).run().exits(0);
    let report: Value = serde_json::from_str(&ran.stdout()).expect("JSON");
    let expected = expected();
    for (name, figures) in expected.as_object().expect("figures") {
        assert_eq!(&report[name], figures, "{name}");
    }
    assert_eq!(report["documents"], 4);
}

#[test]
fn confidences_are_held_against_what_is_right() {
    let ran = found().args(["--format", "json"]).run().exits(0);
    let report: Value = serde_json::from_str(&ran.stdout()).expect("JSON");
    let calibration = &report["calibration"];
    assert_eq!(
        calibration["at"],
        json!([{"confidence": 0.5, "precision": 0.8, "recall": 0.6667, "predicted": 10}, {"confidence": 0.7, "precision": 0.8333, "recall": 0.4167, "predicted": 6}, {"confidence": 0.9, "precision": 1.0, "recall": 0.1667, "predicted": 2}])
    );
    assert_eq!(calibration["bins"].as_array().map(Vec::len), Some(10));
    assert_eq!(calibration["expected_error"], 0.2862);
}

#[test]
fn mistakes_are_shown_and_missing_documents_told() {
    found()
        .args(["--errors", "2"])
        .run()
        .exits(0)
        .prints("MISSED")
        .prints("4 documents, 12 gold, 13 predicted\nlenient ")
        .prints("\nMISSED council | Duarte | told | We are not going back Nobody asked us to\n")
        .prints("\nSPURIOUS council | the council | told | ")
        .complains("1 gold documents have no line in --pred");
}

#[test]
fn the_engine_that_is_built_in_is_measured_without_predictions() {
    let ran = files().args(["--format", "json", "--time"]).run();
    let out = ran.exits(0).has_no_complaints().stdout();
    let report: Value = serde_json::from_str(&out).expect("JSON");
    assert!(report["content"]["recall"].as_f64() > Some(0.3), "{out}");
    assert!(report["calibration"].is_object());
    let stages = report["time"].as_array().expect("stages");
    let names: Vec<&str> = stages.iter().filter_map(|s| s["name"].as_str()).collect();
    assert_eq!(
        names,
        [
            "text",
            "syntax",
            "names",
            "entity",
            "attribution",
            "statement",
            "record",
            "whole"
        ]
    );
}

#[test]
fn the_wrong_files_are_refused_with_a_word_on_what_is_wrong() {
    let gold = GOLD.lines().next().expect("a line");
    Test::new()
        .file("gold.jsonl", gold)
        .file("found.jsonl", FOUND)
        .args(["eval", "gold.jsonl", "--pred", "found.jsonl"])
        .run()
        .exits(2)
        .complains("2 predicted documents are not in the gold file, the first is 'council'");
    Test::new()
        .file("gold.jsonl", "\n{\"id\": \"a\"}\n")
        .args(["eval", "gold.jsonl"])
        .run()
        .exits(2)
        .complains("gold.jsonl:2: not an annotated article: missing field `text`");
    let nothing = Test::new().folder("gold").args(["eval", "gold"]).run();
    nothing
        .exits(2)
        .complains("no annotated article in this folder");
    let missing = Test::new().args(["eval", "gold.jsonl"]).run();
    missing.exits(2).complains("gold.jsonl: ");
}

/// Two sentences of one document; the last token of the first is a full stop.
fn treebank() -> String {
    let token = |id: usize, form: &str, tag: &str, head: usize, label: &str, start: usize| {
        format!("{id}\t{form}\t_\t_\t{tag}\t_\t{head}\t{label}\t_\tStart={start}|NER=O\n")
    };
    [
        "# newdoc id = ferry\n".to_owned(),
        token(1, "The", "DT", 2, "det", 0),
        token(2, "mayor", "NN", 3, "nsubj", 4),
        token(3, "left", "VBD", 0, "ROOT", 10),
        token(4, ".", ".", 3, "punct", 14),
        "\n".to_owned(),
        token(1, "She", "PRP", 2, "nsubj", 16),
        token(2, "smiled", "VBD", 0, "ROOT", 20),
        token(3, ".", ".", 2, "punct", 26),
        "\n".to_owned(),
    ]
    .concat()
}

#[test]
fn a_treebank_measures_tags_trees_and_splits() {
    let text = json!({"id": "ferry", "text": "The mayor left. She smiled."});
    let test = Test::new()
        .file("bank.conllu", treebank())
        .file("texts.jsonl", text.to_string());
    let ran = test
        .args([
            "eval",
            "bank.conllu",
            "--texts",
            "texts.jsonl",
            "--format",
            "json",
        ])
        .run()
        .exits(0);
    let report: Value = serde_json::from_str(&ran.stdout()).expect("JSON");
    assert_eq!(report["sentences"], 2);
    assert_eq!(report["tokens"], 7);
    for what in ["tags", "heads", "labelled"] {
        assert_eq!(report[what], 1.0, "{what}: these are easy");
    }
    assert_eq!(report["splits"]["f1"], 1.0);
    assert_eq!(report["splits"]["gold"], 2);
}

#[test]
fn texts_of_other_documents_are_told() {
    let ran = Test::new()
        .file("bank.conllu", treebank())
        .file(
            "texts.jsonl",
            json!({"id": "other", "text": "Rain."}).to_string(),
        )
        .args(["eval", "bank.conllu", "--texts", "texts.jsonl"])
        .run()
        .exits(2);
    assert!(ran.stderr().contains("texts.jsonl"), "{}", ran.stderr());
    assert!(ran.stderr().contains("newdoc id"), "{}", ran.stderr());
}
