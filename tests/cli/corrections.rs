//! Corrections: where a build finds them, and what it tells of them.

use crate::harness::{Ran, Test};
use dixit::graph::Graph;

const FERRY: &str = "date 2022-01-10\n\nFerry talks\n\n\
    Foreign Minister Sergei Lavrov warned the United States that the delay would be costly.\n\n\
    Harbour master Tilda Brock said the pier was safe.\n";
const PIER: &str = "date 2022-01-11\n\nPier talks\n\n\
    Tilde Brock said the pier was not safe.\n";

fn news() -> Test {
    Test::new()
        .file("news/ferry.txt", FERRY)
        .file("news/pier.txt", PIER)
        .args(["build", "news"])
}

fn graph(ran: &Ran) -> Graph {
    Graph::load(&ran.folder().join("graphs/news.json")).expect("a graph")
}

const MERGE: &str = "[[merge]]\nfrom = \"person:tilde-brock\"\ninto = \"person:tilda-brock\"\n";

#[test]
fn a_build_replays_the_corrections_that_lie_beside_the_graph() {
    let before = graph(&news().run().exits(0));
    assert!(before.entity_by_id("person:tilde-brock").is_some());
    let ran = news()
        .file("graphs/corrections.toml", MERGE)
        .run()
        .exits(0)
        .has_no_complaints()
        .prints("\ngraphs/corrections.toml: 1 correction\n");
    let after = graph(&ran);
    assert!(after.entity_by_id("person:tilde-brock").is_none());
    let brock = after.entity_by_id("person:tilda-brock").expect("one Brock");
    assert_eq!(after.entity(brock).name, "Tilda Brock");
    assert_eq!(after.entity(brock).documents, 2);
}

#[test]
fn another_file_can_be_named_and_stands_in_the_place_of_the_one_beside() {
    let ran = news()
        .file("graphs/corrections.toml", "broken")
        .file(
            "fixes.toml",
            format!("{MERGE}[[ignore]]\ndocument = \"ferry\"\n[[rename]]\nentity = \"Q0\"\nname = \"X\"\n"),
        )
        .args(["--corrections", "fixes.toml"])
        .run()
        .exits(0)
        .complains("fixes.toml:6: [[rename]] no longer applies: no document names \"Q0\"")
        .prints("news: 1 statement in 1 document\n")
        .prints("\nfixes.toml: 2 corrections, 1 document left out, 1 without effect (see above)\n");
    assert_eq!(graph(&ran).documents().len(), 1);
}

#[test]
fn a_broken_file_ends_the_build_before_it_reads() {
    news()
        .file("graphs/corrections.toml", "[[merge]]\nfrom = \"a\"\n")
        .run()
        .exits(2)
        .complains("dixit: error: graphs/corrections.toml:1: missing field `into`");
    news()
        .args(["--corrections", "none.toml"])
        .run()
        .exits(2)
        .complains("none.toml: cannot be read");
}

#[test]
fn the_example_of_the_help_text_is_a_file_that_can_be_read() {
    let help = Test::new().args(["build", "--help"]).run().exits(0);
    let help = help.stdout();
    let lines = help.lines().skip_while(|line| !line.starts_with("  [["));
    let example: Vec<&str> = lines
        .take_while(|line| line.starts_with("  "))
        .map(|line| match line.split_once("]]") {
            Some((entry, _)) => &line[..entry.len() + 2],
            None => line,
        })
        .collect();
    assert!(example.len() > 15, "{help}");
    let path = std::path::Path::new("example.toml");
    let corrections = dixit::corrections::Corrections::parse(path, &example.join("\n"));
    assert_eq!(corrections.expect("a file").stale().count(), 7);
}
