//! Days of the calendar.
//!
//! ```
//! use dixit::date::Date;
//!
//! let day: Date = "2021-12-16".parse()?;
//! assert_eq!((day.year(), day.month(), day.day()), (2021, 12, 16));
//! assert_eq!(day.days_later(16), Some(Date::new(2022, 1, 1)?));
//! # Ok::<(), dixit::error::Error>(())
//! ```

use crate::error::{Error, Result};
use jiff::Span;
use jiff::civil::{self, Weekday};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar, without a time zone; written `2021-12-16`.
///
/// ```
/// use dixit::date::Date;
///
/// let day = Date::new(2021, 12, 16)?;
/// assert_eq!(day.to_string(), "2021-12-16");
/// assert!(day < "2022-01-10".parse()?);
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Date(civil::Date);

impl Date {
    /// The day from which Parquet and stores count days.
    pub(crate) const EPOCH: Date = Date(jiff::civil::date(1970, 1, 1));

    /// The day of a year (-9999 to 9999), month (1 to 12) and day of the month.
    ///
    /// # Errors
    /// If there is no such day.
    /// # Examples
    /// ```
    /// use dixit::date::Date;
    ///
    /// assert!(Date::new(2024, 2, 29).is_ok());
    /// assert!(Date::new(2023, 2, 29).is_err());
    /// ```
    pub fn new(year: i16, month: i8, day: i8) -> Result<Date> {
        let day = civil::Date::new(year, month, day);
        day.map(Date).map_err(|e| Error::new(e.to_string()))
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, from 1.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The first day of its month.
    /// ```
    /// use dixit::date::Date;
    ///
    /// let day = Date::new(2024, 2, 10)?;
    /// assert_eq!(day.first_of_month().to_string(), "2024-02-01");
    /// assert_eq!(day.last_of_month().to_string(), "2024-02-29");
    /// # Ok::<(), dixit::error::Error>(())
    /// ```
    pub fn first_of_month(self) -> Date {
        Date(self.0.first_of_month())
    }

    /// The last day of its month.
    pub fn last_of_month(self) -> Date {
        Date(self.0.last_of_month())
    }

    /// The day so many days later, or earlier if negative; `None` outside of the years -9999 to 9999.
    /// ```
    /// use dixit::date::Date;
    ///
    /// let day = Date::new(2021, 12, 31)?;
    /// assert_eq!(day.days_later(1).map(|d| d.to_string()), Some("2022-01-01".to_owned()));
    /// assert_eq!(day.days_later(-31).map(|d| d.to_string()), Some("2021-11-30".to_owned()));
    /// assert_eq!(day.days_later(i64::MAX), None);
    /// # Ok::<(), dixit::error::Error>(())
    /// ```
    pub fn days_later(self, days: i64) -> Option<Date> {
        self.plus(Span::new().try_days(days).ok()?)
    }

    /// The next day; `None` where the calendar ends. Quicker than [`Date::days_later`].
    #[cfg(feature = "sqlite")]
    pub(crate) fn tomorrow(self) -> Option<Date> {
        self.0.tomorrow().ok().map(Date)
    }

    /// The day after a span of calendar units; `None` where the calendar ends.
    pub(crate) fn plus(self, span: Span) -> Option<Date> {
        self.0.checked_add(span).ok().map(Date)
    }

    /// The day before a span of calendar units; `None` where the calendar ends.
    pub(crate) fn minus(self, span: Span) -> Option<Date> {
        self.0.checked_sub(span).ok().map(Date)
    }

    pub(crate) fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// The number of days until another day; negative if that is earlier.
    /// ```
    /// use dixit::date::Date;
    ///
    /// let (first, last) = (Date::new(2021, 12, 1)?, Date::new(2022, 1, 1)?);
    /// assert_eq!((first.days_until(last), last.days_until(first)), (31, -31));
    /// # Ok::<(), dixit::error::Error>(())
    /// ```
    pub fn days_until(self, other: Date) -> i64 {
        other.0.duration_since(self.0).as_hours() / 24
    }

    /// The day of a moment in UTC.
    pub(crate) fn of_moment(moment: jiff::Timestamp) -> Date {
        Date(moment.to_zoned(jiff::tz::TimeZone::UTC).date())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for Date {
    type Err = Error;

    /// Parses a day in the format of ISO 8601: `2021-12-16`.
    fn from_str(text: &str) -> Result<Date> {
        let day = text.parse::<civil::Date>();
        day.map(Date).map_err(|e| Error::new(e.to_string()))
    }
}

/// A day that must exist.
#[cfg(test)]
pub(crate) fn date(year: i16, month: i8, day: i8) -> Date {
    Date(civil::date(year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_and_read_as_before() {
        for text in ["2021-12-16", "0001-01-01", "9999-12-31", "-000044-03-15"] {
            let (ours, theirs): (Date, civil::Date) =
                (text.parse().expect("a day"), text.parse().expect("a day"));
            assert_eq!(ours.to_string(), theirs.to_string());
            assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
            let json = serde_json::to_string(&ours).expect("JSON");
            assert_eq!(json, serde_json::to_string(&theirs).expect("JSON"));
            assert_eq!(serde_json::from_str::<Date>(&json).expect("a day"), ours);
        }
        let wrong = "2021-02-30";
        let theirs = wrong.parse::<civil::Date>().expect_err("no such day");
        let ours = wrong.parse::<Date>().expect_err("no such day");
        assert_eq!(ours.to_string(), theirs.to_string());
    }
}
