//! Where and when a dispatch was filed, and by whom: "NEW YORK, Nov. 3 (Agency) —".

use super::characters::{is_dash, is_quote};
use super::lexicon;
use super::parts::Token;
use crate::gazetteer;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Longest dateline, in tokens, with the mark that ends it.
const LONGEST: usize = 16;
/// Longest name of a place, in words.
const LONGEST_PLACE: usize = 5;
/// Minimum letters of a place in capitals that is not in the list; shorter ones may be initials.
const MIN_LETTERS: usize = 5;

/// Capitals and other places, in lower case.
static CITIES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let capitals = gazetteer::states().iter().flat_map(|s| s.capitals());
    let names = gazetteer::places().map(|(name, _)| name).chain(capitals);
    names.map(str::to_lowercase).collect()
});

/// States, in lower case.
static COUNTRIES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let states = gazetteer::states().iter();
    let names = states.flat_map(|s| std::iter::once(s.name).chain(s.aliases()));
    names.map(str::to_lowercase).collect()
});

/// Number of tokens in the dateline of a paragraph, including the dash or colon at its end; 0 if there is
/// none. A dateline is a place, optionally with a date and an agency.
pub(super) fn dateline_len(text: &str, tokens: &[Token]) -> usize {
    let word = |i: usize| tokens[i].span.of(text);
    let is_spaced =
        |i: usize| i + 1 < tokens.len() && tokens[i].span.end != tokens[i + 1].span.start;
    let ends_dateline = |i: &usize| match word(*i) {
        "-" => is_spaced(*i) && is_spaced(*i - 1),
        ":" => is_spaced(*i),
        mark => mark == "--" || mark == "―" || mark.chars().all(is_dash),
    };
    let starts_a_name = |word: &str| word.starts_with(char::is_uppercase);
    if !tokens
        .first()
        .is_some_and(|t| starts_a_name(t.span.of(text)))
    {
        return 0;
    }
    let Some(end) = (1..tokens.len().min(LONGEST)).find(ends_dateline) else {
        return 0;
    };
    // a sentence starts after it
    let can_start = |word: &str| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || is_quote(c))
    };
    if end + 1 >= tokens.len() || !can_start(word(end + 1)) {
        return 0;
    }
    let words: Vec<&str> = (0..end).map(word).collect();
    let place = words
        .iter()
        .take_while(|w| !matches!(**w, "," | "(" | "[" | "/") && !is_of_a_date(w))
        .count();
    let rest = &words[place..];
    if place == 0 || place > LONGEST_PLACE || !is_date_and_agency(rest) {
        return 0;
    }
    let place = &words[..place];
    // "Lask, Poland": the country may be known if the town is not
    let country = rest.strip_prefix(&[","]).unwrap_or_default();
    let country = country.split(|w| *w == ",").next().unwrap_or_default();
    let folded = |words: &[&str]| words.join(" ").to_lowercase();
    let known = CITIES.contains(&folded(place)) || COUNTRIES.contains(&folded(country));
    let dated = rest.iter().any(|w| lexicon::follows_clock(w));
    let agency = rest.last() == Some(&")");
    let letters = |w: &&str| w.chars().filter(|c| c.is_alphabetic()).count();
    let is_all_caps = !place.iter().any(|w| w.contains(char::is_lowercase))
        && place.iter().map(letters).sum::<usize>() >= MIN_LETTERS;
    let named = place.iter().all(|w| starts_a_name(w)) && !lexicon::starts_sentences(place[0]);
    // "SMITH: …" and "Lee (Labour): …" are speakers
    let is_dateline = match word(end) {
        ":" => known || named && dated,
        _ => known || is_all_caps || named && (dated || agency),
    };
    if is_dateline { end + 1 } else { 0 }
}

/// What may be between a place and the end of its dateline: names, a date, an agency in brackets.
fn is_date_and_agency(words: &[&str]) -> bool {
    let is_part = |w: &&str| {
        let word = w.trim_start_matches('/');
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || matches!(*w, "," | "." | "/" | "(" | ")" | "[" | "]")
    };
    // an agency may be in lower case, but nothing follows it
    let is_lowercase = |w: &str| w.starts_with(char::is_lowercase);
    match words {
        [before @ .., "(", agency, ")"] if is_lowercase(agency) => before.iter().all(is_part),
        _ => words.iter().all(is_part),
    }
}

/// A number, or the name of a month or a day.
fn is_of_a_date(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) || lexicon::follows_clock(word)
}
