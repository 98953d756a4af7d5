//! Nouns that tell what kind of speaker somebody is, for models that look at words alone.

use super::tables::rows;
use crate::syntax::Word;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a noun says of whom it describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Being {
    /// Nothing that the tables know.
    Unknown,
    /// A person: "official", "spokeswoman".
    Person,
    /// A person by title: "President", "Mr".
    Title,
    /// A body of people: "ministry", "campaign".
    Group,
}

static NOUNS: LazyLock<HashMap<u32, Being, FixedState>> = LazyLock::new(|| {
    let mut nouns = HashMap::default();
    let mut enter = |name: &str, being| {
        // of several words the last one tells
        if let Some(word) = name.split_whitespace().next_back() {
            nouns.entry(Word::new(word).form).or_insert(being);
        }
    };
    for row in rows(include_str!("data/person_nouns.tsv")) {
        for noun in row.iter().take(2) {
            enter(noun, Being::Person);
        }
    }
    for row in rows(include_str!("data/titles.tsv")) {
        let variants = row.get(3).copied().unwrap_or_default();
        for title in row.iter().take(1).copied().chain(variants.split(';')) {
            enter(title, Being::Title);
        }
    }
    for row in rows(include_str!("data/group_nouns.tsv")) {
        for noun in row.iter().take(1) {
            enter(noun, Being::Group);
        }
    }
    nouns
});

/// What a noun says of whom it describes.
pub fn being(word: &Word) -> Being {
    NOUNS.get(&word.form).copied().unwrap_or(Being::Unknown)
}
