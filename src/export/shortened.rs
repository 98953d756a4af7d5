//! Text shortened to fit a small space.

use crate::normalise::space::squeezed;
use std::borrow::Cow;

/// Whether a link leads to a web page, as opposed to a script.
pub(super) fn is_web(url: &str) -> bool {
    let scheme = url.split("://").next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

/// At most `max` characters of a text, with an ellipsis if it was truncated.
pub(super) fn shortened(text: &str, max: usize) -> Cow<'_, str> {
    match text.char_indices().nth(max) {
        Some((cut, _)) => Cow::Owned(format!(
            "{}…",
            text.get(..cut).unwrap_or_default().trim_end()
        )),
        None => Cow::Borrowed(text),
    }
}

/// Splits a text into this many parts, which are joined by " … "; `None` if that is ambiguous.
pub(super) fn stretches(text: &str, count: usize) -> Option<Vec<&str>> {
    if count == 1 {
        return Some(vec![text]);
    }
    let stretches: Vec<&str> = text.split(" … ").collect();
    (stretches.len() == count).then_some(stretches)
}

/// Collapses each run of white space to one space.
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

/// Whether a character is a control code or a bidirectional formatting character.
pub(super) fn is_unruly(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}
