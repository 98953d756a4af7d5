//! Files are complete and together, or as they were before: whatever ends the program, and whatever
//! stands in their place. And what is no file is not read as one.
#![cfg(unix)]

use crate::harness::Test;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const ARTICLE: &str = "date 2022-03-01\n\nThe quay\n\n\
    Harbour master Ruth Oyelaran warned the shipping companies on Tuesday that the quay would close.\n";
const OTHER: &str = "date 2022-03-02\n\nThe ferry\n\n\
    The mayor, Petra Novak, proposed a second ferry on Wednesday.\n";

/// The names in a folder, hidden ones too.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// A build that has written all but the picture and waits for Graphviz, in whose place stands a program
/// that sleeps.
fn waiting() -> (Test, Child) {
    let test = Test::new()
        .file("a.txt", ARTICLE)
        .file("bin/dot", "#!/bin/sh\nexec /bin/sleep 5\n");
    let dot = test.file_path("bin/dot");
    fs::set_permissions(dot, fs::Permissions::from_mode(0o755)).expect("a program");
    let path = test.file_path("bin").to_string_lossy().into_owned();
    let test = test.path(&path).args(["build", "a.txt"]);
    let mut command = test.command();
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let child = command.spawn().expect("a running dixit");
    let start = Instant::now();
    while names(&test.file_path("graphs")).len() < 3 {
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "nothing is written"
        );
        sleep(Duration::from_millis(10));
    }
    (test, child)
}

fn signal(child: &Child, name: &str) {
    let pid = child.id().to_string();
    let sent = Command::new("kill").args([name, &pid]).status();
    assert!(sent.expect("kill runs").success());
}

#[test]
fn int_and_term_leave_no_file_behind() {
    for (name, code) in [("-INT", 130), ("-TERM", 143)] {
        let (test, mut child) = waiting();
        assert!(
            names(&test.file_path("graphs"))
                .iter()
                .all(|name| name.ends_with(".part"))
        );
        signal(&child, name);
        assert_eq!(child.wait().expect("an end").code(), Some(code));
        assert_eq!(names(&test.file_path("graphs")), [""; 0]);
    }
}

#[test]
fn what_a_killed_run_left_is_removed_by_the_next() {
    let (test, mut child) = waiting();
    signal(&child, "-KILL");
    child.wait().expect("an end");
    assert!(names(&test.file_path("graphs")).len() >= 3);
    let ran = test.path("").run().exits(0);
    assert_eq!(
        names(&ran.folder().join("graphs")),
        ["a.dot", "a.html", "a.json"]
    );
}

/// How often a build is killed; `DIXIT_KILLS=60` for as many.
fn kills() -> u32 {
    let asked = std::env::var("DIXIT_KILLS").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(10)
}

#[test]
fn a_build_killed_at_any_moment_leaves_files_that_are_all_old_or_all_new() {
    let test = Test::new().path("");
    let graphs = test.file_path("graphs");
    let start = |confidence: &str| -> Child {
        let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
        let mut command = test.command();
        command.args([
            "build",
            corpus,
            "--name",
            "g",
            "--min-confidence",
            confidence,
        ]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("a running dixit")
    };
    let begun_to_write = |child: &mut Child| {
        let mark = format!(".dixit-{}.part", child.id());
        let begun = || names(&graphs).iter().any(|name| name.ends_with(&mark));
        while !begun() && child.try_wait().expect("a state").is_none() {
            sleep(Duration::from_millis(1));
        }
        Instant::now()
    };
    let files = ["g.dot", "g.html", "g.json"];
    let bytes = || files.map(|name| fs::read(graphs.join(name)).expect("a file"));
    let [old, new] = ["0.9", "0"].map(|confidence| {
        assert!(start(confidence).wait().expect("an end").success());
        bytes()
    });
    let (begin, mut child) = (Instant::now(), start("0.9"));
    let written = begun_to_write(&mut child);
    child.wait().expect("an end");
    let (reading, writing) = (written - begin, written.elapsed());
    for kill in 0..kills() {
        let mut child = start(["0", "0.9"][kill as usize % 2]);
        // half of them while it writes, at moments that spread evenly over the time it takes
        let within = if kill % 4 < 2 {
            reading
        } else {
            begun_to_write(&mut child);
            writing
        };
        sleep(within.mul_f64((f64::from(kill) * 0.618).fract()));
        child.kill().expect("a kill");
        child.wait().expect("an end");
        for ((name, found), (old, new)) in files.iter().zip(bytes()).zip(old.iter().zip(&new)) {
            assert!(
                found == *old || found == *new,
                "kill {kill}: half of {name}"
            );
        }
        // Whoever reads next finishes what was begun: no file of one build stands beside those of another.
        let mut read = Command::new(env!("CARGO_BIN_EXE_dixit"));
        read.arg("query").current_dir(test.file_path(""));
        assert!(read.output().expect("an answer").status.success());
        assert!(bytes() == old || bytes() == new, "kill {kill}: mixed");
    }
    assert!(start("0").wait().expect("an end").success());
    assert_eq!(names(&graphs), files);
    assert!(bytes() == new);
}

#[test]
fn a_build_that_cannot_write_one_file_leaves_all_as_they_were() {
    let build = ["build", "a.txt", "--name", "g"];
    let test = Test::new().file("a.txt", ARTICLE).path("").args(build);
    let graphs = test.file_path("graphs");
    fs::create_dir_all(graphs.join("g.html")).expect("a folder");
    let ran = test.run().exits(2);
    assert_eq!(names(&graphs), ["g.html"]);
    let ran = ran.complains("graphs/g.html: is a folder; name a file");
    fs::remove_dir(graphs.join("g.html")).expect("no folder");
    ran.then(build).exits(0);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_the_old_files_and_says_which() {
    let test = Test::new()
        .file("a.txt", ARTICLE)
        .file("b.txt", OTHER)
        .path("");
    let graphs = test.file_path("graphs");
    let ran = test.args(["build", "a.txt", "--name", "g"]).run().exits(0);
    let old = fs::read(graphs.join("g.json")).expect("a graph");
    fs::remove_file(graphs.join("g.html")).expect("no page");
    symlink("/dev/full", graphs.join("g.html")).expect("a link");
    let ran = ran
        .then(["build", "b.txt", "--name", "g"])
        .exits(2)
        .complains("graphs/g.html: cannot be written: No space left on device")
        .complains("graphs/g.json and graphs/g.dot are unchanged");
    assert_eq!(fs::read(graphs.join("g.json")).expect("a graph"), old);
    assert_eq!(
        names(&ran.folder().join("graphs")),
        ["g.dot", "g.html", "g.json"]
    );
}

#[test]
fn a_picture_that_cannot_be_drawn_anew_is_said_to_be_old() {
    Test::new()
        .file("a.txt", ARTICLE)
        .file("graphs/a.svg", "<svg/>")
        .path("")
        .args(["build", "a.txt"])
        .run()
        .exits(0)
        .prints("not on the PATH; graphs/a.svg is from an earlier build");
}

#[test]
fn a_link_is_followed_when_it_is_written_to() {
    let test =
        Test::with_talks()
            .folder("shelf")
            .args(["export", "-f", "jsonl", "-o", "talks.jsonl"]);
    symlink("shelf/real.jsonl", test.file_path("talks.jsonl")).expect("a link");
    let ran = test.run().exits(0);
    assert!(ran.folder().join("talks.jsonl").is_symlink());
    assert!(fs::metadata(ran.folder().join("shelf/real.jsonl")).is_ok_and(|f| f.len() > 0));
}

#[test]
fn pipes_and_devices_are_refused_at_once() {
    let test = Test::with_talks();
    let made = Command::new("mkfifo")
        .arg(test.file_path("pipe.txt"))
        .status();
    assert!(made.expect("mkfifo runs").success());
    let refusal = "pipe.txt: this is a pipe; save its content to a file and give that";
    let ran = test
        .args(["extract", "pipe.txt"])
        .run()
        .exits(1)
        .complains(refusal);
    let ran = ran
        .then(["extract", "/dev/zero"])
        .exits(1)
        .complains("/dev/zero: this is a device;");
    let ran = ran
        .then(["query", "-g", "pipe.txt"])
        .exits(2)
        .complains("this is a pipe");
    let ran = ran
        .then(["extract", "pipe.txt", "--model", "/dev/zero"])
        .exits(2)
        .complains("/dev/zero: this is a device;");
    ran.then(["extract", "/dev/null", "--kb", "pipe.txt"])
        .exits(2)
        .complains("this is a pipe");
}

#[test]
fn a_pipe_is_written_to_only_if_somebody_reads_it() {
    let test = Test::with_talks()
        .file("a.txt", ARTICLE)
        .folder("out")
        .path("");
    let pipes = ["talks.jsonl", "out/a.json"].map(|name| test.file_path(name));
    let made = Command::new("mkfifo").args(&pipes).status();
    assert!(made.expect("mkfifo runs").success());
    let export = ["export", "-f", "jsonl", "-o", "talks.jsonl"];
    let ran = test.args(export).run().exits(2).complains(
        "talks.jsonl: cannot be written: nothing reads from it; start the reader first, or name a file",
    );
    let ran = ran.then(["build", "a.txt", "--out", "out"]).exits(2);
    let ran = ran.complains("out/a.json: cannot be written: nothing reads from it");
    assert_eq!(names(&ran.folder().join("out")), ["a.json"]);
    let reader = Command::new("cat")
        .arg(&pipes[0])
        .stdout(Stdio::piped())
        .spawn();
    let reader = reader.expect("a running cat");
    // it may not have opened the pipe yet
    let mut ran = ran.then(export);
    while ran.stderr().contains("nobody reads") {
        ran = ran.then(export);
    }
    ran.exits(0);
    let read = reader.wait_with_output().expect("its output").stdout;
    assert!(read.len() > 1000, "{} bytes", read.len());
}

#[test]
fn links_out_of_a_folder_are_followed_only_when_asked() {
    let test = Test::new()
        .file("private/plan.txt", ARTICLE)
        .file("news/ferry.txt", OTHER)
        .args(["extract", "news"]);
    symlink("../private", test.file_path("news/folder")).expect("a link");
    symlink("../private/plan.txt", test.file_path("news/quay.txt")).expect("a link");
    symlink("ferry.txt", test.file_path("news/latest.txt")).expect("a link");
    let ids = |ran: &crate::harness::Ran| -> Vec<String> {
        let lines = ran.json_lines();
        let ids = lines.iter().filter_map(|line| line["id"].as_str());
        ids.map(str::to_owned).collect()
    };
    let ran = test.run().exits(0);
    assert_eq!(ids(&ran), ["ferry", "latest"]);
    let ran = ran
        .complains("news/folder: this link leads out of the folder and was not followed")
        .complains("news/quay.txt: this link leads out");
    let ran = ran.then(["extract", "news", "--follow-links"]).exits(0);
    assert_eq!(ids(&ran), ["ferry", "plan", "latest", "quay"]);
    // A path that is given may be a link itself.
    let ran = ran
        .then(["extract", "news/quay.txt", "news/folder"])
        .exits(0);
    assert_eq!(ids(&ran), ["quay", "plan"]);
}

#[test]
fn a_model_with_a_flipped_bit_is_refused_by_name() {
    let mut model = dixit::extract::engine::SHIPPED.to_vec();
    let middle = model.len() / 2;
    model[middle] ^= 4;
    Test::new()
        .file("a.txt", ARTICLE)
        .file("my.model", model)
        .args(["extract", "a.txt", "--model", "my.model"])
        .run()
        .exits(2)
        .complains("my.model: the model file is damaged (its checksum is wrong)");
}
