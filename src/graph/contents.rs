//! A graph in memory: documents, entities, and who said what.

use super::record::{
    Document, DocumentIndex, Entity, EntityIndex, Report, Statement, StatementIndex,
};
use super::text::Text;
use crate::date::Date;
use crate::statement::When;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// Documents, entities, and who said what.
///
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
    pub(super) name: String,
    pub(super) documents: Vec<Document>,
    pub(super) entities: Vec<Entity>,
    pub(super) statements: Vec<Statement>,
    pub(super) doubled: Vec<String>,
    /// For a graph that was loaded from a part of a store, facts about all of the store.
    store_summary: Option<Arc<StoreSummary>>,
    /// Built on first use.
    ids: OnceLock<Ids>,
}

/// Facts about all of a store, kept with a graph that was loaded from a part of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct StoreSummary {
    /// The first and last days on which each statement may have been made.
    pub(crate) days: Vec<Date>,
    /// Whether there is reported thought.
    pub(crate) attitudes: bool,
    /// The names of publishers, in the order in which documents give them; a source before its host.
    pub(crate) publishers: Vec<String>,
    /// The names of outlets that documents cite, in order of the first statement that does.
    pub(crate) cited: Vec<String>,
}

/// Statements by the ids of their reports.
#[derive(Debug, Clone)]
struct Ids {
    statements: HashMap<Text, StatementIndex, RandomState>,
    /// Statements whose own id an earlier one has, in order.
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
    pub(super) fn new(
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
            store_summary: None,
            ids: OnceLock::new(),
        }
    }

    /// The same graph as a part of a store.
    #[cfg(feature = "sqlite")]
    pub(super) fn with_store_summary(self, summary: StoreSummary) -> Graph {
        Graph {
            store_summary: Some(Arc::new(summary)),
            ..self
        }
    }

    /// Facts about the store that it is a part of; `None` if it is not a part.
    pub(crate) fn store_summary(&self) -> Option<&StoreSummary> {
        self.store_summary.as_deref()
    }

    /// The same graph under another name.
    pub(crate) fn named(self, name: &str) -> Graph {
        Graph {
            name: name.to_owned(),
            ..self
        }
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

    /// When the statement was made according to a report: the day or month if the text gives one, else the
    /// day of its document.
    pub fn when(&self, report: &Report) -> Option<When> {
        let published = || self.document(report.document).date.map(When::Day);
        report.said_on.or_else(published)
    }
}
