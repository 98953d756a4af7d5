//! The day a statement was made, as its own words tell: "on Monday", "yesterday", "December 15".

use super::attribution::{Attribution, Scene};
use super::words::rows;
use crate::document::Document;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words on each side of the cue that can hold its date.
const REACH: usize = 12;

/// The day that the clause of the cue names; `None` when it names none, or the article has no date.
///
/// Only words outside source and content count, as those belong to the act of saying.
pub(super) fn said_on(document: &Document, scene: &Scene, found: &Attribution) -> Option<Date> {
    let published = document.date?;
    let (&first, &last) = (found.cue.first()?, found.cue.last()?);
    let sentence = scene.text.sentence_of(first);
    let range =
        first.saturating_sub(REACH).max(sentence.start)..(last + 1 + REACH).min(sentence.end);
    let mut days: Vec<(usize, Date)> = Vec::new();
    for i in range {
        let apart = i.abs_diff(first).min(i.abs_diff(last));
        if found.content.binary_search(&i).is_ok() || found.source.binary_search(&i).is_ok() {
            continue;
        }
        let word = scene.text.word(document, i);
        let next = if i + 1 < sentence.end {
            scene.text.word(document, i + 1)
        } else {
            ""
        };
        days.extend(day(published, word, next).map(|day| (apart, day)));
    }
    days.into_iter()
        .min_by_key(|(apart, _)| *apart)
        .map(|(_, day)| day)
}

fn day(published: Date, word: &str, next: &str) -> Option<Date> {
    let bare = word.trim_end_matches('.');
    let lower = bare.to_lowercase();
    let titled = || {
        // "MONDAY" in a heading
        let mut letters = lower.chars();
        letters
            .next()
            .map(|c| c.to_uppercase().chain(letters).collect::<String>())
    };
    let capital = word.starts_with(char::is_uppercase);
    let named = CALENDAR
        .get(bare)
        .or_else(|| CALENDAR.get(lower.as_str()))
        .or_else(|| {
            titled()
                .filter(|_| capital)
                .and_then(|w| CALENDAR.get(w.as_str()))
        })?;
    let month = match named {
        Named::Weekday(weekday) => {
            // the last such day, the article's own included
            let back = (published.weekday().to_monday_zero_offset() - weekday).rem_euclid(7);
            return published.checked_sub(i64::from(back).days()).ok();
        }
        Named::Relative(back) => return published.checked_sub(i64::from(*back).days()).ok(),
        Named::Month(month) => *month,
    };
    let day: i8 = next
        .trim_end_matches(|c: char| c.is_alphabetic())
        .parse()
        .ok()?;
    // the nearest such day that is not in the future
    let this = Date::new(published.year(), month, day).ok()?;
    if this <= published {
        Some(this)
    } else {
        Date::new(published.year() - 1, month, day).ok()
    }
}

/// What a word names, by the rows of `data/calendar.tsv`.
enum Named {
    /// Days after Monday.
    Weekday(i8),
    /// Months, January is 1.
    Month(i8),
    /// Days before the article.
    Relative(i8),
}

static CALENDAR: LazyLock<HashMap<&'static str, Named>> = LazyLock::new(|| {
    let mut calendar = HashMap::new();
    let (mut weekdays, mut months, mut days) = (0, 0, 0);
    for (kind, words) in rows(include_str!("data/calendar.tsv")) {
        let (count, named): (&mut i8, fn(i8) -> Named) = match kind {
            "weekday" => (&mut weekdays, Named::Weekday),
            "month" => (&mut months, |n| Named::Month(n + 1)),
            _ => (&mut days, Named::Relative),
        };
        calendar.extend(words.split(' ').map(|word| (word, named(*count))));
        *count += 1;
    }
    calendar
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_is_the_last_one_and_a_date_never_in_the_future() {
        let thursday = jiff::civil::date(2021, 12, 16);
        assert_eq!(
            day(thursday, "Monday", ""),
            Some(jiff::civil::date(2021, 12, 13))
        );
        assert_eq!(day(thursday, "Thursday", ""), Some(thursday));
        assert_eq!(
            day(thursday, "December", "15"),
            Some(jiff::civil::date(2021, 12, 15))
        );
        assert_eq!(
            day(thursday, "Dec.", "20"),
            Some(jiff::civil::date(2020, 12, 20))
        );
        assert_eq!(day(thursday, "may", "15"), None);
        assert_eq!(day(thursday, "February", "30"), None);
    }
}
