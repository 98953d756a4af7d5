//! Numbers of the rows of a list, a type for each list: the number of a state cannot be taken for that of a title.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// The number of a row in a list of its kind.
pub(crate) trait Id: Copy + Ord {
    /// The row at this place in the list.
    fn new(index: usize) -> Self;
    /// Its place in the list.
    fn index(self) -> usize;
}

/// Defines types of such numbers.
macro_rules! ids {
    ($($(#[$doc:meta])* $sight:vis $name:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            $sight struct $name(u32);

            impl $crate::ids::Id for $name {
                fn new(index: usize) -> Self {
                    // four thousand million rows do not fit into memory
                    $name(u32::try_from(index).unwrap_or(u32::MAX))
                }

                fn index(self) -> usize {
                    self.0 as usize
                }
            }
        )*
    };
}
pub(crate) use ids;

/// A list whose rows are found by their numbers.
pub(crate) struct List<I, T> {
    rows: Vec<T>,
    /// Only numbers of this type find a row.
    by: PhantomData<fn(I)>,
}

impl<I: Id, T> List<I, T> {
    /// Adds a row at the end; returns its number.
    pub(crate) fn push(&mut self, row: T) -> I {
        self.rows.push(row);
        I::new(self.rows.len() - 1)
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The row with this number.
    pub(crate) fn get(&self, id: I) -> Option<&T> {
        self.rows.get(id.index())
    }

    /// The row with this number, to be changed.
    pub(crate) fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.rows.get_mut(id.index())
    }

    /// The rows in order.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.rows.iter()
    }

    /// The rows in order, to be changed.
    pub(crate) fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.rows.iter_mut()
    }

    /// The rows in order, each with its number.
    pub(crate) fn numbered(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        let rows = self.rows.iter().enumerate();
        rows.map(|(index, row)| (I::new(index), row))
    }

    /// The number of the first row that is wanted.
    pub(crate) fn find(&self, wanted: impl FnMut(&T) -> bool) -> Option<I> {
        self.rows.iter().position(wanted).map(I::new)
    }
}

impl<I: Id, T: Clone> List<I, T> {
    /// As many of the same rows as another list has, to be found by the same numbers.
    pub(crate) fn filled<U>(row: T, like: &List<I, U>) -> Self {
        vec![row; like.len()].into()
    }
}

impl<I, T> From<Vec<T>> for List<I, T> {
    fn from(rows: Vec<T>) -> Self {
        let by = PhantomData;
        List { rows, by }
    }
}

impl<I, T> IntoIterator for List<I, T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

impl<'l, I: Id, T> IntoIterator for &'l List<I, T> {
    type Item = &'l T;
    type IntoIter = std::slice::Iter<'l, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<I: Id, T> Index<I> for List<I, T> {
    type Output = T;

    fn index(&self, id: I) -> &T {
        &self.rows[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for List<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.rows[id.index()]
    }
}

impl<I, T> Default for List<I, T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<I, T: Clone> Clone for List<I, T> {
    fn clone(&self) -> Self {
        self.rows.clone().into()
    }
}

impl<I, T: PartialEq> PartialEq for List<I, T> {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

impl<I, T: fmt::Debug> fmt::Debug for List<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rows.fmt(f)
    }
}
