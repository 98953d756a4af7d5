//! Typed indexes of the rows of a list: the index of a state cannot be mistaken for that of a title.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// The index of a row in a list.
pub(crate) trait Id: Copy + Ord {
    /// The id of the row at this position.
    fn new(index: usize) -> Self;
    /// Its position in the list.
    fn index(self) -> usize;
}

/// Defines types of ids.
macro_rules! ids {
    ($($(#[$doc:meta])* $sight:vis $name:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            $sight struct $name(u32);

            impl $crate::ids::Id for $name {
                fn new(index: usize) -> Self {
                    // four billion rows do not fit into memory
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

/// A list indexed by typed ids.
pub(crate) struct List<I, T> {
    rows: Vec<T>,
    /// The type of the ids.
    by: PhantomData<fn(I)>,
}

impl<I: Id, T> List<I, T> {
    /// Appends a row; returns its id.
    pub(crate) fn push(&mut self, row: T) -> I {
        self.rows.push(row);
        I::new(self.rows.len() - 1)
    }

    /// The number of rows.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The row with this id.
    pub(crate) fn get(&self, id: I) -> Option<&T> {
        self.rows.get(id.index())
    }

    /// The row with this id, mutable.
    pub(crate) fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.rows.get_mut(id.index())
    }

    /// The rows in order.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.rows.iter()
    }

    /// The rows in order, mutable.
    pub(crate) fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.rows.iter_mut()
    }

    /// The rows in order, each with its id.
    pub(crate) fn numbered(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        let rows = self.rows.iter().enumerate();
        rows.map(|(index, row)| (I::new(index), row))
    }

    /// The id of the first row that satisfies `wanted`.
    pub(crate) fn find(&self, wanted: impl FnMut(&T) -> bool) -> Option<I> {
        self.rows.iter().position(wanted).map(I::new)
    }
}

impl<I: Id, T: Clone> List<I, T> {
    /// A list as long as another, filled with copies of one row.
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
