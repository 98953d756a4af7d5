//! Output of commands that print more than a list of statements: text or JSON, bars, and marked
//! changes of words.

use super::cells;
use crate::analysis::wording::{Change, Piece};
use crate::cli::messages::written;
use crate::cli::terminal::{DataOut, Style, Terminal, clean, width, wrap};
use crate::error::Result;
use crate::query::Hit;
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io::{self, BufWriter, StdoutLock, Write};

/// The output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(in crate::cli) enum Format {
    /// For people
    #[default]
    Text,
    /// JSON object
    Json,
}

/// The flag that chooses the format.
#[derive(Debug, Args)]
pub(in crate::cli) struct FormatArgument {
    /// Output format
    #[arg(
        long,
        short = 'f',
        value_enum,
        default_value_t,
        value_name = "FORMAT",
        help_heading = "Output"
    )]
    pub format: Format,
}

/// Standard output, buffered.
pub(in crate::cli) type Out<'a> = BufWriter<StdoutLock<'a>>;

/// Writes to stdout: `value` as JSON, or as text through `text`.
pub(in crate::cli) fn print<T: Serialize>(
    format: Format,
    value: &T,
    text: impl FnOnce(&mut Out, Terminal) -> io::Result<()>,
) -> Result<()> {
    written(match format {
        Format::Text => {
            let mut out = BufWriter::new(io::stdout().lock());
            text(&mut out, Terminal::of_stdout()).and_then(|()| out.flush())
        }
        Format::Json => json(value),
    })
}

/// Writes `value` to stdout as JSON.
pub(in crate::cli) fn json<T: Serialize>(value: &T) -> io::Result<()> {
    let mut out = DataOut::new();
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)?;
    out.flush()
}

/// A heading with an empty line before it.
pub(in crate::cli) fn heading(
    out: &mut impl Write,
    title: &str,
    terminal: Terminal,
) -> io::Result<()> {
    writeln!(out, "\n{}", terminal.paint(Style::Strong, title))
}

/// "and N more", if there are more than listed.
pub(in crate::cli) fn more(
    out: &mut impl Write,
    rest: usize,
    terminal: Terminal,
) -> io::Result<()> {
    match rest {
        0 => Ok(()),
        _ => writeln!(
            out,
            "  {}",
            terminal.paint(Style::Faint, &format!("and {rest} more"))
        ),
    }
}

/// Pieces in one line: removed words in `[-…-]`, added words in `{+…+}`, as in `git diff --word-diff`.
pub(in crate::cli) fn changes(pieces: &[Piece], terminal: Terminal) -> String {
    let parts = pieces.iter().map(|piece| {
        let text = clean(&piece.text);
        match piece.change {
            Change::Same => text.into_owned(),
            Change::Left => terminal.paint(Style::Warned, &format!("[-{text}-]")),
            Change::Added => terminal.paint(Style::Proposed, &format!("{{+{text}+}}")),
        }
    });
    parts.collect::<Vec<_>>().join(" ")
}

/// Date, speaker, relation and addressees, as the start of a line: "2021-12-16  Liz Truss warned Russia".
pub(in crate::cli) fn headline(hit: &Hit, terminal: Terminal) -> String {
    let mut parts = Vec::new();
    if hit.date.is_some() {
        parts.push(terminal.paint(Style::Faint, &cells::date(hit)));
    }
    let mut line = format!(
        "{} {}",
        terminal.paint(Style::Strong, &clean(&cells::speaker(hit))),
        terminal.paint(cells::style(hit), &clean(&cells::relation(hit)))
    );
    if !hit.addressees.is_empty() {
        line.push_str(&format!(
            " → {}",
            clean(&cells::names(&hit.addressees, ", "))
        ));
    }
    parts.push(line);
    parts.join("  ")
}

/// The id and place of a statement, faint.
pub(in crate::cli) fn footnote(hit: &Hit, terminal: Terminal) -> String {
    let line = format!("{}  {}", hit.place.label(), hit.id);
    terminal.paint(Style::Faint, &clean(&line))
}

/// A paragraph with `indent` spaces before each line, wrapped to the width of the terminal.
pub(in crate::cli) fn paragraph(
    out: &mut impl Write,
    text: &str,
    indent: usize,
    terminal: Terminal,
) -> io::Result<()> {
    let blank = " ".repeat(indent);
    match terminal
        .width
        .filter(|columns| width(text) + indent > *columns)
    {
        // `wrap` counts escape sequences for colours as text, so lines may be shorter than necessary.
        Some(columns) => {
            let lines = wrap(text, columns.saturating_sub(indent));
            lines
                .iter()
                .try_for_each(|line| writeln!(out, "{blank}{line}"))
        }
        None => writeln!(out, "{blank}{text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_marked_without_colours_too() {
        let pieces = crate::analysis::wording::difference(
            "the bridge is closed",
            "the bridge was\x1b closed",
        );
        let plain = Terminal {
            width: None,
            colour: false,
        };
        assert_eq!(
            changes(&pieces, plain),
            "the bridge [-is-] {+was\u{fffd}+} closed"
        );
    }
}
