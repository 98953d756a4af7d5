//! Splits a text into paragraphs, sentences, tokens and quotations, all as spans.

mod characters;
mod datelines;
mod furniture;
mod lexicon;
mod markup;
mod paragraphs;
mod parts;
mod per_token;
mod quotations;
mod sentences;
#[cfg(test)]
mod tests;
mod token_id;
mod tokens;
mod written;

pub use parts::{Paragraph, ParagraphKind, Quotation, QuoteState, Sentence, Text, Token};
pub use per_token::PerToken;
pub use token_id::{TokenId, TokenIds, TokenRange};
pub use written::decoded;

use crate::document::Document;
use crate::span::Span;
use std::ops::Range;

/// Splits a document's text. Linear in its length; never fails.
///
/// Tokens cover every byte of the text that is not white space, Markdown syntax, page furniture, or
/// the lines before the article (see [`crate::document::preamble`]).
///
/// ```
/// use dixit::document::Document;
/// let document = Document::new("lee", "“Why now?” asked Gen. Lee.");
/// let text = dixit::text::segment(&document);
/// assert_eq!(text.sentences.len(), 1);
/// assert_eq!(text.quotations.len(), 1);
/// ```
pub fn segment(document: &Document) -> Text {
    let source = document.text.as_str();
    let (blocks, markup) = paragraphs::paragraphs(document);
    let mut text = Text::default();
    // a word and a space take about five bytes; reserving saves regrowing for a long text
    text.tokens.reserve(source.len() / 4);
    let mut spans: Vec<Span> = Vec::new();
    let mut tokens_of: Vec<Range<TokenId>> = Vec::with_capacity(blocks.len());
    let mut skips = markup.into_iter().peekable();
    for block in &blocks {
        let first = text.tokens.end();
        spans.clear();
        let mut at = block.words.start;
        while let Some(skip) = skips.next_if(|skip| skip.start < block.words.end) {
            if skip.start > at {
                tokens::tokenise(source, Span::new(at, skip.start), &mut spans);
            }
            at = at.max(skip.end);
        }
        if at < block.words.end {
            tokens::tokenise(source, Span::new(at, block.words.end), &mut spans);
        }
        text.tokens.extend(spans.iter().map(|&span| Token {
            span,
            sentence: 0,
            quote: QuoteState::Outside,
        }));
        tokens_of.push(first..text.tokens.end());
        // Paragraphs with only markup, such as a picture, have no text.
        let kind = match block.kind {
            _ if text.tokens.end() == first => ParagraphKind::Furniture,
            kind => kind,
        };
        text.paragraphs.push(Paragraph {
            span: block.span,
            kind,
            sentences: 0..0,
        });
    }
    text.quotations =
        quotations::quotations(source, &text.paragraphs, &tokens_of, &mut text.tokens);
    for (number, range) in tokens_of.into_iter().enumerate() {
        split_paragraph(source, &mut text, number, range);
    }
    for (number, sentence) in text.sentences.iter_mut().enumerate() {
        let tokens = &mut text.tokens[sentence.tokens.clone()];
        for token in tokens.iter_mut() {
            token.sentence = number;
        }
        if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
            sentence.span = Span::new(first.span.start, last.span.end);
        }
    }
    text
}

/// Splits the tokens of a paragraph into sentences.
fn split_paragraph(source: &str, text: &mut Text, number: usize, range: Range<TokenId>) {
    let first = text.sentences.len();
    let kind = text.paragraphs[number].kind;
    let dateline_end = match kind {
        ParagraphKind::Body => {
            range.start + datelines::dateline_len(source, &text.tokens[range.clone()])
        }
        _ => range.start,
    };
    let mut sentence = |tokens: Range<TokenId>| {
        text.sentences.push(Sentence {
            span: Span::new(0, 0),
            dateline: tokens.start < dateline_end,
            tokens,
            paragraph: number,
        });
    };
    if range.start < dateline_end {
        sentence(range.start..dateline_end);
    }
    let headline = kind == ParagraphKind::Headline;
    sentences::sentences(
        source,
        &text.tokens,
        dateline_end..range.end,
        headline,
        sentence,
    );
    text.paragraphs[number].sentences = first..text.sentences.len();
}
