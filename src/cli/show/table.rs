//! Statements in columns, as wide as the terminal.

use super::bars::{self, bar};
use super::cells::{self, style};
use crate::cli::terminal::{Style, Terminal, clean, pad, width, wrap, wrap_marked};
use crate::query::Hit;
use std::io::{self, Write};

/// Spaces between columns.
const GAP: usize = 2;
/// The index of the column with the words, and the minimum width for it to be a column of its own.
const WORDS: usize = 4;
const MIN_WORDS: usize = 40;
/// Maximum widths of date, speaker, relation and addressee on a terminal.
const MAX_WIDTHS: [usize; 4] = [10, 26, 22, 22];

/// Writes one statement per line: date, speaker, relation, addressee, content, place. On a terminal,
/// long cells wrap, and if there is no room for columns, the content is on the lines below;
/// nothing is truncated.
pub(in crate::cli) fn write(
    out: &mut impl Write,
    hits: &[Hit],
    terminal: Terminal,
) -> io::Result<()> {
    let rows: Vec<[String; 6]> = hits.iter().map(cells).collect();
    let mut widths = [0; 6];
    for row in &rows {
        for (most, cell) in widths.iter_mut().zip(row) {
            *most = width(cell).max(*most);
        }
    }
    let Some(columns) = terminal.width else {
        // A file or pipe takes lines of any length; padding all to the longest would make short ones
        // hard to read.
        widths[WORDS] = 0;
        for row in &rows {
            let line: Vec<String> = row.iter().zip(widths).map(|(c, w)| pad(c, w)).collect();
            writeln!(out, "{}", line.join("  ").trim_end())?;
        }
        return Ok(());
    };
    for (width, most) in widths.iter_mut().zip(MAX_WIDTHS) {
        *width = (*width).min(most);
    }
    let others: usize = widths.iter().sum::<usize>() - widths[WORDS] + GAP * 5;
    if columns >= others + MIN_WORDS {
        widths[WORDS] = columns - others;
        for (row, hit) in rows.iter().zip(hits) {
            aligned(out, row, hit, &widths, terminal)?;
        }
    } else {
        for (number, (row, hit)) in rows.iter().zip(hits).enumerate() {
            if number > 0 {
                writeln!(out)?;
            }
            stacked(out, row, hit, columns, terminal)?;
        }
    }
    Ok(())
}

/// Writes counts below a heading, with a bar for each.
pub(in crate::cli) fn counts(
    out: &mut impl Write,
    rows: &[Vec<String>],
    numbers: Vec<usize>,
    terminal: Terminal,
) -> io::Result<()> {
    let cleaned: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| clean(cell).into_owned()).collect())
        .collect();
    let columns = cleaned.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            let cells = cleaned.iter().filter_map(|row| row.get(column));
            cells.map(|cell| width(cell)).max().unwrap_or(0)
        })
        .collect();
    let most = numbers.iter().copied().max().unwrap_or(0).max(1);
    for (i, row) in cleaned.iter().enumerate() {
        let mut line: Vec<String> = Vec::new();
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            // Numbers, the last two columns, are aligned to the right.
            line.push(match column + 2 >= columns {
                true => format!("{}{cell}", " ".repeat(width - self::width(cell))),
                false => pad(cell, *width),
            });
        }
        match i.checked_sub(1).and_then(|i| numbers.get(i)) {
            None => {
                let heading = line.join("  ");
                writeln!(out, "{}", terminal.paint(Style::Faint, heading.trim_end()))?;
            }
            Some(number) => {
                line.push(bar(*number as f64, most as f64, bars::LONGEST));
                writeln!(out, "{}", line.join("  ").trim_end())?;
            }
        }
    }
    Ok(())
}

fn cells(hit: &Hit) -> [String; 6] {
    [
        cells::date(hit),
        cells::speaker(hit),
        cells::relation(hit),
        cells::names(&hit.addressees, ", "),
        hit.content.text.to_string(),
        cells::place(hit),
    ]
    .map(|cell| clean(&cell).into_owned())
}

fn styles(hit: &Hit) -> [Style; 6] {
    [
        Style::Faint,
        Style::Strong,
        style(hit),
        Style::Plain,
        Style::Plain,
        Style::Faint,
    ]
}

/// A row with wrapped cells.
fn aligned(
    out: &mut impl Write,
    row: &[String; 6],
    hit: &Hit,
    widths: &[usize; 6],
    terminal: Terminal,
) -> io::Result<()> {
    let cells: Vec<Vec<String>> = row
        .iter()
        .zip(widths)
        .map(|(cell, width)| wrap(cell, *width))
        .collect();
    let marked = wrap_marked(&row[WORDS], widths[WORDS], &hit.matched, terminal);
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for line in 0..height {
        let mut text = String::new();
        for ((cell, width), style) in cells.iter().zip(widths).zip(styles(hit)) {
            let part = cell.get(line).map_or("", String::as_str);
            let filled = pad(part, *width);
            match marked
                .get(line)
                .filter(|_| style == Style::Plain && std::ptr::eq(cell, &cells[WORDS]))
            {
                Some(marked) => text.push_str(marked),
                None => text.push_str(&terminal.paint(style, part)),
            }
            text.push_str(filled.get(part.len()..).unwrap_or(""));
            text.push_str(&" ".repeat(GAP));
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}

/// A heading with everything except the words, and the words below.
fn stacked(
    out: &mut impl Write,
    row: &[String; 6],
    hit: &Hit,
    columns: usize,
    terminal: Terminal,
) -> io::Result<()> {
    let [date, speaker, relation, to, words, place] = row;
    let [faint, strong, coloured, ..] = styles(hit);
    let mut heading = String::new();
    for (style, part) in [(faint, date), (strong, speaker), (coloured, relation)] {
        if !part.is_empty() {
            heading.push_str(&terminal.paint(style, part));
            heading.push(' ');
        }
    }
    if !to.is_empty() {
        heading.push_str(&format!("→ {to} "));
    }
    writeln!(out, "{}", heading.trim_end())?;
    for line in wrap_marked(words, columns.saturating_sub(2), &hit.matched, terminal) {
        writeln!(out, "  {line}")?;
    }
    writeln!(out, "  {}", terminal.paint(faint, place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::EntityType;
    use crate::graph::Words;
    use crate::query::{Few, Named, Place};
    use crate::statement::Relation;
    use crate::statement::{Kind, Mode, Polarity};

    fn table(width: Option<usize>) -> String {
        let named = |name| Named {
            id: name,
            name,
            kind: EntityType::Person,
        };
        let words = |text: &str| Words {
            text: text.into(),
            spans: Default::default(),
        };
        let (source, cue) = (words("Truss"), words("warned"));
        let content = words("of consequences that\nnobody on either side would find easy to bear");
        let hit = Hit {
            id: "s1",
            date: "2021-12-10".parse().ok(),
            relation: Relation::Warned,
            act: "warn",
            polarity: Polarity::Affirmed,
            mode: Mode::Speech,
            kind: Kind::Indirect,
            speaker: Some(named("Truss")),
            joint_speakers: Few::new(),
            speaks_for: None,
            matched: Vec::new(),
            related: Vec::new(),
            addressees: vec![named("Russia")].into(),
            about: Few::new(),
            source: &source,
            cue: &cue,
            content: &content,
            via: None,
            within: None,
            said_on: None,
            confidence: 0.5,
            sentence: None,
            place: Place {
                document: "a",
                title: None,
                date: None,
                url: None,
                source: None,
                path: Some("news/a.txt"),
                line: Some(3),
            },
            reports: 1,
        };
        let terminal = Terminal {
            width,
            colour: false,
        };
        let mut out = Vec::new();
        write(&mut out, &[hit], terminal).expect("a table");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn a_wide_terminal_gets_columns_with_wrapped_words() {
        let expected = "\
2021-12-10  Truss  warned  Russia  of consequences that nobody on either     news/a.txt:3
                                   side would find easy to bear
";
        assert_eq!(table(Some(89)), expected);
    }

    #[test]
    fn a_narrow_terminal_gets_the_words_below() {
        let expected = "\
2021-12-10 Truss warned → Russia
  of consequences that nobody on either
  side would find easy to bear
  news/a.txt:3
";
        assert_eq!(table(Some(40)), expected);
    }

    #[test]
    fn a_pipe_gets_one_line_with_all_the_words() {
        assert_eq!(
            table(None),
            "2021-12-10  Truss  warned  Russia  of consequences that nobody on either side would \
             find easy to bear  news/a.txt:3\n"
        );
    }
}
