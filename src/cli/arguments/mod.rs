//! Arguments that several commands take.

pub(super) mod filters;
pub(super) mod graphs;
pub(super) mod model;
pub(super) mod opened;
pub(super) mod reading;
pub(super) mod sheets;

use crate::query::Counted;

/// What a command counts, given its flag `--reports`.
pub(super) fn what_counts(reports: bool) -> Counted {
    match reports {
        true => Counted::Reports,
        false => Counted::Statements,
    }
}
