//! What people have, read as it is: encodings, names of fields, archives, other languages.

use crate::harness::Test;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const ARTICLE: &str = "date 2022-03-01\n\nThe quay\n\n\
    Harbour master Ruth Oyelaran warned the shipping companies on Tuesday that the quay would close.\n";

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("an entry");
        writer.write_all(text.as_bytes()).expect("an entry");
    }
    writer.finish().expect("an archive").into_inner()
}

/// The content of the first statement on a line of `extract`, and the words at its first span.
fn content(line: &serde_json::Value, text: &str) -> (String, String) {
    let content = &line["statements"][0]["content"];
    let at = |i: usize| usize::try_from(content["spans"][0][i].as_u64().unwrap_or(0)).unwrap_or(0);
    let words = text.chars().skip(at(0)).take(at(1) - at(0)).collect();
    (
        content["text"].as_str().unwrap_or_default().to_owned(),
        words,
    )
}

#[test]
fn quotation_marks_of_other_encodings_are_kept_and_spans_count_the_decoded_text() {
    let text = "Café owner Ruth Oyelaran said: “We won’t close the harbour on Tuesday.”";
    let windows: Vec<u8> = text
        .chars()
        .map(|c| match c {
            '“' => 0x93,
            '”' => 0x94,
            '’' => 0x92,
            c => u8::try_from(u32::from(c)).expect("a letter of Latin 1"),
        })
        .collect();
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let ran = Test::new()
        .file("a.txt", text)
        .file("b.txt", &windows)
        .args(["extract", "a.txt", "b.txt"])
        .run()
        .exits(0)
        .complains("warning: b.txt: not UTF-8; read as windows-1252");
    let lines = ran.json_lines();
    assert_eq!(content(&lines[1], text), content(&lines[0], text));
    let (content, words) = content(&lines[1], text);
    assert_eq!(content, words);
    assert!(content.contains("We won’t close the harbour"), "{content}");
    for (name, bytes) in [("windows-1252", &windows), ("utf-16le", &wide)] {
        let ran = Test::new()
            .file("a.txt", bytes)
            .args(["extract", "a.txt", "--encoding", name])
            .run()
            .exits(0)
            .has_no_complaints();
        assert_eq!(ran.json_lines()[0]["statements"], lines[0]["statements"]);
    }
}

#[test]
fn fields_are_named_by_the_user_where_they_are_not_known() {
    let lines = "{\"fields\": {\"words\": \"Lavrov said no.\", \"day\": \"03/04/2021\"}}\n";
    let args = "extract - --field text=fields.words --field date=fields.day --date-format %d/%m/%Y";
    let ran = Test::new()
        .stdin(lines)
        .args(args.split(' '))
        .run()
        .exits(0)
        .has_no_complaints();
    assert_eq!(ran.json_lines()[0]["date"], "2021-04-03");
    Test::new()
        .stdin(lines)
        .args(["extract", "-"])
        .run()
        .complains("no field \"text\" (found \"fields\")")
        .complains("--field text=NAME");
    for (args, message) in [
        (["--field", "words=body"], "write FIELD=NAME"),
        (["--date-format", "%H:%M"], "not the form of a day"),
        (["--encoding", "klingon"], "not an encoding's name"),
    ] {
        let args = ["extract", "-"].into_iter().chain(args);
        Test::new().args(args).run().exits(2).complains(message);
    }
}

#[test]
fn two_columns_for_the_text_are_an_error_that_names_the_way_out() {
    let table = "content;body\nLavrov said no.;Truss said yes.\n";
    let ran = Test::new()
        .file("a.csv", table)
        .args(["extract", "a.csv"])
        .run()
        .exits(1)
        .complains("a.csv:1: the columns \"content\" and \"body\" can both be the text");
    let lines = ran
        .then(["extract", "a.csv", "--field", "text=body"])
        .exits(0)
        .json_lines();
    assert_eq!(lines[0]["statements"][0]["speaker"]["name"], "Liz Truss");
}

#[test]
fn what_an_archive_says_is_proven_and_explained_from_the_archive() {
    let table =
        "Headline,Full text\nThe ferry,\"The mayor, Petra Novak, proposed a second ferry.\"\n";
    let ran = Test::new()
        .file(
            "news.zip",
            archive(&[("2022/a.txt", ARTICLE), ("wire.csv", table)]),
        )
        .args(["build", "news.zip"])
        .run()
        .exits(0);
    let ran = ran.then(["check", "graphs/news.json"]).exits(0);
    let ran = ran
        .then(["query", "--speaker", "Oyelaran", "--format", "json"])
        .exits(0);
    let answer: serde_json::Value = serde_json::from_str(&ran.stdout()).expect("JSON");
    let id = answer["statements"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    ran.then(["explain", id.as_str()])
        .exits(0)
        .prints("Oyelaran");
}

#[test]
fn another_language_is_reported_once_a_document_and_is_no_error() {
    let german = "Die Ministerin sagte am Donnerstag in Berlin, die Gespräche würden im Januar \
        fortgesetzt. „Wir warten auf eine Antwort“, sagte sie. Dmitri Peskow warnte den Westen vor \
        \"schweren Folgen\". Olaf Scholz schlug Joe Biden ein Treffen vor, das im nächsten Jahr in \
        Genf stattfinden soll.\n";
    let ran = Test::new()
        .file("a.txt", german)
        .file("b.txt", ARTICLE)
        .args(["extract", "a.txt", "b.txt"])
        .run()
        .exits(0);
    let lines = ran.json_lines();
    assert!(lines[0]["error"].is_null());
    assert_eq!(lines[0]["statements"], serde_json::json!([]));
    assert_eq!(lines[1]["statements"].as_array().map(Vec::len), Some(1));
    let told = ran.stderr();
    assert_eq!(
        told.lines().next(),
        Some(
            "dixit: warning: a.txt: document \"a\" is in German, so no statements are found in it; dixit reads English"
        ),
    );
    assert_eq!(told.matches("German").count(), 1, "{told}");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_an_archive_is_refused_at_once() {
    let test = Test::new().args(["extract", "news.zip", "wire.warc.gz", "a.docx"]);
    for name in ["news.zip", "wire.warc.gz", "a.docx"] {
        let made = std::process::Command::new("mkfifo")
            .arg(test.file_path(name))
            .status();
        assert!(made.expect("mkfifo runs").success());
    }
    let ran = test.run().exits(1);
    assert_eq!(
        ran.stderr()
            .matches("this is a pipe; save its content")
            .count(),
        3
    );
}
