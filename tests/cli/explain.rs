//! Explanations: the steps by which a statement's parties were found.

use crate::harness::Test;
use dixit::document::{self, Item};
use dixit::extract::engine::Engine;
use dixit::extract::explanation::{Explanation, Part, PartyRole};
use dixit::extract::pipeline;
use std::path::PathBuf;

const PIER: &str = "date 2022-01-10\n\nPier talks\n\n\
    Foreign Minister Sergei Lavrov inspected the pier on Monday with the harbour master, Olle Rask. \
    He warned the United States that the delay would be costly.\n\n\
    The Russian foreign ministry said the pier was safe.\n";

fn pier() -> Test {
    Test::new().file("pier.txt", PIER)
}

/// The id of the statement with this cue.
fn id(cue: &str) -> String {
    let found = pier().args(["extract", "pier.txt"]).run().json_lines();
    let statements = found[0]["statements"].as_array().expect("statements");
    let statement = statements.iter().find(|s| s["cue"]["text"] == cue);
    let id = statement.and_then(|s| s["id"].as_str());
    id.expect("a statement with this cue").to_owned()
}

#[test]
fn the_steps_lead_from_the_words_to_the_person() {
    pier()
        .args(["explain", &id("warned"), "pier.txt"])
        .run()
        .exits(0)
        .has_no_complaints()
        .prints("[source: He] [cue: warned] the United States [content: that the delay")
        .prints("speaker: Sergei Lavrov (person, Q58217), Foreign Minister; speaks for Russia\n")
        .prints(
            "  “He” → Sergei Lavrov: the most likely of those mentioned before, by distance, role, ",
        )
        .prints("gender and form; score ")
        .prints("      not Olle Rask (person:olle-rask): 1 sentence back, mentioned once before")
        .prints("  “Sergei Lavrov” → Sergei Lavrov: the name in the tables, with evidence")
        .prints("addressee: United States (state, Q30)\n");
}

#[test]
fn json_holds_the_statement_its_pieces_and_its_steps() {
    let id = id("said");
    let ran = pier()
        .args(["explain", &id[..6], "--format", "json", "pier.txt"])
        .run()
        .exits(0);
    let told: Explanation = serde_json::from_str(&ran.stdout()).expect("an explanation");
    assert_eq!(told.statement.id, id);
    let whole: String = told
        .sentence
        .iter()
        .map(|piece| piece.text.as_str())
        .collect();
    assert_eq!(
        whole,
        "The Russian foreign ministry said the pier was safe."
    );
    let cue = told
        .sentence
        .iter()
        .find(|piece| piece.part == Some(Part::Cue));
    assert_eq!(cue.expect("a cue").span, told.statement.cue.spans[0]);
    let speaker = &told.parties[0];
    assert_eq!(speaker.role, PartyRole::Speaker);
    assert_eq!(speaker.represents.as_ref().expect("a state").name, "Russia");
    let rules: Vec<&str> = speaker
        .steps
        .iter()
        .map(|step| step.rule.as_str())
        .collect();
    assert_eq!(
        rules,
        [
            "the name at the head of the phrase",
            "a body named after its state"
        ]
    );
}

#[test]
fn a_graph_leads_to_the_article() {
    let ran = pier().args(["build", "pier.txt"]).path("").run().exits(0);
    let explain = |id: &str| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_dixit"))
            .args(["explain", id])
            .current_dir(ran.folder())
            .output()
            .expect("a running dixit");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (
            output.status.code(),
            text(&output.stdout),
            text(&output.stderr),
        )
    };
    let id = id("warned");
    let (code, out, _) = explain(&id);
    assert_eq!(code, Some(0));
    assert!(out.contains(&format!("{id}  pier.txt:5\n")), "{out}");
    assert!(!out.contains("in the graph"), "{out}");
    let (code, _, complaint) = explain("no-such-id");
    assert_eq!(code, Some(1));
    assert!(
        complaint.contains("graph pier has no statement with id no-such-id"),
        "{complaint}"
    );

    let fix = format!("[[reassign]]\nstatement = \"{id}\"\nspeaker = \"person:olle-rask\"\n");
    std::fs::write(ran.folder().join("graphs/corrections.toml"), fix).expect("a file");
    let built = std::process::Command::new(env!("CARGO_BIN_EXE_dixit"))
        .args(["build", "pier.txt"])
        .current_dir(ran.folder())
        .output()
        .expect("a running dixit");
    assert!(built.status.success());
    let (_, out, _) = explain(&id);
    assert!(
        out.contains(
            "in the graph the speaker is Olle Rask (person:olle-rask), because of a correction"
        ),
        "{out}"
    );

    let article = ran.folder().join("pier.txt");
    std::fs::write(&article, PIER.replace("the delay", "delays")).expect("a file");
    let (code, _, complaint) = explain(&id);
    assert_eq!(code, Some(2));
    assert!(
        complaint.contains(&format!("pier.txt: document pier has no statement {id}")),
        "{complaint}"
    );
    std::fs::remove_file(article).expect("no file");
    let (code, _, complaint) = explain(&id);
    assert_eq!(code, Some(2));
    assert!(
        complaint.contains("pier.txt: document pier is no longer there"),
        "{complaint}"
    );
}

/// Keeping the decisions changes none of them, and they lead to whom the statement names.
#[test]
fn steps_are_those_of_the_plain_run() {
    let corpus = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let engine = Engine::shipped().expect("an engine");
    let mut explained = 0;
    let mut untold: Vec<String> = Vec::new();
    for item in document::read(&[corpus]) {
        let Item::Document(document) = item else {
            continue;
        };
        let plain = pipeline::extract(&document).expect("a record");
        for statement in plain.statements.iter().step_by(4) {
            let told = pipeline::explain(engine, &document, &statement.id);
            let told = told.expect("a reading").expect("an explanation");
            assert_eq!(told.statement, *statement);
            let words: String = told.sentence.iter().map(|p| p.text.as_str()).collect();
            assert_eq!(Some(words.trim()), statement.sentence.as_deref());
            for party in &told.parties {
                let Some(entity) = &party.entity else {
                    continue;
                };
                let leads = |step: &dixit::extract::explanation::ExplainedStep| {
                    step.entity.as_ref().is_some_and(|e| e.id == entity.id)
                };
                if !party.steps.iter().any(leads) {
                    untold.push(format!("{}: {party:?}", document.id));
                }
            }
            let speakers = told
                .parties
                .iter()
                .filter(|p| p.role == PartyRole::Speaker && p.entity.is_some());
            let named = statement.speaker.iter().count() + statement.joint_speakers.len();
            assert_eq!(speakers.count(), named);
            explained += 1;
        }
    }
    assert!(untold.is_empty(), "{untold:#?}");
    assert!(explained > 10, "{explained}");
}
