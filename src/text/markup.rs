//! Markdown marks, which are left out of the tokens.

use crate::span::Span;

/// Length of the mark of a Markdown heading at the start of `line`: "## ".
pub(super) fn heading_marker(line: &str) -> Option<usize> {
    let hashes = line.bytes().take_while(|&b| b == b'#').count();
    ((1..=6).contains(&hashes) && line[hashes..].starts_with([' ', '\t']))
        .then(|| line.len() - line[hashes..].trim_start().len())
}

/// Length of the bullet at the start of `line`, with the space after it; numbers count as bullets
/// in Markdown only. 0 if there is none.
pub(super) fn list_marker(line: &str, markdown: bool) -> usize {
    let bullet = line.chars().next().map_or(0, |c| match c {
        '-' | '*' | '+' | '•' | '▪' | '■' | '●' | '◦' | '‣' => c.len_utf8(),
        _ => 0,
    });
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let number = markdown && (1..=3).contains(&digits) && line[digits..].starts_with(['.', ')']);
    let marker = if number { digits + 1 } else { bullet };
    let rest = &line[marker..];
    if marker > 0 && rest.starts_with([' ', '\t']) && !rest.trim_start().is_empty() {
        line.len() - rest.trim_start().len()
    } else {
        0
    }
}

/// Appends the spans of `words` that are marks of links, images, emphasis and code. Outside
/// Markdown only links and `**` are taken for marks.
pub(super) fn inline(text: &str, words: Span, markdown: bool, skips: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    // Opening brackets that may turn out to start a link, innermost last.
    let mut brackets: Vec<usize> = Vec::new();
    let mut at = words.start;
    while at < words.end {
        let byte = bytes[at];
        let mut next = at + 1;
        match byte {
            b'\\' if markdown && at + 1 < words.end && bytes[at + 1].is_ascii_punctuation() => {
                skips.push(Span::new(at, at + 1));
                next = at + 2;
            }
            b'[' => brackets.push(at),
            b']' => {
                let open = brackets.pop();
                if let (Some(open), Some(end)) = (open, target_end(bytes, at + 1, words.end)) {
                    let image = open > words.start && bytes[open - 1] == b'!';
                    if image {
                        skips.push(Span::new(open - 1, end));
                    } else {
                        skips.push(Span::new(open, open + 1));
                        skips.push(Span::new(at, end));
                    }
                    next = end;
                }
            }
            b'<' if markdown => {
                if let Some(end) = tag_end(bytes, at, words.end) {
                    skips.push(Span::new(at, end));
                    next = end;
                }
            }
            b'*' | b'_' | b'`' => {
                let run = bytes[at..words.end]
                    .iter()
                    .take_while(|&&b| b == byte)
                    .count();
                next = at + run;
                let mark = markdown || byte == b'*' && run == 2;
                let is_word_byte =
                    |at: usize| bytes[at].is_ascii_alphanumeric() || bytes[at] >= 0x80;
                let in_word = byte == b'_'
                    && at > words.start
                    && is_word_byte(at - 1)
                    && next < words.end
                    && is_word_byte(next);
                if mark && run <= 3 && !in_word {
                    skips.push(Span::new(at, next));
                }
            }
            _ => {}
        }
        at = next;
    }
}

/// One past the bracket that closes the target of a link which starts at `at`.
fn target_end(bytes: &[u8], at: usize, end: usize) -> Option<usize> {
    const LONGEST_TARGET: usize = 2_000;
    if at >= end || bytes[at] != b'(' {
        return None;
    }
    let stop = end.min(at + LONGEST_TARGET);
    let mut depth = 0usize;
    for (offset, byte) in bytes[at..stop].iter().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + offset + 1);
                }
            }
            // No target contains these; a nested link would make the search quadratic.
            b'\n' | b'[' | b']' => return None,
            _ => {}
        }
    }
    None
}

/// One past the HTML tag that starts at `at`.
fn tag_end(bytes: &[u8], at: usize, end: usize) -> Option<usize> {
    const LONGEST_TAG: usize = 1_000;
    let tag = &bytes[at + 1..end.min(at + LONGEST_TAG).max(at + 1)];
    let named = tag
        .first()
        .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!'));
    // No tag contains another one, so that each byte is looked at once.
    let close = tag.iter().position(|b| matches!(b, b'>' | b'<'))?;
    (named && tag[close] == b'>').then_some(at + 1 + close + 1)
}

/// The spans in order, with those that touch merged.
pub(super) fn merge(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}
