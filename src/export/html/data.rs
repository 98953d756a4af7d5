//! The data of a page, as compact JSON for its script: rows without column names.
//!
//! `script/data.js` has the column names; the two must change together.

use super::super::shortened::is_web;
use super::cast::Cast;
use super::layout::{self, Pull};
use super::marks::{self, Mark};
use crate::date::Date;
use crate::document::{host, outlet};
use crate::entity::{EntityType, Role};
use crate::graph::views::targets;
use crate::graph::{Document, DocumentIndex, EntityIndex, Graph, Report, StatementIndex};
use crate::normalise::folding::words;
use crate::statement::{Kind, Mode, Polarity, Relation};
use foldhash::fast::RandomState;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

/// Positions on the map are integers from 0 to this on the longer side.
const MAP: f64 = 9999.0;

#[derive(Debug, Serialize)]
pub(super) struct Data<'g> {
    name: &'g str,
    /// Entity to open on.
    open: Option<usize>,
    /// Numbers of selected entities and statements; the page may have fewer.
    chosen: [usize; 2],
    who: Vec<Who<'g>>,
    documents: Vec<Article<'g>>,
    outlets: Vec<&'g str>,
    acts: Vec<&'g str>,
    sentences: Vec<&'g str>,
    statements: Vec<Said<'g>>,
}

/// Id, name, type, position on the map, other names, offices, principals.
#[derive(Debug, Serialize)]
struct Who<'g>(
    &'g str,
    &'g str,
    usize,
    [i32; 2],
    Vec<&'g str>,
    Vec<Office<'g>>,
    Vec<SpeaksFor<'g>>,
);

/// Title, state or organisation, and the first and last day of articles with it.
#[derive(Debug, Serialize)]
struct Office<'g>(&'g str, Option<&'g str>, Option<Date>, Option<Date>);

/// The entity, the titles, and the first and last day of articles with it.
#[derive(Debug, Serialize)]
struct SpeaksFor<'g>(usize, &'g [String], Option<Date>, Option<Date>);

/// Id, headline, date, web address, outlet, file.
#[derive(Debug, Serialize)]
struct Article<'g>(
    &'g str,
    Option<&'g str>,
    Option<Date>,
    Option<&'g str>,
    Option<&'g str>,
    Option<&'g str>,
);

/// Relation, act, polarity, mode, speakers, addressees, mentioned entities, reports.
#[derive(Debug, Serialize)]
struct Said<'g>(
    usize,
    usize,
    usize,
    usize,
    Vec<usize>,
    Vec<usize>,
    Vec<usize>,
    Vec<Reported<'g>>,
);

/// Id, article, kind, sentence, marks (part, start, end, part, …), the words if they could not be
/// marked, date, outlets, confidence in percent, line, enclosing statement.
#[derive(Debug, Serialize)]
struct Reported<'g>(
    &'g str,
    usize,
    usize,
    Option<usize>,
    Vec<usize>,
    Option<&'g str>,
    Option<String>,
    Vec<usize>,
    u32,
    Option<usize>,
    Option<usize>,
);

impl<'g> Data<'g> {
    /// The data of a cast.
    pub(super) fn of(graph: &'g Graph, cast: &Cast) -> Data<'g> {
        let mut tables = Tables::default();
        let told = || {
            let told = cast.statements.par_iter().map(|index| {
                let reports = graph.statement(*index).reports();
                reports
                    .map(|report| ReportMarks::of(graph, report))
                    .collect()
            });
            let told: Vec<Vec<ReportMarks>> = told.collect();
            let told = cast.statements.iter().zip(told);
            let statements = told.map(|(index, told)| tables.statement(graph, cast, *index, told));
            statements.collect::<Vec<Said>>()
        };
        let placed = || {
            (
                map(graph, cast),
                offices(graph, cast),
                cast.best_attested(graph),
            )
        };
        let (statements, (map, offices, open)) = rayon::join(told, placed);
        let who = cast.entities.iter().zip(map).zip(offices);
        let who =
            who.map(|((entity, place), offices)| who_is(graph, cast, *entity, place, offices));
        Data {
            name: graph.name(),
            open: open.and_then(|e| cast.place(e)),
            chosen: [cast.chosen_entities, cast.chosen_statements],
            who: who.collect(),
            documents: tables
                .documents
                .rows
                .iter()
                .map(|d| article(graph.document(*d)))
                .collect(),
            outlets: tables.outlet_names,
            acts: tables.acts.rows,
            sentences: tables.sentences.rows,
            statements,
        }
    }
}

/// Rows without duplicates, which others refer to by index.
#[derive(Debug)]
struct Table<T> {
    rows: Vec<T>,
    numbers: HashMap<T, usize, RandomState>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table {
            rows: Vec::new(),
            numbers: HashMap::default(),
        }
    }
}

impl<T: Clone + Eq + Hash> Table<T> {
    fn number(&mut self, row: T) -> usize {
        *self.numbers.entry(row).or_insert_with_key(|row| {
            self.rows.push(row.clone());
            self.rows.len() - 1
        })
    }
}

#[derive(Debug, Default)]
struct Tables<'g> {
    documents: Table<DocumentIndex>,
    /// Outlets by their comparable names, as first written, and their spellings.
    outlets: Table<String>,
    outlet_names: Vec<&'g str>,
    outlet_spellings: HashMap<&'g str, usize, RandomState>,
    acts: Table<&'g str>,
    sentences: Table<&'g str>,
}

impl<'g> Tables<'g> {
    fn statement(
        &mut self,
        graph: &'g Graph,
        cast: &Cast,
        index: StatementIndex,
        told: Vec<ReportMarks>,
    ) -> Said<'g> {
        let statement = graph.statement(index);
        let places = |list: &[EntityIndex]| list.iter().filter_map(|e| cast.place(*e)).collect();
        let speakers: Vec<EntityIndex> = statement.speakers().collect();
        Said(
            match statement.relation {
                Relation::Said => 0,
                Relation::Warned => 1,
                Relation::Proposed => 2,
            },
            self.acts.number(&statement.act),
            match statement.polarity {
                Polarity::Affirmed => 0,
                Polarity::Denied => 1,
                Polarity::Negated => 2,
                Polarity::Hypothetical => 3,
            },
            match statement.mode {
                Mode::Speech => 0,
                Mode::Attitude => 1,
            },
            places(&speakers),
            places(&statement.addressees),
            places(&statement.about),
            statement
                .reports()
                .zip(told)
                .map(|(report, told)| self.report(graph, cast, report, told))
                .collect(),
        )
    }

    fn report(
        &mut self,
        graph: &'g Graph,
        cast: &Cast,
        report: &'g Report,
        told: ReportMarks,
    ) -> Reported<'g> {
        let document = graph.document(report.document);
        let sentence = report.sentence.as_deref().unwrap_or_default();
        let published = document.source.as_deref();
        let published = published.or_else(|| document.url.as_deref().and_then(host));
        let cited = report.via.map(|via| graph.entity(via).name.as_str());
        let outlets = published.into_iter().chain(cited);
        let unmarked = told.marks.is_none().then_some(&*report.content.text);
        let mut outlets: Vec<usize> = outlets.map(|name| self.outlet(name)).collect();
        outlets.dedup();
        let within = report.within.as_deref();
        let within = within.and_then(|id| graph.statement_by_id(id));
        Reported(
            &report.id,
            self.documents.number(report.document),
            match report.kind {
                Kind::Direct => 0,
                Kind::Mixed => 1,
                Kind::Indirect => 2,
            },
            (!sentence.is_empty()).then(|| self.sentences.number(sentence)),
            told.marks.unwrap_or_default(),
            unmarked,
            told.when,
            outlets,
            (report.confidence.clamp(0.0, 1.0) * 100.0).round() as u32,
            report.line,
            within.and_then(|outer| cast.statements.binary_search(&outer).ok()),
        )
    }

    fn outlet(&mut self, name: &'g str) -> usize {
        if let Some(known) = self.outlet_spellings.get(name) {
            return *known;
        }
        let number = self.outlets.number(outlet(name));
        if number == self.outlet_names.len() {
            self.outlet_names.push(name);
        }
        self.outlet_spellings.insert(name, number);
        number
    }
}

/// The marks of a single report.
struct ReportMarks {
    /// Its words in its sentence (part, start, end, part, …), if all are found there.
    marks: Option<Vec<usize>>,
    when: Option<String>,
}

impl ReportMarks {
    fn of(graph: &Graph, report: &Report) -> ReportMarks {
        let words = [&report.source, &report.cue, &report.content];
        let words = words.map(|words| (words.text.as_str(), words.spans.as_slice()));
        let marks = marks::find(words, report.sentence.as_deref().unwrap_or_default());
        let numbers = |mark: &Mark| [mark.part as usize, mark.start, mark.end];
        ReportMarks {
            marks: marks.map(|marks| marks.iter().flat_map(numbers).collect()),
            when: graph.when(report).map(|when| when.to_string()),
        }
    }
}

fn article(document: &Document) -> Article<'_> {
    Article(
        &document.id,
        document.title.as_deref(),
        document.date,
        document.url.as_deref().filter(|url| is_web(url)),
        document.source.as_deref(),
        document.path.as_deref(),
    )
}

fn who_is<'g>(
    graph: &'g Graph,
    cast: &Cast,
    entity: EntityIndex,
    place: [i32; 2],
    offices: Vec<Office<'g>>,
) -> Who<'g> {
    let entity = graph.entity(entity);
    let aliases = entity.aliases.iter().map(|(alias, _)| alias.as_str());
    let spoken_for = entity.represents.iter().filter_map(|spoken| {
        let whom = cast.place(spoken.of)?;
        Some(SpeaksFor(whom, &spoken.titles, spoken.since, spoken.until))
    });
    Who(
        &entity.id,
        &entity.name,
        match entity.kind {
            EntityType::Person => 0,
            EntityType::State => 1,
            EntityType::Organisation => 2,
            EntityType::Unnamed => 3,
        },
        place,
        aliases.filter(|alias| *alias != entity.name).collect(),
        offices,
        spoken_for.collect(),
    )
}

/// The offices of each entity of the cast, the most frequent first, with the days of the articles that
/// name them. Spellings of one title are one office, and a title without an organisation is merged with the same
/// title that has one.
fn offices<'g>(graph: &'g Graph, cast: &Cast) -> Vec<Vec<Office<'g>>> {
    let mut lists: Vec<Vec<(Vec<String>, Office<'g>)>> = Vec::new();
    for entity in &cast.entities {
        let mut list: Vec<(Vec<String>, Office<'g>)> = Vec::new();
        for (role, _) in &graph.entity(*entity).roles {
            let title = words(&role.title);
            match list.iter_mut().find(|known| is_office(known, &title, role)) {
                Some((_, office)) => office.1 = office.1.or(role.of.as_deref()),
                None => list.push((title, Office(&role.title, role.of.as_deref(), None, None))),
            }
        }
        lists.push(list);
    }
    // Titles recur, so their normal forms are cached.
    let mut folded: HashMap<&str, Vec<String>, RandomState> = HashMap::default();
    for document in graph.documents() {
        let Some(day) = document.date else { continue };
        for sighting in &document.sightings {
            let list = cast
                .place(sighting.entity)
                .and_then(|place| lists.get_mut(place));
            let Some(list) = list else { continue };
            for role in sighting.roles.iter() {
                let title = folded
                    .entry(&role.title)
                    .or_insert_with(|| words(&role.title));
                let known = list.iter_mut().find(|known| is_office(known, title, role));
                if let Some((_, Office(_, _, first, last))) = known {
                    *first = Some(first.map_or(day, |first| first.min(day)));
                    *last = Some(last.map_or(day, |last| last.max(day)));
                }
            }
        }
    }
    let plain = lists
        .into_iter()
        .map(|list| list.into_iter().map(|(_, office)| office).collect());
    plain.collect()
}

/// Whether a role of this folded title is a known office.
fn is_office((title, office): &(Vec<String>, Office), known: &[String], role: &Role) -> bool {
    let of = role.of.as_deref();
    title == known && (of.is_none() || office.1.is_none() || of == office.1)
}

/// The position of each entity of the cast.
fn map(graph: &Graph, cast: &Cast) -> Vec<[i32; 2]> {
    let mut weights: BTreeMap<[usize; 2], f64> = BTreeMap::new();
    for index in &cast.statements {
        let statement = graph.statement(*index);
        for speaker in statement.speakers() {
            for (target, _) in targets(statement) {
                if let (Some(a), Some(b)) = (cast.place(speaker), cast.place(target)) {
                    *weights.entry([a.min(b), a.max(b)]).or_default() += 1.0;
                }
            }
        }
    }
    // A hundred statements do not attract a hundred times as strongly: the nodes would overlap.
    let pulls = weights.into_iter().map(|(ends, weight)| Pull {
        ends,
        weight: 1.0 + libm::log(weight),
    });
    let pulls: Vec<Pull> = pulls.collect();
    let points = layout::place(cast.entities.len(), &pulls);
    let low = |axis: usize| points.iter().map(|p| p[axis]).fold(f64::INFINITY, f64::min);
    let high = |axis: usize| {
        points
            .iter()
            .map(|p| p[axis])
            .fold(f64::NEG_INFINITY, f64::max)
    };
    let (left, top) = (low(0), low(1));
    let side = (high(0) - left).max(high(1) - top).max(1.0);
    let whole = |value: f64, from: f64| ((value - from) / side * MAP).round() as i32;
    points
        .iter()
        .map(|p| [whole(p[0], left), whole(p[1], top)])
        .collect()
}
