//! `dixit export`: a graph in formats for other programs.

use crate::cli::arguments::filters::Filters;
use crate::cli::arguments::graphs;
use crate::cli::arguments::sheets::CellsArgument;
use crate::cli::messages::{Outcome, counted, say, written};
use crate::cli::show::hints::refused;
use crate::cli::terminal::DataOut;
use crate::error::{Error, Result};
use crate::export::network::Shape;
use crate::export::selection::{Choice, Ego, Selection};
#[cfg(feature = "sqlite")]
use crate::export::sqlite;
use crate::export::{Export, Format, GexfVersion, Options, Theme};
use crate::output;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Write a graph in a format for another program
///
/// Formats with several files (csv, ladybug, obsidian, parquet) write a folder. Anything a format cannot
/// represent is reported on stderr. For Label Studio and brat, which need the text of the articles, see 'dixit extract
/// --format'.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Graph to export, written by `dixit build` [default: the newest .json in graphs/]
    #[arg(value_name = "GRAPH")]
    graph: Option<PathBuf>,
    /// Only this entity and its neighbours
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    ego: Option<String>,
    /// Maximum number of edges from --ego to its neighbours
    #[arg(
        long,
        value_name = "N",
        default_value_t = 1,
        requires = "ego",
        help_heading = "Filters"
    )]
    hops: usize,
    /// Only the N entities with the most statements to and from others
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), help_heading = "Filters")]
    top: Option<u32>,
    /// Only pairs with at least N statements of one relation
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Filters")]
    min_count: usize,
    /// Format to write [default: from the extension of --output]
    #[arg(long, short = 'f', value_name = "FORMAT", value_parser = formats(), required_unless_present = "output", help_heading = "Output")]
    format: Option<Format>,
    /// File to write or, for formats with several files, new folder [default: standard output]
    #[arg(long, short = 'o', value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// What the nodes and edges are [default: edges; aggregate for dot, svg, png and mermaid]
    #[arg(long, value_enum, value_name = "SHAPE", help_heading = "Output")]
    shape: Option<ShapeName>,
    /// Colours for dot, svg, png and mermaid
    #[arg(
        long,
        value_enum,
        value_name = "THEME",
        default_value_t,
        help_heading = "Output"
    )]
    theme: ThemeName,
    /// GEXF version: 1.2 also opens in NetworkX before 3.6, 1.3 is the newest
    #[arg(long, value_name = "VERSION", value_parser = gexf_versions(), default_value = "1.2", help_heading = "Output")]
    gexf: GexfVersion,
    #[command(flatten)]
    cells: CellsArgument,
    #[command(flatten)]
    filters: Filters,
}

/// What the nodes and edges are.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum ShapeName {
    /// Entities, with one edge for each statement
    Edges,
    /// Entities, statements and articles are all nodes
    Statements,
    /// One edge for each pair and relation, with the count
    Aggregate,
}

/// The background of a picture.
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
  dixit export -f parquet -o tables/          statements, reports, entities, documents
  dixit export -f jsonl | duckdb -c \"SELECT speaker.name, count(*) FROM '/dev/stdin' GROUP BY 1\"";

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    let format = format(arguments)?;
    refuse_terminal(arguments, format)?;
    let choice = choice(arguments, format)?;
    let options = options(arguments);
    let opened = graphs::open(arguments.graph.as_deref())?;
    let graph = match choice.wants_all() {
        true => Cow::Owned(graphs::whole(opened)?),
        false => {
            let also = choice.ego.iter().map(|ego| ego.name.clone());
            opened.for_export(&choice.query, &also.collect::<Vec<_>>())?
        }
    };
    let selection = match Selection::of(&graph, &choice) {
        Ok(selection) => selection,
        Err(failure) => return refused(failure),
    };
    if selection.is_empty() {
        let flags = choice.query.to_string();
        say(&match flags.as_str() {
            "" => "no statements to export".to_owned(),
            flags => format!("no statements to export for: {flags}"),
        });
        return Ok(Outcome::Nothing);
    }
    if choice.query.rollup && choice.query.speaker.is_empty() && choice.query.to.is_empty() {
        say("--rollup has no effect without --speaker or --to: it adds those who speak for them");
    }
    let export = Export::new(&selection, format, &options)?;
    if export.is_blank() {
        say(&format!(
            "nothing to draw: nobody in {} speaks to or about anyone else",
            counted(selection.len(), "statement")
        ));
        return Ok(Outcome::Nothing);
    }
    for note in write(&export, format, arguments.output.as_deref())? {
        say(&note);
    }
    Ok(Outcome::Done)
}

/// What the flags select. A picture makes a cut of its own, and says what it leaves out.
pub(crate) fn choice(arguments: &Arguments, format: Format) -> Result<Choice> {
    let is_cut_later = format.is_picture() && arguments.ego.is_none();
    Ok(Choice {
        query: arguments.filters.query()?,
        ego: arguments.ego.clone().map(|name| Ego {
            name,
            hops: arguments.hops,
        }),
        top: arguments
            .top
            .filter(|_| !is_cut_later)
            .map(|top| top as usize),
        min_count: arguments.min_count,
    })
}

/// How the flags want it to look. An explicit `--top` overrides a picture's own limit.
pub(crate) fn options(arguments: &Arguments) -> Options {
    let options = Options::default();
    Options {
        max_nodes: arguments.top.map_or(options.max_nodes, |top| top as usize),
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
        cells: arguments.cells.cells(),
        ..options
    }
}

/// Writes an export to a folder, a file or stdout; returns what the format could not represent.
pub(crate) fn write(export: &Export, format: Format, output: Option<&Path>) -> Result<Vec<String>> {
    Ok(match output {
        Some(path) if path != Path::new("-") && format.is_folder_at(output) => {
            output::new_folder(path, |folder| export.write_folder(folder))?
        }
        #[cfg(feature = "sqlite")]
        Some(path) if format.is_database() => {
            let mut files = output::Files::default();
            let notes = files.fill(path, |part| export.write_database(part))?;
            let about = sqlite::metadata_path(path);
            files.write(&about, |out| {
                serde_json::to_writer_pretty(out, &sqlite::metadata(path)).map_err(Into::into)
            })?;
            files.finish()?;
            notes
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
            let mut out = DataOut::new();
            let outcome = export.write(&mut out).and_then(|told| {
                notes = told;
                out.flush()
            });
            written(outcome)?;
            notes
        }
    })
}

/// The requested format, otherwise that of the file; checked against the destination.
pub(crate) fn format(arguments: &Arguments) -> Result<Format> {
    let to_stdout = |path: &PathBuf| path == Path::new("-");
    let file = arguments.output.as_ref().filter(|path| !to_stdout(path));
    let format = match (arguments.format, file) {
        (Some(format), _) => format,
        (None, Some(path)) => {
            Format::of_path(path).ok_or_else(|| Error::at(path, unknown_ending(path)))?
        }
        (None, None) => return Err(Error::new("name a format with --format")),
    };
    if format.is_folder_at(file.map(PathBuf::as_path)) && file.is_none() {
        let name = format.name();
        return Err(Error::new(format!(
            "{name} writes a folder; name a new one with --output"
        )));
    }
    if format.is_database() && file.is_none() {
        return Err(Error::new(format!(
            "{} writes a file; name it with --output",
            format.name()
        )));
    }
    Ok(format)
}

/// Refuses to write bytes to a terminal.
fn refuse_terminal(arguments: &Arguments, format: Format) -> Result<()> {
    let to_stdout = |path: &PathBuf| path == Path::new("-");
    let is_binary = matches!(format, Format::Png | Format::Parquet);
    if is_binary && arguments.output.as_ref().is_none_or(to_stdout) && io::stdout().is_terminal() {
        let name = format.name().to_uppercase();
        return Err(Error::new(format!(
            "cannot write {name} to a terminal; name a file with --output"
        )));
    }
    Ok(())
}

/// Why a file's extension does not determine the format.
fn unknown_ending(path: &Path) -> &'static str {
    let ending = path.extension().unwrap_or_default();
    match ending.eq_ignore_ascii_case("csv") {
        true => {
            "CSV can be a folder of tables ('-f csv -o FOLDER') or a file of events \
             ('-f cameo -o events.csv'); choose one"
        }
        false => "unknown extension; name a format with --format, see 'dixit export --help'",
    }
}

fn formats() -> impl TypedValueParser<Value = Format> {
    let names: Vec<&str> = Format::all().map(Format::name).collect();
    PossibleValuesParser::new(names)
        .try_map(|name| Format::named(&name).ok_or("there is no such format"))
}

fn gexf_versions() -> impl TypedValueParser<Value = GexfVersion> {
    PossibleValuesParser::new(["1.2", "1.3"]).map(|version| match version.as_str() {
        "1.3" => GexfVersion::V1_3,
        _ => GexfVersion::V1_2,
    })
}
