//! The parts of a text.

use super::per_token::PerToken;
use super::token_id::TokenId;
use crate::document::Document;
use crate::span::Span;
use std::ops::Range;

/// The parts of one document's text, in order. A token is identified by its [`TokenId`], every other part by
/// its index in its list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// Paragraphs: runs of text between line breaks.
    pub paragraphs: Vec<Paragraph>,
    /// Sentences; none crosses a paragraph.
    pub sentences: Vec<Sentence>,
    /// Words, numbers and punctuation marks, split as in the Penn Treebank (OntoNotes, spaCy).
    pub tokens: PerToken<Token>,
    /// Stretches between quotation marks, in order of their opening mark.
    pub quotations: Vec<Quotation>,
}

/// A line or block of lines set apart from its neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Bytes, without surrounding white space.
    pub span: Span,
    /// What the paragraph is for.
    pub kind: ParagraphKind,
    /// Its sentences; none in furniture.
    pub sentences: Range<usize>,
}

/// What a paragraph is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParagraphKind {
    /// A title or subheading: short, without a full stop, or a Markdown heading.
    Headline,
    /// Running text.
    Body,
    /// The page around the article: "SHARE THIS ARTICLE", "(IMAGE: AP)", "Comments are closed.";
    /// never part of a statement.
    Furniture,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Bytes.
    pub span: Span,
    /// Its tokens; never empty.
    pub tokens: Range<TokenId>,
    /// Its paragraph.
    pub paragraph: usize,
    /// Whether it is a dateline: "KYIV, 3 May (Agency) -".
    pub dateline: bool,
}

/// A word, number or punctuation mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Bytes; never empty.
    pub span: Span,
    /// Its sentence.
    pub sentence: usize,
    /// Where it is in relation to the quotation marks around it.
    pub quote: QuoteState,
}

/// Where a token is in relation to the quotation marks around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum QuoteState {
    /// Outside any quotation.
    #[default]
    Outside,
    /// The mark that opens one (or re-opens it in a new paragraph).
    Open,
    /// Within one.
    Inside,
    /// The mark that closes one.
    Close,
}

/// A stretch between quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// Its tokens, the marks included.
    pub tokens: Range<TokenId>,
    /// Whether a closing mark was found; an unclosed one ends with its paragraph.
    pub closed: bool,
    /// The earlier quotation that this one continues: its paragraph re-opens the mark and the
    /// earlier one never closed.
    pub continues: Option<usize>,
    /// Whether the words can be speech, rather than a nickname, a title or a single scare-quoted word.
    pub speech: bool,
}

impl Text {
    /// The words of a token.
    pub fn word<'t>(&self, document: &'t Document, token: TokenId) -> &'t str {
        self.tokens[token].span.of(&document.text)
    }

    /// The bytes from the first to the last token of a range; an empty span for an empty range.
    pub fn span(&self, tokens: Range<TokenId>) -> Span {
        match (
            self.tokens.get(tokens.start),
            tokens.end.checked_sub(1).and_then(|i| self.tokens.get(i)),
        ) {
            (Some(first), Some(last)) if tokens.start < tokens.end => {
                Span::new(first.span.start, last.span.end)
            }
            _ => Span::new(0, 0),
        }
    }

    /// Whether two tokens touch, without white space between them; `false` if either does not exist.
    pub fn touch(&self, left: TokenId, right: TokenId) -> bool {
        match (self.tokens.get(left), self.tokens.get(right)) {
            (Some(left), Some(right)) => left.span.end == right.span.start,
            _ => false,
        }
    }

    /// The tokens of the sentence that contains `token`.
    pub fn sentence_of(&self, token: TokenId) -> Range<TokenId> {
        self.sentences[self.tokens[token].sentence].tokens.clone()
    }
}
