//! What a query returns: statements with their words and positions.

use super::fields::Query;
use super::subject::Marks;
use crate::date::Date;
use crate::entity::EntityType;
use crate::extract::record::CharSpan;
use crate::few::Few;
use crate::graph::{EntityIndex, Graph, Report, StatementIndex, Words};
use crate::statement::{Kind, Mode, Polarity, Relation, When};
use serde::{Deserialize, Serialize};

/// The answer to a query.
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::query::{Answer, AnswerGroup, AskedFor, Query, run};
///
/// let answer: Answer = run(&graph, &Query::default(), AskedFor::Who).unwrap();
/// let who: &AnswerGroup = &answer.answers[0];
/// assert_eq!((who.name.as_str(), who.kind.as_str()), ("Liz Truss", "person"));
/// assert_eq!(who.statements, [answer.statements[0].id]);
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Answer<'g> {
    /// The query.
    pub query: Query,
    /// The answers (who, when, how many), each with the statements that support it; most statements first.
    pub answers: Vec<AnswerGroup>,
    /// The statements, sorted as the query says, else by date, document and place; at most as many as the
    /// query's limit.
    pub statements: Vec<Hit<'g>>,
}

/// One answer and the statements that support it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AnswerGroup {
    /// An entity's canonical name, a day, a number, or "yes".
    pub name: String,
    /// The entity's type, or `date`, `count`, `statement`, `outlet`, `article`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The entity's or the document's id; `null` if there is none.
    pub id: Option<String>,
    /// Ids of the statements that support it.
    pub statements: Vec<String>,
}

/// What a question wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum AskedFor {
    /// The speakers.
    Who,
    /// The addressees.
    Whom,
    /// The entities spoken about.
    AboutWhom,
    /// The words; answers are grouped by speaker.
    What,
    /// The days.
    When,
    /// The number of statements.
    HowMany,
    /// Whether there is one.
    Whether,
    /// The number of different speakers.
    HowManySpeakers,
    /// The number of different people, states or organisations spoken to.
    HowManyAddressees,
    /// The outlets that published it.
    Outlets,
    /// The articles that report it.
    Articles,
}

/// Which of the answers to give.
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::query::{AskedFor, Index, Query, Rank, found};
///
/// let (index, query) = (Index::new(&graph), Query::default());
/// index.prepare();
/// let most = found(&index, &query, None).unwrap().ranked(AskedFor::Who, Rank::Most);
/// assert_eq!(most.answers[0].name, "Liz Truss");
/// assert_eq!(index.graph().name(), "talks");
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rank {
    /// Those with the most statements.
    Most,
    /// Those with the fewest, but at least one.
    Least,
    /// Those of the first day on which there is one.
    First,
    /// Those of the last day.
    Last,
}

/// A statement that passes the filters, in the wording of its best matching report; its texts are borrowed
/// from the graph.
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::query::{AskedFor, Hit, Named, Place, Query, run};
///
/// let answer = run(&graph, &Query::default(), AskedFor::What).unwrap();
/// let hit: &Hit = &answer.statements[0];
/// let speakers: Vec<&Named> = hit.speakers().collect();
/// assert_eq!((speakers[0].name, &*hit.cue.text), ("Liz Truss", "warned"));
/// let place: Place = hit.place;
/// assert_eq!(place.label(), "talks:1");
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Hit<'g> {
    /// Id of the statement in the graph.
    pub id: &'g str,
    /// The day or month in which it was said, else the day of the document.
    pub date: Option<When>,
    /// Said, warned or proposed.
    pub relation: Relation,
    /// Entry of the taxonomy of acts.
    pub act: &'g str,
    /// Affirmed, denied, negated or hypothetical.
    pub polarity: Polarity,
    /// Speech or attitude.
    pub mode: Mode,
    /// Direct, mixed or indirect.
    pub kind: Kind,
    /// Who said it.
    pub speaker: Option<Named<'g>>,
    /// Others who said it together with the speaker.
    pub joint_speakers: Few<Named<'g>>,
    /// The entity asked for, if the speaker only speaks for it; `null` if the speaker is the one asked for.
    pub speaks_for: Option<Named<'g>>,
    /// The addressees.
    pub addressees: Few<Named<'g>>,
    /// The entities mentioned in the content.
    pub about: Few<Named<'g>>,
    /// The words that name the speaker.
    pub source: &'g Words,
    /// The words that report the statement.
    pub cue: &'g Words,
    /// What was said.
    pub content: &'g Words,
    /// Where the words of `content` match what is asked about: `[start, end)` in code points of
    /// its text.
    pub matched: Vec<CharSpan>,
    /// Those of `matched` that are not the words asked about but words that news uses for the same
    /// matter.
    pub related: Vec<CharSpan>,
    /// The outlet that the document cites.
    pub via: Option<Named<'g>>,
    /// Id of the enclosing statement's report.
    pub within: Option<&'g str>,
    /// The day or month in which it was said, if the text gives one.
    pub said_on: Option<When>,
    /// Estimated probability that the statement is right.
    pub confidence: f32,
    /// The sentence around it.
    pub sentence: Option<&'g str>,
    /// Where it is.
    pub place: Place<'g>,
    /// Number of reports.
    pub reports: usize,
}

/// A reference to an entity of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Named<'g> {
    /// As [`crate::graph::Entity::id`].
    pub id: &'g str,
    /// As [`crate::graph::Entity::name`].
    pub name: &'g str,
    /// As [`crate::graph::Entity::kind`].
    #[serde(rename = "type")]
    pub kind: EntityType,
}

/// Where a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Place<'g> {
    /// Id of the document.
    pub document: &'g str,
    /// Its headline.
    pub title: Option<&'g str>,
    /// Its date.
    pub date: Option<Date>,
    /// Its address.
    pub url: Option<&'g str>,
    /// Its publisher.
    pub source: Option<&'g str>,
    /// Its file; `null` for standard input.
    pub path: Option<&'g str>,
    /// Line of the file on which the content starts, from 1.
    pub line: Option<usize>,
}

impl Place<'_> {
    /// `file:line`, or the document's id if there is no file.
    pub fn label(&self) -> String {
        let file = self.path.unwrap_or(self.document);
        match self.line {
            Some(line) => format!("{file}:{line}"),
            None => file.to_owned(),
        }
    }
}

impl<'g> Hit<'g> {
    /// A statement in the wording of one of its reports.
    pub(crate) fn new(
        graph: &'g Graph,
        statement: StatementIndex,
        report: &'g Report,
        speaks_for: Option<EntityIndex>,
        marks: Marks,
    ) -> Self {
        let named = |index: EntityIndex| {
            let entity = graph.entity(index);
            Named {
                id: &entity.id,
                name: &entity.name,
                kind: entity.kind,
            }
        };
        let named_all = |list: &[EntityIndex]| list.iter().map(|i| named(*i)).collect();
        let record = graph.statement(statement);
        let document = graph.document(report.document);
        Hit {
            id: record.id(),
            date: graph.when(report),
            relation: record.relation,
            act: &report.act,
            polarity: record.polarity,
            mode: record.mode,
            kind: report.kind,
            speaker: record.speaker.map(named),
            joint_speakers: named_all(&record.joint_speakers),
            speaks_for: speaks_for.map(named),
            addressees: named_all(&record.addressees),
            about: named_all(&record.about),
            source: &report.source,
            cue: &report.cue,
            content: &report.content,
            matched: marks.matched,
            related: marks.related,
            via: report.via.map(named),
            within: report.within.as_deref(),
            said_on: report.said_on,
            confidence: report.confidence,
            sentence: report.sentence.as_deref(),
            place: Place {
                document: &document.id,
                title: document.title.as_deref(),
                date: document.date,
                url: document.url.as_deref(),
                source: document.source.as_deref(),
                path: document.path.as_deref(),
                line: report.line,
            },
            reports: record.reports().count(),
        }
    }

    /// All speakers.
    pub fn speakers(&self) -> impl Iterator<Item = &Named<'g>> {
        self.speaker.iter().chain(&self.joint_speakers)
    }
}
