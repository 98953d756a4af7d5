//! The columns of a table to write, and the cells of its rows.

use std::borrow::Cow;

/// A column of a table to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field {
    /// Its name.
    pub(crate) name: &'static str,
    /// The type of its cells.
    pub(crate) kind: Kind,
}

/// What the cells of a column contain, if they have a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One value.
    One(Simple),
    /// Any number of texts.
    Texts,
    /// Any number of records, each of these values.
    Records(&'static [(&'static str, Simple)]),
}

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Simple {
    Text,
    Integer,
    Decimal,
    Day,
}

/// A cell of a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell<'c> {
    /// No value.
    Nothing,
    /// Text.
    Text(Cow<'c, str>),
    /// An integer.
    Integer(usize),
    /// A floating-point number.
    Decimal(f64),
    /// Days since 1970.
    Day(i32),
    /// Values or records.
    List(Vec<Vec<Cell<'c>>>),
}

impl<'c> Cell<'c> {
    /// Text; missing and empty text are the same.
    pub(crate) fn text(text: Option<&'c str>) -> Cell<'c> {
        let text = text.filter(|text| !text.is_empty());
        text.map_or(Cell::Nothing, |text| Cell::Text(Cow::Borrowed(text)))
    }

    /// Several texts.
    pub(crate) fn texts(texts: impl Iterator<Item = &'c str>) -> Cell<'c> {
        Cell::List(texts.map(|text| vec![Cell::text(Some(text))]).collect())
    }
}
