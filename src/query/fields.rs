//! A query: its filters, and how it is written as flags.

use super::notation::{quoted, word};
use super::sort::Sort;
use crate::date::Date;
use crate::entity::{EntityType, Gender};
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
/// # let words = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let article = Document::new("talks", words);
/// # let extraction = Extractor::new()?.extract(&article)?;
/// # let graph = Graph::from_extractions("talks", [extraction], &BuildOptions::default());
/// use dixit::query::{AskedFor, Query, run};
/// use dixit::statement::Relation;
///
/// let query = Query::default().relation(Relation::Warned).to("Russia");
/// assert_eq!(query.to_string(), "--relation warned --to Russia");
/// let answer = run(&graph, &query, AskedFor::Who).unwrap();
/// assert_eq!(answer.answers[0].name, "Liz Truss");
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Query {
    /// Names, ids or offices ("the British foreign secretary") of speakers, joint ones included.
    pub speaker: Vec<String>,
    /// Type that a speaker must have; with `rollup`, someone who speaks for a state or organisation counts as
    /// one.
    pub speaker_type: Option<EntityType>,
    /// Offices; a speaker must hold one of them: "foreign minister".
    pub speaker_role: Vec<String>,
    /// Gender that a speaker must have, as pronouns, titles or first names reveal it.
    pub speaker_gender: Option<Gender>,
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
    /// Words of `about` also match words that news uses for the same matter: "truce" matches
    /// "ceasefire". Statements with the words themselves come first.
    pub related_words: bool,
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
    /// Only reports that somebody did not want to speak: "declined to comment", "would not say".
    pub declined: bool,
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

/// Filters are added one after another.
impl Query {
    /// Adds a speaker by name, id or office; the statements of any of them pass.
    /// ```
    /// use dixit::query::Query;
    /// let query = Query::default().speaker("Putin").speaker("Biden");
    /// assert_eq!(query.to_string(), "--speaker Putin --speaker Biden");
    /// ```
    pub fn speaker(mut self, name: impl Into<String>) -> Query {
        self.speaker.push(name.into());
        self
    }

    /// Sets the type that a speaker must have.
    /// ```
    /// use dixit::query::Query;
    /// use dixit::entity::EntityType;
    /// let query = Query::default().speaker_type(EntityType::State);
    /// assert_eq!(query.to_string(), "--speaker-type state");
    /// ```
    pub fn speaker_type(mut self, kind: EntityType) -> Query {
        self.speaker_type = Some(kind);
        self
    }

    /// Adds an office; a speaker must hold one of them.
    /// ```
    /// use dixit::query::Query;
    /// let query = Query::default().speaker_role("foreign minister");
    /// assert_eq!(query.to_string(), "--speaker-role 'foreign minister'");
    /// ```
    pub fn speaker_role(mut self, office: impl Into<String>) -> Query {
        self.speaker_role.push(office.into());
        self
    }

    /// Sets the gender that a speaker must have.
    /// ```
    /// use dixit::query::Query;
    /// use dixit::entity::Gender;
    /// let query = Query::default().speaker_gender(Gender::Female);
    /// assert_eq!(query.to_string(), "--speaker-gender female");
    /// ```
    pub fn speaker_gender(mut self, gender: Gender) -> Query {
        self.speaker_gender = Some(gender);
        self
    }

    /// Sets the relation: said, warned or proposed.
    pub fn relation(mut self, relation: Relation) -> Query {
        self.relation = Some(relation);
        self
    }

    /// Adds an addressee by name, id or office; statements to any of them pass.
    pub fn to(mut self, name: impl Into<String>) -> Query {
        self.to.push(name.into());
        self
    }

    /// Sets the type that an addressee must have.
    /// ```
    /// use dixit::query::Query;
    /// use dixit::entity::EntityType;
    /// let query = Query::default().to_type(EntityType::Organisation);
    /// assert_eq!(query.to_string(), "--to-type organisation");
    /// ```
    pub fn to_type(mut self, kind: EntityType) -> Query {
        self.to_type = Some(kind);
        self
    }

    /// Adds an office; an addressee must hold one of them.
    /// ```
    /// use dixit::query::Query;
    /// let query = Query::default().to_role("president");
    /// assert_eq!(query.to_string(), "--to-role president");
    /// ```
    pub fn to_role(mut self, office: impl Into<String>) -> Query {
        self.to_role.push(office.into());
        self
    }

    /// Sets whether one of those named must speak to another of them.
    /// ```
    /// use dixit::query::Query;
    /// let query = Query::default().speaker("Putin").speaker("Biden").to("Putin").to("Biden");
    /// assert!(query.each_other(true).to_string().ends_with("--each-other"));
    /// ```
    pub fn each_other(mut self, wanted: bool) -> Query {
        self.each_other = wanted;
        self
    }

    /// Adds a topic: the name of an entity, or words of the content; every topic must match.
    /// ```
    /// use dixit::query::Query;
    /// let query = Query::default().about("Ukraine").about("gas");
    /// assert_eq!(query.to_string(), "--about Ukraine --about gas");
    /// ```
    pub fn about(mut self, topic: impl Into<String>) -> Query {
        self.about.push(topic.into());
        self
    }

    /// Sets whether words of the topics match related words too.
    /// ```
    /// use dixit::query::Query;
    /// let query = Query::default().about("truce").related_words(true);
    /// assert_eq!(query.to_string(), "--about truce --related-words");
    /// ```
    pub fn related_words(mut self, included: bool) -> Query {
        self.related_words = included;
        self
    }

    /// Sets the regular expression that the content must match somewhere.
    /// ```
    /// use dixit::query::Query;
    /// let query = Query::default().matching("sanction(s|ed)");
    /// assert_eq!(query.to_string(), "--matching 'sanction(s|ed)'");
    /// ```
    pub fn matching(mut self, pattern: impl Into<String>) -> Query {
        self.matching = Some(pattern.into());
        self
    }

    /// Sets the first day.
    /// ```
    /// use dixit::query::Query;
    /// let query = Query::default().since("2021-12-01".parse()?).until("2021-12-31".parse()?);
    /// assert_eq!(query.to_string(), "--since 2021-12-01 --until 2021-12-31");
    /// # Ok::<(), dixit::error::Error>(())
    /// ```
    pub fn since(mut self, day: Date) -> Query {
        self.since = Some(day);
        self
    }

    /// Sets the last day.
    pub fn until(mut self, day: Date) -> Query {
        self.until = Some(day);
        self
    }

    /// Sets how the content is quoted: direct, mixed or indirect.
    /// ```
    /// use dixit::query::Query;
    /// use dixit::statement::Kind;
    /// let query = Query::default().kind(Kind::Direct);
    /// assert_eq!(query.to_string(), "--kind direct");
    /// ```
    pub fn kind(mut self, kind: Kind) -> Query {
        self.kind = Some(kind);
        self
    }

    /// Adds an entry of the act taxonomy; statements of any of them pass.
    /// ```
    /// use dixit::query::Query;
    /// let query = Query::default().act("deny").act("accuse");
    /// assert_eq!(query.to_string(), "--act deny --act accuse");
    /// ```
    pub fn act(mut self, act: impl Into<String>) -> Query {
        self.act.push(act.into());
        self
    }

    /// Adds a polarity; statements of any of them pass.
    /// ```
    /// use dixit::query::Query;
    /// use dixit::statement::Polarity;
    /// let query = Query::default().polarity(Polarity::Denied).polarity(Polarity::Negated);
    /// assert_eq!(query.to_string(), "--polarity denied,negated");
    /// ```
    pub fn polarity(mut self, polarity: Polarity) -> Query {
        self.polarity.push(polarity);
        self
    }

    /// Sets whether only refusals to speak pass.
    /// ```
    /// use dixit::query::Query;
    /// assert_eq!(Query::default().declined(true).to_string(), "--declined");
    /// ```
    pub fn declined(mut self, wanted: bool) -> Query {
        self.declined = wanted;
        self
    }

    /// Adds an outlet; statements published by any of them pass.
    /// ```
    /// use dixit::query::Query;
    /// let query = Query::default().source("The Daily Ferry");
    /// assert_eq!(query.to_string(), "--source 'The Daily Ferry'");
    /// ```
    pub fn source(mut self, outlet: impl Into<String>) -> Query {
        self.source.push(outlet.into());
        self
    }

    /// Sets whether reported thought is included.
    /// ```
    /// use dixit::query::Query;
    /// assert_eq!(Query::default().attitudes(true).to_string(), "--attitudes");
    /// ```
    pub fn attitudes(mut self, included: bool) -> Query {
        self.attitudes = included;
        self
    }

    /// Sets whether those who speak for a state or organisation count as it.
    /// ```
    /// use dixit::query::Query;
    /// let query = Query::default().speaker("Russia").rollup(true);
    /// assert_eq!(query.to_string(), "--speaker Russia --rollup");
    /// ```
    pub fn rollup(mut self, counted: bool) -> Query {
        self.rollup = counted;
        self
    }

    /// Sets how statements are sorted.
    /// ```
    /// use dixit::query::Query;
    /// let query = Query::default().sort("-date".parse().unwrap()).limit(10);
    /// assert_eq!(query.to_string(), "--sort -date --limit 10");
    /// ```
    pub fn sort(mut self, sort: Sort) -> Query {
        self.sort = Some(sort);
        self
    }

    /// Sets the maximum number of statements.
    pub fn limit(mut self, most: usize) -> Query {
        self.limit = Some(most);
        self
    }
}

impl fmt::Display for Query {
    /// Writes the same query as flags of `dixit query`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut flags = Flags::default();
        let day = |day: Date| day.to_string();
        flags.each("speaker", &self.speaker);
        flags.some("speaker-type", self.speaker_type.as_ref().map(word));
        flags.each("speaker-role", &self.speaker_role);
        flags.some("speaker-gender", self.speaker_gender.as_ref().map(word));
        flags.some("relation", self.relation.as_ref().map(word));
        flags.each("act", &self.act);
        flags.each("to", &self.to);
        flags.some("to-type", self.to_type.as_ref().map(word));
        flags.each("to-role", &self.to_role);
        flags.switch("each-other", self.each_other);
        flags.each("about", &self.about);
        flags.switch("related-words", self.related_words);
        flags.some("matching", self.matching.clone());
        flags.some("since", self.since.map(day));
        flags.some("until", self.until.map(day));
        flags.some("kind", self.kind.as_ref().map(word));
        if !self.polarity.is_empty() {
            let words: Vec<String> = self.polarity.iter().map(word).collect();
            flags.add("polarity", &words.join(","));
        }
        flags.switch("declined", self.declined);
        flags.each("source", &self.source);
        flags.switch("attitudes", self.attitudes);
        flags.switch("rollup", self.rollup);
        flags.some("sort", self.sort.map(|sort| sort.to_string()));
        flags.some("limit", self.limit.map(|limit| limit.to_string()));
        f.write_str(&flags.0.join(" "))
    }
}

/// Command-line flags, quoted for a shell.
#[derive(Default)]
struct Flags(Vec<String>);

impl Flags {
    fn add(&mut self, name: &str, value: &str) {
        self.0.push(match value.is_empty() {
            true => format!("--{name}"),
            false => format!("--{name} {}", quoted(value)),
        });
    }

    fn each(&mut self, name: &str, values: &[String]) {
        values.iter().for_each(|value| self.add(name, value));
    }

    fn some(&mut self, name: &str, value: Option<String>) {
        value.iter().for_each(|value| self.add(name, value));
    }

    fn switch(&mut self, name: &str, on: bool) {
        if on {
            self.add(name, "");
        }
    }
}
