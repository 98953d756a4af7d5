//! Marks that a text has in another notation: as references of HTML that nobody resolved (`&quot;`),
//! and, with letters, as UTF-8 that was read as Windows-1252 (`â€œ`, `Ã«`). They stay where they are, so that all
//! positions are those of the text as given; only their meaning is given.

use super::characters::is_quote;
use crate::document;
use std::borrow::Cow;

/// Longest reference of a mark, in bytes: `&#x0201c;`.
const LONGEST: usize = 10;
/// How every mark starts that UTF-8 writes with three bytes, read as Windows-1252; the last byte of the
/// closing mark is empty there and is often lost.
const MISREAD: &str = "â€";

/// What Windows-1252 has for the bytes from 0x80 on; a space where it has nothing.
const WINDOWS: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// A decoded stretch without white space, and where its characters came from.
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

/// Whether a stretch may contain a mark in another notation.
pub(super) fn may_hold_marks(chunk: &str) -> bool {
    memchr::memchr2(b'&', 0xC3, chunk.as_bytes()).is_some()
}

/// A stretch with its marks decoded; `None` if there are none.
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

/// A word with its marks decoded.
pub fn meant(word: &str) -> Cow<'_, str> {
    match decode(word) {
        Some(plain) => Cow::Owned(plain.text),
        None => Cow::Borrowed(word),
    }
}

/// The character that a word starts with, decoded, and its length as given.
pub(super) fn first(word: &str) -> Option<(char, usize)> {
    let c = word.chars().next()?;
    let written = matches!(c, '&' | 'â' | 'Â').then(|| mark(word)).flatten();
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
    misread(rest).or_else(|| rest.starts_with(MISREAD).then_some(('”', MISREAD.len())))
}

/// The character that `rest` starts with as two or three others: UTF-8 read as Windows-1252.
fn misread(rest: &str) -> Option<(char, usize)> {
    let mut chars = rest.chars();
    let lead = chars.next()?;
    let bytes = match lead {
        'Â' | 'Ã' => 2,
        'â' => 3,
        _ => return None,
    };
    let mut buffer = [u8::try_from(u32::from(lead)).ok()?, 0, 0];
    let mut length = lead.len_utf8();
    for slot in buffer.get_mut(1..bytes)? {
        let c = chars.next()?;
        length += c.len_utf8();
        *slot = byte(c)?;
    }
    let meant = std::str::from_utf8(buffer.get(..bytes)?).ok()?;
    Some((meant.chars().next()?, length))
}

/// The byte from 0x80 to 0xBF that Windows-1252 reads as a character.
fn byte(c: char) -> Option<u8> {
    let code = u8::try_from(u32::from(c)).ok();
    code.filter(|code| (0x80..=0xBF).contains(code))
        .or_else(|| {
            let place = WINDOWS.chars().position(|w| w == c && w != ' ')?;
            u8::try_from(0x80 + place).ok()
        })
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
            ("ZoÃ«", "Zoë"),
            ("Â«Oui", "«Oui"),
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
