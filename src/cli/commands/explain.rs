//! `dixit explain`: why a statement is attributed to its speaker.

use crate::cli::arguments::graphs::{self, GraphArgument};
use crate::cli::arguments::model::EngineArguments;
use crate::cli::arguments::reading::InputArguments;
use crate::cli::messages::{Complaints, Outcome, say};
use crate::cli::show::report::{self, FormatArgument};
use crate::cli::terminal::{Style, Terminal, clean};
use crate::document::{self, Document, Item, Options};
use crate::entity::Reference;
use crate::error::{Error, Result};
use crate::extract::engine::Engine;
use crate::extract::explanation::{ExplainedStep, Explanation, Part, Party, PartyRole};
use crate::extract::pipeline;
use crate::graph::{Graph, StatementIndex};
use crate::query::opened::Opened;
use crate::query::{Query, word};
use clap::Args;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Show why a statement is attributed to its speaker
///
/// Prints the sentence with its spans marked and, for the speaker, the addressees and everyone else
/// involved, each step from the words to the entity: the rule that decided, its score, and which
/// candidates were rejected and why. This reads the article again, so its file must still exist
/// or be given.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Id of the statement or its first characters, as in the graph and 'query --format json'
    #[arg(value_name = "ID")]
    id: String,
    /// Files and folders to search for the statement [default: the article named in the graph]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    reading: InputArguments,
    #[command(flatten)]
    graph: GraphArgument,
    #[command(flatten)]
    format: FormatArgument,
    #[command(flatten)]
    engine: EngineArguments,
}

const EXAMPLES: &str = "\
Examples:
  dixit explain 3f2a6c0d9be41877
  dixit explain 3f2a6c0d9be41877 articles/harbour-fire.txt
  dixit explain 3f2a6c0d9be41877 --graph graphs/talks.json --format json";

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    if arguments.id.trim().is_empty() {
        return Err(graphs::no_id());
    }
    let (explanation, in_graph) = if arguments.paths.is_empty() {
        let file = arguments.graph.file()?;
        let opened = Opened::open(&file)?;
        let ids = std::slice::from_ref(&arguments.id);
        let graph = opened.for_ids(ids, &Query::default())?;
        let Some((id, statement)) = graphs::find_statement(&graph, &arguments.id)? else {
            say(&format!(
                "graph {} has no statement with id {}; 'dixit query --format json' prints the ids",
                graph.name(),
                arguments.id
            ));
            return Ok(Outcome::Nothing);
        };
        let speakers: Vec<Reference> = graph
            .statement(statement)
            .speakers()
            .map(|entity| graph.entity(entity).reference())
            .collect();
        let (engine, options) = (arguments.engine.engine()?, arguments.reading.options());
        let wanted = Explained {
            graph: &graph,
            file: &file,
            id: &id,
            statement,
        };
        let explanation = of_graph(&engine, &options, &wanted)?;
        (explanation, Some(speakers))
    } else {
        let Some(explanation) = of_paths(arguments)? else {
            say(&format!(
                "{} has no statement with id {}; 'dixit extract' prints the ids",
                listed(&arguments.paths),
                arguments.id
            ));
            return Ok(Outcome::Nothing);
        };
        (explanation, None)
    };
    report::print(arguments.format.format, &explanation, |out, terminal| {
        text(out, &explanation, in_graph.as_deref(), terminal)
    })?;
    Ok(Outcome::Done)
}

/// A statement of a graph that is to be explained.
pub(in crate::cli) struct Explained<'a> {
    pub(in crate::cli) graph: &'a Graph,
    /// The graph's file.
    pub(in crate::cli) file: &'a Path,
    /// Id of one of its reports.
    pub(in crate::cli) id: &'a str,
    pub(in crate::cli) statement: StatementIndex,
}

/// Explains a statement of a graph by reading its article again.
pub(in crate::cli) fn of_graph(
    engine: &Engine,
    options: &Options,
    wanted: &Explained,
) -> Result<Explanation> {
    let Explained {
        graph,
        file,
        id,
        statement,
    } = *wanted;
    let mut reports = graph.statement(statement).reports();
    let report = reports.find(|report| report.id == id);
    let document = report.map(|report| graph.document(report.document));
    let Some(document) = document else {
        return Err(Error::new(format!("statement {id} has no report")));
    };
    let Some(path) = &document.path else {
        return Err(Error::new(format!(
            "document {} was read from standard input; give its file: dixit explain {id} FILE",
            document.id
        )));
    };
    let path = Path::new(path);
    let Some(place) = found_at(path, file) else {
        return Err(Error::at(
            path,
            format_args!(
                "document {} is no longer there; if it has moved, run: dixit explain {id} FILE",
                document.id
            ),
        ));
    };
    for item in document::read_with(&[place], options) {
        match item {
            Item::Document(read) if read.id == document.id => {
                if let Some(found) = pipeline::explain(engine, &read, id)? {
                    return Ok(found);
                }
            }
            _ => {}
        }
    }
    Err(Error::at(
        path,
        format_args!(
            "document {} has no statement {id}: the article, the model or --kb has changed since the graph was built; rebuild the graph",
            document.id
        ),
    ))
}

/// Where a graph's article is: its path is read from the working directory, else from the folder of the graph's
/// file or the one above, where `dixit build` was run that wrote to `graphs/`.
fn found_at(article: &Path, graph: &Path) -> Option<PathBuf> {
    let folder = graph
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let above = folder.canonicalize().ok();
    let above = above.as_deref().and_then(Path::parent);
    let folders = [Some(Path::new("")), Some(folder), above];
    let places = folders
        .into_iter()
        .flatten()
        .map(|folder| folder.join(article));
    places.into_iter().find(|place| place.exists())
}

/// Searches documents for the statement.
fn of_paths(arguments: &Arguments) -> Result<Option<Explanation>> {
    let engine = arguments.engine.engine()?;
    let mut found: Option<(Document, String)> = None;
    let mut failures = Complaints::about("document", "could not be read");
    for item in document::read_with(&arguments.paths, &arguments.reading.options()) {
        let document = match item {
            Item::Document(document) => document,
            Item::Failed(failure) => {
                failures.add(&failure.to_string());
                continue;
            }
            Item::Warning(_) => continue,
        };
        let extraction = pipeline::extract_with(&engine, &document)?;
        let ids = extraction.statements.into_iter().map(|s| s.id);
        let mut ids = ids.filter(|id| id.starts_with(&arguments.id) && !arguments.id.is_empty());
        if let Some(id) = ids.next() {
            let other = ids.next().or(found.map(|(_, id)| id));
            if let Some(other) = other.filter(|other| *other != id) {
                return Err(Error::new(format!(
                    "the ids {id} and {other} both start with {}; give more characters",
                    arguments.id
                )));
            }
            let whole = id == arguments.id;
            found = Some((document, id));
            if whole {
                break;
            }
        }
    }
    failures.finish();
    match found {
        Some((document, id)) => pipeline::explain(&engine, &document, &id),
        None => Ok(None),
    }
}

fn listed(paths: &[PathBuf]) -> String {
    let paths: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
    paths.join(", ")
}

fn text(
    out: &mut impl Write,
    explanation: &Explanation,
    in_graph: Option<&[Reference]>,
    terminal: Terminal,
) -> io::Result<()> {
    let statement = &explanation.statement;
    let place = match (&explanation.path, statement.line) {
        (Some(path), Some(line)) => format!("{path}:{line}"),
        (Some(path), None) => path.clone(),
        (None, _) => explanation.document.clone(),
    };
    writeln!(
        out,
        "{}  {}",
        terminal.paint(Style::Strong, &clean(&statement.id)),
        terminal.paint(Style::Faint, &clean(&place))
    )?;
    let sentence = marked(explanation, terminal);
    writeln!(out, "\n{}\n", sentence.trim())?;
    let mut line = format!(
        "{} ({}), {}, {}, {}; confidence {:.2}",
        word(&statement.relation),
        statement.act,
        word(&statement.polarity),
        word(&statement.mode),
        word(&statement.kind),
        statement.confidence
    );
    if let Some(day) = statement.said_on {
        line.push_str(&format!("; said on {day}"));
    }
    writeln!(out, "{}", clean(&line))?;
    if !explanation.repairs.is_empty() {
        writeln!(out, "words repaired by {}", explanation.repairs.join(", "))?;
    }
    for party in &explanation.parties {
        write_party(out, party, terminal)?;
    }
    let speakers = statement.speaker.iter().chain(&statement.joint_speakers);
    if let Some(in_graph) = in_graph
        && !in_graph.iter().map(|r| &r.id).eq(speakers.map(|r| &r.id))
    {
        let names: Vec<String> = in_graph.iter().map(called).collect();
        let names = match names.is_empty() {
            true => "not named".to_owned(),
            false => names.join(", "),
        };
        writeln!(
            out,
            "\nin the graph the speaker is {}, because of a correction or because it was built with another model or table",
            clean(&names)
        )?;
    }
    Ok(())
}

/// The statement's sentence with its source, cue and content marked.
fn marked(explanation: &Explanation, terminal: Terminal) -> String {
    let mut sentence = String::new();
    for piece in &explanation.sentence {
        let words = clean(&piece.text);
        match piece.part {
            None => sentence.push_str(&words),
            Some(part) => {
                let (name, style) = match part {
                    Part::Source => ("source", Style::Strong),
                    Part::Cue => ("cue", Style::Warned),
                    Part::Content => ("content", Style::Said),
                };
                let mark = terminal.paint(Style::Faint, &format!("[{name}: "));
                let end = terminal.paint(Style::Faint, "]");
                let inner = words.trim();
                let after = &words[words.trim_end().len()..];
                let before = &words[..words.len() - words.trim_start().len()];
                sentence.push_str(&format!(
                    "{before}{mark}{}{end}{after}",
                    terminal.paint(style, inner)
                ));
            }
        }
    }
    sentence
}

fn called(who: &Reference) -> String {
    format!("{} ({})", who.name, who.id)
}

fn write_party(out: &mut impl Write, party: &Party, terminal: Terminal) -> io::Result<()> {
    let role = match party.role {
        PartyRole::Speaker => "speaker",
        PartyRole::Addressee => "addressee",
        PartyRole::Via => "via",
        PartyRole::About => "about",
    };
    let mut line = match &party.entity {
        None => format!("\n{role}: not named"),
        Some(entity) => format!(
            "\n{role}: {} ({}, {})",
            terminal.paint(Style::Strong, &clean(&entity.name)),
            word(&entity.kind),
            clean(&entity.id)
        ),
    };
    for office in &party.offices {
        let of = office
            .of
            .as_ref()
            .map_or(String::new(), |of| format!(" of {of}"));
        line.push_str(&format!(", {}", clean(&format!("{}{of}", office.title))));
    }
    if let Some(state) = &party.represents {
        line.push_str(&format!("; speaks for {}", clean(&state.name)));
    }
    writeln!(out, "{line}")?;
    for step in &party.steps {
        write_step(out, step, terminal)?;
    }
    Ok(())
}

fn write_step(out: &mut impl Write, step: &ExplainedStep, terminal: Terminal) -> io::Result<()> {
    let who = match &step.entity {
        Some(entity) => entity.name.as_str(),
        None => "no one",
    };
    let score = scored(step.score);
    let line = format!("  “{}” → {who}: {}{score}", step.words, step.rule);
    writeln!(out, "{}", clean(&line))?;
    for other in step.passed_over.iter().take(SHOWN) {
        let score = scored(other.score);
        let line = format!("      not {}: {}{score}", called(&other.entity), other.why);
        writeln!(out, "{}", terminal.paint(Style::Faint, &clean(&line)))?;
    }
    match step.passed_over.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        rest => writeln!(
            out,
            "{}",
            terminal.paint(Style::Faint, &format!("      and {rest} more"))
        ),
    }
}

/// Maximum number of rejected candidates shown for a step; JSON has all.
const SHOWN: usize = 4;

fn scored(score: Option<f32>) -> String {
    match score {
        None => String::new(),
        Some(score) if score.fract() == 0.0 => format!("; score {score}"),
        Some(score) => format!("; score {score:.2}"),
    }
}
