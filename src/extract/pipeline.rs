//! Documents of any length, one or many, through all layers; and why a statement is what it is.

use crate::document::Document;
use crate::error::{Error, Result};
use crate::extract::engine::Engine;
use crate::extract::explanation::Explanation;
use crate::extract::record::Extraction;
use crate::extract::{layers, pieces};

pub use crate::extract::layers::Stage;

/// Everything found in a document by the engine that the program carries.
pub fn extract(document: &Document) -> Result<Extraction> {
    extract_with(Engine::shipped()?, document)
}

/// Everything found in a document.
pub fn extract_with(engine: &Engine, document: &Document) -> Result<Extraction> {
    let mut records = extract_together(engine, &[document])?;
    records
        .pop()
        .ok_or_else(|| Error::new("the document gave no record; please report this"))
}

/// How much text should go through the layers together, in bytes: enough that each layer's tables are
/// worth bringing into the processor's cache, few enough that the documents stay there too.
pub const BATCH: usize = 256 << 10;

/// Everything found in several documents, in their order: what [`extract_with`] returns for each alone, at
/// less cost when they have about [`BATCH`] bytes.
pub fn extract_together(engine: &Engine, documents: &[&Document]) -> Result<Vec<Extraction>> {
    extract_watched(engine, documents, |_| ())
}

/// As [`extract_together`]; `done` hears of each stage when it is over.
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

/// Why a statement of a document is what it is; `None` when no statement of the document has this
/// id. The document is read again, with every decision kept.
pub fn explain(engine: &Engine, document: &Document, id: &str) -> Result<Option<Explanation>> {
    match document.text.len() > pieces::LONGEST {
        true => pieces::explain(engine, document, pieces::LONGEST, id),
        false => layers::explain(engine, document, id),
    }
}
