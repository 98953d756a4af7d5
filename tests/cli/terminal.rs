//! What an article says is not obeyed: not by a terminal, whatever the command and format, and not by a
//! spreadsheet.
#![cfg(target_os = "linux")]

use crate::harness::Test;
use std::process::Command;

/// Articles whose text, names and places hold what terminals obey: escape sequences, their C1 forms, and
/// marks that turn the direction of writing.
fn hostile() -> Test {
    let evil = "\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}\u{2066}";
    let article = |id: &str, name: &str| {
        serde_json::json!({
            "id": format!("{id}{evil}"),
            "title": format!("The quay{evil}"),
            "date": "2022-03-01",
            "source": format!("The {evil} Post"),
            "url": format!("https://example.org/{evil}"),
            "text": format!(
                "Harbour master {name} Oyela{evil}ran warned the Quay{evil} Company on Tuesday that \
                 the quay {evil}would close. “We {evil} will sue,” said Petra {evil}Novak. The \
                 mayor, Inga Holm, proposed a second {evil} ferry to {name} Oyelaran."
            ),
        })
    };
    let lines = format!("{}\n{}\n", article("a", "Ruth"), article("b", "Ruth"));
    let ran = Test::new().file("evil.jsonl", lines);
    ran.path("").args(["build", "evil.jsonl"])
}

/// An argument that the shell makes an escape sequence of.
const TYPED: &str = "\"$(printf '\\033]0;owned\\007')\"";

/// What a terminal gets from a command.
fn shown(folder: &std::path::Path, args: &str) -> String {
    let line = format!("{} {args}", env!("CARGO_BIN_EXE_dixit"));
    let output = Command::new("script")
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .current_dir(folder)
        .env("TERM", "xterm")
        .output()
        .expect("script runs");
    String::from_utf8(output.stdout).expect("UTF-8 on a terminal")
}

/// The first character that a terminal would obey, except for what is our own: colours, ends of lines.
fn obeyed(shown: &str) -> Option<char> {
    let mut rest = shown.to_owned();
    for style in ["0", "1", "2", "31", "32", "34", "1;4"] {
        rest = rest.replace(&format!("\u{1b}[{style}m"), "");
    }
    // The bar of `dixit build` begins its line anew.
    let rest = rest.replace("\r\n", "\n").replace("\r\u{1b}[2K", "");
    rest.chars().find(|c| {
        let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        turns || c.is_control() && !matches!(c, '\n' | '\t')
    })
}

#[test]
fn no_command_and_no_format_passes_on_what_a_terminal_would_obey() {
    let ran = hostile().run().exits(0);
    let folder = ran.folder();
    let json = std::fs::read_to_string(folder.join("graphs/evil.json")).expect("a graph");
    assert!(json.contains("\u{9b}31m"), "what is kept is kept as it was");
    let graph = dixit::graph::Graph::load(&folder.join("graphs/evil.json")).expect("a graph");
    let id = graph.statements()[0]
        .reports()
        .next()
        .expect("a report")
        .id
        .to_string();
    let commands = [
        "ask 'Who warned whom?'".to_owned(),
        "ask 'What did Novak say?' -f json".to_owned(),
        "verify 'We will sue' --speaker Novak".to_owned(),
        "timeline --to Oyelaran".to_owned(),
        "timeline --to Oyelaran -f json".to_owned(),
        "stats".to_owned(),
        "stats -f json".to_owned(),
        "diff 2022-03 2022-04".to_owned(),
        "check graphs/evil.json".to_owned(),
        "query --count-by outlet,speaker -f csv".to_owned(),
        "build evil.jsonl --out again".to_owned(),
        "extract evil.jsonl".to_owned(),
        format!("variants {id}"),
        format!("explain {id} evil.jsonl"),
        format!("explain {id} evil.jsonl -f json"),
        format!("bu{TYPED}"),
        format!("query --count-by {TYPED}"),
        format!("query --speaker {TYPED}"),
        format!("extract {TYPED}"),
    ];
    let queries =
        ["table", "json", "jsonl", "csv", "md"].map(|format| format!("query -f {format}"));
    let exports = [
        "cameo",
        "cypher",
        "cytoscape",
        "dot",
        "gexf",
        "graphml",
        "html",
        "json",
        "jsonl",
        "jsonld",
        "mermaid",
        "ntriples",
        "turtle",
    ];
    let exports = exports.map(|format| format!("export -f {format}"));
    for command in commands.iter().chain(&queries).chain(&exports) {
        let shown = shown(folder, command);
        assert!(shown.len() > 20, "dixit {command} shows nothing: {shown}");
        assert_eq!(obeyed(&shown), None, "dixit {command} shows: {shown:?}");
    }
    let shown = shown(folder, "query -f csv");
    assert!(shown.contains('\u{fffd}'), "it is made visible");
}

#[test]
fn a_pipe_gets_the_letters_as_they_are() {
    let ran = hostile().run().exits(0);
    ran.then(["query", "-f", "csv"])
        .exits(0)
        .prints("\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}");
}

/// An article from an outlet that a spreadsheet would run.
fn formulas() -> Test {
    let article = serde_json::json!({
        "id": "@quay",
        "date": "2022-03-01",
        "source": "=HYPERLINK(\"http://example.org\",\"Post\")",
        "text": "Harbour master Ruth Oyelaran warned the Holm Company on Tuesday that the quay would close.",
    });
    Test::new()
        .file("a.jsonl", article.to_string())
        .path("")
        .args(["build", "a.jsonl"])
}

#[test]
fn a_spreadsheet_gets_no_formula_unless_asked() {
    let ran = formulas().run().exits(0);
    let (harmless, formula) = ("\"'=HYPERLINK(", "\"=HYPERLINK(");
    let commands = [
        &["query", "-f", "csv"][..],
        &["query", "--count-by", "outlet", "-f", "csv"],
        &["ask", "Who warned whom?", "-f", "csv"],
        &["export", "-f", "cameo"],
    ];
    let ran = commands.into_iter().fold(ran, |ran, command| {
        let ran = ran.then(command.iter().copied()).exits(0).prints(harmless);
        assert!(!ran.stdout().contains(formula));
        let raw = command.iter().copied().chain(["--raw"]);
        ran.then(raw).exits(0).prints(formula)
    });
    let export = ["export", "-f", "csv", "--shape", "statements", "-o"];
    let ran = ran.then(export.into_iter().chain(["tables"])).exits(0);
    let ran = ran
        .then(export.into_iter().chain(["raw", "--raw"]))
        .exits(0);
    let read = |name: &str| std::fs::read_to_string(ran.folder().join(name)).expect("a table");
    assert!(read("tables/nodes.csv").contains(harmless));
    assert!(read("raw/nodes.csv").contains(formula));
    // What databases read is what was said.
    let neo4j = std::fs::read_dir(ran.folder().join("tables/neo4j")).expect("a folder");
    let tables = neo4j
        .flatten()
        .map(|entry| std::fs::read_to_string(entry.path()).expect("text"));
    let tables: String = tables.collect();
    assert!(tables.contains(formula) && !tables.contains(harmless));
    ran.then(["query", "-f", "jsonl"])
        .exits(0)
        .prints("\"=HYPERLINK(");
}
