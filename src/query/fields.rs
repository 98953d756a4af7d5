//! A query: its filters, and how it is written as flags.

use super::notation::{quoted, word};
use super::sort::Sort;
use crate::date::Date;
use crate::entity::EntityType;
use crate::statement::{Kind, Polarity, Relation};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The filters that a statement must pass; an empty query passes every statement.
///
/// Fields are joined by "and". Within `speaker`, `to`, `act`, `polarity` and `source` one matching
/// entry is enough; in `about` every entry must match.
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let article = Document {
/// #     id: "talks".to_owned(),
/// #     text: "Liz Truss warned Russia on Monday that an invasion would be costly.".to_owned(),
/// #     ..Document::default()
/// # };
/// # let extraction = Extractor::new()?.extract(&article)?;
/// # let graph = Graph::from_extractions("talks", [extraction], &BuildOptions::default());
/// use dixit::query::{AskedFor, Query, run};
/// use dixit::statement::Relation;
///
/// let query = Query {
///     relation: Some(Relation::Warned),
///     to: vec!["Russia".to_owned()],
///     ..Query::default()
/// };
/// assert_eq!(query.to_string(), "--relation warned --to Russia");
/// let answer = run(&graph, &query, AskedFor::Who).unwrap();
/// assert_eq!(answer.answers[0].name, "Liz Truss");
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    /// Names, ids or offices ("the British foreign secretary") of speakers, joint ones included.
    pub speaker: Vec<String>,
    /// Type that a speaker must have; with `rollup`, someone who speaks for a state or organisation counts as
    /// one.
    pub speaker_type: Option<EntityType>,
    /// Offices; a speaker must hold one of them: "foreign minister".
    pub speaker_role: Vec<String>,
    /// Said, warned or proposed.
    pub relation: Option<Relation>,
    /// Names, ids or offices of addressees.
    pub to: Vec<String>,
    /// Type that an addressee must have; `rollup` works as for speakers.
    pub to_type: Option<EntityType>,
    /// Offices; an addressee must hold one of them.
    pub to_role: Vec<String>,
    /// One of those named (or someone who speaks for them) must speak to another of them.
    pub each_other: bool,
    /// Names of entities, or words of the content; words match by their stems, in any order,
    /// those in quotation marks must be adjacent.
    pub about: Vec<String>,
    /// Regular expression that the content must match somewhere, ignoring case.
    pub matching: Option<String>,
    /// First day; statements without a date do not pass.
    pub since: Option<Date>,
    /// Last day; statements without a date do not pass.
    pub until: Option<Date>,
    /// Direct, mixed or indirect.
    pub kind: Option<Kind>,
    /// Entries of the act taxonomy.
    pub act: Vec<String>,
    /// Affirmed, denied, negated or hypothetical.
    pub polarity: Vec<Polarity>,
    /// Outlets: a document's source, the host of its address, or an outlet that it cites.
    pub source: Vec<String>,
    /// Include reported thought as well as speech.
    pub attitudes: bool,
    /// Count statements of those who speak for a state or organisation as its own.
    pub rollup: bool,
    /// How statements are sorted; by date if `None`.
    pub sort: Option<Sort>,
    /// Maximum number of statements.
    pub limit: Option<usize>,
}

impl fmt::Display for Query {
    /// The flags of `dixit query` that ask the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut flags: Vec<String> = Vec::new();
        let mut flag = |name: &str, value: &str| {
            flags.push(if value.is_empty() {
                format!("--{name}")
            } else {
                format!("--{name} {}", quoted(value))
            });
        };
        for name in &self.speaker {
            flag("speaker", name);
        }
        if let Some(kind) = self.speaker_type {
            flag("speaker-type", word(&kind).as_str());
        }
        for title in &self.speaker_role {
            flag("speaker-role", title);
        }
        if let Some(relation) = self.relation {
            flag("relation", word(&relation).as_str());
        }
        for act in &self.act {
            flag("act", act);
        }
        for name in &self.to {
            flag("to", name);
        }
        if let Some(kind) = self.to_type {
            flag("to-type", word(&kind).as_str());
        }
        for title in &self.to_role {
            flag("to-role", title);
        }
        if self.each_other {
            flag("each-other", "");
        }
        for topic in &self.about {
            flag("about", topic);
        }
        if let Some(pattern) = &self.matching {
            flag("matching", pattern);
        }
        if let Some(day) = self.since {
            flag("since", &day.to_string());
        }
        if let Some(day) = self.until {
            flag("until", &day.to_string());
        }
        if let Some(kind) = self.kind {
            flag("kind", word(&kind).as_str());
        }
        if !self.polarity.is_empty() {
            let words: Vec<String> = self.polarity.iter().map(word).collect();
            flag("polarity", &words.join(","));
        }
        for source in &self.source {
            flag("source", source);
        }
        if self.attitudes {
            flag("attitudes", "");
        }
        if self.rollup {
            flag("rollup", "");
        }
        if let Some(sort) = self.sort {
            flag("sort", &sort.to_string());
        }
        if let Some(limit) = self.limit {
            flag("limit", &limit.to_string());
        }
        f.write_str(&flags.join(" "))
    }
}
