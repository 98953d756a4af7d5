//! A value for each token of a document.

use super::token_id::{TokenId, TokenIds, TokenRange};
use std::ops::{Index, IndexMut, Range};

/// A value for each token of a document, indexed only by tokens.
///
/// A range of tokens gives a slice, indexed by positions within the range.
///
/// ```
/// use dixit::text::{PerToken, TokenId};
///
/// let mut cued = PerToken::filled(false, 3);
/// cued[TokenId::FIRST + 1] = true;
/// assert_eq!(cued[TokenId::FIRST..cued.end()], [false, true, false]);
/// assert_eq!(cued.get(cued.end()), None);
/// ```
///
/// Indexing with a plain number does not compile:
///
/// ```compile_fail
/// let cued = dixit::text::PerToken::filled(false, 3);
/// let second = cued[1];
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerToken<T>(Vec<T>);

impl<T> PerToken<T> {
    /// An empty list with room for `tokens`.
    pub fn with_capacity(tokens: usize) -> Self {
        PerToken(Vec::with_capacity(tokens))
    }

    /// The same value for each of `tokens`.
    pub fn filled(value: T, tokens: usize) -> Self
    where
        T: Clone,
    {
        PerToken(vec![value; tokens])
    }

    /// How many tokens there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One past the last token.
    #[inline]
    pub fn end(&self) -> TokenId {
        TokenId::new(self.0.len())
    }

    /// All tokens.
    #[inline]
    pub fn ids(&self) -> TokenIds {
        (TokenId::FIRST..self.end()).each()
    }

    /// The value of a token; `None` past the end.
    #[inline]
    pub fn get(&self, token: TokenId) -> Option<&T> {
        self.0.get(token.index())
    }

    /// The same, mutable.
    #[inline]
    pub fn get_mut(&mut self, token: TokenId) -> Option<&mut T> {
        self.0.get_mut(token.index())
    }

    /// The values of a range of tokens; `None` if it goes past the end.
    #[inline]
    pub fn slice(&self, tokens: Range<TokenId>) -> Option<&[T]> {
        self.0.get(tokens.start.index()..tokens.end.index())
    }

    /// The same, mutable.
    #[inline]
    pub fn slice_mut(&mut self, tokens: Range<TokenId>) -> Option<&mut [T]> {
        self.0.get_mut(tokens.start.index()..tokens.end.index())
    }

    /// The values, in order.
    #[inline]
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// The tokens with their values, in order.
    #[inline]
    pub fn enumerate(&self) -> impl DoubleEndedIterator<Item = (TokenId, &T)> + ExactSizeIterator {
        let number = |(i, value)| (TokenId::new(i), value);
        self.0.iter().enumerate().map(number)
    }

    /// Makes room for so many more tokens.
    pub fn reserve(&mut self, tokens: usize) {
        self.0.reserve(tokens);
    }

    /// Adds a token.
    #[inline]
    pub fn push(&mut self, value: T) {
        self.0.push(value);
    }
}

impl<T> Default for PerToken<T> {
    fn default() -> Self {
        PerToken(Vec::new())
    }
}

impl<T> From<Vec<T>> for PerToken<T> {
    fn from(values: Vec<T>) -> Self {
        PerToken(values)
    }
}

impl<T> FromIterator<T> for PerToken<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        PerToken(values.into_iter().collect())
    }
}

impl<T> Extend<T> for PerToken<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, values: I) {
        self.0.extend(values);
    }
}

impl<'t, T> IntoIterator for &'t PerToken<T> {
    type Item = &'t T;
    type IntoIter = std::slice::Iter<'t, T>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T> Index<TokenId> for PerToken<T> {
    type Output = T;

    #[inline]
    fn index(&self, token: TokenId) -> &T {
        &self.0[token.index()]
    }
}

impl<T> IndexMut<TokenId> for PerToken<T> {
    #[inline]
    fn index_mut(&mut self, token: TokenId) -> &mut T {
        &mut self.0[token.index()]
    }
}

impl<T> Index<Range<TokenId>> for PerToken<T> {
    type Output = [T];

    #[inline]
    fn index(&self, tokens: Range<TokenId>) -> &[T] {
        &self.0[tokens.start.index()..tokens.end.index()]
    }
}

impl<T> IndexMut<Range<TokenId>> for PerToken<T> {
    #[inline]
    fn index_mut(&mut self, tokens: Range<TokenId>) -> &mut [T] {
        &mut self.0[tokens.start.index()..tokens.end.index()]
    }
}
