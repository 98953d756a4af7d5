//! Runs the extraction over documents: several at a time, results in the order of the input.

use super::model::EngineArguments;
use crate::document::{self, Document, Item, ReadError, Warning};
use crate::engine::Engine;
use crate::entity;
use crate::error::{Error, Result};
use crate::extraction::Extraction;
use crate::pipeline;
use clap::Args;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};

/// The flags of commands that read documents.
#[derive(Debug, Clone, Args)]
pub(super) struct Reading {
    /// Leave out statements that are less likely right than this, from 0 to 1
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = probability)]
    pub min_confidence: f32,
    /// Documents read at a time [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Exit with 2 if any document cannot be read
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    pub engine: EngineArguments,
}

fn probability(text: &str) -> std::result::Result<f32, String> {
    match text.parse::<f32>() {
        Ok(p) if (0.0..=1.0).contains(&p) => Ok(p),
        _ => Err("write a number from 0 to 1, such as 0.7".to_owned()),
    }
}

/// Documents that wait for each thread: enough to keep it busy while the one before them in the
/// input is a long one, few enough to bound the memory.
const AHEAD: usize = 8;

/// What comes of one item of the input.
pub(super) enum Progress {
    /// The record of a document; of one that could not be read, it says why.
    Done {
        /// The record.
        extraction: Box<Extraction>,
        /// What to tell a person of a failure, with file and line; as `extraction.error` is set.
        failure: Option<String>,
    },
    /// Something odd about a document that is read all the same.
    Odd(Warning),
}

/// How far the reading has come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Position {
    /// Files begun, of those found.
    pub files_begun: usize,
    /// Files found.
    pub files: usize,
}

/// Reads `paths` and gives `sink` what comes of each item, in the order of the input and as soon as
/// it and those before it are done. At most [`AHEAD`] documents a thread are held.
///
/// An error of `sink` ends the run.
pub(super) fn extract_each(
    paths: &[PathBuf],
    reading: &Reading,
    mut sink: impl FnMut(Progress, Position) -> io::Result<()>,
) -> Result<io::Result<()>> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(usize::from(reading.threads.unwrap_or(0)))
        .build()
        .map_err(|e| Error::new(format!("cannot start threads: {e}; try --threads 1")))?;
    let waiting = pool.current_num_threads() * AHEAD;
    let (queue, results) = sync_channel::<(Receiver<Progress>, Position)>(waiting);
    let min_confidence = reading.min_confidence;
    let engine = reading.engine.engine()?;
    let paths = paths.to_vec();
    // The first document needs the tables late: by then another thread has loaded them.
    pool.spawn(entity::load);
    // The reader is not waited for: it may hang on a pipe that nobody writes to any more.
    std::thread::spawn(move || {
        let mut reader = document::read(&paths);
        while let Some(item) = reader.next() {
            let position = Position {
                files_begun: reader.files_begun(),
                files: reader.files(),
            };
            let (done, result) = sync_channel(1);
            let engine = Arc::clone(&engine);
            pool.spawn(move || {
                // Nobody waits for it when the run has ended.
                let _ = done.send(progress(&engine, item, min_confidence));
            });
            if queue.send((result, position)).is_err() {
                return;
            }
        }
    });
    for (result, position) in results {
        let Ok(progress) = result.recv() else {
            continue;
        };
        if let Err(e) = sink(progress, position) {
            return Ok(Err(e));
        }
    }
    Ok(Ok(()))
}

/// What comes of an item, whatever happens: a document that cannot be read, or that breaks the
/// program, is a record with an error, and no reason to lose the others.
fn progress(engine: &Engine, item: Item, min_confidence: f32) -> Progress {
    let document = match item {
        Item::Warning(warning) => return Progress::Odd(warning),
        Item::Failed(error) => return failed(error),
        Item::Document(document) => document,
    };
    match catch_unwind(AssertUnwindSafe(|| {
        pipeline::extract_with(engine, &document)
    })) {
        Ok(Err(error)) => failed(in_document(&document, error.to_string())),
        Ok(Ok(mut extraction)) => {
            extraction
                .statements
                .retain(|statement| statement.confidence >= min_confidence);
            let failure = extraction
                .error
                .clone()
                .map(|message| in_document(&document, message).to_string());
            Progress::Done {
                extraction: Box::new(extraction),
                failure,
            }
        }
        Err(_) => failed(in_document(
            &document,
            "dixit broke on this document: please report it".to_owned(),
        )),
    }
}

fn in_document(document: &Document, message: String) -> ReadError {
    ReadError {
        id: document.id.clone(),
        path: document.path.clone(),
        line: (document.line > 1).then_some(document.line),
        message,
    }
}

fn failed(error: ReadError) -> Progress {
    let failure = Some(error.to_string());
    let extraction = Extraction {
        id: error.id,
        title: None,
        date: None,
        url: None,
        source: None,
        path: error.path.map(|path| path.display().to_string()),
        entities: Vec::new(),
        statements: Vec::new(),
        error: Some(match error.line {
            Some(line) => format!("line {line}: {}", error.message),
            None => error.message,
        }),
    };
    Progress::Done {
        extraction: Box::new(extraction),
        failure,
    }
}
