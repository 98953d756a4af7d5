//! The command, in the process of the interpreter.
//!
//! The wheel's script `dixit` runs this function instead of a second binary: maturin puts either a module or a
//! program into a wheel, and both would be the models and the code twice. It is the command's own code, with the
//! command's own streams, exit codes and signals; only the start takes longer, by that of the interpreter.

use super::errors;
use crate::cli::{self, Outcome};
use pyo3::prelude::*;
use std::ffi::OsString;

/// Runs `dixit` with these arguments; returns its exit code.
#[pyfunction]
pub(super) fn run(py: Python<'_>, arguments: Vec<OsString>) -> PyResult<u8> {
    let given = std::iter::once(OsString::from("dixit")).chain(arguments);
    errors::unlocked(py, || {
        Ok(match cli::run(given) {
            Ok(Outcome::Done) => 0,
            Ok(Outcome::Nothing) => 1,
            Err(error) => {
                cli::complain(&error);
                2
            }
        })
    })
}
