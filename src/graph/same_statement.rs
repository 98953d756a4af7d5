//! When do two reports report the same statement?
//!
//! When the same speakers said it, as the same relation, polarity and mode, and the words are
//!
//! - the same, whatever their case and punctuation; or
//! - similar, and reported within [`DAYS`] of each other: the words of one are a run of the other's (an
//!   outlet prints less of a quotation, as in the phrase graph of Leskovec, Backstrom and Kleinberg,
//!   "Meme-tracking and the dynamics of the news cycle", 2009), or they share [`SHARE`] of all their stems.
//!   Numbers and negations must agree.
//!
//! Statements are the connected components of this relation between reports, so they depend only on the set
//! of all reports and not on their order: graphs can be merged in any order and grouping. Function words do
//! not count, as reported speech changes them ("we will" becomes "they would"). `data/words.tsv` has these,
//! the negations and the numbers.

use super::part::Record;
use super::record::EntityIndex;
use crate::date::Date;
use crate::extract::record::CharSpan;
use crate::lexicon::{Row, rows};
use crate::statement::{Mode, Polarity, Relation, When};
use foldhash::fast::FixedState;
use petgraph::unionfind::UnionFind;
use rust_stemmers::{Algorithm, Stemmer};
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::LazyLock;

/// Contents shorter than this many words ("yes", "no comment") recur without being one statement.
const MIN_WORDS: usize = 4;
/// Minimum stems of a wording to be similar to another.
const MIN_STEMS: usize = 4;
/// Minimum stems of a wording to be the same as a longer one that contains it.
const MIN_RUN: usize = 5;
/// The share of the stems of two wordings that must be in both (Jaccard's index).
const SHARE: f64 = 0.6;
/// Maximum days between reports with similar wordings: a week's papers.
pub(super) const DAYS: i32 = 7;
/// Maximum days between the days that texts state, which differ because of time zones.
const STATED_DAYS: i32 = 1;
/// Stems in more reports of a speaker within [`DAYS`] than this are too common to find similar wordings.
const COMMON: usize = 200;

/// The words of `data/words.tsv` and their classes.
const WORDS: &str = include_str!("data/words.tsv");

/// The class of a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Function,
    Negation,
    Number,
}

static CLASSES: LazyLock<HashMap<&'static str, Class>> = LazyLock::new(|| {
    let class = |row: Row<'static>| match row.field(1) {
        "function" => (row.field(0), Class::Function),
        "negation" => (row.field(0), Class::Negation),
        _ => (row.field(0), Class::Number),
    };
    rows(WORDS).map(class).collect()
});

/// What all reports of a statement have in common.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Key {
    relation: Relation,
    polarity: Polarity,
    mode: Mode,
    speakers: Vec<EntityIndex>,
}

/// A report, as it is compared with others.
#[derive(Debug, Clone, Copy)]
pub(super) struct ComparedReport<'a> {
    /// Stands for the speakers, relation, polarity and mode: reports with the same key may be the same
    /// statement.
    pub(super) key: usize,
    /// Its words.
    pub(super) words: Wording,
    /// The content.
    pub(super) text: &'a str,
    /// Where the content is.
    pub(super) spans: &'a [CharSpan],
    /// The document, by number.
    pub(super) document: usize,
    /// The day on which it was said, as far as known.
    pub(super) day: Option<Date>,
    /// The day that the text states.
    pub(super) stated: Option<Date>,
    /// Whether to look for similar reports: all with its key within [`DAYS`] must be present. It is the same
    /// for all reports with the same words. Reports that do not search can still be found by others.
    pub(super) searches: bool,
    /// The position of an earlier report that is known to be of the same statement.
    pub(super) known: Option<usize>,
}

/// A number for each record, in their order: records with one number are reports of one statement.
///
/// `when` is the day on which a record was said, as far as known. A record whose speaker is unknown, or whose
/// content is too short to compare, gets its own number.
pub(super) fn statements(records: &[Record], when: impl Fn(&Record) -> Option<When>) -> Vec<usize> {
    let mut keys: HashMap<Key, usize, FixedState> = HashMap::default();
    let mut places: Vec<usize> = Vec::new();
    let mut reports: Vec<ComparedReport> = Vec::new();
    for (place, record) in records.iter().enumerate() {
        let report = &record.report;
        let Some((key, words)) = key(record).zip(wording(&report.content.text)) else {
            continue;
        };
        let fresh = keys.len();
        places.push(place);
        reports.push(ComparedReport {
            key: *keys.entry(key).or_insert(fresh),
            words,
            text: &report.content.text,
            spans: &report.content.spans,
            document: report.document.index(),
            day: when(record).map(When::first),
            stated: report.said_on.and_then(When::day),
            searches: true,
            known: None,
        });
    }
    let mut labels: Vec<usize> = (0..records.len()).collect();
    for (place, first) in places.iter().zip(groups(&reports)) {
        if let (Some(label), Some(first)) = (labels.get_mut(*place), places.get(first)) {
            *label = *first;
        }
    }
    labels
}

/// For each report the position of a representative, the same for all reports of one statement. The reports
/// are in order of date, document and place.
pub(super) fn groups(reports: &[ComparedReport]) -> Vec<usize> {
    let mut same = UnionFind::new(reports.len());
    let mut wordings: HashMap<(usize, Wording), usize, FixedState> = HashMap::default();
    let mut items: Vec<Item> = Vec::new();
    for (number, report) in reports.iter().enumerate() {
        if let Some(known) = report.known.filter(|known| *known < number) {
            same.union(known, number);
        }
        let item = Item {
            key: report.key,
            wording: number,
            day: report.day,
            stated: report.stated,
        };
        match wordings.entry((report.key, report.words)) {
            std::collections::hash_map::Entry::Occupied(entry) => {
                let first = *entry.get();
                same.union(first, number);
                items.push(Item {
                    wording: first,
                    ..item
                });
            }
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(number);
                items.push(item);
            }
        }
    }
    drop(wordings);
    // By key and day; reports with the same words and day count once.
    items.sort_unstable();
    items.dedup();
    let mut stems = Stems::default();
    for items in items.chunk_by(|a, b| (a.key, a.day.is_some()) == (b.key, b.day.is_some())) {
        let is_one_wording = items.iter().all(|item| item.wording == items[0].wording);
        if !is_one_wording {
            Block::new(items, reports, &mut stems).join(&mut same);
        }
    }
    same.into_labeling()
}

/// Folded words as two hashes of 64 bits: the chance that any two of ten million wordings collide is about
/// 10⁻²⁴.
pub(super) type Wording = (u64, u64);

/// The words of a content; `None` if they are too few to compare.
pub(super) fn wording(content: &str) -> Option<Wording> {
    let mut hashes = [1, 2].map(|seed| FixedState::with_seed(seed).build_hasher());
    let mut count = 0;
    for word in folded(content) {
        hashes.iter_mut().for_each(|hash| word.hash(hash));
        count += 1;
    }
    let [one, other] = hashes.map(|hash| hash.finish());
    (count >= MIN_WORDS).then_some((one, other))
}

/// The key of a record; `None` if the speaker is unknown.
fn key(record: &Record) -> Option<Key> {
    let mut speakers = vec![record.speaker?];
    speakers.extend(&record.joint_speakers);
    Some(Key {
        relation: record.relation,
        polarity: record.polarity,
        mode: record.mode,
        speakers,
    })
}

/// Words without case, punctuation and apostrophes: "Don't" becomes "dont".
fn folded(text: &str) -> impl Iterator<Item = String> + '_ {
    let is_mark = |c: char| matches!(c, '\'' | '’' | '‘' | 'ʼ');
    let words = text.split(move |c: char| !c.is_alphanumeric() && !is_mark(c));
    words
        .map(move |word| {
            let letters = word.chars().filter(|c| !is_mark(*c));
            letters.flat_map(char::to_lowercase).collect::<String>()
        })
        .filter(|word| !word.is_empty())
}

/// A wording on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Item {
    /// As [`ComparedReport::key`].
    key: usize,
    /// The day on which it was said, as far as known.
    day: Option<Date>,
    /// The day that the text states.
    stated: Option<Date>,
    /// The first report with these words.
    wording: usize,
}

/// A word, as it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Stem {
    /// A hash of its letters, which does not depend on what was read before.
    number: u64,
    /// A number or negation.
    must_agree: bool,
    is_negation: bool,
}

/// Gives each stem a number.
struct Stems {
    stemmer: Stemmer,
    /// `None` for function words.
    known: HashMap<String, Option<Stem>, FixedState>,
}

impl Default for Stems {
    fn default() -> Self {
        Stems {
            stemmer: Stemmer::create(Algorithm::English),
            known: HashMap::default(),
        }
    }
}

impl Stems {
    fn of(&mut self, text: &str) -> Vec<Stem> {
        folded(text).filter_map(|word| self.stem(word)).collect()
    }

    fn stem(&mut self, word: String) -> Option<Stem> {
        if let Some(known) = self.known.get(&word) {
            return *known;
        }
        let class = CLASSES.get(word.as_str()).copied();
        let is_number = class == Some(Class::Number) || word.chars().any(char::is_numeric);
        let stem = (class != Some(Class::Function)).then(|| {
            let stem = self.stemmer.stem(&word);
            Stem {
                number: FixedState::with_seed(0).hash_one(&*stem),
                must_agree: is_number || class == Some(Class::Negation),
                is_negation: class == Some(Class::Negation),
            }
        });
        self.known.insert(word, stem);
        stem
    }
}

/// The wordings of one key, in order of their days.
struct Block<'i> {
    items: &'i [Item],
    reports: &'i [ComparedReport<'i>],
    /// The stems of each item, in order of the text.
    runs: Vec<Vec<Stem>>,
    /// The same in order of their numbers, without duplicates.
    sets: Vec<Vec<Stem>>,
    /// The items that have a stem, in order.
    items_with: HashMap<Stem, Vec<usize>, FixedState>,
}

impl<'i> Block<'i> {
    fn new(items: &'i [Item], reports: &'i [ComparedReport<'i>], stems: &mut Stems) -> Self {
        let mut runs = Vec::with_capacity(items.len());
        let mut sets = Vec::with_capacity(items.len());
        let mut items_with: HashMap<Stem, Vec<usize>, FixedState> = HashMap::default();
        for (place, item) in items.iter().enumerate() {
            let text = reports.get(item.wording).map(|report| report.text);
            let run = stems.of(text.unwrap_or_default());
            let mut set = run.clone();
            set.sort_unstable();
            set.dedup();
            for stem in &set {
                items_with.entry(*stem).or_default().push(place);
            }
            runs.push(run);
            sets.push(set);
        }
        Block {
            items,
            reports,
            runs,
            sets,
            items_with,
        }
    }

    /// Joins items with similar wordings.
    ///
    /// Two sets that share [`SHARE`] of their stems, or of which one contains the other, have one of
    /// the rarest stems of one of them in common (the prefix filter of Chaudhuri, Ganti and
    /// Kaushik, 2006), so only items that share such a stem are compared.
    fn join(&self, same: &mut UnionFind<usize>) {
        let mut candidates: Vec<usize> = Vec::new();
        for (place, item) in self.items.iter().enumerate() {
            let set = &self.sets[place];
            let searches = |report: &ComparedReport| report.searches;
            if set.len() < MIN_STEMS || !self.reports.get(item.wording).is_some_and(searches) {
                continue;
            }
            let near = set.iter().map(|stem| (self.items_near(*stem, item), *stem));
            let mut rarest: Vec<(&[usize], Stem)> = near.collect();
            rarest.sort_unstable_by_key(|(near, stem)| (near.len(), *stem));
            let shared = (SHARE * set.len() as f64).ceil() as usize;
            rarest.truncate(set.len() - shared + 1);
            candidates.clear();
            for (near, _) in rarest.iter().filter(|(near, _)| near.len() <= COMMON) {
                candidates.extend(*near);
            }
            candidates.sort_unstable();
            candidates.dedup();
            for &other in candidates.iter().filter(|other| **other != place) {
                let wordings = (item.wording, self.items[other].wording);
                if wordings.0 != wordings.1
                    && !same.equiv(wordings.0, wordings.1)
                    && self.are_similar(place, other)
                {
                    same.union(wordings.0, wordings.1);
                }
            }
        }
    }

    /// The items that have a stem, from [`DAYS`] before an item to as many after it.
    fn items_near(&self, stem: Stem, item: &Item) -> &[usize] {
        let items_with = self.items_with.get(&stem).map_or(&[][..], Vec::as_slice);
        let far = |place: usize| self.items[place].day.zip(item.day).map(days_between);
        let from = items_with.partition_point(|place| far(*place).is_some_and(|days| days < -DAYS));
        let to = items_with.partition_point(|place| far(*place).is_none_or(|days| days <= DAYS));
        items_with.get(from..to).unwrap_or(&[])
    }

    fn are_similar(&self, one: usize, other: usize) -> bool {
        let stated = self.items[one].stated.zip(self.items[other].stated);
        if stated.is_some_and(|days| days_between(days).abs() > STATED_DAYS) {
            return false;
        }
        if self.overlap(self.items[one].wording, self.items[other].wording) {
            return false;
        }
        let (short, long) = match self.runs[one].len() <= self.runs[other].len() {
            true => (one, other),
            false => (other, one),
        };
        is_run_of(&self.runs[short], &self.runs[long])
            || shares_most(&self.sets[short], &self.sets[long])
    }

    /// Whether two contents overlap in their document: a statement and a part of it that is a statement of
    /// its own ("urged calm, warning that …") are two.
    fn overlap(&self, one: usize, other: usize) -> bool {
        let pair = self.reports.get(one).zip(self.reports.get(other));
        let Some((one, other)) = pair else {
            return false;
        };
        let overlap = |a: &CharSpan, b: &CharSpan| a[0] < b[1] && b[0] < a[1];
        one.document == other.document
            && (one.spans.iter()).any(|a| other.spans.iter().any(|b| overlap(a, b)))
    }
}

/// Days from the second day to the first.
fn days_between((one, other): (Date, Date)) -> i32 {
    other.days_until(one) as i32
}

/// Whether a wording is a run of another that does not negate it.
fn is_run_of(short: &[Stem], long: &[Stem]) -> bool {
    let size = short.len();
    if size < MIN_RUN {
        return false;
    }
    let mut places = long.windows(size).enumerate();
    let found = places.find(|(_, window)| *window == short);
    let before = found.map(|(start, _)| &long[start.saturating_sub(2)..start]);
    before.is_some_and(|before| !before.iter().any(|stem| stem.is_negation))
}

/// Whether two sets share [`SHARE`] of their stems, and all numbers and negations.
fn shares_most(one: &[Stem], other: &[Stem]) -> bool {
    let must_agree = |set: &[Stem]| -> Vec<Stem> {
        let stems = set.iter().filter(|stem| stem.must_agree);
        stems.copied().collect()
    };
    let shared = one.iter().filter(|stem| other.binary_search(stem).is_ok());
    let shared = shared.count();
    let either = one.len() + other.len() - shared;
    shared >= MIN_STEMS
        && shared as f64 >= SHARE * either as f64
        && must_agree(one) == must_agree(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn are_similar(one: &str, other: &str) -> bool {
        let mut stems = Stems::default();
        let [one, other] = [one, other].map(|text| {
            let run = stems.of(text);
            let mut set = run.clone();
            set.sort_unstable();
            set.dedup();
            (run, set)
        });
        let [short, long] = match one.0.len() <= other.0.len() {
            true => [one, other],
            false => [other, one],
        };
        is_run_of(&short.0, &long.0) || shares_most(&short.1, &long.1)
    }

    #[test]
    fn quotations_and_their_paraphrases_are_similar() {
        for (one, other) in [
            (
                "“We will keep every ferry running through the winter,”",
                "that they would keep the ferries running through winter",
            ),
            (
                "“The pier is rotten, the money is gone and nobody in this town will be told why”",
                "the money is gone and nobody in this town will be told why",
            ),
            (
                "that the council had never seen a bill for 40 new trams",
                "the council has never seen the bill for the 40 trams",
            ),
        ] {
            assert!(are_similar(one, other), "{one} / {other}");
            assert!(are_similar(other, one), "{other} / {one}");
        }
    }

    #[test]
    fn other_numbers_denials_and_mere_topics_are_not_similar() {
        for (one, other) in [
            (
                "that 40 trams had been ordered from the works in Halden",
                "that 50 trams had been ordered from the works in Halden",
            ),
            (
                "that the ferries would run through the winter as planned",
                "that the ferries would not run through the winter as planned",
            ),
            (
                "“I do not believe the harbour board sold its last dredger”",
                "the harbour board sold its last dredger",
            ),
            (
                "the harbour board would sell its dredger to pay the pilots",
                "the harbour needed a new dredger before the pilots could work",
            ),
            ("ferries in the winter", "the winter ferries"),
        ] {
            assert!(!are_similar(one, other), "{one} / {other}");
            assert!(!are_similar(other, one), "{other} / {one}");
        }
    }

    #[test]
    fn each_word_has_one_class() {
        let rows = rows(WORDS).count();
        assert_eq!(CLASSES.len(), rows);
    }
}
