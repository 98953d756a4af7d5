//! Other words for what the grammar reads: "didnt" for "did not", "had no comment" for "declined to comment".

use super::tokens::{self, Word};
use crate::lexicon::rows;
use std::sync::LazyLock;

const REWRITES: &str = include_str!("data/rewrites.tsv");

/// Where an expression is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the start of a question.
    Start,
    /// Before the topic, which is left as it is.
    BeforeTopic,
}

#[derive(Debug)]
struct Rewrite {
    place: Place,
    from: Vec<&'static str>,
    to: Vec<Word>,
}

/// The table, the longest expressions first.
static TABLE: LazyLock<Vec<Rewrite>> = LazyLock::new(|| {
    let of_row = |row: crate::lexicon::Row<'static>| {
        let place = match row.field(0) {
            "start" => Place::Start,
            _ => Place::BeforeTopic,
        };
        let from = row.list(2);
        from.map(move |from| Rewrite {
            place,
            from: from.split(' ').collect(),
            to: tokens::split(row.field(1)),
        })
    };
    let mut table: Vec<Rewrite> = rows(REWRITES).flat_map(of_row).collect();
    table.sort_by_key(|rewrite| std::cmp::Reverse(rewrite.from.len()));
    table
});

/// The words of a question with every expression of the table replaced.
pub(super) fn rewritten(words: &[Word]) -> Vec<Word> {
    let mut all = Vec::with_capacity(words.len());
    let mut at = 0;
    let mut topic = false;
    while let Some(word) = words.get(at) {
        topic |= word.phrase > 0
            || matches!(
                word.key.as_str(),
                "that" | "whether" | "if" | "about" | "regarding"
            );
        let rest = words.get(at..).unwrap_or_default();
        let applies = |rewrite: &&Rewrite| match rewrite.place {
            Place::Start => at == 0,
            Place::BeforeTopic => !topic,
        };
        let found = |rest: &[Word]| TABLE.iter().filter(applies).find(|r| r.is_at(rest));
        let (found, not) = match found(rest) {
            Some(rewrite) => (Some(rewrite), None),
            // "is not worried about"
            None => match rest {
                [first, not, after @ ..] if not.key == "not" && not.phrase == 0 => {
                    let without: Vec<Word> = std::iter::once(first).chain(after).cloned().collect();
                    (found(&without), Some(not))
                }
                _ => (None, None),
            },
        };
        match found {
            Some(rewrite) => {
                all.extend(not.cloned());
                at += rewrite.from.len() + usize::from(not.is_some());
                let comma = words.get(at - 1).is_some_and(|last| last.comma);
                all.extend(rewrite.to.iter().cloned());
                if let Some(last) = all.last_mut() {
                    last.comma = comma;
                }
            }
            None => {
                all.push(word.clone());
                at += 1;
            }
        }
    }
    all
}

impl Rewrite {
    fn is_at(&self, words: &[Word]) -> bool {
        words.len() >= self.from.len()
            && self
                .from
                .iter()
                .zip(words)
                .all(|(from, word)| *from == word.key && word.phrase == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(question: &str) -> String {
        let words = rewritten(&tokens::split(question));
        let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    }

    #[test]
    fn expressions_are_replaced_but_not_in_topics_and_phrases() {
        assert_eq!(read("Who didnt warn Russia?"), "Who did not warn Russia");
        assert_eq!(
            read("Who had no comment on gas?"),
            "Who declined to comment on gas"
        );
        assert_eq!(
            read("Who said that Putin is against NATO?"),
            "Who said that Putin is against NATO"
        );
        assert_eq!(read("Who is not worried about gas?"), "Who not fears gas");
        assert_eq!(
            read("Who said \"had no comment\"?"),
            "Who said had no comment"
        );
    }

    #[test]
    fn each_expression_is_listed_once_and_folded() {
        let mut all: Vec<&[&str]> = TABLE
            .iter()
            .map(|rewrite| rewrite.from.as_slice())
            .collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        let words = all.iter().flat_map(|from| from.iter());
        for word in words {
            assert_eq!(crate::normalise::folding::words(word), [*word]);
        }
    }
}
