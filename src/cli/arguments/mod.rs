//! Arguments that several commands take.

pub(super) mod filters;
pub(super) mod graphs;
pub(super) mod model;
pub(super) mod reading;
pub(super) mod sheets;
