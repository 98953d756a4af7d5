//! Answers in the formats of `--format`.

use super::cells::{date, names, place, related, relation, speaker};
use super::table;
use crate::cli::arguments::sheets::CellsArgument;
use crate::cli::terminal::{self, DataOut, Terminal};
use crate::export::sheet::{Cells, Sheet};
use crate::query::{Answer, Count, CountKey, Counted, Hit, Query, word};
use clap::{Args, ValueEnum};
use std::io::{self, Write};

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(in crate::cli) enum Format {
    /// Columns for people
    #[default]
    Table,
    /// One object: the query, the answers and their statements
    Json,
    /// One statement per line
    Jsonl,
    /// One statement per row, lists joined by "; "
    Csv,
    /// Markdown table
    Md,
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
    #[command(flatten)]
    cells: CellsArgument,
}

impl FormatArgument {
    /// How answers are written.
    pub(in crate::cli) fn layout(&self) -> Layout {
        Layout {
            format: self.format,
            cells: self.cells.cells(),
        }
    }
}

/// A format and how its cells are written.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct Layout {
    pub format: Format,
    pub cells: Cells,
}

/// Writes an answer to stdout.
pub(in crate::cli) fn write(answer: &Answer, layout: Layout) -> io::Result<()> {
    if layout.format == Format::Table {
        let mut out = io::BufWriter::new(io::stdout().lock());
        table::write(&mut out, &answer.statements, Terminal::of_stdout())?;
        return out.flush();
    }
    let mut out = DataOut::new();
    match layout.format {
        Format::Table => {}
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, answer)?;
            writeln!(out)?;
        }
        Format::Jsonl => {
            for hit in &answer.statements {
                serde_json::to_writer(&mut out, hit)?;
                writeln!(out)?;
            }
        }
        Format::Csv => csv(Sheet::new(&mut out, layout.cells), &answer.statements)?,
        Format::Md => markdown(&mut out, &answer.statements)?,
    }
    out.flush()
}

/// Shown to people if a statement has no value.
const NONE: &str = "(none)";

/// Counts of statements, and the keys they are counted by.
pub(in crate::cli) struct CountTable<'a> {
    pub(in crate::cli) query: &'a Query,
    pub(in crate::cli) keys: &'a [CountKey],
    pub(in crate::cli) counted: Counted,
    pub(in crate::cli) counts: &'a [Count],
}

impl CountTable<'_> {
    /// Writes the counts to stdout.
    pub(in crate::cli) fn write(&self, layout: Layout) -> io::Result<()> {
        if layout.format == Format::Table {
            let mut out = io::BufWriter::new(io::stdout().lock());
            let terminal = Terminal::of_stdout();
            table::counts(&mut out, &self.rows(NONE), self.numbers(), terminal)?;
            return out.flush();
        }
        let mut out = DataOut::new();
        let objects = || self.counts.iter().map(|count| self.object(count));
        match layout.format {
            Format::Table => {}
            Format::Json => {
                let names: Vec<String> = self.keys.iter().map(|key| key.name()).collect();
                let counts: Vec<serde_json::Value> = objects().collect();
                let all = serde_json::json!({
                    "query": self.query, "count_by": names, "counts": counts,
                });
                serde_json::to_writer_pretty(&mut out, &all)?;
                writeln!(out)?;
            }
            Format::Jsonl => {
                for object in objects() {
                    serde_json::to_writer(&mut out, &object)?;
                    writeln!(out)?;
                }
            }
            Format::Csv => {
                let mut sheet = Sheet::new(&mut out, layout.cells);
                for row in self.rows("") {
                    sheet.row(row)?;
                }
                sheet.flush()?;
            }
            Format::Md => {
                for (i, row) in self.rows(NONE).iter().enumerate() {
                    let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
                    writeln!(out, "| {} |", cells.join(" | "))?;
                    if i == 0 {
                        writeln!(out, "|{}", " --- |".repeat(cells.len()))?;
                    }
                }
            }
        }
        out.flush()
    }

    /// The count of each row.
    fn numbers(&self) -> Vec<usize> {
        let number = |count: &Count| match self.counted {
            Counted::Reports => count.reports,
            Counted::Statements => count.statements,
        };
        self.counts.iter().map(number).collect()
    }

    /// The heading, then the counts; `none` is printed for a missing speaker, outlet and so on.
    fn rows(&self, none: &str) -> Vec<Vec<String>> {
        let mut heading: Vec<String> = self.keys.iter().map(|key| key.name()).collect();
        heading.push("statements".to_owned());
        heading.push("reports".to_owned());
        let rows = self.counts.iter().map(|count| {
            let values = count.values.iter();
            let mut row: Vec<String> = values
                .map(|v| v.as_deref().unwrap_or(none).to_owned())
                .collect();
            row.push(count.statements.to_string());
            row.push(count.reports.to_string());
            row
        });
        std::iter::once(heading).chain(rows).collect()
    }

    fn object(&self, count: &Count) -> serde_json::Value {
        let mut object = serde_json::Map::new();
        for (key, value) in self.keys.iter().zip(&count.values) {
            object.insert(key.name(), value.clone().into());
        }
        object.insert("statements".to_owned(), count.statements.into());
        object.insert("reports".to_owned(), count.reports.into());
        object.into()
    }
}

const COLUMNS: [&str; 25] = [
    "id",
    "date",
    "speaker",
    "speaker_id",
    "speaker_type",
    "joint_speakers",
    "speaks_for",
    "relation",
    "act",
    "polarity",
    "mode",
    "kind",
    "addressees",
    "about",
    "source",
    "cue",
    "content",
    "document",
    "path",
    "line",
    "url",
    "outlet",
    "confidence",
    "reports",
    "related",
];

fn csv(mut sheet: Sheet<impl Write>, hits: &[Hit]) -> io::Result<()> {
    sheet.row(COLUMNS)?;
    for hit in hits {
        let speaker = hit.speaker;
        let line = hit.place.line.map(|line| line.to_string());
        sheet.row([
            hit.id,
            &date(hit),
            speaker.map_or("", |s| s.name),
            speaker.map_or("", |s| s.id),
            &speaker.map_or(String::new(), |s| word(&s.kind)),
            &names(&hit.joint_speakers, "; "),
            hit.speaks_for.map_or("", |s| s.name),
            &word(&hit.relation),
            hit.act,
            &word(&hit.polarity),
            &word(&hit.mode),
            &word(&hit.kind),
            &names(&hit.addressees, "; "),
            &names(&hit.about, "; "),
            &hit.source.text,
            &hit.cue.text,
            &hit.content.text,
            hit.place.document,
            hit.place.path.unwrap_or_default(),
            &line.unwrap_or_default(),
            hit.place.url.unwrap_or_default(),
            hit.place.source.unwrap_or_default(),
            &hit.confidence.to_string(),
            &hit.reports.to_string(),
            &related(hit),
        ])?;
    }
    sheet.flush()
}

fn markdown(out: &mut impl Write, hits: &[Hit]) -> io::Result<()> {
    writeln!(out, "| Date | Speaker | Relation | To | Words | Where |")?;
    writeln!(out, "| --- | --- | --- | --- | --- | --- |")?;
    for hit in hits {
        let cells = [
            date(hit),
            speaker(hit),
            relation(hit),
            names(&hit.addressees, ", "),
            hit.content.text.to_string(),
            place(hit),
        ];
        let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

/// Escapes a cell of a Markdown table.
fn escaped(cell: &str) -> String {
    let mut escaped = String::with_capacity(cell.len());
    for c in terminal::clean(cell).chars() {
        if matches!(
            c,
            '|' | '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '~'
        ) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
