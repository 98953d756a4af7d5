//! Runs the extraction over documents: several at a time, results in the order of the input.

use super::model::EngineArguments;
use crate::document::{self, Document, Item, ReadError, Warning};
use crate::engine::Engine;
use crate::entity;
use crate::error::{Error, Result};
use crate::extraction::{Extraction, StatementRecord};
use crate::pipeline;
use clap::Args;
use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// The flags of commands that read documents.
#[derive(Debug, Clone, Args)]
pub(super) struct Reading {
    /// Leave out statements with a lower confidence than this, from 0 to 1
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = probability, help_heading = "Filters")]
    pub min_confidence: f32,
    /// Number of threads [default: one per processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Input")]
    pub threads: Option<u16>,
    /// Exit with 2 if any document cannot be read
    #[arg(long, help_heading = "Input")]
    pub strict: bool,
    #[command(flatten)]
    pub engine: EngineArguments,
}

fn probability(text: &str) -> std::result::Result<f32, String> {
    match text.parse::<f32>() {
        Ok(p) if (0.0..=1.0).contains(&p) => Ok(p),
        _ => Err("give a number from 0 to 1, such as 0.7".to_owned()),
    }
}

/// Items that wait for each thread: enough to keep it busy while the one before them in the input is a
/// long one, and to take several together; few enough to bound the memory.
const AHEAD: usize = 64;

/// What comes of one item of the input.
pub(super) enum Progress {
    /// The record of a document; of one that could not be read, it says why.
    Done {
        /// The record.
        extraction: Box<Extraction>,
        /// The message for the user about a failure, with file and line; set if `extraction.error` is.
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

/// Reads `paths` and passes `sink` the result of each item, in the order of the input and as soon as
/// it and those before it are done. At most [`AHEAD`] documents per thread are in memory.
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
        .map_err(|e| Error::new(format!("cannot start the threads ({e}); try --threads 1")))?;
    let threads = pool.current_num_threads();
    let (order, results) = sync_channel::<(Receiver<Progress>, Position)>(threads * AHEAD);
    let queue = Arc::new(Queue::default());
    let min_confidence = reading.min_confidence;
    let engine = reading.engine.engine()?;
    let paths = paths.to_vec();
    // The first document needs the tables late: by then another thread has loaded them.
    pool.spawn(entity::load);
    // Do not wait for the reader: it may hang on a pipe that nobody writes to any more.
    std::thread::spawn(move || {
        let mut reader = document::read(&paths);
        while let Some(item) = reader.next() {
            let position = Position {
                files_begun: reader.files_begun(),
                files: reader.files(),
            };
            let (done, result) = sync_channel(1);
            queue.put(item, done);
            let (engine, queue) = (Arc::clone(&engine), Arc::clone(&queue));
            // One call for each item; those that find none left have nothing to do.
            pool.spawn(move || work(&engine, queue.take(threads), min_confidence));
            if order.send((result, position)).is_err() {
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

/// Items that wait, each with the way to who waits for it.
#[derive(Default)]
struct Queue(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    items: VecDeque<(Item, SyncSender<Progress>)>,
    /// How many times items were taken.
    taken: u32,
}

/// What is taken first, in bytes of text; twice as much the next time, and so on up to
/// [`pipeline::BATCH`]: the first results come at once.
const FIRST_BATCH: usize = 8 << 10;

impl Queue {
    fn put(&self, item: Item, done: SyncSender<Progress>) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.items.push_back((item, done));
    }

    /// The next items: those that are there, not more than a thread's share of them, nor than should go
    /// through the layers together.
    fn take(&self, threads: usize) -> Vec<(Item, SyncSender<Progress>)> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = 0;
        let limit = (FIRST_BATCH << waiting.taken.min(16)).min(pipeline::BATCH);
        let share = waiting.items.len().div_ceil(threads);
        let taken = waiting.items.iter().take(share).take_while(|(item, _)| {
            let before = bytes;
            if let Item::Document(document) = item {
                bytes += document.text.len();
            }
            before < limit
        });
        let count = taken.count();
        waiting.taken += u32::from(count > 0);
        waiting.items.drain(..count).collect()
    }
}

/// Sends the result of each item to whoever waits for it, whatever happens: a document that cannot be read, or
/// that breaks the program, is a record with an error, and no reason to lose the others.
fn work(engine: &Engine, items: Vec<(Item, SyncSender<Progress>)>, min_confidence: f32) {
    // Nobody waits after the run has ended.
    let tell = |done: SyncSender<Progress>, progress| drop(done.send(progress));
    let mut documents = Vec::with_capacity(items.len());
    for (item, done) in items {
        match item {
            Item::Warning(warning) => tell(done, Progress::Odd(warning)),
            Item::Failed(error) => tell(done, failed(error)),
            Item::Document(document) => documents.push((document, done)),
        }
    }
    let together: Vec<&Document> = documents.iter().map(|(document, _)| document).collect();
    let records = whatever(|| pipeline::extract_together(engine, &together));
    if let Ok(Ok(records)) = records {
        for ((document, done), record) in documents.into_iter().zip(records) {
            tell(done, kept(&document, record, min_confidence));
        }
        return;
    }
    // One of them is at fault: each goes its own way.
    for (document, done) in documents {
        let progress = match whatever(|| pipeline::extract_with(engine, &document)) {
            Ok(Ok(record)) => kept(&document, record, min_confidence),
            Ok(Err(error)) => failed(in_document(&document, error.to_string())),
            Err(_) => failed(in_document(
                &document,
                "dixit crashed on this document; please report it".to_owned(),
            )),
        };
        tell(done, progress);
    }
}

/// What comes of `run`, even if it panics.
fn whatever<T>(run: impl FnOnce() -> T) -> std::thread::Result<T> {
    catch_unwind(AssertUnwindSafe(run))
}

/// The record of a document with the statements that are sure enough.
fn kept(document: &Document, mut extraction: Extraction, min_confidence: f32) -> Progress {
    let sure = |statement: &StatementRecord| statement.confidence >= min_confidence;
    extraction.statements.retain(sure);
    let failure = extraction
        .error
        .clone()
        .map(|message| in_document(document, message).to_string());
    Progress::Done {
        extraction: Box::new(extraction),
        failure,
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
        fingerprint: None,
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
