//! Drafts for Label Studio and brat: what was found comes back as it was, whatever the text and the ids are.

use crate::harness::{Ran, Test};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Articles in which everything is that a format of annotations stumbles over.
const ARTICLES: &str = include_str!("../data/hostile-articles.jsonl");

fn test() -> Test {
    Test::new().file("news.jsonl", ARTICLES)
}

/// The extraction as `found.jsonl`, and the drafts in `drafts`.
fn drafted(format: &str) -> Ran {
    test()
        .args(["extract", "news.jsonl", "-o", "found.jsonl"])
        .run()
        .exits(0)
        .then(["extract", "news.jsonl", "--format", format, "-o", "drafts"])
        .exits(0)
        .complains("wrote drafts: ")
        .complains("in 6 documents")
}

/// Checks that a measure of `found.jsonl` against `gold` finds no difference.
#[track_caller]
fn agrees(ran: Ran, gold: &str) {
    let ran = ran.then(["eval", gold, "--pred", "found.jsonl", "--format", "json"]);
    let report: Value =
        serde_json::from_str(&ran.exits(0).has_no_complaints().stdout()).expect("JSON");
    assert_eq!(report["documents"], 6, "{report}");
    assert!(report["strict"]["gold"].as_u64() >= Some(9), "{report}");
    for path in [
        "/lenient",
        "/strict",
        "/content",
        "/spans/source",
        "/spans/cue",
        "/spans/content",
        "/tokens/source",
        "/tokens/cue",
        "/tokens/content",
    ] {
        let figures = report.pointer(path).expect("figures");
        assert_eq!(
            [&figures["precision"], &figures["recall"]],
            [1.0, 1.0],
            "{path}: {figures}"
        );
    }
}

fn tasks(folder: &Path) -> Vec<Value> {
    let text = fs::read_to_string(folder.join("drafts/tasks.json")).expect("tasks");
    serde_json::from_str(&text).expect("JSON")
}

/// The tasks as Label Studio exports them after somebody has submitted each unchanged.
fn submitted(mut tasks: Vec<Value>) -> Value {
    for (number, task) in tasks.iter_mut().enumerate() {
        let mut result = task["predictions"][0]["result"].clone();
        for item in result.as_array_mut().expect("a result") {
            if let Some(Value::String(words)) = item.pointer_mut("/value/text") {
                // as the editor writes what people select
                *words = words.replace(['\n', '\r'], "\\n");
            }
        }
        task["id"] = json!(number + 40);
        task["annotations"] = json!([{"id": number, "completed_by": 1, "result": result,
            "was_cancelled": false, "ground_truth": false, "lead_time": 3.5}]);
    }
    Value::Array(tasks)
}

#[test]
fn brat_drafts_come_back_as_they_were_found() {
    agrees(drafted("brat"), "drafts");
}

#[test]
fn label_studio_drafts_that_were_submitted_come_back_as_they_were_found() {
    let ran = drafted("label-studio");
    let export = submitted(tasks(ran.folder()));
    fs::write(ran.folder().join("export.json"), export.to_string()).expect("a file");
    agrees(ran, "export.json");
}

#[test]
fn brat_files_stay_in_their_folder_and_every_annotation_has_the_words_of_the_text() {
    let ran = drafted("brat");
    let folder = ran.folder().join("drafts");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .collect();
    names.sort();
    assert_eq!(names.len(), 16, "{names:?}");
    for name in [
        "annotation.conf",
        "articles.tsv",
        "tools.conf",
        "visual.conf",
    ] {
        assert!(names.iter().any(|other| other == name), "{name}");
    }
    let mut words = Vec::new();
    for name in names.iter().filter(|name| name.ends_with(".ann")) {
        let text = fs::read_to_string(folder.join(name.replace(".ann", ".txt"))).expect("a text");
        assert!(
            !text.contains(|c: char| c.is_control() && c != '\n'),
            "{name}: {text:?}"
        );
        let text: Vec<char> = text.chars().collect();
        let lines = fs::read_to_string(folder.join(name)).expect("annotations");
        for line in lines.lines().filter(|line| line.starts_with('T')) {
            let [_, place, marked] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{name}: {line}");
            };
            let pieces = place
                .split_once(' ')
                .expect("a place")
                .1
                .split(';')
                .map(|piece| {
                    let (start, end) = piece.split_once(' ').expect("two numbers");
                    let [start, end]: [usize; 2] =
                        [start, end].map(|n| n.parse().expect("a number"));
                    text[start..end].iter().collect::<String>()
                });
            // brat compares them to the letter
            assert_eq!(
                pieces.collect::<Vec<_>>().join(" "),
                marked,
                "{name}: {line}"
            );
            words.push(marked.to_owned());
        }
    }
    assert!(words.len() > 20, "{words:?}");
    let plain = fs::read_to_string(folder.join("plain.ann")).expect("annotations");
    let expected = "T1\tCue 10 16\twarned\nT2\tSource 0 9\tLiz Truss\nN1\tReference T2 Wikidata:Q";
    assert!(plain.starts_with(expected), "{plain}");
    for line in [
        "E1\tCue:T1 Source:T2 Content:T3 Addressee:T4\n",
        "A1\tRelation E1 warned\n",
        "A2\tPolarity E1 affirmed\n",
        "Reference T4 Wikidata:Q159\tRussia\n",
        "#1\tAnnotatorNotes E1\tspeaker Liz Truss <Q",
    ] {
        assert!(plain.contains(line), "{line:?}: {plain}");
    }
    let settings = fs::read_to_string(folder.join("annotation.conf")).expect("settings");
    assert!(settings.contains("\nCue\tSource*:Source, Content+:Content, Addressee*:Addressee\n"));
}

#[test]
fn label_studio_regions_have_the_words_of_the_text_in_code_points() {
    let ran = drafted("label-studio");
    let config =
        fs::read_to_string(ran.folder().join("drafts/config.xml")).expect("a configuration");
    let mut labels: BTreeMap<String, usize> = BTreeMap::new();
    for task in tasks(ran.folder()) {
        let text: Vec<char> = task["data"]["text"]
            .as_str()
            .expect("a text")
            .chars()
            .collect();
        assert!(!text.contains(&'\0'), "databases do not take it");
        let prediction = &task["predictions"][0];
        let result = prediction["result"].as_array().expect("a result");
        let mut ids = Vec::new();
        for item in result {
            if item["type"] == "relation" {
                for end in ["from_id", "to_id"] {
                    assert!(ids.contains(&&item[end]), "{item}");
                }
                continue;
            }
            let name = item["from_name"].as_str().expect("a name");
            assert!(
                config.contains(&format!("name=\"{name}\" toName=\"text\"")),
                "{name}"
            );
            for choice in item["value"]["choices"].as_array().into_iter().flatten() {
                let choice = choice.as_str().expect("a choice");
                assert!(
                    config.contains(&format!("<Choice value=\"{choice}\"/>")),
                    "{choice}"
                );
            }
            if item["type"] == "labels" {
                assert!(!ids.contains(&&item["id"]), "{item}");
                ids.push(&item["id"]);
                let [start, end] = ["start", "end"]
                    .map(|at| item["value"][at].as_u64().expect("a place") as usize);
                let words: String = text[start..end].iter().collect();
                assert_eq!(item["value"]["text"], words.as_str());
                let label = item["value"]["labels"][0].as_str().expect("a label");
                assert!(
                    config.contains(&format!("<Label value=\"{label}\"")),
                    "{label}"
                );
                *labels.entry(label.to_owned()).or_default() += 1;
                assert!(item["score"].as_f64() <= Some(1.0), "{item}");
            }
        }
        assert_eq!(prediction["score"].is_number(), !result.is_empty());
    }
    assert!(
        labels["Cue"] >= 9 && labels["Content"] > labels["Cue"],
        "{labels:?}"
    );
    assert!(
        labels["Addressee"] > 0 && labels["Source"] > 4,
        "{labels:?}"
    );
}

#[test]
fn drafts_that_nobody_submitted_are_no_gold() {
    drafted("label-studio")
        .then(["eval", "drafts/tasks.json"])
        .exits(2)
        .complains(
            "drafts/tasks.json: no task has an annotation yet; submit tasks in Label Studio",
        );
}

#[test]
fn corrected_drafts_train_a_model() {
    let ran = drafted("brat");
    ran.then(["train", "drafts", "-o", "desk.model"])
        .exits(0)
        .complains("6 articles, ");
}

#[test]
fn a_folder_is_written_whole_or_not_at_all() {
    test()
        .args(["extract", "news.jsonl", "--format", "brat"])
        .run()
        .exits(2)
        .complains("the drafts are a folder of files; name a new one with --output");
    let full = test().file("drafts/mine.txt", "x");
    full.args([
        "extract",
        "news.jsonl",
        "--format",
        "label-studio",
        "-o",
        "drafts",
    ])
    .run()
    .exits(2)
    .complains("drafts: is not empty; name a new folder or remove it");
    let broken = Test::new().file("news.jsonl", format!("{{\n{ARTICLES}"));
    let ran = broken
        .args([
            "extract",
            "news.jsonl",
            "--format",
            "brat",
            "-o",
            "drafts",
            "--strict",
        ])
        .run()
        .exits(2)
        .complains("1 of 7 documents could not be read");
    assert!(!ran.folder().join("drafts").exists());
    let none = Test::new()
        .args(["extract", "gone.txt", "--format", "brat", "-o", "drafts"])
        .run()
        .exits(1)
        .complains("gone.txt");
    assert!(!none.folder().join("drafts").exists());
}
