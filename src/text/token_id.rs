//! The index of a token in [`Text::tokens`](super::Text::tokens), as its own type, so that it cannot be
//! confused with a byte, a sentence, an entity or a position within a sentence.

use std::iter::FusedIterator;
use std::ops::{Add, AddAssign, Range, RangeInclusive, Sub, SubAssign};

/// The index of a token in a document; as the end of a range, one past the last token.
///
/// ```
/// use dixit::text::{TokenId, TokenRange};
///
/// let second = TokenId::FIRST + 1;
/// let words = second..second + 3;
/// assert_eq!(words.len(), 3);
/// assert_eq!(words.each().last(), Some(TokenId::new(3)));
/// assert_eq!(words.end - words.start, 3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TokenId(usize);

impl TokenId {
    /// The first token of a document.
    pub const FIRST: TokenId = TokenId(0);

    /// The token with this index.
    #[inline]
    pub const fn new(index: usize) -> TokenId {
        TokenId(index)
    }

    /// Its index: the number of tokens before it.
    #[inline]
    pub const fn index(self) -> usize {
        self.0
    }

    /// The token that many before; `None` before the first.
    #[inline]
    pub fn checked_sub(self, tokens: usize) -> Option<TokenId> {
        self.0.checked_sub(tokens).map(TokenId)
    }

    /// The token that many before, or the first.
    #[inline]
    pub fn saturating_sub(self, tokens: usize) -> TokenId {
        TokenId(self.0.saturating_sub(tokens))
    }

    /// The token that many after, or before if negative; `None` before the first.
    #[inline]
    pub fn checked_add_signed(self, tokens: isize) -> Option<TokenId> {
        self.0.checked_add_signed(tokens).map(TokenId)
    }

    /// Number of tokens from `earlier` to this one; 0 if this one comes first.
    #[inline]
    pub fn saturating_diff(self, earlier: TokenId) -> usize {
        self.0.saturating_sub(earlier.0)
    }

    /// Number of tokens from one to the other, in either order.
    #[inline]
    pub fn abs_diff(self, other: TokenId) -> usize {
        self.0.abs_diff(other.0)
    }
}

impl Add<usize> for TokenId {
    type Output = TokenId;

    #[inline]
    fn add(self, tokens: usize) -> TokenId {
        TokenId(self.0 + tokens)
    }
}

impl AddAssign<usize> for TokenId {
    #[inline]
    fn add_assign(&mut self, tokens: usize) {
        self.0 += tokens;
    }
}

impl SubAssign<usize> for TokenId {
    #[inline]
    fn sub_assign(&mut self, tokens: usize) {
        self.0 -= tokens;
    }
}

impl Sub<usize> for TokenId {
    type Output = TokenId;

    #[inline]
    fn sub(self, tokens: usize) -> TokenId {
        TokenId(self.0 - tokens)
    }
}

impl Sub for TokenId {
    type Output = usize;

    #[inline]
    fn sub(self, earlier: TokenId) -> usize {
        self.0 - earlier.0
    }
}

/// A range of tokens. (Ranges iterate only over types of the standard library.)
pub trait TokenRange {
    /// Iterates over the tokens.
    fn each(&self) -> TokenIds;

    /// How many there are.
    #[inline]
    fn len(&self) -> usize {
        self.each().len()
    }

    /// Whether there are none.
    #[inline]
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl TokenRange for Range<TokenId> {
    #[inline]
    fn each(&self) -> TokenIds {
        TokenIds(self.start.0..self.end.0)
    }
}

impl TokenRange for RangeInclusive<TokenId> {
    #[inline]
    fn each(&self) -> TokenIds {
        TokenIds(self.start().0..self.end().0 + 1)
    }
}

/// An iterator over a range of tokens.
#[derive(Debug, Clone, Default)]
pub struct TokenIds(Range<usize>);

impl Iterator for TokenIds {
    type Item = TokenId;

    #[inline]
    fn next(&mut self) -> Option<TokenId> {
        self.0.next().map(TokenId)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }

    #[inline]
    fn nth(&mut self, n: usize) -> Option<TokenId> {
        self.0.nth(n).map(TokenId)
    }

    #[inline]
    fn last(mut self) -> Option<TokenId> {
        self.next_back()
    }

    #[inline]
    fn count(self) -> usize {
        self.len()
    }
}

impl DoubleEndedIterator for TokenIds {
    #[inline]
    fn next_back(&mut self) -> Option<TokenId> {
        self.0.next_back().map(TokenId)
    }

    #[inline]
    fn nth_back(&mut self, n: usize) -> Option<TokenId> {
        self.0.nth_back(n).map(TokenId)
    }
}

impl ExactSizeIterator for TokenIds {}

impl FusedIterator for TokenIds {}
