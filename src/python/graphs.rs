//! Graphs: built, opened, asked and exported with the code of the command.

use super::documents::Extractor;
use super::errors::{self, Kind, exception};
use super::tables::Arrow;
use crate::cli::arguments::filters::Filters;
use crate::cli::arguments::graphs::{self, name_of};
use crate::cli::arguments::of_flags;
use crate::cli::commands::export;
use crate::corrections::Corrections;
use crate::error::{Error, Result};
use crate::export::selection::{Choice, Selection};
use crate::export::typed::Table;
use crate::export::{Export, Format};
use crate::extract::Extraction;
use crate::extract::parallel::Progress;
use crate::query::ask::{Asking, Refusal};
use crate::query::opened::Opened;
use crate::query::readers::{Crashed, Reader, Readers};
use crate::query::{Answer, AskedFor, Failure, Query};
use crate::{document, graph};
use pyo3::prelude::*;
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How often a build looks for Ctrl-C.
const PATIENCE: Duration = Duration::from_millis(100);

/// A graph in memory, or a store on disk.
#[pyclass(frozen)]
pub(super) struct Graph(Readers);

/// What a build takes from the documents.
#[derive(Debug, Clone, FromPyObject)]
pub(super) struct Building {
    /// The name of the graph; by default that of the first path.
    #[pyo3(item)]
    name: Option<String>,
    #[pyo3(item)]
    corrections: Option<PathBuf>,
    #[pyo3(item)]
    attitudes: bool,
    #[pyo3(item)]
    min_confidence: f32,
}

impl Building {
    fn options(&self) -> graph::BuildOptions {
        graph::BuildOptions::default()
            .attitudes(self.attitudes)
            .min_confidence(self.min_confidence)
    }
}

/// A graph that was built, and what could not be read.
#[derive(IntoPyObject)]
pub(super) struct Built {
    graph: Graph,
    /// Number of documents, those that could not be read included.
    documents: usize,
    failures: Vec<String>,
    warnings: Vec<String>,
}

/// The answer to a question.
#[derive(IntoPyObject)]
pub(super) struct Answered {
    json: String,
    understood: String,
    notes: Vec<String>,
}

/// What an export gives.
#[derive(IntoPyObject)]
pub(super) struct Exported {
    /// `None` if it was written to a file.
    bytes: Option<Cow<'static, [u8]>>,
    notes: Vec<String>,
}

#[pymethods]
impl Graph {
    /// Opens a graph or a store; without a path the newest in graphs/.
    #[staticmethod]
    fn open(py: Python<'_>, path: Option<PathBuf>) -> PyResult<Graph> {
        errors::unlocked(py, || {
            let opened = graphs::open(path.as_deref());
            let graph = opened.and_then(Graph::of);
            graph.map_err(|error| errors::about(path.as_deref(), &error))
        })
    }

    /// Reads files and folders.
    #[staticmethod]
    fn build(
        py: Python<'_>,
        extractor: &Extractor,
        paths: Vec<PathBuf>,
        threads: Option<u16>,
        how: Building,
    ) -> PyResult<Built> {
        errors::unlocked(py, || built(extractor, &paths, threads, &how))
    }

    /// A graph of lines of `dixit extract`.
    #[staticmethod]
    fn of_lines(py: Python<'_>, lines: Vec<String>, how: Building) -> PyResult<Graph> {
        errors::unlocked(py, || {
            let read = |(number, line): (usize, String)| {
                serde_json::from_str::<Extraction>(&line).map_err(|error| {
                    let number = number + 1;
                    let why =
                        format!("line {number}: this is not a line of 'dixit extract' ({error})");
                    exception(Kind::Input, &why)
                })
            };
            let records = lines.into_iter().enumerate().map(read);
            let records = records.collect::<PyResult<Vec<Extraction>>>()?;
            let name = how.name.as_deref().unwrap_or("graph");
            let read = records.into_iter().filter(|record| record.error.is_none());
            let graph = graph::Graph::from_extractions(name, read, &how.options());
            plain(Graph::of(Opened::of(graph)))
        })
    }

    #[getter]
    fn name(&self, py: Python<'_>) -> PyResult<String> {
        errors::unlocked(py, || {
            self.here(|reader| {
                let part = plain(reader.opened().for_ids(&[], &Query::default()))?;
                Ok(part.name().to_owned())
            })
        })
    }

    /// The numbers of statements and of documents.
    fn size(&self, py: Python<'_>) -> PyResult<(usize, usize)> {
        errors::unlocked(py, || self.here(|reader| plain(reader.opened().size())))
    }

    /// Answers a question in plain English.
    fn ask(
        &self,
        py: Python<'_>,
        question: String,
        limit: Option<usize>,
        exact_words: bool,
    ) -> PyResult<Answered> {
        let asking = Asking {
            question,
            limit,
            exact_words,
        };
        errors::unlocked(py, || {
            self.ask_a_reader(move |reader| answered(reader, &asking))
        })
    }

    /// The statements that pass the filters of these flags, as `dixit query --format json` writes them.
    fn query(&self, py: Python<'_>, flags: Vec<String>) -> PyResult<String> {
        errors::unlocked(py, || {
            let query = of_flags::<Filters>(&flags).and_then(|filters| filters.query());
            let query = input(query)?;
            self.ask_a_reader(move |reader| found(reader, &query))
        })
    }

    /// Writes the graph as `dixit export` with these flags.
    fn export(&self, py: Python<'_>, flags: Vec<String>) -> PyResult<Exported> {
        errors::unlocked(py, || self.here(|reader| exported(reader, &flags)))
    }

    /// A table of the statements that pass the filters of these flags.
    fn table(&self, py: Python<'_>, name: String, flags: Vec<String>) -> PyResult<Arrow> {
        errors::unlocked(py, || self.here(|reader| table(reader, &name, &flags)))
    }

    /// Writes the graph in JSON, as `dixit build` does.
    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        errors::unlocked(py, || {
            self.here(|reader| plain(reader.opened().all().and_then(|graph| graph.save(&path))))
        })
    }

    /// The graph of the documents of both.
    fn merge(&self, py: Python<'_>, other: &Graph) -> PyResult<Graph> {
        errors::unlocked(py, || {
            let whole = |reader: &Reader| plain(reader.opened().all().map(Cow::into_owned));
            let (one, two) = (self.here(whole)?, other.here(whole)?);
            plain(Graph::of(Opened::of(one.merge(two))))
        })
    }
}

impl Graph {
    fn of(opened: Opened) -> Result<Graph> {
        Readers::start(opened, 1).map(Graph)
    }

    /// What `work` makes with the index that is kept from one question to the next.
    fn ask_a_reader<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reader) -> PyResult<T> + Send + 'static,
    ) -> PyResult<T> {
        if errors::is_forked() {
            return self.here(work);
        }
        let made = self.0.ask(work).map_err(Crashed::error);
        plain(made)?
    }

    fn here<T>(&self, work: impl FnOnce(&Reader) -> PyResult<T>) -> PyResult<T> {
        plain(self.0.here(work))?
    }
}

/// A result whose error needs no more than its words.
fn plain<T>(result: Result<T>) -> PyResult<T> {
    result.map_err(|error| errors::plain(&error))
}

/// An exception on its way through code that knows our errors only.
struct Raised(PyErr);

impl From<Error> for Raised {
    fn from(error: Error) -> Raised {
        Raised(errors::plain(&error))
    }
}

fn answered(reader: &Reader, asking: &Asking) -> PyResult<Answered> {
    let answered = reader.with_index(
        |opened| opened.for_question(&asking.question),
        |index| {
            let asked = asking.answer(index, None);
            let asked = asked.map_err(|refusal| Raised(unread(&refusal)))?;
            Ok(Answered {
                json: written(&asked.answer),
                understood: asked.understood,
                notes: asked.notes,
            })
        },
    );
    answered.map_err(|Raised(error)| error)
}

fn found(reader: &Reader, query: &Query) -> PyResult<String> {
    let found = reader.with_index(
        |opened| opened.for_query(query, &[]),
        |index| {
            let answer = index.run(query, AskedFor::What);
            let answer = answer.map_err(|failure| Raised(refused(&failure)))?;
            Ok(written(&answer))
        },
    );
    found.map_err(|Raised(error)| error)
}

fn built(
    extractor: &Extractor,
    paths: &[PathBuf],
    threads: Option<u16>,
    how: &Building,
) -> PyResult<Built> {
    let corrections = how.corrections.as_deref().map(Corrections::read);
    let mut corrections = corrections
        .transpose()
        .map_err(|error| errors::about(how.corrections.as_deref(), &error))?;
    let name = how.name.clone().unwrap_or_else(|| {
        let first = paths.first().map_or(Path::new("."), PathBuf::as_path);
        name_of(first)
    });
    let (extractor, options) = extractor.parts(threads);
    let reader = document::read_with(paths, &options);
    let results = extractor.extract_items(reader.map(|item| (item, ())));
    let results = results.map_err(|error| errors::plain(&error))?;
    let (mut failures, mut warnings, mut records) = (Vec::new(), Vec::new(), Vec::new());
    let mut documents = 0;
    let mut looked = Instant::now();
    for (progress, ()) in results {
        if looked.elapsed() > PATIENCE {
            Python::attach(|py| py.check_signals())?;
            looked = Instant::now();
        }
        match progress {
            Progress::Odd(warning) => warnings.push(warning.to_string()),
            Progress::Done {
                failure: Some(failure),
                ..
            } => {
                documents += 1;
                failures.push(failure);
            }
            Progress::Done { mut extraction, .. } => {
                documents += 1;
                let corrected = corrections.as_mut().map(|c| c.apply(&mut extraction));
                if corrected.unwrap_or(true) {
                    records.push(*extraction);
                }
            }
        }
    }
    warnings.extend(corrections.iter().flat_map(Corrections::stale));
    let graph = graph::Graph::from_extractions(name, records, &how.options());
    Ok(Built {
        graph: plain(Graph::of(Opened::of(graph)))?,
        documents,
        failures,
        warnings,
    })
}

fn exported(reader: &Reader, flags: &[String]) -> PyResult<Exported> {
    let arguments = input(of_flags::<export::Arguments>(flags))?;
    let format = input(export::format(&arguments))?;
    let choice = input(export::choice(&arguments, format))?;
    with_selection(reader, &choice, |selection| {
        exported_of(selection, &arguments, format)
    })
}

fn table(reader: &Reader, name: &str, flags: &[String]) -> PyResult<Arrow> {
    let table = Table::ALL.into_iter().find(|table| table.name() == name);
    let table = table.ok_or_else(|| {
        let names = Table::ALL.map(Table::name).join(", ");
        let why = format!("there is no table '{name}'; choose one of {names}");
        exception(Kind::Input, &why)
    })?;
    let query = input(of_flags::<Filters>(flags).and_then(|filters| filters.query()))?;
    let choice = Choice {
        query,
        ..Choice::default()
    };
    with_selection(reader, &choice, |selection| Arrow::of(table, selection))
}

/// What `work` makes of the statements and entities of a choice.
fn with_selection<T>(
    reader: &Reader,
    choice: &Choice,
    work: impl FnOnce(&Selection) -> PyResult<T>,
) -> PyResult<T> {
    let graph = plain(match choice.wants_all() {
        true => reader.opened().all(),
        false => {
            let also: Vec<String> = choice.ego.iter().map(|ego| ego.name.clone()).collect();
            reader.opened().for_export(&choice.query, &also)
        }
    })?;
    let selection = Selection::of(&graph, choice).map_err(|failure| refused(&failure))?;
    work(&selection)
}

fn exported_of(
    selection: &Selection,
    arguments: &export::Arguments,
    format: Format,
) -> PyResult<Exported> {
    let options = export::options(arguments);
    let made = input(Export::new(selection, format, &options))?;
    if arguments.output.is_some() {
        let notes = plain(export::write(&made, format, arguments.output.as_deref()))?;
        return Ok(Exported { bytes: None, notes });
    }
    let mut bytes = Vec::new();
    let notes = made.write(&mut bytes).map_err(|error| {
        errors::plain(&Error::new(format!(
            "cannot write {}: {error}",
            format.name()
        )))
    })?;
    Ok(Exported {
        bytes: Some(Cow::Owned(bytes)),
        notes,
    })
}

/// A result whose error is the fault of an argument.
fn input<T>(result: Result<T>) -> PyResult<T> {
    result.map_err(|error| exception(Kind::Input, &error.to_string()))
}

/// An answer as `dixit query --format json` writes it.
fn written(answer: &Answer) -> String {
    // Strings, numbers and lists cannot fail.
    let mut json = serde_json::to_string_pretty(answer).unwrap_or_default();
    json.push('\n');
    json
}

/// The exception for a name or filter that has no answer.
fn refused(failure: &Failure) -> PyErr {
    exception(kind(failure), &failure.to_string())
}

fn kind(failure: &Failure) -> Kind {
    match failure {
        Failure::Unreadable(_) => Kind::Input,
        _ => Kind::UnknownName,
    }
}

/// The exception for a question that cannot be answered, with the nearest one that can.
fn unread(refusal: &Refusal) -> PyErr {
    exception(kind(&refusal.failure), &refusal.error().to_string())
}
