//! Text for a picture: cut and wrapped to fit, and escaped so that none of it is read as
//! Graphviz's language or as markup.

use super::super::shortened::is_unruly;
use std::fmt::Write as _;

/// Names with more lines end in an ellipsis.
const MAX_LINES: usize = 3;

/// Text in at most [`MAX_LINES`] lines of at most `width` characters, broken between words unless
/// a word is too long.
pub(super) fn wrap(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        for (i, piece) in letters.chunks(width).enumerate() {
            match lines.last_mut() {
                Some(line) if i == 0 && length + 1 + piece.len() <= width => {
                    line.push(' ');
                    line.extend(piece);
                    length += 1 + piece.len();
                }
                _ => {
                    lines.push(piece.iter().collect());
                    length = piece.len();
                }
            }
        }
    }
    if lines.len() > MAX_LINES {
        lines.truncate(MAX_LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines.join("\n")
}

/// Percent-encodes everything in a link that could end it early: Graphviz writes links into
/// SVG unescaped.
pub(super) fn link(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        if c.is_ascii_alphanumeric()
            || "-._~:/?#[]@!$&()*+,;=%".contains(c)
            || !c.is_ascii() && !is_unruly(c)
        {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// A quoted string for labels, tooltips and links: Graphviz decodes escapes and entities in them.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '&' => out.push_str("&amp;"),
            '\n' => out.push_str("\\n"),
            c if is_unruly(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A quoted identifier. The only escape there is `\"`, so a backslash is written as in links.
pub(super) fn id(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' | '%' => {
                let _ = write!(out, "%{:02X}", u32::from(c));
            }
            c if is_unruly(c) => {
                let _ = write!(out, "%{:02X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Text within Graphviz's HTML-like labels.
pub(super) fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("<BR/>"),
            c if is_unruly(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
