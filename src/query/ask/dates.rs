//! Days, months and years in a question: "in December 2021", "since 12 May", "before 2022".

use super::words::Word;
use crate::query::Period;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The days that a question asks for; open where `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Days {
    /// First day.
    pub since: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

/// Reads dates; a month without a year is looked up among the days on record.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    /// Months in which something was said: year and month.
    months: BTreeSet<(i16, i8)>,
}

const MONTHS: [(&str, &str); 12] = [
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may", "may"),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
];

const RELATIVE: [&str; 20] = [
    "today",
    "yesterday",
    "tomorrow",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "week",
    "weekend",
    "month",
    "year",
    "recently",
    "lately",
    "ago",
    "now",
    "then",
    "when",
];

impl Calendar {
    /// The calendar of a graph whose statements were made on these days.
    pub(super) fn new(days: impl IntoIterator<Item = Date>) -> Calendar {
        Calendar {
            months: days.into_iter().map(|d| (d.year(), d.month())).collect(),
        }
    }

    /// Reads an expression of time at the start of `words`: how many words it takes and its days.
    ///
    /// `None` when the words speak of something else; an error when they speak of a time that no
    /// calendar holds ("since the talks", "on Monday").
    pub(super) fn read(&self, words: &[Word]) -> Result<Option<(usize, Days)>, String> {
        let Some(first) = words.first() else {
            return Ok(None);
        };
        let key = |i: usize| words.get(i).map_or("", |w| w.key.as_str());
        let exact = |found: Option<(usize, Period)>, skip: usize| {
            found.map(|(n, p)| {
                let days = Days {
                    since: Some(p.first),
                    until: Some(p.last),
                };
                (n + skip, days)
            })
        };
        match first.key.as_str() {
            "in" | "on" | "during" | "at" => {
                if RELATIVE.contains(&key(1))
                    || (matches!(key(1), "last" | "this" | "next" | "past" | "the")
                        && RELATIVE.contains(&key(2)))
                {
                    return Err(relative(words));
                }
                Ok(exact(self.period(&words[1..])?, 1))
            }
            "since" | "before" | "after" | "until" | "till" | "by" => {
                let Some((n, period)) = self.period(&words[1..])? else {
                    return match first.key.as_str() {
                        "by" => Ok(None),
                        _ => Err(undated(words)),
                    };
                };
                let days = match first.key.as_str() {
                    "since" => Days {
                        since: Some(period.first),
                        until: None,
                    },
                    "after" => Days {
                        since: period.last.tomorrow().ok(),
                        until: None,
                    },
                    "before" => Days {
                        since: None,
                        until: period.first.yesterday().ok(),
                    },
                    _ => Days {
                        since: None,
                        until: Some(period.last),
                    },
                };
                Ok(Some((n + 1, days)))
            }
            word @ ("between" | "from") => {
                let Some((n, start)) = self.period(&words[1..])? else {
                    return Ok(None);
                };
                let joint = key(n + 1);
                let joins = match word {
                    "between" => joint == "and",
                    _ => matches!(joint, "to" | "until" | "till" | "through"),
                };
                if !joins && word == "from" {
                    let days = Days {
                        since: Some(start.first),
                        until: Some(start.last),
                    };
                    return Ok(Some((n + 1, days)));
                }
                let end = match words.get(n + 2..) {
                    Some(rest) if joins => self.period(rest)?,
                    _ => None,
                };
                let (m, end) = end.ok_or_else(|| undated(words))?;
                if end.last < start.first {
                    return Err(format!(
                        "'{}' ends before it begins",
                        text(&words[..n + 2 + m])
                    ));
                }
                let days = Days {
                    since: Some(start.first),
                    until: Some(end.last),
                };
                Ok(Some((n + 2 + m, days)))
            }
            "yesterday" | "today" | "recently" | "lately" => Err(relative(words)),
            "last" | "this" if RELATIVE.contains(&key(1)) => Err(relative(words)),
            _ => Ok(None),
        }
    }

    /// A day, month or year at the start of `words`.
    fn period(&self, words: &[Word]) -> Result<Option<(usize, Period)>, String> {
        let skip = usize::from(words.first().is_some_and(|w| w.key == "the"));
        let words = words.get(skip..).unwrap_or(&[]);
        let Some(first) = words.first() else {
            return Ok(None);
        };
        let word = |i: usize| words.get(i).map_or("", |w| w.key.as_str());
        let found = if first.key.contains('-') {
            Some((1, Period::parse(&first.key)?))
        } else if let Some(year) = year(&first.key) {
            Some((1, Period::of_year(year)?))
        } else if let Some(month) = month(&first.key) {
            // "December 2021", "December 15", "December 15, 2021", "December"
            match (year(word(1)), day(word(1))) {
                (Some(year), _) => Some((2, Period::of_month(year, month)?)),
                (None, Some(day)) => match year(word(2)) {
                    Some(year) => Some((3, Period::of_day(year, month, day)?)),
                    None => {
                        let year = self.year_of(month, words)?;
                        Some((2, Period::of_day(year, month, day)?))
                    }
                },
                (None, None) => Some((1, Period::of_month(self.year_of(month, words)?, month)?)),
            }
        } else if let Some(day) = day(&first.key) {
            // "15 December 2021", "15th of December"
            let of = usize::from(word(1) == "of");
            match month(word(1 + of)) {
                None => None,
                Some(month) => {
                    let (n, year) = match year(word(2 + of)) {
                        Some(year) => (3 + of, year),
                        None => (2 + of, self.year_of(month, words)?),
                    };
                    Some((n, Period::of_day(year, month, day)?))
                }
            }
        } else {
            None
        };
        Ok(found.map(|(n, period)| (n + skip, period)))
    }

    /// The only year on record with something said in `month`.
    fn year_of(&self, month: i16, words: &[Word]) -> Result<i16, String> {
        let years = |of_month: bool| -> BTreeSet<i16> {
            self.months
                .iter()
                .filter(|(_, m)| !of_month || i16::from(*m) == month)
                .map(|(year, _)| *year)
                .collect()
        };
        let same = years(true);
        let candidates = if same.is_empty() { years(false) } else { same };
        match (candidates.first(), candidates.len()) {
            (Some(year), 1) => Ok(*year),
            _ => {
                let name = words
                    .iter()
                    .find(|w| self::month(&w.key).is_some())
                    .map_or("the month", |w| w.text.as_str());
                Err(format!(
                    "which year? Write it behind '{name}': '{name} {}'",
                    candidates.last().copied().unwrap_or(2021)
                ))
            }
        }
    }
}

fn month(word: &str) -> Option<i16> {
    let found = MONTHS.iter().position(|(long, short)| {
        word == *long || word == *short || (word == "sept" && *short == "sep")
    });
    found.and_then(|i| i16::try_from(i + 1).ok())
}

fn year(word: &str) -> Option<i16> {
    let shaped = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    shaped
        .then(|| word.parse().ok())
        .flatten()
        .filter(|year| (1000..=2999).contains(year))
}

/// A day of a month: "5", "5th"; not 32, but 31 of any month, for the calendar to judge.
fn day(word: &str) -> Option<i16> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = word.get(digits.len()..)?;
    if !matches!(ending, "" | "st" | "nd" | "rd" | "th") || digits.len() > 2 {
        return None;
    }
    digits.parse().ok().filter(|day| (1..=99).contains(day))
}

fn text(words: &[Word]) -> String {
    let words: Vec<&str> = words.iter().map(|w| w.text.as_str()).collect();
    words.join(" ")
}

fn relative(words: &[Word]) -> String {
    format!(
        "'{}' has no date of its own: name the day or month, as in 'on 2021-12-15' or 'in December 2021'",
        text(words)
    )
}

fn undated(words: &[Word]) -> String {
    format!(
        "'{}' cannot be dated: name a day, month or year, as in 'since 2021-12-15'",
        text(words)
    )
}

#[cfg(test)]
mod tests {
    use super::super::words::cut;
    use super::*;

    fn read(text: &str) -> String {
        let days = ["2021-12-10", "2022-01-03", "2022-12-01"];
        let calendar = Calendar::new(days.iter().filter_map(|d| d.parse().ok()));
        let end = |date: Option<Date>| date.map_or(String::new(), |d| d.to_string());
        match calendar.read(&cut(text)) {
            Ok(Some((n, days))) => format!("{n}: {}..{}", end(days.since), end(days.until)),
            Ok(None) => "none".to_owned(),
            Err(why) => why,
        }
    }

    #[test]
    fn the_usual_ways_to_write_a_date_are_read() {
        for (text, days) in [
            ("in December 2021 to", "3: 2021-12-01..2021-12-31"),
            ("in 2021", "2: 2021-01-01..2021-12-31"),
            ("on 2021-12-15", "2: 2021-12-15..2021-12-15"),
            ("on December 15, 2021", "4: 2021-12-15..2021-12-15"),
            ("on the 15th of Dec. 2021", "6: 2021-12-15..2021-12-15"),
            ("on 3 January", "3: 2022-01-03..2022-01-03"),
            ("in January", "2: 2022-01-01..2022-01-31"),
            ("since 2021-12", "2: 2021-12-01.."),
            ("after 2021-12", "2: 2022-01-01.."),
            ("before May 2022", "3: ..2022-04-30"),
            ("until 2022-01-05", "2: ..2022-01-05"),
            (
                "between 2021-12-15 and January 2022",
                "5: 2021-12-15..2022-01-31",
            ),
            ("from 2021 to 2022", "4: 2021-01-01..2022-12-31"),
            ("in Ukraine", "none"),
            ("by Truss", "none"),
            ("about 2021", "none"),
        ] {
            assert_eq!(read(text), days, "{text}");
        }
    }

    #[test]
    fn times_that_no_calendar_holds_are_refused() {
        for (text, why) in [
            ("in December", "which year?"),
            ("on 30 February 2022", "28 days"),
            ("on 2021-02-30", "28 days"),
            ("since the talks", "cannot be dated"),
            ("on Monday", "has no date of its own"),
            ("last week", "has no date of its own"),
            ("between 2022 and 2021", "ends before it begins"),
        ] {
            assert!(read(text).contains(why), "{text}: {}", read(text));
        }
    }
}
