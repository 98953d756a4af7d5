//! When a statement was made, according to its own words: "on Monday", "a day earlier", "last month",
//! "December 15"; its precision is that of the words, and there is no date if they are ambiguous.
//!
//! Days are relative to the article's; they are in the past unless the cue is in the future
//! ("will say on Monday"). "Earlier" and "the day before" are relative to the last day named in the text.

mod belongs;

use crate::date::Date;
use crate::lexicon::rows;
use crate::statement::When;
use crate::statement::article::Article;
use crate::statement::attribution::Attribution;
use crate::syntax::{Label, Word};
use crate::text::{TokenId, TokenRange};
use foldhash::fast::FixedState;
use jiff::civil::Weekday;
use jiff::{Span, ToSpan};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// How many words on each side of the cue can contain its date.
const REACH: usize = 12;
/// How many words before "a day earlier" can name the day that it is relative to.
const BACK: usize = 60;

/// What a word is → the word (lower case) → its number.
type Words = HashMap<&'static str, HashMap<String, i8>>;

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::new();
    for row in rows(include_str!("../data/dates.tsv")) {
        let number = row.field(2).parse().unwrap_or_default();
        let list = words.entry(row.field(0)).or_default();
        list.insert(row.field(1).to_lowercase(), number);
    }
    words
});

/// Forms that a date can start with, digits aside.
static STARTS: LazyLock<HashSet<u32, FixedState>> = LazyLock::new(|| {
    let named = ["weekday", "day", "month", "number"];
    let listed = named.iter().filter_map(|what| WORDS.get(what));
    let words = listed.flat_map(|list| list.keys().map(String::as_str));
    let words = words.chain(["this", "last", "the"]);
    // months may be cut short with a stop
    words
        .flat_map(|word| [Word::new(word), Word::new(&format!("{word}."))])
        .map(|word| word.form)
        .collect()
});

/// The date in the clause of the cue; `None` if there is none, or the article has no date.
///
/// Words of source and content do not count, except those of the clause of the cue that were wrongly
/// included: "said [earlier this month that …]".
pub(in crate::statement) fn said_on(article: &Article, found: &Attribution) -> Option<When> {
    let (&first, &last) = (found.cue.first()?, found.cue.last()?);
    let sentence = article.text.sentence_of(first);
    let text = Reading {
        article,
        published: article.document.date?,
        future: is_future(article, &found.cue),
    };
    let range =
        first.saturating_sub(REACH).max(sentence.start)..(last + 1 + REACH).min(sentence.end);
    let mut at = range.start;
    let mut nearest: Option<(usize, When)> = None;
    while at < range.end {
        let Some((tokens, when)) = text.expression(at, &sentence) else {
            at += 1;
            continue;
        };
        at = tokens.end;
        let apart = match tokens.start > last {
            true => tokens.start - last,
            false => first.saturating_diff(tokens.end - 1),
        };
        let inside = |list: &[TokenId]| tokens.each().any(|i| list.binary_search(&i).is_ok());
        let belongs = if inside(&found.content) {
            text.cut_into(&tokens, last, &sentence)
        } else if inside(&found.source) {
            // "A day earlier Berg said": the front of the source
            found.source.first().is_some_and(|i| tokens.contains(i))
                && !found.source.ends_with(&[tokens.end - 1])
        } else {
            text.belongs(&tokens, &found.cue)
        };
        if belongs && nearest.is_none_or(|(other, _)| apart < other) {
            nearest = Some((apart, when));
        }
    }
    nearest.map(|(_, when)| when)
}

/// Whether the cue is about the future: "will say", "is due to speak".
fn is_future(article: &Article, cue: &[TokenId]) -> bool {
    cue.iter().any(|&i| {
        let will = article.children(i).any(|c| {
            let word = article.written(c).to_lowercase();
            matches!(word.as_str(), "will" | "shall" | "'ll" | "’ll")
        });
        let head = article.syntax.heads[i];
        let plan = article.syntax.labels[i] == Label::Xcomp
            && number("plan", article.written(head)).is_some();
        will || plan
    })
}

/// The number of a word that is `what`.
fn number(what: &str, word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    WORDS.get(what)?.get(&word).copied()
}

/// A text to read dates from.
struct Reading<'r> {
    article: &'r Article<'r>,
    published: Date,
    /// Whether it refers to the future.
    future: bool,
}

impl Reading<'_> {
    /// A token's word; empty outside of `sentence`.
    fn word(&self, i: TokenId, sentence: &Range<TokenId>) -> &str {
        match sentence.contains(&i) {
            true => self.article.written(i),
            false => "",
        }
    }

    /// The word so many tokens earlier; empty outside of `sentence`.
    fn word_before(&self, i: TokenId, tokens: usize, sentence: &Range<TokenId>) -> &str {
        let before = i.checked_sub(tokens);
        before.map_or("", |before| self.word(before, sentence))
    }

    /// Whether a date can start at a token: a quick test that most tokens fail.
    fn may_start(&self, at: TokenId) -> bool {
        let word = &self.article.syntax.words[at];
        word.has_digit() || STARTS.contains(&word.form)
    }

    /// The date that starts at a token, with its tokens.
    fn expression(&self, at: TokenId, sentence: &Range<TokenId>) -> Option<(Range<TokenId>, When)> {
        if !self.may_start(at) {
            return None;
        }
        self.dated(at, sentence)
            .or_else(|| self.counted(at, sentence))
    }

    /// Absolute dates: all except those relative to others.
    fn dated(&self, at: TokenId, sentence: &Range<TokenId>) -> Option<(Range<TokenId>, When)> {
        let word = |i: TokenId| self.word(i, sentence);
        let lower = |i: TokenId| self.word(i, sentence).to_lowercase();
        let day = |tokens: Range<TokenId>, day: Option<Date>| Some((tokens, When::Day(day?)));
        let before = self.word_before(at, 1, sentence).to_lowercase();
        if is_capital(word(at))
            && let Some(weekday) = number("weekday", word(at))
        {
            let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
            return day(at..at + 1, self.weekday(weekday, &before));
        }
        if let Some(offset) = number("day", word(at)) {
            let twice =
                before == "before" && self.word_before(at, 2, sentence).to_lowercase() == "day";
            let offset = i64::from(offset) - i64::from(twice);
            let past = offset <= 0 || self.future;
            return day(
                at..at + 1,
                past.then(|| self.after(self.published, offset.days()))?,
            );
        }
        match (lower(at).as_str(), lower(at + 1).as_str()) {
            ("this", part) if number("part", part).is_some() => {
                return day(at..at + 2, Some(self.published));
            }
            ("last", "night") => {
                let yesterday = self.after(self.published, (-1).days());
                return day(at..at + 2, yesterday);
            }
            ("this", "month") => return Some((at..at + 2, When::Month(self.published))),
            ("last", "month") => return self.months_back(self.published, 1, at..at + 2),
            ("the", ordinal) if before == "on" && is_ordinal(ordinal) => {
                // "on the 15th floor" is not a day
                let noun = at + 2 < sentence.end && self.article.syntax.tags[at + 2].is_noun();
                let of = lower(at + 2) == "of";
                if !noun && !of {
                    return day(at..at + 2, self.day_of_month(day_number(ordinal)?));
                }
            }
            _ => {}
        }
        self.of_calendar(at, sentence)
    }

    /// "December 15", "15 December 2021", "the 15th of December", "in December".
    fn of_calendar(
        &self,
        at: TokenId,
        sentence: &Range<TokenId>,
    ) -> Option<(Range<TokenId>, When)> {
        let word = |i: TokenId| self.word(i, sentence);
        if let Some(number) = day_number(word(at)) {
            let of = usize::from(word(at + 1) == "of");
            let month = month(word(at + 1 + of))?;
            let (end, year) = self.year(at + 2 + of, sentence);
            return Some((at..end, When::Day(self.date(year, month, number)?)));
        }
        let month = month(word(at))?;
        if let Some(number) = day_number(word(at + 1)) {
            let (end, year) = self.year(at + 2, sentence);
            return Some((at..end, When::Day(self.date(year, month, number)?)));
        }
        let (end, year) = self.year(at + 1, sentence);
        let before = self.word_before(at, 1, sentence).to_lowercase();
        if year.is_none() && number("of_month", &before).is_none() {
            return None;
        }
        let strictly = before == "last";
        let published = self.published.first_of_month();
        let year = year.unwrap_or_else(|| {
            let this = published.year();
            let later = month > published.month() || strictly && month == published.month();
            match self.future {
                true => this + i16::from(month < published.month()),
                false => this - i16::from(later),
            }
        });
        let first = Date::new(year, month, 1).ok()?;
        (self.future || first <= published).then_some((at..end, When::Month(first)))
    }

    /// "two days ago", "a day earlier", "the previous day", "a month ago".
    fn counted(&self, at: TokenId, sentence: &Range<TokenId>) -> Option<(Range<TokenId>, When)> {
        let lower = |i: TokenId| self.word(i, sentence).to_lowercase();
        let (first, second, third) = (lower(at), lower(at + 1), lower(at + 2));
        let tokens = at..at + 3;
        match (first.as_str(), second.as_str(), third.as_str()) {
            ("the", "day", "before") if lower(at + 3) != "yesterday" => {
                return self.since_last(at, -1, tokens);
            }
            ("the", "day", "after") => return self.since_last(at, 1, tokens),
            ("the", "previous", "day") => return self.since_last(at, -1, tokens),
            ("the", "next" | "following", "day") => return self.since_last(at, 1, tokens),
            _ => {}
        }
        let count = number("number", &first).or_else(|| first.parse().ok())?;
        if count <= 0 {
            return None;
        }
        let is_day = matches!(second.as_str(), "day" | "days");
        let is_month = matches!(second.as_str(), "month" | "months");
        let ago = third == "ago";
        if is_month && ago {
            return self.months_back(self.published, count, tokens);
        }
        if !is_day {
            return None;
        }
        if ago {
            let then = self.after(self.published, (-i64::from(count)).days())?;
            return Some((tokens, When::Day(then)));
        }
        if number("before", &third).is_some() {
            return self.since_last(at, -count, tokens);
        }
        if number("after", &third).is_some() {
            return self.since_last(at, count, tokens);
        }
        None
    }

    /// So many days from the last day named before a token.
    fn since_last(
        &self,
        at: TokenId,
        days: i8,
        tokens: Range<TokenId>,
    ) -> Option<(Range<TokenId>, When)> {
        let floor = at.saturating_sub(BACK);
        let named = (floor..at)
            .each()
            .rev()
            .filter(|i| self.may_start(*i))
            .find_map(|i| {
                let sentence = self.article.text.sentence_of(i);
                let (tokens, when) = self.dated(i, &sentence)?;
                (tokens.end <= at).then_some(when)
            })?;
        let then = self.after(named.day()?, i64::from(days).days())?;
        (self.future || then <= self.published).then_some((tokens, When::Day(then)))
    }

    fn months_back(
        &self,
        from: Date,
        months: i8,
        tokens: Range<TokenId>,
    ) -> Option<(Range<TokenId>, When)> {
        let then = self.after(from.first_of_month(), (-i64::from(months)).months())?;
        Some((tokens, When::Month(then)))
    }

    fn after(&self, day: Date, span: Span) -> Option<Date> {
        day.plus(span)
    }

    /// The last such weekday, including the article's day; the next one if it is in the future.
    fn weekday(&self, weekday: Weekday, before: &str) -> Option<Date> {
        let back = i64::from(self.published.weekday().since(weekday));
        let days = match before {
            "next" => 7 - back,
            "last" if back == 0 => -7,
            "last" => -back,
            _ if self.future => (7 - back) % 7,
            _ => -back,
        };
        self.after(self.published, days.days())
    }

    /// The last such day of a month; the next one if it is in the future.
    fn day_of_month(&self, day: i8) -> Option<Date> {
        let this = self.published.first_of_month();
        let step: i64 = if self.future { 1 } else { -1 };
        let months = [0, 1, 2].map(|n: i64| (n * step).months());
        let days = months.into_iter().filter_map(|span| {
            let first = self.after(this, span)?;
            Date::new(first.year(), first.month(), day).ok()
        });
        let published = self.published;
        let mut days = days.filter(|day| match self.future {
            true => *day >= published,
            false => *day <= published,
        });
        days.next()
    }

    /// The year at a token, after a comma or not, with the token after it.
    fn year(&self, at: TokenId, sentence: &Range<TokenId>) -> (TokenId, Option<i16>) {
        let comma = usize::from(self.word(at, sentence) == ",");
        let year = self.word(at + comma, sentence);
        let plain = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
        match year.parse().ok().filter(|_| plain) {
            Some(year) => (at + comma + 1, Some(year)),
            None => (at, None),
        }
    }

    /// A day of the calendar: of this year, or the nearest that is not in the future (in the past).
    fn date(&self, year: Option<i16>, month: i8, day: i8) -> Option<Date> {
        let published = self.published;
        let of = |year: i16| Date::new(year, month, day).ok();
        let fits = |date: &Date| match self.future {
            true => *date >= published,
            false => *date <= published,
        };
        let step = if self.future { 1 } else { -1 };
        match year {
            Some(year) => of(year).filter(fits),
            None => of(published.year())
                .filter(fits)
                .or_else(|| of(published.year() + step)),
        }
    }
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn month(word: &str) -> Option<i8> {
    number("month", word.trim_end_matches('.')).filter(|_| is_capital(word))
}

fn is_ordinal(word: &str) -> bool {
    ["st", "nd", "rd", "th"]
        .iter()
        .any(|end| word.ends_with(end))
        && day_number(word).is_some()
}

/// "15", "15th".
fn day_number(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let ending = &word[digits.len()..];
    let plain = matches!(ending, "" | "st" | "nd" | "rd" | "th") && digits.len() <= 2;
    let number: Option<i8> = digits.parse().ok().filter(|_| plain);
    number.filter(|day| (1..=31).contains(day))
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::extract::pipeline;

    /// When the first statement of a text was made, by an article of Thursday, 16 December 2021.
    fn said_on(words: &str) -> String {
        let document = Document {
            id: "d".to_owned(),
            text: words.to_owned(),
            date: "2021-12-16".parse().ok(),
            ..Document::default()
        };
        let found = pipeline::extract(&document).unwrap();
        let Some(statement) = found.statements.last() else {
            return "no statement".to_owned();
        };
        statement
            .said_on
            .map_or("-".to_owned(), |when| when.to_string())
    }

    /// What is not as it should be, all of it at once.
    #[derive(Default)]
    struct Wrong(Vec<String>);

    impl Wrong {
        fn check(&mut self, words: &str, expected: &str) {
            let found = said_on(words);
            if found != expected {
                self.0.push(format!("{words}: {found}, not {expected}"));
            }
        }

        fn none(self) {
            assert!(self.0.is_empty(), "{:#?}", self.0);
        }
    }

    #[test]
    fn days_are_reckoned_from_the_articles() {
        let mut wrong = Wrong::default();
        for (words, expected) in [
            ("Berg said on Monday that the pier was safe.", "2021-12-13"),
            ("Berg said Thursday that the pier was safe.", "2021-12-16"),
            (
                "Berg said last Thursday that the pier was safe.",
                "2021-12-09",
            ),
            (
                "Berg will announce on Monday that the pier is safe.",
                "2021-12-20",
            ),
            ("Berg said yesterday that the pier was safe.", "2021-12-15"),
            ("Berg said last night that the pier was safe.", "2021-12-15"),
            (
                "Berg said this morning that the pier was safe.",
                "2021-12-16",
            ),
            (
                "Berg said on December 15 that the pier was safe.",
                "2021-12-15",
            ),
            ("Berg said on Dec. 20 that the pier was safe.", "2020-12-20"),
            (
                "Berg said on 3 March 2020 that the pier was safe.",
                "2020-03-03",
            ),
            (
                "Berg said on March 3, 2020, that the pier was safe.",
                "2020-03-03",
            ),
            (
                "Berg said on the 15th that the pier was safe.",
                "2021-12-15",
            ),
            (
                "Berg said on the 20th that the pier was safe.",
                "2021-11-20",
            ),
            (
                "Berg said two days ago that the pier was safe.",
                "2021-12-14",
            ),
            (
                "On Tuesday, Berg said that the pier was safe.",
                "2021-12-14",
            ),
            (
                "In a letter sent on Tuesday, Berg said that the pier was safe.",
                "2021-12-14",
            ),
            ("Berg on Tuesday said that the pier was safe.", "2021-12-14"),
            (
                "Speaking in Oslo on Tuesday, Berg said that the pier was safe.",
                "2021-12-14",
            ),
        ] {
            wrong.check(words, expected);
        }
        wrong.none();
    }

    #[test]
    fn a_month_is_told_as_a_month() {
        let mut wrong = Wrong::default();
        for (words, expected) in [
            ("Berg said last month that the pier was safe.", "2021-11"),
            (
                "Berg said earlier this month that the pier was safe.",
                "2021-12",
            ),
            ("Berg said in March that the pier was safe.", "2021-03"),
            ("Berg said in March 2019 that the pier was safe.", "2019-03"),
            ("Berg said last December that the pier was safe.", "2020-12"),
            (
                "Berg said two months ago that the pier was safe.",
                "2021-10",
            ),
        ] {
            wrong.check(words, expected);
        }
        wrong.none();
    }

    #[test]
    fn earlier_counts_from_the_day_named_last() {
        let mut wrong = Wrong::default();
        for (words, expected) in [
            (
                "The talks began on Monday. A day earlier Berg said that the pier was safe.",
                "2021-12-12",
            ),
            (
                "The talks began on Monday. The day before, Berg said that the pier was safe.",
                "2021-12-12",
            ),
            (
                "The talks began on Monday. The following day Berg said that the pier was safe.",
                "2021-12-14",
            ),
            ("A day earlier Berg said that the pier was safe.", "-"),
        ] {
            wrong.check(words, expected);
        }
        wrong.none();
    }

    #[test]
    fn nothing_is_told_in_doubt() {
        let mut wrong = Wrong::default();
        for words in [
            "Berg said last week that the pier was safe.",
            "Berg said that the pier would open on Monday.",
            "Berg, who met Lund on Monday, said that the pier was safe.",
            "Berg said of Monday's vote that the pier was safe.",
            "Berg said on the 15th floor that the pier was safe.",
            "Until Thursday, Berg said that the pier was safe.",
            "Berg has said since Monday that the pier was safe.",
            "Berg said in 2019 that the pier was safe.",
        ] {
            wrong.check(words, "-");
        }
        wrong.none();
    }
}
