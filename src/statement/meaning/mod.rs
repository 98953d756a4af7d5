//! What a statement means: its act, relation, mode and polarity, and the day on which it was made.

pub(super) mod classify;
pub(super) mod dates;
mod when;

pub use when::When;
