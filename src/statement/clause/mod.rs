//! The grammar of clauses: trees, voice, elided subjects, possible addressees.

pub(super) mod audience;
pub(super) mod elided;
pub(super) mod introducers;
pub(super) mod tokens;
pub(super) mod tree;
pub(super) mod voice;
