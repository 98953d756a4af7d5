//! Marks that a text holds in another writing: as references of HTML that nobody resolved (`&quot;`),
//! and as UTF-8 that was read as Windows-1252 (`â€œ`). They stay where they are, so that all
//! positions are those of the text as given; only what they stand for is told.

use super::characters::is_quote;
use crate::document;
use std::borrow::Cow;

/// Longest reference of a mark, in bytes: `&#x0201c;`.
const LONGEST: usize = 10;
/// How every mark starts that UTF-8 writes with three bytes, read as Windows-1252.
const MISREAD: &str = "â€";

/// What the misread marks were, by the character that follows [`MISREAD`]; the byte of the closing mark
/// stands for nothing in Windows-1252 and is often lost.
const MISREAD_MARKS: &[(char, char)] = &[
    ('œ', '“'),
    ('\u{9D}', '”'),
    ('˜', '‘'),
    ('™', '’'),
    ('ž', '„'),
    ('š', '‚'),
    ('“', '–'),
    ('”', '—'),
    ('¦', '…'),
];

/// A stretch without white space as it was meant, and where its characters came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plain {
    pub text: String,
    /// For each byte of `text`, and its end, the byte of the stretch as given.
    places: Vec<usize>,
}

impl Plain {
    /// The place, in the stretch as given, of a byte of [`Plain::text`].
    pub fn place(&self, at: usize) -> usize {
        self.places.get(at).copied().unwrap_or_default()
    }
}

/// Whether a stretch may hold a mark in another writing.
pub(super) fn may_hold_marks(chunk: &str) -> bool {
    memchr::memchr2(b'&', MISREAD.as_bytes()[0], chunk.as_bytes()).is_some()
}

/// A stretch with its marks as they were meant; `None` where there is none to read.
pub(super) fn decode(chunk: &str) -> Option<Plain> {
    if !may_hold_marks(chunk) {
        return None;
    }
    let mut plain = Plain {
        text: String::with_capacity(chunk.len()),
        places: Vec::with_capacity(chunk.len() + 1),
    };
    let mut at = 0;
    let mut any = false;
    while let Some(c) = chunk[at..].chars().next() {
        let (meant, length) = match mark(&chunk[at..]) {
            Some((meant, length)) => {
                any = true;
                (meant, length)
            }
            None => (c, c.len_utf8()),
        };
        plain.text.push(meant);
        plain
            .places
            .extend(std::iter::repeat_n(at, meant.len_utf8()));
        at += length;
    }
    plain.places.push(at);
    any.then_some(plain)
}

/// A word with its marks as they were meant.
pub fn meant(word: &str) -> Cow<'_, str> {
    match decode(word) {
        Some(plain) => Cow::Owned(plain.text),
        None => Cow::Borrowed(word),
    }
}

/// The character that a word starts with, as it was meant, and its length as given.
pub(super) fn first(word: &str) -> Option<(char, usize)> {
    let c = word.chars().next()?;
    let written = matches!(c, '&' | 'â').then(|| mark(word)).flatten();
    Some(written.unwrap_or((c, c.len_utf8())))
}

/// The mark that `rest` starts with in another writing, and its length there.
fn mark(rest: &str) -> Option<(char, usize)> {
    if let Some(reference) = rest.strip_prefix('&') {
        let end = reference.bytes().take(LONGEST).position(|b| b == b';')?;
        let text = document::character(reference.get(..end)?)?;
        let mut chars = text.chars();
        let c = chars.next().filter(|_| chars.next().is_none())?;
        let is_mark = is_quote(c) || matches!(c, '–' | '—' | '…' | '\u{A0}');
        return is_mark.then_some((c, end + 2));
    }
    let behind = rest.strip_prefix(MISREAD)?;
    let next = behind.chars().next();
    let listed = MISREAD_MARKS.iter().find(|(c, _)| Some(*c) == next);
    match listed {
        Some((c, meant)) => Some((*meant, MISREAD.len() + c.len_utf8())),
        None => Some(('”', MISREAD.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_and_misread_marks_are_what_they_stand_for() {
        for (given, plain) in [
            ("&quot;We", "\"We"),
            ("don&#39;t", "don't"),
            ("We&rsquo;ll&#8221;", "We’ll”"),
            ("â€œItâ€™sâ€", "“It’s”"),
            ("lateâ€”veryâ€¦", "late—very…"),
        ] {
            let read = decode(given).unwrap();
            assert_eq!(read.text, plain);
            assert_eq!(read.place(read.text.len()), given.len());
            assert_eq!(meant(given), plain);
        }
        for given in [
            "AT&T",
            "R&D;",
            "&amp;",
            "château",
            "plain",
            "&quot",
            "&#xFFFFFFFF;",
        ] {
            assert_eq!(decode(given), None, "{given}");
        }
    }
}
