//! A question split into words.

use crate::normalise::folding;

/// A word of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// As typed, without the punctuation and possessive ending around it.
    pub text: String,
    /// Folded: see [`folding::words`].
    pub key: String,
    /// Whether a comma follows it.
    pub comma: bool,
    /// The number of the phrase in quotation marks that it belongs to, from 1; 0 outside of any.
    pub phrase: usize,
    /// Whether it is a possessive: "Putin's".
    pub possessive: bool,
}

/// Splits a question at white space and hyphens. Dates keep their hyphens; `didn't` becomes `did`, `not`.
pub(super) fn split(question: &str) -> Vec<Word> {
    let marks = ['"', '“', '”', '„', '«', '»'];
    let parts: Vec<&str> = question.split(marks).collect();
    let mut words: Vec<Word> = Vec::new();
    for (i, part) in parts.iter().enumerate() {
        let start = words.len();
        split_part(part, &mut words);
        // A mark that is never closed is ignored.
        let phrase = if i % 2 == 1 && i + 1 < parts.len() {
            i
        } else {
            0
        };
        for word in words.iter_mut().skip(start) {
            word.phrase = phrase;
        }
    }
    words
}

fn split_part(part: &str, words: &mut Vec<Word>) {
    let slashed = |word: &str| word.contains('/') && !is_numeric(word);
    let words_of = part.split(|c: char| c.is_whitespace() || c == '—');
    let chunks = words_of.flat_map(|word| {
        let parts = if slashed(word) {
            word.split('/')
        } else {
            word.split('\0')
        };
        parts.collect::<Vec<_>>()
    });
    for chunk in chunks {
        let outer = |c: char| !c.is_alphanumeric();
        let trimmed = chunk.trim_matches(outer);
        let comma = chunk.ends_with(',');
        if is_date(trimmed) {
            push(words, trimmed);
        } else {
            for part in trimmed.split(['-', '–']) {
                split_word(part, words);
            }
        }
        if let (true, Some(last)) = (comma, words.last_mut()) {
            last.comma = true;
        }
    }
}

/// Words to which "'s" and "'ve" are verbs.
const PRONOUNS: [&str; 13] = [
    "what", "who", "when", "where", "how", "that", "there", "it", "i", "we", "they", "you", "which",
];

/// "Putin's", "what's", "didn't".
fn split_word(part: &str, words: &mut Vec<Word>) {
    let owner = folding::without_possessive(part);
    let before = words.len();
    split_negation(words, owner);
    if owner.len() == part.len() {
        return;
    }
    let Some(word) = words.get_mut(before) else {
        return;
    };
    if PRONOUNS.contains(&word.key.as_str()) {
        push(words, "is");
    } else {
        word.possessive = true;
    }
}

/// Whether it is an ambiguous date such as 12/01/2022.
fn is_numeric(chunk: &str) -> bool {
    let chunk = chunk.trim_matches(|c: char| !c.is_alphanumeric());
    let groups: Vec<&str> = chunk.split(['/', '.']).collect();
    let digits = |g: &&str| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit());
    groups.len() == 3 && groups.iter().all(digits)
}

fn split_negation(words: &mut Vec<Word>, part: &str) {
    let lower = part.to_lowercase();
    let short = [
        ("'ve", "have"),
        ("'d", "had"),
        ("'ll", "will"),
        ("'re", "are"),
        ("'m", "am"),
    ];
    let plain = lower.replace('’', "'");
    if let Some((stem, whole)) = short
        .iter()
        .find_map(|(ending, whole)| Some((plain.strip_suffix(ending)?, whole)))
        && PRONOUNS.contains(&stem)
    {
        push(words, part.get(..stem.len()).unwrap_or(stem));
        push(words, whole);
        return;
    }
    let stem = lower.strip_suffix("n't").or(lower.strip_suffix("n’t"));
    match stem {
        Some(stem) if !stem.is_empty() => {
            push(words, part.get(..stem.len()).unwrap_or(stem));
            push(words, "not");
        }
        _ => push(words, part),
    }
}

fn push(words: &mut Vec<Word>, text: &str) {
    let key = if is_date(text) || is_numeric(text) {
        text.to_owned()
    } else {
        folding::words(text).concat()
    };
    if !key.is_empty() {
        words.push(Word {
            text: text.to_owned(),
            key,
            comma: false,
            phrase: 0,
            possessive: false,
        });
    }
}

fn is_date(chunk: &str) -> bool {
    let groups: Vec<&str> = chunk.split('-').collect();
    matches!(groups.len(), 2 | 3)
        && groups[0].len() == 4
        && groups
            .iter()
            .all(|g| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(question: &str) -> Vec<String> {
        split(question).into_iter().map(|word| word.key).collect()
    }

    #[test]
    fn marks_and_possessives_are_removed_and_dates_are_kept() {
        assert_eq!(
            keys("Who warned the U.S. on 2021-12-15?"),
            ["who", "warned", "the", "us", "on", "2021-12-15"]
        );
        assert_eq!(
            keys("  DIDN'T Jean-Yves deny “Russia's” plan ?! "),
            ["did", "not", "jean", "yves", "deny", "russia", "plan"]
        );
        assert!(keys("…?!").is_empty());
    }
}
