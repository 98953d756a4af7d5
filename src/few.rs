//! Lists that rarely have more than a few entries.

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use std::fmt;
use std::ops::{Deref, DerefMut};

/// A list whose first `N` entries are stored in place, without an allocation; it reads like a slice.
///
/// ```
/// use dixit::query::Few;
///
/// let few: Few<u8> = [3, 1].into_iter().collect();
/// assert_eq!(few.first(), Some(&3));
/// assert_eq!(few.iter().copied().max(), Some(3));
/// assert_eq!(few.len(), 2);
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Few<T, const N: usize = 1>(SmallVec<[T; N]>);

impl<T, const N: usize> Few<T, N> {
    /// An empty list.
    pub fn new() -> Self {
        Few(SmallVec::new())
    }

    /// Adds an entry at the end.
    /// ```
    /// let mut few = dixit::query::Few::<char>::new();
    /// few.push('a');
    /// assert_eq!(*few, ['a']);
    /// ```
    pub fn push(&mut self, entry: T) {
        self.0.push(entry);
    }

    /// The entries.
    /// ```
    /// let few: dixit::query::Few<u8> = vec![1, 2].into();
    /// assert_eq!(few.as_slice(), [1, 2]);
    /// ```
    pub fn as_slice(&self) -> &[T] {
        self
    }

    pub(crate) fn into_vec(self) -> Vec<T> {
        self.0.into_vec()
    }

    /// Removes consecutive duplicates.
    pub(crate) fn dedup(&mut self)
    where
        T: PartialEq,
    {
        self.0.dedup();
    }
}

impl<T, const N: usize> Default for Few<T, N> {
    fn default() -> Self {
        Few::new()
    }
}

impl<T: fmt::Debug, const N: usize> fmt::Debug for Few<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T, const N: usize> Deref for Few<T, N> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T, const N: usize> DerefMut for Few<T, N> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.0
    }
}

impl<T, const N: usize> From<Vec<T>> for Few<T, N> {
    fn from(list: Vec<T>) -> Self {
        Few(list.into())
    }
}

impl<T, const N: usize> FromIterator<T> for Few<T, N> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        Few(entries.into_iter().collect())
    }
}

impl<T, const N: usize> Extend<T> for Few<T, N> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, entries: I) {
        self.0.extend(entries);
    }
}

impl<'f, T, const N: usize> IntoIterator for &'f Few<T, N> {
    type Item = &'f T;
    type IntoIter = std::slice::Iter<'f, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'f, T, const N: usize> IntoIterator for &'f mut Few<T, N> {
    type Item = &'f mut T;
    type IntoIter = std::slice::IterMut<'f, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl<T, const N: usize> IntoIterator for Few<T, N> {
    type Item = T;
    type IntoIter = Entries<T, N>;

    fn into_iter(self) -> Entries<T, N> {
        Entries(self.0.into_iter())
    }
}

/// An iterator that moves the entries out of a list.
pub struct Entries<T, const N: usize>(smallvec::IntoIter<[T; N]>);

impl<T, const N: usize> Iterator for Entries<T, N> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}
