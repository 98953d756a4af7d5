//! What a graph consists of: documents, entities, statements and the reports of them.
//!
//! A graph may have ten million statements, so the records are small: the texts of a report share
//! one allocation, and lists that rarely have more than one or two entries need none.

use super::text::Text;
use crate::date::Date;
use crate::document::Fingerprint;
use crate::entity::{EntityType, Gender, Reference, Role};
use crate::extract::record::{self, CharSpan};
use crate::few::Few;
use crate::statement::{Kind, Mode, Polarity, Relation, When};
use serde::Serialize;
use std::sync::Arc;

/// A few entities; the list reads like a slice.
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::graph::Entities;
///
/// let addressees: &Entities = &graph.statements()[0].addressees;
/// assert_eq!(graph.entity(addressees[0]).name, "Russia");
/// # Ok::<(), dixit::error::Error>(())
/// ```
pub type Entities = Few<EntityIndex, 4>;

/// Words of a document and their positions: [`record::Words`] in less memory.
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::graph::Words;
///
/// let cue: &Words = &graph.statements()[0].first.cue;
/// assert_eq!((cue.text.as_str(), cue.spans.as_slice()), ("warned", &[[10, 16]][..]));
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Words {
    /// The words of all spans, joined by " … " where they do not touch.
    pub text: Text,
    /// Their positions in the document's text, in order.
    pub spans: Few<CharSpan>,
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
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::graph::DocumentIndex;
///
/// let first: DocumentIndex = graph.document_indices().next().unwrap();
/// assert_eq!((first.index(), graph.document(first).id.as_str()), (0, "talks"));
/// assert_eq!(graph.documents().len(), 1);
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentIndex(pub(super) u32);

/// Position of an entity in [`super::Graph::entities`], and its node's index in
/// [`super::views::edges`] and [`super::views::aggregate`].
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::graph::EntityIndex;
///
/// let russia: EntityIndex = graph.entity_by_id("Q159").unwrap();
/// assert_eq!(graph.entity(russia).name, "Russia");
/// assert!(graph.entity_indices().any(|entity| entity == russia));
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityIndex(pub(super) u32);

/// Position of a statement in [`super::Graph::statements`].
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::graph::StatementIndex;
///
/// let first: StatementIndex = graph.statement_indices().next().unwrap();
/// let id = graph.statement(first).id();
/// assert_eq!(graph.statement_by_id(id), Some(first));
/// # Ok::<(), dixit::error::Error>(())
/// ```
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
                // Four billion entries would not fit into memory.
                $name(u32::try_from(index).unwrap_or(u32::MAX))
            }
        }
    )*};
}
index!(DocumentIndex, EntityIndex, StatementIndex);

/// A document that the graph was built from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
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
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::graph::{Representation, Sighting};
///
/// let sightings: &[Sighting] = &graph.documents()[0].sightings;
/// let russia = graph.entity(sightings[0].entity);
/// assert_eq!((russia.name.as_str(), &*sightings[0].name), ("Russia", "Russia"));
/// let spoken_for: &[Representation] = &russia.represents;
/// assert!(spoken_for.iter().all(|state| state.documents == 1));
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sighting {
    /// The entity.
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
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::entity::EntityType;
/// use dixit::graph::Entity;
///
/// let all: &[Entity] = graph.entities();
/// let truss = all.iter().find(|entity| entity.kind == EntityType::Person).unwrap();
/// assert_eq!((truss.name.as_str(), truss.statements), ("Liz Truss", 1));
/// assert_eq!(truss.reference().name, "Liz Truss");
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
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
    /// The entities that it speaks for; the one in most documents first.
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
    /// A reference to it, as in records.
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
#[non_exhaustive]
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
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::graph::{Report, Statement};
///
/// let statement: &Statement = &graph.statements()[0];
/// let reports: Vec<&Report> = statement.reports().collect();
/// assert_eq!(&*reports[0].content.text, "that an invasion would be costly");
/// let speakers: Vec<&str> = statement.speakers().map(|s| graph.entity(s).name.as_str()).collect();
/// assert_eq!((graph.name(), speakers.as_slice()), ("talks", &["Liz Truss"][..]));
/// assert_eq!(graph.when(reports[0]), None);
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
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
#[non_exhaustive]
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

    /// Sets the addressees and topics to those of all reports.
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
