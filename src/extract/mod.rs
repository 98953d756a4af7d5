//! Extracts who said what to whom from documents.
//!
//! [`Extractor`] is the entry point: it reads one document, or many on all processors. Behind it,
//! [`engine`] has the models, `layers` runs a document through the layers, `pieces` splits very large ones,
//! [`pipeline`] chooses between the two, and `parallel` reads many documents at a time. The result is a
//! [`record`], made by `writer`; an [`explanation`] shows how a statement was found.
//!
//! ```
//! use dixit::document::Document;
//! use dixit::extract::Extractor;
//!
//! let extractor = Extractor::new()?.min_confidence(0.5);
//! let words = "The mayor warned on Monday that the bridge would close.";
//! let article = Document::new("minutes", words);
//! let found = extractor.extract(&article)?;
//! assert_eq!(found.statements[0].content.text, "that the bridge would close");
//!
//! let again: Vec<_> = extractor.extract_many([article]).collect::<Result<_, _>>()?;
//! assert_eq!(again[0].statements, found.statements);
//! # Ok::<(), dixit::error::Error>(())
//! ```

#[doc(hidden)]
pub mod engine;
#[doc(hidden)]
pub mod explanation;
mod layers;
pub(crate) mod parallel;
mod pieces;
#[doc(hidden)]
pub mod pipeline;
pub mod record;
mod writer;

pub(crate) use engine::Engine;
pub use record::Extraction;

use crate::document::{Document, Item};
use crate::entity::Knowledge;
use crate::error::{Error, Result};
use parallel::{Options, Progress};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Finds the statements of documents; cheap to clone.
#[derive(Debug, Clone)]
pub struct Extractor {
    engine: Arc<Engine>,
    options: Options,
}

impl Extractor {
    /// With the built-in model and tables.
    ///
    /// # Errors
    /// A broken build: the built-in model cannot be read.
    pub fn new() -> Result<Extractor> {
        Ok(Extractor {
            // its tables are borrowed: the copy is small
            engine: Arc::new(Engine::shipped()?.clone()),
            options: Options::default(),
        })
    }

    /// With a model file written by `dixit train`.
    ///
    /// # Errors
    /// A file that cannot be read, is cut short, or belongs to another version.
    /// ```
    /// use dixit::extract::Extractor;
    /// use std::path::Path;
    ///
    /// let error = Extractor::with_model(Path::new("missing.model")).unwrap_err();
    /// assert!(error.to_string().starts_with("missing.model: "));
    /// ```
    pub fn with_model(path: &Path) -> Result<Extractor> {
        Ok(Extractor {
            engine: Arc::new(Engine::open(path)?),
            options: Options::default(),
        })
    }

    /// Adds tables of states, organisations and people (TSV or JSON Lines) to the built-in ones; also
    /// reports a line for each row that was skipped.
    ///
    /// # Errors
    /// A table that cannot be read, or without a usable row.
    /// ```
    /// use dixit::extract::Extractor;
    ///
    /// let folder = std::env::temp_dir().join(format!("dixit-tables-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder).unwrap();
    /// let table = folder.join("people.tsv");
    /// std::fs::write(&table, "name\tkind\nMara Velt\tperson\n").unwrap();
    /// let (_extractor, skipped) = Extractor::new()?.threads(1).with_tables(&[table])?;
    /// assert!(skipped.is_empty());
    /// # std::fs::remove_dir_all(&folder).unwrap();
    /// # Ok::<(), dixit::error::Error>(())
    /// ```
    pub fn with_tables(mut self, paths: &[PathBuf]) -> Result<(Extractor, Vec<String>)> {
        let (knowledge, passed_over) = Knowledge::read(paths)?;
        Arc::make_mut(&mut self.engine).knowledge = knowledge;
        Ok((self, passed_over))
    }

    /// Leaves out statements whose confidence is below this, from 0 to 1.
    pub fn min_confidence(mut self, least: f32) -> Extractor {
        self.options.min_confidence = least;
        self
    }

    /// The number of documents read at a time; by default one per processor.
    pub fn threads(mut self, threads: u16) -> Extractor {
        self.options.threads = Some(threads);
        self
    }

    /// The statements of a document.
    ///
    /// # Errors
    /// A broken build: a built-in table cannot be read.
    pub fn extract(&self, document: &Document) -> Result<Extraction> {
        let mut extraction = pipeline::extract_with(&self.engine, document)?;
        let least = self.options.min_confidence;
        extraction.statements.retain(|s| s.confidence >= least);
        Ok(extraction)
    }

    /// The statements of many documents, in order and as soon as each is done; at most a few
    /// dozen documents per thread are in memory.
    ///
    /// A document on which the extraction fails results in an extraction with `error` set; an error of the
    /// iterator itself (threads that cannot be started) comes first and alone.
    pub fn extract_many<D>(&self, documents: D) -> impl Iterator<Item = Result<Extraction>>
    where
        D: IntoIterator<Item = Document>,
        D::IntoIter: Send + 'static,
    {
        let items = documents.into_iter().map(|d| (Item::Document(d), ()));
        let (results, failed): (_, Option<Error>) = match self.extract_items(items) {
            Ok(results) => (Some(results), None),
            Err(e) => (None, Some(e)),
        };
        let done = |(progress, ())| match progress {
            Progress::Done { extraction, .. } => Some(Ok(*extraction)),
            Progress::Odd(_) => None,
        };
        let failed = failed.into_iter().map(Err);
        failed.chain(results.into_iter().flatten().filter_map(done))
    }

    /// The result of each item of a [`crate::document::Reader`], each with its companion, see [`parallel::extract_items`].
    ///
    /// # Errors
    /// Threads that cannot be started.
    pub(crate) fn extract_items<T, I>(
        &self,
        items: I,
    ) -> Result<impl Iterator<Item = (Progress, T)> + use<T, I>>
    where
        T: Send + 'static,
        I: Iterator<Item = (Item, T)> + Send + 'static,
    {
        parallel::extract_items(Arc::clone(&self.engine), self.options.clone(), items)
    }
}
