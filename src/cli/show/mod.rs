//! Output of the commands.

pub(super) mod answer;
pub(super) mod bars;
pub(super) mod cells;
pub(crate) mod hints;
pub(super) mod report;
pub(super) mod summary;
pub(super) mod table;
