//! The tagger and the parser together: the syntax of a document.

use super::{Label, Tag, Word, parser, tagger, transitions, vocabulary};
use crate::document::Document;
use crate::error::Result;
use crate::model::bundle::Bundle;
use crate::model::network::Memo;
use crate::text::{self, PerToken, Sentence, Text, TokenId, TokenRange};
use std::sync::{Mutex, PoisonError};

/// Tags and dependency tree of every token of a document, parallel to [`Text::tokens`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Syntax {
    /// The form of each token, as the models use it.
    pub words: PerToken<Word>,
    /// Part of speech.
    pub tags: PerToken<Tag>,
    /// The head of each token; the token itself for a root.
    pub heads: PerToken<TokenId>,
    /// Label of the arc to the head; `ROOT` for a root.
    pub labels: PerToken<Label>,
}

impl Syntax {
    /// The tokens whose head is `token`, in order, searched in `among` (its sentence).
    pub fn children(
        &self,
        token: TokenId,
        among: std::ops::Range<TokenId>,
    ) -> impl Iterator<Item = TokenId> + '_ {
        among
            .each()
            .filter(move |&i| i != token && self.heads[i] == token)
    }
}

/// The trained tagger and parser.
#[derive(Debug, Clone)]
pub struct Parser {
    pub(super) vocabulary: vocabulary::Vocabulary,
    pub(super) tagger: tagger::Tagger,
    pub(super) arcs: parser::Arcs,
    pub(super) pool: Pool,
}

/// Working memories that are not in use.
#[derive(Debug, Default)]
pub(super) struct Pool(Mutex<Vec<Memory>>);

impl Clone for Pool {
    /// A clone starts without memories.
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
pub(super) struct Memory {
    rows: Vec<u16>,
    pub(super) tagger: Memo<{ tagger::UNITS }>,
    arcs: Memo<{ parser::UNITS }>,
    state: transitions::State,
}

impl Parser {
    /// Loads the models from a bundle.
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

    /// Tags and parses every sentence of the text, in linear time.
    pub fn parse(&self, document: &Document, text: &Text) -> Syntax {
        let words: PerToken<Word> = text
            .tokens
            .iter()
            .map(|t| Word::new(&text::decoded(t.span.of(&document.text))))
            .collect();
        let mut syntax = Syntax {
            tags: PerToken::with_capacity(words.len()),
            heads: PerToken::with_capacity(words.len()),
            labels: PerToken::with_capacity(words.len()),
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
        let places =
            |sentence: &Sentence| sentence.tokens.start.index()..sentence.tokens.end.index();
        // first all tags, then all trees, so that each network stays in the processor's cache
        for sentence in &text.sentences {
            let words = &syntax.words[sentence.tokens.clone()];
            let rows = &rows[places(sentence)];
            let tags = self.tagger.tag(&self.vocabulary, words, rows, tagger);
            syntax.tags.extend(tags);
        }
        for sentence in &text.sentences {
            let start = sentence.tokens.start;
            let tags = &syntax.tags[sentence.tokens.clone()];
            let rows = &rows[places(sentence)];
            for (i, (head, label)) in self.arcs.parse(rows, tags, state, arcs).enumerate() {
                syntax.heads.push(start + head.unwrap_or(i));
                syntax.labels.push(label);
            }
        }
        self.pool.give_back(memory);
        syntax
    }

    /// Tags of a sentence, heads (`None` for the root) and labels.
    pub(super) fn sentence<'m>(
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
