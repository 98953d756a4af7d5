//! The formats: their names, extensions and shapes.

use super::network::Shape;
use std::path::Path;

/// A format that graphs are exported to.
/// ```
/// use dixit::export::Format;
/// use std::path::Path;
///
/// assert_eq!(Format::of_path(Path::new("talks.gexf")), Some(Format::Gexf));
/// assert_eq!(Format::named("turtle"), Some(Format::Turtle));
/// assert!(Format::Obsidian.is_folder());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// The language of Graphviz.
    Dot,
    /// A vector picture, drawn by Graphviz.
    Svg,
    /// A bitmap picture, drawn by Graphviz.
    Png,
    /// A page for a browser.
    Html,
    /// Node-link JSON.
    Json,
    /// One statement a line.
    Jsonl,
    /// GraphML.
    Graphml,
    /// GEXF.
    Gexf,
    /// Cytoscape.js JSON.
    Cytoscape,
    /// Tables of nodes and edges.
    Csv,
    /// A Cypher script.
    Cypher,
    /// Tables with a schema for Ladybug.
    Ladybug,
    /// N-Triples.
    Ntriples,
    /// Turtle.
    Turtle,
    /// JSON-LD.
    Jsonld,
    /// A Mermaid flowchart.
    Mermaid,
    /// Linked notes.
    Obsidian,
    /// Rows of coded events.
    Cameo,
    /// An SQLite database, which is a store.
    Sqlite,
    /// Tables in columns.
    Parquet,
}

/// The properties of a format.
struct Row {
    format: Format,
    name: &'static str,
    /// Its file extensions; no two formats share one.
    endings: &'static [&'static str],
    /// The shapes it can be written in, the default first; empty if it has its own.
    shapes: &'static [Shape],
    storage: Storage,
}

/// How an export is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Storage {
    File,
    /// A folder of several files.
    Folder,
    /// A folder, or only the first of its files.
    Either,
    /// A file that is not written sequentially.
    Database,
}

const DATA: &[Shape] = &[Shape::Edges, Shape::Statements, Shape::Aggregate];
const PICTURE: &[Shape] = &[Shape::Aggregate, Shape::Edges, Shape::Statements];

const fn row(
    format: Format,
    name: &'static str,
    endings: &'static [&'static str],
    shapes: &'static [Shape],
    storage: Storage,
) -> Row {
    Row {
        format,
        name,
        endings,
        shapes,
        storage,
    }
}

static ROWS: &[Row] = &[
    row(Format::Dot, "dot", &["dot", "gv"], PICTURE, Storage::File),
    row(Format::Svg, "svg", &["svg"], PICTURE, Storage::File),
    row(Format::Png, "png", &["png"], PICTURE, Storage::File),
    row(Format::Html, "html", &["html", "htm"], &[], Storage::File),
    row(Format::Json, "json", &["json"], DATA, Storage::File),
    row(
        Format::Jsonl,
        "jsonl",
        &["jsonl", "ndjson"],
        &[],
        Storage::File,
    ),
    row(
        Format::Graphml,
        "graphml",
        &["graphml"],
        DATA,
        Storage::File,
    ),
    row(Format::Gexf, "gexf", &["gexf"], DATA, Storage::File),
    row(
        Format::Cytoscape,
        "cytoscape",
        &["cyjs"],
        DATA,
        Storage::File,
    ),
    row(Format::Csv, "csv", &[], DATA, Storage::Folder),
    row(
        Format::Cypher,
        "cypher",
        &["cypher", "cql"],
        DATA,
        Storage::File,
    ),
    row(Format::Ladybug, "ladybug", &[], DATA, Storage::Folder),
    row(Format::Ntriples, "ntriples", &["nt"], &[], Storage::File),
    row(Format::Turtle, "turtle", &["ttl"], &[], Storage::File),
    row(Format::Jsonld, "jsonld", &["jsonld"], &[], Storage::File),
    row(
        Format::Mermaid,
        "mermaid",
        &["mmd", "mermaid"],
        &[Shape::Aggregate, Shape::Edges],
        Storage::File,
    ),
    row(Format::Obsidian, "obsidian", &[], &[], Storage::Folder),
    row(Format::Cameo, "cameo", &[], &[], Storage::File),
    #[cfg(feature = "sqlite")]
    row(
        Format::Sqlite,
        "sqlite",
        &["sqlite", "sqlite3"],
        &[],
        Storage::Database,
    ),
    row(
        Format::Parquet,
        "parquet",
        &["parquet"],
        &[],
        Storage::Either,
    ),
];

impl Format {
    /// All formats.
    /// ```
    /// use dixit::export::{Format, Shape};
    ///
    /// let pictures: Vec<&str> = Format::all().filter(|f| f.is_picture()).map(Format::name).collect();
    /// assert_eq!(pictures, ["dot", "svg", "png"]);
    /// assert_eq!(Format::Json.shapes().first(), Some(&Shape::Edges));
    /// ```
    pub fn all() -> impl Iterator<Item = Format> {
        ROWS.iter().map(|row| row.format)
    }

    fn row(self) -> Option<&'static Row> {
        ROWS.iter().find(|row| row.format == self)
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.name)
    }

    /// The format of this name.
    pub fn named(name: &str) -> Option<Format> {
        ROWS.iter()
            .find(|row| row.name == name)
            .map(|row| row.format)
    }

    /// The format of a file's extension.
    pub fn of_path(path: &Path) -> Option<Format> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        let row = ROWS
            .iter()
            .find(|row| row.endings.contains(&ending.as_str()));
        row.map(|row| row.format)
    }

    /// Whether it is a folder of files. Parquet is one, but its first file can also be written alone.
    pub fn is_folder(self) -> bool {
        let storage = self.row().map(|row| row.storage);
        matches!(storage, Some(Storage::Folder | Storage::Either))
    }

    /// Whether it is a folder when written to a path, or to standard output if there is none.
    pub(crate) fn is_folder_at(self, path: Option<&Path>) -> bool {
        let storage = self.row().map(|row| row.storage);
        let has_ending = path.is_none_or(|path| Format::of_path(path) == Some(self));
        self.is_folder() && !(storage == Some(Storage::Either) && has_ending)
    }

    /// Whether it is a database: a file that needs a name.
    pub(crate) fn is_database(self) -> bool {
        self.row()
            .is_some_and(|row| row.storage == Storage::Database)
    }

    /// Whether it is a picture, which is reduced to be readable.
    pub fn is_picture(self) -> bool {
        matches!(self, Format::Dot | Format::Svg | Format::Png)
    }

    /// The shapes that it can be written in, the default first; empty if it has its own.
    pub fn shapes(self) -> &'static [Shape] {
        self.row().map_or(&[], |row| row.shapes)
    }
}
