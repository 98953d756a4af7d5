//! A question close to one that cannot be read.

use super::{LONGEST, context, grammar, words};
use crate::query::{Failure, Index};

/// Ways to begin that may save a question: "why did" is not known, but "when did" is.
const OPENINGS: [&str; 4] = ["what", "when", "who", "how often"];
/// Words with which no question breaks off that has lost its last ones.
const OPEN: [&str; 14] = [
    "on", "in", "at", "by", "to", "of", "from", "about", "since", "before", "after", "between",
    "and", "the",
];
/// More words than these are not tried without one another.
const MOST: usize = 30;

/// The question nearest to one that [`super::parse`] refuses which it can read: with a name as
/// somebody on record is called, with another question word, with "say" for a verb it does not
/// know, or with as few words left out as will do.
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
    let reads = |candidate: &[&str]| {
        if candidate.last().is_some_and(|word| OPEN.contains(word)) {
            return None;
        }
        let text = candidate.join(" ");
        let read = grammar::read(&words::cut(&text), &context).ok()?;
        // "every statement" is near to no question, nor is "about 31", the rest of a date.
        let query = &read.query;
        let rest = |topic: &String| !topic.contains(char::is_alphabetic);
        let near =
            query.to_string() != "--polarity affirmed,denied" && !query.about.iter().any(rest);
        near.then(|| sentence(&text))
    };
    if let Failure::Unknown { name, nearest } = failure {
        let given = typed.join(" ");
        return nearest.iter().find_map(|known| {
            reads(
                &given
                    .replacen(name.as_str(), known, 1)
                    .split(' ')
                    .collect::<Vec<_>>(),
            )
        });
    }
    let with_opening = OPENINGS.iter().find_map(|opening| {
        let behind = typed.get(1..)?;
        reads(&[&[*opening][..], behind].concat())
    });
    if with_opening.is_some() {
        return with_opening;
    }
    // "What did Putin eat?": a verb stands behind an auxiliary and a name.
    let asks = typed.get(1).is_some_and(|word| {
        let word = word.to_lowercase();
        matches!(
            word.as_str(),
            "did" | "does" | "do" | "has" | "have" | "had"
        )
    });
    let said = (3..typed.len()).filter(|_| asks).find_map(|at| {
        let mut changed = typed.clone();
        *changed.get_mut(at)? = "say";
        reads(&changed)
    });
    if said.is_some() {
        return said;
    }
    // From the end first, then from anywhere: the fewer words the better.
    let shorter = (1..typed.len()).find_map(|count| reads(typed.get(..typed.len() - count)?));
    let shorter = shorter.or_else(|| {
        (1..typed.len()).find_map(|count| {
            (0..typed.len() - count)
                .find_map(|at| reads(&[typed.get(..at)?, typed.get(at + count..)?].concat()))
        })
    });
    shorter.or_else(|| about_whom(&words, index).and_then(|text| reads(&[&text])))
}

/// A question about those whom the words name: what the first of them says of the second.
fn about_whom(words: &[words::Word], index: &Index) -> Option<String> {
    let keys: Vec<String> = words.iter().map(|word| word.key.clone()).collect();
    let mut named: Vec<&str> = Vec::new();
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
    match named.as_slice() {
        [] => None,
        [one] => Some(format!("what did {one} say")),
        [one, other, ..] => Some(format!("what did {one} say about {other}")),
    }
}

/// As one writes it: a capital first and a question mark last.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['?']).collect()
}
