//! The flags of commands that read documents.

use super::model::EngineArguments;
use crate::document::{self, Item, Reader};
use crate::document::{DateFormat, Encoding, FieldPath, Links, Options as FileOptions, OutletName};
use crate::error::Result;
use crate::extract::parallel::{self, Options, Position, Progress};
#[cfg(feature = "sqlite")]
use crate::graph::store::{self, DocumentHash};
use clap::Args;
#[cfg(feature = "sqlite")]
use std::collections::HashSet;
use std::path::PathBuf;
#[cfg(feature = "sqlite")]
use std::sync::mpsc::Sender;

/// The flags of commands that read documents.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct Reading {
    /// Number of threads [default: one per processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Input")]
    pub threads: Option<u16>,
    /// Exit with 2 if any document cannot be read
    #[arg(long, help_heading = "Input")]
    pub strict: bool,
    #[command(flatten)]
    pub files: InputArguments,
    /// Leave out statements below this confidence, from 0 to 1
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = probability, help_heading = "Filters")]
    pub min_confidence: f32,
    #[command(flatten)]
    pub engine: EngineArguments,
}

/// The flags that say how files are read.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct InputArguments {
    /// Also follow links that lead out of the folders
    #[arg(long, help_heading = "Input")]
    follow_links: bool,
    /// Encoding of files without a byte order mark, such as windows-1252 [default: UTF-8 if valid,
    /// otherwise as declared in the file or detected]
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    encoding: Option<Encoding>,
    /// Name of the field in records for a field of the document (id, text, title, date, url or source), such
    /// as text=fields.body; may be repeated [default: the usual names, such as body or headline]
    #[arg(long, value_name = "FIELD=NAME", help_heading = "Input")]
    field: Vec<FieldPath>,
    /// Format of dates in records, such as %d/%m/%Y [default: the usual unambiguous formats]
    #[arg(long, value_name = "FORMAT", help_heading = "Input")]
    date_format: Option<DateFormat>,
    /// Name of the outlet whose articles come from a host or are in a folder, such as
    /// 'ferry.example=The Daily Ferry', where they name none; may be repeated
    #[arg(long, value_name = "HOST=NAME", help_heading = "Input")]
    outlet: Vec<OutletName>,
}

impl InputArguments {
    fn links(&self) -> Links {
        match self.follow_links {
            true => Links::All,
            false => Links::Inside,
        }
    }

    pub(in crate::cli) fn options(&self) -> FileOptions {
        let mut options = FileOptions::default().with_links(self.links());
        for field in &self.field {
            options = options.with_field(field.clone());
        }
        if let Some(encoding) = self.encoding {
            options = options.with_encoding(encoding);
        }
        if let Some(format) = &self.date_format {
            options = options.with_date_format(format.clone());
        }
        for outlet in &self.outlet {
            options = options.with_outlet(outlet.clone());
        }
        options
    }
}

#[cfg(feature = "sqlite")]
impl InputArguments {
    /// The size of the files at `paths`, in bytes.
    pub(in crate::cli) fn size_of(&self, paths: &[PathBuf]) -> u64 {
        document::size_of(paths, self.links())
    }
}

pub(in crate::cli) fn probability(text: &str) -> std::result::Result<f32, String> {
    match text.parse::<f32>() {
        Ok(p) if (0.0..=1.0).contains(&p) => Ok(p),
        _ => Err("give a number from 0 to 1, such as 0.7".to_owned()),
    }
}

impl Reading {
    fn options(&self) -> Options {
        Options {
            min_confidence: self.min_confidence,
            threads: self.threads,
            files: self.files.options(),
        }
    }

    /// Items of a reader of `paths`. It is opened when the first is asked for, by the thread that reads: it may block
    /// on a pipe without a writer.
    fn items<T, F: FnMut(&mut Reader) -> Option<T>>(
        &self,
        paths: &[PathBuf],
        mut next: F,
    ) -> impl Iterator<Item = T> + use<T, F> {
        let (paths, files) = (paths.to_vec(), self.files.options());
        let mut reader = None;
        std::iter::from_fn(move || {
            next(reader.get_or_insert_with(|| document::read_with(&paths, &files)))
        })
    }

    /// Reads `paths`, see [`parallel::extract_paths`].
    pub(in crate::cli) fn extract(
        &self,
        paths: &[PathBuf],
    ) -> Result<impl Iterator<Item = (Progress, Position)>> {
        parallel::extract_paths(self.engine.engine()?, self.options(), paths.to_vec())
    }

    /// Reads `paths`, and returns with the result of each document its text.
    pub(in crate::cli) fn extract_with_texts(
        &self,
        paths: &[PathBuf],
    ) -> Result<impl Iterator<Item = (Progress, Option<String>)> + use<>> {
        let items = self.items(paths, move |reader| {
            let item = reader.next()?;
            let text = match &item {
                Item::Document(document) => Some(document.text.clone()),
                _ => None,
            };
            Some((item, text))
        });
        parallel::extract_items(self.engine.engine()?, self.options(), items)
    }

    /// Reads those documents of `paths` whose hash is not `known`, each with its hash. The ids and hashes of
    /// the others are sent to `same`.
    #[cfg(feature = "sqlite")]
    pub(in crate::cli) fn extract_changed(
        &self,
        paths: &[PathBuf],
        known: HashSet<DocumentHash>,
        same: Sender<(String, DocumentHash)>,
    ) -> Result<impl Iterator<Item = (Progress, (Position, Option<DocumentHash>))>> {
        let items = self.items(paths, move |reader| {
            loop {
                let item = reader.next()?;
                let hash = match &item {
                    Item::Document(document) => Some(store::hash_of(document)),
                    _ => None,
                };
                if let (Item::Document(document), Some(hash)) = (&item, hash)
                    && known.contains(&hash)
                {
                    // The receiver is gone after the run has ended.
                    let _ = same.send((document.id.clone(), hash));
                    continue;
                }
                return Some((item, (Position::of(reader), hash)));
            }
        });
        parallel::extract_items(self.engine.engine()?, self.options(), items)
    }
}
