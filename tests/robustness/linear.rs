//! The work of reading a text grows as the text does, whatever stands in it.

use crate::shapes;
use crate::targets::{check_spans, extracted};
use dixit::document::Document;
use dixit::extract::pipeline;
use std::path::Path;
use std::process::Command;

/// Bytes of the short text; that of the long one, whose work is compared with its work, is four times as long.
/// `DIXIT_LINEAR` sets another length, which takes longer and sees more.
fn short() -> usize {
    let asked = std::env::var("DIXIT_LINEAR").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(3_000)
}
/// What twice the text may cost, in the work of the text: a little more than 2 for tables that grow.
const TWICE: f64 = 2.2;

#[test]
fn shapes_have_names_of_their_own_and_their_lengths() {
    let shapes = shapes::all();
    assert!(shapes.len() >= 60, "only {} shapes", shapes.len());
    for (i, shape) in shapes.iter().enumerate() {
        let again = shapes[..i].iter().any(|other| other.name == shape.name);
        assert!(!again, "{} twice", shape.name);
        let length = shape.text(5_000).len();
        assert!((5_000..8_000).contains(&length), "{}: {length}", shape.name);
    }
}

#[test]
fn every_shape_is_read_and_what_is_found_lies_in_it() {
    for shape in shapes::all() {
        let text = shape.text(3_000);
        check_spans(&text, &extracted(&text));
    }
}

/// Reads the shapes that `DIXIT_SHAPES` lists, the short text before the long one; for the test below,
/// which counts the instructions of each.
#[test]
#[ignore = "is run by `the_work_of_every_shape_is_linear`"]
fn read_shapes() {
    let names = std::env::var("DIXIT_SHAPES").expect("names of shapes");
    // the models and tables are loaded by the first document
    let first = Document::new("first", "The mayor said it was late.");
    pipeline::extract(&first).expect("an extraction");
    let shapes = names
        .split(',')
        .map(|name| shapes::named(name).unwrap_or_else(|| panic!("no shape {name}")));
    let lengths = |shape: shapes::Shape| [short(), 4 * short()].map(|length| shape.text(length));
    let texts: Vec<String> = shapes.flat_map(lengths).collect();
    for text in &texts {
        extracted(text);
    }
}

/// Counts instructions with Valgrind's Callgrind: the same number in every run, on any machine.
#[test]
#[ignore = "takes minutes and needs valgrind and strip"]
fn the_work_of_every_shape_is_linear() {
    let names: Vec<&str> = shapes::all().iter().map(|shape| shape.name).collect();
    let half = names.len().div_ceil(2);
    let work: Vec<(f64, f64)> = std::thread::scope(|scope| {
        let parts = names.chunks(half);
        let counts: Vec<_> = parts.map(|part| scope.spawn(|| counted(part))).collect();
        let counts = counts.into_iter();
        counts
            .flat_map(|count| count.join().expect("counts"))
            .collect()
    });
    let mut steep = Vec::new();
    for (name, (few, long)) in names.iter().zip(work) {
        let twice = (long / few).sqrt();
        let each = long / (4 * short()) as f64;
        println!(
            "{name:32} {twice:5.2} times the work for twice the text, {each:9.0} instructions a byte"
        );
        if twice > TWICE {
            steep.push(format!("{name} ({twice:.2})"));
        }
    }
    assert!(
        steep.is_empty(),
        "more than {TWICE} times the work for twice the text: {}",
        steep.join(", ")
    );
}

/// The instructions of the short and the long text of each shape.
fn counted(names: &[&str]) -> Vec<(f64, f64)> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // Valgrind reads all of a program's debug information, which takes it longer than to run this one
    let program = folder.path().join("program");
    let own = std::env::current_exe().expect("this program");
    run(Command::new("strip")
        .arg("--strip-debug")
        .arg("-o")
        .arg(&program)
        .arg(own));
    let counts = folder.path().join("counts");
    run(Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg("--dump-before=*targets*extracted*")
        .arg(format!("--callgrind-out-file={}", counts.display()))
        .arg(program)
        .args([
            "--exact",
            "linear::read_shapes",
            "--ignored",
            "--test-threads=1",
        ])
        .env("DIXIT_SHAPES", names.join(",")));
    // a part is written before each text and at the end: the first one holds what comes before all
    let texts = 2 * names.len();
    let parts = (2..=texts).map(|part| folder.path().join(format!("counts.{part}")));
    let totals: Vec<f64> = parts
        .chain([counts.clone()])
        .map(|part| total(&part))
        .collect();
    let pairs = totals.chunks_exact(2);
    pairs.map(|pair| (pair[0], pair[1])).collect()
}

/// Runs a program that must succeed.
fn run(command: &mut Command) {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {told}");
}

/// The total of one part of the counts.
fn total(part: &Path) -> f64 {
    let text =
        std::fs::read_to_string(part).unwrap_or_else(|error| panic!("{}: {error}", part.display()));
    let line = text.lines().find_map(|line| line.strip_prefix("totals: "));
    line.and_then(|n| n.trim().parse().ok()).expect("a total")
}
