//! The day a statement was made, as its own words tell: "on Monday", "yesterday", "December 15".

use super::attribution::{Attribution, Scene};
use crate::document::Document;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

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
    if let Some(weekday) = weekday(word) {
        // the last such day, the article's own included
        let back = (published.weekday().to_monday_zero_offset() - weekday.to_monday_zero_offset())
            .rem_euclid(7);
        return published.checked_sub(i64::from(back).days()).ok();
    }
    match word.to_lowercase().as_str() {
        "yesterday" => return published.checked_sub(1.day()).ok(),
        "today" => return Some(published),
        _ => {}
    }
    let month = month(word)?;
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

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "Monday" => Weekday::Monday,
        "Tuesday" => Weekday::Tuesday,
        "Wednesday" => Weekday::Wednesday,
        "Thursday" => Weekday::Thursday,
        "Friday" => Weekday::Friday,
        "Saturday" => Weekday::Saturday,
        "Sunday" => Weekday::Sunday,
        _ => return None,
    })
}

fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    const FULL: [&str; 12] = [
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
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    let lower = word.trim_end_matches('.').to_lowercase();
    let found = FULL
        .iter()
        .position(|m| *m == lower)
        .or_else(|| MONTHS.iter().position(|m| *m == lower));
    found
        .or_else(|| (lower == "sept").then_some(8))
        .map(|m| m as i8 + 1)
}

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
