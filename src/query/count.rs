//! Statements counted by speaker, month and other keys.

use super::filter::Found;
use super::member::{Member, namesakes};
use super::notation::word;
use crate::graph::{Graph, Report, Statement};
use crate::statement::When;
use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};
use smallvec::{SmallVec, smallvec};
use std::collections::HashMap;

/// One value for each key; `None` if the statement has none.
type Members<'g> = SmallVec<[Option<Member<'g>>; 2]>;

/// What statements are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CountKey {
    /// Each speaker.
    Speaker,
    /// The type of each speaker.
    SpeakerType,
    /// Each addressee.
    To,
    /// Each entity mentioned in it.
    About,
    /// Said, warned, proposed.
    Relation,
    /// The act.
    Act,
    /// Affirmed, denied, negated, hypothetical.
    Polarity,
    /// Direct, mixed, indirect.
    Kind,
    /// The day, where one is known.
    Day,
    /// The month.
    Month,
    /// The year.
    Year,
    /// The outlet that published it.
    Outlet,
    /// The document.
    Document,
}

impl CountKey {
    /// Names of all keys.
    pub const NAMES: [&str; 13] = [
        "speaker",
        "speaker-type",
        "to",
        "about",
        "relation",
        "act",
        "polarity",
        "kind",
        "day",
        "month",
        "year",
        "outlet",
        "document",
    ];

    /// Its name: `speaker-type`.
    pub fn name(self) -> String {
        word(&self)
    }

    fn is_time(self) -> bool {
        matches!(self, CountKey::Day | CountKey::Month | CountKey::Year)
    }

    /// The values of a statement for this key: several if it has several speakers or addressees.
    fn members<'g>(
        self,
        graph: &'g Graph,
        statement: &'g Statement,
        report: &'g Report,
    ) -> Members<'g> {
        let when = || graph.when(report);
        let one = |member| smallvec![Some(member)];
        let mut members: Members = match self {
            CountKey::Speaker => distinct(statement.speakers().map(Member::Entity)),
            CountKey::SpeakerType => {
                let types = statement
                    .speakers()
                    .map(|speaker| graph.entity(speaker).kind);
                distinct(types.map(Member::Type))
            }
            CountKey::To => distinct(statement.addressees.iter().copied().map(Member::Entity)),
            CountKey::About => distinct(statement.about.iter().copied().map(Member::Entity)),
            CountKey::Relation => one(Member::Relation(statement.relation)),
            CountKey::Act => one(Member::Act(&report.act)),
            CountKey::Polarity => one(Member::Polarity(statement.polarity)),
            CountKey::Kind => one(Member::Kind(report.kind)),
            CountKey::Day => distinct(when().map(Member::When).into_iter()),
            CountKey::Month => {
                let month = when().map(|when| When::Month(when.first().first_of_month()));
                distinct(month.map(Member::When).into_iter())
            }
            CountKey::Year => {
                let year = when().map(|when| Member::Year(when.first().year()));
                distinct(year.into_iter())
            }
            CountKey::Outlet => {
                let outlet = Member::outlet(graph.document(report.document));
                distinct(outlet.into_iter())
            }
            CountKey::Document => one(Member::Document(report.document)),
        };
        if members.is_empty() {
            members.push(None);
        }
        members
    }
}

fn extended<'g>(mut group: Members<'g>, member: Option<Member<'g>>) -> Members<'g> {
    group.push(member);
    group
}

/// Without duplicates; there are few members, so they are compared one by one.
fn distinct<'g>(found: impl Iterator<Item = Member<'g>>) -> Members<'g> {
    let mut members = SmallVec::new();
    for member in found.map(Some) {
        if !members.contains(&member) {
            members.push(member);
        }
    }
    members
}

/// A count: the values that its statements share, one for each key; `None` if they have none.
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::query::{Count, CountKey, Counted, Index, Query, found};
///
/// assert_eq!(CountKey::NAMES[0], CountKey::Speaker.name());
/// let (index, query) = (Index::new(&graph), Query::default());
/// let found = found(&index, &query, None).unwrap();
/// let counts: Vec<Count> = found.count(&[CountKey::Relation], Counted::Reports);
/// assert_eq!((counts[0].reports, counts[0].values[0].as_deref()), (1, Some("warned")));
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Count {
    /// One value for each key, in the order of the keys.
    pub values: Vec<Option<String>>,
    /// Number of different statements.
    pub statements: usize,
    /// Number of their reports.
    pub reports: usize,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counted {
    /// Statements, each once however many articles report it.
    #[default]
    Statements,
    /// Reports of them, one for each article.
    Reports,
}

impl Found<'_, '_> {
    /// Counts by all keys together, the largest count first, but periods of time in chronological order.
    pub fn count(&self, keys: &[CountKey], counted: Counted) -> Vec<Count> {
        let mut counts: HashMap<Members, (usize, usize), RandomState> = HashMap::default();
        let graph = self.index.graph();
        for hit in &self.hits {
            let statement = graph.statement(hit.statement);
            let mut groups: SmallVec<[Members; 2]> = smallvec![Members::new()];
            for key in keys {
                let members = key.members(graph, statement, hit.report);
                groups = match members.as_slice() {
                    [one] => groups.into_iter().map(|g| extended(g, *one)).collect(),
                    _ => groups
                        .into_iter()
                        .flat_map(|g| members.iter().map(move |m| extended(g.clone(), *m)))
                        .collect(),
                };
            }
            for group in groups {
                let (statements, reports) = counts.entry(group).or_default();
                *statements += 1;
                *reports += 1 + statement.repeats.len();
            }
        }
        // Entities with the same name are distinguished by their ids.
        let namesakes = namesakes(graph, counts.keys().flatten().copied().flatten());
        let named = |member: Member| match member {
            Member::Entity(entity) if namesakes.contains(&entity) => {
                let entity = graph.entity(entity);
                format!("{} ({})", entity.name, entity.id)
            }
            _ => member.name(graph),
        };
        let mut counts: Vec<Count> = counts
            .into_iter()
            .map(|(members, (statements, reports))| Count {
                values: members
                    .into_iter()
                    .map(|member| member.map(named))
                    .collect(),
                statements,
                reports,
            })
            .collect();
        let timed = keys.iter().position(|key| key.is_time());
        counts.sort_by_cached_key(|count| {
            let time = timed.and_then(|at| count.values.get(at).cloned()).flatten();
            let number = match counted {
                Counted::Reports => count.reports,
                Counted::Statements => count.statements,
            };
            let order = (time.is_none(), time, std::cmp::Reverse(number));
            (order, count.values.clone())
        });
        counts.truncate(self.query.limit.unwrap_or(usize::MAX));
        counts
    }
}
