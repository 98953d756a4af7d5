//! Questions: `tests/cases/ask.md`, row by row, and those that are refused.

use crate::harness::{Answer, Test};
use crate::talks;
use dixit::query::{Failure, Index, ask};
use std::fmt::Write;

const CASES: &str = include_str!("../cases/ask.md");

fn cases() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rows = CASES.lines().filter(|line| line.ends_with("` |"));
    rows.filter_map(|line| {
        let (question, expected) = line
            .strip_prefix("| ")?
            .strip_suffix(" |")?
            .split_once(" | ")?;
        Some((question, expected.trim_matches('`')))
    })
}

#[test]
fn each_question_becomes_its_query() {
    let graph = talks::graph();
    let index = Index::new(&graph);
    let mut wrong = String::new();
    let mut count = 0;
    for (question, expected) in cases() {
        count += 1;
        let found = match ask::parse(question, &index) {
            Ok(question) => question
                .to_string()
                .replace("--polarity affirmed,denied", "…"),
            Err(failure) => failure.to_string(),
        };
        if found != expected {
            writeln!(
                wrong,
                "{question}\n  expected {expected}\n  found    {found}"
            )
            .unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(
        count >= 350,
        "only {count} questions were read from the file"
    );
}

fn refusal(question: &str) -> Failure {
    match ask::parse(question, &Index::new(&talks::graph())) {
        Ok(read) => panic!("{question} was read as {read}"),
        Err(failure) => failure,
    }
}

/// Each question is refused with a reason that contains these words.
fn refused_with(cases: &[(&str, &str)]) {
    for (question, reason) in cases {
        match refusal(question) {
            Failure::Unreadable(why) => assert!(why.contains(reason), "{question}: {why}"),
            unknown => panic!("{question}: {unknown}"),
        }
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_a_reason() {
    refused_with(&[
        ("", "the question is empty"),
        (" ?!", "the question is empty"),
        ("Tell me a story", "a question starts with who"),
        ("Why did Putin warn Ukraine?", "a question starts with who"),
        ("Who sang?", "cannot parse 'sang'"),
        ("Who", "the question breaks off"),
        ("What did", "the question breaks off"),
        ("What did Putin", "the question breaks off"),
        (
            "What did Putin say according to",
            "cannot parse 'according to'",
        ),
        ("What did Putin eat?", "cannot parse 'eat'"),
        (
            "Who warned Russia since the talks?",
            "'since the talks' is not a date",
        ),
        ("Who warned Russia recently?", "has no fixed date"),
        (
            "Who warned Russia in May 2021 and since 2022?",
            "has two dates",
        ),
        ("Who warned Russia on 2021-02-30?", "that month has 28 days"),
        ("Who warned Russia in July?", "which year?"),
        ("What did Putin say to each other?", "name both sides"),
        ("What did Putin say about NATO or Ukraine?", "two questions"),
        (
            "Who warned Russia but not Ukraine?",
            "cannot leave anything out",
        ),
        (
            "Besides Truss, who warned Russia?",
            "cannot leave anything out",
        ),
    ]);
    let long = "who ".repeat(2_500);
    assert!(refusal(&long).to_string().contains("10000 characters"));
}

#[test]
fn what_no_statement_says_is_refused_with_a_reason() {
    refused_with(&[
        ("What did Putin say in Moscow?", "where something was said"),
        (
            "What did Putin say on 12/01/2022?",
            "write the date as 2022-01-31",
        ),
        ("What did Putin say in winter?", "has no fixed date"),
        (
            "Who warned Russia and what did they say?",
            "one question at a time",
        ),
        (
            "Which countries did Biden mention?",
            "spoken about cannot be asked",
        ),
        (
            "What did Russia and NATO say about each other?",
            "ask about each separately",
        ),
        ("Who said nothing?", "put the words in quotation marks"),
        ("Who does Lavrov speak for?", "ask 'who speaks for"),
        ("What did NATO announce in 2021 and 2022?", "has two dates"),
        (
            "What did Truss say during the debate?",
            "the occasion on which",
        ),
        (
            "Which proposals were ignored?",
            "what happened to statements",
        ),
        (
            "Has Biden warned Russia more often than Truss?",
            "who said more",
        ),
    ]);
}

#[test]
fn names_that_are_not_on_record_get_the_nearest_that_are() {
    for (question, asked, nearest) in [
        ("Who warned Rusia?", "Rusia", "Russia"),
        (
            "What did Vladimir Puttin say?",
            "Vladimir Puttin",
            "Vladimir Putin",
        ),
        ("Who was warned by Liz Trus?", "Liz Trus", "Liz Truss"),
        (
            "What did Russia's fisheries ministry say about NATO?",
            "Russia fisheries ministry",
            "",
        ),
        (
            "What did Biden say to Putin and Lavrow?",
            "Lavrow",
            "Sergei Lavrov",
        ),
        ("What did Biden and Trusss say?", "Trusss", "Liz Truss"),
        ("Did NATO or Rusia warn Biden?", "Rusia", "Russia"),
        (
            "Give me quotes by Serge Lavrov on sanctions",
            "Serge Lavrov",
            "Sergei Lavrov",
        ),
        (
            "Who talked to Putinn on the phone?",
            "Putinn",
            "Vladimir Putin",
        ),
        (
            "Did Serge Lavrov deny anything?",
            "Serge Lavrov",
            "Sergei Lavrov",
        ),
    ] {
        match refusal(question) {
            Failure::Unknown {
                name,
                nearest: names,
            } => {
                assert_eq!(name, asked);
                assert_eq!(names.first().map_or("", String::as_str), nearest);
            }
            other => panic!("{question}: {other}"),
        }
    }
}

#[test]
fn the_query_it_understood_comes_before_the_answer() {
    let ran = Test::with_talks()
        .args(["ask", "Who warned Russia?"])
        .run()
        .exits(0);
    let out = ran.stdout();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(
        lines[0],
        "understood as who: --relation warned --to Russia --polarity affirmed,denied --rollup"
    );
    assert_eq!(lines[1], "European Union (1), Liz Truss (1)");
    assert!(
        lines
            .iter()
            .any(|line| line.contains("“severe consequences”")
                && line.contains("2021-12-10")
                && line.ends_with("news/london.txt:3"))
    );
    ran.has_no_complaints();
}

#[test]
fn every_question_of_the_kinds_has_its_answers() {
    for (question, answers) in [
        (
            "Who warned Russia?",
            "European Union organisation s06; Liz Truss person s01",
        ),
        ("Whom did Truss warn?", "Russia state s01"),
        ("When did Putin propose a treaty?", "2021-12-15 date s02"),
        ("How often did Lavrov speak about Ukraine?", "1 count s04"),
        ("Did Russia deny plans to invade?", "yes statement s04"),
        (
            "Which organisations said something to Russia?",
            "NATO organisation s12; European Union organisation s06",
        ),
        (
            "Who said the door to the alliance stays open?",
            "NATO organisation s12; United States state s12",
        ),
        ("Who was warned by US officials in January 2022?", ""),
    ] {
        let ran = Test::with_talks()
            .args(["ask", question, "--format", "json"])
            .run();
        let answer: Answer = serde_json::from_str(&ran.stdout()).expect("an answer");
        let mut found: Vec<String> = answer
            .answers
            .iter()
            .map(|a| format!("{} {} {}", a.name, a.kind, a.statements.join(" ")))
            .collect();
        found.sort();
        let mut expected: Vec<&str> = answers.split("; ").filter(|a| !a.is_empty()).collect();
        expected.sort_unstable();
        assert_eq!(found, expected, "{question}");
        ran.exits(i32::from(answers.is_empty()));
    }
}

#[test]
fn answers_hold_no_words_but_the_graph_s() {
    let known: Vec<String> = talks::graph()
        .statements()
        .iter()
        .map(|s| s.first.content.text.to_string())
        .collect();
    for (question, _) in cases() {
        let ran = Test::with_talks()
            .args(["ask", question, "--format", "jsonl"])
            .run();
        for line in ran.json_lines() {
            let words = line["content"]["text"].as_str().expect("words").to_owned();
            assert!(known.contains(&words), "{question}: {words}");
        }
    }
}

#[test]
fn a_refused_question_ends_with_examples() {
    Test::with_talks()
        .args(["ask", "Why?"])
        .run()
        .exits(2)
        .complains("a question starts with")
        .complains("Who warned Russia about Ukraine in December 2021?");
    Test::with_talks()
        .args(["ask", "Who warned Rusia?"])
        .run()
        .exits(1)
        .complains("nobody is called 'Rusia' in this graph; the nearest name is Russia");
}

#[test]
fn no_piece_of_a_question_breaks_the_reader() {
    let graph = talks::graph();
    let index = Index::new(&graph);
    for (question, _) in cases() {
        let words: Vec<&str> = question.split(' ').collect();
        for cut in 0..words.len() {
            for piece in [&words[..cut], &words[cut..]] {
                // Read or refused, either is fine.
                if let Err(failure) = ask::parse(&piece.join(" "), &index) {
                    assert!(!failure.to_string().is_empty());
                }
            }
        }
    }
}

#[test]
fn a_question_that_cannot_be_read_gets_the_nearest_that_can() {
    let graph = talks::graph();
    let index = Index::new(&graph);
    for (question, near) in [
        (
            "Why did Putin warn Ukraine?",
            "What did Putin warn Ukraine?",
        ),
        (
            "Where did Putin speak about NATO?",
            "What did Putin speak about NATO?",
        ),
        ("What did Putin eat?", "What did Putin say?"),
        ("Who warned Russia since the talks?", "Who warned Russia?"),
        (
            "Who warned Russia on 31 February 2021?",
            "Who warned Russia?",
        ),
        ("Who warned Rusia?", "Who warned Russia?"),
        ("Who is Putin?", "What did Vladimir Putin say?"),
        (
            "What was Putin's dinner with NATO?",
            "What did Vladimir Putin say about NATO?",
        ),
    ] {
        let failure = refusal(question);
        let found = ask::nearest(question, &failure, &index);
        assert_eq!(found.as_deref(), Some(near), "{question}");
    }
    for question in ["", "Tell me a story", "?!", "Why?"] {
        let failure = refusal(question);
        assert_eq!(ask::nearest(question, &failure, &index), None, "{question}");
    }
    Test::with_talks()
        .args(["ask", "Why did Putin warn Ukraine?"])
        .run()
        .exits(2)
        .complains("The nearest question dixit can parse:\n  What did Putin warn Ukraine?");
    Test::with_talks()
        .args(["ask", "Who warned Rusia?"])
        .run()
        .exits(1)
        .complains("the nearest question dixit can parse: Who warned Russia?");
}

#[test]
fn most_first_and_last_leave_the_others_out() {
    let graph = talks::graph();
    let index = Index::new(&graph);
    for (question, names, statements) in [
        ("Who said most?", "NATO, Sergei Lavrov", "s04 s08 s09 s12"),
        (
            "Who was the first to propose anything?",
            "Vladimir Putin",
            "s02",
        ),
        ("What did Lavrov last say?", "Sergei Lavrov", "s09"),
        (
            "Who warned Russia least?",
            "European Union, Liz Truss",
            "s01 s06",
        ),
        ("How many people spoke to Russia?", "3", "s01 s03 s05"),
        ("How many states did Erdogan make proposals to?", "2", "s05"),
        ("Which outlets quoted Lavrov?", "Harbour Post", "s04 s09"),
        ("Which articles quote Lavrov?", "geneva, moscow", "s04 s09"),
        (
            "What did Putin and Biden say to each other?",
            "Joe Biden, Vladimir Putin",
            "s02 s03",
        ),
    ] {
        let asked = ask::parse(question, &index).unwrap_or_else(|e| panic!("{question}: {e}"));
        let answer = asked.answer(&index).expect(question);
        let mut found: Vec<&str> = answer.answers.iter().map(|a| a.name.as_str()).collect();
        found.sort_unstable();
        assert_eq!(found.join(", "), names, "{question}: {asked}");
        let ids: Vec<&str> = answer.statements.iter().map(|s| s.id).collect();
        assert_eq!(ids.join(" "), statements, "{question}: {asked}");
    }
}

#[test]
fn times_counted_from_the_record_are_told_as_such() {
    Test::with_talks()
        .args(["ask", "What did Lavrov say this week?"])
        .run()
        .exits(0)
        .prints("--since 2022-01-10 --until 2022-01-16")
        .prints("'this week' is counted from 2022-01-11, the last day on record");
}
