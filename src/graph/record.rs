//! What a graph consists of: documents, entities, statements and the reports of them.
//!
//! A graph may have ten million statements, so the records are small: the texts of a report share
//! one allocation, and lists that rarely have more than one or two entries need none.

use crate::date::Date;
use crate::document::Fingerprint;
use crate::entity::{EntityType, Gender, Reference, Role};
use crate::extract::record::{self, CharSpan};
use crate::statement::{Kind, Mode, Polarity, Relation, When};
use serde::Serialize;
use smallvec::SmallVec;
use std::sync::Arc;

/// Text that may be part of a larger one; it reads like a `&str`.
pub type Text = arcstr::Substr;

/// A few entities; the list reads like a slice.
pub type Entities = SmallVec<[EntityIndex; 4]>;

/// Words of a document and their positions: [`record::Words`], made small.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Words {
    /// The words of all spans, joined by " … " where they do not touch.
    pub text: Text,
    /// Their positions in the document's text, in order.
    pub spans: SmallVec<[CharSpan; 1]>,
}

impl From<record::Words> for Words {
    fn from(words: record::Words) -> Self {
        Words {
            text: words.text.into(),
            spans: words.spans.into(),
        }
    }
}

/// Position of a document in [`super::Graph::documents`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentIndex(pub(super) u32);

/// Position of an entity in [`super::Graph::entities`], and its node's index in
/// [`super::views::edges`] and [`super::views::aggregate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityIndex(pub(super) u32);

/// Position of a statement in [`super::Graph::statements`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementIndex(pub(super) u32);

macro_rules! index {
    ($($name:ident),*) => {$(
        impl $name {
            /// The position as a number.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            pub(crate) fn new(index: usize) -> Self {
                // Four thousand million entries do not fit the memory this index saves.
                $name(u32::try_from(index).unwrap_or(u32::MAX))
            }
        }
    )*};
}
index!(DocumentIndex, EntityIndex, StatementIndex);

/// A document that the graph was built from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its id; no two documents of a graph share one.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication.
    pub date: Option<Date>,
    /// Where it was published on the web.
    pub url: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// The file it was read from; `None` for standard input.
    pub path: Option<String>,
    /// The fingerprint of its text; `None` in old graphs without fingerprints.
    pub fingerprint: Option<Fingerprint>,
    /// The entities in it, in order.
    pub sightings: Vec<Sighting>,
}

/// What one document says about one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Who.
    pub entity: EntityIndex,
    /// The canonical name it has there.
    pub name: Text,
    /// The type it has there.
    pub kind: EntityType,
    /// How often the text mentions it; 0 for one that only another record refers to.
    pub mentions: usize,
    /// The names the text gives it, in order of first use.
    pub aliases: Arc<[Text]>,
    /// The offices it has there.
    pub roles: Arc<[Role]>,
    /// The entity that it speaks for there.
    pub represents: Option<EntityIndex>,
    /// The gender that its pronouns, titles or name reveal there.
    pub gender: Option<Gender>,
    /// The id that the program gave it there, if a correction has changed it.
    pub was: Option<Text>,
}

/// An entity that speaks, is addressed or is mentioned: the sum of its sightings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Wikidata id, or a slug that starts with the type.
    pub id: String,
    /// The canonical name in most documents; if there is a tie the longest, then the first in
    /// alphabetical order. Only documents that mention it, and whose id for it was not corrected,
    /// count, unless there are none.
    pub name: String,
    /// The type that most of these documents give.
    pub kind: EntityType,
    /// Each name with the number of documents that use it, most used first.
    pub aliases: Vec<(String, usize)>,
    /// Each office with the number of documents that give it, most given first.
    pub roles: Vec<(Role, usize)>,
    /// Those it speaks for, most said first.
    pub represents: Vec<Representation>,
    /// The gender that most documents reveal; `None` if there is none or a tie.
    pub gender: Option<Gender>,
    /// Mentions in all documents.
    pub mentions: usize,
    /// Documents that mention it.
    pub documents: usize,
    /// Statements of which it is the speaker or a joint speaker.
    pub statements: usize,
}

impl Entity {
    /// How records refer to it.
    pub fn reference(&self) -> Reference {
        Reference {
            id: self.id.to_string(),
            name: self.name.to_string(),
            kind: self.kind,
        }
    }
}

/// An entity that another speaks for. The documents that say so are those whose sighting of the
/// speaker has this entity in [`Sighting::represents`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Representation {
    /// The state or organisation.
    pub of: EntityIndex,
    /// Documents that say so.
    pub documents: usize,
    /// The offices that these give, in alphabetical order.
    pub titles: Vec<String>,
    /// The day of the first of them.
    pub since: Option<Date>,
    /// The day of the last of them.
    pub until: Option<Date>,
}

/// One statement, with all its reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Said, warned or proposed.
    pub relation: Relation,
    /// Entry of the taxonomy of acts: that of the first report.
    pub act: Text,
    /// Affirmed, denied, negated or hypothetical.
    pub polarity: Polarity,
    /// Speech or attitude.
    pub mode: Mode,
    /// The speaker; `None` if not named.
    pub speaker: Option<EntityIndex>,
    /// Others who said it together with the speaker.
    pub joint_speakers: Entities,
    /// The addressees in any report, in order.
    pub addressees: Entities,
    /// The entities mentioned in the content of any report, in order.
    pub about: Entities,
    /// The report that represents the statement: that of the earliest document. Its id is the
    /// statement's.
    pub first: Report,
    /// Its other reports, in order of date, document and place.
    pub repeats: Vec<Report>,
}

/// One document's report of a statement: everything that was found there.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Id of the record; several reports of one statement have several.
    pub id: Text,
    /// The document that reports it.
    pub document: DocumentIndex,
    /// Entry of the taxonomy of acts, as this document has it: one writes "said", another
    /// "insisted".
    pub act: Text,
    /// Direct, mixed or indirect.
    pub kind: Kind,
    /// The addressees.
    pub addressees: Entities,
    /// The entities mentioned in the content.
    pub about: Entities,
    /// The words that name the speaker.
    pub source: Words,
    /// The words that report the statement.
    pub cue: Words,
    /// What was said.
    pub content: Words,
    /// The outlet that the document cites.
    pub via: Option<EntityIndex>,
    /// Id of the report, in the same document, whose content contains this one.
    pub within: Option<Text>,
    /// The day or month in which it was said, if the text gives one.
    pub said_on: Option<When>,
    /// Estimated probability that the report is right, in `0.0..=1.0`.
    pub confidence: f32,
    /// Line of the document's file on which the content starts, from 1.
    pub line: Option<usize>,
    /// The sentence around source, cue and content.
    pub sentence: Option<Text>,
}

impl Statement {
    /// Id of the report that represents the statement.
    pub fn id(&self) -> &str {
        &self.first.id
    }

    /// All reports of it, at least one.
    pub fn reports(&self) -> impl Iterator<Item = &Report> {
        std::iter::once(&self.first).chain(&self.repeats)
    }

    /// Takes as its addressees and topics those of all its reports.
    pub(super) fn unite(&mut self) {
        let union = |of: fn(&Report) -> &Entities| -> Entities {
            let mut all: Entities = self.reports().flat_map(of).copied().collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        let (addressees, about) = (union(|r| &r.addressees), union(|r| &r.about));
        self.addressees = addressees;
        self.about = about;
    }

    /// All speakers; empty if not named.
    pub fn speakers(&self) -> impl Iterator<Item = EntityIndex> + '_ {
        self.speaker.iter().chain(&self.joint_speakers).copied()
    }
}
