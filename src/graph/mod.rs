//! How does it all connect? The knowledge graph of who said what to whom.
//!
//! A [`Graph`] is made of [`crate::extract::Extraction`] records, one per document. The
//! statements are its records; edges are views of them ([`views`]), each a petgraph graph. What the
//! graph says about an entity is the sum of its sightings in the documents, so graphs can be merged in
//! any order and grouping, and the same documents always give the same bytes ([`json`]).
//!
//! ```
//! use dixit::graph::{BuildOptions, Graph, views};
//!
//! let line = r#"{"id": "a1", "title": null, "date": "2021-12-16", "url": null, "source": null,
//!     "entities": [], "error": null, "statements": [{
//!         "id": "s1", "relation": "warned", "act": "warn", "polarity": "affirmed",
//!         "mode": "speech", "kind": "indirect",
//!         "speaker": {"id": "Q145", "name": "United Kingdom", "type": "state"},
//!         "addressees": [{"id": "Q159", "name": "Russia", "type": "state"}],
//!         "joint_speakers": [], "about": [], "via": null, "within": null, "said_on": null,
//!         "source": {"text": "London", "spans": [[0, 6]]},
//!         "cue": {"text": "warned", "spans": [[7, 13]]},
//!         "content": {"text": "of consequences", "spans": [[21, 36]]},
//!         "confidence": 0.9}]}"#;
//! let graph = Graph::from_extractions(
//!     "talks",
//!     [serde_json::from_str(line).unwrap()],
//!     &BuildOptions::default(),
//! );
//! let view = views::edges(&graph);
//! let (from, to) = view.edge_endpoints(view.edge_indices().next().unwrap()).unwrap();
//! assert_eq!(graph.entity(view[from]).name, "United Kingdom");
//! assert_eq!(graph.entity(view[to]).name, "Russia");
//! ```

mod build;
mod excerpt;
mod forms;
#[doc(hidden)]
pub mod json;
#[cfg(test)]
mod laws;
mod namesakes;
mod record;
mod same;
#[cfg(test)]
pub(crate) mod sample;
mod sum;
#[cfg(test)]
mod tests;
mod text;
pub mod views;

pub(crate) use excerpt::Excerpt;
pub use record::{
    Document, DocumentIndex, Entities, Entity, EntityIndex, Report, Representation, Sighting,
    Statement, StatementIndex, Words,
};
pub use text::Text;

use crate::error::Result;
use crate::extract::record::Extraction;
use crate::statement::When;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;

/// What to take into a graph.
/// ```
/// use dixit::graph::BuildOptions;
///
/// let options = BuildOptions::default().attitudes(true).min_confidence(0.5);
/// assert!(options.attitudes);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct BuildOptions {
    /// Take reported thought ("believes", "fears") as well as speech.
    pub attitudes: bool,
    /// Leave out statements that are less likely right than this, in `0.0..=1.0`.
    pub min_confidence: f32,
}

impl BuildOptions {
    /// Sets whether reported thought is taken as well as speech.
    pub fn attitudes(mut self, taken: bool) -> BuildOptions {
        self.attitudes = taken;
        self
    }

    /// Sets the confidence below which statements are left out, in `0.0..=1.0`.
    pub fn min_confidence(mut self, least: f32) -> BuildOptions {
        self.min_confidence = least;
        self
    }
}

/// Documents, those they speak of, and who said what.
/// A graph is built from extractions, and graphs are merged, saved and loaded:
///
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let words = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let article = Document::new("talks", words);
/// # let extraction = Extractor::new()?.extract(&article)?;
/// let monday = Graph::from_extractions("talks", [extraction], &BuildOptions::default());
/// let tuesday = Graph::from_extractions("talks", [], &BuildOptions::default());
/// let graph = monday.merge(tuesday);
/// assert_eq!(graph.statements().len(), 1);
///
/// let folder = tempfile::tempdir().unwrap();
/// let path = folder.path().join("talks.json");
/// graph.save(&path)?;
/// assert_eq!(Graph::load(&path)?, graph);
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Graph {
    name: String,
    documents: Vec<Document>,
    entities: Vec<Entity>,
    statements: Vec<Statement>,
    doubled: Vec<String>,
    /// Made once somebody has asked for one.
    ids: OnceLock<Ids>,
}

/// Statements by the ids of their reports.
#[derive(Debug, Clone)]
struct Ids {
    statements: HashMap<Text, StatementIndex, RandomState>,
    /// Statements whose own id is that of one before them, in order.
    taken: Vec<StatementIndex>,
}

impl PartialEq for Graph {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && self.documents == other.documents
            && self.entities == other.entities
            && self.statements == other.statements
            && self.doubled == other.doubled
    }
}

impl Graph {
    fn new(
        name: String,
        documents: Vec<Document>,
        entities: Vec<Entity>,
        statements: Vec<Statement>,
        doubled: Vec<String>,
    ) -> Graph {
        Graph {
            name,
            documents,
            entities,
            statements,
            doubled,
            ids: OnceLock::new(),
        }
    }

    /// Builds a graph from the records of documents, in any order.
    ///
    /// Records of documents that could not be read are left out. Of two different records with
    /// one document id one is kept, and `Graph::doubled` reports the id. A statement without
    /// a speaker is kept but has no edge from a speaker.
    pub fn from_extractions(
        name: impl Into<String>,
        extractions: impl IntoIterator<Item = Extraction>,
        options: &BuildOptions,
    ) -> Graph {
        let mut builder = build::Builder::new(name.into());
        for extraction in extractions {
            builder.add(extraction, options);
        }
        builder.finish()
    }

    /// The graph of the documents of both: the same whichever comes first and however several
    /// are grouped, and the same as one build of all documents with the same options.
    ///
    /// Its name is the first of the two in alphabetical order.
    pub fn merge(self, other: Graph) -> Graph {
        let mut builder = build::Builder::new(self.name.clone().min(other.name.clone()));
        builder.add_graph(self);
        builder.add_graph(other);
        builder.finish()
    }

    /// Writes the graph as node-link JSON: to a temporary name beside `path`, then renamed, so
    /// that a reader never sees half a file. Missing folders are made.
    ///
    /// # Errors
    /// One line that names the file when it cannot be written.
    pub fn save(&self, path: &Path) -> Result<()> {
        json::save(self, path)
    }

    /// Reads what [`Graph::save`] wrote.
    ///
    /// # Errors
    /// One line that names the file, what is wrong with it (missing, cut short, no graph, of
    /// another version) and the way out.
    pub fn load(path: &Path) -> Result<Graph> {
        json::load(path)
    }

    /// Its name: that of the folder it was built from.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its documents in order of their ids.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// Its entities in order of their ids.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// Its statements in order of document and place.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// Ids of documents that came in two different versions, of which one was kept; in order.
    pub(crate) fn doubled(&self) -> &[String] {
        &self.doubled
    }

    /// The document at an index of this graph.
    pub fn document(&self, index: DocumentIndex) -> &Document {
        &self.documents[index.index()]
    }

    /// The entity at an index of this graph.
    pub fn entity(&self, index: EntityIndex) -> &Entity {
        &self.entities[index.index()]
    }

    /// The statement at an index of this graph.
    pub fn statement(&self, index: StatementIndex) -> &Statement {
        &self.statements[index.index()]
    }

    /// The indices of all entities, in order.
    pub fn entity_indices(&self) -> impl Iterator<Item = EntityIndex> + use<> {
        (0..self.entities.len()).map(EntityIndex::new)
    }

    /// The indices of all documents, in order.
    pub fn document_indices(&self) -> impl Iterator<Item = DocumentIndex> + use<> {
        (0..self.documents.len()).map(DocumentIndex::new)
    }

    /// The indices of all statements, in order.
    pub fn statement_indices(&self) -> impl Iterator<Item = StatementIndex> + use<> {
        (0..self.statements.len()).map(StatementIndex::new)
    }

    /// The entity with this id.
    pub fn entity_by_id(&self, id: &str) -> Option<EntityIndex> {
        let found = self.entities.binary_search_by(|e| e.id.as_str().cmp(id));
        found.ok().map(EntityIndex::new)
    }

    /// The statement with this id, or with a report of this id.
    pub fn statement_by_id(&self, id: &str) -> Option<StatementIndex> {
        self.ids().statements.get(id).copied()
    }

    /// Whether a statement before this one has its id, or a report of it.
    pub(crate) fn shares_id(&self, index: StatementIndex) -> bool {
        self.ids().taken.binary_search(&index).is_ok()
    }

    fn ids(&self) -> &Ids {
        self.ids.get_or_init(|| {
            let size = self.statements.len();
            let mut statements = HashMap::with_capacity_and_hasher(size, RandomState::default());
            let mut taken = Vec::new();
            for index in self.statement_indices() {
                let statement = self.statement(index);
                for (number, report) in statement.reports().enumerate() {
                    let first = *statements.entry(report.id.clone()).or_insert(index);
                    if number == 0 && first != index {
                        taken.push(index);
                    }
                }
            }
            Ids { statements, taken }
        })
    }

    /// When a report says that it was: the day or month if the text gives one, else the day of its
    /// document.
    pub fn when(&self, report: &Report) -> Option<When> {
        let published = || self.document(report.document).date.map(When::Day);
        report.said_on.or_else(published)
    }
}
