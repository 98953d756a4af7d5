//! Text shortened to fit a small space.

use crate::normalise::space::squeezed;
use std::borrow::Cow;

/// Whether a link leads to a page and not to a script.
pub(super) fn is_web(url: &str) -> bool {
    let scheme = url.split("://").next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

/// At most `max` characters of a text, with an ellipsis where it was cut.
pub(super) fn shortened(text: &str, max: usize) -> Cow<'_, str> {
    match text.char_indices().nth(max) {
        Some((cut, _)) => Cow::Owned(format!(
            "{}…",
            text.get(..cut).unwrap_or_default().trim_end()
        )),
        None => Cow::Borrowed(text),
    }
}

/// The words of each of so many stretches of a broken text, which are parted by " … "; `None` when
/// they cannot be told apart.
pub(super) fn stretches(text: &str, count: usize) -> Option<Vec<&str>> {
    if count == 1 {
        return Some(vec![text]);
    }
    let stretches: Vec<&str> = text.split(" … ").collect();
    (stretches.len() == count).then_some(stretches)
}

/// The text with each run of white space as one space.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    let is_gap = |c: char| c.is_whitespace();
    let is_one_line = text
        .split(' ')
        .all(|word| !word.is_empty() && !word.contains(is_gap));
    match is_one_line {
        true => Cow::Borrowed(text),
        false => Cow::Owned(squeezed(text)),
    }
}

/// Whether a character would disturb a reader: control codes, and those that turn the direction
/// of writing around.
pub(super) fn is_unruly(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}
