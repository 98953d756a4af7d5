//! Which trained model a command uses, and how that was trained.

use crate::cli::messages::{Complaints, written};
use crate::entity::Knowledge;
use crate::error::{Error, Result};
use crate::extract::engine::{self, Engine};
use crate::learn::train::notes::Notes;
use crate::model::bundle::Bundle;
use crate::normalise::hash::fingerprint;
use clap::Args;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The flag that chooses the model.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct ModelArgument {
    /// Model to use, written by `dixit train` [default: the built-in one]
    #[arg(long, value_name = "FILE", help_heading = "Model")]
    pub model: Option<PathBuf>,
}

impl ModelArgument {
    /// The engine with this model.
    pub(in crate::cli) fn engine(&self) -> Result<Arc<Engine>> {
        Ok(Arc::new(match &self.model {
            Some(path) => Engine::open(path)?,
            // its tables are borrowed: the copy is small
            None => Engine::shipped()?.clone(),
        }))
    }
}

/// The flags that choose the model and the tables.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct EngineArguments {
    /// Your own table of states, organisations and people, in addition to the built-in one: TSV or
    /// JSON Lines with columns id, name, kind, aliases, represents, offices, …; may be repeated
    #[arg(long, value_name = "FILE", long_help = KB_HELP, help_heading = "Model")]
    pub kb: Vec<PathBuf>,
    #[command(flatten)]
    pub model: ModelArgument,
}

const KB_HELP: &str = "\
Your own table of states, organisations and people, in addition to the built-in one; may be repeated

TSV with column names in its first line, or JSON Lines. Lists are separated by ';' or are JSON arrays.
  id          Wikidata id or your own; if empty, made from kind and name
  name        canonical name; the only required column
  kind        person (if empty), state, organisation, or finer: party, ministry, …
  aliases     other names
  represents  the state it speaks for; for a person, also an organisation
  state       the state that an organisation belongs to
  code, adjectives, demonyms, capitals    of a state
  gender, born    of a person: M or F; a year
  offices     of a person: title~of~since~until, separated by '|':
              Harbour Minister~Norway~2021-10~
Rows that cannot be used are skipped, and reported with file and line.";

impl EngineArguments {
    /// The engine with this model and these tables. Skipped rows of the user's tables are reported.
    pub(in crate::cli) fn engine(&self) -> Result<Arc<Engine>> {
        let mut engine = self.model.engine()?;
        if !self.kb.is_empty() {
            let (knowledge, complaints) = Knowledge::read(&self.kb)?;
            let mut warnings = Complaints::about("warning", "about --kb");
            for line in complaints {
                warnings.add(&format!("warning: {line}"));
            }
            warnings.finish();
            Arc::make_mut(&mut engine).knowledge = knowledge;
        }
        Ok(engine)
    }
}

/// Prints the version and the history of the model in `path`, or of the built-in one.
pub(in crate::cli) fn print_version(path: Option<&Path>) -> Result<()> {
    let read;
    let (place, bytes) = match path {
        None => ("built in".to_owned(), engine::SHIPPED),
        Some(path) => {
            read = crate::input::read(path).map_err(|e| Error::at(path, e))?;
            (path.display().to_string(), read.as_slice())
        }
    };
    let bundle = Bundle::from_bytes(bytes).map_err(|e| match path {
        Some(path) => Error::at(path, e),
        None => e,
    })?;
    let mut lines = vec![
        crate::cli::messages::VERSION.to_owned(),
        format!(
            "model     {place}: {} bytes, FNV-1a 64 {}",
            bytes.len(),
            fingerprint(bytes)
        ),
    ];
    match Notes::from_value(&bundle.notes) {
        Some(notes) => describe(&notes, &mut lines),
        None if bundle.notes.is_null() => lines.push("notes     none in this file".to_owned()),
        None => lines.push(format!("notes     {}", bundle.notes)),
    }
    for (i, (name, size)) in bundle.sizes().into_iter().enumerate() {
        let label = if i == 0 { "tables" } else { "" };
        lines.push(format!("{label:<9} {name}: {size} bytes"));
    }
    let mut out = io::stdout().lock();
    written(lines.iter().try_for_each(|line| {
        let line = crate::cli::terminal::clean(line);
        writeln!(out, "{line}")
    }))
}

/// Appends the notes, one line per fact.
pub(in crate::cli) fn describe(notes: &Notes, lines: &mut Vec<String>) {
    lines.push(format!("trained   {} by dixit {}", notes.date, notes.dixit));
    for (i, file) in notes.data.iter().enumerate() {
        let label = if i == 0 { "data" } else { "" };
        let mut counts = Vec::new();
        if file.sentences > 0 {
            counts.push(format!("{} sentences", file.sentences));
        }
        if file.articles > 0 {
            counts.push(format!("{} articles", file.articles));
            counts.push(format!("{} attributions", file.attributions));
        }
        lines.push(format!(
            "{label:<9} {}: {}, FNV-1a 64 {}",
            file.name,
            counts.join(", "),
            file.fnv64
        ));
    }
    if let Some(figures) = &notes.figures {
        lines.push(format!(
            "figures   on {}, {} articles: F1 lenient {:.3}, strict {:.3}, content {:.3}, speech {:.3}",
            figures.file,
            figures.documents,
            figures.lenient.f1,
            figures.strict.f1,
            figures.content.f1,
            figures.speech_lenient.f1,
        ));
        let spans = &figures.spans;
        let mut line = format!(
            "          spans source {:.3}, cue {:.3}, content {:.3}",
            spans.source.f1, spans.cue.f1, spans.content.f1
        );
        if let Some(error) = figures.calibration_error {
            line.push_str(&format!("; calibration error {error:.3}"));
        }
        lines.push(line);
    }
    if let Some(settings) = notes.settings.as_object() {
        for (i, (name, value)) in settings.iter().enumerate() {
            let label = if i == 0 { "settings" } else { "" };
            lines.push(format!("{label:<9} {name} {value}"));
        }
    }
}
