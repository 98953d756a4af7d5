//! The claims that corrections make, and whether each has applied.

use crate::entity::EntityType;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// The corrections of a file, and which of them have applied.
/// ```
/// use dixit::corrections::Corrections;
/// use dixit::document::Document;
/// use dixit::extract::Extractor;
/// use std::path::Path;
///
/// let file = "[[rename]]\nentity = \"Q159\"\nname = \"Russian Federation\"\n";
/// let mut corrections = Corrections::parse(Path::new("corrections.toml"), file)?;
/// let article = Document::new("talks", "Liz Truss warned Russia on Monday that it would be costly.");
/// let mut found = Extractor::new()?.extract(&article)?;
/// let kept = corrections.apply(&mut found);
/// assert!(kept && found.entities.iter().any(|entity| entity.name == "Russian Federation"));
/// assert_eq!((corrections.applied(), corrections.stale().count()), (1, 0));
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug)]
pub struct Corrections {
    pub(super) path: PathBuf,
    pub(super) claims: Vec<Claim>,
    /// Entity → the entity that it is merged into, in one step.
    pub(super) merges: HashMap<String, (ClaimIndex, String)>,
    /// Document and entity → who it is there.
    pub(super) splits: HashMap<(String, String), (ClaimIndex, Split)>,
    pub(super) names: HashMap<String, (ClaimIndex, String)>,
    pub(super) types: HashMap<String, (ClaimIndex, EntityType)>,
    pub(super) reassigned: HashMap<String, (ClaimIndex, Parties)>,
    pub(super) ignored: HashMap<Ignored, ClaimIndex>,
}

pub(super) type ClaimIndex = usize;

/// One claim of an entry about one document, entity or statement.
#[derive(Debug)]
pub(super) struct Claim {
    /// Line of its entry, from 1.
    pub(super) line: usize,
    /// "merge", "split", …
    pub(super) entry: &'static str,
    /// The reason shown if nothing matches it.
    pub(super) missing: String,
    pub(super) fate: Fate,
}

/// The outcome of a claim; the greatest of all documents counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// Nothing matched it.
    Missing,
    /// It would change nothing.
    Needless,
    Applied,
}

/// Who an entity is in one document.
#[derive(Debug)]
pub(super) struct Split {
    pub(super) into: String,
    pub(super) name: Option<String>,
}

/// The speakers and addressees of a statement; `None` leaves them unchanged.
#[derive(Debug, Default)]
pub(super) struct Parties {
    pub(super) speakers: Option<Vec<String>>,
    pub(super) addressees: Option<Vec<String>>,
}

/// What is ignored.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Ignored {
    /// As normalised by [`crate::document::outlet`].
    Source(String),
    Document(String),
    Statement(String),
}

impl Corrections {
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
        // Several claims of an entry may have the same line.
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

    pub(super) fn note(&mut self, claim: ClaimIndex, fate: Fate) {
        if let Some(claim) = self.claims.get_mut(claim) {
            claim.fate = claim.fate.max(fate);
        }
    }
}
