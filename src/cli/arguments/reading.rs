//! The flags of commands that read documents.

use super::model::EngineArguments;
use crate::document::{DateFormat, Encoding, FieldPath, Links, Options as FileOptions};
use crate::error::Result;
use crate::extract::parallel::{self, Options, Position, Progress};
use clap::Args;
use std::path::PathBuf;

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
    /// Leave out statements with a lower confidence than this, from 0 to 1
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
    /// else as the file declares or its bytes suggest]
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    encoding: Option<Encoding>,
    /// Where records have a field of the document (id, text, title, date, url or source), such as
    /// text=fields.body; may be repeated [default: the usual names, such as body or headline]
    #[arg(long, value_name = "FIELD=NAME", help_heading = "Input")]
    field: Vec<FieldPath>,
    /// How records write dates, such as %d/%m/%Y [default: the usual forms that are not ambiguous]
    #[arg(long, value_name = "FORMAT", help_heading = "Input")]
    date_format: Option<DateFormat>,
}

impl InputArguments {
    pub(in crate::cli) fn options(&self) -> FileOptions {
        let mut options = FileOptions::default().with_links(match self.follow_links {
            true => Links::All,
            false => Links::Inside,
        });
        for field in &self.field {
            options = options.with_field(field.clone());
        }
        if let Some(encoding) = self.encoding {
            options = options.with_encoding(encoding);
        }
        if let Some(format) = &self.date_format {
            options = options.with_date_format(format.clone());
        }
        options
    }
}

fn probability(text: &str) -> std::result::Result<f32, String> {
    match text.parse::<f32>() {
        Ok(p) if (0.0..=1.0).contains(&p) => Ok(p),
        _ => Err("give a number from 0 to 1, such as 0.7".to_owned()),
    }
}

impl Reading {
    /// Reads `paths`, see [`parallel::extract_paths`].
    pub(in crate::cli) fn extract(
        &self,
        paths: &[PathBuf],
    ) -> Result<impl Iterator<Item = (Progress, Position)>> {
        let options = Options {
            min_confidence: self.min_confidence,
            threads: self.threads,
            files: self.files.options(),
        };
        parallel::extract_paths(self.engine.engine()?, options, paths.to_vec())
    }
}
