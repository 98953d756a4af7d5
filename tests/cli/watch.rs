//! `dixit build --watch`, as somebody has it running beside an editor.

use crate::harness::Test;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

const WARNING: &str = "date 2022-03-01\n\nThe mayor warned on Monday that the quay would close.\n";

/// Reads lines until one begins like this; they come when they come.
fn wait_for(lines: &mut impl BufRead, beginning: &str) -> String {
    loop {
        let mut line = String::new();
        let read = lines.read_line(&mut line).expect("a line");
        assert!(read > 0, "no line begins with {beginning:?}");
        if line.starts_with(beginning) {
            return line.trim_end().to_owned();
        }
    }
}

/// Ends the program as Ctrl-C does; gives its exit code.
fn interrupted(mut child: Child) -> Option<i32> {
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(sent.expect("kill runs").success());
    child.wait().expect("an end").code()
}

#[test]
fn a_build_that_watches_builds_again_when_a_file_comes_changes_or_goes() {
    // what is written beside the articles is no change of them
    for out in [&["-o", "graphs"][..], &["--store", "news/all.sqlite"]] {
        let test = Test::new()
            .file("news/a.txt", WARNING)
            .args(["build", "news", "--watch"])
            .args(out.iter().copied());
        let mut child = test
            .command()
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a running dixit");
        let mut out = BufReader::new(child.stdout.take().expect("its output"));
        let mut complaints = BufReader::new(child.stderr.take().expect("its complaints"));
        wait_for(&mut out, "news: 1 statement in 1 document");
        wait_for(&mut complaints, "dixit: watching news; stop with Ctrl-C");
        let another = test.file_path("news/b.md");
        fs::write(
            &another,
            "The council said on Tuesday that it would wait.\n",
        )
        .expect("a file");
        wait_for(&mut out, "news: 2 statements in 2 documents");
        fs::write(&another, "Nobody speaks.\n").expect("a file");
        wait_for(&mut out, "news: 1 statement in 2 documents");
        fs::remove_file(&another).expect("no file");
        wait_for(&mut out, "news: 1 statement in 1 document");
        assert_eq!(interrupted(child), Some(130));
        let mut rest = String::new();
        out.read_to_string(&mut rest).expect("the rest");
        assert_eq!(rest, "", "built once for each change");
    }
}

#[test]
fn standard_input_cannot_be_watched() {
    Test::new()
        .args(["build", "-", "--watch"])
        .run()
        .exits(2)
        .complains("--watch cannot read standard input; name files or folders");
}
