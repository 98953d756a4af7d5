//! How does it all connect? The knowledge graph of who said what to whom.
//!
//! A [`Graph`] is made of [`crate::extract::Extraction`] records, one per document. The
//! statements are its records; edges are views of them ([`views`]), each a petgraph graph. What the
//! graph says about an entity is the sum of its sightings in the documents, so graphs can be merged in
//! any order and grouping, and the same documents always give the same bytes ([`json`]). A graph of more
//! documents than fit into memory is a [`Store`] on disk, of which parts are loaded as a [`Graph`].
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
mod contents;
mod excerpt;
mod forms;
#[doc(hidden)]
pub mod json;
#[cfg(test)]
mod merge_laws;
mod namesakes;
mod options;
mod part;
mod record;
mod same_statement;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(feature = "sqlite")]
pub mod store;
#[cfg(test)]
mod tests;
mod text;
mod totals;
pub mod views;

pub use contents::Graph;
pub(crate) use excerpt::Excerpt;
pub use options::BuildOptions;
pub use record::{
    Document, DocumentIndex, Entities, Entity, EntityIndex, Report, Representation, Sighting,
    Statement, StatementIndex, Words,
};
#[cfg(feature = "sqlite")]
pub use store::Store;
pub use text::Text;
