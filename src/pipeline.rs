//! One document through all layers.

use crate::document::Document;
use crate::extraction::Extraction;

/// Everything found in a document.
pub fn extract(document: &Document) -> Extraction {
    Extraction {
        id: document.id.clone(),
        title: document.title.clone(),
        date: document.date,
        url: document.url.clone(),
        source: document.source.clone(),
        path: document.path.as_ref().map(|p| p.display().to_string()),
        entities: Vec::new(),
        statements: Vec::new(),
        error: None,
    }
}
