//! A question close to one that cannot be read.

use super::{LONGEST, context, grammar, words};
use crate::query::{Failure, Index};

/// Ways to begin that may save a question: "why did" is not known, but "when did" is.
const OPENINGS: [&str; 4] = ["what", "when", "who", "how often"];
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
        let text = candidate.join(" ");
        let read = grammar::read(&words::cut(&text), &context).ok()?;
        // "every statement" is near to no question.
        (read.query.to_string() != "--polarity affirmed,denied").then(|| sentence(&text))
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
    let said = (1..typed.len()).find_map(|at| {
        let mut changed = typed.clone();
        *changed.get_mut(at)? = "say";
        reads(&changed)
    });
    if said.is_some() {
        return said;
    }
    // From the end first, then from anywhere: the fewer words the better.
    let shorter = (1..typed.len()).find_map(|count| reads(typed.get(..typed.len() - count)?));
    shorter.or_else(|| {
        (1..typed.len()).find_map(|count| {
            (0..typed.len() - count)
                .find_map(|at| reads(&[typed.get(..at)?, typed.get(at + count..)?].concat()))
        })
    })
}

/// As one writes it: a capital first and a question mark last.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['?']).collect()
}
