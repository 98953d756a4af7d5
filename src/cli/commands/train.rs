//! `dixit train`: trains a model on annotated news.

use crate::cli::arguments::model::describe;
use crate::cli::messages::{Outcome, say, written};
use crate::error::{Error, Result};
use crate::extract::engine::Engine;
use crate::learn::evaluation::{self, Report};
use crate::learn::gold;
use crate::learn::train::notes::{Measured, Notes};
use crate::learn::train::{Data, Settings, encoder, train};
use crate::model::bundle::Bundle;
use crate::model::encoder::VOCABULARY;
use crate::normalise::hash::fingerprint;
use crate::output::replace;
use clap::Args;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Train a model on annotated articles
///
/// DATA is a folder with a treebank (*.conllu, *.conllu.gz) and annotated articles (*.jsonl, brat's .ann
/// next to .txt, or a .json of Label Studio or Citron), directly or in its subfolders silver and gold. Files named dev,
/// test, …-dev or …-test are not used for training. Without a treebank, tags, trees and names come from
/// the built-in model and only attributions are learned.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Folder of training data
    #[arg(value_name = "DATA", required_unless_present = "encoder")]
    data: Option<PathBuf>,
    /// More annotated articles to train on, a file or folder; may be repeated
    #[arg(long, value_name = "PATH", help_heading = "Input")]
    add: Vec<PathBuf>,
    /// Articles whose statements name their speakers ("speaker", "addressees"), for learning who
    /// pronouns and descriptions refer to; may be repeated
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    speakers: Vec<PathBuf>,
    /// Fit this encoder to the built-in models, on the articles of --dev, which it has not been trained on, instead of
    /// training a model
    #[arg(long, value_name = "FILE", help_heading = "Input", requires = "dev",
        conflicts_with_all = ["data", "add", "speakers", "seed", "smaller"])]
    encoder: Option<PathBuf>,
    /// Annotated articles to measure the model on; the figures are stored in the model file
    #[arg(long, value_name = "GOLD", help_heading = "Input")]
    dev: Option<PathBuf>,
    /// Model file to write
    #[arg(long, short = 'o', value_name = "FILE", help_heading = "Output")]
    output: PathBuf,
    /// Random seed: the same seed and data give the same model
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Model")]
    seed: u64,
    /// Halve the tables N times: the file is smaller and less accurate
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=16), help_heading = "Model")]
    smaller: u32,
}

const EXAMPLES: &str = "\
Examples:
  dixit train data/ -o news.model
  dixit train data/ --add desk/train --dev desk/dev -o desk.model
  dixit train data/ --add project-export.json -o desk.model    corrected in Label Studio
  dixit train --encoder encoder.model --dev desk/dev -o accurate.model
  dixit extract article.txt --model desk.model";

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    let begun = Instant::now();
    let log = |line: String| say(&format!("{:7.1} s  {line}", begun.elapsed().as_secs_f64()));
    let (mut bundle, notes) = match &arguments.encoder {
        Some(encoder) => fit(arguments, encoder, log)?,
        None => learn(arguments, log)?,
    };
    bundle.notes = notes.to_value();
    let bytes = bundle.to_bytes();
    replace(&arguments.output, |out| out.write_all(&bytes))?;
    log(format!("wrote {}", arguments.output.display()));
    let mut lines = vec![format!(
        "model     {}: {} bytes, FNV-1a 64 {}",
        arguments.output.display(),
        bytes.len(),
        fingerprint(&bytes)
    )];
    describe(&notes, &mut lines);
    let mut out = io::stdout().lock();
    written(
        lines
            .iter()
            .try_for_each(|line| writeln!(out, "{}", crate::cli::terminal::clean(line))),
    )?;
    Ok(Outcome::Done)
}

/// Trains all models.
fn learn(arguments: &Arguments, log: impl Fn(String)) -> Result<(Bundle, Notes)> {
    let mut data = match &arguments.data {
        Some(folder) => Data::read(folder)?,
        None => Data::default(),
    };
    for path in &arguments.add {
        data.add(path)?;
    }
    for path in &arguments.speakers {
        data.add_spoken(path)?;
    }
    // report a mistake in it now, not at the end of the training
    let dev = arguments.dev.as_deref().map(gold::read).transpose()?;
    let attributions: usize = data.articles.iter().map(|a| a.attributions.len()).sum();
    log(format!(
        "read {} sentences, {} articles, {attributions} attributions",
        data.treebank.len(),
        data.articles.len()
    ));
    let settings = Settings::default()
        .with_seed(arguments.seed)
        .smaller(arguments.smaller);
    let mut notes = Notes::new(&data.files, &settings)?;
    let bundle = train(&data, settings, &log)?;
    if let (Some(articles), Some(path)) = (dev, &arguments.dev) {
        let engine = Engine::load(&bundle)?;
        let report = evaluation::score(&articles, &evaluation::predict(&engine, &articles)?)?;
        notes.figures = Some(measured(path, &report));
        log(format!("measured on {} articles", articles.len()));
    }
    Ok((bundle, notes))
}

/// Fits an encoder to the built-in models.
fn fit(arguments: &Arguments, path: &Path, log: impl Fn(String)) -> Result<(Bundle, Notes)> {
    let bytes = crate::input::read(path).map_err(|e| Error::at(path, e))?;
    let mut bundle = Bundle::from_bytes(&bytes).map_err(|e| Error::at(path, e))?;
    if !bundle.has(VOCABULARY) {
        return Err(Error::at(
            path,
            "a model without an encoder; train one with src/learn/train/encoder.py",
        ));
    }
    let dev = arguments.dev.as_deref().unwrap_or(path);
    let articles = gold::read(dev)?;
    let report = encoder::fit(&mut bundle, &articles, &log)?;
    let mut notes = match Notes::from_value(&bundle.notes) {
        Some(notes) => notes,
        None => Notes::new(&[], &Settings::default())?,
    };
    notes.figures = Some(measured(dev, &report));
    log(format!("fitted to {} articles", articles.len()));
    Ok((bundle, notes))
}

fn measured(path: &Path, report: &Report) -> Measured {
    let name = path.file_name().unwrap_or(path.as_os_str());
    Measured::new(name.to_string_lossy().into_owned(), report)
}
