//! Days, months and years as people write them on the command line.

use crate::date::Date;

/// A period of whole days, including both ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

impl Period {
    /// Reads `2021`, `2021-12` or `2021-12-15`.
    ///
    /// The error says in one line why the text is not a period: it has another form, or the day does not
    /// exist.
    ///
    /// ```
    /// use dixit::query::Period;
    ///
    /// let december = Period::parse("2021-12").unwrap();
    /// assert_eq!(december.last.to_string(), "2021-12-31");
    /// assert!(Period::parse("2021-02-30").unwrap_err().contains("28 days"));
    /// ```
    pub fn parse(text: &str) -> Result<Period, String> {
        let malformed = || format!("'{text}' is not a date; write 2021, 2021-12 or 2021-12-15");
        let parts: Vec<&str> = text.trim().split('-').collect();
        let digits = |part: &str, length: usize| {
            let good = part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
            good.then(|| part.parse::<i16>().ok()).flatten()
        };
        let year = parts
            .first()
            .and_then(|p| digits(p, 4))
            .ok_or_else(malformed)?;
        let month = match parts.get(1) {
            None => return Period::of_year(year),
            Some(part) => digits(part, 2).ok_or_else(malformed)?,
        };
        let day = match parts.get(2) {
            None => return Period::of_month(year, month),
            Some(part) => digits(part, 2).ok_or_else(malformed)?,
        };
        if parts.len() > 3 {
            return Err(malformed());
        }
        Period::of_day(year, month, day)
    }

    /// All days of a year.
    pub(crate) fn of_year(year: i16) -> Result<Period, String> {
        Ok(Period {
            first: Period::of_month(year, 1)?.first,
            last: Period::of_month(year, 12)?.last,
        })
    }

    /// All days of a month, 1 to 12.
    pub(crate) fn of_month(year: i16, month: i16) -> Result<Period, String> {
        let first = i8::try_from(month)
            .ok()
            .and_then(|month| Date::new(year, month, 1).ok())
            .ok_or_else(|| {
                format!("{year:04}-{month:02} does not exist: months go from 01 to 12")
            })?;
        Ok(Period {
            first,
            last: first.last_of_month(),
        })
    }

    /// The month `count` months before that of a day.
    pub(super) fn of_months_before(day: Date, count: i64) -> Option<Period> {
        let months = jiff::Span::new().try_months(count).ok()?;
        let then = day.first_of_month().minus(months)?;
        Period::of_month(then.year(), i16::from(then.month())).ok()
    }

    /// One day.
    pub(crate) fn of_day(year: i16, month: i16, day: i16) -> Result<Period, String> {
        let days = Period::of_month(year, month)?;
        let date = i8::try_from(day)
            .ok()
            .and_then(|day| Date::new(year, days.first.month(), day).ok())
            .ok_or_else(|| {
                format!(
                    "{year:04}-{month:02}-{day:02} does not exist: that month has {} days",
                    days.last.day()
                )
            })?;
        Ok(Period {
            first: date,
            last: date,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(text: &str) -> String {
        match Period::parse(text) {
            Ok(period) => format!("{} to {}", period.first, period.last),
            Err(why) => why,
        }
    }

    #[test]
    fn years_months_and_days_are_whole_periods() {
        assert_eq!(ends("2021"), "2021-01-01 to 2021-12-31");
        assert_eq!(ends("2024-02"), "2024-02-01 to 2024-02-29");
        assert_eq!(ends("2021-12-15"), "2021-12-15 to 2021-12-15");
    }

    #[test]
    fn impossible_dates_are_explained() {
        assert_eq!(
            ends("2021-02-30"),
            "2021-02-30 does not exist: that month has 28 days"
        );
        assert_eq!(
            ends("2021-13"),
            "2021-13 does not exist: months go from 01 to 12"
        );
        for other in [
            "",
            "soon",
            "15.12.2021",
            "2021-1-5",
            "2021-12-15-3",
            "２０２１",
        ] {
            assert!(ends(other).contains("is not a date"), "{other}");
        }
    }
}
