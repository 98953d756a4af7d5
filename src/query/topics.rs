//! What a statement is about: names and words.

use super::names::Names;
use crate::fold;
use rust_stemmers::{Algorithm, Stemmer};

/// Words that say nothing of a topic.
const EMPTY: &str = include_str!("data/empty_words.txt");

/// Parts words into topics: each known name is one, each run of other words between them is one.
/// Runs lose the empty words ("the", "of", "with") at their ends, and vanish if nothing is left.
pub fn topics(text: &str, names: &Names) -> Vec<String> {
    if !names.find(text).is_empty() {
        return vec![named(text, names.find(text), names)];
    }
    let typed: Vec<&str> = text
        .split_whitespace()
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric() && c != '.'))
        .map(fold::without_possessive)
        .filter(|w| !fold::words(w).is_empty())
        .collect();
    let keys: Vec<String> = typed.iter().map(|w| fold::words(w).join(" ")).collect();
    let mut topics = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < typed.len() {
        match prefix(&keys[at..], names) {
            Some((count, entities)) if !(count == 1 && is_empty(&keys[at])) => {
                push_run(&mut topics, &mut run);
                topics.push(named(&typed[at..at + count].join(" "), entities, names));
                at += count;
            }
            _ => {
                run.push(typed[at]);
                at += 1;
            }
        }
    }
    push_run(&mut topics, &mut run);
    topics
}

/// The longest name at the start of `chunks`, each of which may fold to several words.
fn prefix<'n>(chunks: &[String], names: &'n Names) -> Option<(usize, &'n [usize])> {
    (1..=chunks.len().min(8)).rev().find_map(|count| {
        let words: Vec<String> = chunks[..count]
            .iter()
            .flat_map(|c| c.split(' ').map(str::to_owned))
            .collect();
        let (taken, entities) = names.prefix(&words)?;
        (taken == words.len()).then_some((count, entities))
    })
}

fn named(typed: &str, entities: &[usize], names: &Names) -> String {
    match entities {
        [one] => names.canonical(*one).to_owned(),
        _ => typed.to_owned(),
    }
}

fn push_run(topics: &mut Vec<String>, run: &mut Vec<&str>) {
    let empty = |word: &&str| is_empty(&fold::words(word).concat());
    let first = run.iter().position(|w| !empty(w));
    let last = run.iter().rposition(|w| !empty(w));
    if let (Some(first), Some(last)) = (first, last) {
        topics.push(run[first..=last].join(" "));
    }
    run.clear();
}

fn is_empty(folded: &str) -> bool {
    EMPTY.lines().any(|word| word == folded)
}

/// Compares words by their stems (Porter2, as Snowball's English stemmer has it).
pub(super) struct Stems {
    stemmer: Stemmer,
}

impl Stems {
    pub(super) fn new() -> Stems {
        Stems {
            stemmer: Stemmer::create(Algorithm::English),
        }
    }

    /// Stems of all words that are not empty; of all words if every one is.
    pub(super) fn of_topic(&self, topic: &str) -> Vec<String> {
        let words = fold::words(topic);
        let full: Vec<String> = words
            .iter()
            .filter(|w| !is_empty(w))
            .map(|w| self.stem(w))
            .collect();
        if full.is_empty() {
            words.iter().map(|w| self.stem(w)).collect()
        } else {
            full
        }
    }

    /// Stems of all words of a text, in order.
    pub(super) fn of_text(&self, text: &str) -> Vec<String> {
        let mut stems = Vec::new();
        for chunk in text.split_whitespace() {
            let chunk = chunk.trim_matches(|c: char| !c.is_alphanumeric());
            let words = fold::words(fold::without_possessive(chunk));
            stems.extend(words.iter().map(|w| self.stem(w)));
        }
        stems
    }

    fn stem(&self, word: &str) -> String {
        self.stemmer.stem(word).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_words_are_told_apart() {
        let mut names = Names::default();
        names.add(0, "Q212", ["Ukraine"]);
        names.add(1, "Q30", ["United States", "U.S."]);
        let topics = |text| topics(text, &names);
        assert_eq!(
            topics("the plans to invade Ukraine"),
            ["plans to invade", "Ukraine"]
        );
        assert_eq!(
            topics("U.S. troops in UKRAINE's east"),
            ["United States", "troops", "Ukraine", "east"]
        );
        assert_eq!(topics("of the"), Vec::<String>::new());
    }

    #[test]
    fn stems_meet() {
        let stems = Stems::new();
        assert_eq!(
            stems.of_topic("security guarantees"),
            stems
                .of_text("“secure guarantee”")
                .iter()
                .map(|s| s.replace("secure", "secur"))
                .collect::<Vec<_>>()
        );
        assert_eq!(
            stems.of_topic("the invasion of"),
            stems.of_text("invasions")
        );
    }
}
