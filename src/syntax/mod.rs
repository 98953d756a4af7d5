//! How a sentence is built: part-of-speech tags and dependency heads.
//!
//! A greedy tagger and a greedy transition parser, both small networks over embedded words
//! ([`network`](crate::model::network)), trained on text that a larger parser annotated ([`train`]).

pub mod conllu;
mod habits;
mod parser;
mod tagger;
pub mod train;
mod transitions;
mod vocabulary;
mod words;

pub use words::Word;

use crate::document::Document;
use crate::error::Result;
use crate::model::bundle::Bundle;
use crate::model::network::Memo;
use crate::text::{self, Text};
use std::fmt;
use std::ops::Deref;
use std::sync::{Mutex, PoisonError};

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

/// Tags and dependency tree of every token of a document, parallel to [`Text::tokens`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Syntax {
    /// What the models see of each token's form.
    pub words: Vec<Word>,
    /// Part of speech.
    pub tags: Vec<Tag>,
    /// Index of the head token in the document; the token's own index for a root.
    pub heads: Vec<usize>,
    /// Label of the arc to the head; `ROOT` for a root.
    pub labels: Vec<Label>,
}

impl Syntax {
    /// The tokens whose head is `token`, in order, looked for in `among` (its sentence).
    pub fn children(
        &self,
        token: usize,
        among: std::ops::Range<usize>,
    ) -> impl Iterator<Item = usize> + '_ {
        among.filter(move |&i| i != token && self.heads[i] == token)
    }
}

/// The trained tagger and parser.
#[derive(Debug, Clone)]
pub struct Parser {
    vocabulary: vocabulary::Vocabulary,
    tagger: tagger::Tagger,
    arcs: parser::Arcs,
    pool: Pool,
}

/// Working memories that no thread is using.
#[derive(Debug, Default)]
struct Pool(Mutex<Vec<Memory>>);

impl Clone for Pool {
    /// A copy needs none of the memories: they fill again.
    fn clone(&self) -> Self {
        Pool::default()
    }
}

impl Pool {
    fn take(&self) -> Memory {
        let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        idle.pop().unwrap_or_default()
    }

    fn give_back(&self, memory: Memory) {
        let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        idle.push(memory);
    }
}

/// Working memory, reused from sentence to sentence.
#[derive(Debug, Default)]
struct Memory {
    rows: Vec<u16>,
    tagger: Memo<{ tagger::UNITS }>,
    arcs: Memo<{ parser::UNITS }>,
    state: transitions::State,
}

impl Parser {
    /// Takes the models out of a bundle.
    pub fn load(bundle: &Bundle) -> Result<Parser> {
        let vocabulary = vocabulary::Vocabulary::load(bundle)?;
        Ok(Parser {
            tagger: tagger::Tagger::load(bundle, &vocabulary)?,
            arcs: parser::Arcs::load(bundle, &vocabulary)?,
            vocabulary,
            pool: Pool::default(),
        })
    }

    /// The tags of one sentence.
    pub fn tags(&self, words: &[Word]) -> Vec<Tag> {
        let rows: Vec<u16> = words.iter().map(|w| self.vocabulary.row(w)).collect();
        self.tagger
            .tag(&self.vocabulary, words, &rows, &mut Memo::default())
    }

    /// Tags and parses every sentence of the text. Linear in its length.
    pub fn parse(&self, document: &Document, text: &Text) -> Syntax {
        let words: Vec<Word> = text
            .tokens
            .iter()
            .map(|t| Word::new(&text::meant(t.span.of(&document.text))))
            .collect();
        let mut syntax = Syntax {
            tags: Vec::with_capacity(words.len()),
            heads: Vec::with_capacity(words.len()),
            labels: Vec::with_capacity(words.len()),
            words,
        };
        let mut memory = self.pool.take();
        let Memory {
            rows,
            tagger,
            arcs,
            state,
        } = &mut memory;
        rows.clear();
        rows.extend(syntax.words.iter().map(|w| self.vocabulary.row(w)));
        // first all tags, then all trees: each network's numbers stay in the processor's cache
        for sentence in &text.sentences {
            let (words, rows) = (
                &syntax.words[sentence.tokens.clone()],
                &rows[sentence.tokens.clone()],
            );
            let tags = self.tagger.tag(&self.vocabulary, words, rows, tagger);
            syntax.tags.extend(tags);
        }
        for sentence in &text.sentences {
            let start = sentence.tokens.start;
            let (rows, tags) = (
                &rows[sentence.tokens.clone()],
                &syntax.tags[sentence.tokens.clone()],
            );
            for (i, (head, label)) in self.arcs.parse(rows, tags, state, arcs).enumerate() {
                syntax.heads.push(start + head.unwrap_or(i));
                syntax.labels.push(label);
            }
        }
        self.pool.give_back(memory);
        syntax
    }

    /// Tags of a sentence, heads (`None` for the root) and labels.
    fn sentence<'m>(
        &self,
        words: &[Word],
        memory: &'m mut Memory,
    ) -> (
        Vec<Tag>,
        impl Iterator<Item = (Option<usize>, Label)> + use<'m>,
    ) {
        memory.rows.clear();
        let rows = words.iter().map(|w| self.vocabulary.row(w));
        memory.rows.extend(rows);
        let tags = self
            .tagger
            .tag(&self.vocabulary, words, &memory.rows, &mut memory.tagger);
        let Memory {
            rows, arcs, state, ..
        } = memory;
        let tree = self.arcs.parse(rows, &tags, state, arcs);
        (tags, tree)
    }
}
