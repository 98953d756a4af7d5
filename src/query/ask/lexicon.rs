//! The words in the grammar of questions: lists in `data/words.tsv`.

use crate::lexicon::rows;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const WORDS: &str = include_str!("data/words.tsv");

/// A list of words, or of short phrases, in folded form.
#[derive(Debug, Default)]
pub(super) struct List {
    /// The words of each entry, the longest entry first.
    entries: Vec<Vec<&'static str>>,
}

impl List {
    /// Whether a word is in the list.
    pub(super) fn has(&self, word: &str) -> bool {
        self.prefix(&[word]) == Some(1)
    }

    /// Number of words of the longest entry that `words` start with.
    pub(super) fn prefix<W: AsRef<str>>(&self, words: &[W]) -> Option<usize> {
        let matches = |entry: &&Vec<&str>| {
            entry.len() <= words.len() && entry.iter().zip(words).all(|(a, b)| *a == b.as_ref())
        };
        self.entries.iter().find(matches).map(Vec::len)
    }

    /// Number of words of the longest entry that `words` end with.
    pub(super) fn suffix<W: AsRef<str>>(&self, words: &[W]) -> Option<usize> {
        let lengths = self.entries.iter().map(Vec::len);
        let mut lengths = lengths.filter(|length| *length <= words.len());
        lengths.find(|length| self.prefix(&words[words.len() - length..]) == Some(*length))
    }

    /// The entries of one word.
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.entries
            .iter()
            .filter_map(|entry| match entry.as_slice() {
                [word] => Some(*word),
                _ => None,
            })
    }
}

macro_rules! lists {
    ($($(#[doc = $doc:literal])* $name:ident),* $(,)?) => {
        /// The lists, by name.
        #[derive(Debug)]
        pub(super) struct Lexicon {
            $($(#[doc = $doc])* pub(super) $name: List,)*
        }

        impl Lexicon {
            fn read(table: &'static str) -> Lexicon {
                let mut lists = lists_of(table);
                Lexicon { $($name: lists.remove(stringify!($name)).unwrap_or_default(),)* }
            }

            /// Whether a word is in any list.
            pub(super) fn has(&self, word: &str) -> bool {
                [$(&self.$name),*].into_iter().any(|list| list.has(word))
            }

            #[cfg(test)]
            fn names() -> Vec<&'static str> {
                vec![$(stringify!($name)),*]
            }
        }
    };
}

lists! {
    /// "did", "has".
    auxiliaries,
    /// "was", "been".
    be,
    /// Adverbs that do not change what is asked.
    adverbs,
    /// Words of a question that say nothing about what is asked.
    fillers,
    /// "else", "if anything".
    asides,
    /// "exactly", "please", after all else.
    endings,
    /// "exact", "recent".
    adjectives,
    /// "Could you tell me".
    courtesies,
    /// "list", "search for": a noun follows.
    listings,
    /// "is it true that".
    whether,
    /// Light verbs: their noun says what was done ("issue", "make").
    light,
    /// Verbs whose subject is the addressee.
    received,
    /// Verbs whose object is the speaker: "quoted".
    voiced,
    /// Verbs of refusing to speak.
    refusals,
    /// Nouns for outlets.
    outlets,
    /// Nouns for what outlets publish.
    articles,
    /// Verbs for what outlets do.
    reported,
    /// Prepositions of a topic.
    about,
    /// Nouns for anything that somebody says.
    sayings,
    /// "Mr", "Dame".
    honorifics,
    /// "government", "authorities".
    governments,
    /// "officials", "diplomats".
    officials,
    /// "but not", "except".
    exceptions,
    /// "winter", "Christmas".
    seasons,
    /// "everybody".
    anyone,
    /// "any", "some", before a kind of speakers.
    determiners,
    /// "anonymous".
    anonymous,
    /// "sources".
    sources,
    /// Adjectives of people that no filter knows: "senior".
    unfiltered,
    /// Kinds of organisations, which are not told apart: "companies".
    organisations,
    /// "his speech", "the press conference".
    occasions,
    /// "he", "we".
    pronouns,
    /// "word", "phrase": what follows is meant as it is.
    wordings,
    /// Verbs whose subject is a statement: "statements that mention".
    mentioning,
    /// Verbs of not speaking, after "decline to": "comment".
    silences,
}

/// The built-in lists.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(WORDS));

fn lists_of(table: &'static str) -> BTreeMap<&'static str, List> {
    let lists = rows(table).map(|row| {
        let entries = row.list(1).map(|entry| entry.split(' ').collect());
        let mut entries: Vec<Vec<&str>> = entries.collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.len()));
        (row.field(0), List { entries })
    });
    lists.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_each_list_and_no_other() {
        let mut named = Lexicon::names();
        named.sort_unstable();
        let found: Vec<&str> = lists_of(WORDS).into_keys().collect();
        assert_eq!(found, named);
    }

    #[test]
    fn the_longest_entry_is_taken() {
        let list = &LEXICON.courtesies;
        assert_eq!(list.prefix(&["could", "you", "tell"]), Some(2));
        assert_eq!(list.prefix(&["find", "out", "who"]), Some(2));
        assert_eq!(list.prefix(&["who"]), None);
        assert_eq!(LEXICON.endings.suffix(&["that", "thank", "you"]), Some(2));
        assert_eq!(LEXICON.endings.suffix(&["exactly", "that"]), None);
        assert!(LEXICON.fillers.has("anything") && !LEXICON.fillers.has("so far"));
    }
}
