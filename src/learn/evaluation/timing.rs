//! Measures the processor time of each stage of the extraction, on one thread.

use crate::document::Document;
use crate::entity;
use crate::error::{Error, Result};
use crate::extract::engine::Engine;
use crate::extract::pipeline;
use rayon::ThreadPoolBuilder;
use serde::Serialize;
use std::hint::black_box;

/// The time of a stage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stage {
    /// Its name: a layer of the program, or `whole` for the extraction with all of them, the record and
    /// its JSON.
    pub name: &'static str,
    /// Processor seconds of the thread.
    pub seconds: f64,
    /// Number of code points processed.
    pub characters: usize,
}

impl Stage {
    /// Characters per processor second.
    pub fn speed(&self) -> f64 {
        self.characters as f64 / self.seconds.max(1e-9)
    }
}

/// The names of the stages, the record with its JSON last, and of the whole.
const NAMES: [&str; 8] = [
    "text",
    "syntax",
    "names",
    "entity",
    "attribution",
    "statement",
    "record",
    "whole",
];
const WHOLE: usize = NAMES.len() - 1;

/// Runs each stage over the documents on one thread and measures its time. The thread is a pool's only one, as an
/// encoder's products would otherwise go to others, whose time nobody counts.
///
/// # Errors
/// Those of the stages, and where no thread can be started.
pub fn stages(engine: &Engine, documents: &[Document]) -> Result<Vec<Stage>> {
    let pool = ThreadPoolBuilder::new().num_threads(1).build();
    let pool = pool.map_err(|error| Error::new(format!("no thread can be started: {error}")))?;
    pool.install(|| on_this_thread(engine, documents))
}

fn on_this_thread(engine: &Engine, documents: &[Document]) -> Result<Vec<Stage>> {
    entity::load();
    if let Some(first) = documents.first() {
        // tables and taxonomy load on first use
        black_box(pipeline::extract_with(engine, first)?);
    }
    let mut seconds = [0.0; NAMES.len()];
    for documents in batches(documents) {
        let together: Vec<&Document> = documents.iter().collect();
        let mut lap = Lap::new();
        let records = pipeline::extract_watched(engine, &together, |stage| {
            lap.add(&mut seconds[stage as usize]);
        })?;
        for record in records {
            black_box(serde_json::to_vec(&record).ok());
        }
        lap.add(&mut seconds[pipeline::Stage::Record as usize]);
    }
    seconds[WHOLE] = seconds[..WHOLE].iter().sum();
    let characters = documents.iter().map(|d| d.text.chars().count()).sum();
    let stage = |(name, seconds): (&'static str, f64)| Stage {
        name,
        seconds,
        characters,
    };
    Ok(NAMES.into_iter().zip(seconds).map(stage).collect())
}

/// The documents in batches of about [`pipeline::BATCH`] bytes, as in the program.
fn batches(documents: &[Document]) -> impl Iterator<Item = &[Document]> {
    let mut rest = documents;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let full = rest.iter().position(|document| {
            bytes += document.text.len();
            bytes >= pipeline::BATCH
        });
        let (run, after) = rest.split_at(full.map_or(rest.len(), |last| last + 1));
        rest = after;
        (!run.is_empty()).then_some(run)
    })
}

/// A stopwatch.
struct Lap {
    begun: f64,
}

impl Lap {
    fn new() -> Lap {
        Lap {
            begun: thread_seconds(),
        }
    }

    /// Adds the time since the last call to `sum`.
    fn add(&mut self, sum: &mut f64) {
        let now = thread_seconds();
        *sum += now - self.begun;
        self.begun = now;
    }
}

/// Processor time of this thread in seconds, from an arbitrary start.
#[cfg(unix)]
fn thread_seconds() -> f64 {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// Elapsed time, on systems without a clock per thread; it is longer if other programs run.
#[cfg(not(unix))]
fn thread_seconds() -> f64 {
    use std::sync::LazyLock;
    use std::time::Instant;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64()
}
