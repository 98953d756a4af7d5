//! Whether and where a text is about what is asked about.

use super::names::Names;
use super::nations::nation;
use super::related::{self, Part};
use super::topics::{Stems, phrase};
use crate::extract::record::CharSpan;
use crate::graph::Graph;
use std::collections::BTreeSet;

/// Which words find a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Those of the topic.
    OwnWords,
    /// Also words that news uses for the same matter.
    RelatedWords,
}

/// How a text is about a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closeness {
    /// In its own words.
    Exact,
    /// Only in related words.
    Related,
}

/// A topic, as entities and as words.
#[derive(Debug)]
pub(super) struct Topic {
    /// The entities of its name.
    pub(super) entities: BTreeSet<usize>,
    /// Stems that must be adjacent: each name of the entities, or a phrase in quotation marks.
    pub(super) phrases: Vec<Vec<String>>,
    /// The words of a topic that is not a name; all parts must be found, anywhere.
    pub(super) parts: Vec<Part>,
}

impl Topic {
    pub(super) fn new(
        graph: &Graph,
        names: &Names,
        stems: &Stems,
        topic: &str,
        reach: Reach,
    ) -> Topic {
        if let Some(phrase) = phrase(topic) {
            return Topic {
                entities: BTreeSet::new(),
                phrases: Some(stems.of_text(phrase))
                    .into_iter()
                    .filter(|p| !p.is_empty())
                    .collect(),
                parts: Vec::new(),
            };
        }
        let entities: BTreeSet<usize> = names.find_topic(topic).iter().copied().collect();
        let known = entities.iter().filter_map(|e| graph.entities().get(*e));
        let spelt = known.flat_map(|entity| {
            let aliases = entity.aliases.iter().map(|(alias, _)| alias.as_str());
            let others = nation(&entity.id)
                .into_iter()
                .flat_map(|nation| &nation.names);
            let names = std::iter::once(entity.name.as_str()).chain(aliases);
            names.chain(others.copied())
        });
        let spelt: BTreeSet<Vec<String>> = spelt.map(|name| stems.of_name(name)).collect();
        Topic {
            parts: match entities.is_empty() {
                true => parts(topic, stems, reach),
                false => Vec::new(),
            },
            phrases: spelt.into_iter().filter(|name| !name.is_empty()).collect(),
            entities,
        }
    }

    /// How a text, as stems, mentions the topic; `None` if it does not.
    pub(super) fn closeness(&self, text: &[String]) -> Option<Closeness> {
        if self.phrases.iter().any(|name| has(text, name)) {
            return Some(Closeness::Exact);
        }
        let parts = self.parts.iter().map(|part| part.closeness(text));
        parts.collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    /// Whether it is enough that a statement has the stems, in any order.
    pub(super) fn is_plain(&self) -> bool {
        self.phrases.iter().all(|phrase| phrase.len() == 1)
            && self.parts.iter().all(|part| part.related.is_empty())
    }
}

/// The parts of a topic that is not a name.
fn parts(topic: &str, stems: &Stems, reach: Reach) -> Vec<Part> {
    let own = stems.of_topic(topic);
    match reach {
        Reach::RelatedWords => related::parts(&own, stems),
        Reach::OwnWords if own.is_empty() => Vec::new(),
        Reach::OwnWords => vec![Part {
            stems: own,
            related: Vec::new(),
        }],
    }
}

impl Part {
    fn closeness(&self, text: &[String]) -> Option<Closeness> {
        if self.stems.iter().all(|stem| text.contains(stem)) {
            return Some(Closeness::Exact);
        }
        let found = self.related.iter().any(|words| has(text, words));
        found.then_some(Closeness::Related)
    }

    /// Lists of stems; if a text has the part, it has all stems of one list.
    pub(super) fn alternatives(&self) -> impl Iterator<Item = &Vec<String>> {
        std::iter::once(&self.stems).chain(&self.related)
    }
}

/// Whether a text has these stems in a row.
fn has(text: &[String], words: &[String]) -> bool {
    !words.is_empty() && text.windows(words.len()).any(|window| window == words)
}

/// The topics of a query, to find them in texts.
#[derive(Debug, Default)]
pub struct Subject {
    topics: Vec<Topic>,
    stems: Stems,
}

/// Where a text mentions topics: spans in code points, in order and without overlap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// All mentions.
    pub matched: Vec<CharSpan>,
    /// Those in related words.
    pub related: Vec<CharSpan>,
}

impl Subject {
    pub(super) fn new(topics: Vec<Topic>, stems: Stems) -> Subject {
        Subject { topics, stems }
    }

    /// Where a text mentions them.
    pub fn marks(&self, text: &str) -> Marks {
        match self.topics.is_empty() {
            true => Marks::default(),
            false => marks(&self.stems, &self.topics, text),
        }
    }
}

fn marks(stems: &Stems, topics: &[Topic], text: &str) -> Marks {
    let placed = stems.placed(text);
    let mut own: Vec<CharSpan> = Vec::new();
    let mut related: Vec<CharSpan> = Vec::new();
    for topic in topics {
        for (stem, span) in &placed {
            if topic.parts.iter().any(|part| part.stems.contains(stem)) {
                own.push(*span);
            }
        }
        for phrase in &topic.phrases {
            runs(&placed, phrase, &mut own);
        }
        for words in topic.parts.iter().flat_map(|part| &part.related) {
            runs(&placed, words, &mut related);
        }
    }
    let own = merged(own);
    let overlaps = |span: &CharSpan| own.iter().any(|o| o[0] < span[1] && span[0] < o[1]);
    let related = merged(related.into_iter().filter(|span| !overlaps(span)).collect());
    Marks {
        matched: merged(own.iter().chain(&related).copied().collect()),
        related,
    }
}

/// Adds the span of each place that has these stems in a row.
fn runs(placed: &[(String, CharSpan)], words: &[String], spans: &mut Vec<CharSpan>) {
    if words.is_empty() {
        return;
    }
    for window in placed.windows(words.len()) {
        let same = window
            .iter()
            .zip(words)
            .all(|((stem, _), wanted)| stem == wanted);
        if let (true, Some((_, first)), Some((_, last))) = (same, window.first(), window.last()) {
            spans.push([first[0], last[1]]);
        }
    }
}

/// Spans in order, those that overlap as one.
fn merged(mut spans: Vec<CharSpan>) -> Vec<CharSpan> {
    spans.sort_unstable_by_key(|[start, end]| (*start, std::cmp::Reverse(*end)));
    let mut merged: Vec<CharSpan> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span[0] < last[1] => last[1] = last[1].max(span[1]),
            _ => merged.push(span),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_marked_in_code_points() {
        let stems = Stems::new();
        let topic = |words: &str, phrase: &str| Topic {
            entities: BTreeSet::new(),
            phrases: vec![stems.of_text(phrase)],
            parts: parts(words, &stems, Reach::OwnWords),
        };
        let text = "“Ça va”: anti-invasion treaties, then Russia’s sea routes";
        let found = marks(
            &stems,
            &[topic("invasions", "treaty"), topic("russia", "sea route")],
            text,
        );
        assert_eq!(
            texts(text, &found.matched),
            ["invasion", "treaties", "Russia", "sea routes"]
        );
        assert!(found.related.is_empty());
        assert_eq!(
            marks(&stems, &[topic("vat", "route sea")], text),
            Marks::default()
        );
    }

    fn texts(text: &str, spans: &[CharSpan]) -> Vec<String> {
        let points: Vec<char> = text.chars().collect();
        let spans = spans.iter();
        spans
            .map(|[start, end]| points[*start..*end].iter().collect())
            .collect()
    }

    #[test]
    fn related_words_count_less_than_those_of_the_topic() {
        let stems = Stems::new();
        let topic = Topic {
            entities: BTreeSet::new(),
            phrases: Vec::new(),
            parts: parts("a lasting truce", &stems, Reach::RelatedWords),
        };
        let closeness = |text: &str| topic.closeness(&stems.of_text(text));
        assert_eq!(closeness("the truce will last"), Some(Closeness::Exact));
        assert_eq!(closeness("lasting ceasefires"), Some(Closeness::Related));
        assert_eq!(
            closeness("a cessation of hostilities that lasts"),
            Some(Closeness::Related)
        );
        assert_eq!(closeness("hostilities last, cessation or not"), None);
        assert_eq!(closeness("a ceasefire"), None);
        let text = "ceasefires that last, or one truce";
        let found = marks(&stems, &[topic], text);
        assert_eq!(texts(text, &found.matched), ["ceasefires", "last", "truce"]);
        assert_eq!(texts(text, &found.related), ["ceasefires"]);
    }
}
