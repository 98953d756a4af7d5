//! The taxonomy of acts: what the words of a cue mean.
//!
//! The table is `../data/acts.tsv`. Codes are CAMEO's (Gerner et al., 2002) and PLOVER's (2021 manual).

use crate::error::{Error, Result};
use crate::statement::Mode;
use crate::statement::Relation;
use crate::syntax::Word;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::sync::LazyLock;

/// An entry of the taxonomy.
/// ```
/// use dixit::statement::acts::{Act, Taxonomy};
///
/// let acts: &[Act] = Taxonomy::built_in()?.acts();
/// let deny = acts.iter().find(|act| act.name == "deny").unwrap();
/// assert!(deny.verbs.contains(&"deny".to_owned()));
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Act {
    /// Its name: "deny".
    pub name: String,
    /// The relation it belongs to.
    pub relation: Relation,
    /// Speech or attitude.
    pub mode: Mode,
    /// CAMEO code; empty where CAMEO has none.
    pub cameo: String,
    /// PLOVER event; empty where PLOVER has none.
    pub plover: String,
    /// Lemmas of its verbs.
    pub verbs: Vec<String>,
    /// Its nouns, singular: "denial".
    pub nouns: Vec<String>,
    /// Its phrases, in lemmas: "call for".
    pub phrases: Vec<String>,
}

/// The taxonomy of all acts.
/// ```
/// use dixit::statement::{Relation, acts::Taxonomy};
///
/// let pledge = Taxonomy::built_in()?.find("pledge").unwrap();
/// assert_eq!(pledge.relation, Relation::Proposed);
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taxonomy {
    acts: Vec<Act>,
    /// Stem of a verb to its act.
    verbs: HashMap<u32, usize, FixedState>,
    /// Stem of a noun to its act.
    nouns: HashMap<u32, usize, FixedState>,
    /// Stem to what it can mean, see [`Taxonomy::class`].
    classes: HashMap<u32, u8, FixedState>,
    /// Stems of a phrase's words, and its act; longest first.
    phrases: Vec<(Vec<u32>, usize)>,
}

impl Taxonomy {
    /// The built-in taxonomy, loaded once.
    pub fn built_in() -> Result<&'static Taxonomy> {
        static TABLE: LazyLock<Result<Taxonomy>> =
            LazyLock::new(|| Taxonomy::parse(include_str!("data/acts.tsv")));
        TABLE.as_ref().map_err(Clone::clone)
    }

    /// Reads a table with the columns act, relation, mode, cameo, plover, verbs, nouns, phrases;
    /// lists within a column are separated by `;`. Lines that start with `#` and the line that names
    /// the columns are skipped. The first act that lists a word applies.
    pub fn parse(table: &str) -> Result<Taxonomy> {
        let mut acts = Vec::new();
        for (number, line) in table.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') || line.starts_with("act\t") {
                continue;
            }
            acts.push(
                entry(line)
                    .map_err(|what| Error::new(format!("acts.tsv, line {}: {what}", number + 1)))?,
            );
        }
        let stem = |word: &str| Word::new(word).stem;
        let mut verbs: HashMap<u32, usize, FixedState> = HashMap::default();
        let mut nouns: HashMap<u32, usize, FixedState> = HashMap::default();
        let mut phrases = Vec::new();
        for (i, act) in acts.iter().enumerate() {
            for verb in &act.verbs {
                verbs.entry(stem(verb)).or_insert(i);
            }
            for noun in &act.nouns {
                nouns.entry(stem(noun)).or_insert(i);
            }
            phrases.extend(
                act.phrases
                    .iter()
                    .map(|p| (p.split(' ').map(stem).collect::<Vec<u32>>(), i)),
            );
        }
        phrases.sort_by_key(|(words, act)| (std::cmp::Reverse(words.len()), *act));
        let mut classes: HashMap<u32, u8, FixedState> = HashMap::default();
        for (place, words) in [(1, &verbs), (CLASSES, &nouns)] {
            for (stem, i) in words {
                *classes.entry(*stem).or_default() += place * kind(&acts[*i]);
            }
        }
        Ok(Taxonomy {
            classes,
            acts,
            verbs,
            nouns,
            phrases,
        })
    }

    /// All entries, in the order of the table.
    pub fn acts(&self) -> &[Act] {
        &self.acts
    }

    /// The entry of this name.
    pub fn find(&self, name: &str) -> Option<&Act> {
        self.acts
            .iter()
            .find(|act| act.name.eq_ignore_ascii_case(name))
    }

    /// The act of a verb, by its stem.
    #[doc(hidden)]
    pub fn verb(&self, stem: u32) -> Option<&Act> {
        self.verbs.get(&stem).map(|i| &self.acts[*i])
    }

    /// The act of a noun, by its stem.
    #[doc(hidden)]
    pub fn noun(&self, stem: u32) -> Option<&Act> {
        self.nouns.get(&stem).map(|i| &self.acts[*i])
    }

    /// A small number for the meanings of a stem as a verb and as a noun; 0 for none.
    #[doc(hidden)]
    #[inline]
    pub fn class(&self, stem: u32) -> u8 {
        self.classes.get(&stem).copied().unwrap_or(0)
    }

    /// The act of the longest phrase whose words are among these stems in order, the first of
    /// them in the first `within` positions, with at most two other words between neighbours.
    #[doc(hidden)]
    pub fn phrase(&self, stems: &[u32], within: usize) -> Option<&Act> {
        let holds = |words: &[u32]| {
            (0..within.min(stems.len()))
                .filter(|s| stems[*s] == words[0])
                .any(|start| {
                    let mut at = start;
                    words[1..].iter().all(|word| {
                        let found = stems.iter().skip(at + 1).take(3).position(|s| s == word);
                        found.is_some_and(|k| {
                            at += k + 1;
                            true
                        })
                    })
                })
        };
        self.phrases
            .iter()
            .find(|(words, _)| holds(words))
            .map(|(_, act)| &self.acts[*act])
    }
}

/// Kinds of acts that [`Taxonomy::class`] distinguishes, and none.
const CLASSES: u8 = 7;

fn kind(act: &Act) -> u8 {
    let relation = match act.relation {
        Relation::Said => 0,
        Relation::Warned => 1,
        Relation::Proposed => 2,
    };
    1 + relation + if act.mode == Mode::Attitude { 3 } else { 0 }
}

fn entry(line: &str) -> std::result::Result<Act, &'static str> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [name, relation, mode, cameo, plover, rest @ ..] = columns.as_slice() else {
        return Err("fewer than five columns");
    };
    let list = |column: Option<&&str>| -> Vec<String> {
        let words = column
            .map(|c| c.split(';').map(str::trim))
            .into_iter()
            .flatten();
        words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    Ok(Act {
        name: (*name).to_owned(),
        relation: match *relation {
            "said" => Relation::Said,
            "warned" => Relation::Warned,
            "proposed" => Relation::Proposed,
            _ => return Err("the relation is said, warned or proposed"),
        },
        mode: match *mode {
            "speech" => Mode::Speech,
            "attitude" => Mode::Attitude,
            _ => return Err("the mode is speech or attitude"),
        },
        cameo: (*cameo).to_owned(),
        plover: (*plover).to_owned(),
        verbs: list(rest.first()),
        nouns: list(rest.get(1)),
        phrases: list(rest.get(2)),
    })
}
