//! Tokenises as in OntoNotes: splits at white space, then splits affixes off both ends, then splits at
//! infixes, with a table of exceptions before each step.
//!
//! The rules follow the published description of spaCy's English tokeniser (prefixes, suffixes,
//! infixes, exceptions, web addresses), with which the training data of [`crate::syntax`] was tokenised. Two
//! things differ on purpose: ideographs are tokens of their own, and so is "--" between words.

use super::characters::{
    is_currency, is_dash, is_ideograph, is_punctuation, is_quote, is_space, is_symbol,
    is_wide_punctuation,
};
use super::{lexicon, written};
use crate::span::Span;

/// Tokenises `span` and appends the spans of the tokens to `out`, in order. Linear in the length of the span;
/// every byte that is not white space ends up in exactly one token.
pub(super) fn tokenise(text: &str, span: Span, out: &mut Vec<Span>) {
    let mut tokeniser = Tokeniser {
        text,
        suffixes: Vec::new(),
        out,
    };
    let bytes = text.as_bytes();
    let mut start = span.start;
    let mut at = span.start;
    while at < span.end {
        let byte = bytes[at];
        let (space, len) = if byte < 0x80 {
            (byte.is_ascii_whitespace() || byte == 0x0B, 1)
        } else {
            let c = char_at(text, at);
            (is_space(c), c.len_utf8())
        };
        if space {
            if start < at {
                tokeniser.chunk(start, at);
            }
            start = at + len;
        }
        at += len;
    }
    if start < span.end {
        tokeniser.chunk(start, span.end);
    }
}

struct Tokeniser<'a> {
    text: &'a str,
    /// Suffixes of the current chunk, last one first.
    suffixes: Vec<Span>,
    out: &'a mut Vec<Span>,
}

impl Tokeniser<'_> {
    /// Tokenises a chunk without white space.
    fn chunk(&mut self, mut start: usize, mut end: usize) {
        let text = self.text;
        let plain = text.as_bytes()[start..end]
            .iter()
            .all(u8::is_ascii_alphanumeric);
        if plain && !text.as_bytes()[start].is_ascii_digit() {
            // "cannot", "shouldnt": exceptions of only letters are no longer than this.
            if end - start > 8 || !self.exception(start, end) {
                self.push(start, end);
            }
            return;
        }
        if let Some(plain) = written::decode(&text[start..end]) {
            let mut spans = Vec::new();
            tokenise(&plain.text, Span::new(0, plain.text.len()), &mut spans);
            let given = |at: usize| start + plain.place(at);
            let spans = spans.iter();
            self.out
                .extend(spans.map(|span| Span::new(given(span.start), given(span.end))));
            return;
        }
        self.suffixes.clear();
        while start < end {
            if self.exception(start, end) {
                break;
            }
            let prefix = prefix_len(&text[start..end]);
            if prefix > 0 {
                self.push(start, start + prefix);
                start += prefix;
                continue;
            }
            let suffix = suffix_len(&text[start..end]);
            if suffix > 0 {
                self.suffixes.push(Span::new(end - suffix, end));
                end -= suffix;
                continue;
            }
            if is_web_address(&text[start..end]) {
                self.push(start, end);
            } else {
                self.infixes(start, end);
            }
            break;
        }
        while let Some(suffix) = self.suffixes.pop() {
            self.out.push(suffix);
        }
    }

    fn push(&mut self, start: usize, end: usize) {
        if start < end {
            self.out.push(Span::new(start, end));
        }
    }

    /// Splits by the table of exceptions; `false` if it does not have the word.
    fn exception(&mut self, start: usize, end: usize) -> bool {
        let word = &self.text[start..end];
        if let Some(pieces) = lexicon::pieces(word) {
            let mut at = start;
            for length in pieces.into_iter().take_while(|&length| length > 0) {
                self.push(at, at + usize::from(length));
                at += usize::from(length);
            }
            return true;
        }
        if let Some(clock) = clock_len(word) {
            self.push(start, start + clock);
            self.push(start + clock, end);
            return true;
        }
        false
    }

    /// Splits what is left between prefixes and suffixes at infixes.
    fn infixes(&mut self, start: usize, end: usize) {
        let text = self.text;
        let mut from = start;
        let mut at = start;
        let mut before: Option<char> = None;
        while at < end {
            let c = char_at(text, at);
            let len = c.len_utf8();
            let infix = if c.is_ascii_alphanumeric() {
                0
            } else {
                infix_len(&text[at..end], c, before)
            };
            if infix > 0 {
                self.push(from, at);
                self.push(at, at + infix);
                at += infix;
                from = at;
                before = text[..at].chars().next_back();
            } else {
                at += len;
                before = Some(c);
            }
        }
        self.push(from, end);
    }
}

fn char_at(text: &str, at: usize) -> char {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .unwrap_or(' ')
}

/// Length of the mark at the start of `word` that is a token of its own; 0 if there is none.
fn prefix_len(word: &str) -> usize {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return 0 };
    let second = chars.next();
    match first {
        'a'..='z' | '0'..='9' => 0,
        '\'' if second == Some('\'') => 2,
        '.' => run_len(word, '.', 2),
        '+' => usize::from(!second.is_some_and(|c| c.is_ascii_digit())),
        'U' if word.starts_with("US$") => 3,
        'C' | 'A' if second == Some('$') => 2,
        '§' | '%' | '=' => first.len_utf8(),
        'A'..='Z' => 0,
        '-' if second == Some('-')
            && word
                .trim_start_matches('-')
                .starts_with(char::is_alphabetic) =>
        {
            run_len(word, '-', 2)
        }
        // “…” -Mayor Lee
        '-' if second.is_some_and(char::is_uppercase) => 1,
        _ if is_mark(first) || is_dash(first) || is_currency(first) || is_ideograph(first) => {
            first.len_utf8()
        }
        _ => 0,
    }
}

fn is_mark(c: char) -> bool {
    is_punctuation(c) || is_quote(c) || is_symbol(c)
}

/// Length of the mark or suffix at the end of `word` that is a token of its own; 0 if there is none.
fn suffix_len(word: &str) -> usize {
    let mut chars = word.chars();
    let Some(last) = chars.next_back() else {
        return 0;
    };
    let before = chars.next_back();
    match last {
        's' | 'S' => match before {
            Some(mark @ ('\'' | '’')) => 1 + mark.len_utf8(),
            _ => unit_len(word),
        },
        '.' => match before {
            Some('.') => word.len() - word.trim_end_matches('.').len(),
            _ if ends_in_abbreviation(word) => 0,
            Some(c) => usize::from(is_separate_full_stop(c, chars.next_back())),
            None => 0,
        },
        '\'' if before == Some('\'') => 2,
        '+' => usize::from(before.is_some_and(|c| c.is_ascii_digit())),
        '-' if before == Some('-') => {
            let dashes = word.len() - word.trim_end_matches('-').len();
            if dashes < word.len() { dashes } else { 0 }
        }
        _ if last.is_ascii_alphanumeric() => unit_len(word),
        _ if is_mark(last) || is_dash(last) || is_ideograph(last) => last.len_utf8(),
        _ if is_currency(last) && before.is_some_and(|c| c.is_ascii_digit()) => last.len_utf8(),
        '%' if before.is_some_and(|c| c.is_ascii_digit()) => 1,
        _ => 0,
    }
}

/// Whether an abbreviation that keeps its full stop follows the last hyphen: "R-Ky."
fn ends_in_abbreviation(word: &str) -> bool {
    word.rsplit_once('-')
        .is_some_and(|(_, last)| lexicon::pieces(last).is_some())
}

/// Whether a full stop after the characters `earlier`, `before` is not part of an abbreviation.
fn is_separate_full_stop(before: char, earlier: Option<char>) -> bool {
    if before.is_uppercase() {
        return earlier.is_some_and(char::is_uppercase);
    }
    before.is_alphanumeric() || is_mark(before) || matches!(before, '%' | '²' | '-' | '+' | ')')
}

/// Length of a unit of measure that follows a digit at the end of `word`: "9mm", "50K".
fn unit_len(word: &str) -> usize {
    let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '/');
    let unit = word.len() - number.len();
    let is_unit = matches!(
        &word[number.len()..],
        "km" | "m"
            | "dm"
            | "cm"
            | "mm"
            | "ha"
            | "nm"
            | "yd"
            | "in"
            | "ft"
            | "kg"
            | "g"
            | "mg"
            | "t"
            | "lb"
            | "oz"
            | "m/s"
            | "km/h"
            | "kmh"
            | "mph"
            | "hPa"
            | "Pa"
            | "mbar"
            | "mb"
            | "MB"
            | "kb"
            | "KB"
            | "gb"
            | "GB"
            | "tb"
            | "TB"
            | "T"
            | "G"
            | "M"
            | "K"
    );
    if is_unit && number.ends_with(|c: char| c.is_ascii_digit()) {
        unit
    } else {
        0
    }
}

/// Length of the hour in "8pm", "10a.m.".
fn clock_len(word: &str) -> Option<usize> {
    let hour = word.bytes().take_while(u8::is_ascii_digit).count();
    let is_hour = matches!(hour, 1 | 2) && hour < word.len();
    (is_hour && matches!(&word[hour..], "am" | "pm" | "a.m." | "p.m." | "a.m" | "p.m"))
        .then_some(hour)
}

/// Length of the run of `mark` at the start of `word` if there are at least `least`, else 0.
fn run_len(word: &str, mark: char, least: usize) -> usize {
    let run = word.len() - word.trim_start_matches(mark).len();
    if run >= least { run } else { 0 }
}

/// Length of the infix at the start of `rest`, which follows `before` within a word; 0 if there is none.
fn infix_len(rest: &str, c: char, before: Option<char>) -> usize {
    let len = c.len_utf8();
    if is_symbol(c) || is_ideograph(c) || is_wide_punctuation(c) {
        return len;
    }
    let Some(before) = before else { return 0 };
    let after = rest[len..].chars().next();
    let letters = before.is_alphabetic() && after.is_some_and(char::is_alphabetic);
    let is_infix = match c {
        '.' => {
            let run = run_len(rest, '.', 2);
            if run > 0 {
                return run;
            }
            (before.is_lowercase() || is_quote(before))
                && after.is_some_and(|a| a.is_uppercase() || is_quote(a))
        }
        '…' => return len,
        '-' if after == Some('-') => {
            let run = run_len(rest, '-', 2);
            let is_infix = !before.is_ascii_punctuation()
                && rest[run..].starts_with(|a: char| a.is_alphanumeric() || is_quote(a));
            return if is_infix { run } else { 0 };
        }
        '-' => {
            letters
                || before.is_ascii_digit() && after.is_some_and(|a| a.is_alphanumeric() || a == '-')
        }
        '+' | '*' | '^' => {
            before.is_ascii_digit() && after.is_some_and(|a| a.is_ascii_digit() || a == '-')
        }
        '—' | '–' => {
            return if after.is_some() { len } else { 0 };
        }
        '~' => letters,
        ',' => letters || after.is_some_and(is_quote),
        ':' if after.is_some_and(is_quote) => true,
        '"' | '“' | '”' | '!' | '?' | ')' | '(' | ';' => after.is_some(),
        ':' | '<' | '>' | '=' | '/' => {
            before.is_alphanumeric() && after.is_some_and(char::is_alphabetic)
        }
        _ => false,
    };
    if is_infix { len } else { 0 }
}

/// Whether `word` is a web address, an e-mail address or a handle: "www.example.org", "desk@example.org".
fn is_web_address(word: &str) -> bool {
    if word.starts_with("http://") || word.starts_with("https://") {
        return true;
    }
    if let Some(handle) = word.strip_prefix('@') {
        return handle
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_');
    }
    let host_start = word.find('@').map_or(0, |at| at + 1);
    let host_end = word[host_start..]
        .find(['/', ':', '?', '#'])
        .map_or(word.len(), |at| host_start + at);
    let host = &word[host_start..host_end];
    let Some((name, domain)) = host.rsplit_once('.') else {
        return false;
    };
    (2..=24).contains(&domain.len())
        && domain.bytes().all(|b| b.is_ascii_lowercase())
        && !name.is_empty()
        && name.split('.').all(|part| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| c.is_alphanumeric() || c == '-' || c == '_')
        })
        && !word[..host_start].contains(['/', ':', '"'])
}
