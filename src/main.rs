//! The `dixit` command: see [`dixit::cli`].

use dixit::cli::Outcome;
use std::process::ExitCode;

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
