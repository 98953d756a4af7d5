//! Arguments that several commands take.

pub(crate) mod filters;
pub(crate) mod graphs;
pub(super) mod model;
pub(super) mod reading;
pub(super) mod sheets;

#[cfg(any(feature = "python", feature = "mcp", feature = "serve"))]
use crate::error::{Error, Result};
use crate::query::Counted;

/// What a command counts, given its flag `--reports`.
pub(super) fn what_counts(reports: bool) -> Counted {
    match reports {
        true => Counted::Reports,
        false => Counted::Statements,
    }
}

/// How many threads can work at once.
#[cfg(any(feature = "mcp", feature = "serve"))]
pub(super) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The arguments of a command given as flags alone, such as `--speaker=Putin`.
///
/// # Errors
/// What is wrong with a flag, in the words of the command.
#[cfg(any(feature = "python", feature = "mcp", feature = "serve"))]
pub(crate) fn of_flags<T: clap::Args>(flags: &[String]) -> Result<T> {
    let command = T::augment_args(clap::Command::new("dixit").no_binary_name(true));
    let matched = command.try_get_matches_from(flags);
    let arguments = matched.and_then(|matched| T::from_arg_matches(&matched));
    arguments.map_err(|error| {
        let told = error.render().to_string();
        let told = told.strip_prefix("error: ").unwrap_or(&told);
        let told = told.split("\n\nFor more information").next();
        Error::new(told.unwrap_or_default().trim_end())
    })
}
