//! What a statement is about: names, words and phrases.

use super::names::{Names, is_article};
use crate::extract::record::CharSpan;
use crate::lexicon::lines;
use crate::normalise::folding;
use rust_stemmers::{Algorithm, Stemmer};
use std::collections::HashSet;
use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

/// Words that say nothing about a topic.
static STOP_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/stop_words.txt")).collect());

/// Splits words into topics: each known name is one, and each run of other words between them. Stop words
/// ("the", "of", "with") at the ends of runs are removed. Text in quotation marks is a phrase, with all its
/// words: `"…"`.
pub fn topics(text: &str, names: &Names) -> Vec<String> {
    let marks = ['"', '“', '”', '„', '«', '»'];
    let mut found = Vec::new();
    for (i, part) in text.split(marks).enumerate() {
        // Every other part is quoted, unless its quotation mark is never closed.
        let closed = text.matches(marks).count() > i;
        match i % 2 == 1 && closed && !folding::words(part).is_empty() {
            true => found.push(format!("\"{}\"", part.trim())),
            false => found.extend(unquoted(part, names)),
        }
    }
    found
}

fn unquoted(text: &str, names: &Names) -> Vec<String> {
    let entities = names.find_topic(text);
    if !entities.is_empty() {
        return vec![named(text, entities, names)];
    }
    let typed: Vec<&str> = text
        .split_whitespace()
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric() && c != '.'))
        .map(folding::without_possessive)
        .filter(|w| !folding::words(w).is_empty())
        .collect();
    let keys: Vec<String> = typed.iter().map(|w| folding::words(w).join(" ")).collect();
    let mut topics = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < typed.len() {
        match prefix(&keys[at..], names) {
            Some((count, entities)) if !is_word(&typed, &keys, at..at + count, names) => {
                push_run(&mut topics, &mut run, names);
                topics.push(named(&typed[at..at + count].join(" "), entities, names));
                at += count;
            }
            _ => {
                run.push(typed[at]);
                at += 1;
            }
        }
    }
    push_run(&mut topics, &mut run, names);
    topics
}

/// Whether words that are a name are used as another word: a stop word, or a noun after its article ("the bill",
/// "a budget bill").
fn is_word(typed: &[&str], keys: &[String], name: Range<usize>, names: &Names) -> bool {
    let is_open = |word: &&&str| {
        !word.chars().any(char::is_uppercase) && !is_stop_word(&folding::words(word).concat())
    };
    match typed.get(name.clone()).unwrap_or_default() {
        [article, noun] => is_article(article) && names.is_perhaps_noun(noun),
        [word] => {
            let before = typed.get(..name.start).unwrap_or_default();
            let start = before.iter().rev().find(|word| !is_open(word));
            is_stop_word(&keys[name.start])
                || start.is_some_and(|word| is_article(word)) && names.is_perhaps_noun(word)
        }
        _ => false,
    }
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

/// Adds a run of words as a topic. If one of them could be a person's name, it keeps its article, so that it is
/// no name when it is read again.
fn push_run(topics: &mut Vec<String>, run: &mut Vec<&str>, names: &Names) {
    let is_stop = |word: &&str| is_stop_word(&folding::words(word).concat());
    let first = run.iter().position(|w| !is_stop(w));
    let last = run.iter().rposition(|w| !is_stop(w));
    if let (Some(first), Some(last)) = (first, last) {
        let has_noun = run[first..=last]
            .iter()
            .any(|word| names.is_perhaps_noun(word));
        let has_article = first > 0 && is_article(run[first - 1]);
        topics.push(run[first - usize::from(has_noun && has_article)..=last].join(" "));
    }
    run.clear();
}

/// Whether a folded word says nothing about a topic: "the", "of".
pub(crate) fn is_stop_word(folded: &str) -> bool {
    STOP_WORDS.contains(folded)
}

/// The words of a topic, folded, without stop words; all if all are stop words.
pub(super) fn words_of_topic(topic: &str) -> Vec<String> {
    let words = folding::words(topic);
    let full = words.iter().filter(|word| !is_stop_word(word));
    let full: Vec<String> = full.cloned().collect();
    match full.is_empty() {
        true => words,
        false => full,
    }
}

/// Compares words by their stems (Porter2, Snowball's English stemmer).
pub(super) struct Stems {
    stemmer: Stemmer,
}

impl Default for Stems {
    fn default() -> Self {
        Stems::new()
    }
}

impl fmt::Debug for Stems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stems")
    }
}

impl Stems {
    pub(super) fn new() -> Stems {
        Stems {
            stemmer: Stemmer::create(Algorithm::English),
        }
    }

    /// Stems of all words but stop words; of all words if all are stop words.
    pub(super) fn of_topic(&self, topic: &str) -> Vec<String> {
        let words = words_of_topic(topic);
        words.iter().map(|w| self.stem(w)).collect()
    }

    /// Stems of a name, without a leading "the".
    pub(super) fn of_name(&self, name: &str) -> Vec<String> {
        let mut stems = self.of_text(name);
        if stems.len() > 1 && stems.first().is_some_and(|stem| stem == "the") {
            stems.remove(0);
        }
        stems
    }

    /// Stems of all words of a text, in order.
    pub(super) fn of_text(&self, text: &str) -> Vec<String> {
        let mut stems = Vec::new();
        for chunk in text.split_whitespace() {
            stems.extend(self.of_chunk(trimmed(chunk)));
        }
        stems
    }

    /// Stems of all words of a text, in order, each with its span in code points.
    pub(super) fn placed(&self, text: &str) -> Vec<(String, CharSpan)> {
        let mut placed = Vec::new();
        let (mut bytes, mut points) = (0, 0);
        for chunk in text.split_whitespace() {
            let chunk = trimmed(chunk);
            // The chunk is a slice of the text.
            let start = chunk.as_ptr() as usize - text.as_ptr() as usize;
            points += text.get(bytes..start).map_or(0, |gap| gap.chars().count());
            bytes = start;
            let stems: Vec<String> = self.of_chunk(chunk).collect();
            let parts = parts(chunk);
            for (i, stem) in stems.iter().enumerate() {
                let part = match parts.len() == stems.len() {
                    true => parts.get(i).copied().unwrap_or_default(),
                    false => [0, chunk.chars().count()],
                };
                placed.push((stem.clone(), part.map(|at| points + at)));
            }
        }
        placed
    }

    fn of_chunk(&self, chunk: &str) -> impl Iterator<Item = String> {
        let words = folding::words(chunk).into_iter();
        words.map(|word| self.stem(&word))
    }

    fn stem(&self, word: &str) -> String {
        self.stemmer.stem(word).into_owned()
    }
}

/// A word between white space without the punctuation around it.
fn trimmed(chunk: &str) -> &str {
    folding::without_possessive(chunk.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Spans, in code points, of the parts of a word that are divided by hyphens and the like.
fn parts(chunk: &str) -> Vec<CharSpan> {
    let divides =
        |c: char| !(c.is_alphanumeric() || c == '&' || matches!(c, '.' | '\'' | '’' | '‘' | 'ʼ'));
    let mut parts = Vec::new();
    let mut start = None;
    for (at, c) in chunk.chars().chain(['-']).enumerate() {
        match start {
            Some(from) if divides(c) => {
                parts.push([from, at]);
                start = None;
            }
            None if !divides(c) => start = Some(at),
            _ => {}
        }
    }
    parts
}

/// The text between the quotation marks of a topic: words that must be adjacent.
pub(super) fn phrase(topic: &str) -> Option<&str> {
    let inner = topic.strip_prefix('"')?.strip_suffix('"')?;
    (!folding::words(inner).is_empty()).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_other_words_are_separate_topics() {
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
    fn a_noun_with_its_article_is_no_person() {
        let mut names = Names::default();
        names.add(0, "bill-hammons", ["Bill Hammons", "Bill"]);
        names.add_surname(0, "Bill Hammons");
        names.add(1, "Q212", ["Ukraine"]);
        let topics = |text| topics(text, &names);
        assert_eq!(topics("the bill"), ["the bill"]);
        assert_eq!(topics("of the bill on Ukraine"), ["the bill", "Ukraine"]);
        assert_eq!(topics("a new budget bill"), ["a new budget bill"]);
        assert_eq!(topics("the vote against bill"), ["vote", "Bill Hammons"]);
        assert_eq!(topics("bill"), ["Bill Hammons"]);
    }

    #[test]
    fn phrases_keep_their_marks() {
        let names = Names::default();
        assert_eq!(
            topics("talks on “security guarantees” soon", &names),
            ["talks", "\"security guarantees\"", "soon"]
        );
        assert_eq!(topics("\"\"", &names), Vec::<String>::new());
        assert_eq!(topics("5\" of snow", &names), ["5", "snow"]);
    }

    #[test]
    fn inflected_forms_have_the_same_stems() {
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
