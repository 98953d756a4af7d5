//! The user's corrections, applied by every build.
//!
//! `dixit build` reads `corrections.toml` in the folder that it writes to, or the file that
//! `--corrections` names:
//!
//! ```toml
//! # Two entities that are one person: those in `from` become the one in `into`.
//! [[merge]]
//! from = ["person:jon-smythe", "person:j-smythe"]
//! into = "person:john-smythe"
//!
//! # One entity that is two people: in these documents, it is someone else.
//! [[split]]
//! entity = "person:john-smythe"
//! documents = ["harbour-fire", "harbour-inquest"]
//! into = "person:john-smythe-coroner"
//! name = "John Smythe (coroner)"     # may be left out
//!
//! [[rename]]
//! entity = "organisation:harbor-board"
//! name = "Harbour Board"
//!
//! # person, state, organisation or unnamed
//! [[retype]]
//! entity = "person:northern-line"
//! type = "organisation"
//!
//! # Speaker (several ids: joint speakers; "": nobody), addressees, or both.
//! [[reassign]]
//! statement = "3f2a6c0d9be41877"
//! speaker = "Q7747"
//! to = ["Q159", "Q212"]
//!
//! # Leave out all documents of an outlet, or one `document`, or one `statement`.
//! [[ignore]]
//! source = "The Daily Ferry"
//! ```
//!
//! A person known by name alone is distinguished from namesakes who speak for another state, as
//! `person:john-smythe@Q20`; to keep all as one, merge `person:john-smythe` into an id of your own.
//!
//! Wherever several values are allowed, a single one needs no brackets. Ids of entities
//! are in the graph file and in the output of `dixit query --format json`; ids of statements are those
//! of reports, so a statement that two articles report has two.
//!
//! The order of the entries makes no difference: documents and statements are ignored first, then
//! entities split and merged, then statements reassigned, then entities renamed and retyped. So a
//! split uses the program's id of an entity, and later steps the id after the split; entries that
//! contradict each other are an error. Each document is corrected separately ([`Corrections::apply`]),
//! so neither the order of documents nor building in parts that are merged makes a difference.
//!
//! Articles are edited and models retrained, so an entry may no longer match anything, or no longer be
//! needed; [`Corrections::stale`] lists these entries with their lines.
//!
//! ```
//! use dixit::corrections::Corrections;
//! use std::path::Path;
//!
//! let file = "[[rename]]\nentity = \"Q1\"\nname = \"Harbour Board\"\n";
//! let corrections = Corrections::parse(Path::new("corrections.toml"), file)?;
//! let stale: Vec<String> = corrections.stale().collect();
//! assert_eq!(stale, [
//!     "corrections.toml:1: [[rename]] no longer applies: no document names \"Q1\"",
//! ]);
//! # Ok::<(), dixit::error::Error>(())
//! ```

mod apply;
mod claims;
mod file;
#[cfg(test)]
mod tests;

pub use claims::Corrections;

/// The name under which a build looks for corrections in its output folder.
/// ```
/// assert_eq!(dixit::corrections::FILE_NAME, "corrections.toml");
/// ```
pub const FILE_NAME: &str = "corrections.toml";
