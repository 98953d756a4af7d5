//! The `dixit` command: see [`dixit::cli`].

use dixit::cli::Outcome;
use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Documents consist of thousands of small vectors and strings, which mimalloc allocates quickly.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    match dixit::cli::run() {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Err(error) => {
            dixit::cli::complain(&error);
            ExitCode::from(2)
        }
    }
}
