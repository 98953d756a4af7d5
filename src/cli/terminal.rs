//! The terminal: width, colours, and escaping of untrusted text.

use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How to write to stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) struct Terminal {
    /// Columns of the terminal; `None` for a file or pipe, which takes lines of any length.
    pub width: Option<usize>,
    /// Whether to use colours.
    pub colour: bool,
}

impl Terminal {
    /// Detects what stdout is. Colours follow `NO_COLOR` (<https://no-color.org>) and `TERM=dumb`.
    pub(in crate::cli) fn of_stdout() -> Terminal {
        let is_terminal = io::stdout().is_terminal();
        let refused = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty())
            || std::env::var_os("TERM").is_some_and(|v| v == "dumb");
        let width = || terminal_size::terminal_size().map_or(80, |(w, _)| usize::from(w.0));
        Terminal {
            width: is_terminal.then(width),
            colour: is_terminal && !refused,
        }
    }

    /// `text` in a style, if colours are on.
    pub(in crate::cli) fn paint(self, style: Style, text: &str) -> String {
        match style.code() {
            Some(code) if self.colour && !text.is_empty() => format!("\x1b[{code}m{text}\x1b[0m"),
            _ => text.to_owned(),
        }
    }
}

/// Standard output for data: unchanged to a file or pipe, [`clean`]ed line by line for a terminal.
pub(in crate::cli) struct DataOut {
    out: BufWriter<StdoutLock<'static>>,
    is_terminal: bool,
    /// The start of an incomplete character.
    begun: Vec<u8>,
}

impl DataOut {
    pub(in crate::cli) fn new() -> DataOut {
        DataOut {
            out: BufWriter::with_capacity(1 << 16, io::stdout().lock()),
            is_terminal: io::stdout().is_terminal(),
            begun: Vec::new(),
        }
    }
}

impl Write for DataOut {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.is_terminal {
            return self.out.write(bytes);
        }
        self.begun.extend_from_slice(bytes);
        let text = take_text(&mut self.begun);
        self.out.write_all(lines(&text).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Removes the complete characters from the front of `bytes`; invalid bytes become U+FFFD.
fn take_text(bytes: &mut Vec<u8>) -> String {
    let whole = match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => bytes.len(),
    };
    let text = bytes.drain(..whole).collect::<Vec<u8>>();
    String::from_utf8_lossy(&text).into_owned()
}

/// `text` [`clean`]ed, but with its line breaks and tabs.
fn lines(text: &str) -> String {
    let visible = |c: char| match c {
        '\n' | '\t' => c,
        c if is_harmful(c) => '\u{fffd}',
        c => c,
    };
    text.chars().map(visible).collect()
}

/// The style of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Style {
    /// Running text.
    Plain,
    /// A name, a heading.
    Strong,
    /// Layout and positions.
    Faint,
    /// Something said.
    Said,
    /// A warning.
    Warned,
    /// A proposal.
    Proposed,
    /// Words that match the query.
    Marked,
}

impl Style {
    fn code(self) -> Option<&'static str> {
        match self {
            Style::Plain => None,
            Style::Strong => Some("1"),
            Style::Faint => Some("2"),
            Style::Said => Some("34"),
            Style::Warned => Some("31"),
            Style::Proposed => Some("32"),
            Style::Marked => Some("1;4"),
        }
    }
}

/// `text` without control characters (which escape sequences need) and bidirectional formatting
/// characters. Line breaks and tabs become spaces, the rest U+FFFD.
pub(in crate::cli) fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_harmful) {
        return Cow::Borrowed(text);
    }
    let cleaned = text.chars().map(|c| match c {
        '\n' | '\r' | '\t' => ' ',
        c if is_harmful(c) => '\u{fffd}',
        c => c,
    });
    Cow::Owned(cleaned.collect())
}

fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The width of `text` in columns.
pub(in crate::cli) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Wraps `text` between words into lines of at most `columns`; longer words are split.
pub(in crate::cli) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let lines = wrapped(&letters, columns).into_iter();
    lines
        .map(|line| line.into_iter().map(|at| letters[at]).collect())
        .collect()
}

/// Wraps `text` like [`wrap`], highlighting the ranges in `marks` (in code points).
pub(in crate::cli) fn wrap_marked(
    text: &str,
    columns: usize,
    marks: &[[usize; 2]],
    terminal: Terminal,
) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let marked = |at: usize| {
        marks
            .iter()
            .any(|[start, end]| (*start..*end).contains(&at))
    };
    let lines = wrapped(&letters, columns).into_iter();
    lines
        .map(|line| {
            let mut painted = String::new();
            for stretch in line.chunk_by(|a, b| marked(*a) == marked(*b)) {
                let text: String = stretch.iter().map(|at| letters[*at]).collect();
                match stretch.first().is_some_and(|at| marked(*at)) {
                    true => painted.push_str(&terminal.paint(Style::Marked, &text)),
                    false => painted.push_str(&text),
                }
            }
            painted
        })
        .collect()
}

/// Lines as indexes of characters.
fn wrapped(letters: &[char], columns: usize) -> Vec<Vec<usize>> {
    let columns = columns.max(2);
    let wide = |at: &usize| letters.get(*at).and_then(|c| c.width()).unwrap_or(0);
    let all: Vec<usize> = (0..letters.len()).collect();
    let mut lines: Vec<Vec<usize>> = Vec::new();
    let mut line: Vec<usize> = Vec::new();
    let mut used = 0;
    for word in all.split(|at| letters.get(*at) == Some(&' ')) {
        let Some(first) = word.first() else { continue };
        let width: usize = word.iter().map(wide).sum();
        if !line.is_empty() && used + 1 + width > columns {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if !line.is_empty() {
            // The space before the word.
            line.push(first.saturating_sub(1));
            used += 1;
        }
        for at in word {
            if used + wide(at) > columns {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(*at);
            used += wide(at);
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// `text` padded with spaces to `columns`.
pub(in crate::cli) fn pad(text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(missing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_turned_text_do_not_reach_the_terminal() {
        assert_eq!(
            clean("a\x1b[31mb\u{9b}c\u{202e}d\ne"),
            "a\u{fffd}[31mb\u{fffd}c\u{fffd}d e"
        );
        assert!(matches!(clean("“Ça va”"), Cow::Borrowed(_)));
    }

    #[test]
    fn data_keep_their_lines_and_whole_characters_only_are_looked_at() {
        assert_eq!(
            lines("a,\u{9b}31m\r\n\tb\u{2066}"),
            "a,\u{fffd}31m\u{fffd}\n\tb\u{fffd}"
        );
        let mut bytes = "né".as_bytes().to_vec();
        bytes.pop();
        assert_eq!(take_text(&mut bytes), "n");
        bytes.extend(["é".as_bytes()[1], b'e', 0xff, b'e']);
        assert_eq!(take_text(&mut bytes), "ée\u{fffd}e");
        assert!(bytes.is_empty());
    }

    #[test]
    fn lines_break_between_words_and_no_word_is_lost() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("incomprehensible", 6), ["incomp", "rehens", "ible"]);
        assert_eq!(wrap("战争与和平", 4), ["战争", "与和", "平"]);
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("  two  spaces ", 20), ["two spaces"]);
    }

    #[test]
    fn marks_stay_on_their_words_when_lines_break() {
        let terminal = Terminal {
            width: Some(9),
            colour: true,
        };
        assert_eq!(
            wrap_marked("no war plans here", 9, &[[3, 12]], terminal),
            ["no \x1b[1;4mwar\x1b[0m", "\x1b[1;4mplans\x1b[0m", "here"]
        );
    }

    #[test]
    fn colours_appear_only_where_they_are_on() {
        let plain = Terminal {
            width: None,
            colour: false,
        };
        assert_eq!(plain.paint(Style::Warned, "warned"), "warned");
        let bright = Terminal {
            width: Some(80),
            colour: true,
        };
        assert_eq!(
            bright.paint(Style::Warned, "warned"),
            "\x1b[31mwarned\x1b[0m"
        );
    }
}
