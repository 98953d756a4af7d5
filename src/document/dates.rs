//! Parses dates, and finds the lines of a page that say when an article was published: "Published: 6 February
//! 2025, 11:05", "FRANKFURT, Oct 30 2025 (Agency) -", or only a date.

use crate::date::Date;
use std::ops::Range;

/// Longest line with only a date, in bytes and in words.
const LONGEST_LINE: usize = 100;
const LONGEST_WORDS: usize = 14;
/// How many bytes of a paragraph can be its dateline.
const LONGEST_DATELINE: usize = 100;
/// Lines at the start and at the end of a text that can give its day.
const FIRST_LINES: usize = 12;
const LAST_LINES: usize = 4;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words that may be on a line with only a date, in lower case.
const DATE_WORDS: &[&str] = &[
    "published",
    "posted",
    "updated",
    "update",
    "modified",
    "created",
    "issued",
    "released",
    "dated",
    "date",
    "last",
    "first",
    "originally",
    "on",
    "at",
    "of",
    "am",
    "pm",
    "a.m",
    "p.m",
    "time",
    "local",
    "gmt",
    "utc",
    "bst",
    "est",
    "edt",
    "cst",
    "cdt",
    "mst",
    "mdt",
    "pst",
    "pdt",
    "et",
    "ct",
    "pt",
    "cet",
    "cest",
    "ist",
    "hrs",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "min",
    "mins",
    "minute",
    "minutes",
    "read",
    "|",
    "•",
    "·",
    "-",
    "–",
    "—",
    "/",
];

/// The day that a value starts with, or is: "2021-12-16T08:00Z", "Thursday, 16 December 2021, 11:05".
pub(super) fn day_of(value: &str) -> Option<Date> {
    let words = words(value);
    let (day, place) = find(&words)?;
    has_only_date_words(&words, &place).then_some(day)
}

/// The day of a line with only a date.
pub(crate) fn of_line(line: &str) -> Option<Date> {
    let may_be = line.len() <= LONGEST_LINE && line.bytes().any(|b| b.is_ascii_digit());
    let words = may_be.then(|| words(line))?;
    if words.len() > LONGEST_WORDS {
        return None;
    }
    let (day, place) = find(&words)?;
    has_only_date_words(&words, &place).then_some(day)
}

/// The day on which an article was published, according to the lines around it; lines about a later change
/// are used last.
pub(super) fn of_text(text: &str) -> Option<Date> {
    let filled = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut changed = None;
    for line in filled().take(FIRST_LINES) {
        if let Some(day) = of_line(line).or_else(|| of_dateline(line)) {
            if !is_about_change(line) {
                return Some(day);
            }
            changed = changed.or(Some(day));
        }
    }
    let last = || filled().rev().take(LAST_LINES);
    changed.or_else(|| last().find_map(of_line))
}

/// The day of a Unix timestamp in seconds (ten digits, so after 2001) or milliseconds.
pub(super) fn of_timestamp(value: &str) -> Option<Date> {
    let value = value.trim();
    let counts = matches!(value.len(), 10 | 13) && value.starts_with('1');
    let number: i64 = counts.then(|| value.parse().ok())??;
    let seconds = if value.len() == 13 {
        number / 1000
    } else {
        number
    };
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    Some(Date::of_moment(moment))
}

fn is_about_change(line: &str) -> bool {
    let line = line.to_lowercase();
    line.contains("updated") || line.contains("modified")
}

/// The day between a place and the dash that ends a dateline.
fn of_dateline(line: &str) -> Option<Date> {
    let mut end = line.len().min(LONGEST_DATELINE);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let start = line.get(..end)?;
    let dashes = ["—", "–", " - ", "--"];
    let ends = dashes.iter().flat_map(|dash| start.match_indices(dash));
    ends.filter_map(|(end, _)| {
        let words = words(&start[..end]);
        let name = |word: &&str| word.starts_with(|c: char| !c.is_lowercase());
        let place = words.first()?.starts_with(char::is_uppercase);
        let (day, _) = find(&words)?;
        (place && words.iter().all(name)).then_some(day)
    })
    .next()
}

/// Words without the marks at their ends.
fn words(line: &str) -> Vec<&str> {
    let marks = |c: char| matches!(c, ',' | '.' | ':' | ';' | '(' | ')' | '[' | ']' | '*' | '_');
    line.split([' ', '\t', '\u{A0}', ','])
        .map(|word| word.trim_matches(marks))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether a line has only labels, times and authors besides the day.
fn has_only_date_words(words: &[&str], day: &Range<usize>) -> bool {
    let mut others = (0..words.len()).filter(|i| !day.contains(i));
    others.all(|i| {
        let word = words[i].to_lowercase();
        let by = words[..i].iter().any(|w| w.eq_ignore_ascii_case("by"));
        // "/ Harbour Post": the outlet
        let is_outlet = i > day.end
            && words[..i]
                .iter()
                .any(|w| matches!(*w, "|" | "/" | "•" | "·"))
            && words[i].starts_with(char::is_uppercase);
        DATE_WORDS.contains(&word.as_str())
            || is_hour(&word)
            || is_offset(&word)
            || word == "by"
            || by && i < day.end + 6
            || is_outlet
    })
}

/// "11:05", "11.05am", "9pm", "14h30", "5"
fn is_hour(word: &str) -> bool {
    let digits = word.trim_end_matches("am").trim_end_matches("pm");
    let digits = digits.trim_end_matches(['z', 'Z', '.']);
    word.len() <= 8
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | 'h' | '+'))
}

/// "+0100", "-05:00"
fn is_offset(word: &str) -> bool {
    let digits = word.strip_prefix(['+', '-']).unwrap_or_default();
    matches!(digits.len(), 4 | 5) && digits.bytes().all(|b| b.is_ascii_digit() || b == b':')
}

/// The first day among words, and its words.
fn find(words: &[&str]) -> Option<(Date, Range<usize>)> {
    (0..words.len()).find_map(|at| {
        let word = |i: usize| words.get(i).copied().unwrap_or_default();
        if let Some(day) = iso(word(at))
            .or_else(|| numbered(word(at)))
            .or_else(|| hyphenated(word(at)))
        {
            return Some((day, at..at + 1));
        }
        if let Some(day) = day_number(word(at)) {
            let of = usize::from(word(at + 1).eq_ignore_ascii_case("of"));
            let month = month(word(at + 1 + of))?;
            let year = year(word(at + 2 + of))?;
            return Some((Date::new(year, month, day).ok()?, at..at + 3 + of));
        }
        let month = month(word(at))?;
        let (day, year) = (day_number(word(at + 1))?, year(word(at + 2))?);
        Some((Date::new(year, month, day).ok()?, at..at + 3))
    })
}

/// "2021-12-16", also if "T" and a time follow.
fn iso(word: &str) -> Option<Date> {
    let day = word.get(..10).filter(|day| day.as_bytes()[4] == b'-')?;
    let rest = &word[10..];
    (rest.is_empty() || rest.starts_with('T')).then(|| day.parse().ok())?
}

/// "16-Dec-2021"
fn hyphenated(word: &str) -> Option<Date> {
    let mut parts = word.split('-');
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    let day = Date::new(year(third)?, month(second)?, day_number(first)?).ok()?;
    parts.next().is_none().then_some(day)
}

/// "16.12.2021", "2021/12/16", and "16/12/2021" where only one reading is a day.
fn numbered(word: &str) -> Option<Date> {
    let mark = word.chars().find(|c| matches!(c, '.' | '/' | '-'))?;
    let mut parts = word.split(mark).map(|part| {
        let plain = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| part.parse::<i16>().ok()).flatten()
    });
    let (first, second, third) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() {
        return None;
    }
    let date = |year: i16, month: i16, day: i16| {
        let narrow = |n: i16| i8::try_from(n).ok();
        year_of(year)?;
        Date::new(year, narrow(month)?, narrow(day)?).ok()
    };
    if first > 31 {
        return date(first, second, third);
    }
    match mark {
        '.' => date(third, second, first),
        _ if first > 12 || first == second => date(third, second, first),
        _ if second > 12 => date(third, first, second),
        _ => None,
    }
}

fn day_number(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word);
    let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// A month by its name or the first letters of its name.
fn month(word: &str) -> Option<i8> {
    let lower = word.to_lowercase();
    let short = |month: &str| lower.len() >= 3 && lower.len() <= 4 && month.starts_with(&lower);
    let place = MONTHS
        .iter()
        .position(|month| *month == lower || short(month))?;
    i8::try_from(place + 1).ok()
}

fn year(word: &str) -> Option<i16> {
    let plain = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    year_of(plain.then(|| word.parse().ok())??)
}

/// A year in which an article can have been written.
fn year_of(year: i16) -> Option<i16> {
    (1700..=2100).contains(&year).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_with_a_day_give_it() {
        let day = Some(crate::date::date(2025, 2, 6));
        for line in [
            "6 February 2025",
            "Published: 6 February 2025, 11:05",
            "Updated Thursday, February 6, 2025 at 11:05 GMT",
            "Posted on Feb. 6, 2025 by the harbour desk",
            "Last updated: 14:20, 6th of February 2025",
            "06.02.2025",
            "06-Feb-2025",
            "Thu, 06 Feb 2025 10:00:00 +0000",
            "2025-02-06T10:00:00+03:00",
            "Thu, Feb 6th 2025 | 3 min read",
            "February 6, 2025 / 9:15 AM EDT / Harbour Post",
        ] {
            assert_eq!(of_line(line), day, "{line}");
        }
        for line in [
            "On 6 February 2025 the bridge closed.",
            "02/06/2025",
            "02-06-2025",
            "6 February",
            "Chapter 6",
            "The 2025 budget",
            "By Ann Lee",
        ] {
            assert_eq!(of_line(line), None, "{line}");
        }
    }

    #[test]
    fn texts_with_a_day_give_it() {
        let day = Some(crate::date::date(2025, 10, 30));
        for text in [
            "FRANKFURT, Oct 30 2025 (Agency) - The bank said so.",
            "Bridge to close\nBy Ann Lee\nUpdated 2 November 2025\nPublished 30 October 2025\n\nThe mayor said so.",
            "The mayor said so.\n\nPublished 30 October 2025",
            "LASK, Poland, Oct. 30, 2025 /Newswire/ -- The guild said so.",
            "LASK — October 30, 2025 — The guild said so.",
        ] {
            assert_eq!(of_text(text), day, "{text}");
        }
        for text in [
            "The treaty of 30 October 2025 — signed in Lask — holds.",
            "LASK, Oct 30 (Agency) - The bank said so.",
        ] {
            assert_eq!(of_text(text), None, "{text}");
        }
    }
}
