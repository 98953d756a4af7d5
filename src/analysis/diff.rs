//! Compares two sides, the reports of two graphs, outlets or periods: who is quoted only on one side, and what
//! does it leave out?
//!
//! Since a statement has all its reports, the omissions of one side are listed statement by statement
//! instead of being inferred from word counts. Speakers are ordered by the log-likelihood ratio of their counts
//! (Dunning, "Accurate methods for the statistics of surprise and coincidence", 1993): a speaker that
//! one side quotes forty times and the other never is more revealing than one quoted once.

use crate::entity::Reference;
use crate::graph::{DocumentIndex, EntityIndex, Graph, Report, Statement, StatementIndex};
use crate::query::{Counted, Hit, Marks};
use crate::statement::Kind;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A comparison of two sides.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison<'g> {
    /// The two sides, in the requested order.
    pub sides: [Side; 2],
    /// Statements that both sides report.
    pub shared: usize,
    /// Of these, those that the sides report in different words.
    pub reworded: usize,
    /// Whether speakers are counted in reports, not statements.
    pub counts_reports: bool,
    /// All speakers quoted by either side, the greatest difference first.
    pub speakers: Vec<Quoted>,
    /// For each side the statements that only it reports, those with the most reports first.
    pub only: [Vec<Hit<'g>>; 2],
}

/// One side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Side {
    /// A graph, outlet or period.
    pub name: String,
    /// Documents of it that report a statement.
    pub documents: usize,
    /// Statements that it reports.
    pub statements: usize,
    /// Reports in it.
    pub reports: usize,
    /// Of these, those with quotations: direct or mixed.
    pub quoted: usize,
    /// Speakers that it quotes.
    pub speakers: usize,
}

/// How often each side quotes a speaker.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quoted {
    /// The speaker.
    pub speaker: Reference,
    /// Statements (or reports) of each side.
    pub counts: [usize; 2],
    /// The share of each side's statements (or reports), from 0 to 1.
    pub shares: [f64; 2],
    /// Log-likelihood ratio of the counts; 3.84 corresponds to p = 0.05.
    pub log_likelihood: f64,
}

/// Compares the reports of a graph on one side with those on the other; a report can be on both.
pub fn compare(
    graph: &Graph,
    names: [String; 2],
    counted: Counted,
    sides_of: impl Fn(&Report) -> [bool; 2],
) -> Comparison<'_> {
    let mut sides = names.map(|name| Side {
        name,
        documents: 0,
        statements: 0,
        reports: 0,
        quoted: 0,
        speakers: 0,
    });
    let mut documents: [BTreeSet<DocumentIndex>; 2] = Default::default();
    let mut speakers: BTreeMap<EntityIndex, [usize; 2]> = BTreeMap::new();
    let mut only: [Vec<StatementIndex>; 2] = Default::default();
    let (mut shared, mut reworded) = (0, 0);
    for index in graph.statement_indices() {
        let statement = graph.statement(index);
        let (counts, is_reworded) = reported(statement, &sides_of, &mut sides, &mut documents);
        for side in 0..2 {
            sides[side].statements += usize::from(counts[side] > 0);
            if counts[side] > 0 && counts[1 - side] == 0 {
                only[side].push(index);
            }
        }
        if counts[0] > 0 && counts[1] > 0 {
            shared += 1;
            reworded += usize::from(is_reworded);
        }
        if counts != [0, 0] {
            for speaker in statement.speakers() {
                let known = speakers.entry(speaker).or_default();
                for side in 0..2 {
                    known[side] += match counted {
                        Counted::Reports => counts[side],
                        Counted::Statements => usize::from(counts[side] > 0),
                    };
                }
            }
        }
    }
    for (side, documents) in sides.iter_mut().zip(&documents) {
        side.documents = documents.len();
    }
    for (place, side) in sides.iter_mut().enumerate() {
        let quoted = speakers.values().filter(|counts| counts[place] > 0);
        side.speakers = quoted.count();
    }
    let totals = [0, 1].map(|side| match counted {
        Counted::Reports => sides[side].reports,
        Counted::Statements => sides[side].statements,
    });
    let only = [0, 1].map(|side| left_out(graph, &only[side], |report| sides_of(report)[side]));
    Comparison {
        speakers: ordered(graph, speakers, totals),
        sides,
        shared,
        reworded,
        counts_reports: counted == Counted::Reports,
        only,
    }
}

/// Adds the reports of a statement to their sides; returns their number on each, and whether the sides have
/// no wording in common.
fn reported(
    statement: &Statement,
    sides_of: impl Fn(&Report) -> [bool; 2],
    sides: &mut [Side; 2],
    documents: &mut [BTreeSet<DocumentIndex>; 2],
) -> ([usize; 2], bool) {
    let mut counts = [0, 0];
    let mut wordings: [BTreeSet<&str>; 2] = Default::default();
    for report in statement.reports() {
        for (side, lies) in sides_of(report).into_iter().enumerate() {
            if lies {
                counts[side] += 1;
                sides[side].reports += 1;
                sides[side].quoted += usize::from(report.kind != Kind::Indirect);
                documents[side].insert(report.document);
                wordings[side].insert(&report.content.text);
            }
        }
    }
    (counts, wordings[0].is_disjoint(&wordings[1]))
}

fn ordered(
    graph: &Graph,
    speakers: BTreeMap<EntityIndex, [usize; 2]>,
    totals: [usize; 2],
) -> Vec<Quoted> {
    let share = |count: usize, total: usize| count as f64 / total.max(1) as f64;
    let mut list: Vec<Quoted> = speakers
        .into_iter()
        .map(|(index, counts)| {
            let entity = graph.entity(index);
            Quoted {
                speaker: entity.reference(),
                counts,
                shares: [share(counts[0], totals[0]), share(counts[1], totals[1])],
                log_likelihood: log_likelihood(counts, totals),
            }
        })
        .collect();
    // Stable: ties are in order of their ids.
    list.sort_by(|a, b| {
        let most = |quoted: &Quoted| quoted.counts[0] + quoted.counts[1];
        let other = b.log_likelihood.total_cmp(&a.log_likelihood);
        other.then_with(|| most(b).cmp(&most(a)))
    });
    list
}

/// Dunning's ratio for a count out of a total on each side.
fn log_likelihood(counts: [usize; 2], totals: [usize; 2]) -> f64 {
    let [a, b] = counts.map(|count| count as f64);
    let [all_a, all_b] = totals.map(|total| total as f64);
    let expected = |total: f64| total * (a + b) / (all_a + all_b);
    let part = |count: f64, total: f64| match count > 0.0 && total > 0.0 {
        true => count * (count / expected(total)).ln(),
        false => 0.0,
    };
    (2.0 * (part(a, all_a) + part(b, all_b))).max(0.0)
}

/// The statements of one side, those with most reports there first, then in order of day.
fn left_out<'g>(
    graph: &'g Graph,
    statements: &[StatementIndex],
    is_here: impl Fn(&Report) -> bool,
) -> Vec<Hit<'g>> {
    let report_of = |statement: &Statement| -> Option<(usize, usize)> {
        let here = statement.reports().enumerate().filter(|(_, r)| is_here(r));
        let places: Vec<usize> = here.map(|(place, _)| place).collect();
        Some((places.len(), *places.first()?))
    };
    let mut list: Vec<(usize, StatementIndex, &Report)> = statements
        .iter()
        .filter_map(|index| {
            let statement = graph.statement(*index);
            let (count, first) = report_of(statement)?;
            Some((count, *index, statement.reports().nth(first)?))
        })
        .collect();
    list.sort_by_cached_key(|(count, index, report)| {
        let day = graph.when(report);
        (std::cmp::Reverse(*count), day.is_none(), day, *index)
    });
    let hits = list.into_iter();
    hits.map(|(_, index, report)| Hit::new(graph, index, report, None, Marks::default()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_is_dunnings() {
        // 10 of 100 against 10 of 100 is not surprising; the other two are worked out by hand.
        assert_eq!(log_likelihood([10, 10], [100, 100]), 0.0);
        let found = log_likelihood([10, 0], [100, 100]);
        assert!((found - 20.0 * 2f64.ln()).abs() < 1e-9, "{found}");
        let found = log_likelihood([30, 10], [100, 100]);
        let expected = 2.0 * (30.0 * 1.5f64.ln() + 10.0 * 0.5f64.ln());
        assert!((found - expected).abs() < 1e-9, "{found}");
        assert_eq!(log_likelihood([0, 0], [0, 0]), 0.0);
        assert!(log_likelihood([3, 0], [5, 0]).abs() < 1e-12);
    }
}
