//! The `dixit` command: see [`dixit::cli`].

#![forbid(unsafe_code)]

use dixit::cli::Outcome;
use std::process::ExitCode;

/// Documents consist of thousands of small vectors and strings, which mimalloc allocates quickly. With the feature
/// `python`, the library already has it.
#[cfg(not(feature = "python"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match dixit::cli::run(std::env::args_os()) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Err(error) => {
            dixit::cli::complain(&error);
            ExitCode::from(2)
        }
    }
}
