//! The commands on files: what they write and how they end.

use crate::harness::Test;

#[test]
fn every_command_explains_itself_with_examples() {
    for command in ["build", "extract", "query", "ask"] {
        let ran = Test::new().args([command, "--help"]).run();
        ran.exits(0)
            .is_content()
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
        ran.exits(0).is_content().prints("dixit");
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
