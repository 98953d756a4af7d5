//! Runs the extraction over documents: several at a time, results in the order of the input.

use crate::document::{self, Document, ReadError};
use crate::error::{Error, Result};
use crate::extraction::Extraction;
use crate::pipeline;
use clap::Args;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
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

/// Reads `paths` and gives `sink` the record of each document, in the order of the input and as
/// soon as it and those before it are done. At most `AHEAD` documents a thread are held.
///
/// A `sink` that returns false, or an error, ends the run.
pub(super) fn extract_each(
    paths: &[PathBuf],
    reading: &Reading,
    mut sink: impl FnMut(Extraction) -> io::Result<bool>,
) -> Result<io::Result<()>> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(usize::from(reading.threads.unwrap_or(0)))
        .build()
        .map_err(|e| Error::new(format!("cannot start threads: {e}; try --threads 1")))?;
    let (queue, results) = sync_channel::<Receiver<Extraction>>(pool.current_num_threads() * AHEAD);
    let min_confidence = reading.min_confidence;
    let paths = paths.to_vec();
    // The reader is not waited for: it may hang on a pipe that nobody writes to any more.
    std::thread::spawn(move || {
        for item in document::read(paths) {
            let (done, result) = sync_channel(1);
            pool.spawn(move || {
                // Nobody waits for it when the run has ended.
                let _ = done.send(record(item, min_confidence));
            });
            if queue.send(result).is_err() {
                return;
            }
        }
    });
    for result in results {
        let Ok(extraction) = result.recv() else {
            continue;
        };
        match sink(extraction) {
            Ok(true) => {}
            Ok(false) => return Ok(Ok(())),
            Err(e) => return Ok(Err(e)),
        }
    }
    Ok(Ok(()))
}

/// The record of a document, whatever happens: one that cannot be read, or that breaks the
/// program, is a record with an error, and no reason to lose the others.
fn record(item: std::result::Result<Document, ReadError>, min_confidence: f32) -> Extraction {
    let document = match item {
        Ok(document) => document,
        Err(error) => return failed(error.id, error.path, error.message),
    };
    let extracted = catch_unwind(AssertUnwindSafe(|| pipeline::extract(&document)));
    match extracted {
        Ok(Err(error)) => failed(document.id, document.path, error.to_string()),
        Ok(Ok(mut extraction)) => {
            extraction
                .statements
                .retain(|statement| statement.confidence >= min_confidence);
            extraction
        }
        Err(_) => failed(
            document.id,
            document.path,
            "dixit broke on this document: please report it".to_owned(),
        ),
    }
}

fn failed(id: String, path: Option<PathBuf>, message: String) -> Extraction {
    Extraction {
        id,
        title: None,
        date: None,
        url: None,
        source: None,
        path: path.map(|path| path.display().to_string()),
        entities: Vec::new(),
        statements: Vec::new(),
        error: Some(message),
    }
}
