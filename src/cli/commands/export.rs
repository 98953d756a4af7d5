//! `dixit export`: a graph in the formats of other programs.

use super::query::{Filters, refused};
use crate::cli::arguments::graphs;
use crate::cli::messages::{Outcome, say, written};
use crate::cli::show::report::counted;
use crate::error::{Error, Result};
use crate::export::network::Shape;
use crate::export::selection::{Choice, Ego, Selection};
use crate::export::{Export, Format, Options, Theme, gexf};
use crate::output;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Write a graph in the format of another program
///
/// Formats of several files (csv, ladybug, obsidian) write a folder. What a format cannot hold is
/// told on stderr.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Graph to export, as `dixit build` wrote it [default: the newest .json in graphs/]
    #[arg(value_name = "GRAPH")]
    graph: Option<PathBuf>,
    /// What to write [default: what the ending of --output says]
    #[arg(long, short = 'f', value_name = "FORMAT", value_parser = formats(), required_unless_present = "output")]
    format: Option<Format>,
    /// File or, for formats of several files, new folder to write [default: standard output]
    #[arg(long, short = 'o', value_name = "FILE")]
    output: Option<PathBuf>,
    /// What is a node and what an edge [default: edges; aggregate for dot, svg, png and mermaid]
    #[arg(long, value_enum, value_name = "SHAPE")]
    shape: Option<ShapeName>,
    /// Only the surroundings of somebody
    #[arg(long, value_name = "NAME")]
    ego: Option<String>,
    /// How many edges from --ego others may be
    #[arg(long, value_name = "N", default_value_t = 1, requires = "ego")]
    hops: usize,
    /// Only the N with the most statements to and from others
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
    /// Only pairs with so many statements of one relation
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_count: usize,
    /// Colours of dot, svg, png and mermaid
    #[arg(long, value_enum, value_name = "THEME", default_value_t)]
    theme: ThemeName,
    /// Version of GEXF: 1.2 for NetworkX before 3.6 too, 1.3 is the newest
    #[arg(long, value_name = "VERSION", value_parser = gexf_versions(), default_value = "1.2")]
    gexf: gexf::Version,
    #[command(flatten)]
    filters: Filters,
}

/// What is a node and what an edge.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum ShapeName {
    /// Speakers and targets; an edge for each statement
    Edges,
    /// Statements and articles are nodes too
    Statements,
    /// One edge for each pair and relation, with the count
    Aggregate,
}

/// The page that a picture stands on.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum ThemeName {
    /// Dark on white
    #[default]
    Light,
    /// Light on dark
    Dark,
}

const EXAMPLES: &str = "\
Examples:
  dixit export graphs/corpus.json -o talks.graphml
  dixit export -f svg --ego 'Vladimir Putin' --hops 2 --theme dark -o putin.svg
  dixit export -f gexf --shape statements --since 2022 -o talks.gexf
  dixit export -f csv --relation warned -o warnings/
  dixit export -f jsonl | duckdb -c \"SELECT speaker.name, count(*) FROM '/dev/stdin' GROUP BY 1\"";

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    let format = format(arguments)?;
    let choice = Choice {
        query: arguments.filters.query()?,
        ego: arguments.ego.clone().map(|name| Ego {
            name,
            hops: arguments.hops,
        }),
        top: arguments.top.map(|top| top as usize),
        min_count: arguments.min_count,
    };
    let mut options = Options {
        shape: arguments.shape.map(|shape| match shape {
            ShapeName::Edges => Shape::Edges,
            ShapeName::Statements => Shape::Statements,
            ShapeName::Aggregate => Shape::Aggregate,
        }),
        theme: match arguments.theme {
            ThemeName::Light => Theme::Light,
            ThemeName::Dark => Theme::Dark,
        },
        gexf: arguments.gexf,
        ..Options::default()
    };
    // Who asks for so many in a picture gets them.
    options.max_nodes = choice.top.unwrap_or(options.max_nodes);
    let graph = graphs::load(arguments.graph.as_deref())?;
    let selection = match Selection::of(&graph, &choice) {
        Ok(selection) => selection,
        Err(failure) => return refused(failure),
    };
    if selection.is_empty() {
        let flags = choice.query.to_string();
        say(&match flags.as_str() {
            "" => "no statement to export".to_owned(),
            flags => format!("no statement to export for: {flags}"),
        });
        return Ok(Outcome::Nothing);
    }
    if choice.query.rollup && choice.query.speaker.is_empty() && choice.query.to.is_empty() {
        say(
            "--rollup changes nothing without --speaker or --to: it counts those who speak for them",
        );
    }
    let export = Export::new(&selection, format, &options)?;
    if export.is_blank() {
        say(&format!(
            "nothing to draw: nobody in {} speaks to or about another",
            counted(selection.len(), "statement")
        ));
        return Ok(Outcome::Nothing);
    }
    let notes = match &arguments.output {
        Some(path) if format.is_folder() => {
            output::new_folder(path, |folder| export.write_folder(folder))?
        }
        Some(path) if path != Path::new("-") => {
            let mut notes = Vec::new();
            output::replace(path, |out| {
                notes = export.write(out)?;
                Ok(())
            })?;
            notes
        }
        _ => {
            let mut notes = Vec::new();
            let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
            let outcome = export.write(&mut out).and_then(|told| {
                notes = told;
                out.flush()
            });
            written(outcome)?;
            notes
        }
    };
    for note in notes {
        say(&note);
    }
    Ok(Outcome::Done)
}

/// The format asked for, else that of the file; one that can be written where it is to go.
fn format(arguments: &Arguments) -> Result<Format> {
    let to_stdout = |path: &PathBuf| path == Path::new("-");
    let file = arguments.output.as_ref().filter(|path| !to_stdout(path));
    let format = match (arguments.format, file) {
        (Some(format), _) => format,
        (None, Some(path)) => {
            Format::of_path(path).ok_or_else(|| Error::at(path, unknown_ending(path)))?
        }
        (None, None) => return Err(Error::new("name a format with --format")),
    };
    if format.is_folder() && file.is_none() {
        let name = format.name();
        return Err(Error::new(format!(
            "{name} is a folder of files: name a new one with --output"
        )));
    }
    if format == Format::Png && file.is_none() && io::stdout().is_terminal() {
        return Err(Error::new(
            "a terminal cannot show a PNG: name a file with --output",
        ));
    }
    Ok(format)
}

/// Why a file's ending does not tell the format.
fn unknown_ending(path: &Path) -> &'static str {
    let ending = path.extension().unwrap_or_default();
    match ending.eq_ignore_ascii_case("csv") {
        true => {
            "CSV is tables of names and statements, '-f csv -o FOLDER', or a file of events, \
             '-f cameo -o events.csv': name one"
        }
        false => "its ending tells no format; name one with --format, see 'dixit export --help'",
    }
}

fn formats() -> impl TypedValueParser<Value = Format> {
    let names: Vec<&str> = Format::all().map(Format::name).collect();
    PossibleValuesParser::new(names)
        .try_map(|name| Format::named(&name).ok_or("there is no such format"))
}

fn gexf_versions() -> impl TypedValueParser<Value = gexf::Version> {
    PossibleValuesParser::new(["1.2", "1.3"]).map(|version| match version.as_str() {
        "1.3" => gexf::Version::V1_3,
        _ => gexf::Version::V1_2,
    })
}
