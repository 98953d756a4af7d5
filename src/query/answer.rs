//! What a query gives back: statements with their words and where these stand.

use super::Query;
use crate::entity::{EntityType, Reference};
use crate::extraction::Words;
use crate::graph::{EntityIndex, Graph, Report, StatementIndex};
use crate::statement::{Kind, Mode, Polarity, Relation, When};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The answer to a query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// What was asked.
    pub query: Query,
    /// Who (or when, or how often) it is, with the statements that prove it; the one with most
    /// statements first.
    pub answers: Vec<AnswerGroup>,
    /// The statements in order of date, document and place.
    pub statements: Vec<Hit>,
}

/// One answer and its proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerGroup {
    /// An entity's canonical name, a day, a number, or "yes".
    pub name: String,
    /// The entity's type, or `date`, `count`, `statement`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Ids of the statements that say so.
    pub statements: Vec<String>,
}

/// What a question wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AskedFor {
    /// The speakers.
    Who,
    /// Those spoken to.
    Whom,
    /// The words; answers are grouped by speaker.
    What,
    /// The days.
    When,
    /// The number of statements.
    HowMany,
    /// Whether there is one.
    Whether,
}

/// A statement that passes the filters, as its best matching report has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// Id of the statement in the graph.
    pub id: String,
    /// The day or month in which it was said, else the day of the document.
    pub date: Option<When>,
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
    /// Who said it.
    pub speaker: Option<Reference>,
    /// Others who said it too.
    pub joint_speakers: Vec<Reference>,
    /// The one asked for, for whom the speaker speaks; `null` where the speaker is the one asked for.
    pub speaks_for: Option<Reference>,
    /// Those spoken to.
    pub addressees: Vec<Reference>,
    /// Those named in the content.
    pub about: Vec<Reference>,
    /// The words that name the speaker.
    pub source: Words,
    /// The words that announce the statement.
    pub cue: Words,
    /// What was said.
    pub content: Words,
    /// The outlet that the document cites.
    pub via: Option<Reference>,
    /// Id of the enclosing statement's report.
    pub within: Option<String>,
    /// The day or month in which it was said, where the text tells.
    pub said_on: Option<When>,
    /// Estimated probability that the statement is right.
    pub confidence: f32,
    /// The sentence around it.
    pub sentence: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// How many reports there are of it.
    pub reports: usize,
}

/// Where a statement stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Id of the document.
    pub document: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its date.
    pub date: Option<Date>,
    /// Its address.
    pub url: Option<String>,
    /// Its publisher.
    pub source: Option<String>,
    /// Its file; `null` for standard input.
    pub path: Option<String>,
    /// Line of the file on which the content starts, from 1.
    pub line: Option<usize>,
}

impl Place {
    /// `file:line`, or the document's id where there is no file.
    pub fn label(&self) -> String {
        let file = self.path.as_deref().unwrap_or(&self.document);
        match self.line {
            Some(line) => format!("{file}:{line}"),
            None => file.to_owned(),
        }
    }
}

impl Hit {
    /// A statement as one of its reports has it.
    pub fn new(
        graph: &Graph,
        statement: StatementIndex,
        report: &Report,
        speaks_for: Option<EntityIndex>,
    ) -> Hit {
        let named = |index: EntityIndex| {
            let entity = graph.entity(index);
            Reference {
                id: entity.id.clone(),
                name: entity.name.clone(),
                kind: entity.kind,
            }
        };
        let all = |list: &[EntityIndex]| list.iter().map(|i| named(*i)).collect();
        let record = graph.statement(statement);
        let document = graph.document(report.document);
        Hit {
            id: record.id().to_owned(),
            date: graph.when(report),
            relation: record.relation,
            act: record.act.clone(),
            polarity: record.polarity,
            mode: record.mode,
            kind: report.kind,
            speaker: record.speaker.map(named),
            joint_speakers: all(&record.joint_speakers),
            speaks_for: speaks_for.map(named),
            addressees: all(&record.addressees),
            about: all(&record.about),
            source: report.source.clone(),
            cue: report.cue.clone(),
            content: report.content.clone(),
            via: report.via.map(named),
            within: report.within.clone(),
            said_on: report.said_on,
            confidence: report.confidence,
            sentence: report.sentence.clone(),
            place: Place {
                document: document.id.clone(),
                title: document.title.clone(),
                date: document.date,
                url: document.url.clone(),
                source: document.source.clone(),
                path: document.path.clone(),
                line: report.line,
            },
            reports: record.reports().count(),
        }
    }

    /// All who said it.
    pub fn speakers(&self) -> impl Iterator<Item = &Reference> {
        self.speaker.iter().chain(&self.joint_speakers)
    }
}

impl Answer {
    /// Groups statements by what is asked for.
    pub(super) fn new(query: Query, asked: AskedFor, statements: Vec<Hit>) -> Answer {
        let mut groups: Vec<AnswerGroup> = Vec::new();
        let mut add = |name: &str, kind: &str, id: &str| {
            let same = groups.iter_mut().find(|g| g.name == name && g.kind == kind);
            match same {
                Some(group) if group.statements.iter().any(|known| known == id) => {}
                Some(group) => group.statements.push(id.to_owned()),
                None => groups.push(AnswerGroup {
                    name: name.to_owned(),
                    kind: kind.to_owned(),
                    statements: vec![id.to_owned()],
                }),
            }
        };
        let count = statements.len().to_string();
        let of_type = |wanted: Option<EntityType>| {
            move |reference: &&Reference| wanted.is_none_or(|kind| kind == reference.kind)
        };
        for hit in &statements {
            match asked {
                AskedFor::Who | AskedFor::What => {
                    for speaker in hit.speakers().filter(of_type(query.speaker_type)) {
                        add(&speaker.name, &super::word(&speaker.kind), &hit.id);
                    }
                }
                AskedFor::Whom => {
                    for addressee in hit.addressees.iter().filter(of_type(query.to_type)) {
                        add(&addressee.name, &super::word(&addressee.kind), &hit.id);
                    }
                }
                AskedFor::When => {
                    if let Some(date) = hit.date {
                        add(&date.to_string(), "date", &hit.id);
                    }
                }
                AskedFor::HowMany => add(&count, "count", &hit.id),
                AskedFor::Whether => add("yes", "statement", &hit.id),
            }
        }
        if asked == AskedFor::When {
            groups.sort_by(|a, b| a.name.cmp(&b.name));
        } else {
            groups.sort_by(|a, b| {
                let most = b.statements.len().cmp(&a.statements.len());
                most.then_with(|| a.name.cmp(&b.name))
                    .then_with(|| a.kind.cmp(&b.kind))
            });
        }
        Answer {
            query,
            answers: groups,
            statements,
        }
    }
}
