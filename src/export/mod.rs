//! Writes graphs for people and other programs.
//!
//! A [`selection::Selection`] is the part of a graph that is exported. Graph formats walk it as a
//! [`network::Network`]: nodes and edges in one of three shapes, with the fields of
//! `attributes`. Record formats (JSON Lines, RDF, notes, events) walk its statements. Each
//! format has a module, whose writer streams and returns what the format cannot represent.
//!
//! | format | module | for |
//! | --- | --- | --- |
//! | `dot`, `svg`, `png` | `dot`, `svg` | people, through Graphviz |
//! | `html` | [`html`] | people, in a browser |
//! | `json` | `json` | dixit, NetworkX, D3 |
//! | `jsonl` | `jsonl` | DuckDB, pandas, jq |
//! | `graphml` | `graphml` | NetworkX, igraph, Cytoscape, yEd |
//! | `gexf` | `gexf` | Gephi |
//! | `cytoscape` | `cytoscape` | Cytoscape and Cytoscape.js |
//! | `csv` | `csv` | spreadsheets, Gephi, Neo4j's bulk import |
//! | `cypher` | `cypher` | Neo4j |
//! | `ladybug` | `ladybug` | Ladybug |
//! | `ntriples`, `turtle`, `jsonld` | `rdf` | SPARQL stores |
//! | `mermaid` | `mermaid` | Markdown pages |
//! | `obsidian` | `obsidian` | notes |
//! | `cameo` | `cameo` | event data tools |
//! | `parquet` | `parquet` | DuckDB, pandas, Polars, Spark |
//! | `sqlite` | `sqlite` | dixit, `sqlite3`, Datasette, DuckDB, Python |
//!
//! ```
//! use dixit::export::{Export, Format, Options, selection::{Choice, Selection}};
//! use dixit::graph::{BuildOptions, Graph};
//!
//! let graph = Graph::from_extractions("talks", [], &BuildOptions::default());
//! let selection = Selection::of(&graph, &Choice::default()).unwrap();
//! let mut out = Vec::new();
//! let export = Export::new(&selection, Format::Graphml, &Options::default())?;
//! let left_out = export.write(&mut out).unwrap();
//! assert!(left_out.is_empty());
//! assert!(out.starts_with(b"<?xml"));
//! # Ok::<(), dixit::error::Error>(())
//! ```

pub(crate) mod attributes;
pub(crate) mod cameo;
mod colours;
pub(crate) mod csv;
pub(crate) mod cypher;
pub(crate) mod cytoscape;
pub(crate) mod dot;
mod format;
mod gexf;
pub(crate) mod graphml;
#[doc(hidden)]
pub mod html;
mod ids;
pub(crate) mod json;
pub(crate) mod jsonl;
pub(crate) mod ladybug;
pub(crate) mod mermaid;
#[doc(hidden)]
pub mod network;
pub(crate) mod obsidian;
pub(crate) mod parquet;
mod press;
pub(crate) mod rdf;
mod record;
pub mod selection;
pub(crate) mod sheet;
mod shortened;
#[cfg(feature = "sqlite")]
pub(crate) mod sqlite;
pub(crate) mod svg;
mod tables;
pub(crate) mod typed;
mod xml;

#[cfg(test)]
mod tests;

pub use colours::Theme;
pub use format::Format;
pub use gexf::Version as GexfVersion;
pub use network::Shape;
pub use sheet::Cells;

use crate::error::{Error, Result};
use crate::graph::views::{self, Role};
use network::Network;
use selection::{Said, Selection};
use std::io::{self, Write};
use std::path::Path;
use typed::Table;

/// Options of exports.
/// ```
/// use dixit::export::{Options, Shape, Theme};
///
/// let options = Options::default().shape(Shape::Aggregate).theme(Theme::Dark);
/// assert_eq!(options.theme, Theme::Dark);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// What the nodes and edges are; `None` for the format's default.
    pub shape: Option<Shape>,
    /// The background of pictures.
    pub theme: Theme,
    /// Maximum number of entities in pictures.
    pub max_nodes: usize,
    /// The version of GEXF.
    pub gexf: gexf::Version,
    /// How to write cells that a spreadsheet would run as formulas.
    pub cells: sheet::Cells,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            shape: None,
            theme: Theme::default(),
            max_nodes: 200,
            gexf: gexf::Version::default(),
            cells: sheet::Cells::default(),
        }
    }
}

impl Options {
    /// Sets what the nodes and edges are.
    pub fn shape(mut self, shape: Shape) -> Options {
        self.shape = Some(shape);
        self
    }

    /// Sets the background of pictures.
    pub fn theme(mut self, theme: Theme) -> Options {
        self.theme = theme;
        self
    }

    /// Sets the maximum number of entities in pictures.
    /// ```
    /// use dixit::export::Options;
    ///
    /// assert_eq!(Options::default().max_nodes(50).max_nodes, 50);
    /// ```
    pub fn max_nodes(mut self, nodes: usize) -> Options {
        self.max_nodes = nodes;
        self
    }

    /// Sets the version of GEXF.
    pub fn gexf(mut self, version: GexfVersion) -> Options {
        self.gexf = version;
        self
    }

    /// Sets how cells that a spreadsheet would run as formulas are written.
    pub fn cells(mut self, cells: Cells) -> Options {
        self.cells = cells;
        self
    }
}

/// A selection to be written in a format.
#[derive(Debug, Clone)]
pub struct Export<'s, 'g> {
    selection: &'s Selection<'g>,
    format: Format,
    shape: Shape,
    options: Options,
    /// The picture by Graphviz, and what it leaves out.
    drawn: Option<(Vec<u8>, Vec<String>)>,
}

impl<'s, 'g> Export<'s, 'g> {
    /// Does everything that can fail except the writing.
    ///
    /// # Errors
    /// One line if the format does not have the shape, or if a picture needs Graphviz and it is not
    /// installed or fails.
    pub fn new(selection: &'s Selection<'g>, format: Format, options: &Options) -> Result<Self> {
        let shape = shape(format, options)?;
        let drawn = match format {
            Format::Svg => Some(draw(selection, svg::Drawing::Svg, shape, options)?),
            Format::Png => Some(draw(selection, svg::Drawing::Png, shape, options)?),
            _ => None,
        };
        Ok(Export {
            selection,
            format,
            shape,
            options: *options,
            drawn,
        })
    }

    /// Whether it is an empty picture: nobody speaks to or about anyone else.
    /// ```
    /// # use dixit::document::Document;
    /// # use dixit::extract::Extractor;
    /// # use dixit::graph::{BuildOptions, Graph};
    /// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
    /// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
    /// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
    /// use dixit::export::selection::Selection;
    /// use dixit::export::{Export, Format, Options};
    ///
    /// let selection = Selection::whole(&graph);
    /// let export = Export::new(&selection, Format::Csv, &Options::default())?;
    /// assert!(!export.is_blank());
    /// # Ok::<(), dixit::error::Error>(())
    /// ```
    pub fn is_blank(&self) -> bool {
        let is_drawn = self.format.is_picture() || self.format == Format::Mermaid;
        is_drawn
            && self.selection.statements().all(|said| {
                let mut pairs = self.selection.pairs(&said);
                pairs.all(|pair| pair.role == Role::Unaddressed)
            })
    }

    /// Writes a format with one file (for Parquet, the table of statements); returns what it cannot represent,
    /// one line each.
    ///
    /// # Errors
    /// Those of `out`; [`io::ErrorKind::Unsupported`] for another format that is a folder of files, or a
    /// database.
    pub fn write(&self, out: &mut impl Write) -> io::Result<Vec<String>> {
        let (selection, options) = (self.selection, &self.options);
        let mut notes = self.notes();
        let mut network = || self.network(&mut notes);
        let left_out = match self.format {
            Format::Dot => dot::write(selection, &picture(self.shape, options), out)?,
            Format::Svg | Format::Png => {
                let (drawn, left_out) = self.drawn.as_ref().map_or((&[][..], &[][..]), |drawn| {
                    (drawn.0.as_slice(), drawn.1.as_slice())
                });
                out.write_all(drawn)?;
                left_out.to_vec()
            }
            Format::Json => json::write(&network(), out)?,
            Format::Jsonl => {
                notes.extend(self.uncut());
                jsonl::write(selection, out)?
            }
            Format::Parquet => {
                notes.extend(self.uncut());
                parquet::write_table(Table::Statements, selection, out)?;
                vec!["one file has the statements only; name a folder for entities, reports and documents too".to_owned()]
            }
            Format::Graphml => graphml::write(&network(), out)?,
            Format::Gexf => gexf::write(&network(), options.gexf, out)?,
            Format::Cytoscape => cytoscape::write(&network(), out)?,
            Format::Html => html::write(selection, out)?,
            Format::Cypher => cypher::write(&network(), out)?,
            Format::Ntriples => rdf::ntriples::write(selection, out)?,
            Format::Turtle => rdf::turtle::write(selection, out)?,
            Format::Jsonld => rdf::jsonld::write(selection, out)?,
            Format::Mermaid => {
                let pictured = selection.pictured();
                let network = Network::new(&pictured, self.shape);
                mermaid::write(&network, options.theme, out)?
            }
            Format::Cameo => cameo::write(selection, options.cells, out)?,
            Format::Csv | Format::Ladybug | Format::Obsidian | Format::Sqlite => {
                return Err(io::ErrorKind::Unsupported.into());
            }
        };
        notes.extend(left_out);
        Ok(notes)
    }

    /// Writes a database into a new or empty file; returns what it cannot represent, one line each. Other
    /// formats write nothing.
    ///
    /// # Errors
    /// One line that names the file.
    #[cfg(feature = "sqlite")]
    pub(crate) fn write_database(&self, path: &Path) -> Result<Vec<String>> {
        let mut notes = self.notes();
        if self.format == Format::Sqlite {
            notes.extend(self.uncut());
            sqlite::write(self.selection, path)?;
        }
        Ok(notes)
    }

    /// Writes a format with several files into an existing folder; returns what it cannot represent, one
    /// line each. Formats with one file write nothing.
    ///
    /// # Errors
    /// One line that names the file that cannot be written.
    /// ```
    /// # use dixit::document::Document;
    /// # use dixit::extract::Extractor;
    /// # use dixit::graph::{BuildOptions, Graph};
    /// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
    /// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
    /// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
    /// use dixit::export::selection::Selection;
    /// use dixit::export::{Export, Format, Options};
    ///
    /// let folder = std::env::temp_dir().join(format!("dixit-example-{}", std::process::id()));
    /// let selection = Selection::whole(&graph);
    /// let export = Export::new(&selection, Format::Csv, &Options::default())?;
    /// export.write_folder(&folder)?;
    /// assert!(folder.join("nodes.csv").exists());
    /// # std::fs::remove_dir_all(&folder).unwrap();
    /// # Ok::<(), dixit::error::Error>(())
    /// ```
    pub fn write_folder(&self, folder: &Path) -> Result<Vec<String>> {
        let mut notes = self.notes();
        let mut network = || self.network(&mut notes);
        let left_out = match self.format {
            Format::Csv => csv::write(&network(), self.options.cells, folder)?,
            Format::Ladybug => ladybug::write(&network(), folder)?,
            Format::Obsidian => obsidian::write(self.selection, folder)?,
            Format::Parquet => {
                parquet::write(self.selection, folder)?;
                self.uncut()
            }
            _ => Vec::new(),
        };
        notes.extend(left_out);
        Ok(notes)
    }

    /// The selection in its shape; what the shape cannot show is added to the notes.
    fn network(&self, notes: &mut Vec<String>) -> Network<'s, 'g> {
        let network = Network::new(self.selection, self.shape);
        notes.extend(match (self.format, self.shape) {
            // Our own format also has repeats, and statements without a speaker.
            (Format::Json, Shape::Edges) => self.uncut(),
            (Format::Mermaid, _) => Vec::new(),
            _ => network.notes(),
        });
        network
    }

    /// Notes that statements are complete although some of their speakers and targets are left out.
    fn uncut(&self) -> Vec<String> {
        let selection = self.selection;
        let is_cut = |said: &Said| {
            let all = views::pairs(said.statement).len();
            selection.pairs(said).count() < all
        };
        let uncut = selection.statements().filter(is_cut).count();
        let note = || {
            format!(
                "{} that --ego, --top or --min-count leave out elsewhere",
                network::counted_with_verb(
                    uncut,
                    "statement still names entities",
                    "statements still name entities"
                )
            )
        };
        (uncut > 0).then(note).into_iter().collect()
    }

    /// What is left out regardless of the format.
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let thoughts = self.selection.thoughts_left_out();
        if thoughts > 0 {
            notes.push(format!(
                "{} of reported thought left out; include them with --attitudes",
                network::counted(thoughts, "statement")
            ));
        }
        notes
    }
}

fn draw(
    selection: &Selection,
    drawing: svg::Drawing,
    shape: Shape,
    options: &Options,
) -> Result<(Vec<u8>, Vec<String>)> {
    let graphviz = svg::Graphviz::find().ok_or_else(|| {
        Error::new("Graphviz's 'dot' is not on the PATH; install Graphviz or export as dot")
    })?;
    let mut source = Vec::new();
    let left_out = dot::write(selection, &picture(shape, options), &mut source)
        .map_err(|error| Error::new(format!("cannot write the picture: {error}")))?;
    Ok((graphviz.draw(drawing, source)?, left_out))
}

fn picture(shape: Shape, options: &Options) -> dot::Picture {
    dot::Picture {
        max_nodes: options.max_nodes,
        shape,
        theme: options.theme,
    }
}

/// The requested shape, otherwise the default.
fn shape(format: Format, options: &Options) -> Result<Shape> {
    let known = format.shapes();
    match options.shape {
        None => Ok(known.first().copied().unwrap_or_default()),
        Some(shape) if known.contains(&shape) => Ok(shape),
        Some(shape) => {
            let known: Vec<&str> = known.iter().map(|shape| shape.name()).collect();
            let (name, shape) = (format.name(), shape.name());
            Err(Error::new(match known.is_empty() {
                true => format!("{name} has its own shape; leave out --shape {shape}"),
                false => format!(
                    "{name} has no shape {shape}; use --shape {}",
                    known.join(" or ")
                ),
            }))
        }
    }
}
