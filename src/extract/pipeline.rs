//! Runs documents of any length through all layers, and explains statements.

use crate::document::Document;
use crate::error::{Error, Result};
use crate::extract::engine::Engine;
use crate::extract::explanation::Explanation;
use crate::extract::record::Extraction;
use crate::extract::{layers, pieces};

pub use crate::extract::layers::Stage;

/// Everything found in a document by the built-in engine.
pub fn extract(document: &Document) -> Result<Extraction> {
    extract_with(Engine::shipped()?, document)
}

/// Everything found in a document.
pub fn extract_with(engine: &Engine, document: &Document) -> Result<Extraction> {
    let mut records = extract_together(engine, &[document])?;
    records
        .pop()
        .ok_or_else(|| Error::new("no record for the document; please report this"))
}

/// The amount of text to process together, in bytes: enough to amortise loading each layer's tables into
/// the processor's cache, little enough that the documents stay in the cache too.
pub const BATCH: usize = 256 << 10;

/// Everything found in several documents, in order: the same as [`extract_with`] for each, but faster if
/// they have about [`BATCH`] bytes.
pub fn extract_together(engine: &Engine, documents: &[&Document]) -> Result<Vec<Extraction>> {
    extract_watched(engine, documents, |_| ())
}

/// Like [`extract_together`]; `done` is called after each stage.
pub fn extract_watched(
    engine: &Engine,
    documents: &[&Document],
    mut done: impl FnMut(Stage),
) -> Result<Vec<Extraction>> {
    let long = |document: &&Document| document.text.len() > pieces::LONGEST;
    if !documents.iter().any(long) {
        return layers::extract(engine, documents, &mut done);
    }
    let each = documents
        .iter()
        .map(|document| pieces::extract(engine, document, pieces::LONGEST, &mut done));
    each.collect()
}

/// Explains a statement of a document; `None` if it has no statement with this id. The document is read
/// again, recording every decision.
pub fn explain(engine: &Engine, document: &Document, id: &str) -> Result<Option<Explanation>> {
    match document.text.len() > pieces::LONGEST {
        true => pieces::explain(engine, document, pieces::LONGEST, id),
        false => layers::explain(engine, document, id),
    }
}
