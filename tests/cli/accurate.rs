//! `--model src/model/accurate.model`: the encoder that reads beside the built-in models.

use crate::harness::Test;
use serde_json::json;

const MODEL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/model/accurate.model");
const BUILT_IN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/model/shipped.model");

#[test]
fn the_same_bytes_at_any_number_of_threads() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    let found = |threads: &str| {
        let options = ["--model", MODEL, "--threads", threads];
        let test = Test::new().args(["extract", corpus]).args(options);
        test.run().exits(0).stdout()
    };
    let one = found("1");
    assert!(one == found("2"), "other bytes on two threads");
    let fast = Test::new().args(["extract", corpus]).run().stdout();
    assert!(one != fast, "the encoder has no effect");
}

#[test]
fn it_tells_what_it_was_made_of() {
    Test::new()
        .args(["--version", "--verbose", "--model", MODEL])
        .run()
        .exits(0)
        .prints("data      polnear-train.jsonl: 840 articles")
        .prints("figures   on polnear-dev.jsonl, 84 articles: F1 lenient 0.7")
        .prints("all-MiniLM-L6-v2 (Apache-2.0)");
}

/// Articles in which a statement is reported as news does, with their spans.
fn articles() -> String {
    let claims = [
        "The ferry will sail",
        "Trams will stop at noon",
        "The pier is safe",
        "Bread costs more",
    ];
    let speakers = [
        "Ivers",
        "Mayor Duarte",
        "the harbour office",
        "a witness",
        "Ruth Oyelaran",
    ];
    let pairs = claims.iter().flat_map(|c| speakers.map(|s| (c, s)));
    let lines = pairs.enumerate().map(|(number, (claim, speaker))| {
        let text = format!("{claim}, {speaker} said on Monday.\n");
        let source = claim.len() + 2;
        let cue = source + speaker.len() + 1;
        let attribution = json!({
            "source": [[source, cue - 1]], "cue": [[cue, cue + 4]], "content": [[0, claim.len()]],
        });
        let article =
            json!({"id": format!("a{number}"), "text": text, "attributions": [attribution]});
        format!("{article}\n")
    });
    lines.collect()
}

#[test]
fn an_encoder_is_fitted_to_annotated_articles() {
    let ran = Test::new()
        .file("desk-dev.jsonl", articles())
        .args(["train", "--encoder", MODEL, "--dev", "desk-dev.jsonl"])
        .args(["-o", "desk.model"])
        .run()
        .exits(0)
        .complains("cues [1.0, 0.5], roles [1.0, 0.5]: lenient F1 ")
        .complains("too few statements to calibrate the confidences")
        .complains("fitted to 20 articles")
        .prints("figures   on desk-dev.jsonl, 20 articles: F1 lenient ");
    let model = std::fs::read(ran.folder().join("desk.model")).expect("a model");
    let ran = Test::new()
        .file("m", model)
        .file("a.txt", "The bridge will not open, Nadia Ivers said.\n")
        .args(["extract", "a.txt", "--model", "m"])
        .run()
        .exits(0);
    let statement = &ran.json_lines()[0]["statements"][0];
    assert_eq!(statement["speaker"]["name"], "Nadia Ivers", "{statement}");
}

#[test]
fn what_is_no_encoder_is_not_fitted() {
    let dev = Test::new().file("desk-dev.jsonl", articles());
    dev.args(["train", "--encoder", BUILT_IN, "--dev", "desk-dev.jsonl"])
        .args(["-o", "desk.model"])
        .run()
        .exits(2)
        .complains("a model without an encoder; train one with src/learn/train/encoder.py");
    Test::new()
        .args(["train", "--encoder", MODEL, "-o", "desk.model"])
        .run()
        .exits(2)
        .complains("--dev <GOLD>");
    let whole = std::fs::read(MODEL).expect("the accurate model");
    Test::new()
        .file("cut.model", &whole[..whole.len() / 2])
        .file("a.txt", "Nobody spoke.\n")
        .args(["extract", "a.txt", "--model", "cut.model"])
        .run()
        .exits(2)
        .complains("cut.model: the model file is truncated");
}
