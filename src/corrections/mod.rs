//! What did the program get wrong? The user's corrections, applied by every build.
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
//! so it does not matter in which order documents come or whether parts are built separately and merged.
//!
//! Articles are edited and models retrained, so an entry may come to match nothing, or to ask
//! for what the program says anyway; [`Corrections::stale`] lists those entries with their lines.
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
mod file;
#[cfg(test)]
mod tests;

use crate::entity::EntityType;
use crate::error::{Error, Result};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// The name under which a build looks for corrections in its output folder.
pub const FILE_NAME: &str = "corrections.toml";

/// The corrections of a file, and which of them have applied.
#[derive(Debug)]
pub struct Corrections {
    path: PathBuf,
    claims: Vec<Claim>,
    /// Entity → what it is merged into, in one step.
    merges: HashMap<String, (ClaimIndex, String)>,
    /// Document and entity → who it is there.
    splits: HashMap<(String, String), (ClaimIndex, Split)>,
    names: HashMap<String, (ClaimIndex, String)>,
    types: HashMap<String, (ClaimIndex, EntityType)>,
    reassigned: HashMap<String, (ClaimIndex, Parties)>,
    ignored: HashMap<Ignored, ClaimIndex>,
}

type ClaimIndex = usize;

/// One thing that an entry says of one document, entity or statement.
#[derive(Debug)]
struct Claim {
    /// Line of its entry, from 1.
    line: usize,
    /// "merge", "split", …
    entry: &'static str,
    /// What is wrong if nothing matches it.
    missing: String,
    fate: Fate,
}

/// What has come of a claim; the greatest of all documents counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// Nothing matched it.
    Missing,
    /// It asks for what is already so.
    Needless,
    Applied,
}

/// Who an entity is in one document.
#[derive(Debug)]
struct Split {
    into: String,
    name: Option<String>,
}

/// Who a statement is by and to; `None` leaves it as it is.
#[derive(Debug, Default)]
struct Parties {
    speakers: Option<Vec<String>>,
    addressees: Option<Vec<String>>,
}

/// What is left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Ignored {
    /// As [`crate::document::outlet`] writes it.
    Source(String),
    Document(String),
    Statement(String),
}

impl Corrections {
    /// Reads a file of corrections.
    ///
    /// # Errors
    /// One line that names file, line, and what is wrong there: no TOML, a key that is not known,
    /// or two entries that contradict each other.
    pub fn read(path: &Path) -> Result<Corrections> {
        let text = crate::input::read_to_string(path)
            .map_err(|e| Error::at(path, format_args!("cannot be read: {e}")))?;
        Corrections::parse(path, &text)
    }

    /// Reads the text of a file; `path` is only used in errors.
    ///
    /// # Errors
    /// As [`Corrections::read`].
    pub fn parse(path: &Path, text: &str) -> Result<Corrections> {
        file::parse(path, text)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many corrections have applied so far. Each entity of a merge, each
    /// document of a split and each statement of a reassignment is one.
    pub fn applied(&self) -> usize {
        let applied = self.claims.iter().filter(|c| c.fate == Fate::Applied);
        applied.count()
    }

    /// One line for each correction that matched nothing so far, or changed
    /// nothing, in the order of the file.
    pub fn stale(&self) -> impl Iterator<Item = String> {
        // Several claims of an entry may say the same.
        let mut told: BTreeSet<(usize, String)> = BTreeSet::new();
        for claim in &self.claims {
            let why = match claim.fate {
                Fate::Applied => continue,
                Fate::Missing => format!("no longer applies: {}", claim.missing),
                Fate::Needless => "is no longer needed: the graph is the same without it".into(),
            };
            let line = format!(
                "{}:{}: [[{}]] {why}",
                self.path.display(),
                claim.line,
                claim.entry
            );
            told.insert((claim.line, line));
        }
        told.into_iter().map(|(_, line)| line)
    }

    fn note(&mut self, claim: ClaimIndex, fate: Fate) {
        if let Some(claim) = self.claims.get_mut(claim) {
            claim.fate = claim.fate.max(fate);
        }
    }
}
