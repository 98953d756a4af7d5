//! An article with all information about its tokens that is needed to find statements.

use crate::document::Document;
use crate::entity;
use crate::entity::mention::recogniser::{self, Name};
use crate::statement::acts::Taxonomy;
use crate::statement::reading::Reading;
use crate::syntax::{Label, Syntax, Tag, Word};
use crate::text::{ParagraphKind, PerToken, QuoteState, Text, TokenId, TokenIds, TokenRange};
use std::cell::OnceCell;
use std::ops::Range;

/// A document with its text, syntax and names.
#[derive(Debug)]
pub struct Article<'d> {
    /// The document.
    pub document: &'d Document,
    /// Its tokens, sentences, paragraphs and quotations.
    pub text: &'d Text,
    /// Its tags and trees.
    pub syntax: &'d Syntax,
    /// For each token the kind of name it is part of, 0 for none.
    pub names: PerToken<u8>,
    /// For each token what it can mean as a cue, see [`Taxonomy::class`].
    acts: PerToken<u8>,
    /// Children of all tokens, grouped by token.
    children: Vec<u32>,
    /// The start of each token's children in `children`, with one extra entry.
    child_starts: Vec<u32>,
    /// For each token, whether its sentence is part of a headline.
    pub headline: PerToken<bool>,
    /// For each token, whether its sentence contains a quotation mark.
    pub quoted: PerToken<bool>,
    /// For each token the quotation it is part of, counted from 0; `NONE` outside of all.
    quotations: PerToken<u32>,
    /// The tokens that are punctuation, in order.
    marks: Vec<u32>,
    /// For each token, the number of punctuation marks and of verbs before it, with one extra entry.
    before: Vec<(u32, u32)>,
    /// What an encoder sees in it, if the model has one.
    pub(super) reading: OnceCell<Reading>,
}

/// Stands for no number.
pub(super) const NONE: u32 = u32::MAX;

/// The children of all `n` tokens, grouped by token, and the start of each group.
fn children_of(heads: &PerToken<TokenId>, n: usize) -> (Vec<u32>, Vec<u32>) {
    let mut child_starts = vec![0_u32; n + 2];
    for (i, &head) in heads.enumerate() {
        if head != i {
            child_starts[head.index() + 2] += 1;
        }
    }
    for i in 2..child_starts.len() {
        child_starts[i] += child_starts[i - 1];
    }
    let mut children = vec![0; n];
    for (i, &head) in heads.enumerate() {
        if head != i {
            let place = &mut child_starts[head.index() + 1];
            children[*place as usize] = i.index() as u32;
            *place += 1;
        }
    }
    (children, child_starts)
}

impl<'d> Article<'d> {
    /// Indexes a document, in linear time.
    pub fn new(document: &'d Document, text: &'d Text, syntax: &'d Syntax, names: &[Name]) -> Self {
        let n = text.tokens.len();
        let (children, child_starts) = children_of(&syntax.heads, n);
        let mut headline = PerToken::filled(false, n);
        let mut quoted = PerToken::filled(false, n);
        for sentence in &text.sentences {
            let range = sentence.tokens.clone();
            if text
                .paragraphs
                .get(sentence.paragraph)
                .is_some_and(|p| p.kind == ParagraphKind::Headline)
            {
                headline[range.clone()].fill(true);
            }
            if text.tokens[range.clone()]
                .iter()
                .any(|t| t.quote != QuoteState::Outside)
            {
                quoted[range].fill(true);
            }
        }
        let mut quotations = PerToken::filled(NONE, n);
        for (number, quotation) in text.quotations.iter().enumerate() {
            if let Some(tokens) = quotations.slice_mut(quotation.tokens.clone()) {
                tokens.fill(number as u32);
            }
        }
        let mut marks = Vec::with_capacity(n / 8);
        let mut before = Vec::with_capacity(n + 1);
        let mut verbs = 0;
        for (i, tag) in syntax.tags.iter().enumerate() {
            before.push((marks.len() as u32, verbs));
            match tag {
                Tag::Comma
                | Tag::Colon
                | Tag::Stop
                | Tag::OpenQuote
                | Tag::CloseQuote
                | Tag::LeftBracket
                | Tag::RightBracket => marks.push(i as u32),
                tag => verbs += u32::from(tag.is_verb()),
            }
        }
        before.push((marks.len() as u32, verbs));
        let taxonomy = Taxonomy::built_in().ok();
        let class = |word: &Word| taxonomy.map_or(0, |t| t.class(word.stem));
        Article {
            acts: syntax.words.iter().map(class).collect(),
            quotations,
            marks,
            before,
            reading: OnceCell::new(),
            document,
            text,
            syntax,
            names: recogniser::kinds(names, n),
            children,
            child_starts,
            headline,
            quoted,
        }
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.syntax.words.len()
    }

    /// One past the last token.
    pub fn end(&self) -> TokenId {
        self.syntax.words.end()
    }

    /// All tokens.
    pub fn tokens(&self) -> TokenIds {
        self.syntax.words.ids()
    }

    /// Whether it has no tokens.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A token as written; empty beyond the last one.
    pub fn written(&self, token: TokenId) -> &'d str {
        self.text.word(self.document, token)
    }

    /// The tokens whose head is `token`, in order.
    #[inline]
    pub fn children(
        &self,
        token: TokenId,
    ) -> impl DoubleEndedIterator<Item = TokenId> + ExactSizeIterator + '_ {
        let start = |token: usize| self.child_starts[token] as usize;
        let children = &self.children[start(token.index())..start(token.index() + 1)];
        children.iter().map(|child| TokenId::new(*child as usize))
    }

    /// The form of the token `k` after `i`, within the document.
    #[inline]
    pub(super) fn word(&self, i: TokenId, k: isize) -> &Word {
        i.checked_add_signed(k)
            .and_then(|j| self.syntax.words.get(j))
            .unwrap_or(&Word::EDGE)
    }

    #[inline]
    pub(super) fn tag(&self, i: TokenId, k: isize) -> u32 {
        i.checked_add_signed(k)
            .and_then(|j| self.syntax.tags.get(j))
            .map_or(63, |t: &Tag| t.index() as u32)
    }

    /// What the word can mean as a cue; 0 for nothing, and past the end.
    #[inline]
    pub(super) fn act(&self, i: TokenId) -> u32 {
        self.acts.get(i).map_or(0, |a| u32::from(*a))
    }

    /// What kind of speaker the word can name.
    #[inline]
    pub(super) fn being(&self, i: TokenId) -> u32 {
        let Some(word) = self.syntax.words.get(i) else {
            return 99;
        };
        match self.names[i] {
            0 => match self.syntax.tags[i] {
                Tag::PRP | Tag::WP | Tag::DT | Tag::WDT => 32 + (word.form & 255),
                _ => 16 + entity::being(word) as u32,
            },
            name => u32::from(name),
        }
    }

    /// The number of words within `range` that can be verbs of speech, up to three.
    pub(super) fn acts_within(&self, range: Range<TokenId>) -> u32 {
        let speaks =
            |i: &TokenId| !self.acts[*i].is_multiple_of(7) && self.syntax.tags[*i].is_verb();
        range.each().filter(speaks).take(3).count() as u32
    }

    #[inline]
    pub(super) fn label(&self, i: TokenId) -> u32 {
        self.syntax
            .labels
            .get(i)
            .map_or(63, |l: &Label| l.index() as u32)
    }

    #[inline]
    pub(super) fn quote(&self, i: TokenId, k: isize) -> u32 {
        i.checked_add_signed(k)
            .and_then(|j| self.text.tokens.get(j))
            .map_or(7, |t| t.quote as u32)
    }

    #[inline]
    pub(super) fn name(&self, i: TokenId, k: isize) -> u32 {
        i.checked_add_signed(k)
            .and_then(|j| self.names.get(j))
            .map_or(15, |n| u32::from(*n))
    }

    /// The quotation that a token is part of.
    pub fn quotation(&self, i: TokenId) -> Option<u32> {
        self.quotations.get(i).copied().filter(|q| *q != NONE)
    }

    /// The tokens within `range` that are punctuation.
    #[inline]
    pub(super) fn marks(
        &self,
        range: Range<TokenId>,
    ) -> impl ExactSizeIterator<Item = TokenId> + '_ {
        let place = |i: TokenId| self.before[i.index()].0 as usize;
        let marks = &self.marks[place(range.start)..place(range.end).max(place(range.start))];
        marks.iter().map(|mark| TokenId::new(*mark as usize))
    }

    /// The number of verbs within `range`.
    #[inline]
    pub(super) fn verbs(&self, range: Range<TokenId>) -> u32 {
        self.before[range.end.index()]
            .1
            .saturating_sub(self.before[range.start.index()].1)
    }

    /// The paragraph of a token.
    #[inline]
    pub(super) fn paragraph(&self, i: TokenId) -> usize {
        self.text.sentences[self.text.tokens[i].sentence].paragraph
    }

    /// Whether every word of a sentence is within quotation marks.
    pub(super) fn all_quoted(&self, sentence: usize) -> bool {
        self.sentence(sentence)
            .each()
            .all(|i| self.text.tokens[i].quote != QuoteState::Outside)
    }

    /// The tokens of the sentence with this index.
    pub(super) fn sentence(&self, number: usize) -> Range<TokenId> {
        self.text
            .sentences
            .get(number)
            .map_or_else(Range::default, |s| s.tokens.clone())
    }
}
