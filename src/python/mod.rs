//! What does a notebook want? The native part of the Python package, the module `dixit._dixit`; only with the feature
//! `python`, which maturin sets (`pyproject.toml`).
//!
//! It is small on purpose: documents go in and come back as the lines of `dixit extract`, questions come back as
//! the JSON of `dixit ask` and `dixit query`, so that the results are those of the command byte for byte. All that
//! Python users see (classes, frames, notebooks, spaCy) is in Python, in `src/python/dixit`.
//!
//! `documents` reads documents, `graphs` opens and asks graphs, `tables` gives them to data frames, `command` runs the command, and `errors` turns our
//! errors into exceptions. Nothing here holds the interpreter's lock while it works, and no panic leaves it.

mod command;
mod documents;
mod errors;
mod graphs;
mod tables;

use mimalloc::MiMalloc;
use pyo3::pymodule;

/// As in the program (`src/main.rs`); the interpreter keeps its own.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[pymodule]
mod _dixit {
    #[pymodule_export]
    use super::command::run;
    #[pymodule_export]
    use super::documents::{Extractor, Stream};
    #[pymodule_export]
    use super::graphs::Graph;
    #[pymodule_export]
    use super::tables::Arrow;

    #[pymodule_export]
    const __VERSION__: &str = env!("CARGO_PKG_VERSION");
}
