//! Filters: which statements of the graph made by hand pass.

use crate::harness::{Answer, Test};
use crate::{newsroom, talks};
use dixit::entity::EntityType;
use dixit::query::{AskedFor, Failure, Query, run};
use dixit::statement::{Kind, Polarity, Relation};

/// Ids of the statements that pass, in the order of the answer.
pub fn ids(query: &Query) -> String {
    let graph = talks::graph();
    match run(&graph, query, AskedFor::What) {
        Ok(answer) => {
            let ids: Vec<&str> = answer.statements.iter().map(|s| s.id).collect();
            ids.join(" ")
        }
        Err(failure) => failure.to_string(),
    }
}

#[test]
fn speakers_and_addressees_match_by_id_name_and_alias() {
    for speaker in ["Q58217", "Sergei Lavrov", "sergey lavrov", "LAVROV"] {
        let query = Query::default().speaker(speaker);
        assert_eq!(ids(&query), "s04 s09 s10", "{speaker}");
    }
    let accented = Query::default().speaker("erdogan");
    assert_eq!(ids(&accented), "s05");
    let addressed = Query::default().to("the kremlin");
    assert_eq!(ids(&addressed), "s01 s05 s06 s12");
}

#[test]
fn several_speakers_of_one_statement_are_each_found() {
    for speaker in ["NATO", "United States"] {
        let query = Query::default().speaker(speaker).to("Russia");
        assert_eq!(ids(&query), "s12");
    }
}

#[test]
fn words_of_those_who_speak_for_a_state_are_its_own_and_marked() {
    let alone = Query::default().speaker("Russia");
    assert_eq!(ids(&alone), "");
    let rolled_up = alone.rollup(true);
    assert_eq!(ids(&rolled_up), "s02 s04 s09 s10");
    let graph = talks::graph();
    let answer = run(&graph, &rolled_up, AskedFor::What).expect("an answer");
    let marks = answer.statements.iter().map(|s| s.speaks_for.as_ref());
    assert!(marks.flatten().all(|state| state.name == "Russia"));
}

#[test]
fn topics_match_entities_and_stems_of_words() {
    for (about, expected) in [
        (vec!["Ukraine"], "s01 s02 s04"),
        (vec!["kyiv"], "s01 s02 s04"),
        (vec!["invasions"], ""),
        (vec!["plan to invade"], "s04"),
        (vec!["sanction"], "s03 s06"),
        (vec!["security guarantee"], "s08 s09"),
        (vec!["guarantee", "NATO"], ""),
        (vec!["treaties", "NATO"], "s02"),
        (vec!["treaties with NATO"], "s02"),
    ] {
        let query = about
            .iter()
            .fold(Query::default(), |query, topic| query.about(*topic));
        assert_eq!(ids(&query), expected, "{about:?}");
    }
}

#[test]
fn days_bound_the_answer_on_both_sides() {
    let query = Query::default()
        .since("2021-12-16".parse().expect("a day"))
        .until("2022-01-05".parse().expect("a day"));
    assert_eq!(ids(&query), "s05 s06 s07 s08");
    let mut swapped = Query::default();
    (swapped.since, swapped.until) = (query.until, query.since);
    assert!(ids(&swapped).contains("swap them"));
}

#[test]
fn statements_without_a_date_come_last_and_pass_no_bound() {
    let all = Query::default().relation(Relation::Proposed);
    assert_eq!(ids(&all), "s02 s05 s09 s13");
    let dated = all.since("1900-01-01".parse().expect("a day"));
    assert_eq!(ids(&dated), "s02 s05 s09");
}

#[test]
fn acts_kinds_polarities_outlets_and_thoughts_are_told_apart() {
    let any = Query::default;
    for (query, expected) in [
        (any().act("deny"), "s04"),
        (any().act("deny").act("urge"), "s04 s13"),
        (any().kind(Kind::Direct), "s03 s09"),
        (any().polarity(Polarity::Negated), "s10"),
        (
            any()
                .polarity(Polarity::Denied)
                .polarity(Polarity::Hypothetical),
            "s04 s07",
        ),
        (any().source("dailyferry"), "s05 s06 s07 s08"),
        (any().speaker("Putin"), "s02"),
        (any().speaker("Putin").attitudes(true), "s02 s11"),
        (any().limit(2), "s01 s02"),
    ] {
        assert_eq!(ids(&query), expected, "{query}");
    }
}

#[test]
fn unknown_names_come_with_neighbours() {
    let query = Query::default().to("Ukrane");
    match run(&talks::graph(), &query, AskedFor::What) {
        Err(Failure::Unknown { name, nearest }) => {
            assert_eq!(name, "Ukrane");
            assert_eq!(nearest, ["Ukraine"]);
        }
        other => panic!("{other:?}"),
    }
    for (args, complaint) in [
        (
            ["--speaker", "Vercingetorix"],
            "nobody is called 'Vercingetorix' in this graph\n",
        ),
        (
            ["--source", "Harbor Post"],
            "no outlet is called 'Harbor Post' in this graph; the nearest names are Harbour Post",
        ),
        (
            ["--speaker-role", "foriegn minister"],
            "nobody in this graph holds the office 'foriegn minister'; the nearest name is foreign \
             minister",
        ),
    ] {
        let ran = Test::with_talks().arg("query").args(args).run();
        ran.exits(1).complains(complaint);
    }
}

#[test]
fn who_speaks_for_a_state_counts_as_one() {
    let graph = talks::graph();
    let query = Query::default().speaker_type(EntityType::State);
    let states = |query: &Query| -> Vec<String> {
        let answer = run(&graph, query, AskedFor::Who).expect("an answer");
        assert!(answer.answers.iter().all(|group| group.kind == "state"));
        let speakers = answer.statements.iter();
        let speakers = speakers.filter_map(|s| Some(s.speaks_for?.name.to_owned()));
        speakers.collect()
    };
    assert!(states(&query).is_empty());
    let rolled_up = query.rollup(true);
    assert!(states(&rolled_up).contains(&"Russia".to_owned()));
}

#[test]
fn flags_become_the_query_and_the_query_names_its_flags() {
    let ran = Test::with_talks()
        .args([
            "query",
            "--speaker",
            "Putin",
            "--relation",
            "proposed",
            "--to",
            "biden",
        ])
        .args([
            "--about", "treaty", "--since", "2021-12", "--until", "2021", "--kind", "indirect",
        ])
        .args([
            "--polarity",
            "affirmed,denied",
            "--source",
            "Harbour Post",
            "--format",
            "json",
        ])
        .run()
        .exits(0)
        .has_no_complaints();
    let answer: Answer = serde_json::from_str(&ran.stdout()).expect("an answer");
    assert_eq!(
        answer.query.to_string(),
        "--speaker Putin --relation proposed --to biden --about treaty --since 2021-12-01 \
         --until 2021-12-31 --kind indirect --polarity affirmed,denied --source 'Harbour Post'"
    );
    assert_eq!(answer.statements.len(), 1);
}

#[test]
fn mistakes_on_the_command_line_are_errors_that_say_what_to_write() {
    for (args, complaint) in [
        (["--since", "2021-02-30"], "that month has 28 days"),
        (["--until", "soon"], "write 2021, 2021-12 or 2021-12-15"),
        (
            ["--relation", "sang"],
            "possible values: said, warned, proposed",
        ),
        (
            ["--act", "denyed"],
            "there is no act 'denyed'; the nearest are deny",
        ),
        (["--graph", "missing.json"], "missing.json"),
        (["--graph", "graphs"], "is a folder; name a graph file"),
        (["--about", ""], "'' is not a topic"),
        (["--about", "\"\""], "is not a topic"),
        (["--limit", "0"], "--limit 0 leaves nothing"),
        (["--relation", "said,warned"], "--relation takes one of"),
    ] {
        let ran = Test::with_talks().arg("query").args(args).run();
        ran.exits(2).complains(complaint);
    }
    Test::new()
        .args(["query"])
        .run()
        .exits(2)
        .complains("build one with 'dixit build FOLDER'");
}

#[test]
fn nothing_found_is_said_with_a_way_on() {
    Test::with_talks()
        .args(["query", "--to", "Ukraine", "--act", "deny"])
        .run()
        .exits(1)
        .complains("no statements found for: --act deny --to Ukraine\n")
        .complains(
            "1 statement about Ukraine, to anyone: dixit query --act deny --about Ukraine\n",
        );
    let args = [
        "query",
        "-g",
        "graphs/talks.json",
        "--speaker",
        "Lavrov",
        "--act",
        "caution",
    ];
    let ran = Test::with_talks().args(args).run().exits(1);
    let told = ran.stderr();
    let hints: Vec<(usize, Vec<&str>)> = told
        .lines()
        .filter_map(|line| {
            let (what, command) = line.strip_prefix("dixit: ")?.split_once(": dixit ")?;
            let count = what.split(' ').next()?.parse().ok()?;
            Some((count, command.split(' ').collect()))
        })
        .collect();
    assert!(!hints.is_empty() && hints.len() <= 3, "{told}");
    // Each prints as many statements as it promises.
    for (count, command) in hints {
        let args = command.into_iter().chain(["-f", "jsonl"]);
        let lines = Test::with_talks().args(args).run().exits(0).json_lines();
        assert_eq!(lines.len(), count, "{told}");
    }
    newsroom::folder()
        .args(["ask", "What does Moss hope?"])
        .run()
        .exits(1)
        .complains("this graph has no reported thought; build one that does with 'dixit build --attitudes FOLDER'");
    Test::with_talks()
        .args(["query", "--speaker", "Puttin"])
        .run()
        .exits(1)
        .complains("nobody is called 'Puttin' in this graph; the nearest name is Vladimir Putin");
}

#[test]
fn words_can_be_asked_for_by_a_pattern() {
    let graph = talks::graph();
    let found = |pattern: &str| {
        let query = Query::default().matching(pattern.to_owned());
        run(&graph, &query, AskedFor::What)
    };
    let all = found(".").expect("an answer").statements.len();
    let some = found(r"(?x) \b negotiat | talks? \b")
        .expect("an answer")
        .statements;
    assert!(
        !some.is_empty() && some.len() < all,
        "{} of {all}",
        some.len()
    );
    assert!(some.iter().all(|hit| {
        let words = hit.content.text.to_lowercase();
        words.contains("negotiat") || words.contains("talk")
    }));
    let wrong = found("(unclosed").expect_err("a broken pattern");
    assert!(
        wrong
            .to_string()
            .contains("'(unclosed' is not a regular expression"),
        "{wrong}"
    );
}

#[test]
fn an_office_speaks_for_its_state_while_it_is_held() {
    let mut documents = talks::extractions();
    let office = |title: &str| dixit::entity::Role {
        title: title.to_owned(),
        of: Some("Russia".to_owned()),
    };
    for document in &mut documents {
        for entity in &mut document.entities {
            if entity.id == "Q58217" && document.id == "geneva" {
                // Now the former one.
                entity.roles = vec![office("Foreign Minister")];
                entity.represents = None;
            }
        }
    }
    let graph = dixit::graph::Graph::from_extractions("talks", documents, &Default::default());
    let query = Query::default().speaker("Russia").rollup(true);
    let answer = run(&graph, &query, AskedFor::What).expect("an answer");
    let ids: Vec<&str> = answer.statements.iter().map(|s| s.id).collect();
    assert_eq!(ids, ["s02", "s04"], "not what he said in Geneva");
}

#[test]
fn what_a_state_said_includes_its_officials_words_marked_as_theirs() {
    for args in [
        vec!["ask", "What did Russia say about Ukraine?"],
        vec![
            "query",
            "--speaker",
            "Russia",
            "--rollup",
            "--about",
            "Ukraine",
        ],
    ] {
        let ran = Test::with_talks().args(args.clone()).run().exits(0);
        let out = ran.stdout();
        assert!(out.contains("Sergei Lavrov (for Russia)"), "{out}");
        let csv = Test::with_talks()
            .args(args)
            .args(["--format", "csv"])
            .run()
            .exits(0)
            .stdout();
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let headers = reader.headers().expect("columns").clone();
        let column = headers
            .iter()
            .position(|h| h == "speaks_for")
            .expect("a column");
        for row in reader.records() {
            assert_eq!(&row.expect("a row")[column], "Russia");
        }
    }
}

#[test]
fn a_month_passes_if_any_of_its_days_does_and_is_told_as_a_month() {
    let mut documents = talks::extractions();
    for document in &mut documents {
        for statement in &mut document.statements {
            if statement.id == "s05" {
                statement.said_on = "2021-11".parse().ok();
            }
        }
    }
    let graph = dixit::graph::Graph::from_extractions("talks", documents, &Default::default());
    let found = |since: &str, until: &str| {
        let mut query = Query::default().speaker("erdogan");
        (query.since, query.until) = (since.parse().ok(), until.parse().ok());
        let answer = run(&graph, &query, AskedFor::When).expect("an answer");
        let days = answer.answers.into_iter().map(|group| group.name);
        days.collect::<Vec<String>>()
    };
    assert_eq!(found("2021-11-15", "2021-12-01"), ["2021-11"]);
    assert_eq!(found("2021-11-30", "2021-11-30"), ["2021-11"]);
    assert_eq!(found("2021-12-01", ""), [""; 0]);
    assert_eq!(found("", "2021-10-31"), [""; 0]);
    let mut file = Vec::new();
    dixit::graph::json::write(&graph, &mut file).expect("a graph");
    let file: serde_json::Value = serde_json::from_slice(&file).expect("JSON");
    let edges = file["edges"].as_array().expect("edges");
    let edge = edges.iter().find(|edge| edge["key"] == "s05");
    assert_eq!(edge.expect("an edge")["date"], "2021-11");
}

#[test]
fn people_are_found_by_their_offices() {
    for speaker in [
        "the British foreign secretary",
        "foreign secretary of the United Kingdom",
        "Britain's foreign minister",
        "UK foreign minister Liz Truss",
    ] {
        let query = Query::default().speaker(speaker);
        assert_eq!(ids(&query), "s01", "{speaker}");
    }
    let any = Query::default().speaker_role("Foreign Minister");
    assert_eq!(ids(&any), "s01 s04 s09 s10");
    let addressed = Query::default().to_role("president");
    assert_eq!(ids(&addressed), "s02 s03");
    let nobody = Query::default().speaker("the French foreign minister");
    assert!(ids(&nobody).contains("nobody is called"));
}

#[test]
fn an_office_is_asked_for_where_a_document_says_that_it_is_held() {
    let mut documents = talks::extractions();
    for document in documents.iter_mut().filter(|d| d.id == "geneva") {
        for entity in document.entities.iter_mut().filter(|e| e.id == "Q58217") {
            entity.roles[0].title = "Ambassador".to_owned();
        }
    }
    let graph = dixit::graph::Graph::from_extractions("talks", documents, &Default::default());
    let found = |query: &Query| {
        let answer = run(&graph, query, AskedFor::What).expect("an answer");
        let ids: Vec<&str> = answer.statements.iter().map(|s| s.id).collect();
        ids.join(" ")
    };
    let query = Query::default().speaker("Russian foreign minister");
    assert_eq!(found(&query), "s04");
    let ambassador = Query::default().speaker("the Russian ambassador");
    assert_eq!(found(&ambassador), "s09 s10");
}

#[test]
fn both_directions_are_what_two_say_to_each_other() {
    let both = Query::default()
        .speaker("Putin")
        .speaker("Biden")
        .to("Putin")
        .to("Biden")
        .each_other(true);
    assert_eq!(ids(&both), "s02 s03");
    let states = Query::default()
        .speaker("Russia")
        .speaker("United States")
        .to("Russia")
        .to("United States")
        .each_other(true)
        .rollup(true);
    assert_eq!(ids(&states), "s02 s03 s12");
    let mut none = both;
    none.to.clear();
    assert!(ids(&none).contains("--each-other needs"));
}

#[test]
fn phrases_stand_side_by_side_and_what_is_found_is_marked() {
    for (about, expected) in [
        ("\"security guarantees\"", "s08 s09"),
        ("“guarantees security”", ""),
        ("guarantees security", "s08 s09"),
        ("\"the door to the alliance\"", "s12"),
    ] {
        let query = Query::default().about(about);
        assert_eq!(ids(&query), expected, "{about}");
    }
    let query = Query::default().about("Russia").about("guarantee");
    let graph = talks::graph();
    let answer = run(&graph, &query, AskedFor::What).expect("an answer");
    let [hit] = answer.statements.as_slice() else {
        panic!("{:?}", answer.statements);
    };
    let points: Vec<char> = hit.content.text.chars().collect();
    let marked = hit.matched.iter();
    let marked: Vec<String> = marked
        .map(|m| points[m[0]..m[1]].iter().collect())
        .collect();
    assert_eq!(marked, ["Russia", "guarantees"]);
}

#[test]
fn capitals_and_peoples_mean_their_states() {
    for about in ["Kyiv", "kiev", "UKRAINE", "Ukrainians"] {
        let query = Query::default().about(about);
        assert_eq!(ids(&query), "s01 s02 s04", "{about}");
    }
}
