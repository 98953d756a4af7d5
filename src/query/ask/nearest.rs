//! A question similar to one that cannot be parsed.

use super::lexicon::LEXICON;
use super::parse::{LONGEST, context};
use super::{grammar, reader, tokens};
use crate::query::{Failure, Index};

/// Ways to begin that may save a question: "why did" is not known, but "when did" is.
const OPENINGS: [&str; 4] = ["what", "when", "who", "how often"];
/// Words that no question is read without: it would ask for something else.
const TELLING: [&str; 14] = [
    "not", "never", "no", "nobody", "nothing", "or", "but", "than", "except", "besides", "without",
    "each", "other", "neither",
];
/// Words with which no question breaks off that has lost its last ones.
const OPEN: [&str; 14] = [
    "on", "in", "at", "by", "to", "of", "from", "about", "since", "before", "after", "between",
    "and", "the",
];
/// More words than these are not tried without one another.
const MOST: usize = 30;
/// Letters of a word of which one wrong letter seldom makes another word.
const SHORTEST: usize = 4;

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
    if question.len() > 4 * LONGEST {
        return None;
    }
    let words = tokens::cut(question);
    if words.is_empty() || words.len() > MOST {
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
        .or_else(|| attempt.spelt())
        .or_else(|| attempt.with_other_opening())
        .or_else(|| attempt.with_known_verb())
        .or_else(|| attempt.shorter())
        .or_else(|| about_whom(&words, index).and_then(|text| attempt.reads(&[&text])))
}

/// A question that cannot be parsed, on the way to one that can.
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
    fn reads(&self, candidate: &[&str]) -> Option<String> {
        let last = candidate.last()?.to_lowercase();
        if OPEN.contains(&last.as_str()) {
            return None;
        }
        let text = candidate.join(" ");
        let cut = tokens::cut(&text);
        let still = named(&cut, self.context.index);
        if telling(&cut) < telling(self.words)
            || self.known.iter().any(|name| !still.contains(name))
        {
            return None;
        }
        let read = grammar::read(&cut, &self.context).ok()?;
        // "every statement" is near to no question, nor is "about 31", the rest of a date.
        let query = &read.query;
        let rest = |topic: &String| !topic.contains(char::is_alphabetic);
        let near =
            query.to_string() != "--polarity affirmed,denied" && !query.about.iter().any(rest);
        near.then(|| sentence(&text))
    }

    /// With a name of the graph instead of an unknown one.
    fn with_known_name(&self, failure: &Failure) -> Option<String> {
        let Failure::Unknown { name, nearest } = failure else {
            return None;
        };
        let given = self.typed.join(" ");
        nearest.iter().find_map(|known| {
            let text = given.replacen(name.as_str(), known, 1);
            self.reads(&text.split(' ').collect::<Vec<_>>())
        })
    }

    /// With verbs and question words spelt as they are known.
    fn spelt(&self) -> Option<String> {
        let words = self.words.iter();
        let spelt: Vec<String> = words.map(|w| spelt(&w.key, &self.context)).collect();
        let spelt = spelt.iter().zip(&self.typed);
        let spelt: Vec<&str> = spelt
            .map(|(spelt, typed)| {
                if spelt.is_empty() {
                    typed
                } else {
                    spelt.as_str()
                }
            })
            .collect();
        (spelt != self.typed).then(|| self.reads(&spelt)).flatten()
    }

    /// With another question word.
    fn with_other_opening(&self) -> Option<String> {
        OPENINGS.iter().find_map(|opening| {
            let after = self.typed.get(1..)?;
            self.reads(&[&[*opening][..], after].concat())
        })
    }

    /// "What did Putin eat?": an unknown verb after an auxiliary and a name.
    fn with_known_verb(&self) -> Option<String> {
        let (words, context) = (self.words, &self.context);
        let auxiliary = words.get(1);
        if !auxiliary.is_some_and(|w| LEXICON.auxiliaries.has(&w.key)) {
            return None;
        }
        let strange = |at: &usize| !is_known(&words[*at].key, context);
        (3..words.len()).filter(strange).find_map(|at| {
            let mut changed = self.typed.clone();
            *changed.get_mut(at)? = "say";
            let again = words.get(at + 1).map_or("", |w| w.key.as_str());
            let is_verb = context.verbs.prefix(&[again.to_owned()]).is_some();
            (!is_verb).then(|| self.reads(&changed)).flatten()
        })
    }

    /// Without some words, from the end first, then from anywhere: the fewer the better.
    fn shorter(&self) -> Option<String> {
        let typed = &self.typed;
        let most = typed.len().div_ceil(2);
        let shorter = (1..=most).find_map(|count| self.reads(typed.get(..typed.len() - count)?));
        shorter.or_else(|| {
            (1..=most).find_map(|count| {
                (0..typed.len() - count)
                    .filter(|at| is_whole(typed, *at, *at + count))
                    .find_map(|at| {
                        self.reads(&[typed.get(..at)?, typed.get(at + count..)?].concat())
                    })
            })
        })
    }
}

/// How many words reverse or narrow the meaning.
fn telling(words: &[tokens::Word]) -> usize {
    let telling = words.iter().filter(|w| TELLING.contains(&w.key.as_str()));
    telling.count()
}

/// Whether what is left out leaves no preposition without its words nor words without theirs.
fn is_whole(typed: &[&str], start: usize, end: usize) -> bool {
    let holds = |at: Option<usize>, words: &[&str]| {
        let word = at.and_then(|at| typed.get(at));
        word.is_some_and(|word| words.contains(&word.to_lowercase().as_str()))
    };
    let before = start.checked_sub(1);
    !holds(before, &OPEN)
        && !holds(before, &["which", "what", "how", "many", "whose"])
        && !holds(end.checked_sub(1), &OPEN)
}

/// A verb or question word that differs from a word by a letter, or by two letters changed about;
/// empty for a word that is known, or is near to none.
fn spelt(word: &str, context: &reader::Context) -> String {
    if word.len() < SHORTEST || is_known(word, context) {
        return String::new();
    }
    let first = word.chars().next();
    let asks = ["what", "when", "which", "whom"].into_iter();
    let candidates = asks.chain(context.verbs.words());
    let near = candidates.filter(|known| {
        known.len().abs_diff(word.len()) <= 1
            && known.starts_with(|c| Some(c) == first)
            && strsim::damerau_levenshtein(known, word) == 1
    });
    // "warnd" is "warned" rather than "warn".
    near.max_by_key(|known| (known.len(), *known))
        .unwrap_or_default()
        .to_owned()
}

fn is_known(word: &str, context: &reader::Context) -> bool {
    let words = [word.to_owned()];
    LEXICON.has(word)
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

/// A question about those named in the words: what the first of them says about the second.
fn about_whom(words: &[tokens::Word], index: &Index) -> Option<String> {
    match named(words, index).as_slice() {
        [one] => Some(format!("what did {one} say")),
        [one, other] => Some(format!("what did {one} say about {other}")),
        _ => None,
    }
}

/// As one writes it: a capital first and a question mark last.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['?']).collect()
}
