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
/// Fewest letters of a place in capitals that is not in the list: shorter ones are initials.
const FEWEST_LETTERS: usize = 5;

/// Capitals and other places, in lower case.
static CITIES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let capitals = gazetteer::states().iter().flat_map(|s| s.capitals());
    let names = gazetteer::places().map(|(name, _)| name).chain(capitals);
    names.map(str::to_lowercase).collect()
});

/// States, in lower case.
static LANDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let states = gazetteer::states().iter();
    let names = states.flat_map(|s| std::iter::once(s.name).chain(s.aliases()));
    names.map(str::to_lowercase).collect()
});

/// How many of the tokens that a paragraph consists of are its dateline, the dash or colon at its end
/// included; 0 without one. A dateline is a place and, if need be, a date and an agency.
pub(super) fn dateline_len(text: &str, tokens: &[Token]) -> usize {
    let word = |i: usize| tokens[i].span.of(text);
    let apart = |i: usize| i + 1 < tokens.len() && tokens[i].span.end != tokens[i + 1].span.start;
    let parts = |i: &usize| match word(*i) {
        "-" => apart(*i) && apart(*i - 1),
        ":" => apart(*i),
        mark => mark == "--" || mark == "―" || mark.chars().all(is_dash),
    };
    let starts_a_name = |word: &str| word.starts_with(char::is_uppercase);
    if !tokens
        .first()
        .is_some_and(|t| starts_a_name(t.span.of(text)))
    {
        return 0;
    }
    let Some(end) = (1..tokens.len().min(LONGEST)).find(parts) else {
        return 0;
    };
    // a sentence starts after it
    let opens = |word: &str| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || is_quote(c))
    };
    if end + 1 >= tokens.len() || !opens(word(end + 1)) {
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
    // "Lask, Poland": the land may be known where the town is not
    let land = rest.strip_prefix(&[","]).unwrap_or_default();
    let land = land.split(|w| *w == ",").next().unwrap_or_default();
    let folded = |words: &[&str]| words.join(" ").to_lowercase();
    let known = CITIES.contains(&folded(place)) || LANDS.contains(&folded(land));
    let dated = rest.iter().any(|w| lexicon::follows_clock(w));
    let agency = rest.last() == Some(&")");
    let letters = |w: &&str| w.chars().filter(|c| c.is_alphabetic()).count();
    let shouted = !place.iter().any(|w| w.contains(char::is_lowercase))
        && place.iter().map(letters).sum::<usize>() >= FEWEST_LETTERS;
    let named = place.iter().all(|w| starts_a_name(w)) && !lexicon::starts_sentences(place[0]);
    // "SMITH: …" speaks; so does "Lee (Labour): …"
    let is_dateline = match word(end) {
        ":" => known || named && dated,
        _ => known || shouted || named && (dated || agency),
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
    // an agency may be written small, but nothing comes after it
    let small = |w: &str| w.starts_with(char::is_lowercase);
    match words {
        [before @ .., "(", agency, ")"] if small(agency) => before.iter().all(is_part),
        _ => words.iter().all(is_part),
    }
}

/// A number, or the name of a month or a day.
fn is_of_a_date(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) || lexicon::follows_clock(word)
}
