//! How a sentence is built: part-of-speech tags and dependency heads.
//!
//! A greedy tagger and a greedy transition parser, both small networks over embedded words
//! ([`network`](crate::model::network)), trained on text that a larger parser annotated ([`train`]).

mod analyser;
pub mod conllu;
mod habits;
mod parser;
mod tagger;
pub mod train;
mod transitions;
mod vocabulary;
mod words;

pub use analyser::{Parser, Syntax};
pub use words::Word;

use std::fmt;
use std::ops::Deref;

/// The tags of the Penn Treebank as OntoNotes uses them.
const TAGS: [&str; 48] = [
    "$", "''", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "CC", "CD", "DT", "EX", "FW", "HYPH", "IN",
    "JJ", "JJR", "JJS", "LS", "MD", "NFP", "NN", "NNP", "NNPS", "NNS", "PDT", "POS", "PRP", "PRP$",
    "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT",
    "WP", "WP$", "WRB", "XX", "``",
];

/// The dependency labels of ClearNLP (Choi and Palmer, 2012), `ROOT` among them.
const LABELS: [&str; 45] = [
    "ROOT",
    "acl",
    "acomp",
    "advcl",
    "advmod",
    "agent",
    "amod",
    "appos",
    "attr",
    "aux",
    "auxpass",
    "case",
    "cc",
    "ccomp",
    "compound",
    "conj",
    "csubj",
    "csubjpass",
    "dative",
    "dep",
    "det",
    "dobj",
    "expl",
    "intj",
    "mark",
    "meta",
    "neg",
    "nmod",
    "npadvmod",
    "nsubj",
    "nsubjpass",
    "nummod",
    "oprd",
    "parataxis",
    "pcomp",
    "pobj",
    "poss",
    "preconj",
    "predet",
    "prep",
    "prt",
    "punct",
    "quantmod",
    "relcl",
    "xcomp",
];

macro_rules! closed_set {
    ($(#[$doc:meta])* $name:ident, $all:ident, $fallback:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u8);

        impl $name {
            /// The one with this name; the set's catch-all for an unknown name.
            pub fn named(name: &str) -> Self {
                let position = |wanted: &str| $all.iter().position(|known| *known == wanted);
                $name(position(name).or_else(|| position($fallback)).unwrap_or(0) as u8)
            }

            /// The names of all.
            pub fn names() -> impl Iterator<Item = &'static str> {
                $all.into_iter()
            }

            /// A small number that distinguishes it from the others.
            #[inline]
            pub fn index(self) -> usize {
                self.0 as usize
            }

            #[inline]
            fn from_index(index: usize) -> Self {
                debug_assert!(index < $all.len());
                $name(index as u8)
            }

            /// As it is written.
            #[inline]
            pub fn as_str(self) -> &'static str {
                $all[self.0 as usize]
            }
        }

        impl Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                self.as_str()
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

closed_set!(
    /// A part-of-speech tag; reads as a string: `tag == "NNP"`, `tag.starts_with('V')`.
    Tag, TAGS, "XX"
);
closed_set!(
    /// A dependency label; reads as a string: `label == "nsubj"`.
    Label, LABELS, "dep"
);
