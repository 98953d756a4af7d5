//! What each stage of the extraction costs, in processor time of one thread.

use crate::document::Document;
use crate::engine::Engine;
use crate::entity;
use crate::error::Result;
use crate::pipeline;
use crate::statement::attribution::Scene;
use crate::statement::{self, THRESHOLD};
use crate::text;
use serde::Serialize;
use std::hint::black_box;

/// What a stage needed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stage {
    /// Its name: a layer of the program, or `whole` for the extraction with all of them, the record and
    /// its JSON.
    pub name: &'static str,
    /// Processor seconds of this thread.
    pub seconds: f64,
    /// Code points that went through it.
    pub characters: usize,
}

impl Stage {
    /// Characters for each processor second.
    pub fn speed(&self) -> f64 {
        self.characters as f64 / self.seconds.max(1e-9)
    }
}

/// The stages in order; `statement` counts what is on top of finding attributions.
const NAMES: [&str; 7] = [
    "text",
    "syntax",
    "names",
    "entity",
    "attribution",
    "statement",
    "whole",
];

/// Runs each stage over the documents on this thread and takes its time.
///
/// # Errors
/// What the stages give.
pub fn stages(engine: &Engine, documents: &[Document]) -> Result<Vec<Stage>> {
    entity::load();
    if let Some(first) = documents.first() {
        // tables and taxonomy load on first use
        black_box(pipeline::extract_with(engine, first)?);
    }
    let mut seconds = [0.0; NAMES.len()];
    for document in documents {
        let mut lap = Lap::new();
        let text = text::segment(document);
        lap.add(&mut seconds[0]);
        let syntax = engine.parser.parse(document, &text);
        lap.add(&mut seconds[1]);
        let names = engine.recogniser.names(&text, &syntax);
        lap.add(&mut seconds[2]);
        let mut entities = entity::resolve(document, &text, &syntax, &names);
        lap.add(&mut seconds[3]);
        let scene = Scene::new(document, &text, &syntax, &names);
        black_box(engine.finder.find(&scene, THRESHOLD));
        let finding = lap.add(&mut seconds[4]);
        black_box(statement::find(
            &engine.finder,
            document,
            &scene,
            &mut entities,
        )?);
        lap.add(&mut seconds[5]);
        seconds[5] -= finding;
        black_box(serde_json::to_vec(&pipeline::extract_with(engine, document)?).ok());
        lap.add(&mut seconds[6]);
    }
    let characters = documents.iter().map(|d| d.text.chars().count()).sum();
    let stage = |(name, seconds): (&'static str, f64)| Stage {
        name,
        seconds: seconds.max(0.0),
        characters,
    };
    Ok(NAMES.into_iter().zip(seconds).map(stage).collect())
}

/// Takes times one after the other.
struct Lap {
    begun: f64,
}

impl Lap {
    fn new() -> Lap {
        Lap {
            begun: thread_seconds(),
        }
    }

    /// Adds the time since the last call to `sum`, and gives it.
    fn add(&mut self, sum: &mut f64) -> f64 {
        let now = thread_seconds();
        let passed = now - self.begun;
        *sum += passed;
        self.begun = now;
        passed
    }
}

/// Processor time of this thread in seconds, from an arbitrary start.
#[cfg(unix)]
fn thread_seconds() -> f64 {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// Where no clock of the thread is at hand: time that has passed, which is more when others run too.
#[cfg(not(unix))]
fn thread_seconds() -> f64 {
    use std::sync::LazyLock;
    use std::time::Instant;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64()
}
