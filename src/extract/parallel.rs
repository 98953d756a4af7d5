//! Reads many documents in parallel, with results in the order of the input.

use super::engine::Engine;
use super::pipeline;
use super::record::{Extraction, StatementRecord};
use crate::document::{self, Document, Item, ReadError, Warning};
use crate::entity;
use crate::error::{Error, Result};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// How documents are read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Minimum confidence of statements.
    pub min_confidence: f32,
    /// Documents read at a time; `None` for one per processor.
    pub threads: Option<u16>,
    /// Options for reading files.
    pub files: document::Options,
}

/// Items queued for each thread: enough to keep it busy while an earlier item takes long, and to process
/// several together; few enough to bound the memory.
const AHEAD: usize = 64;

/// The result of one item of the input.
#[derive(Debug)]
pub enum Progress {
    /// The record of a document, or the reason that it could not be read.
    Done {
        /// The record.
        extraction: Box<Extraction>,
        /// The message for the user about a failure, with file and line; set if `extraction.error` is.
        failure: Option<String>,
    },
    /// A warning about a document that is read anyway.
    Odd(Warning),
}

/// The progress of reading.
#[derive(Debug, Clone, Copy)]
pub struct Position {
    /// Files started.
    pub files_begun: usize,
    /// Files found.
    pub files: usize,
    /// The share of the input that has been read, from 0 to 1.
    pub share: f64,
}

impl Position {
    /// The progress of a reader.
    pub(crate) fn of(reader: &document::Reader) -> Position {
        Position {
            files_begun: reader.files_begun(),
            files: reader.files(),
            share: reader.share(),
        }
    }
}

/// Reads files and folders, and returns the result of each item, in the order of the input and as soon as
/// it and all earlier ones are done. At most 64 documents per thread are in memory.
///
/// # Errors
/// Threads that cannot be started.
pub fn extract_paths(
    engine: Arc<Engine>,
    options: Options,
    paths: Vec<PathBuf>,
) -> Result<impl Iterator<Item = (Progress, Position)>> {
    // Opened on the reading thread: it may block on a pipe without a writer.
    let mut reader = None;
    let files = options.files.clone();
    let items = std::iter::from_fn(move || {
        let reader = reader.get_or_insert_with(|| document::read_with(&paths, &files));
        let item = reader.next()?;
        let position = Position::of(reader);
        Some((item, position))
    });
    extract_items(engine, options, items)
}

/// The result of each item, with its companion value, in the order of the items and as soon as it
/// and all earlier ones are done. At most 64 documents per thread are in memory.
///
/// # Errors
/// Threads that cannot be started.
pub fn extract_items<T: Send + 'static>(
    engine: Arc<Engine>,
    options: Options,
    items: impl Iterator<Item = (Item, T)> + Send + 'static,
) -> Result<impl Iterator<Item = (Progress, T)>> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(usize::from(options.threads.unwrap_or(0)))
        .build()
        .map_err(|e| Error::new(format!("cannot start the threads ({e}); try --threads 1")))?;
    let threads = pool.current_num_threads();
    let (order, results) = sync_channel::<(Receiver<Progress>, T)>(threads * AHEAD);
    let queue = Arc::new(Queue::default());
    let min_confidence = options.min_confidence;
    // Load the tables in the background: the first document needs them only later.
    pool.spawn(entity::load);
    // Do not join the reader: it may block on a pipe without a writer.
    std::thread::spawn(move || {
        for (item, beside) in items {
            let (done, result) = sync_channel(1);
            queue.put(item, done);
            let (engine, queue) = (Arc::clone(&engine), Arc::clone(&queue));
            // One call for each item; calls that find the queue empty do nothing.
            pool.spawn(move || work(&engine, queue.take(threads), min_confidence));
            if order.send((result, beside)).is_err() {
                return;
            }
        }
    });
    let done = |(result, beside): (Receiver<Progress>, T)| Some((result.recv().ok()?, beside));
    Ok(results.into_iter().filter_map(done))
}

/// Queued items, each with the channel for its result.
#[derive(Default)]
struct Queue(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    items: VecDeque<(Item, SyncSender<Progress>)>,
    /// The number of batches taken.
    taken: u32,
}

/// The size of the first batch, in bytes of text, doubled for each further one up to [`pipeline::BATCH`],
/// so that the first results appear soon.
const FIRST_BATCH: usize = 8 << 10;

impl Queue {
    fn put(&self, item: Item, done: SyncSender<Progress>) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.items.push_back((item, done));
    }

    /// The next batch: at most a thread's share of the queued items, and no more than the batch size.
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

/// Sends the result of each item, even if it fails: a document that cannot be read, or on which the program
/// panics, becomes a record with an error, and the others are not lost.
fn work(engine: &Engine, items: Vec<(Item, SyncSender<Progress>)>, min_confidence: f32) {
    // The receiver is gone after the run has ended.
    let send = |done: SyncSender<Progress>, progress| drop(done.send(progress));
    let mut documents = Vec::with_capacity(items.len());
    for (item, done) in items {
        match item {
            Item::Warning(warning) => send(done, Progress::Odd(warning)),
            Item::Failed(error) => send(done, failed(error)),
            Item::Document(document) => documents.push((document, done)),
        }
    }
    let together: Vec<&Document> = documents.iter().map(|(document, _)| document).collect();
    let records = catch(|| pipeline::extract_together(engine, &together));
    if let Ok(Ok(records)) = records {
        for ((document, done), record) in documents.into_iter().zip(records) {
            send(done, kept(&document, record, min_confidence));
        }
        return;
    }
    // One document of the batch panicked: process each separately.
    for (document, done) in documents {
        let progress = match catch(|| pipeline::extract_with(engine, &document)) {
            Ok(Ok(record)) => kept(&document, record, min_confidence),
            Ok(Err(error)) => failed(in_document(&document, error.to_string())),
            Err(_) => failed(in_document(
                &document,
                "dixit crashed on this document; please report it".to_owned(),
            )),
        };
        send(done, progress);
    }
}

/// The result of `run`, even if it panics.
fn catch<T>(run: impl FnOnce() -> T) -> std::thread::Result<T> {
    catch_unwind(AssertUnwindSafe(run))
}

/// The record of a document with the statements of sufficient confidence.
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
