//! Compares two wordings: what differs, and how similar one is to a part of the other.
//!
//! Words are compared without case, punctuation and quotation marks, and shown as they are written.

use serde::Serialize;
use similar::DiffTag;
use similar::algorithms::{Capture, Compact, Replace, myers};
use std::ops::Range;

/// A word, and its normal form for comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'t> {
    /// As written, with punctuation.
    pub shown: &'t str,
    /// Its letters and digits in lower case.
    pub key: String,
}

/// The words of a text in order. Anything without a letter or digit (a dash, "…") is not a word.
pub fn words(text: &str) -> Vec<Word<'_>> {
    let words = text.split_whitespace().map(|shown| Word {
        shown,
        key: (shown.chars().filter(|c| c.is_alphanumeric()))
            .flat_map(char::to_lowercase)
            .collect(),
    });
    words.filter(|word| !word.key.is_empty()).collect()
}

/// How a sequence of words changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// In both.
    Same,
    /// In the first only.
    Left,
    /// In the second only.
    Added,
}

/// Words that changed in the same way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// How they changed.
    pub change: Change,
    /// The words, joined by spaces; words in both texts as in the second.
    pub text: String,
}

/// The changes from the first text to the second (Myers, "An O(ND) difference algorithm", 1986).
///
/// ```
/// use dixit::analysis::wording::{Change, difference};
///
/// let pieces = difference("The bridge is closed.", "the bridge was closed");
/// let changes: Vec<(Change, &str)> = pieces.iter().map(|p| (p.change, p.text.as_str())).collect();
/// assert_eq!(changes, [
///     (Change::Same, "the bridge"),
///     (Change::Left, "is"),
///     (Change::Added, "was"),
///     (Change::Same, "closed"),
/// ]);
/// ```
pub fn difference(first: &str, second: &str) -> Vec<Piece> {
    difference_of(&words(first), &words(second))
}

fn difference_of(first: &[Word], second: &[Word]) -> Vec<Piece> {
    let keys = |words: &[Word]| words.iter().map(|word| word.key.clone()).collect();
    let (old, new): (Vec<String>, Vec<String>) = (keys(first), keys(second));
    // Functions that take the algorithm as a value would compile all five.
    let mut operations = Compact::new(Replace::new(Capture::new()), &old, &new);
    let Ok(()) = myers::diff(&mut operations, &old, 0..old.len(), &new, 0..new.len());
    let operations = operations.into_inner().into_inner().into_ops();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |change: Change, words: &[Word], range: Range<usize>| {
        let words = words.get(range).unwrap_or(&[]);
        let shown: Vec<&str> = words.iter().map(|word| word.shown).collect();
        if !shown.is_empty() {
            pieces.push(Piece {
                change,
                text: shown.join(" "),
            });
        }
    };
    for operation in operations {
        let (tag, old, new) = operation.as_tag_tuple();
        match tag {
            DiffTag::Equal => push(Change::Same, second, new),
            DiffTag::Delete | DiffTag::Insert | DiffTag::Replace => {
                push(Change::Left, first, old);
                push(Change::Added, second, new);
            }
        }
    }
    pieces
}

/// Where a quotation occurs in a longer text, more or less exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alignment {
    /// Number of words to change, add or remove to get from the quotation to the text.
    pub changes: usize,
    /// Number of words in the quotation.
    pub length: usize,
    /// The corresponding words of the text.
    pub place: Range<usize>,
}

impl Alignment {
    /// The changes from the text's words to the quotation.
    pub fn difference(&self, text: &[Word], quotation: &[Word]) -> Vec<Piece> {
        difference_of(text.get(self.place.clone()).unwrap_or(&[]), quotation)
    }
}

/// The part of `text` nearest to a quotation: the one with the fewest changes, the first
/// of several (Sellers, "The theory and computation of evolutionary distances", 1980).
///
/// Takes time and memory proportional to the product of both lengths in words.
pub fn align(quotation: &[Word], text: &[Word]) -> Alignment {
    // For each end in the text: the fewest changes, and the corresponding start.
    let mut row: Vec<(usize, usize)> = (0..=text.len()).map(|end| (0, end)).collect();
    for (place, word) in quotation.iter().enumerate() {
        let mut before = row[0];
        row[0] = (place + 1, 0);
        for end in 1..row.len() {
            let same = text.get(end - 1).is_some_and(|other| other.key == word.key);
            let kept = (before.0 + usize::from(!same), before.1);
            let left = (row[end].0 + 1, row[end].1);
            let added = (row[end - 1].0 + 1, row[end - 1].1);
            before = row[end];
            row[end] = kept.min(left).min(added);
        }
    }
    let nearest = row
        .iter()
        .enumerate()
        .min_by_key(|(_, (changes, _))| *changes);
    let (end, (changes, start)) = nearest.map_or((0, (0, 0)), |(end, found)| (end, *found));
    // Prefer other words at its end to none: in "we keep meeting" and "we go on talking", only the
    // "we" is the same.
    let as_near = row
        .iter()
        .skip(end)
        .take_while(|found| **found == (changes, start));
    let end = (end + as_near.count()).saturating_sub(1);
    Alignment {
        changes,
        length: quotation.len(),
        place: start.min(end)..end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aligned(quotation: &str, text: &str) -> (usize, String) {
        let (quotation, text) = (words(quotation), words(text));
        let found = align(&quotation, &text);
        let shown: Vec<&str> = text[found.place].iter().map(|word| word.shown).collect();
        (found.changes, shown.join(" "))
    }

    #[test]
    fn a_quotation_is_found_where_it_stands() {
        let text = "that “the pier is not safe,” and that nobody should use it";
        for (quotation, changes, found) in [
            ("The pier is not safe", 0, "“the pier is not safe,”"),
            ("the pier is unsafe", 1, "“the pier is not"),
            ("nobody may use it", 1, "nobody should use it"),
            ("nobody should ever use it", 1, "nobody should use it"),
            ("", 0, ""),
        ] {
            assert_eq!(aligned(quotation, text), (changes, found.to_owned()));
        }
        assert_eq!(aligned("the pier", ""), (2, String::new()));
    }

    #[test]
    fn marks_and_case_are_no_difference() {
        let pieces = difference("“No — never,” he said.", "no, never he SAID");
        assert_eq!(pieces.len(), 1, "{pieces:?}");
        assert_eq!(difference("", ""), []);
    }
}
