//! `dixit merge`: merges parts of a graph.

use crate::cli::arguments::reading::probability;
use crate::cli::messages::{Complaints, Outcome, counted, say, written};
use crate::error::{Error, Result};
use crate::extract::record::Extraction;
#[cfg(feature = "sqlite")]
use crate::graph::Store;
use crate::graph::{BuildOptions, Graph};
use crate::input;
use clap::Args;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

/// Merge parts into one graph: lines of `dixit extract`, graphs and stores
///
/// The result equals one `dixit build` of all documents, whatever the order of the parts. An existing
/// store is added to; a graph in JSON is overwritten.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Files of extraction lines (.jsonl), graphs (.json) and stores (.sqlite); - reads lines from stdin
    #[arg(required = true, value_name = "PART")]
    parts: Vec<PathBuf>,
    /// File to write: a graph (.json) or a store (.sqlite)
    #[arg(
        long,
        short = 'o',
        required = true,
        value_name = "FILE",
        help_heading = "Output"
    )]
    output: PathBuf,
    /// Name of the graph [default: that of the file]
    #[arg(long, value_name = "NAME", help_heading = "Output")]
    name: Option<String>,
    /// Include reported thought: believes, fears, hopes
    #[arg(long, help_heading = "Filters")]
    attitudes: bool,
    /// Leave out statements below this confidence, from 0 to 1
    #[arg(
        long,
        value_name = "P",
        default_value_t = 0.0,
        value_parser = probability,
        help_heading = "Filters"
    )]
    min_confidence: f32,
    /// Exit with 2 if any line cannot be read
    #[arg(long, help_heading = "Input")]
    strict: bool,
}

const EXAMPLES: &str = "\
Examples:
  dixit merge monday.jsonl tuesday.jsonl -o week.json
  dixit extract news/ | dixit merge - -o news.sqlite
  dixit merge graphs/a.json graphs/b.json graphs/c.sqlite -o all.sqlite";

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    let output = &arguments.output;
    let stem = output.file_stem().unwrap_or_default().to_string_lossy();
    let name = arguments.name.clone().unwrap_or(stem.into_owned());
    let mut counts = Counts::new();
    match output.extension().and_then(|e| e.to_str()) {
        Some("json") => {
            let mut whole = Graph::from_extractions(name.as_str(), [], &options(arguments));
            let mut lines = Vec::new();
            for part in &arguments.parts {
                match graph(part, output)? {
                    Some(graph) => whole = whole.merge(graph.named(&name)),
                    None => each_line(part, &mut counts, |extraction| {
                        lines.push(extraction);
                        Ok(())
                    })?,
                }
            }
            let read = Graph::from_extractions(name.as_str(), lines, &options(arguments));
            counts.finish(arguments.strict)?;
            let whole = whole.merge(read);
            whole.save(output)?;
            print_summary(
                &name,
                whole.statements().len(),
                whole.documents().len(),
                output,
            )
        }
        #[cfg(feature = "sqlite")]
        Some("sqlite") => {
            let mut store = Store::grow(output, &name)?;
            for part in &arguments.parts {
                match graph(part, output)? {
                    Some(graph) => store.add_graph(graph)?,
                    None => each_line(part, &mut counts, |extraction| {
                        store.add(extraction, None, &options(arguments))
                    })?,
                }
            }
            counts.finish(arguments.strict)?;
            super::build::settle(store)?;
            super::build::describe(output)?;
            let size = Store::open(output)?.size()?;
            print_summary(&name, size.statements, size.documents, output)
        }
        _ => Err(Error::at(
            output,
            "name a graph that ends in .json, or a store that ends in .sqlite",
        )),
    }
}

fn options(arguments: &Arguments) -> BuildOptions {
    BuildOptions {
        attitudes: arguments.attitudes,
        min_confidence: arguments.min_confidence,
    }
}

/// The graph or store of a file; `None` if it has lines.
fn graph(part: &Path, output: &Path) -> Result<Option<Graph>> {
    let same = |a: &Path, b: &Path| a.canonicalize().ok().zip(b.canonicalize().ok());
    if same(part, output).is_some_and(|(a, b)| a == b) {
        let why = "this is the output; an existing store is added to, so give only the other parts";
        return Err(Error::at(part, why));
    }
    match part.extension().and_then(|e| e.to_str()) {
        Some("json" | "sqlite") => crate::cli::arguments::graphs::load(Some(part)).map(Some),
        _ => Ok(None),
    }
}

/// The number of lines read, and those that could not be.
struct Counts {
    lines: usize,
    complaints: Complaints,
    bad: usize,
}

impl Counts {
    fn new() -> Counts {
        Counts {
            lines: 0,
            complaints: Complaints::about("line", "could not be read"),
            bad: 0,
        }
    }

    fn bad(&mut self, line: &str) {
        self.bad += 1;
        self.complaints.add(line);
    }

    /// Reports skipped lines. With `strict`, or if no line could be read, they are an error.
    fn finish(self, strict: bool) -> Result<()> {
        let (bad, lines) = (self.bad, self.lines);
        self.complaints.finish();
        match bad {
            0 => Ok(()),
            bad if strict || bad == lines => Err(Error::new(format!(
                "{bad} of {} could not be read",
                counted(lines, "line")
            ))),
            bad => {
                say(&format!(
                    "{bad} of {} could not be read; the others are merged",
                    counted(lines, "line")
                ));
                Ok(())
            }
        }
    }
}

/// Calls `take` with each record of a file of lines, or of standard input.
fn each_line(
    part: &Path,
    counts: &mut Counts,
    mut take: impl FnMut(Extraction) -> Result<()>,
) -> Result<()> {
    let (place, lines): (String, Box<dyn BufRead>) = match part == Path::new("-") {
        true => ("standard input".to_owned(), Box::new(io::stdin().lock())),
        false => {
            let file = input::open(part).map_err(|e| Error::at(part, e))?;
            (part.display().to_string(), Box::new(BufReader::new(file)))
        }
    };
    for (number, line) in (1..).zip(lines.split(b'\n')) {
        let line = line.map_err(|e| Error::new(format!("{place}: cannot be read: {e}")))?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        counts.lines += 1;
        match serde_json::from_slice::<Extraction>(&line) {
            Ok(Extraction {
                id,
                error: Some(why),
                ..
            }) => counts.bad(&format!("{place}:{number}: document {id}: {why}")),
            Ok(extraction) => take(extraction)?,
            Err(error) => counts.bad(&format!(
                "{place}:{number}: this is not a line of 'dixit extract' ({error})"
            )),
        }
    }
    Ok(())
}

fn print_summary(
    name: &str,
    statements: usize,
    documents: usize,
    output: &Path,
) -> Result<Outcome> {
    written(writeln!(
        io::stdout().lock(),
        "{name}: {} in {}\nwrote {}",
        counted(statements, "statement"),
        counted(documents, "document"),
        output.display()
    ))?;
    Ok(match statements {
        0 => Outcome::Nothing,
        _ => Outcome::Done,
    })
}
