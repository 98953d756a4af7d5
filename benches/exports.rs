//! How fast each format is written, and how much memory it needs beyond the graph:
//! `cargo bench --bench exports [-- EDGES [FOLDER [FORMAT…]]]`, all formats if none is named.
//!
//! The whole export is timed: choosing from the graph, aggregating and writing.
//!
//! The news are invented ([`invented`]); every statement has at least one edge. Formats of one file are
//! written to nowhere, those of several into new folders of `FOLDER` (`target/bench` by default),
//! which are removed again. Memory is measured on Linux only, where the peak can be reset.

mod invented;

use dixit::error::Result;
use dixit::export::network::Shape;
use dixit::export::selection::{Choice, Selection};
use dixit::export::{Export, Format, Options};
use dixit::graph::{BuildOptions, Graph};
use mimalloc::MiMalloc;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What the program has.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const EDGES: usize = 1_000_000;

/// Counts what is written to it.
#[derive(Default)]
struct Nowhere {
    bytes: u64,
}

impl Write for Nowhere {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    // `cargo bench` adds "--bench".
    let mut arguments = std::env::args().skip(1).filter(|a| !a.starts_with("--"));
    let edges = arguments.next().map_or(Ok(EDGES), |a| a.parse())?;
    let folder = PathBuf::from(arguments.next().unwrap_or("target/bench".to_owned()));
    let wanted: Vec<String> = arguments.collect();
    let world = invented::World::new();
    let options = BuildOptions::default();
    let graph = Graph::from_extractions("invented", world.articles(edges), &options);
    println!(
        "{} statements, {} entities, {} documents",
        graph.statements().len(),
        graph.entities().len(),
        graph.documents().len()
    );
    let is_wanted =
        |format: &Format| wanted.is_empty() || wanted.iter().any(|w| w == format.name());
    for format in Format::all().filter(is_wanted) {
        for shape in format
            .shapes()
            .iter()
            .map(Some)
            .chain(match format.shapes() {
                [] => Some(None),
                _ => None,
            })
        {
            measure(&graph, format, shape.copied(), &folder)?;
        }
    }
    Ok(())
}

fn measure(graph: &Graph, format: Format, shape: Option<Shape>, folder: &Path) -> Result<()> {
    // Pictures are cut to what can be read; Graphviz is not ours to measure.
    if format.is_picture() {
        return Ok(());
    }
    forget_the_peak();
    let before = memory("VmRSS:");
    let start = Instant::now();
    let selection = Selection::of(graph, &Choice::default())
        .map_err(|failure| dixit::error::Error::new(failure.to_string()))?;
    let options = match shape {
        Some(shape) => Options::default().shape(shape),
        None => Options::default(),
    };
    let export = Export::new(&selection, format, &options)?;
    let bytes = match format.is_folder() {
        true => {
            let path = folder.join(format.name());
            dixit::output::new_folder(&path, |folder| export.write_folder(folder))?;
            size(&path)
        }
        false => {
            let mut out = io::BufWriter::with_capacity(1 << 16, Nowhere::default());
            let failed = |error: io::Error| dixit::error::Error::new(error.to_string());
            export.write(&mut out).map_err(failed)?;
            out.flush().map_err(failed)?;
            out.get_ref().bytes
        }
    };
    let seconds = start.elapsed().as_secs_f64();
    let above = memory("VmHWM:").zip(before);
    let above = above.map(|(peak, before)| peak.saturating_sub(before) / 1024);
    // Not before the writing: the file system would still be busy with it.
    let _ = std::fs::remove_dir_all(folder.join(format.name()));
    println!(
        "{:10} {:10} {:7.0} MB {:6.2} s {:6.0} MB/s  {} MiB above the graph",
        format.name(),
        shape.map_or("", Shape::name),
        bytes as f64 / 1e6,
        seconds,
        bytes as f64 / 1e6 / seconds,
        above.map_or("?".to_owned(), |mebibytes| mebibytes.to_string())
    );
    Ok(())
}

/// Bytes of all files in a folder.
fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.path().is_dir() {
            true => size(&entry.path()),
            false => entry.metadata().map_or(0, |m| m.len()),
        })
        .sum()
}

/// Kibibytes that the process has, or had at most.
fn memory(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

fn forget_the_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}
