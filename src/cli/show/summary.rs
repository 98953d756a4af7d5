//! The summary of a build, written for people.

use super::bars::{self, bar};
use super::report::{heading, more};
use crate::cli::messages::counted;
use crate::cli::terminal::{Style, Terminal, clean, pad, width};
use crate::corrections::Corrections;
use crate::entity::EntityType;
use crate::graph::{EntityIndex, Graph};
use crate::statement::{Polarity, Relation};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

/// Counts of documents.
#[derive(Debug, Default)]
pub(in crate::cli) struct Counts {
    /// All documents found.
    pub documents: usize,
    /// Those that could not be read.
    pub failed: usize,
    /// Those read with a warning.
    pub odd: usize,
    /// Those without a statement.
    pub silent: usize,
    /// Those without a date.
    pub undated: usize,
    /// Those excluded by a correction.
    pub ignored: usize,
}

/// The files that were written, and why the picture was not.
pub(in crate::cli) struct Files {
    pub written: Vec<PathBuf>,
    pub missing: Option<String>,
}

/// Maximum number of speakers, warnings and proposals listed.
const LISTED: usize = 8;

/// Writes the summary of a build to stdout.
pub(in crate::cli) fn write(
    graph: &Graph,
    counts: &Counts,
    corrections: Option<&Corrections>,
    files: &Files,
) -> io::Result<()> {
    let terminal = Terminal::of_stdout();
    let mut out = io::BufWriter::new(io::stdout().lock());
    write_first(&mut out, graph, counts)?;
    writeln!(out, "  {}", relations(graph, terminal))?;
    writeln!(out, "  {}", types(graph))?;

    busiest(&mut out, graph, terminal)?;
    pairs(
        &mut out,
        graph,
        Relation::Warned,
        "Who warned whom",
        terminal,
    )?;
    pairs(
        &mut out,
        graph,
        Relation::Proposed,
        "Who proposed",
        terminal,
    )?;

    writeln!(out)?;
    let problems = [
        (counts.failed, "document", "could not be read"),
        (counts.odd, "warning", "while reading"),
        (counts.silent, "document", "without a statement"),
        (counts.undated, "document", "without a date"),
    ];
    for (count, noun, what) in problems.into_iter().filter(|(count, ..)| *count > 0) {
        writeln!(out, "{} {what}", counted(count, noun))?;
    }
    if let Some(corrections) = corrections {
        let line = corrected(corrections, counts.ignored);
        writeln!(out, "{}", clean(&line))?;
    }
    for id in graph.doubled() {
        writeln!(out, "two documents have the id {}; kept one", clean(id))?;
    }
    if let Some(missing) = &files.missing {
        writeln!(out, "{}", clean(missing))?;
    }
    let written: Vec<String> = files
        .written
        .iter()
        .map(|f| f.display().to_string())
        .collect();
    writeln!(out, "wrote {}", clean(&written.join(", ")))?;
    out.flush()
}

/// Writes only the first line of the summary.
pub(in crate::cli) fn write_line(graph: &Graph, counts: &Counts) -> io::Result<()> {
    let mut out = io::stdout().lock();
    write_first(&mut out, graph, counts)?;
    out.flush()
}

fn write_first(out: &mut impl Write, graph: &Graph, counts: &Counts) -> io::Result<()> {
    let read = counts.documents - counts.failed - counts.ignored;
    writeln!(
        out,
        "{}: {} in {}",
        Terminal::of_stdout().paint(Style::Strong, &clean(graph.name())),
        counted(graph.statements().len(), "statement"),
        counted(read, "document"),
    )
}

/// How many corrections were applied, how many documents they left out, and how many are stale.
fn corrected(corrections: &Corrections, ignored: usize) -> String {
    let mut line = format!(
        "{}: {}",
        corrections.path().display(),
        counted(corrections.applied(), "correction")
    );
    if ignored > 0 {
        line.push_str(&format!(", {} left out", counted(ignored, "document")));
    }
    match corrections.stale().count() {
        0 => {}
        stale => line.push_str(&format!(", {stale} without effect (see above)")),
    }
    line
}

fn relations(graph: &Graph, terminal: Terminal) -> String {
    let count = |relation| {
        let of_it = graph.statements().iter().filter(|s| s.relation == relation);
        of_it.count()
    };
    [
        (Relation::Said, Style::Said),
        (Relation::Warned, Style::Warned),
        (Relation::Proposed, Style::Proposed),
    ]
    .map(|(relation, style)| {
        let text = format!("{} {}", count(relation), crate::query::word(&relation));
        terminal.paint(style, &text)
    })
    .join(" · ")
}

fn types(graph: &Graph) -> String {
    let count = |kind| graph.entities().iter().filter(|e| e.kind == kind).count();
    let people = match count(EntityType::Person) {
        1 => "1 person".to_owned(),
        n => format!("{n} people"),
    };
    format!(
        "{people}, {}, {}, {}",
        counted(count(EntityType::State), "state"),
        counted(count(EntityType::Organisation), "organisation"),
        counted(count(EntityType::Unnamed), "unnamed speaker"),
    )
}

fn busiest(out: &mut impl Write, graph: &Graph, terminal: Terminal) -> io::Result<()> {
    let mut speakers: Vec<(usize, &str)> = graph
        .entities()
        .iter()
        .filter(|entity| entity.statements > 0)
        .map(|entity| (entity.statements, entity.name.as_str()))
        .collect();
    speakers.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let Some(&(most, _)) = speakers.first() else {
        return Ok(());
    };
    let rest = speakers.len().saturating_sub(LISTED);
    speakers.truncate(LISTED);
    let column = speakers
        .iter()
        .map(|(_, n)| width(&clean(n)))
        .max()
        .unwrap_or(0);
    heading(out, "Busiest speakers", terminal)?;
    for (count, name) in speakers {
        writeln!(
            out,
            "  {}  {} {count}",
            pad(&clean(name), column),
            terminal.paint(Style::Said, &bar(count as f64, most as f64, bars::LONGEST)),
        )?;
    }
    more(out, rest, terminal)
}

/// Pairs of speaker and addressee for a relation, the most frequent first.
fn pairs(
    out: &mut impl Write,
    graph: &Graph,
    relation: Relation,
    title: &str,
    terminal: Terminal,
) -> io::Result<()> {
    let mut pairs: BTreeMap<(EntityIndex, Option<EntityIndex>), usize> = BTreeMap::new();
    for statement in graph.statements() {
        let made = matches!(statement.polarity, Polarity::Affirmed | Polarity::Denied);
        if statement.relation != relation || !made {
            continue;
        }
        for speaker in statement.speakers() {
            if statement.addressees.is_empty() {
                *pairs.entry((speaker, None)).or_default() += 1;
            }
            for addressee in &statement.addressees {
                *pairs.entry((speaker, Some(*addressee))).or_default() += 1;
            }
        }
    }
    if pairs.is_empty() {
        return Ok(());
    }
    let name = |index: EntityIndex| clean(&graph.entity(index).name).into_owned();
    let mut lines: Vec<(usize, bool, String)> = pairs
        .into_iter()
        .map(|((speaker, addressee), count)| {
            let text = match addressee {
                Some(addressee) => format!("{} → {}", name(speaker), name(addressee)),
                None => name(speaker),
            };
            (count, addressee.is_none(), text)
        })
        .collect();
    // Pairs with an addressee are more informative, and come first.
    lines.sort_by(|a, b| {
        a.1.cmp(&b.1)
            .then(b.0.cmp(&a.0))
            .then_with(|| a.2.cmp(&b.2))
    });
    let rest = lines.len().saturating_sub(LISTED);
    lines.truncate(LISTED);
    heading(out, title, terminal)?;
    for (count, _, text) in lines {
        match count {
            1 => writeln!(out, "  {text}")?,
            _ => writeln!(
                out,
                "  {text}  {}",
                terminal.paint(Style::Faint, &format!("×{count}"))
            )?,
        }
    }
    more(out, rest, terminal)
}
