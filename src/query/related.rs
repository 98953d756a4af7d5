//! Words that news uses for the same matter: "truce" and "ceasefire".

use super::index::Index;
use super::topics::{Stems, words_of_topic};
use crate::lexicon::rows;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const RELATED: &str = include_str!("data/related.tsv");

/// Maximum number of words of a topic for which related words are looked up together.
const LONGEST: usize = 5;

/// A part of a topic: words that may be anywhere in a text, or any of those related to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Stems of its words.
    pub(super) stems: Vec<String>,
    /// Stems of each related word or expression; these must be adjacent.
    pub(super) related: Vec<Vec<String>>,
}

/// A word or expression, and the stems of its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    words: &'static str,
}

/// The words of the table: the stems of each, without stop words, to all that are related to it.
static TABLE: LazyLock<BTreeMap<Vec<String>, Vec<Entry>>> = LazyLock::new(|| table(RELATED));

fn table(text: &'static str) -> BTreeMap<Vec<String>, Vec<Entry>> {
    let stems = Stems::new();
    let mut table: BTreeMap<Vec<String>, Vec<Entry>> = BTreeMap::new();
    for row in rows(text) {
        for asked in row.list(0) {
            let key = stems.of_topic(asked);
            let related = table.entry(key.clone()).or_default();
            for words in row.list(0).chain(row.list(1)) {
                let entry = Entry { words };
                if stems.of_topic(words) != key && !related.contains(&entry) {
                    related.push(entry);
                }
            }
        }
    }
    table
}

/// The parts of a topic, from the stems of its words: the longest expressions that have related words, and
/// all other words.
pub(super) fn parts(topic: &[String], stems: &Stems) -> Vec<Part> {
    let parts = split(topic).into_iter();
    let parts = parts.map(|(own, entries)| Part {
        stems: own.to_vec(),
        related: entries.iter().map(|e| stems.of_text(e.words)).collect(),
    });
    parts.collect()
}

/// The words of a topic that have related words, each with these.
fn related_words(topic: &str) -> Vec<(String, Vec<&'static str>)> {
    if topic.starts_with('"') {
        return Vec::new();
    }
    let stems = Stems::new();
    let split_topic = stems.of_topic(topic);
    let typed = words_of_topic(topic);
    let mut found = Vec::new();
    let mut at = 0;
    for (own, entries) in split(&split_topic) {
        let words = typed.get(at..at + own.len()).unwrap_or_default();
        at += own.len();
        if !entries.is_empty() {
            found.push((words.join(" "), entries.iter().map(|e| e.words).collect()));
        }
    }
    found
}

/// Whether a topic has words with related ones; names have none.
pub(crate) fn has_related_words(index: &Index, topic: &str) -> bool {
    !related_to(index, topic).is_empty()
}

/// The words of a topic that have related words, each with these; names have none.
pub(crate) fn related_to(index: &Index, topic: &str) -> Vec<(String, Vec<&'static str>)> {
    match index.names().find_topic(topic).is_empty() {
        true => related_words(topic),
        false => Vec::new(),
    }
}

/// Splits stems into the longest runs that have related words, and single ones that have none.
fn split(topic: &[String]) -> Vec<(&[String], &'static [Entry])> {
    let table: &'static BTreeMap<_, _> = &TABLE;
    let mut parts: Vec<(&[String], &'static [Entry])> = Vec::new();
    let mut rest = topic;
    while !rest.is_empty() {
        let longest = (1..=LONGEST.min(rest.len())).rev();
        let found = longest
            .filter_map(|count| rest.split_at_checked(count))
            .find_map(|(own, after)| Some((own, after, table.get(own)?)));
        let (own, after, entries) = match found {
            Some((own, after, entries)) => (own, after, entries.as_slice()),
            None => {
                let (own, after) = rest.split_at(1);
                (own, after, [].as_slice())
            }
        };
        parts.push((own, entries));
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn found(topic: &str) -> Vec<String> {
        let words = related_words(topic).into_iter();
        words
            .map(|(word, related)| format!("{word}: {}", related.join(", ")))
            .collect()
    }

    #[test]
    fn words_lead_to_the_others_of_their_row() {
        assert_eq!(
            found("truces"),
            [
                "truces: ceasefire, cease-fire, armistice, cessation of hostilities, end to hostilities"
            ]
        );
        assert!(found("the new trade disputes")[0].starts_with("trade disputes: trade war"));
        assert!(found("air quality").is_empty());
        assert!(found("\"truce\"").is_empty());
        assert!(found("lighthouses").is_empty());
    }

    #[test]
    fn no_row_repeats_a_word_or_leads_nowhere() {
        let stems = Stems::new();
        for row in rows(RELATED) {
            let all: Vec<&str> = row.list(0).chain(row.list(1)).collect();
            let different: BTreeSet<&str> = all.iter().copied().collect();
            assert_eq!(all.len(), different.len(), "{all:?}");
            let stems: BTreeSet<Vec<String>> = all.iter().map(|w| stems.of_topic(w)).collect();
            assert!(stems.len() > 1, "{all:?} are forms of one word");
            let longest = row.list(0).map(|w| w.split([' ', '-']).count()).max();
            assert!(longest <= Some(LONGEST), "{all:?}");
        }
    }
}
