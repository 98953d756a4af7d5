//! The figures of `dixit stats` against those of NetworkX, which reads the same files.

use dixit::entity::{EntityType, Reference};
use dixit::extract::record::{Extraction, StatementRecord, Words};
use dixit::graph::{BuildOptions, Graph};
use dixit::statement::{Kind, Mode, Polarity, Relation};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where `.ci/run` puts NetworkX.
fn python() -> PathBuf {
    root().join("target/readers/current/bin/python")
}

/// A graph of so many statements between people of whom few are busy and most are not.
fn invented(people: u64, statements: u64) -> Graph {
    let mut state = 7_u64;
    let mut next = move |limit: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    };
    let mut record = |number: u64| {
        // The product of two draws is small more often than not.
        let mut somebody = || {
            let id = format!("person:p{}", next(people) * next(people) / people);
            Reference {
                name: id.clone(),
                id,
                kind: EntityType::Person,
            }
        };
        let speakers = [somebody(), somebody()];
        let joint = number.is_multiple_of(11);
        StatementRecord {
            id: format!("s{number}"),
            relation: Relation::Said,
            act: "say".to_owned(),
            polarity: Polarity::Affirmed,
            mode: Mode::Speech,
            kind: Kind::Direct,
            speaker: Some(speakers[0].clone()),
            joint_speakers: speakers[1..].iter().filter(|_| joint).cloned().collect(),
            addressees: (0..number % 3).map(|_| somebody()).collect(),
            about: (0..number % 2).map(|_| somebody()).collect(),
            source: Words::default(),
            cue: Words::default(),
            content: Words {
                text: format!("words {number}"),
                spans: Vec::new(),
            },
            via: None,
            within: None,
            said_on: None,
            confidence: 1.0,
            line: None,
            sentence: None,
        }
    };
    let document = Extraction {
        id: "invented".to_owned(),
        title: None,
        date: None,
        url: None,
        source: None,
        path: None,
        fingerprint: None,
        entities: Vec::new(),
        statements: (0..statements).map(&mut record).collect(),
        error: None,
    };
    Graph::from_extractions("invented", [document], &BuildOptions::default())
}

#[test]
#[ignore = "needs NetworkX in target/readers/current: run .ci/run"]
fn networkx_finds_the_same_figures() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let graphs = [
        ("small", invented(40, 150)),
        ("large", invented(700, 4_000)),
    ];
    let mut files = vec![root().join("graphs/corpus.json")];
    for (name, graph) in graphs {
        let file = folder.path().join(format!("{name}.json"));
        graph.save(&file).expect("a saved graph");
        files.push(file);
    }
    for file in files {
        let figures = folder.path().join("figures.json");
        let run = Command::new(env!("CARGO_BIN_EXE_dixit"))
            .args(["stats", "--format", "json", "--graph"])
            .arg(&file)
            .output()
            .expect("a running dixit");
        assert!(
            run.status.success(),
            "{}",
            String::from_utf8_lossy(&run.stderr)
        );
        std::fs::write(&figures, run.stdout).expect("written figures");
        let checked = Command::new(python())
            .arg(root().join("tests/networks/figures.py"))
            .args([&file, &figures])
            .output()
            .expect("Python in target/readers/current: run .ci/run");
        let told = String::from_utf8_lossy(&checked.stdout);
        println!("{told}");
        let complaint = String::from_utf8_lossy(&checked.stderr);
        assert!(
            checked.status.success(),
            "{}: {told}{complaint}",
            file.display()
        );
    }
}
