//! An SQLite database: a store like those of `dixit build --store`, which dixit reads as a graph, with
//! tables, indexes, full-text search and views for everybody else ([`crate::graph::store`]).
//!
//! `NAME.metadata.json` beside it describes the tables on Datasette's first page:
//! `datasette talks.sqlite -m talks.metadata.json`.

use super::selection::Selection;
use crate::error::Result;
use crate::graph::{Excerpt, Store};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Writes the statements of a selection with all their reports, as [`super::json`] does, into a new or empty
/// file.
///
/// # Errors
/// One line that names the file.
pub fn write(selection: &Selection, path: &Path) -> Result<()> {
    let graph = selection.graph();
    let all = selection.is_whole() && selection.len() == graph.statements().len();
    let graph = match all {
        true => graph.clone(),
        false => {
            let statements = selection.statements().map(|said| said.index);
            Excerpt::of(graph, statements.collect()).as_graph(graph)
        }
    };
    let mut store = Store::grow(path, graph.name())?;
    store.add_graph(graph)?;
    store.settle(|_, _| ())
}

/// The file beside a database with Datasette's metadata: `talks.metadata.json`.
pub fn metadata_path(database: &Path) -> PathBuf {
    database.with_extension("metadata.json")
}

/// Datasette's metadata of a database: where to begin, and descriptions of tables and columns.
pub fn metadata(database: &Path) -> Value {
    let stem = database.file_stem().unwrap_or_default().to_string_lossy();
    let query = |title: &str, sql: &str| json!({"title": title, "sql": sql});
    json!({
        "title": format!("Who said what: {stem}"),
        "description_html": "Statements found in articles by dixit, each with the words that prove it. \
            Begin with the view <b>quotes</b>: a line for each statement. Search the contents in \
            <b>reports</b>, the headlines in <b>documents</b>.",
        "databases": {stem.as_ref(): {
            "queries": {
                "warnings": query(
                    "Who warned whom",
                    "SELECT date, speaker, addressees, content, url FROM quotes \
                     WHERE relation = 'warned' AND addressees IS NOT NULL ORDER BY date",
                ),
                "said_by": query(
                    "What somebody said",
                    "SELECT date, relation, addressees, content, document FROM quotes \
                     WHERE speaker = :speaker ORDER BY date",
                ),
                "search": query(
                    "Statements with these words",
                    "SELECT q.date, q.speaker, q.content, q.url FROM reports_fts f \
                     JOIN reports r ON r.number = f.rowid \
                     JOIN reports s ON s.number = r.statement \
                     JOIN quotes q ON q.id = s.id WHERE reports_fts MATCH :words ORDER BY q.date",
                ),
            },
            "tables": {
                "quotes": {
                    "description": "A line for each statement, with the names of all parties",
                    "sortable_columns": ["date", "speaker", "relation", "act", "reports"],
                    "facets": ["relation", "polarity", "kind"],
                },
                "reports": {
                    "description": "Each article's report of a statement, with spans in code points of its text",
                    "label_column": "content",
                    "facets": ["relation", "polarity"],
                },
                "entities": {
                    "description": "Those who speak, are addressed or are mentioned",
                    "label_column": "name",
                    "sort_desc": "statements",
                    "facets": ["type"],
                },
                "documents": {"description": "The articles", "label_column": "title"},
                "statements": {"description": "Statements by number; the words are in reports"},
                "parties": {
                    "description": "Who has what part in a report: role 0 speaks, 1 is addressed, \
                        2 is spoken of, 3 is the outlet cited",
                },
                "names": {"description": "Names: kind 0 is an alias, 1 the name, 2 the surname"},
                "meta": {"hidden": true}, "ids": {"hidden": true}, "tallies": {"hidden": true},
                "evidence": {"hidden": true}, "joined": {"hidden": true}, "heads": {"hidden": true},
                "claims": {"hidden": true}, "usual": {"hidden": true}, "keys": {"hidden": true},
                "new_keys": {"hidden": true}, "pending_keys": {"hidden": true},
                "pending": {"hidden": true}, "title_parts": {"hidden": true},
                "postings": {"hidden": true},
            },
        }},
    })
}
