//! The record of one document, as `dixit extract` writes it and [`crate::graph`] reads it.
//!
//! One JSON object per line; spans are `[start, end)` in Unicode code points of the document's text.
//! Absent fields are `null` or `[]`, never missing.
//!
//! Programs may build these records from the results of another extractor, so all fields are public and there
//! is no `#[non_exhaustive]`: when a new version adds a field, the compiler asks for its value.

use crate::document::{Document, Fingerprint};
use crate::entity::{EntityType, Gender, Reference, Role};
use crate::statement::{Kind, Mode, Polarity, Relation, When};
use serde::{Deserialize, Serialize};

/// `[start, end)` in Unicode code points of the document's text.
/// ```
/// let span: dixit::extract::record::CharSpan = [4, 9];
/// let words: String = "the mayor".chars().skip(span[0]).take(span[1] - span[0]).collect();
/// assert_eq!(words, "mayor");
/// ```
pub type CharSpan = [usize; 2];

/// Everything found in one document.
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
///
/// use dixit::extract::Extraction;
///
/// let found: Extraction = Extractor::new()?.extract(&Document::new("talks", text))?;
/// let line = serde_json::to_string(&found).unwrap();
/// assert_eq!(serde_json::from_str::<Extraction>(&line).unwrap(), found);
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    /// The document's id.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication, ISO 8601.
    pub date: Option<crate::date::Date>,
    /// Where it was published on the web.
    pub url: Option<String>,
    /// Its publisher.
    pub source: Option<String>,
    /// The file it was read from, as given on the command line; `null` for standard input.
    #[serde(default)]
    pub path: Option<String>,
    /// The fingerprint of its text; `null` if it could not be read.
    #[serde(default)]
    pub fingerprint: Option<Fingerprint>,
    /// Its entities, in order of first mention.
    pub entities: Vec<EntityRecord>,
    /// Its statements, in order of the text.
    pub statements: Vec<StatementRecord>,
    /// Why the document could not be read; all other fields are empty then.
    pub error: Option<String>,
}

impl Extraction {
    /// The record of a document, without results yet.
    pub(super) fn of(document: &Document) -> Extraction {
        Extraction {
            id: document.id.clone(),
            title: document.title.clone(),
            date: document.date,
            url: document.url.clone(),
            source: document.source.clone(),
            path: document.path.as_ref().map(|p| p.display().to_string()),
            fingerprint: Some(Fingerprint::of(&document.text)),
            entities: Vec::new(),
            statements: Vec::new(),
            error: None,
        }
    }
}

/// An entity in a document.
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
///
/// use dixit::extract::record::EntityRecord;
///
/// let found = Extractor::new()?.extract(&Document::new("talks", text))?;
/// let truss: &EntityRecord = &found.entities[0];
/// assert_eq!((truss.name.as_str(), truss.mentions.as_slice()), ("Liz Truss", &[[0, 9]][..]));
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntityRecord {
    /// Wikidata id, or a slug that starts with the type.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// Person, state, organisation or unnamed.
    #[serde(rename = "type")]
    pub kind: EntityType,
    /// Its mentions in the text, in order.
    pub mentions: Vec<CharSpan>,
    /// Its names in the text, without duplicates, in order of first use.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its offices.
    pub roles: Vec<Role>,
    /// The state or organisation that it speaks for.
    #[serde(default)]
    pub represents: Option<Reference>,
    /// The gender of a person, from pronouns and titles in the text, the given name, or the tables.
    #[serde(default)]
    pub gender: Option<Gender>,
    /// The original id, if a correction ([`crate::corrections`]) has changed it; written only then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
}

impl EntityRecord {
    /// The rank of its type in lists of entities.
    pub(super) fn rank(&self) -> u8 {
        match self.kind {
            EntityType::Person => 0,
            EntityType::Organisation => 1,
            EntityType::State => 2,
            EntityType::Unnamed => 3,
        }
    }
}

/// One statement.
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
///
/// use dixit::extract::record::{StatementRecord, Words};
///
/// let found = Extractor::new()?.extract(&Document::new("talks", text))?;
/// let statement: &StatementRecord = &found.statements[0];
/// let cue: &Words = &statement.cue;
/// assert_eq!((cue.text.as_str(), cue.spans.as_slice()), ("warned", &[[10, 16]][..]));
/// assert_eq!(statement.addressees[0].name, "Russia");
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatementRecord {
    /// Hash of document, cue and content positions: the same in every run.
    pub id: String,
    /// Said, warned or proposed.
    pub relation: Relation,
    /// Entry of the taxonomy of acts.
    pub act: String,
    /// Affirmed, denied, negated or hypothetical.
    pub polarity: Polarity,
    /// Speech or attitude.
    pub mode: Mode,
    /// Direct, mixed or indirect.
    pub kind: Kind,
    /// The speaker; `null` if the text does not name one.
    pub speaker: Option<Reference>,
    /// Other speakers of the same statement.
    pub joint_speakers: Vec<Reference>,
    /// The addressees.
    pub addressees: Vec<Reference>,
    /// The entities mentioned in the content.
    pub about: Vec<Reference>,
    /// The words that name the speaker.
    pub source: Words,
    /// The words that report the statement.
    pub cue: Words,
    /// What was said.
    pub content: Words,
    /// The outlet that is cited for it.
    pub via: Option<Reference>,
    /// Id of the enclosing statement.
    pub within: Option<String>,
    /// The day or month in which it was said, if the text gives one.
    pub said_on: Option<When>,
    /// Estimated probability that the statement is right.
    pub confidence: f32,
    /// Line of [`Extraction::path`] on which the content starts, from 1.
    #[serde(default)]
    pub line: Option<usize>,
    /// The sentence (or sentences) with source, cue and content, white space collapsed; " … " stands for
    /// sentences in between that contain none of them.
    #[serde(default)]
    pub sentence: Option<String>,
}

/// Words of the document and their positions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Words {
    /// The words of all spans, joined by " … " if they do not touch; line breaks become spaces.
    pub text: String,
    /// Their positions, in order.
    pub spans: Vec<CharSpan>,
}
