//! Stores: built, stopped, gone on with, grown and merged; each is the graph of its documents.

use crate::harness::{Ran, Test};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const FERRY: &str =
    "The ferries must not sail in winter, Mayor Ada Moss warned Norway on Monday.\n";
const PIER: &str = "“The pier is safe,” said Olexa Rask, a spokesman for Denmark.\n";
const TRAM: &str =
    "Norway proposed a tram to the pier. Ada Moss told reporters that it would be late.\n";

/// The graph of a file as JSON.
fn json(folder: &Path, graph: &str) -> String {
    let ran = Command::new(env!("CARGO_BIN_EXE_dixit"))
        .args(["export", graph, "-f", "json"])
        .current_dir(folder)
        .output()
        .expect("a running dixit");
    assert!(
        ran.status.success(),
        "{graph}: {}",
        String::from_utf8_lossy(&ran.stderr)
    );
    String::from_utf8(ran.stdout).expect("UTF-8")
}

/// Checks that a store of a folder's articles is what a build of them gives.
#[track_caller]
fn is_a_build(ran: Ran, store: &str) -> Ran {
    let ran = ran.then(["build", "news", "-o", "clean"]).exits(0);
    let [stored, built] = [store, "clean/news.json"].map(|graph| json(ran.folder(), graph));
    assert!(stored == built, "{stored}\n{built}");
    ran
}

#[test]
fn a_store_grows_changes_and_shrinks_with_its_articles() {
    let build = ["build", "news", "--store", "s.sqlite"];
    let test = Test::new()
        .file("news/ferry.txt", FERRY)
        .file("news/pier.txt", PIER);
    let ran = test.args(build).run().exits(0);
    let ran = ran.prints("2 new or changed, 0 unchanged, 0 removed");
    let ran = is_a_build(ran, "s.sqlite");
    let ran = ran.then(build).exits(0);
    let ran = ran.prints("0 new or changed, 2 unchanged, 0 removed");
    fs::write(ran.folder().join("news/tram.txt"), TRAM).expect("an article");
    fs::write(ran.folder().join("news/pier.txt"), FERRY).expect("an article");
    let ran = ran.then(build).exits(0);
    let ran = ran.prints("2 new or changed, 1 unchanged, 0 removed");
    let ran = is_a_build(ran, "s.sqlite");
    fs::remove_file(ran.folder().join("news/ferry.txt")).expect("an article");
    let ran = ran.then(build).exits(0);
    let ran = ran.prints("0 new or changed, 2 unchanged, 1 removed");
    let ran = is_a_build(ran, "s.sqlite");
    // Other settings make other records.
    let ran = ran.then(build.into_iter().chain(["--min-confidence", "0.99"]));
    ran.prints("2 new or changed, 0 unchanged");
}

#[test]
fn two_versions_of_an_article_are_one_as_in_a_build() {
    let line = |text: &str| format!("{{\"id\": \"a\", \"text\": {text:?}}}\n");
    let both = [line(FERRY), line(TRAM)].concat();
    let build = ["build", "news", "--store", "s.sqlite"];
    let ran = Test::new()
        .file("news/all.jsonl", &both)
        .args(build)
        .run()
        .exits(0);
    let ran = is_a_build(ran, "s.sqlite");
    let turned = [line(TRAM), line(FERRY)].concat();
    fs::write(ran.folder().join("news/all.jsonl"), turned).expect("articles");
    let ran = ran.then(build).exits(0);
    let ran = is_a_build(ran, "s.sqlite");
    fs::write(ran.folder().join("news/all.jsonl"), line(FERRY)).expect("an article");
    is_a_build(ran.then(build).exits(0), "s.sqlite");
}

#[test]
fn parts_are_merged_in_any_order_into_a_graph_or_a_store() {
    let test = Test::new()
        .file("news/ferry.txt", FERRY)
        .file("news/pier.txt", PIER)
        .file("news/tram.txt", TRAM);
    let ran = test
        .args(["extract", "news/ferry.txt", "news/pier.txt"])
        .run();
    let first = ran.stdout();
    let ran = ran.then(["extract", "news/tram.txt"]);
    let second = ran.stdout();
    fs::write(ran.folder().join("first.jsonl"), first).expect("lines");
    fs::write(ran.folder().join("second.jsonl"), second).expect("lines");
    let name = ["--name", "news"];
    for output in ["a.json", "a.sqlite"] {
        let merge = ["merge", "second.jsonl", "first.jsonl", "-o", output];
        let again = Test::new().args(merge.into_iter().chain(name));
        copy(ran.folder(), &again);
        let ran = again.run().exits(0).prints("in 3 documents");
        is_a_build(ran, output);
    }
    let ran = ran.then(
        ["build", "news/pier.txt", "-o", "."]
            .into_iter()
            .chain(name),
    );
    let ran = ran.exits(0);
    let merge = ["merge", "first.jsonl", "news.json", "-o", "b.sqlite"];
    let ran = ran.then(merge.into_iter().chain(name)).exits(0);
    let ran = ran
        .then(["merge", "second.jsonl", "-o", "b.sqlite"])
        .exits(0);
    let ran = is_a_build(ran, "b.sqlite");
    let merge = ["merge", "b.sqlite", "first.jsonl", "-o", "c.json"];
    let ran = ran.then(merge.into_iter().chain(name)).exits(0);
    is_a_build(ran, "c.json");
}

/// Copies the lines and articles of a folder into that of a test.
fn copy(from: &Path, test: &Test) {
    for name in [
        "first.jsonl",
        "second.jsonl",
        "news/ferry.txt",
        "news/pier.txt",
        "news/tram.txt",
    ] {
        let target = test.file_path(name);
        fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
        fs::copy(from.join(name), target).expect("a copy");
    }
}

#[test]
fn lines_that_are_no_records_are_told_and_the_others_merged() {
    let ran = Test::new()
        .file("a.txt", FERRY)
        .args(["extract", "a.txt"])
        .run();
    let lines = format!("{}{{\"id\": 3}}\nnothing\n", ran.stdout());
    fs::write(ran.folder().join("a.jsonl"), lines).expect("lines");
    let ran = ran.then(["merge", "a.jsonl", "-o", "a.sqlite"]).exits(0);
    let ran = ran.complains("a.jsonl:2: this is not a line of 'dixit extract'");
    let ran = ran.complains("2 of 3 lines could not be read; the others are merged");
    let ran = ran.then(["merge", "a.jsonl", "-o", "a.sqlite", "--strict"]);
    let ran = ran.exits(2).complains("2 of 3 lines could not be read");
    let ran = ran.then(["query", "-g", "a.sqlite"]).exits(0);
    ran.then(["merge", "a.jsonl", "-o", "a.txt"])
        .exits(2)
        .complains("a.txt: name a graph that ends in .json, or a store that ends in .sqlite");
}

#[test]
fn what_is_no_store_is_refused_in_one_line() {
    let ran = Test::new()
        .file("a.txt", FERRY)
        .file("no.sqlite", "this is a text\n")
        .args(["build", "a.txt", "--store", "no.sqlite"])
        .run()
        .exits(2)
        .complains("no.sqlite: this is not a store written by dixit; name a new file");
    assert_eq!(
        fs::read(ran.folder().join("no.sqlite")).expect("a text"),
        b"this is a text\n"
    );
    let ran = ran.then(["query", "-g", "gone.sqlite"]).exits(2);
    let ran = ran.complains("gone.sqlite: no such file");
    let ran = ran.then(["build", "a.txt", "-o", "s.sqlite"]).exits(0);
    let path = ran.folder().join("s.sqlite");
    let whole = fs::read(&path).expect("a store");
    fs::write(ran.folder().join("cut.sqlite"), &whole[..whole.len() / 2]).expect("half a store");
    let ran = ran.then(["query", "-g", "cut.sqlite"]).exits(2);
    ran.complains("cut.sqlite: the store is damaged");
}

/// A generator of random numbers, the same in every run (SplitMix64).
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) ^ (z >> 31)
}

#[test]
fn a_build_that_is_killed_twenty_times_goes_on_where_it_was() {
    let test = Test::new();
    let folder = test.file_path("news");
    fs::create_dir_all(&folder).expect("a folder");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for entry in fs::read_dir(corpus).expect("the corpus").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        for copy in 0..12 {
            fs::copy(entry.path(), folder.join(format!("{copy}-{name}"))).expect("a copy");
        }
    }
    let build = ["build", "news", "--store", "s.sqlite", "--threads", "1"];
    let start = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dixit"));
        command.args(build).current_dir(test.file_path(""));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("a running dixit")
    };
    // How long it takes from an empty folder.
    let begun = Instant::now();
    assert!(start().wait().expect("its end").success());
    let whole = begun.elapsed();
    fs::remove_file(test.file_path("s.sqlite")).expect("a store");
    let (mut seed, mut killed) = (20, 0);
    for _ in 0..200 {
        let mut child = start();
        let part = random(&mut seed) % 1_000;
        std::thread::sleep(whole.mul_f64(part as f64 / 1_000.0));
        if child.try_wait().expect("its state").is_some() {
            // It was done: again from the beginning.
            fs::remove_file(test.file_path("s.sqlite")).expect("a store");
            continue;
        }
        child.kill().expect("its end");
        child.wait().expect("its end");
        killed += 1;
        if killed == 20 {
            break;
        }
    }
    assert_eq!(killed, 20);
    let ran = test.args(build).run().exits(0);
    is_a_build(ran, "s.sqlite");
}

#[test]
fn an_input_too_large_for_memory_becomes_a_store() {
    let test = Test::new().file("news/ferry.txt", FERRY);
    let sparse = fs::File::create(test.file_path("news/zeros.bin")).expect("a file");
    sparse.set_len(300 << 20).expect("an empty file of 300 MiB");
    let ran = test.args(["build", "news", "-o", "out"]).run().exits(0);
    let ran = ran.complains("the graph becomes a store on disk, out/news.sqlite");
    let ran = ran.complains("zeros.bin");
    let folder = ran.folder().join("out");
    assert!(folder.join("news.sqlite").is_file() && !folder.join("news.json").exists());
    let ran = ran.then(["ask", "Who warned Norway?", "-g", "out/news.sqlite"]);
    ran.exits(0).prints("Ada Moss");
}
