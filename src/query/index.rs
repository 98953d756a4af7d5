//! Lookup tables for queries over a graph, each built when first needed.

use super::names::{Names, names_of};
use super::offices::Offices;
use super::outlets::Outlets;
use super::topics::Stems;
use crate::date::Date;
use crate::graph::{EntityIndex, Graph, Statement};
use crate::statement::{Mode, When};
use foldhash::fast::RandomState;
use rayon::prelude::*;
use smallvec::SmallVec;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

/// Positions of statements in their graph, in order and each once.
pub(super) type Postings = Vec<u32>;

/// Statements that one thread indexes at a time.
const PIECE: usize = 1 << 15;

/// A graph with lookup tables, to run many queries.
///
/// ```
/// # use dixit::graph::{BuildOptions, Graph};
/// use dixit::query::{AskedFor, Index, Query};
///
/// # let graph = Graph::from_extractions("none", [], &BuildOptions::default());
/// let index = Index::new(&graph);
/// let answer = index.run(&Query::default(), AskedFor::What).unwrap();
/// assert!(answer.statements.is_empty());
/// ```
pub struct Index<'g> {
    graph: &'g Graph,
    names: OnceLock<Names>,
    offices: OnceLock<Offices>,
    statements: OnceLock<Statements>,
    words: OnceLock<Words>,
    outlets: OnceLock<Outlets>,
}

impl<'g> Index<'g> {
    /// The index of a graph, with no tables built yet.
    pub fn new(graph: &'g Graph) -> Self {
        Index {
            graph,
            names: OnceLock::new(),
            offices: OnceLock::new(),
            statements: OnceLock::new(),
            words: OnceLock::new(),
            outlets: OnceLock::new(),
        }
    }

    /// Builds all tables, so that no query has to wait for one.
    pub fn prepare(&self) {
        rayon::join(
            || self.offices(),
            || rayon::join(|| self.statements(), || self.words()),
        );
    }

    /// The graph.
    pub fn graph(&self) -> &'g Graph {
        self.graph
    }

    /// The names in it.
    pub(crate) fn names(&self) -> &Names {
        self.names.get_or_init(|| names_of(self.graph))
    }

    pub(super) fn offices(&self) -> &Offices {
        self.offices
            .get_or_init(|| Offices::new(self.graph, self.names()))
    }

    /// The outlets in it: those of its documents, and those that they cite.
    pub(crate) fn outlets(&self) -> &Outlets {
        self.outlets.get_or_init(|| Outlets::new(self.graph))
    }

    /// Whether the graph has reported thought.
    pub(crate) fn has_attitudes(&self) -> bool {
        if let Some(whole) = self.graph.store_summary() {
            return whole.attitudes;
        }
        let mut rows = self.statements().rows.iter();
        rows.any(|row| row.mode == Mode::Attitude as u8)
    }

    pub(super) fn statements(&self) -> &Statements {
        self.statements.get_or_init(|| Statements::new(self.graph))
    }

    /// The word index, if it is built or worth building to search `count` texts: reading a few is faster than
    /// indexing all.
    pub(super) fn words_for(&self, count: usize) -> Option<&Words> {
        match self.words.get() {
            Some(words) => Some(words),
            None if count < 2_000 => None,
            None => Some(self.words()),
        }
    }

    fn words(&self) -> &Words {
        self.words.get_or_init(|| Words::new(self.graph))
    }

    /// Months with statements, as year and month, and the last day with one.
    pub(super) fn months(&self) -> (BTreeSet<(i16, i8)>, Option<Date>) {
        let days = || self.statements().days.iter();
        let dates: Vec<Date> = match self.graph.store_summary() {
            Some(whole) => whole.days.clone(),
            None => days().filter_map(|code| date_of(*code)).collect(),
        };
        let months = dates.iter().map(|day| (day.year(), day.month()));
        (months.collect(), dates.iter().max().copied())
    }
}

/// The fields that most often decide whether a statement passes, close together in memory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// Codes ([`code`]) of the first and last day that reports give; `first > last` if none gives a day.
    pub(super) first: i32,
    pub(super) last: i32,
    /// Position in [`Statements::acts`].
    pub(super) act: u16,
    pub(super) relation: u8,
    pub(super) polarity: u8,
    pub(super) mode: u8,
}

/// All statements: their rows, and which have each entity as speaker, addressee or topic.
pub(super) struct Statements {
    pub(super) rows: Vec<Row>,
    /// The acts that occur, in order.
    pub(super) acts: Vec<String>,
    /// Codes of the days that occur.
    days: BTreeSet<i32>,
    speakers: Vec<Postings>,
    addressees: Vec<Postings>,
    about: Vec<Postings>,
}

impl Statements {
    fn new(graph: &Graph) -> Statements {
        let acts: BTreeSet<&str> = graph
            .statements()
            .par_chunks(PIECE)
            .map(|piece| piece.iter().map(|s| &*s.act).collect::<BTreeSet<&str>>())
            .reduce(BTreeSet::new, |a, b| a.union(&b).copied().collect());
        let acts: Vec<String> = acts.into_iter().map(str::to_owned).collect();
        let rows = graph.statements().par_iter();
        let rows = rows.map(|statement| Row::new(graph, statement, &acts));
        let (rows, parties): (Vec<Row>, _) = rayon::join(|| rows.collect(), || parties(graph));
        let days: HashSet<i32, RandomState> = rows.iter().flat_map(|r| [r.first, r.last]).collect();
        let [speakers, addressees, about] = parties;
        Statements {
            rows,
            acts,
            days: days.into_iter().collect(),
            speakers,
            addressees,
            about,
        }
    }

    pub(super) fn by_speaker(&self, entity: usize) -> &[u32] {
        self.speakers.get(entity).map_or(&[], Vec::as_slice)
    }

    pub(super) fn by_addressee(&self, entity: usize) -> &[u32] {
        self.addressees.get(entity).map_or(&[], Vec::as_slice)
    }

    pub(super) fn about(&self, entity: usize) -> &[u32] {
        self.about.get(entity).map_or(&[], Vec::as_slice)
    }
}

impl Row {
    fn new(graph: &Graph, statement: &Statement, acts: &[String]) -> Row {
        let days = || statement.reports().filter_map(|report| graph.when(report));
        // If reports differ in act, the row has none and each report is checked.
        let is_same = statement
            .reports()
            .all(|report| report.act == statement.act);
        let act = acts.binary_search_by(|act| act.as_str().cmp(&statement.act));
        let act = act.ok().filter(|_| is_same);
        Row {
            first: days().map(|d| code(d.first())).min().unwrap_or(i32::MAX),
            last: days().map(|d| code(d.last())).max().unwrap_or(i32::MIN),
            act: act
                .and_then(|at| u16::try_from(at).ok())
                .unwrap_or(u16::MAX),
            relation: statement.relation as u8,
            polarity: statement.polarity as u8,
            mode: statement.mode as u8,
        }
    }
}

/// The statements of each entity as speaker, as addressee and as topic.
fn parties(graph: &Graph) -> [Vec<Postings>; 3] {
    let empty = || vec![Postings::new(); graph.entities().len()];
    let mut parties = [empty(), empty(), empty()];
    for (at, statement) in (0_u32..).zip(graph.statements()) {
        let [speakers, addressees, about] = &mut parties;
        let add = |lists: &mut Vec<Postings>, entity: EntityIndex| {
            let list = lists.get_mut(entity.index());
            if let Some(list) = list.filter(|list| list.last() != Some(&at)) {
                list.push(at);
            }
        };
        statement.speakers().for_each(|e| add(speakers, e));
        statement
            .addressees
            .iter()
            .for_each(|e| add(addressees, *e));
        statement.about.iter().for_each(|e| add(about, *e));
    }
    parties
}

/// A day as a number, in the order of the days.
pub(super) fn code(day: Date) -> i32 {
    (i32::from(day.year()) * 16 + i32::from(day.month())) * 32 + i32::from(day.day())
}

fn date_of(code: i32) -> Option<Date> {
    let part = |value: i32| i8::try_from(value).ok();
    let year = i16::try_from(code.div_euclid(512)).ok()?;
    Date::new(
        year,
        part(code.div_euclid(32).rem_euclid(16))?,
        part(code.rem_euclid(32))?,
    )
    .ok()
}

/// Which statements have a word, in any of their reports: an inverted index of stems.
pub(super) struct Words {
    vocabulary: HashMap<String, u32, RandomState>,
    postings: Vec<Postings>,
}

impl Words {
    fn new(graph: &Graph) -> Words {
        let pieces = graph.statements().par_chunks(PIECE).enumerate();
        let pieces: Vec<Words> = pieces
            .map(|(number, piece)| Words::of_piece(piece, (number * PIECE) as u32))
            .collect();
        let mut all = Words::empty();
        for piece in pieces {
            let mut lists = piece.postings;
            for (stem, local) in piece.vocabulary {
                let list = lists.get_mut(local as usize).map(std::mem::take);
                let number = all.number(&stem);
                if let (Some(all), Some(list)) = (all.postings.get_mut(number as usize), list) {
                    all.extend(list);
                }
            }
        }
        all
    }

    fn empty() -> Words {
        Words {
            vocabulary: HashMap::default(),
            postings: Vec::new(),
        }
    }

    fn of_piece(piece: &[Statement], start: u32) -> Words {
        let stems = Stems::new();
        let mut words = Words::empty();
        // Words recur: few have to be stemmed. Owned keys lie close together in memory; slices of the texts
        // would not.
        let mut known: HashMap<Box<str>, SmallVec<[u32; 2]>, RandomState> = HashMap::default();
        for (at, statement) in (start..).zip(piece) {
            for report in statement.reports() {
                for word in report.content.text.split_whitespace() {
                    let numbers = match known.get(word) {
                        Some(numbers) => numbers,
                        None => {
                            let found = stems.of_text(word);
                            let numbers = found.iter().map(|stem| words.number(stem)).collect();
                            known.entry(word.into()).or_insert(numbers)
                        }
                    };
                    for number in numbers {
                        let list = words.postings.get_mut(*number as usize);
                        if let Some(list) = list.filter(|list| list.last() != Some(&at)) {
                            list.push(at);
                        }
                    }
                }
            }
        }
        words
    }

    fn number(&mut self, stem: &str) -> u32 {
        if let Some(known) = self.vocabulary.get(stem) {
            return *known;
        }
        let new = self.postings.len() as u32;
        self.vocabulary.insert(stem.to_owned(), new);
        self.postings.push(Postings::new());
        new
    }

    /// The statements that have all these stems.
    pub(super) fn with_all(&self, stems: &[String]) -> Postings {
        let lists: Option<Vec<&Postings>> = stems
            .iter()
            .map(|stem| self.postings.get(*self.vocabulary.get(stem)? as usize))
            .collect();
        let mut lists = lists.unwrap_or_default();
        lists.sort_by_key(|list| list.len());
        let mut lists = lists.into_iter();
        let first = lists.next().cloned().unwrap_or_default();
        lists.fold(first, |all, list| intersection(&all, list))
    }
}

/// The numbers in both lists.
pub(super) fn intersection(a: &[u32], b: &[u32]) -> Postings {
    let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let mut rest = many;
    let mut both = Postings::new();
    for at in few {
        // Galloping search: the step doubles until it passes the number.
        let mut step = 1;
        while rest.get(step).is_some_and(|other| other < at) {
            step *= 2;
        }
        let near = rest.get(..=step).unwrap_or(rest);
        let skipped = near.partition_point(|other| other < at);
        rest = rest.get(skipped..).unwrap_or_default();
        if rest.first() == Some(at) {
            both.push(*at);
        }
    }
    both
}

/// The numbers in any of the lists.
pub(super) fn union<'p>(lists: impl IntoIterator<Item = &'p [u32]>) -> Postings {
    let lists: Vec<&[u32]> = lists.into_iter().filter(|list| !list.is_empty()).collect();
    if let [one] = lists.as_slice() {
        return one.to_vec();
    }
    let mut all = lists.concat();
    all.sort_unstable();
    all.dedup();
    all
}

/// The day to sort by; statements without one come last.
pub(super) fn day(when: Option<When>) -> (bool, Option<When>) {
    (when.is_none(), when)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_ordered_like_days_and_can_be_decoded() {
        let days = [
            "-000044-03-15",
            "1999-12-31",
            "2000-01-01",
            "2000-01-31",
            "2000-02-01",
        ];
        let days: Vec<Date> = days.iter().map(|day| day.parse().unwrap()).collect();
        let codes: Vec<i32> = days.iter().map(|day| code(*day)).collect();
        assert!(codes.is_sorted());
        let back: Vec<Date> = codes.into_iter().filter_map(date_of).collect();
        assert_eq!(back, days);
        assert_eq!(date_of(i32::MAX), None);
        assert_eq!(date_of(i32::MIN), None);
    }

    #[test]
    fn lists_are_intersected_and_united() {
        assert_eq!(
            intersection(&[1, 5, 9, 30], &[0, 5, 6, 7, 8, 9, 10, 31]),
            [5, 9]
        );
        assert_eq!(intersection(&[], &[1]), [] as [u32; 0]);
        let even: Postings = (0..1000).step_by(2).collect();
        let thirds: Postings = (0..1000).step_by(3).collect();
        let sixths: Postings = (0..1000).step_by(6).collect();
        assert_eq!(intersection(&even, &thirds), sixths);
        assert_eq!(union([&[2, 4][..], &[][..], &[1, 2][..]]), [1, 2, 4]);
    }
}
