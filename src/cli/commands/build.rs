//! `dixit build`: a graph of documents, with its pictures.

use crate::cli::arguments::graphs;
use crate::cli::arguments::reading::Reading;
use crate::cli::messages::{Complaints, Outcome, counted, say, written};
use crate::cli::show::summary::{self, Counts, Files};
use crate::corrections::{self, Corrections};
use crate::error::{Error, Result};
use crate::export::dot::{self, Picture};
use crate::export::html;
use crate::export::selection::Selection;
use crate::export::svg::{Drawing, Graphviz};
use crate::extract::Extraction;
use crate::extract::parallel::{Position, Progress};
use crate::graph::{BuildOptions, Graph};
use crate::output;
use clap::Args;
use indicatif::{HumanDuration, ProgressBar, ProgressStyle};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[cfg(feature = "sqlite")]
mod store;
mod watch;
#[cfg(feature = "sqlite")]
pub(in crate::cli) use store::{describe, settle};

/// Build a graph of who said what from articles
///
/// Writes NAME.json (read by ask, query and the other commands), NAME.html (a page to browse and
/// share), NAME.dot and, if Graphviz is installed, NAME.svg.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Files and folders of articles; - reads JSON Lines from stdin [default: the corpus of dixit.toml]
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Corrections to apply [default: corrections.toml in the output folder, if there is one]
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    corrections: Option<PathBuf>,
    /// Include reported thought: believes, fears, hopes
    #[arg(long, help_heading = "Filters")]
    attitudes: bool,
    /// Folder to write to
    #[arg(long, short = 'o', value_name = "DIR", default_value = graphs::FOLDER, help_heading = "Output")]
    out: PathBuf,
    /// Stream into a store on disk instead: one SQLite file for any number of documents. Later builds
    /// read only new and changed documents, and remove deleted ones [default for more than 256 MiB of
    /// input: NAME.sqlite in the output folder]
    #[cfg(feature = "sqlite")]
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    store: Option<PathBuf>,
    /// Keep running, and rebuild whenever a file of the input changes, until Ctrl-C
    #[arg(long, help_heading = "Input")]
    watch: bool,
    /// Name of the graph and its files [default: that of the first folder or file]
    #[arg(long, value_name = "NAME", help_heading = "Output")]
    name: Option<String>,
    #[command(flatten)]
    reading: Reading,
}

const EXAMPLES: &str = "\
Examples:
  dixit build corpus/
  dixit build monday.txt tuesday.md --name talks
  dixit build wire.jsonl --min-confidence 0.7 --out /tmp/graphs
  dixit build corpus/ --corrections fixes.toml
  dixit build inbox/ --watch                      rebuild whenever an article is added or changed
  dixit build archive/ --store archive.sqlite     a million articles; run again to resume or add

Corrections are a file that you write and every build applies. Its entries, in any order:
  [[merge]]                               two entities are one
  from = \"person:jon-smythe\"
  into = \"person:john-smythe\"
  [[split]]                               in these documents, this is someone else
  entity = \"person:john-smythe\"
  documents = [\"harbour-fire\", \"harbour-inquest\"]
  into = \"person:john-smythe-coroner\"
  [[rename]]
  entity = \"organisation:harbor-board\"
  name = \"Harbour Board\"
  [[retype]]                              person, state, organisation, unnamed
  entity = \"person:northern-line\"
  type = \"organisation\"
  [[reassign]]                            speaker and addressees; \"\" for nobody
  statement = \"3f2a6c0d9be41877\"
  speaker = \"Q7747\"
  to = [\"Q159\", \"Q212\"]
  [[ignore]]                              source, document or statement
  source = \"The Daily Ferry\"
Ids are in the graph file and in the output of 'dixit query --format json'.
dixit reports entries that no longer apply.

Defaults for flags are in dixit.toml, in this folder or the nearest one above it. All keys may be left out, paths are
relative to the file, and a flag replaces the key:
  corpus = [\"news\", \"wire.jsonl\"]       for 'dixit build' without paths
  fields = {text = \"Full article\"}        --field, --date-format and --encoding
  date-format = \"%d/%m/%Y\"
  encoding = \"windows-1252\"
  outlets = {\"ferry.example\" = \"The Daily Ferry\"}   --outlet, for articles that name none
  kb = \"people.tsv\"                       --kb and --model
  model = \"desk.model\"
  corrections = \"fixes.toml\"
  min-confidence = 0.5
  threads = 2
  out = \"graphs\"                          --out, in the folder of the file
  graph = \"graphs/news.json\"              --graph, for ask, query, export, …
  theme = \"dark\"                          for 'dixit export'
--no-config leaves it out, and the variable DIXIT_CONFIG names another file.";

/// What a build prints when it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Printed {
    /// The size of the graph, its busiest entities, and the files written.
    Summary,
    /// The number of statements and documents.
    Line,
}

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    match arguments.watch {
        true => watch::run(arguments),
        false => once(arguments, Printed::Summary),
    }
}

fn once(arguments: &Arguments, printed: Printed) -> Result<Outcome> {
    let is_missing = |path: &PathBuf| path != Path::new("-") && !path.exists();
    if let [missing] = arguments.paths.as_slice()
        && is_missing(missing)
    {
        return Err(Error::at(missing, "no such file or folder; check the path"));
    }
    let name = name(arguments)?;
    #[cfg(feature = "sqlite")]
    if let Some(path) = store_path(arguments) {
        return store::run(arguments, path, &name, printed);
    } else if let Some(path) = store_of_large(arguments, &name, LARGEST_GRAPH) {
        return store::run(arguments, &path, &name, printed);
    }
    let mut corrections = corrections(arguments)?;
    let mut counts = Counts::default();
    let extractions = read(arguments, corrections.as_mut(), &mut counts)?;
    if arguments.reading.strict && counts.failed > 0 {
        return Err(Error::new(format!(
            "{} of {} could not be read; nothing written",
            counts.failed,
            counted(counts.documents, "document")
        )));
    }
    if counts.failed > 0 && counts.failed == counts.documents {
        return Err(Error::new(format!(
            "{} could not be read; nothing written",
            listed(&arguments.paths)
        )));
    }
    if counts.documents == 0 {
        say(&format!(
            "no documents in {}; give folders that contain .txt, .md or .jsonl files",
            listed(&arguments.paths)
        ));
        return Ok(Outcome::Nothing);
    }
    if let Some(corrections) = &corrections {
        let mut stale = Complaints::about("correction", "without effect");
        corrections.stale().for_each(|line| stale.add(&line));
        stale.finish();
    }
    let options = BuildOptions {
        attitudes: arguments.attitudes,
        min_confidence: arguments.reading.min_confidence,
    };
    let graph = Graph::from_extractions(name.as_str(), extractions, &options);
    if graph.statements().is_empty() {
        say(&format!(
            "{} in {}, but no statements in them; nothing written",
            counted(counts.documents, "document"),
            listed(&arguments.paths)
        ));
        return Ok(Outcome::Nothing);
    }
    let files = save(&graph, &arguments.out, &name)?;
    written(match printed {
        Printed::Summary => summary::write(&graph, &counts, corrections.as_ref(), &files),
        Printed::Line => summary::write_line(&graph, &counts),
    })?;
    Ok(Outcome::Done)
}

/// The store to stream into, if one is given.
#[cfg(feature = "sqlite")]
fn store_path(arguments: &Arguments) -> Option<&Path> {
    let out = Some(arguments.out.as_path());
    let out = out.filter(|out| out.extension().is_some_and(|e| e == "sqlite"));
    arguments.store.as_deref().or(out)
}

/// The largest input that a graph in memory is built of, in bytes: some 50,000 articles, for which a build takes
/// about ten times as much memory.
#[cfg(feature = "sqlite")]
const LARGEST_GRAPH: u64 = 256 << 20;

/// The store for an input of more than `largest` bytes, which is reported.
#[cfg(feature = "sqlite")]
fn store_of_large(arguments: &Arguments, name: &str, largest: u64) -> Option<PathBuf> {
    let size = arguments.reading.files.size_of(&arguments.paths);
    if size <= largest {
        return None;
    }
    let path = arguments.out.join(format!("{name}.sqlite"));
    say(&format!(
        "{:.0} MB of input: the graph becomes a store on disk, {}, which all commands read; \
         'dixit export' draws parts of it",
        size as f64 / 1e6,
        path.display()
    ));
    Some(path)
}

#[cfg(not(feature = "sqlite"))]
fn store_path(_: &Arguments) -> Option<&Path> {
    None
}

/// Takes the documents of a build: reports and counts errors, and applies corrections.
struct Intake<'c> {
    warnings: Complaints,
    failures: Complaints,
    corrections: Option<&'c mut Corrections>,
}

impl<'c> Intake<'c> {
    fn new(corrections: Option<&'c mut Corrections>) -> Intake<'c> {
        Intake {
            warnings: Complaints::about("warning", ""),
            failures: Complaints::about(
                "document",
                "could not be read; 'dixit extract' gives the error of each",
            ),
            corrections,
        }
    }

    /// The record of a document, unless it could not be read or is ignored.
    fn take(&mut self, progress: Progress, bar: &Bar, counts: &mut Counts) -> Option<Extraction> {
        let (mut extraction, failure) = match progress {
            Progress::Odd(warning) => {
                bar.beside(|| self.warnings.add(&format!("warning: {warning}")));
                return None;
            }
            Progress::Done {
                extraction,
                failure,
            } => (*extraction, failure),
        };
        counts.documents += 1;
        if let Some(failure) = failure {
            bar.beside(|| self.failures.add(&failure));
            return None;
        }
        let corrections = self.corrections.as_mut();
        let kept = corrections.is_none_or(|c| c.apply(&mut extraction));
        counts.ignored += usize::from(!kept);
        kept.then_some(extraction)
    }

    fn finish(self, counts: &mut Counts) {
        counts.odd = self.warnings.finish();
        counts.failed = self.failures.finish();
    }
}

/// Reads the documents, showing progress, and applies corrections.
fn read(
    arguments: &Arguments,
    corrections: Option<&mut Corrections>,
    counts: &mut Counts,
) -> Result<Vec<Extraction>> {
    let mut bar = Bar::new();
    let mut extractions = Vec::new();
    let mut intake = Intake::new(corrections);
    for (progress, position) in arguments.reading.extract(&arguments.paths)? {
        bar.show(position, counts.documents);
        let Some(extraction) = intake.take(progress, &bar, counts) else {
            continue;
        };
        counts.undated += usize::from(extraction.date.is_none());
        counts.silent += usize::from(extraction.statements.is_empty());
        extractions.push(extraction);
    }
    bar.finish();
    intake.finish(counts);
    Ok(extractions)
}

/// The given corrections, or else those in the output folder.
fn corrections(arguments: &Arguments) -> Result<Option<Corrections>> {
    let path = corrections_path(arguments);
    path.map(|path| Corrections::read(&path)).transpose()
}

fn corrections_path(arguments: &Arguments) -> Option<PathBuf> {
    let beside = arguments.out.join(corrections::FILE_NAME);
    let beside = beside.is_file().then_some(beside);
    arguments.corrections.clone().or(beside)
}

/// Writes all files of a graph together.
fn save(graph: &Graph, folder: &Path, name: &str) -> Result<Files> {
    let [json, source, page, picture] =
        ["json", "dot", "html", "svg"].map(|ending| folder.join(format!("{name}.{ending}")));
    let mut files = output::Files::default();
    let written = fill(&mut files, graph, [&json, &source, &page, &picture]);
    let missing = written
        .and_then(|missing| files.finish().map(|()| missing))
        .map_err(|error| output::unchanged(&error, &[&json, &source, &page, &picture]))?;
    let mut written = vec![json, source, page];
    let missing = match missing {
        None => {
            written.push(picture);
            None
        }
        Some(why) if picture.is_file() => Some(format!(
            "no picture: {why}; {} is from an earlier build",
            picture.display()
        )),
        Some(why) => Some(format!("no picture: {why}")),
    };
    Ok(Files { written, missing })
}

/// Writes graph, drawing, page and picture; returns the reason if there is no picture. The graph is complete
/// without one.
fn fill(
    files: &mut output::Files,
    graph: &Graph,
    [json, source, page, picture]: [&Path; 4],
) -> Result<Option<String>> {
    files.write(json, |out| crate::graph::json::write(graph, out))?;
    let selection = Selection::whole(graph);
    let mut drawing = Vec::new();
    files.write(source, |out| {
        dot::write(&selection, &Picture::default(), &mut drawing)?;
        out.write_all(&drawing)
    })?;
    let mut left_out = Vec::new();
    files.write(page, |out| {
        left_out = html::write(&selection, out)?;
        Ok(())
    })?;
    left_out.iter().for_each(|line| say(line));
    let Some(graphviz) = Graphviz::find() else {
        return Ok(Some("Graphviz's 'dot' is not on the PATH".to_owned()));
    };
    match graphviz.draw(Drawing::Svg, drawing) {
        Ok(drawn) => {
            files.write(picture, |out| out.write_all(&drawn))?;
            Ok(None)
        }
        Err(error) => Ok(Some(error.to_string())),
    }
}

/// The given name, or that of the first path, without the extension if it is a file.
fn name(arguments: &Arguments) -> Result<String> {
    if let Some(name) = &arguments.name {
        let is_plain =
            !name.is_empty() && !name.contains(['/', '\\', '\0']) && !name.starts_with('.');
        return match is_plain {
            true => Ok(name.clone()),
            false => Err(Error::new(format!(
                "'{name}' cannot be a file name; give a --name without slashes or leading dots, and the folder with --out"
            ))),
        };
    }
    let first = arguments
        .paths
        .first()
        .map_or(Path::new("-"), PathBuf::as_path);
    if first == Path::new("-") {
        return Ok("stdin".to_owned());
    }
    Ok(graphs::name_of(first))
}

fn listed(paths: &[PathBuf]) -> String {
    let paths: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
    paths.join(", ")
}

/// Steps in which the bar is filled.
const BAR_STEPS: u64 = 1_000;

/// Progress over the files, on stderr; nothing if that is not a terminal.
struct Bar {
    bar: ProgressBar,
    start: Instant,
}

impl Bar {
    fn new() -> Bar {
        let bar = ProgressBar::new(BAR_STEPS);
        let style = "{bar:24} {msg} · {elapsed}";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        let start = Instant::now();
        Bar { bar, start }
    }

    fn show(&mut self, position: Position, documents: usize) {
        self.bar
            .set_position((position.share * BAR_STEPS as f64) as u64);
        self.bar.set_message(self.pace(position, documents));
    }

    /// The number of files and documents so far, documents a second, and the time left if the rest of the input is
    /// like what was read.
    fn pace(&self, position: Position, documents: usize) -> String {
        let seconds = self.start.elapsed().as_secs_f64();
        let mut pace = format!(
            "{}/{} files · {}",
            position.files_begun,
            position.files,
            counted(documents, "document")
        );
        if seconds >= 1.0 {
            pace.push_str(&format!(", {:.0}/s", documents as f64 / seconds));
            if position.share > 0.0 {
                let left = seconds / position.share - seconds;
                let left = HumanDuration(Duration::from_secs_f64(left));
                pace.push_str(&format!(", {left:#} left"));
            }
        }
        pace
    }

    /// Shows the current step.
    #[cfg(feature = "sqlite")]
    fn tell(&self, what: &str) {
        self.bar.set_message(what.to_owned());
        self.bar.tick();
    }

    /// Runs `tell`, which writes to stderr, above the bar.
    fn beside(&self, tell: impl FnOnce()) {
        self.bar.suspend(tell);
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
