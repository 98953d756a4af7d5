//! Threads that read one graph for whoever asks: assistants, the service, notebooks.
//!
//! An index borrows its graph, and no caller can own both. A thread can: the first of them owns a graph in memory
//! and its index, and the others read both. A store cannot be read by two threads at once; each opens it for itself.
//! A job that panics is an error of that job.

use super::Index;
use super::opened::Opened;
use crate::error::{Error, Result};
use crate::graph::Graph;
use std::borrow::Cow;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Takes jobs to the threads, which end with it.
pub(crate) struct Readers {
    /// The graph once more, for [`Readers::here`].
    #[cfg(feature = "python")]
    opened: Mutex<Opened>,
    jobs: Sender<Job>,
}

type Job = Box<dyn FnOnce(&Reader) + Send>;

/// A job that panicked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Crashed;

impl Crashed {
    pub(crate) fn error(self) -> Error {
        Error::new("dixit crashed on this request; please report it")
    }
}

/// What a job reads.
pub(crate) struct Reader<'r> {
    opened: &'r Opened,
    /// The index of a graph in memory.
    index: Option<&'r Index<'r>>,
}

impl<'r> Reader<'r> {
    pub(crate) fn opened(&self) -> &'r Opened {
        self.opened
    }

    /// Builds all tables of the index, so that no question has to wait for one.
    #[cfg(feature = "serve")]
    pub(crate) fn prepare(&self) {
        if let Some(index) = self.index {
            index.prepare();
        }
    }

    /// What `work` makes of the index of a graph in memory, or of the part that `load` takes from a store.
    pub(crate) fn with_index<T, E: From<Error>>(
        &self,
        load: impl FnOnce(&'r Opened) -> Result<Cow<'r, Graph>>,
        work: impl FnOnce(&Index) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        match self.index {
            Some(index) => work(index),
            None => work(&Index::new(&*load(self.opened)?)),
        }
    }
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readers").finish_non_exhaustive()
    }
}

impl Readers {
    /// Starts the threads.
    ///
    /// # Errors
    /// One line that names a store that cannot be opened again.
    pub(crate) fn start(opened: Opened, threads: usize) -> Result<Readers> {
        let others = (1..threads).map(|_| opened.again());
        let others = others.collect::<Result<Vec<Opened>>>()?;
        #[cfg(feature = "python")]
        let here = Mutex::new(opened.again()?);
        let (jobs, asked) = channel();
        thread::spawn(move || read(&opened, others, &Mutex::new(asked)));
        Ok(Readers {
            #[cfg(feature = "python")]
            opened: here,
            jobs,
        })
    }

    /// Has `work` done by one of the threads, which hands the result to `done`.
    pub(crate) fn submit<T>(
        &self,
        work: impl FnOnce(&Reader) -> T + Send + 'static,
        done: impl FnOnce(std::result::Result<T, Crashed>) + Send + 'static,
    ) {
        // The threads end only with the sender.
        let _ = self.jobs.send(Box::new(move |reader| {
            let made = catch_unwind(AssertUnwindSafe(|| work(reader)));
            done(made.map_err(|_| Crashed));
        }));
    }

    /// What `work` makes on one of the threads.
    #[cfg(feature = "python")]
    pub(crate) fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reader) -> T + Send + 'static,
    ) -> std::result::Result<T, Crashed> {
        let (done, result) = channel();
        self.submit(work, move |made| {
            // Who asked waits for it.
            let _ = done.send(made);
        });
        result.recv().unwrap_or(Err(Crashed))
    }

    /// What `work` makes on the thread of the caller: for long work that must not keep others waiting, and in a
    /// process that was forked, whose threads have stayed behind.
    ///
    /// # Errors
    /// One line that names a store that cannot be opened again.
    #[cfg(feature = "python")]
    pub(crate) fn here<T>(&self, work: impl FnOnce(&Reader) -> T) -> Result<T> {
        let opened = self
            .opened
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .again()?;
        let index = index(&opened);
        Ok(work(&Reader {
            opened: &opened,
            index: index.as_ref(),
        }))
    }
}

fn index(opened: &Opened) -> Option<Index<'_>> {
    match opened {
        Opened::Graph(graph) => Some(Index::new(graph)),
        #[cfg(feature = "sqlite")]
        Opened::Store(_) => None,
    }
}

/// Does jobs until there can be no more: on this thread, and on one for each of the others.
fn read(opened: &Opened, others: Vec<Opened>, jobs: &Mutex<Receiver<Job>>) {
    let index = index(opened);
    let index = index.as_ref();
    let next = || jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
    let work = |opened: &Opened| {
        let reader = Reader { opened, index };
        while let Ok(job) = next() {
            job(&reader);
        }
    };
    thread::scope(|threads| {
        for other in others {
            threads.spawn(move || work(&other));
        }
        work(opened);
    });
}
