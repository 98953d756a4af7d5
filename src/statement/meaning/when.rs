//! A day, or a month without a day.

use crate::date::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// When something was said, with the precision of the text; written `2021-12-12` or `2021-12`.
///
/// ```
/// use dixit::statement::When;
///
/// let month: When = "2021-12".parse().unwrap();
/// assert_eq!(month.first().to_string(), "2021-12-01");
/// assert_eq!(month.last().to_string(), "2021-12-31");
/// assert_eq!(month.to_string(), "2021-12");
/// ```
#[derive(Debug, Clone, Copy)]
pub enum When {
    /// That day.
    Day(Date),
    /// Some day of the month of this day.
    Month(Date),
}

impl When {
    /// The first day that it can be.
    pub fn first(self) -> Date {
        match self {
            When::Day(day) => day,
            When::Month(day) => day.first_of_month(),
        }
    }

    /// The last day that it can be.
    pub fn last(self) -> Date {
        match self {
            When::Day(day) => day,
            When::Month(day) => day.last_of_month(),
        }
    }

    /// The day, if known.
    pub fn day(self) -> Option<Date> {
        match self {
            When::Day(day) => Some(day),
            When::Month(_) => None,
        }
    }
}

/// Any day of the month, which represents it.
impl PartialEq for When {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for When {}

impl Hash for When {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.first(), self.last()).hash(state);
    }
}

impl PartialOrd for When {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// By first day; a day comes before the month that starts with it.
impl Ord for When {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.first(), self.last()).cmp(&(other.first(), other.last()))
    }
}

impl From<Date> for When {
    fn from(day: Date) -> Self {
        When::Day(day)
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::Day(day) => day.fmt(f),
            When::Month(day) => write!(f, "{:04}-{:02}", day.year(), day.month()),
        }
    }
}

impl FromStr for When {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |_| format!("'{text}' is not a day or month: write 2021-12-15 or 2021-12");
        match text.len() {
            7 => {
                let first: Date = format!("{text}-01").parse().map_err(wrong)?;
                Ok(When::Month(first))
            }
            _ => text.parse().map(When::Day).map_err(wrong),
        }
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_and_days_come_in_order() {
        let texts = [
            "2021-11-30",
            "2021-12-01",
            "2021-12",
            "2021-12-02",
            "2022-01",
        ];
        let read: Vec<When> = texts.iter().map(|t| t.parse().unwrap()).collect();
        assert!(read.is_sorted());
        let written: Vec<String> = read.iter().map(When::to_string).collect();
        assert_eq!(written, texts);
        let json = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<Vec<When>>(&json).unwrap(), read);
        assert_ne!(read[1], When::Month(read[1].first()));
        for wrong in ["2021", "2021-13", "2021-02-30", "", "yesterday"] {
            assert!(wrong.parse::<When>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn two_days_of_a_month_are_the_same_month() {
        let [one, other] = ["2021-12-01", "2021-12-16"].map(|t| t.parse::<When>().unwrap());
        assert_ne!(one, other);
        assert_eq!(When::Month(one.first()), When::Month(other.first()));
    }
}
