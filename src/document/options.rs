//! Options for reading documents.

use super::encoding::Encoding;
use super::fields::{Field, FieldPath};
use super::files::Links;
use super::outlet::OutletName;
use super::{Document, dates, preamble};
use crate::date::Date;
use crate::error::Error;
use jiff::civil;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use std::str::FromStr;

/// Options for reading documents; by default, everything is detected.
///
/// ```
/// use dixit::document::{Links, Options, read_with};
///
/// let options = Options::default()
///     .with_links(Links::All)
///     .with_encoding("windows-1252".parse()?);
/// let reader = read_with(&["articles".into()], &options);
/// assert_eq!(reader.files(), 1);
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Options {
    /// Links in folders that are followed.
    pub links: Links,
    /// The encoding of files without a byte order mark; `None` to detect it for each.
    pub encoding: Option<Encoding>,
    /// Where fields of the document are in records; the last one for a field counts.
    pub fields: Vec<FieldPath>,
    /// The format of dates in records, besides the usual ones.
    pub date_format: Option<DateFormat>,
    /// Outlets of articles that name none: by their host, or else by the innermost folder.
    pub outlets: Vec<OutletName>,
}

impl Options {
    /// Sets which links are followed.
    #[must_use]
    pub fn with_links(mut self, links: Links) -> Options {
        self.links = links;
        self
    }

    /// Sets the encoding of all files without a byte order mark.
    #[must_use]
    pub fn with_encoding(mut self, encoding: Encoding) -> Options {
        self.encoding = Some(encoding);
        self
    }

    /// Adds where a field of the document is in each record.
    #[must_use]
    pub fn with_field(mut self, field: FieldPath) -> Options {
        self.fields.push(field);
        self
    }

    /// Sets the format of dates in records.
    #[must_use]
    pub fn with_date_format(mut self, format: DateFormat) -> Options {
        self.date_format = Some(format);
        self
    }

    /// Adds the name of an outlet, for articles that name none.
    #[must_use]
    pub fn with_outlet(mut self, outlet: OutletName) -> Options {
        self.outlets.push(outlet);
        self
    }

    /// The outlet of an article that names none, if the caller gives one.
    pub(super) fn outlet(&self, document: &Document) -> Option<String> {
        let given = self.outlets.iter();
        let fitting = given.filter_map(|given| Some((given.closeness(document)?, given)));
        let (_, closest) = fitting.max_by_key(|(closeness, _)| *closeness)?;
        Some(closest.name.clone())
    }

    /// The path of a field in each record, if the caller gives one.
    pub(super) fn path(&self, field: Field) -> Option<&str> {
        let mut paths = self.fields.iter().rev();
        let path = paths.find(|path| path.field == field)?;
        Some(&path.path)
    }

    /// The day in a record: in the caller's format, or else in a usual one.
    pub(super) fn day(&self, value: &str) -> Option<Date> {
        let given = self
            .date_format
            .as_ref()
            .and_then(|format| format.day(value));
        given
            .or_else(|| preamble::date_of(value))
            .or_else(|| dates::of_timestamp(value))
    }
}

/// A format of dates as in `strftime`: `%d/%m/%Y` for 16/12/2021.
///
/// ```
/// use dixit::document::{DateFormat, Options};
///
/// let format: DateFormat = "%d/%m/%Y %H:%M".parse()?;
/// let options = Options::default().with_date_format(format);
/// assert!("%H:%M".parse::<DateFormat>().is_err()); // has no day
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFormat(String);

impl FromStr for DateFormat {
    type Err = Error;

    /// # Errors
    /// A format that has an unknown part or does not give a day.
    fn from_str(format: &str) -> Result<DateFormat, Error> {
        let format = DateFormat(format.to_owned());
        let day = civil::date(2021, 12, 16);
        let noon = day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).ok();
        let written = noon.and_then(|noon| strtime::format(&format.0, &noon).ok());
        match written.and_then(|written| format.day(&written)) {
            Some(read) if read.to_string() == day.to_string() => Ok(format),
            _ => Err(Error::new(
                "not the form of a day; write %Y, %m (%B for names) and %d as the dates do, such as %d/%m/%Y",
            )),
        }
    }
}

impl DateFormat {
    fn day(&self, value: &str) -> Option<Date> {
        let read = strtime::parse(&self.0, value.trim()).ok()?;
        match read.to_date() {
            Ok(day) => Date::new(day.year(), day.month(), day.day()).ok(),
            Err(_) => Some(Date::of_moment(read.to_timestamp().ok()?)),
        }
    }
}
