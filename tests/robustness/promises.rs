//! The page of promises (`src/promises.rs`) names tests that exist; and proofs that stand nowhere else.

use crate::targets::extracted;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

const PAGE: &str = include_str!("../../src/promises.rs");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_promise_names_a_test_that_exists() {
    let mut named = 0;
    for row in PAGE.lines().filter(|line| line.starts_with("//! | ")) {
        let cells: Vec<&str> = row
            .trim_start_matches("//! ")
            .split('|')
            .map(str::trim)
            .collect();
        let proof = cells[cells.len() - 2];
        if proof == "proof" || proof.starts_with("---") {
            continue;
        }
        let proof = proof
            .strip_prefix('`')
            .and_then(|proof| proof.strip_suffix('`'));
        let (file, test) = proof
            .and_then(|proof| proof.split_once(": "))
            .unwrap_or_else(|| panic!("no proof: {row}"));
        let source =
            fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let at = source
            .find(&format!("fn {test}("))
            .unwrap_or_else(|| panic!("{file} has no {test}"));
        let before: String = source[..at]
            .chars()
            .rev()
            .take(120)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        assert!(before.contains("#[test]"), "{test} is no test");
        named += 1;
    }
    assert!(named >= 30, "only {named} promises");
}

/// Crates that speak to a network.
const CLIENTS: &[&str] = &[
    "curl",
    "h2",
    "hyper",
    "isahc",
    "minreq",
    "mio",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "socket2",
    "surf",
    "tokio",
    "ureq",
];

#[test]
fn nothing_in_the_program_opens_a_connection() {
    // its own code
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            let module = path.with_extension("");
            if module.ends_with("src/cli/commands/serve") {
                // what listens if somebody asks for it, and is not built by default
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let source = fs::read_to_string(&path).expect("a source");
                let uses = ["std::net", "TcpStream", "UdpSocket", "UnixStream"];
                let found = uses.iter().find(|name| source.contains(**name));
                assert_eq!(found, None, "{}", path.display());
            }
        }
    }
    // and all that it is built of
    let of = dependencies();
    let clients: Vec<&&str> = CLIENTS.iter().filter(|name| of.contains(**name)).collect();
    assert!(clients.is_empty(), "{clients:?}");
    assert!(of.contains("serde_json") && of.contains("libc"), "{of:?}");
}

/// The names of all crates that the program is built of by default, according to Cargo.lock.
fn dependencies() -> BTreeSet<String> {
    let read = |name: &str| -> toml::Table {
        let text = fs::read_to_string(root().join(name)).expect("a file of Cargo");
        text.parse().expect("TOML")
    };
    let (manifest, lock) = (read("Cargo.toml"), read("Cargo.lock"));
    let mut open: Vec<String> = Vec::new();
    let names = |table: &toml::Value| -> Vec<String> {
        table
            .as_table()
            .into_iter()
            .flat_map(|t| t.keys().cloned())
            .collect()
    };
    open.extend(names(&manifest["dependencies"]));
    // what only features need that are off by default
    let features = &manifest["features"];
    let needs = |feature: &str| -> Vec<String> {
        let needs = features[feature].as_array().into_iter().flatten();
        needs
            .filter_map(|n| n.as_str().map(str::to_owned))
            .collect()
    };
    let default = needs("default");
    let is_off = |feature: &String| feature != "default" && !default.contains(feature);
    let off = names(features).into_iter().filter(is_off);
    let off: BTreeSet<String> = off.flat_map(|feature| needs(&feature)).collect();
    assert!(
        off.contains("dep:tokio") && !off.contains("dep:rusqlite"),
        "{off:?}"
    );
    open.retain(|name| !off.contains(&format!("dep:{name}")));
    for target in manifest["target"]
        .as_table()
        .into_iter()
        .flat_map(|t| t.values())
    {
        open.extend(names(&target["dependencies"]));
    }
    let packages = lock["package"].as_array().expect("packages");
    let mut known = BTreeSet::new();
    while let Some(name) = open.pop() {
        if !known.insert(name.clone()) {
            continue;
        }
        let versions = packages
            .iter()
            .filter(|p| p["name"].as_str() == Some(&name));
        for package in versions {
            let of = package.get("dependencies").and_then(|of| of.as_array());
            let of = of.into_iter().flatten().filter_map(|one| one.as_str());
            open.extend(of.map(|one| one.split(' ').next().unwrap_or(one).to_owned()));
        }
    }
    known
}

#[test]
fn every_dependency_has_a_reason() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    let (mut among, mut before) = (false, "");
    for line in manifest.lines() {
        if line.starts_with('[') {
            among = line.ends_with("dependencies]");
        } else if among && line.contains(" = ") {
            assert!(before.starts_with("# "), "{line}: what is it for?");
        }
        before = line;
    }
}

#[test]
fn the_nearest_of_many_namesakes_is_meant() {
    let onsets = ["B", "D", "F", "G", "K", "L", "M", "N", "P", "R", "S", "T"];
    let mut text = String::new();
    for i in 0..400 {
        let given = format!("{}a{}o", onsets[i % 12], onsets[i / 12 % 12].to_lowercase());
        let given = format!("{given}{}i", onsets[i / 144].to_lowercase());
        let _ = write!(
            text,
            "{given} Lindqvist left the harbour. Lindqvist said it was late.\n\n"
        );
    }
    let found = extracted(&text);
    let mut right = 0;
    for statement in &found.statements {
        let at = statement.cue.spans[0][0];
        let before: String = text.chars().take(at).collect();
        let paragraph = before.rsplit("\n\n").next().unwrap_or_default();
        let speaker = statement
            .speaker
            .as_ref()
            .map_or("", |who| who.name.as_str());
        right += usize::from(paragraph.starts_with(speaker) && speaker.contains(' '));
    }
    assert!(
        right >= 380,
        "{right} of {} statements",
        found.statements.len()
    );
}
