//! Kinds of speakers, refusals to speak, and related words: filters, questions and stores alike.

use crate::harness::Test;
use crate::talks;
use dixit::entity::Gender;
use dixit::graph::{BuildOptions, Graph};

/// The graph of `tests/data` with genders, a minister without a name, a refusal and a truce.
fn test() -> Test {
    let mut documents = talks::extractions();
    for document in &mut documents {
        for entity in &mut document.entities {
            match entity.id.as_str() {
                "person:truss" => entity.gender = Some(Gender::Female),
                "Q7747" | "Q6279" => entity.gender = Some(Gender::Male),
                _ => {}
            }
        }
        for statement in &mut document.statements {
            match statement.id.as_str() {
                "s10" => {
                    statement.cue.text = "declined".into();
                    statement.content.text = "to say where the troops would go".into();
                }
                "s06" => statement.content.text = "an end to the ceasefire".into(),
                "s12" => statement.content.text = "that the truce holds".into(),
                _ => {}
            }
        }
    }
    let graph = Graph::from_extractions("talks", documents, &BuildOptions::default());
    let test = Test::new();
    let path = test.file_path("graphs/talks.json");
    graph.save(&path).expect("a saved graph");
    test
}

fn ids(args: &[&str]) -> String {
    let ran = test()
        .args(args.iter().copied())
        .args(["-f", "jsonl"])
        .run();
    let lines = ran.json_lines();
    let ids = lines
        .iter()
        .map(|hit| hit["id"].as_str().expect("an id").to_owned());
    ids.collect::<Vec<_>>().join(" ")
}

#[test]
fn speakers_are_filtered_by_gender_and_by_class() {
    for (flags, expected) in [
        (&["--speaker-gender", "female"][..], "s01"),
        (&["--speaker-gender", "male"], "s02 s03"),
        (&["--speaker-role", "any minister"], "s01 s04 s09 s10"),
        (
            &[
                "--speaker-role",
                "any politician",
                "--speaker-gender",
                "female",
            ],
            "s01",
        ),
        (
            &[
                "--speaker-role",
                "any official",
                "--speaker-type",
                "unnamed",
            ],
            "s07",
        ),
        (&["--to-role", "any president"], "s02 s03"),
        (&["--declined"], "s10"),
    ] {
        assert_eq!(ids(&[&["query"], flags].concat()), expected, "{flags:?}");
    }
    test()
        .args(["query", "--speaker-role", "any ministre"])
        .run()
        .exits(1)
        .complains("any minister");
}

#[test]
fn questions_find_what_the_filters_find() {
    for (question, expected) in [
        ("which women were quoted", "s01"),
        ("which ministers warned Russia", "s01"),
        ("how often was Lavrov quoted", "s04 s09"),
        ("who declined to comment", "s10"),
        ("which anonymous officials spoke", ""),
        ("everybody at NATO", "s08 s12"),
    ] {
        assert_eq!(ids(&["ask", question]), expected, "{question}");
    }
}

#[test]
fn related_words_are_told_marked_and_come_last() {
    let ran = test()
        .args(["ask", "Who spoke about a truce?"])
        .run()
        .exits(0);
    let out = ran.stdout();
    assert!(out.contains("--about truce --related-words"), "{out}");
    assert!(out.contains("'truce' also finds ceasefire,"), "{out}");
    assert!(out.contains("(--exact-words leaves these out)"), "{out}");
    let place = |words: &str| out.find(words).expect(words);
    // The one of January is in the words of the question, that of 5 January is not.
    assert!(
        place("that the truce holds") < place("an end to the ceasefire"),
        "{out}"
    );
    assert!(out.trim_end().ends_with("[related: ceasefire]"), "{out}");
    assert_eq!(
        ids(&["ask", "Who spoke about a truce?", "--exact-words"]),
        "s12"
    );
    assert_eq!(ids(&["query", "--about", "truce"]), "s12");
    assert_eq!(
        ids(&["query", "--about", "truce", "--related-words"]),
        "s12 s06"
    );
    assert_eq!(
        ids(&["query", "--about", "truce", "--related-words", "-n", "1"]),
        "s12"
    );
    assert_eq!(
        ids(&[
            "query",
            "--about",
            "truce",
            "--related-words",
            "--sort",
            "date"
        ]),
        "s06 s12"
    );
    test()
        .args(["query", "--about", "armistice"])
        .run()
        .exits(1)
        .complains("2 statements in related words: dixit query --about armistice --related-words");
}

#[test]
fn what_no_filter_can_tell_is_refused() {
    for (question, reason) in [
        ("Which companies warned Russia?", "are not told apart"),
        (
            "What did senior ministers say?",
            "'senior' is not on record for speakers",
        ),
        (
            "Which men and women were quoted?",
            "one kind of speakers at a time",
        ),
        (
            "Where did Putin say that?",
            "where something was said is not on record",
        ),
        (
            "What was said in Geneva?",
            "where something was said is not on record",
        ),
        ("What happened in Kyiv?", "what happened is on record only"),
        ("Who is Vladimir Putin?", "who somebody is is not on record"),
        ("In his speech, what did Putin say?", "the occasion"),
        ("What did they say?", "'they' may be anybody"),
        ("What did the press say?", "'press' is not on record"),
        ("Which women did Putin warn?", "gender of those spoken to"),
        ("Who didn't decline to comment?", "who did not decline"),
    ] {
        test()
            .args(["ask", question])
            .run()
            .exits(2)
            .complains(reason);
    }
    test()
        .args(["ask", "Which companies warned Russia?"])
        .run()
        .complains("\n  Which organisations warned Russia?");
}
