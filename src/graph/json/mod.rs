//! The graph as a file: node-link JSON that NetworkX, D3 and [`super::Graph::load`] read.
//!
//! ```text
//! {"directed": true, "multigraph": true,
//!  "graph": {"schema": 1, "name": "…", "doubled": [], "documents": [
//!     {"id", "title", "date", "url", "source", "path",
//!      "fingerprint": {"sha256", "sketch"},
//!      "entities": [{"id", "name", "type", "mentions", "aliases", "roles", "represents",
//!        "gender" (where known), "was" (where a correction changed the id)}]}]},
//!  "nodes": [{"id", "label", "name", "type", "mentions", "documents", "statements",
//!     "aliases": [{"name", "documents"}], "roles": [{"title", "of", "documents"}],
//!     "represents": [{"id", "name", "documents", "titles", "since", "until"}], "gender"}],
//!  "edges": [{"source", "target", "key", "role", "relation", "act", "polarity", "mode", "kind",
//!     "date", "text", "document", "line", "reports", "confidence"}],
//!  "links": [the same again],
//!  "statements": [{"id", "relation", "act", "polarity", "mode", "date", "speaker",
//!     "joint_speakers", "addressees", "about",
//!     "reports": [{"id", "document", "act" (where it is not the first report's), "kind", "addressees", "about", "source", "cue", "content",
//!        "via", "within", "said_on", "confidence", "line", "sentence"}]}]}
//! ```
//!
//! Entities and documents are named by their ids. Edges are [`super::views::edges`], `key` is the
//! statement's id. NetworkX reads `edges` from 3.6 on and `links` before, as D3 does, so both are
//! there. `documents` and `statements` are the whole graph: nodes and edges are computed from them
//! when it is loaded, so editing nodes or edges in the file has no effect.

mod lines;
mod one_piece;
mod saved;
mod write;

pub use saved::SCHEMA;
#[cfg(feature = "serve")]
pub(crate) use write::node;
pub use write::{write, write_excerpt};

use super::Graph;
use crate::error::{Error, Result};
use crate::{input, output};
use serde::Deserialize;
use std::io;
use std::path::Path;

impl Graph {
    /// Writes the graph as node-link JSON: to a temporary name beside `path`, then renamed, so
    /// that a reader never sees half a file. Missing folders are created.
    ///
    /// # Errors
    /// One line that names the file when it cannot be written.
    pub fn save(&self, path: &Path) -> Result<()> {
        save(self, path)
    }

    /// Reads what [`Graph::save`] wrote.
    ///
    /// # Errors
    /// One line that names the file, what is wrong with it (missing, truncated, not a graph, of another
    /// version) and what to do.
    pub fn load(path: &Path) -> Result<Graph> {
        load(path)
    }
}

fn save(graph: &Graph, path: &Path) -> Result<()> {
    output::replace(path, |out| write(graph, out))
}

fn load(path: &Path) -> Result<Graph> {
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Error::at(
            path,
            "no such file; build a graph with 'dixit build FOLDER'",
        ),
        _ => Error::at(path, format_args!("cannot be read: {error}")),
    };
    let file = input::open(path).map_err(unreadable)?;
    let length = file.metadata().map_or(0, |about| about.len());
    if let Some(graph) = lines::read(file, length).map_err(unreadable)? {
        return Ok(graph);
    }
    let bytes = input::read(path).map_err(unreadable)?;
    let saved: one_piece::Saved = serde_json::from_slice(&bytes)
        .map_err(|error| Error::at(path, diagnosis(&bytes, &error)))?;
    if saved.schema() != SCHEMA {
        return Err(Error::at(path, other_version(saved.schema())));
    }
    saved.assemble().map_err(|what| {
        Error::at(
            path,
            format_args!("{what}; the graph was edited by hand or by another program, rebuild it"),
        )
    })
}

/// What is wrong with a file that could not be parsed.
fn diagnosis(bytes: &[u8], error: &serde_json::Error) -> String {
    #[derive(Deserialize)]
    struct Any {
        graph: Version,
    }
    #[derive(Deserialize)]
    struct Version {
        schema: u32,
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return "the file is empty; rebuild the graph".to_string();
    }
    match serde_json::from_slice::<Any>(bytes) {
        Ok(any) if any.graph.schema != SCHEMA => other_version(any.graph.schema),
        _ if error.is_eof() => format!("the file is truncated ({error}); rebuild the graph"),
        _ => format!(
            "this is not a graph written by dixit ({error}); build one from articles with \
             'dixit build', or pipe the output of 'dixit extract' into 'dixit query -'"
        ),
    }
}

fn other_version(schema: u32) -> String {
    format!(
        "the graph has version {schema}, but this dixit reads version {SCHEMA}; {}",
        if schema > SCHEMA {
            "update dixit or rebuild the graph"
        } else {
            "rebuild the graph"
        }
    )
}
