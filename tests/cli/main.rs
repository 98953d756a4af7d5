//! The program as its users meet it: the built binary and the library's queries.

mod accurate;
mod analyses;
mod architecture;
mod ask;
mod bad_input;
mod booleans;
mod check;
mod commands;
mod composing;
mod config;
mod corrections;
mod drafts;
mod eval;
mod explain;
mod export;
mod files;
mod formats;
mod harness;
mod kb;
mod kinds;
mod maintaining;
mod newsroom;
mod public_api;
mod query;
mod readme;
mod records;
mod sources;
#[cfg(feature = "sqlite")]
mod store;
#[cfg(feature = "sqlite")]
mod stored;
mod talks;
mod terminal;
mod train;
mod verify;
#[cfg(unix)]
mod watch;
