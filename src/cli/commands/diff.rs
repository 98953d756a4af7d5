//! `dixit diff`: two graphs, outlets or periods compared.

use crate::analysis::diff::{Comparison, Quoted, Side, compare};
use crate::cli::arguments::graphs::{self, GraphArgument};
use crate::cli::arguments::what_counts;
use crate::cli::messages::{Outcome, counted, say};
use crate::cli::show::bars;
use crate::cli::show::report::{self, FormatArgument, Out};
use crate::cli::terminal::{Style, Terminal, clean, pad, width};
use crate::document::{host, outlet};
use crate::error::{Error, Result};
use crate::graph::{Document, Graph, Report};
use crate::query::{Failure, Hit, Outlets, Period};
use clap::Args;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

/// Compare two graphs, outlets or periods: who is quoted where, and what one side leaves out
///
/// A and B are graph files, periods such as 2021-12 or 2021-12-01..2022-01-15, or, with --source,
/// outlets. A statement counts once however many articles of a side report it. A statement that
/// both sides report, even in different words, is not listed as left out.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// First graph, period or outlet
    #[arg(value_name = "A")]
    a: String,
    /// Second graph, period or outlet
    #[arg(value_name = "B")]
    b: String,
    /// Compare outlets of one graph
    #[arg(long, help_heading = "Input")]
    source: bool,
    #[command(flatten)]
    graph: GraphArgument,
    /// Count reports instead of statements
    #[arg(long, help_heading = "Output")]
    reports: bool,
    /// Maximum number of entries in each list; JSON has all
    #[arg(
        long,
        short = 'n',
        value_name = "N",
        default_value_t = 8,
        help_heading = "Output"
    )]
    limit: usize,
    #[command(flatten)]
    format: FormatArgument,
}

const EXAMPLES: &str = "\
Examples:
  dixit diff graphs/monday.json graphs/tuesday.json
  dixit diff --source 'Harbour Post' 'Daily Ferry'
  dixit diff 2021-12 2022-01 --graph graphs/talks.json
  dixit diff 2021-12-01..2021-12-15 2021-12-16..2021-12-31 --format json";

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    let (graph, sides) = sides(arguments)?;
    let names = [arguments.a.clone(), arguments.b.clone()];
    let found = compare(&graph, names, what_counts(arguments.reports), |report| {
        sides.of(&graph, report)
    });
    for side in found.sides.iter().filter(|side| side.reports == 0) {
        say(&format!("no statements in {}", side.name));
    }
    if found.sides.iter().all(|side| side.reports == 0) {
        return Ok(Outcome::Nothing);
    }
    let undated = sides.undated(&graph);
    if undated > 0 {
        let statements = counted(undated, "statement");
        say(&format!(
            "{statements} without a date, counted in neither {} nor {}",
            arguments.a, arguments.b
        ));
    }
    report::print(arguments.format.format, &found, |out, terminal| {
        text(out, &found, arguments.limit, terminal)
    })?;
    Ok(Outcome::Done)
}

/// Which sides a report belongs to.
enum Sides {
    /// For each document of the graph, whether it is on the first side and whether on the second.
    Documents(Vec<[bool; 2]>),
    Periods([Period; 2]),
}

impl Sides {
    /// How many statements are on no side because they have no date.
    fn undated(&self, graph: &Graph) -> usize {
        let Sides::Periods(_) = self else {
            return 0;
        };
        let statements = graph.statements().iter();
        let undated = statements.filter(|s| s.reports().all(|r| graph.when(r).is_none()));
        undated.count()
    }

    fn of(&self, graph: &Graph, report: &Report) -> [bool; 2] {
        match self {
            Sides::Documents(sides) => {
                let sides = sides.get(report.document.index());
                sides.copied().unwrap_or_default()
            }
            Sides::Periods(periods) => {
                let when = graph.when(report);
                periods.map(|period| {
                    when.is_some_and(|w| w.last() >= period.first && w.first() <= period.last)
                })
            }
        }
    }
}

/// The graph and its sides.
fn sides(arguments: &Arguments) -> Result<(Graph, Sides)> {
    let names = [&arguments.a, &arguments.b];
    let by_document = |graph: &Graph, sides: &dyn Fn(&Document) -> [bool; 2]| {
        Sides::Documents(graph.documents().iter().map(sides).collect())
    };
    if arguments.source {
        let graph = arguments.graph.load()?;
        let outlets = Outlets::publishers(&graph);
        let wanted = [known(&outlets, names[0])?, known(&outlets, names[1])?];
        let sides = by_document(&graph, &|document| {
            let own = names_of(document);
            wanted.each_ref().map(|wanted| own.contains(wanted))
        });
        return Ok((graph, sides));
    }
    match [period(names[0])?, period(names[1])?] {
        [Some(a), Some(b)] => Ok((arguments.graph.load()?, Sides::Periods([a, b]))),
        [None, None] => {
            let [a, b] = [
                graphs::load(Some(Path::new(names[0])))?,
                graphs::load(Some(Path::new(names[1])))?,
            ];
            let ids = |graph: &Graph| -> BTreeSet<String> {
                let documents = graph.documents().iter();
                documents.map(|document| document.id.clone()).collect()
            };
            let known = [ids(&a), ids(&b)];
            let graph = a.merge(b);
            let sides = by_document(&graph, &|document| {
                known.each_ref().map(|ids| ids.contains(&document.id))
            });
            Ok((graph, sides))
        }
        [Some(_), None] => Err(one_period(names[0], names[1])),
        [None, Some(_)] => Err(one_period(names[1], names[0])),
    }
}

fn one_period(period: &str, other: &str) -> Error {
    Error::new(format!(
        "'{period}' is a period but '{other}' is not; give two periods, two graph files, or two outlets \
         with --source"
    ))
}

/// Parses `2021-12` or `2021-12-01..2022-01-15`; `None` if it is not a date.
fn period(text: &str) -> Result<Option<Period>> {
    let starts = |text: &str| {
        let year = text.split('-').next().unwrap_or("");
        year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())
    };
    if !starts(text) || Path::new(text).is_file() {
        return Ok(None);
    }
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let (first, last) = (
        Period::parse(first).map_err(Error::new)?,
        Period::parse(last).map_err(Error::new)?,
    );
    if last.last < first.first {
        return Err(Error::new(format!(
            "{text} ends before it starts; swap its dates"
        )));
    }
    Ok(Some(Period {
        first: first.first,
        last: last.last,
    }))
}

/// The comparable names of a document's publisher.
fn names_of(document: &Document) -> Vec<String> {
    let host = document.url.as_deref().and_then(host);
    let names = document.source.as_deref().into_iter().chain(host);
    names.map(outlet).collect()
}

/// The comparable name of an outlet that a graph knows.
fn known(outlets: &Outlets, name: &str) -> Result<String> {
    outlets.find(name).ok_or_else(|| {
        let unknown = Failure::UnknownOutlet {
            name: name.to_owned(),
            nearest: outlets.nearest(name, 3),
        };
        Error::new(unknown.to_string())
    })
}

/// Columns of the longest bar of each side.
const BAR: usize = 12;

fn text(out: &mut Out, found: &Comparison, limit: usize, terminal: Terminal) -> io::Result<()> {
    let [a, b] = &found.sides;
    for (mark, side) in [("A", a), ("B", b)] {
        writeln!(out, "{}", side_line(mark, side, terminal))?;
    }
    let mut shared = format!("both report {}", counted(found.shared, "statement"));
    if found.reworded > 0 {
        shared.push_str(&format!(", {} of them in other words", found.reworded));
    }
    writeln!(out, "{shared}")?;
    if !found.speakers.is_empty() {
        report::heading(out, "Who is quoted where", terminal)?;
        speakers(out, found, limit, terminal)?;
    }
    for (place, (here, there)) in [("A", "B"), ("B", "A")].into_iter().enumerate() {
        let only = &found.only[place];
        if only.is_empty() {
            continue;
        }
        let title = format!("In {here} but not in {there} ({})", only.len());
        report::heading(out, &title, terminal)?;
        for hit in only.iter().take(limit) {
            statement(out, hit, terminal)?;
        }
        report::more(out, only.len().saturating_sub(limit), terminal)?;
    }
    Ok(())
}

fn side_line(mark: &str, side: &Side, terminal: Terminal) -> String {
    let quoted = 100.0 * side.quoted as f64 / side.reports.max(1) as f64;
    format!(
        "{}  {}: {} in {}, {}, {quoted:.0} % quoted",
        terminal.paint(Style::Strong, mark),
        clean(&side.name),
        counted(side.statements, "statement"),
        counted(side.documents, "document"),
        counted(side.speakers, "speaker"),
    )
}

/// The speakers that the sides treat most differently: bars of their shares, A's to the left.
fn speakers(out: &mut Out, found: &Comparison, limit: usize, terminal: Terminal) -> io::Result<()> {
    let listed: Vec<&Quoted> = found.speakers.iter().take(limit).collect();
    let name = |quoted: &Quoted| clean(&quoted.speaker.name).into_owned();
    let column = listed.iter().map(|q| width(&name(q))).max().unwrap_or(0);
    let shares = listed.iter().flat_map(|q| q.shares);
    let most = shares.fold(0.0, f64::max);
    for quoted in listed {
        let [left, right] = quoted.shares.map(|share| bars::bar(share, most, BAR));
        // Bars grow from the middle, where a partial block would face the wrong way.
        let left = "█".repeat(left.chars().count());
        let gap = " ".repeat(BAR.saturating_sub(left.chars().count()));
        writeln!(
            out,
            "  {}  {gap}{} {:>4} {:<4} {}",
            pad(&name(quoted), column),
            terminal.paint(Style::Said, &left),
            quoted.counts[0],
            quoted.counts[1],
            terminal.paint(Style::Proposed, &right),
        )?;
    }
    report::more(out, found.speakers.len().saturating_sub(limit), terminal)
}

fn statement(out: &mut Out, hit: &Hit, terminal: Terminal) -> io::Result<()> {
    writeln!(out, "  {}", report::headline(hit, terminal))?;
    report::paragraph(out, &clean(&hit.content.text), 4, terminal)?;
    writeln!(out, "    {}", report::footnote(hit, terminal))
}
