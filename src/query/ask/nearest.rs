//! A question similar to one that cannot be parsed.

use super::lexicon::LEXICON;
use super::{LONGEST, context, grammar, reader, words};
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
pub fn nearest(question: &str, failure: &Failure, index: &Index) -> Option<String> {
    if question.len() > 4 * LONGEST {
        return None;
    }
    let context = context(index).ok()?;
    let words = words::cut(question);
    let typed: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    if typed.is_empty() || typed.len() > MOST {
        return None;
    }
    let known = named(&words, index);
    let telling = |words: &[words::Word]| {
        let telling = words.iter().filter(|w| TELLING.contains(&w.key.as_str()));
        telling.count()
    };
    let reads = |candidate: &[&str]| {
        let last = candidate.last()?.to_lowercase();
        if OPEN.contains(&last.as_str()) {
            return None;
        }
        let text = candidate.join(" ");
        let cut = words::cut(&text);
        let still = named(&cut, index);
        if telling(&cut) < telling(&words) || known.iter().any(|name| !still.contains(name)) {
            return None;
        }
        let read = grammar::read(&cut, &context).ok()?;
        // "every statement" is near to no question, nor is "about 31", the rest of a date.
        let query = &read.query;
        let rest = |topic: &String| !topic.contains(char::is_alphabetic);
        let near =
            query.to_string() != "--polarity affirmed,denied" && !query.about.iter().any(rest);
        near.then(|| sentence(&text))
    };
    if let Failure::Unknown { name, nearest } = failure {
        let given = typed.join(" ");
        let with_name = nearest.iter().find_map(|known| {
            reads(
                &given
                    .replacen(name.as_str(), known, 1)
                    .split(' ')
                    .collect::<Vec<_>>(),
            )
        });
        if with_name.is_some() {
            return with_name;
        }
    }
    let spelt: Vec<String> = words
        .iter()
        .map(|word| spelt(&word.key, &context))
        .collect();
    let spelt: Vec<&str> = (spelt.iter().zip(&typed))
        .map(|(spelt, typed)| {
            if spelt.is_empty() {
                typed
            } else {
                spelt.as_str()
            }
        })
        .collect();
    if spelt != typed
        && let Some(found) = reads(&spelt)
    {
        return Some(found);
    }
    let with_opening = OPENINGS.iter().find_map(|opening| {
        let behind = typed.get(1..)?;
        reads(&[&[*opening][..], behind].concat())
    });
    if with_opening.is_some() {
        return with_opening;
    }
    // "What did Putin eat?": a verb nobody knows comes after an auxiliary and a name.
    let auxiliary = words
        .get(1)
        .is_some_and(|w| LEXICON.auxiliaries.has(&w.key));
    let strange = |at: &usize| !is_known(&words[*at].key, &context);
    let said = (3..words.len())
        .filter(|at| auxiliary && strange(at))
        .find_map(|at| {
            let mut changed = typed.clone();
            *changed.get_mut(at)? = "say";
            let again = words.get(at + 1).map_or("", |w| w.key.as_str());
            let is_verb = context.verbs.prefix(&[again.to_owned()]).is_some();
            (!is_verb).then(|| reads(&changed)).flatten()
        });
    if said.is_some() {
        return said;
    }
    // From the end first, then from anywhere: the fewer words the better.
    let most = typed.len().div_ceil(2);
    let shorter = (1..=most).find_map(|count| reads(typed.get(..typed.len() - count)?));
    let shorter = shorter.or_else(|| {
        (1..=most).find_map(|count| {
            (0..typed.len() - count)
                .filter(|at| is_whole(&typed, *at, *at + count))
                .find_map(|at| reads(&[typed.get(..at)?, typed.get(at + count..)?].concat()))
        })
    });
    shorter.or_else(|| about_whom(&words, index).and_then(|text| reads(&[&text])))
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
fn named<'i>(words: &[words::Word], index: &'i Index) -> Vec<&'i str> {
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
fn about_whom(words: &[words::Word], index: &Index) -> Option<String> {
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
