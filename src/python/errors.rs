//! Errors as exceptions of `src/python/dixit/_errors.py`, in the words of the command.

use crate::error::Error;
use pyo3::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// The exceptions that are raised here.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// Anything else.
    Error,
    /// An argument that cannot be used.
    Input,
    /// A file that does not exist.
    MissingFile,
    /// A name that is not in the graph.
    UnknownName,
}

impl Kind {
    fn class(self) -> &'static str {
        match self {
            Kind::Error => "Error",
            Kind::Input => "InputError",
            Kind::MissingFile => "MissingFile",
            Kind::UnknownName => "UnknownName",
        }
    }
}

/// The exception of this kind.
pub(super) fn exception(kind: Kind, message: &str) -> PyErr {
    let made = |py: Python<'_>| {
        let class = py.import("dixit._errors")?.getattr(kind.class())?;
        PyResult::Ok(PyErr::from_value(class.call1((message,))?))
    };
    Python::attach(|py| made(py).unwrap_or_else(|error| error))
}

/// The exception for an error about a file.
pub(super) fn about(path: Option<&Path>, error: &Error) -> PyErr {
    let is_missing = path.is_some_and(|path| !path.exists());
    let kind = if is_missing {
        Kind::MissingFile
    } else {
        Kind::Error
    };
    exception(kind, &error.to_string())
}

/// The exception for another error.
pub(super) fn plain(error: &Error) -> PyErr {
    exception(Kind::Error, &error.to_string())
}

/// Runs `work` without the interpreter's lock. A panic becomes an exception.
pub(super) fn unlocked<T: Send>(
    py: Python<'_>,
    work: impl FnOnce() -> PyResult<T> + Send,
) -> PyResult<T> {
    let work = || match is_forked() {
        false => work(),
        true => with_new_threads(work),
    };
    let done = py.detach(|| catch_unwind(AssertUnwindSafe(work)));
    done.unwrap_or_else(|_| Err(exception(Kind::Error, "dixit crashed; please report it")))
}

/// Whether the process was forked from one that has used this module, whose threads it does not have.
pub(super) fn is_forked() -> bool {
    static FIRST: OnceLock<u32> = OnceLock::new();
    let id = process::id();
    *FIRST.get_or_init(|| id) != id
}

/// Runs `work` in a pool of its own: whatever runs in parallel would wait for the threads that were left behind.
fn with_new_threads<T: Send>(work: impl FnOnce() -> PyResult<T> + Send) -> PyResult<T> {
    let pool = rayon::ThreadPoolBuilder::new().build();
    let pool = pool.map_err(|error| {
        let why = format!("cannot start the threads ({error}); start processes with 'spawn'");
        exception(Kind::Error, &why)
    })?;
    pool.install(work)
}

/// What a mutex guards; a thread that panicked has left it as it was.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
