//! Days, months and years in a question: "in December 2021", "since 12 May", "before 2022".

use super::lexicon::LEXICON;
use super::tokens::Word;
use crate::date::Date;
use crate::lexicon::spelled_number;
use crate::query::Period;
use jiff::Span;
use jiff::civil::Weekday;
use std::collections::BTreeSet;

/// The days that a question asks for; open where `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Days {
    /// First day.
    pub since: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// Whether they are counted from the last day on record.
    pub from_record: bool,
}

impl Days {
    fn of(period: Period) -> Days {
        Days {
            since: Some(period.first),
            until: Some(period.last),
            from_record: false,
        }
    }
}

/// Reads dates; a month without a year is looked up among the days on record.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    /// Months with statements: year and month.
    months: BTreeSet<(i16, i8)>,
    /// The last day with a statement.
    last: Option<Date>,
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

/// Words of time that give no particular day.
const VAGUE: [&str; 14] = [
    "tomorrow", "recently", "lately", "now", "then", "when", "soon", "earlier", "later", "next",
    "weekend", "decade", "century", "times",
];

impl Calendar {
    /// The calendar of a graph whose statements were made in these months, the last on this day.
    pub(super) fn new(months: BTreeSet<(i16, i8)>, last: Option<Date>) -> Calendar {
        Calendar { months, last }
    }

    /// The last day with a statement.
    pub(super) fn last(&self) -> Option<Date> {
        self.last
    }

    /// Reads an expression of time at the start of `words`: how many words it takes and its days.
    ///
    /// `None` if the words do not give a time; an error if they give one without a date ("since the talks").
    pub(super) fn read(&self, words: &[Word]) -> Result<Option<(usize, Days)>, String> {
        let Some(first) = words.first() else {
            return Ok(None);
        };
        let key = |i: usize| words.get(i).map_or("", |w| w.key.as_str());
        let exact = |found: Option<(usize, Period)>, skip: usize| {
            found.map(|(n, period)| (n + skip, Days::of(period)))
        };
        let relative = |found: Option<(usize, Period)>, skip: usize| {
            let found = found.map(|(n, period)| (n + skip, Days::of(period)));
            found.map(|(n, days)| {
                let from_record = true;
                (
                    n,
                    Days {
                        from_record,
                        ..days
                    },
                )
            })
        };
        match first.key.as_str() {
            "in" | "on" | "during" | "at" | "within" | "over" => {
                if let Some(found) = exact(self.period(&words[1..])?, 1) {
                    return Ok(Some(found));
                }
                if let Some(found) = relative(self.counted(&words[1..]), 1) {
                    return Ok(Some(found));
                }
                let skip = usize::from(key(1) == "the");
                let rest: Vec<&str> = words.iter().skip(1 + skip).map(|w| &*w.key).collect();
                let season = LEXICON.seasons.prefix(&rest).is_some();
                let vague = VAGUE.contains(&key(1 + skip)) || season;
                match vague {
                    true => Err(no_fixed_date(words)),
                    false => Ok(None),
                }
            }
            "since" | "before" | "after" | "until" | "till" | "by" => {
                self.bounded(&first.key, words)
            }
            "between" | "from" => self.range(&first.key, words),
            "recently" | "lately" => Err(no_fixed_date(words)),
            "last" | "this" | "past" | "yesterday" | "today" | "the" | "early" | "mid" | "late"
            | "a" => {
                if let Some(found) = relative(self.counted(words), 0) {
                    return Ok(Some(found));
                }
                let part = matches!(
                    key(usize::from(first.key == "the")),
                    "first" | "second" | "third" | "fourth" | "last" | "early" | "mid" | "late"
                );
                match part {
                    true => Ok(exact(self.period(words)?, 0)),
                    false => Ok(None),
                }
            }
            word if number(word).is_some() && is_unit(key(1)) && key(2) == "ago" => {
                Ok(relative(self.counted(words), 0))
            }
            _ => Ok(None),
        }
    }

    /// "since January", "before the 10th of May": days on one side of a date or a time ago.
    fn bounded(&self, bound: &str, words: &[Word]) -> Result<Option<(usize, Days)>, String> {
        let counted = || self.counted(&words[1..]);
        let dated = self.period(&words[1..])?;
        let from_record = dated.is_none();
        let Some((n, period)) = dated.or_else(counted) else {
            return match bound {
                "by" => Ok(None),
                _ => Err(not_a_date(words)),
            };
        };
        let days = match bound {
            "since" => Days {
                since: Some(period.first),
                until: None,
                from_record,
            },
            "after" => Days {
                since: period.last.days_later(1),
                until: None,
                from_record,
            },
            "before" => Days {
                since: None,
                until: period.first.days_later(-1),
                from_record,
            },
            _ => Days {
                since: None,
                until: Some(period.last),
                from_record,
            },
        };
        Ok(Some((n + 1, days)))
    }

    /// "between January and May", "from Monday to Thursday"; "from May" alone is the month.
    fn range(&self, bound: &str, words: &[Word]) -> Result<Option<(usize, Days)>, String> {
        let key = |i: usize| words.get(i).map_or("", |w| w.key.as_str());
        if let Some(found) = self.days_of_a_month(words)? {
            return Ok(Some(found));
        }
        let Some((n, start)) = self.period(&words[1..])? else {
            return Ok(None);
        };
        let joint = key(n + 1);
        let joins = match bound {
            "between" => joint == "and",
            _ => matches!(joint, "to" | "until" | "till" | "through"),
        };
        if !joins && bound == "from" {
            return Ok(Some((n + 1, Days::of(start))));
        }
        let end = match words.get(n + 2..) {
            Some(rest) if joins => self.period(rest)?,
            _ => None,
        };
        let (m, end) = end.ok_or_else(|| not_a_date(words))?;
        if end.last < start.first {
            return Err(format!(
                "'{}' ends before it starts",
                text(&words[..n + 2 + m])
            ));
        }
        let days = Days::of(Period {
            first: start.first,
            last: end.last,
        });
        Ok(Some((n + 2 + m, days)))
    }

    /// "between 10 and 14 January 2022", "from the 10th to the 14th of January".
    fn days_of_a_month(&self, words: &[Word]) -> Result<Option<(usize, Days)>, String> {
        let key = |i: usize| words.get(i).map_or("", |w| w.key.as_str());
        let first = 1 + usize::from(key(1) == "the");
        let joins = matches!(key(first + 1), "and" | "to" | "until" | "till" | "through");
        let Some(day) = day(key(first)).filter(|_| joins) else {
            return Ok(None);
        };
        let rest = words.get(first + 2..).unwrap_or_default();
        let Some((count, end)) = self.period(rest)?.filter(|(_, end)| end.first == end.last) else {
            return Ok(None);
        };
        let start = Period::of_day(end.first.year(), i16::from(end.first.month()), day)?;
        let taken = first + 2 + count;
        if end.last < start.first {
            return Err(format!("'{}' ends before it starts", text(&words[..taken])));
        }
        let (first, last) = (start.first, end.last);
        Ok(Some((taken, Days::of(Period { first, last }))))
    }

    /// A time counted back from the last day on record: "yesterday", "the last three weeks", "Monday",
    /// "two days ago".
    fn counted(&self, words: &[Word]) -> Option<(usize, Period)> {
        let last = self.last?;
        let key = |i: usize| words.get(i).map_or("", |w| w.key.as_str());
        let back = |days: i64| last.days_later(days.checked_neg()?);
        let day = |date: Date| Period {
            first: date,
            last: date,
        };
        let skip = usize::from(key(0) == "the");
        let (word, next) = (key(skip), key(skip + 1));
        if skip == 0 {
            match word {
                "today" => return Some((1, day(last))),
                "yesterday" => return Some((1, day(back(1)?))),
                _ => {}
            }
            let weekday = skip + usize::from(matches!(word, "last" | "this"));
            if let Some(wanted) = weekday_of(key(weekday)) {
                let found = (0..7)
                    .filter_map(back)
                    .find(|date| date.weekday() == wanted)?;
                return Some((weekday + 1, day(found)));
            }
        }
        if let (Some(count), true, "ago") = (number(word), is_unit(next), key(skip + 2)) {
            let found = match next.trim_end_matches('s') {
                "day" => day(back(count)?),
                "week" => week_of(back(7 * count)?)?,
                "month" => Period::of_months_before(last, count)?,
                _ => Period::of_year(last.year().checked_sub(i16::try_from(count).ok()?)?).ok()?,
            };
            return Some((skip + 3, found));
        }
        let (count, unit, length) = match (word, number(next)) {
            ("last" | "past", Some(count)) => (Some(count), key(skip + 2), skip + 3),
            ("last" | "past" | "this" | "previous", None) => (None, next, skip + 2),
            _ => return None,
        };
        // "the last week of 2021" is not relative.
        if key(length) == "of" {
            return None;
        }
        let until_now = |days: i64| {
            Some(Period {
                first: back(days - 1)?,
                last,
            })
        };
        let this = word == "this";
        let found = match (unit.trim_end_matches('s'), count) {
            ("day", Some(count)) => until_now(count)?,
            ("week", Some(count)) => until_now(7 * count)?,
            ("month", Some(count)) => Period {
                first: last.minus(Span::new().try_months(count).ok()?)?,
                last,
            },
            ("year", Some(count)) => Period {
                first: last.minus(Span::new().try_years(count).ok()?)?,
                last,
            },
            ("week", None) => week_of(back(if this { 0 } else { 7 })?)?,
            ("month", None) => Period::of_months_before(last, i64::from(!this))?,
            ("year", None) => Period::of_year(last.year() - i16::from(!this)).ok()?,
            _ => return None,
        };
        Some((length, found))
    }

    /// A part of a month or year: "the first week of January 2022", "early December", "the end of
    /// 2021".
    fn part(&self, words: &[Word]) -> Result<Option<(usize, Period)>, String> {
        let key = |i: usize| words.get(i).map_or("", |w| w.key.as_str());
        let of = |n: usize| n + usize::from(key(n) == "of") + usize::from(key(n + 1) == "the");
        let (start, part) = match (key(0), key(1)) {
            ("first", "week") => (of(2), Part::FirstDays(7)),
            ("last", "week") => (of(2), Part::LastDays(7)),
            ("second", "week") => (of(2), Part::Days(8, 14)),
            ("third", "week") => (of(2), Part::Days(15, 21)),
            ("first", "quarter") => (of(2), Part::Quarter(0)),
            ("second", "quarter") => (of(2), Part::Quarter(1)),
            ("third", "quarter") => (of(2), Part::Quarter(2)),
            ("fourth" | "last", "quarter") => (of(2), Part::Quarter(3)),
            ("q1", _) => (of(1), Part::Quarter(0)),
            ("q2", _) => (of(1), Part::Quarter(1)),
            ("q3", _) => (of(1), Part::Quarter(2)),
            ("q4", _) => (of(1), Part::Quarter(3)),
            ("first", "half") => (of(2), Part::Half(0)),
            ("second", "half") => (of(2), Part::Half(1)),
            ("first", "day" | "days") => {
                (of(2), Part::FirstDays(if key(1) == "day" { 1 } else { 7 }))
            }
            ("last", "day" | "days") => {
                (of(2), Part::LastDays(if key(1) == "day" { 1 } else { 7 }))
            }
            ("early", _) => (1, Part::Third(0)),
            ("mid" | "middle", _) => (of(1), Part::Third(1)),
            ("late", _) => (1, Part::Third(2)),
            ("beginning" | "start", "of") => (of(1), Part::FirstDays(7)),
            ("end", "of") => (of(1), Part::LastDays(7)),
            _ => return Ok(None),
        };
        let rest = words.get(start..).unwrap_or_default();
        let Some((count, whole)) = self.period(rest)? else {
            return Ok(None);
        };
        Ok(part.of(whole).map(|period| (start + count, period)))
    }

    /// A day, month or year at the start of `words`.
    fn period(&self, words: &[Word]) -> Result<Option<(usize, Period)>, String> {
        let skip = usize::from(words.first().is_some_and(|w| w.key == "the"));
        let words = words.get(skip..).unwrap_or(&[]);
        let Some(first) = words.first() else {
            return Ok(None);
        };
        if let Some((count, period)) = self.part(words)? {
            return Ok(Some((count + skip, period)));
        }
        let word = |i: usize| words.get(i).map_or("", |w| w.key.as_str());
        if first.key.contains(['/', '.']) {
            return Err(format!(
                "'{}' is ambiguous; write the date as 2022-01-31 or 31 January 2022",
                first.text
            ));
        }
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

    /// The only year on record with statements in `month`.
    fn year_of(&self, month: i16, words: &[Word]) -> Result<i16, String> {
        let of_month = self.months.iter().filter(|(_, m)| i16::from(*m) == month);
        let mut candidates: BTreeSet<i16> = of_month.map(|(year, _)| *year).collect();
        if candidates.is_empty() {
            candidates.extend(self.months.iter().map(|(year, _)| *year));
        }
        match (candidates.first(), candidates.len()) {
            (Some(year), 1) => Ok(*year),
            _ => {
                let name = words
                    .iter()
                    .find(|w| self::month(&w.key).is_some())
                    .map_or("the month", |w| w.text.as_str());
                Err(format!(
                    "which year? write it after '{name}': '{name} {}'",
                    candidates.last().copied().unwrap_or(2021)
                ))
            }
        }
    }
}

/// A part of a period.
enum Part {
    FirstDays(i64),
    LastDays(i64),
    /// From one day to another, counted from 1.
    Days(i64, i64),
    /// The first or second half.
    Half(i64),
    /// The first, second or last third.
    Third(i64),
    /// Three months of a year, counted from 0.
    Quarter(i8),
}

impl Part {
    fn of(&self, whole: Period) -> Option<Period> {
        let length = whole.first.days_until(whole.last) + 1;
        let day = |number: i64| whole.first.days_later(number);
        let (from, to) = match *self {
            Part::Quarter(quarter) => {
                let year = whole.first.year();
                let first = Date::new(year, 3 * quarter + 1, 1).ok()?;
                let last = Date::new(year, 3 * quarter + 3, 1).ok()?.last_of_month();
                let is_year = whole.last == Date::new(year, 12, 31).ok()?;
                return is_year.then_some(Period { first, last });
            }
            Part::FirstDays(days) => (0, days),
            Part::LastDays(days) => (length - days, length),
            Part::Days(from, to) => (from - 1, to),
            Part::Half(half) => (half * length / 2, (half + 1) * length / 2),
            Part::Third(third) => (third * length / 3, (third + 1) * length / 3),
        };
        Some(Period {
            first: day(from.max(0))?,
            last: day(to.min(length) - 1)?,
        })
    }
}

/// The week of a day, from Monday to Sunday.
fn week_of(day: Date) -> Option<Period> {
    let since_monday = i64::from(day.weekday().to_monday_zero_offset());
    let first = day.days_later(-since_monday)?;
    Some(Period {
        first,
        last: first.days_later(6)?,
    })
}

fn weekday_of(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

/// A number up to a hundred, in letters or digits; "a" is one.
pub(super) fn number(word: &str) -> Option<i64> {
    if word == "a" {
        return Some(1);
    }
    let spelt = spelled_number(word);
    let number = spelt.and_then(|number| i64::try_from(number).ok());
    let digits = || word.parse::<i64>().ok();
    number
        .or_else(digits)
        .filter(|number| (1..=100).contains(number))
}

/// Whether a word is a unit of time: "days".
fn is_unit(word: &str) -> bool {
    matches!(
        word.trim_end_matches('s'),
        "day" | "week" | "month" | "year"
    )
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

/// A day of a month: "5", "5th". Whether a month has the day is checked later.
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

fn no_fixed_date(words: &[Word]) -> String {
    format!(
        "'{}' has no fixed date; give the day or month, as in 'on 2021-12-15' or 'in December 2021'",
        text(words)
    )
}

fn not_a_date(words: &[Word]) -> String {
    format!(
        "'{}' is not a date; give a day, month or year, as in 'since 2021-12-15'",
        text(words)
    )
}

#[cfg(test)]
mod tests {
    use super::super::tokens::split;
    use super::*;

    fn read(text: &str) -> String {
        let days = ["2021-12-10", "2022-01-03", "2022-12-01"];
        let days: Vec<Date> = days.iter().filter_map(|d| d.parse().ok()).collect();
        let months = days.iter().map(|day| (day.year(), day.month())).collect();
        let calendar = Calendar::new(months, days.last().copied());
        let end = |date: Option<Date>| date.map_or(String::new(), |d| d.to_string());
        match calendar.read(&split(text)) {
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
    fn parts_of_months_and_years_are_read() {
        for (text, days) in [
            ("in the last week of 2021", "6: 2021-12-25..2021-12-31"),
            (
                "in the first week of January 2022",
                "7: 2022-01-01..2022-01-07",
            ),
            ("in early December 2021", "4: 2021-12-01..2021-12-10"),
            ("in mid January 2022", "4: 2022-01-11..2022-01-20"),
            ("since late December 2021", "4: 2021-12-21.."),
            ("before the end of 2021", "5: ..2021-12-24"),
            ("in the second half of 2021", "6: 2021-07-02..2021-12-31"),
        ] {
            assert_eq!(read(text), days, "{text}");
        }
    }

    #[test]
    fn times_are_counted_back_from_the_last_day_on_record() {
        // Thursday, 1 December 2022.
        for (text, days) in [
            ("yesterday", "1: 2022-11-30..2022-11-30"),
            ("on Monday", "2: 2022-11-28..2022-11-28"),
            ("last week", "2: 2022-11-21..2022-11-27"),
            ("this month", "2: 2022-12-01..2022-12-31"),
            ("last month about", "2: 2022-11-01..2022-11-30"),
            ("last year", "2: 2021-01-01..2021-12-31"),
            ("in the last three days", "5: 2022-11-29..2022-12-01"),
            ("two days ago", "3: 2022-11-29..2022-11-29"),
            ("since last Friday", "3: 2022-11-25.."),
            ("the last offer", "none"),
            ("the first", "none"),
            ("a treaty", "none"),
        ] {
            assert_eq!(read(text), days, "{text}");
        }
    }

    #[test]
    fn times_without_a_date_are_refused() {
        for (text, why) in [
            ("in December", "which year?"),
            ("on 30 February 2022", "28 days"),
            ("on 2021-02-30", "28 days"),
            ("since the talks", "is not a date"),
            ("since the talks began", "is not a date"),
            ("recently", "has no fixed date"),
            ("in the next week", "has no fixed date"),
            ("between 2022 and 2021", "ends before it starts"),
        ] {
            assert!(read(text).contains(why), "{text}: {}", read(text));
        }
    }
}
