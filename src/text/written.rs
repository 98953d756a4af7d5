//! Decodes marks that were left encoded: unresolved HTML references (`&quot;`), and marks and letters in
//! UTF-8 that was read as Windows-1252 (`â€œ`, `Ã«`). The text keeps them, so that positions are those of the
//! text as given.

use super::characters::is_quote;
use crate::document;
use std::borrow::Cow;

/// Longest reference to a mark, in bytes: `&#x0201c;`.
const LONGEST: usize = 10;
/// The start of every mark of three UTF-8 bytes, read as Windows-1252; the last byte of the closing mark is
/// undefined there and often lost.
const MISREAD: &str = "â€";

/// The characters of Windows-1252 from byte 0x80 on; a space for undefined bytes.
const WINDOWS: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// A decoded chunk without white space, and where its characters came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plain {
    pub text: String,
    /// For each byte of `text`, and its end, the byte of the chunk as given.
    places: Vec<usize>,
}

impl Plain {
    /// The position in the chunk as given of a byte of [`Plain::text`].
    pub fn place(&self, at: usize) -> usize {
        self.places.get(at).copied().unwrap_or_default()
    }
}

/// Whether a chunk may contain an encoded mark.
pub(super) fn may_have_marks(chunk: &str) -> bool {
    memchr::memchr2(b'&', 0xC3, chunk.as_bytes()).is_some()
}

/// A chunk with its marks decoded; `None` if there are none.
pub(super) fn decode(chunk: &str) -> Option<Plain> {
    if !may_have_marks(chunk) {
        return None;
    }
    let mut plain = Plain {
        text: String::with_capacity(chunk.len()),
        places: Vec::with_capacity(chunk.len() + 1),
    };
    let mut at = 0;
    let mut any = false;
    while let Some(c) = chunk[at..].chars().next() {
        let (decoded, length) = match mark(&chunk[at..]) {
            Some((decoded, length)) => {
                any = true;
                (decoded, length)
            }
            None => (c, c.len_utf8()),
        };
        plain.text.push(decoded);
        plain
            .places
            .extend(std::iter::repeat_n(at, decoded.len_utf8()));
        at += length;
    }
    plain.places.push(at);
    any.then_some(plain)
}

/// A word with its marks decoded.
pub fn decoded(word: &str) -> Cow<'_, str> {
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

/// The encoded mark that `rest` starts with, and its encoded length.
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

/// The character at the start of `rest`, written as two or three others: UTF-8 read as Windows-1252.
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
    let decoded = std::str::from_utf8(buffer.get(..bytes)?).ok()?;
    Some((decoded.chars().next()?, length))
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
    fn references_and_misread_marks_are_decoded() {
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
            assert_eq!(decoded(given), plain);
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
