//! `dixit query`: statements by filters.

use super::piped::{self, Piped};
use crate::cli::arguments::filters::{Filters, words};
use crate::cli::arguments::graphs::GraphArgument;
use crate::cli::arguments::what_counts;
use crate::cli::messages::{Outcome, say, written};
use crate::cli::show::answer::{self, CountTable, Format, FormatArgument, Layout};
use crate::cli::show::hints::{Hints, refused, show};
use crate::error::{Error, Result};
use crate::query::opened::Opened;
use crate::query::{Answer, AskedFor, CountKey, Index, Query};
use clap::Args;
use std::io;
use std::time::Instant;

/// Find statements by speaker, addressee, topic, date and more
///
/// Names match ids, full names and aliases, ignoring case and accents. If a filter is given several
/// times, a statement needs to match only one of its values, but it must match every --about.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Search only the statements on standard input: JSON Lines from `dixit query`, `dixit ask` or
    /// `dixit extract`
    #[arg(value_name = "-", value_parser = ["-"], hide_possible_values = true)]
    input: Option<String>,
    #[command(flatten)]
    graph: GraphArgument,
    #[command(flatten)]
    filters: Filters,
    /// Count statements by one or more of speaker, speaker-type, to, about, relation, act,
    /// polarity, kind, day, month, year, outlet and document
    #[arg(long, value_name = "KEYS", conflicts_with = "sort", value_delimiter = ',', value_parser = words::<CountKey>(&CountKey::NAMES), hide_possible_values = true, help_heading = "Output")]
    count_by: Vec<CountKey>,
    /// Count reports instead of statements: one for each article that has the statement
    #[arg(long, requires = "count_by", help_heading = "Output")]
    reports: bool,
    /// Report on stderr how long loading and answering took
    #[arg(long, help_heading = "Output")]
    time: bool,
    #[command(flatten)]
    format: FormatArgument,
}

const EXAMPLES: &str = "\
Examples:
  dixit query --speaker 'Vladimir Putin' --relation warned
  dixit query --to Russia --about sanctions --since 2021-12 --until 2022-01-15
  dixit query --speaker Russia --rollup --act deny --format csv > denials.csv
  dixit query --about '\"security guarantees\"' --sort -date --limit 10
  dixit query --relation warned --count-by speaker,month
  dixit query --speaker Putin -f jsonl | dixit query - --about NATO
  dixit extract news/ | dixit query - --relation proposed";

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    let query = arguments.filters.query()?;
    let layout = arguments.format.layout();
    let start = Instant::now();
    let (opened, ids) = match &arguments.input {
        None => (arguments.graph.open()?, None),
        Some(_) => match Piped::read(io::stdin().lock())? {
            Piped::Graph(graph) => (Opened::of(graph), None),
            Piped::Statements(ids) if ids.is_empty() => return nothing_piped(query, layout),
            Piped::Statements(ids) => (piped_graph(&arguments.graph)?, Some(ids)),
        },
    };
    let graph = match &ids {
        None if arguments.count_by.is_empty() && layout.format != Format::Json => {
            opened.for_page(&query)?
        }
        None => opened.for_query(&query, &[])?,
        Some(ids) => {
            let ids: Vec<String> = ids.iter().map(|(_, id)| id.clone()).collect();
            opened.for_ids(&ids, &query)?
        }
    };
    let among = ids.map(|ids| piped::statements(&graph, &ids)).transpose()?;
    let index = Index::new(&graph);
    let loaded = Instant::now();
    let found = crate::query::found(&index, &query, among.as_deref());
    let found = match found {
        Ok(found) => found,
        Err(failure) => return refused(failure),
    };
    let time = |answered: Instant| {
        if arguments.time {
            say(&format!(
                "{:.3} s to load, {:.1} ms to answer",
                (loaded - start).as_secs_f64(),
                1e3 * (answered - loaded).as_secs_f64()
            ));
        }
    };
    // Piped input cannot be queried again.
    let hints = Hints {
        index: &index,
        graph: arguments.input.is_none().then_some(&arguments.graph),
        opened: Some(&opened),
    };
    if arguments.count_by.is_empty() {
        let answer = found.answer(AskedFor::What);
        time(Instant::now());
        return show(&hints, &answer, layout);
    }
    let counts = found.count(&arguments.count_by, what_counts(arguments.reports));
    time(Instant::now());
    let table = CountTable {
        query: &query,
        keys: &arguments.count_by,
        counted: what_counts(arguments.reports),
        counts: &counts,
    };
    if counts.is_empty() && layout.format != Format::Json {
        return Ok(hints.nothing(&query));
    }
    written(table.write(layout))?;
    Ok(match counts.is_empty() {
        true => hints.nothing(&query),
        false => Outcome::Done,
    })
}

/// The graph that the statements on standard input belong to.
fn piped_graph(graph: &GraphArgument) -> Result<Opened> {
    graph.open().map_err(|error| match graph.flag().is_empty() {
        true => Error::new(format!(
            "{error}; name the graph that the statements on standard input come from with \
             --graph FILE"
        )),
        false => error,
    })
}

/// The outcome for an empty pipe.
fn nothing_piped(query: Query, layout: Layout) -> Result<Outcome> {
    if layout.format == Format::Json {
        let answer = Answer {
            query,
            answers: Vec::new(),
            statements: Vec::new(),
        };
        written(answer::write(&answer, layout))?;
    }
    say("standard input is empty");
    Ok(Outcome::Nothing)
}
