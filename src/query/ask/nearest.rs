//! A question similar to one that cannot be parsed.

use super::lexicon::LEXICON;
use super::parse::{MAX_CHARACTERS, context};
use super::{grammar, reader, tokens};
use crate::query::{Failure, Index};

/// Question words to try in place of another: "why did" is not known, but "when did" is.
const OPENINGS: [&str; 4] = ["what", "when", "who", "how often"];
/// Words that are never left out, as the question would ask for something else.
const ESSENTIAL: [&str; 14] = [
    "not", "never", "no", "nobody", "nothing", "or", "but", "than", "except", "besides", "without",
    "each", "other", "neither",
];
/// Words that need another word after them.
const OPEN: [&str; 14] = [
    "on", "in", "at", "by", "to", "of", "from", "about", "since", "before", "after", "between",
    "and", "the",
];
/// Maximum number of words in a question that is changed.
const MAX_WORDS: usize = 30;
/// Minimum length of a word whose spelling is corrected: in shorter ones, a wrong letter often makes another
/// word.
const MIN_LETTERS: usize = 4;

/// The nearest question that [`super::parse`] can parse, for one that it cannot: with a name as
/// it is spelt in the graph, with the correct spelling of a verb or question word, with another question
/// word, or with as few words left out as necessary, at most half of them. Names are never left out, nor are words
/// that reverse the meaning.
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::query::{Index, ask};
///
/// let (index, question) = (Index::new(&graph), "Who warnd Russia?");
/// let failure = ask::parse(question, &index).unwrap_err();
/// assert_eq!(ask::nearest(question, &failure, &index).as_deref(), Some("Who warned Russia?"));
/// # Ok::<(), dixit::error::Error>(())
/// ```
pub fn nearest(question: &str, failure: &Failure, index: &Index) -> Option<String> {
    if question.len() > 4 * MAX_CHARACTERS {
        return None;
    }
    let words = tokens::split(question);
    if words.is_empty() || words.len() > MAX_WORDS {
        return None;
    }
    let attempt = Attempt {
        context: context(index).ok()?,
        typed: words.iter().map(|word| word.text.as_str()).collect(),
        known: named(&words, index),
        words: &words,
    };
    attempt
        .with_known_name(failure)
        .or_else(|| attempt.with_correct_spelling())
        .or_else(|| attempt.with_organisations())
        .or_else(|| attempt.with_other_opening())
        .or_else(|| attempt.with_known_verb())
        .or_else(|| attempt.shortened())
        .or_else(|| about_entities(&words, index).and_then(|text| attempt.parsed(&[&text])))
}

/// A question that cannot be parsed, and what is needed to change it.
struct Attempt<'q, 'i> {
    context: reader::Context<'i>,
    words: &'q [tokens::Word],
    /// The words as they were typed.
    typed: Vec<&'q str>,
    /// The entities that it names.
    known: Vec<&'i str>,
}

impl Attempt<'_, '_> {
    /// The question of these words, if it can be parsed and asks for something similar.
    fn parsed(&self, candidate: &[&str]) -> Option<String> {
        let last = candidate.last()?.to_lowercase();
        if OPEN.contains(&last.as_str()) {
            return None;
        }
        let text = candidate.join(" ");
        let words = tokens::split(&text);
        let names = named(&words, self.context.index);
        if essential_count(&words) < essential_count(self.words)
            || self.known.iter().any(|name| !names.contains(name))
        {
            return None;
        }
        let read = grammar::read(&words, &self.context).ok()?;
        // A query for every statement is not similar to any question, nor is one "about 31", the rest of a
        // date.
        let query = &read.query;
        let rest = |topic: &String| !topic.contains(char::is_alphabetic);
        let is_similar =
            query.to_string() != "--polarity affirmed,denied" && !query.about.iter().any(rest);
        is_similar.then(|| sentence(&text))
    }

    /// With a name of the graph instead of an unknown one.
    fn with_known_name(&self, failure: &Failure) -> Option<String> {
        let Failure::Unknown { name, nearest } = failure else {
            return None;
        };
        let given = self.typed.join(" ");
        nearest.iter().find_map(|known| {
            let text = given.replacen(name.as_str(), known, 1);
            self.parsed(&text.split(' ').collect::<Vec<_>>())
        })
    }

    /// With the spelling of verbs and question words corrected.
    fn with_correct_spelling(&self) -> Option<String> {
        let words = self.words.iter();
        let corrected: Vec<String> = words.map(|w| correction(&w.key, &self.context)).collect();
        let corrected = corrected.iter().zip(&self.typed);
        let corrected: Vec<&str> = corrected
            .map(|(corrected, typed)| {
                if corrected.is_empty() {
                    typed
                } else {
                    corrected.as_str()
                }
            })
            .collect();
        (corrected != self.typed)
            .then(|| self.parsed(&corrected))
            .flatten()
    }

    /// With all organisations in place of a kind of them: "which companies".
    fn with_organisations(&self) -> Option<String> {
        let at = self
            .words
            .iter()
            .position(|word| LEXICON.organisations.has(&word.key))?;
        let mut changed = self.typed.clone();
        *changed.get_mut(at)? = "organisations";
        self.parsed(&changed)
    }

    /// With another question word.
    fn with_other_opening(&self) -> Option<String> {
        let asks = |word: &tokens::Word| {
            matches!(word.key.as_str(), "what" | "who" | "when" | "how" | "which")
        };
        if self.words.iter().skip(1).any(asks) {
            return None;
        }
        if matches!(self.words.first()?.key.as_str(), "which" | "what") {
            // "which people did Russia accuse"
            let whom = self
                .typed
                .get(2..)
                .and_then(|after| self.parsed(&[&["whom"][..], after].concat()));
            if whom.is_some() {
                return whom;
            }
        }
        OPENINGS.iter().find_map(|opening| {
            let after = self.typed.get(1..)?;
            self.parsed(&[&[*opening][..], after].concat())
        })
    }

    /// With "say" in place of an unknown verb after an auxiliary and a name: "What did Putin eat?"
    fn with_known_verb(&self) -> Option<String> {
        let (words, context) = (self.words, &self.context);
        let auxiliary = words.get(1);
        if !auxiliary.is_some_and(|w| LEXICON.auxiliaries.has(&w.key)) {
            return None;
        }
        let is_unknown = |at: &usize| !is_known(&words[*at].key, context);
        (3..words.len()).filter(is_unknown).find_map(|at| {
            let mut changed = self.typed.clone();
            *changed.get_mut(at)? = "say";
            let next = words.get(at + 1).map_or("", |w| w.key.as_str());
            let is_verb = context.verbs.prefix(&[next.to_owned()]).is_some();
            (!is_verb).then(|| self.parsed(&changed)).flatten()
        })
    }

    /// With as few words as possible left out, at the end or, failing that, anywhere.
    fn shortened(&self) -> Option<String> {
        let typed = &self.typed;
        let most = typed.len().div_ceil(2);
        let at_end = (1..=most).find_map(|count| self.parsed(typed.get(..typed.len() - count)?));
        at_end.or_else(|| {
            (1..=most).find_map(|count| {
                (0..typed.len() - count)
                    .filter(|at| is_separable(typed, *at, *at + count))
                    .find_map(|at| {
                        self.parsed(&[typed.get(..at)?, typed.get(at + count..)?].concat())
                    })
            })
        })
    }
}

/// Number of words that reverse or narrow the meaning.
fn essential_count(words: &[tokens::Word]) -> usize {
    let essential = words.iter().filter(|w| ESSENTIAL.contains(&w.key.as_str()));
    essential.count()
}

/// Whether words can be left out without separating a preposition from the words that belong to it.
fn is_separable(typed: &[&str], start: usize, end: usize) -> bool {
    let is_one_of = |at: Option<usize>, words: &[&str]| {
        let word = at.and_then(|at| typed.get(at));
        word.is_some_and(|word| words.contains(&word.to_lowercase().as_str()))
    };
    let before = start.checked_sub(1);
    !is_one_of(before, &OPEN)
        && !is_one_of(before, &["which", "what", "how", "many", "whose"])
        && !is_one_of(end.checked_sub(1), &OPEN)
}

/// The verb or question word that differs from a word by one letter, or by two letters swapped; empty if the
/// word is known, or similar to none.
fn correction(word: &str, context: &reader::Context) -> String {
    if word.len() < MIN_LETTERS || is_known(word, context) {
        return String::new();
    }
    let first = word.chars().next();
    let question_words = ["what", "when", "which", "whom"].into_iter();
    let candidates = question_words.chain(context.verbs.words());
    let similar = candidates.filter(|known| {
        known.len().abs_diff(word.len()) <= 1
            && known.starts_with(|c| Some(c) == first)
            && strsim::damerau_levenshtein(known, word) == 1
    });
    // "warnd" is "warned" rather than "warn".
    similar
        .max_by_key(|known| (known.len(), *known))
        .unwrap_or_default()
        .to_owned()
}

fn is_known(word: &str, context: &reader::Context) -> bool {
    let words = [word.to_owned()];
    LEXICON.has(word)
        || OPEN.contains(&word)
        || context.verbs.prefix(&words).is_some()
        || context.verbs.noun(word).is_some()
        || context.index.names().prefix(&words).is_some()
}

/// The entities that words name.
fn named<'i>(words: &[tokens::Word], index: &'i Index) -> Vec<&'i str> {
    let keys: Vec<String> = words.iter().map(|word| word.key.clone()).collect();
    let mut named = Vec::new();
    let mut at = 0;
    while let Some(rest) = keys.get(at..).filter(|rest| !rest.is_empty()) {
        match index.names().prefix(rest) {
            Some((count, [entity, ..])) => {
                named.push(index.names().canonical(*entity));
                at += count;
            }
            _ => at += 1,
        }
    }
    named
}

/// A question about the entities that words name: what the first says about the second.
fn about_entities(words: &[tokens::Word], index: &Index) -> Option<String> {
    match named(words, index).as_slice() {
        [one] => Some(format!("what did {one} say")),
        [one, other] => Some(format!("what did {one} say about {other}")),
        _ => None,
    }
}

/// The text with a capital letter and a question mark.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['?']).collect()
}
