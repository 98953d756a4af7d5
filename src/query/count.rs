//! Statements counted by speaker, month and whatever else tells them apart.

use super::filter::Found;
use super::word;
use crate::graph::{EntityIndex, Graph, Report, Statement};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What statements are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CountKey {
    /// Each who said it.
    Speaker,
    /// What the speaker is.
    SpeakerType,
    /// Each who was spoken to.
    To,
    /// Each who is named in it.
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

    /// The values that a statement has; several where several spoke or were spoken to.
    fn values(self, graph: &Graph, statement: &Statement, report: &Report) -> Vec<Option<String>> {
        let named = |list: &mut dyn Iterator<Item = EntityIndex>| {
            list.map(|e| Some(graph.entity(e).name.clone())).collect()
        };
        let document = || graph.document(report.document);
        let day = |letters: usize| {
            let day = graph.when(report).map(|when| when.to_string());
            vec![day.map(|day| day.chars().take(letters).collect())]
        };
        let mut values: Vec<Option<String>> = match self {
            CountKey::Speaker => named(&mut statement.speakers()),
            CountKey::SpeakerType => statement
                .speakers()
                .map(|e| Some(word(&graph.entity(e).kind)))
                .collect(),
            CountKey::To => named(&mut statement.addressees.iter().copied()),
            CountKey::About => named(&mut statement.about.iter().copied()),
            CountKey::Relation => vec![Some(word(&statement.relation))],
            CountKey::Act => vec![Some(report.act.to_string())],
            CountKey::Polarity => vec![Some(word(&statement.polarity))],
            CountKey::Kind => vec![Some(word(&report.kind))],
            CountKey::Day => day(10),
            CountKey::Month => day(7),
            CountKey::Year => day(4),
            CountKey::Outlet => vec![document().source.clone()],
            CountKey::Document => vec![Some(document().id.clone())],
        };
        values.sort();
        values.dedup();
        if values.is_empty() {
            values.push(None);
        }
        values
    }
}

/// A count: the values that its statements share, one for each key; `None` where they have none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// One for each key, in their order.
    pub values: Vec<Option<String>>,
    /// Different statements.
    pub statements: usize,
    /// Reports of them.
    pub reports: usize,
}

impl Found<'_> {
    /// Counts by all keys together. Those of most statements come first (of most reports, if those
    /// are counted), but periods of time come in their order.
    pub fn count(&self, keys: &[CountKey], by_reports: bool) -> Vec<Count> {
        let mut counts: BTreeMap<Vec<Option<String>>, (usize, usize)> = BTreeMap::new();
        let graph = self.index.graph();
        for hit in &self.hits {
            let statement = graph.statement(hit.statement);
            let mut groups: Vec<Vec<Option<String>>> = vec![Vec::new()];
            for key in keys {
                let values = key.values(graph, statement, hit.report);
                groups = groups
                    .into_iter()
                    .flat_map(|group| {
                        values.iter().map(move |value| {
                            let mut longer = group.clone();
                            longer.push(value.clone());
                            longer
                        })
                    })
                    .collect();
            }
            for group in groups {
                let (statements, reports) = counts.entry(group).or_default();
                *statements += 1;
                *reports += 1 + statement.repeats.len();
            }
        }
        let mut counts: Vec<Count> = counts
            .into_iter()
            .map(|(values, (statements, reports))| Count {
                values,
                statements,
                reports,
            })
            .collect();
        let timed = keys.iter().position(|key| key.is_time());
        counts.sort_by_cached_key(|count| {
            let time = timed.and_then(|at| count.values.get(at).cloned()).flatten();
            let number = if by_reports {
                count.reports
            } else {
                count.statements
            };
            (time.is_none(), time, std::cmp::Reverse(number))
        });
        counts.truncate(self.query.limit.unwrap_or(usize::MAX));
        counts
    }
}
