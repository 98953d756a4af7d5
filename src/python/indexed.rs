//! A graph in memory that keeps the index of its queries from one to the next.
//!
//! An index borrows its graph, and a Python object cannot own both. A thread can: it is started by the first query, answers
//! one after another, and ends with the object.

use super::errors::{self, Kind, exception};
use crate::graph::Graph;
use crate::query::Index;
use pyo3::PyResult;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, OnceLock};

type Job = Box<dyn for<'i, 'g> FnOnce(&'i Index<'g>) + Send>;

/// A graph and the thread that has its index.
#[derive(Debug)]
pub(super) struct Indexed {
    graph: Arc<Graph>,
    jobs: OnceLock<Sender<Job>>,
}

impl Indexed {
    pub(super) fn new(graph: Graph) -> Indexed {
        Indexed {
            graph: Arc::new(graph),
            jobs: OnceLock::new(),
        }
    }

    pub(super) fn graph(&self) -> &Graph {
        &self.graph
    }

    /// What `work` makes of the index.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Index) -> PyResult<T> + Send + 'static,
    ) -> PyResult<T> {
        // the thread of a process that was forked has stayed behind
        if errors::is_forked() {
            return work(&Index::new(&self.graph));
        }
        let crashed = || {
            exception(
                Kind::Error,
                "dixit crashed on this question; please report it",
            )
        };
        let (done, result) = channel();
        let job: Job = Box::new(move |index| {
            let made = catch_unwind(AssertUnwindSafe(|| work(index)));
            // Who asked waits for it.
            let _ = done.send(made);
        });
        let jobs = self.jobs.get_or_init(|| answering(Arc::clone(&self.graph)));
        jobs.send(job).map_err(|_| crashed())?;
        let made = result.recv().map_err(|_| crashed())?;
        made.unwrap_or_else(|_| Err(crashed()))
    }
}

/// Starts a thread with the index of a graph.
fn answering(graph: Arc<Graph>) -> Sender<Job> {
    let (jobs, asked) = channel::<Job>();
    std::thread::spawn(move || {
        let index = Index::new(&graph);
        asked.into_iter().for_each(|job| job(&index));
    });
    jobs
}
