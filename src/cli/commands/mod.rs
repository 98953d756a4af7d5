//! The commands, one file each, with their arguments.

#[cfg(any(feature = "mcp", feature = "serve"))]
mod article;
pub(super) mod ask;
pub(super) mod build;
pub(super) mod check;
pub(super) mod completions;
pub(super) mod diff;
pub(super) mod eval;
pub(super) mod explain;
pub(crate) mod export;
pub(super) mod extract;
pub(super) mod man;
#[cfg(feature = "mcp")]
pub(super) mod mcp;
pub(super) mod merge;
mod piped;
pub(super) mod query;
#[cfg(feature = "serve")]
pub(super) mod serve;
pub(super) mod stats;
pub(super) mod timeline;
pub(super) mod train;
pub(super) mod variants;
pub(super) mod verify;
