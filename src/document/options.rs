//! What the caller chooses about reading.

use super::encoding::Encoding;
use super::fields::{Field, FieldPath};
use super::files::Links;
use super::{dates, preamble};
use crate::date::Date;
use crate::error::Error;
use jiff::civil;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use std::str::FromStr;

/// What can be chosen about reading; the default reads what says itself how it is to be read.
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
    /// The encoding of files that have no byte order mark; `None` to find it out for each.
    pub encoding: Option<Encoding>,
    /// Where fields of the document are in records; the last one for a field counts.
    pub fields: Vec<FieldPath>,
    /// How records write dates, where not in one of the usual forms.
    pub date_format: Option<DateFormat>,
}

impl Options {
    /// The same with other links that are followed.
    #[must_use]
    pub fn with_links(mut self, links: Links) -> Options {
        self.links = links;
        self
    }

    /// The same with an encoding for all files without a byte order mark.
    #[must_use]
    pub fn with_encoding(mut self, encoding: Encoding) -> Options {
        self.encoding = Some(encoding);
        self
    }

    /// The same with a place for one field of the document in each record.
    #[must_use]
    pub fn with_field(mut self, field: FieldPath) -> Options {
        self.fields.push(field);
        self
    }

    /// The same with a form in which records write dates.
    #[must_use]
    pub fn with_date_format(mut self, format: DateFormat) -> Options {
        self.date_format = Some(format);
        self
    }

    /// Where a field is in each record, if the caller says so.
    pub(super) fn path(&self, field: Field) -> Option<&str> {
        let mut paths = self.fields.iter().rev();
        let path = paths.find(|path| path.field == field)?;
        Some(&path.path)
    }

    /// The day of a record: in the caller's form, or else in a usual one.
    pub(super) fn day(&self, value: &str) -> Option<Date> {
        let given = self
            .date_format
            .as_ref()
            .and_then(|format| format.day(value));
        given
            .or_else(|| preamble::date_of(value))
            .or_else(|| dates::of_clock(value))
    }
}

/// A form of dates, written as `strftime` has it: `%d/%m/%Y` for 16/12/2021.
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
    /// A form that has an unknown part or gives no day.
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
