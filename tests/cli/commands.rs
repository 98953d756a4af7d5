//! The commands on files: what they write and how they end.

use crate::harness::Test;

#[test]
fn every_command_explains_itself_with_examples() {
    for command in [
        "build", "extract", "query", "ask", "explain", "export", "eval", "train",
    ] {
        let ran = Test::new().args([command, "--help"]).run();
        ran.exits(0)
            .has_no_complaints()
            .prints("Examples:")
            .prints("Usage:");
    }
    let version = concat!("dixit ", env!("CARGO_PKG_VERSION"));
    Test::new().arg("--version").run().exits(0).prints(version);
}

#[test]
fn shells_get_their_completions() {
    for shell in ["bash", "zsh", "fish"] {
        let ran = Test::new().args(["completions", shell]).run();
        ran.exits(0).has_no_complaints().prints("dixit");
    }
}

#[test]
fn manual_pages_are_written_for_every_command() {
    let ran = Test::new().args(["man", "pages/man1"]).run();
    let ran = ran.exits(0).has_no_complaints();
    let read = |name: &str| {
        let path = ran.folder().join(format!("pages/man1/{name}.1"));
        std::fs::read_to_string(path).expect("a page")
    };
    assert!(
        read("dixit").contains("dixit\\-ask(1)"),
        "{}",
        read("dixit")
    );
    for command in ["build", "ask", "query", "explain", "man"] {
        let page = read(&format!("dixit-{command}"));
        for part in [".TH", ".SH SYNOPSIS", "Examples:"] {
            assert!(page.contains(part), "{command} lacks {part}: {page}");
        }
    }
}

#[test]
fn a_closed_pipe_is_no_failure() {
    use std::io::Read;
    use std::process::{Command, Stdio};
    let test = Test::with_talks();
    let mut child = Command::new(env!("CARGO_BIN_EXE_dixit"))
        .args(["query", "--format", "csv"])
        .current_dir(test.file_path("."))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a running dixit");
    drop(child.stdout.take());
    let mut complaints = String::new();
    let mut stderr = child.stderr.take().expect("its stderr");
    stderr.read_to_string(&mut complaints).expect("UTF-8");
    assert_eq!(complaints, "");
    assert!(child.wait().expect("an end").success());
}

const HARBOUR: &str = "date 2022-01-10\n\nMinister on the harbour\n\n\
    “The harbour will close,” Foreign Minister Sergei Lavrov told reporters on Monday. Lavrov \
    warned the United States that the delay would be costly.\n\n\
    The Ukrainian president, Volodymyr Zelensky, proposed a meeting in Geneva.\n";

/// Several articles, so that threads have something to overtake each other with.
fn with_news() -> Test {
    (0..24).fold(Test::new(), |test, number| {
        let repeated = HARBOUR.repeat(1 + number % 5);
        test.file(&format!("news/a{number:02}.txt"), repeated)
    })
}

#[test]
fn a_build_writes_its_files_and_tells_what_it_found() {
    let ran = with_news()
        .args(["build", "news"])
        .path("")
        .run()
        .exits(0)
        .has_no_complaints()
        .prints("Busiest speakers")
        .prints("Sergei Lavrov")
        .prints("Who warned whom")
        .prints("no picture: Graphviz's 'dot' is not on the PATH")
        .prints("wrote graphs/news.json, graphs/news.dot, graphs/news.html");
    let graph = dixit::graph::Graph::load(&ran.folder().join("graphs/news.json"));
    assert!(!graph.expect("a graph").statements().is_empty());
    assert!(!ran.folder().join("graphs/news.svg").exists());
}

#[test]
fn name_and_folder_can_be_chosen() {
    let ran = Test::new()
        .file("a.txt", HARBOUR)
        .args(["build", "a.txt", "--name", "talks", "--out", "deep/down"])
        .run()
        .exits(0);
    assert!(ran.folder().join("deep/down/talks.json").exists());
    assert!(ran.folder().join("deep/down/talks.dot").exists());
    let page = std::fs::read_to_string(ran.folder().join("deep/down/talks.html"));
    assert!(page.expect("a page").starts_with("<!doctype html>"));
}

#[test]
fn any_number_of_threads_gives_the_same_bytes_in_the_order_of_the_input() {
    let run = |threads| {
        let ran = with_news()
            .args(["extract", "news", "--threads", threads])
            .run();
        ran.exits(0).has_no_complaints()
    };
    let alone = run("1");
    assert_eq!(alone.stdout(), run("7").stdout());
    let ids: Vec<String> = (0..24).map(|number| format!("a{number:02}")).collect();
    let found: Vec<serde_json::Value> = alone.json_lines();
    let found: Vec<&str> = found.iter().filter_map(|d| d["id"].as_str()).collect();
    assert_eq!(found, ids);
}

#[test]
fn records_hold_every_field_and_no_statement_below_the_confidence_asked_for() {
    let all = with_news()
        .args(["extract", "news/a00.txt"])
        .run()
        .exits(0)
        .json_lines();
    let statements = all[0]["statements"].as_array().expect("statements").clone();
    assert!(!statements.is_empty());
    for field in [
        "id",
        "title",
        "date",
        "url",
        "source",
        "entities",
        "statements",
        "error",
    ] {
        assert!(all[0].get(field).is_some(), "{field}");
    }
    for field in [
        "relation",
        "act",
        "polarity",
        "mode",
        "kind",
        "speaker",
        "joint_speakers",
        "addressees",
        "about",
        "source",
        "cue",
        "content",
        "via",
        "within",
        "said_on",
        "confidence",
    ] {
        assert!(statements[0].get(field).is_some(), "{field}");
    }
    let none = with_news()
        .args(["extract", "news/a00.txt", "--min-confidence", "1.0"])
        .run()
        .exits(0)
        .json_lines();
    let kept = none[0]["statements"].as_array().expect("statements").len();
    let certain = statements
        .iter()
        .filter(|s| s["confidence"].as_f64() >= Some(1.0))
        .count();
    assert_eq!(kept, certain);
}

#[test]
fn what_is_built_can_be_asked() {
    let test = with_news();
    let ran = test.args(["build", "news"]).run().exits(0);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_dixit"))
        .args(["ask", "Who warned the United States?"])
        .current_dir(ran.folder())
        .output()
        .expect("a running dixit");
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(out.contains("Sergei Lavrov"), "{out}");
    assert!(out.contains("news/a00.txt:5"), "{out}");
}

#[test]
fn documents_come_out_while_the_input_is_still_open() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_dixit"))
        .args(["extract", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a running dixit");
    let mut stdin = child.stdin.take().expect("its stdin");
    let mut lines = BufReader::new(child.stdout.take().expect("its stdout")).lines();
    for id in ["one", "two"] {
        writeln!(stdin, "{{\"id\": \"{id}\", \"text\": \"Lavrov said no.\"}}").expect("a line in");
        let line = lines.next().expect("a line").expect("a line out");
        assert!(line.contains(&format!("\"id\":\"{id}\"")), "{line}");
    }
    drop(stdin);
    assert!(child.wait().expect("an end").success());
}
