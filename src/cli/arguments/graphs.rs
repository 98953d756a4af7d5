//! Which graph a command reads.

#[cfg(feature = "sqlite")]
use crate::cli::messages::say;
use crate::error::{Error, Result};
use crate::graph::{Graph, StatementIndex};
use crate::output;
use crate::query::opened::Opened;
use crate::query::quoted;
use clap::Args;
use std::path::{Path, PathBuf};

/// The folder that graphs are written to and looked for in.
pub(in crate::cli) const FOLDER: &str = "graphs";

/// The number of statements above which loading a whole store is reported.
#[cfg(feature = "sqlite")]
const MANY: usize = 1_000_000;

/// The graph to read.
#[derive(Debug, Args)]
pub(in crate::cli) struct GraphArgument {
    /// Graph or store to read, written by `dixit build` [default: the newest one in graphs/]
    #[arg(long, short = 'g', value_name = "FILE", help_heading = "Input")]
    graph: Option<PathBuf>,
}

impl GraphArgument {
    /// Opens it.
    pub(in crate::cli) fn open(&self) -> Result<Opened> {
        open(self.graph.as_deref())
    }

    /// Its file.
    pub(in crate::cli) fn file(&self) -> Result<PathBuf> {
        file(self.graph.as_deref())
    }

    /// Loads all of it.
    pub(in crate::cli) fn load(&self) -> Result<Graph> {
        whole(self.open()?)
    }

    /// The flag that selects the same graph again, with a space before it; empty for the newest.
    pub(in crate::cli) fn flag(&self) -> String {
        let path = self.graph.iter().map(|path| path.display().to_string());
        path.map(|path| format!(" -g {}", quoted(&path))).collect()
    }
}

/// Loads the graph of a file, else the newest one.
pub(in crate::cli) fn load(path: Option<&Path>) -> Result<Graph> {
    whole(open(path)?)
}

/// All of an opened graph.
pub(in crate::cli) fn whole(opened: Opened) -> Result<Graph> {
    warn_if_large(&opened)?;
    opened.whole()
}

/// Reports on stderr that all of a large store is loaded.
#[cfg(feature = "sqlite")]
pub(in crate::cli) fn warn_if_large(opened: &Opened) -> Result<()> {
    if let Opened::Store(store) = opened {
        let (statements, _) = opened.size()?;
        if statements > MANY {
            say(&format!(
                "this needs the whole graph: all {statements} statements of {} are read into memory, \
                 about {} GB",
                store.path().display(),
                statements.div_ceil(MANY)
            ));
        }
    }
    Ok(())
}

#[cfg(not(feature = "sqlite"))]
pub(in crate::cli) fn warn_if_large(_: &Opened) -> Result<()> {
    Ok(())
}

/// Opens the graph of a file, else the newest one.
pub(crate) fn open(path: Option<&Path>) -> Result<Opened> {
    Opened::open(&file(path)?)
}

/// The file of a graph, else the newest one; whatever a killed command left in its folder is put right.
pub(in crate::cli) fn file(path: Option<&Path>) -> Result<PathBuf> {
    match path {
        Some(path) if path.is_dir() => Err(Error::at(
            path,
            match newest(path) {
                Ok(graph) => format!(
                    "is a folder; name a graph file, such as {}",
                    graph.display()
                ),
                Err(_) => "is a folder; name a graph file written by 'dixit build'".to_owned(),
            },
        )),
        Some(path) => {
            output::recover(path.parent().unwrap_or(Path::new("")));
            Ok(path.to_path_buf())
        }
        None => {
            output::recover(Path::new(FOLDER));
            newest(Path::new(FOLDER))
        }
    }
}

/// The most recently changed graph of a folder; if several changed at once, the first by name.
fn newest(folder: &Path) -> Result<PathBuf> {
    let none = || {
        Error::new(format!(
            "no graph in {}/; build one with 'dixit build FOLDER' or name one",
            folder.display()
        ))
    };
    let entries = std::fs::read_dir(folder).map_err(|_| none())?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file() && is_graph(path))
        .collect();
    files.sort();
    let changed = |path: &PathBuf| path.metadata().and_then(|m| m.modified()).ok();
    // `max_by_key` would return the last of equals.
    files.reverse();
    files.into_iter().max_by_key(changed).ok_or_else(none)
}

/// Whether a file is a graph by its name: a graph in JSON or a store, but not a store's metadata.
fn is_graph(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".json") && !name.ends_with(".metadata.json")
        || cfg!(feature = "sqlite") && name.ends_with(".sqlite")
}

/// The name of a graph of this file or folder: its name, without extensions if it is a file.
pub(crate) fn name_of(first: &Path) -> String {
    // "." and ".." have names only when followed.
    let whole = first.canonicalize().unwrap_or_else(|_| first.to_path_buf());
    let plain = match whole.file_name() {
        Some(name) => PathBuf::from(name),
        None => PathBuf::from("graph"),
    };
    let mut stem = if whole.is_dir() {
        plain
    } else {
        plain.with_extension("")
    };
    while !whole.is_dir()
        && stem
            .extension()
            .is_some_and(|e| is_format(&e.to_string_lossy()))
    {
        stem.set_extension("");
    }
    stem.to_string_lossy().into_owned()
}

/// Extensions that may come before another: `news.jsonl.gz`.
fn is_format(ending: &str) -> bool {
    matches!(
        ending,
        "txt"
            | "md"
            | "html"
            | "json"
            | "jsonl"
            | "ndjson"
            | "csv"
            | "tsv"
            | "xml"
            | "rss"
            | "warc"
            | "wet"
            | "parquet"
    )
}

/// The error for an empty id.
pub(in crate::cli) fn no_id() -> Error {
    Error::new("the id is empty; 'dixit query --format json' prints the ids of statements")
}

/// The report with this id, or the only one whose id starts with it.
pub(in crate::cli) fn find_statement(
    graph: &Graph,
    id: &str,
) -> Result<Option<(String, StatementIndex)>> {
    if id.trim().is_empty() {
        return Err(no_id());
    }
    if let Some(index) = graph.statement_by_id(id) {
        return Ok(Some((id.to_owned(), index)));
    }
    let mut found: Vec<(String, StatementIndex)> = Vec::new();
    for index in graph.statement_indices() {
        for report in graph.statement(index).reports() {
            if report.id.starts_with(id) {
                found.push((report.id.to_string(), index));
            }
        }
    }
    match found.as_slice() {
        [] | [_] => Ok(found.pop()),
        [one, other, ..] => Err(Error::new(format!(
            "{} statements have ids that start with {id}: {}, {}, …; give more characters",
            found.len(),
            one.0,
            other.0
        ))),
    }
}
