//! Access to a document's words with their tags and pieces, for the entity layer.

use crate::document::Document;
use crate::gazetteer::key::{Phrases, Piece, START, join, pieces};
use crate::gazetteer::tables::Tables;
use crate::syntax::{Label, Syntax, Tag};
use crate::text::{ParagraphKind, PerToken, Text, Token, TokenId, TokenIds, TokenRange};
use foldhash::fast::FixedState;
use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

/// Read access to a document; tags and heads are empty if the syntax is.
#[derive(Clone)]
pub(in crate::entity) struct Reader<'a> {
    pub(in crate::entity) document: &'a Document,
    pub(in crate::entity) text: &'a Text,
    syntax: &'a Syntax,
    tables: &'a Tables,
    /// Pieces of all tokens, with normalised spelling variants; token `i` has those from
    /// `starts[i]` up to `starts[i + 1]`. Empty in a reader that was not indexed.
    pieces: Vec<Piece>,
    starts: PerToken<u32>,
    /// The capitalisation of each token; empty in a reader that was not indexed.
    letters: PerToken<Letters>,
    /// All words, computed when needed.
    words: OnceCell<HashSet<&'a str, FixedState>>,
}

/// The capitalisation of a word.
#[derive(Debug, Clone, Copy)]
struct Letters {
    /// The first character is a capital.
    capital: bool,
    /// There is a letter.
    any: bool,
    /// There are capitals, but no lower-case letters.
    shouted: bool,
}

impl Letters {
    fn of(word: &str) -> Letters {
        let (mut any, mut upper, mut lower) = (false, false, false);
        if word.is_ascii() {
            for byte in word.bytes() {
                upper |= byte.is_ascii_uppercase();
                lower |= byte.is_ascii_lowercase();
            }
            return Letters {
                capital: word.starts_with(|c: char| c.is_ascii_uppercase()),
                any: upper || lower,
                shouted: upper && !lower,
            };
        }
        for c in word.chars() {
            any |= c.is_alphabetic();
            upper |= c.is_uppercase();
            lower |= c.is_lowercase();
        }
        Letters {
            capital: upper && word.chars().next().is_some_and(char::is_uppercase),
            any,
            shouted: upper && !lower,
        }
    }
}

impl<'a> Reader<'a> {
    pub(in crate::entity) fn new(
        document: &'a Document,
        text: &'a Text,
        syntax: &'a Syntax,
        tables: &'a Tables,
    ) -> Self {
        Reader {
            document,
            text,
            syntax,
            tables,
            pieces: Vec::new(),
            starts: PerToken::default(),
            letters: PerToken::default(),
            words: OnceCell::new(),
        }
    }

    /// Computes the pieces and capitalisation of all tokens in advance.
    pub(in crate::entity) fn indexed(mut self) -> Self {
        let tokens = self.tokens();
        let mut all = Vec::with_capacity(tokens.len() + tokens.len() / 8);
        let mut starts = PerToken::with_capacity(tokens.len() + 1);
        self.letters = (self.tokens())
            .map(|token| Letters::of(self.word(token)))
            .collect();
        for token in tokens {
            starts.push(all.len() as u32);
            self.push_pieces(token, &mut all);
        }
        starts.push(all.len() as u32);
        self.pieces = all;
        self.starts = starts;
        self
    }

    fn push_pieces(&self, token: TokenId, out: &mut Vec<Piece>) {
        let from = out.len();
        if self.is_hour(token) {
            return pieces("o'clock", out);
        }
        pieces(self.word(token), out);
        if self.capital(token) {
            for piece in out.iter_mut().skip(from) {
                *piece = self.tables.spelling(*piece);
            }
        }
    }

    /// Whether a token is the "pm" of a time, which is not a prime minister: "5:00 p.m.", "8 PM".
    fn is_hour(&self, token: TokenId) -> bool {
        let digit = |before: TokenId| self.word(before).starts_with(|c: char| c.is_ascii_digit());
        let pm = |token: TokenId| {
            self.is_any(token, &["pm", "p.m.", "p.m", "am", "a.m.", "a.m"])
                && token.checked_sub(1).is_some_and(digit)
        };
        // and of its zone: "7 p.m. PT"
        let zone = || {
            let word = self.word(token);
            (2..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
        };
        pm(token)
            || token
                .checked_sub(1)
                .is_some_and(|before| zone() && pm(before))
    }

    /// Calls `each` with the pieces of a token.
    pub(in crate::entity) fn pieces<R>(
        &self,
        token: TokenId,
        each: impl FnOnce(&[Piece]) -> R,
    ) -> R {
        if let (Some(start), Some(end)) = (self.starts.get(token), self.starts.get(token + 1)) {
            return each(
                self.pieces
                    .get(*start as usize..*end as usize)
                    .unwrap_or(&[]),
            );
        }
        let mut out = Vec::new();
        if token < self.end() {
            self.push_pieces(token, &mut out);
        }
        each(&out)
    }

    /// The pieces of a range of tokens.
    pub(in crate::entity) fn pieces_in(&self, tokens: Range<TokenId>) -> Vec<Piece> {
        let mut out = Vec::new();
        for token in tokens.each() {
            self.pieces(token, |pieces| out.extend_from_slice(pieces));
        }
        out
    }

    /// The ends of all phrases that start at `start` and end before `limit`, longest last, each
    /// with the phrase's hash.
    pub(in crate::entity) fn phrases_at<T: Copy>(
        &self,
        phrases: &Phrases<T>,
        start: TokenId,
        limit: TokenId,
    ) -> Vec<(TokenId, u64)> {
        let longest = self.pieces(start, |p| p.first().map_or(0, |p| phrases.longest(*p)));
        let mut found = Vec::new();
        if longest == 0 {
            return found;
        }
        let mut hash = START;
        let mut count = 0;
        for token in (start..limit).each() {
            let fresh = self.pieces(token, |pieces| {
                for piece in pieces {
                    hash = join(hash, *piece);
                }
                pieces.len()
            });
            count += fresh;
            if count > longest {
                break;
            }
            if fresh == 0 && !self.joins(token) {
                break;
            }
            if fresh > 0 && phrases.get(hash).next().is_some() {
                found.push((token + 1, hash));
            }
        }
        found
    }

    /// The longest phrase at `start`: its end and hash.
    pub(in crate::entity) fn longest_at<T: Copy>(
        &self,
        phrases: &Phrases<T>,
        start: TokenId,
        limit: TokenId,
    ) -> Option<(TokenId, u64)> {
        self.phrases_at(phrases, start, limit).pop()
    }

    /// The longest phrase that ends at `end` and starts at or after `floor`: its start and hash.
    pub(in crate::entity) fn longest_before<T: Copy>(
        &self,
        phrases: &Phrases<T>,
        floor: TokenId,
        end: TokenId,
    ) -> Option<(TokenId, u64)> {
        (floor.max(end.saturating_sub(6))..end)
            .each()
            .find_map(|start| {
                self.phrases_at(phrases, start, end)
                    .into_iter()
                    .find(|(e, _)| *e == end)
                    .map(|(_, hash)| (start, hash))
            })
    }

    /// Marks without letters that may be inside a name: hyphens, apostrophes, full stops.
    fn joins(&self, token: TokenId) -> bool {
        matches!(self.word(token), "-" | "–" | "'" | "’" | "." | "‘")
    }

    /// All tokens.
    pub(in crate::entity) fn tokens(&self) -> TokenIds {
        self.text.tokens.ids()
    }

    /// One past the last token.
    pub(in crate::entity) fn end(&self) -> TokenId {
        self.text.tokens.end()
    }

    /// The token; `None` past the end.
    #[inline]
    pub(in crate::entity) fn token(&self, token: TokenId) -> Option<&'a Token> {
        self.text.tokens.get(token)
    }

    /// The words of a token; empty past the end.
    pub(in crate::entity) fn word(&self, token: TokenId) -> &'a str {
        self.token(token)
            .map_or("", |t| t.span.of(&self.document.text))
    }

    /// Whether the text has this exact word.
    pub(in crate::entity) fn holds(&self, word: &str) -> bool {
        let all = || {
            self.text
                .tokens
                .ids()
                .map(|token| self.word(token))
                .collect()
        };
        self.words.get_or_init(all).contains(word)
    }

    /// The text from the first to the last token of a range.
    pub(in crate::entity) fn words(&self, tokens: Range<TokenId>) -> &'a str {
        self.text.span(tokens).of(&self.document.text)
    }

    /// Whether a token's word is `word` without regard to case.
    pub(in crate::entity) fn is(&self, token: TokenId, word: &str) -> bool {
        self.word(token).eq_ignore_ascii_case(word)
    }

    /// Whether a token's word is one of these, without regard to case.
    pub(in crate::entity) fn is_any(&self, token: TokenId, words: &[&str]) -> bool {
        let own = self.word(token);
        words.iter().any(|w| own.eq_ignore_ascii_case(w))
    }

    /// Penn tag.
    pub(in crate::entity) fn tag(&self, token: TokenId) -> Tag {
        self.syntax.tags.get(token).copied().unwrap_or(Tag::Outside)
    }

    /// Dependency label.
    pub(in crate::entity) fn label(&self, token: TokenId) -> Label {
        let label = self.syntax.labels.get(token);
        label.copied().unwrap_or(Label::Outside)
    }

    /// Dependency label as a small number.
    pub(in crate::entity) fn label_number(&self, token: TokenId) -> u32 {
        let label = self.syntax.labels.get(token);
        label.map_or(63, |label| label.index() as u32)
    }

    /// Head token; the token itself when unknown.
    pub(in crate::entity) fn head(&self, token: TokenId) -> TokenId {
        let head = self.syntax.heads.get(token);
        head.copied().unwrap_or(token)
    }

    /// Whether there are tags and heads.
    pub(in crate::entity) fn parsed(&self) -> bool {
        !self.syntax.heads.is_empty()
    }

    fn letters(&self, token: TokenId) -> Letters {
        match self.letters.get(token) {
            Some(letters) => *letters,
            None => Letters::of(self.word(token)),
        }
    }

    /// Whether the word starts with a capital letter.
    pub(in crate::entity) fn capital(&self, token: TokenId) -> bool {
        self.letters(token).capital
    }

    /// Whether the word has letters, all of them capitals.
    pub(in crate::entity) fn shouted(&self, token: TokenId) -> bool {
        self.letters(token).shouted
    }

    /// Whether the word is a possessive ending.
    pub(in crate::entity) fn possessive(&self, token: TokenId) -> bool {
        matches!(self.word(token), "'s" | "’s" | "'S" | "’S")
            || (matches!(self.word(token), "'" | "’") && self.tag(token) == Tag::POS)
    }

    /// The tokens of the sentence that contains `token`.
    pub(in crate::entity) fn sentence(&self, token: TokenId) -> Range<TokenId> {
        self.token(token)
            .and_then(|t| self.text.sentences.get(t.sentence))
            .map_or(token..token, |s| s.tokens.clone())
    }

    /// The stem of a token, as a number; 0 where the syntax is empty.
    pub(in crate::entity) fn stem(&self, token: TokenId) -> u32 {
        self.syntax.words.get(token).map_or(0, |word| word.stem)
    }

    /// Index of the sentence that contains `token`.
    pub(in crate::entity) fn sentence_index(&self, token: TokenId) -> usize {
        self.token(token).map_or(0, |t| t.sentence)
    }

    /// The first token of a sentence, by its index; the end of the text for indices past the last.
    pub(in crate::entity) fn sentence_start(&self, sentence: usize) -> TokenId {
        let sentence = self.text.sentences.get(sentence);
        sentence.map_or(self.end(), |sentence| sentence.tokens.start)
    }

    /// Index of the paragraph that contains `token`.
    pub(in crate::entity) fn paragraph_index(&self, token: TokenId) -> usize {
        self.text
            .sentences
            .get(self.sentence_index(token))
            .map_or(0, |s| s.paragraph)
    }

    /// Whether a token is in a headline.
    pub(in crate::entity) fn in_headline(&self, token: TokenId) -> bool {
        let paragraph = self.text.paragraphs.get(self.paragraph_index(token));
        paragraph.is_some_and(|paragraph| paragraph.kind == ParagraphKind::Headline)
    }

    /// Whether a sentence is in page furniture.
    pub(in crate::entity) fn furniture(&self, sentence: usize) -> bool {
        self.text
            .sentences
            .get(sentence)
            .and_then(|s| self.text.paragraphs.get(s.paragraph))
            .is_some_and(|p| p.kind == ParagraphKind::Furniture)
    }

    /// Whether the token is a word with letters.
    pub(in crate::entity) fn alphabetic(&self, token: TokenId) -> bool {
        self.letters(token).any
    }

    /// Whether the two tokens touch, without white space between them.
    pub(in crate::entity) fn touch(&self, left: TokenId, right: TokenId) -> bool {
        self.text.touch(left, right)
    }
}

/// Words that start the description of someone new.
pub(in crate::entity) const INDEFINITE: &[&str] = &["a", "an", "one", "another", "some", "any"];
