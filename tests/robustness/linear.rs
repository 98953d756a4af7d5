//! The work of reading a text grows as the text does, whatever stands in it.

use crate::shapes;
use crate::targets::{check_spans, extracted};
use std::path::{Path, PathBuf};
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
    extracted("The mayor said it was late.");
    for name in names.split(',') {
        let shape = shapes::named(name).unwrap_or_else(|| panic!("no shape {name}"));
        for length in [short(), 4 * short()] {
            extracted(&shape.text(length));
        }
    }
}

/// Counts instructions with Valgrind's Callgrind: the same number in every run, on any machine.
#[test]
#[ignore = "takes minutes and needs valgrind"]
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
    let program = std::env::current_exe().expect("this program");
    let counts = folder.path().join("counts");
    let status = Command::new("valgrind")
        .args(["--tool=callgrind", "--collect-atstart=no"])
        .arg("--toggle-collect=*targets*extracted*")
        .arg("--dump-after=*targets*extracted*")
        .arg(format!("--callgrind-out-file={}", counts.display()))
        .arg(program)
        .args([
            "--exact",
            "linear::read_shapes",
            "--ignored",
            "--test-threads=1",
        ])
        .env("DIXIT_SHAPES", names.join(","))
        .output();
    let output = status.expect("valgrind: install it, or leave this test out");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    let mut totals = totals(folder.path(), &counts);
    // the first document loads the models
    totals.remove(0);
    assert!(
        totals.len() >= 2 * names.len(),
        "{} counts of {} texts: {told}",
        totals.len(),
        2 * names.len()
    );
    let pairs = totals.chunks_exact(2).take(names.len());
    pairs.map(|pair| (pair[0], pair[1])).collect()
}

/// The totals of all parts of the counts, in order.
fn totals(folder: &Path, counts: &Path) -> Vec<f64> {
    let number = |path: &PathBuf| -> usize {
        let end = path.extension().and_then(|end| end.to_str());
        end.and_then(|end| end.parse().ok()).unwrap_or(usize::MAX)
    };
    let files = std::fs::read_dir(folder).expect("the counts");
    let mut parts: Vec<PathBuf> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    parts.retain(|part| part.file_stem() == counts.file_name());
    parts.sort_by_key(number);
    let total = |part: PathBuf| {
        let text = std::fs::read_to_string(&part).expect("a part of the counts");
        let line = text.lines().find_map(|line| line.strip_prefix("totals: "));
        line.and_then(|n| n.trim().parse().ok()).expect("a total")
    };
    parts
        .into_iter()
        .filter(|part| number(part) != usize::MAX)
        .map(total)
        .collect()
}
