//! `dixit eval`: compares an extraction with annotated articles.

use crate::cli::arguments::model::ModelArgument;
use crate::cli::messages::{Outcome, say, written};
use crate::cli::show::report;
use crate::cli::terminal::{self, Style, Terminal};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::learn::evaluation::timing::{self, Stage};
use crate::learn::evaluation::{self, ByRole, Figures, Mistake, Report};
use crate::learn::gold;
use crate::syntax::conllu;
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Measure an extraction against annotated articles
///
/// GOLD is a file or folder of annotated articles: JSON Lines of {"id", "text", "attributions":
/// [{"source", "cue", "content"}]} with lists of [start, end) in code points, brat's .ann next to .txt,
/// an export of Label Studio as JSON, or Citron's .json. The lenient figure counts a prediction as right
/// if the contents share at least half of their words and the sources share a word; the strict figure
/// requires the same words.
///
/// If GOLD ends in .conllu or .conllu.gz, it is a treebank: tags, heads and labels are measured on its
/// own tokens and, with --texts, how its documents are split into sentences.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Annotated articles
    #[arg(value_name = "GOLD")]
    gold: PathBuf,
    /// Output of `dixit extract` to measure [default: extract from GOLD now]
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "model",
        help_heading = "Input"
    )]
    pred: Option<PathBuf>,
    /// Texts of the treebank's documents, with ids as in its `# newdoc id`
    #[arg(long, value_name = "PATH", conflicts_with_all = ["pred", "errors", "time"], help_heading = "Input")]
    texts: Option<PathBuf>,
    /// Output format
    #[arg(
        long,
        short = 'f',
        value_enum,
        default_value_t,
        value_name = "FORMAT",
        help_heading = "Output"
    )]
    format: Format,
    /// Show N missed and N spurious attributions
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Output")]
    errors: usize,
    /// Also time each stage, on one thread
    #[arg(long, conflicts_with = "pred", help_heading = "Output")]
    time: bool,
    /// Disable a repair of spans, or a rule that resolves noun phrases, to measure its effect; may be
    /// repeated. `dixit explain` names the repairs that changed a statement
    #[arg(
        long,
        value_name = "NAME",
        conflicts_with = "pred",
        help_heading = "Model"
    )]
    without: Vec<String>,
    #[command(flatten)]
    model: ModelArgument,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// Text
    #[default]
    Table,
    /// JSON object
    Json,
}

const EXAMPLES: &str = "\
Examples:
  dixit eval gold.jsonl --errors 20
  dixit eval gold.jsonl --without with-its-reason
  dixit eval gold.jsonl --pred extraction.jsonl --format json
  dixit eval desk/dev --model desk.model --time
  dixit eval project-export.json                 corrected in Label Studio
  dixit eval treebank.conllu.gz --texts articles.jsonl";

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    if is_treebank(&arguments.gold) {
        return treebank(arguments);
    }
    if arguments.texts.is_some() {
        return Err(Error::at(
            &arguments.gold,
            "--texts needs a treebank: a file that ends in .conllu or .conllu.gz",
        ));
    }
    let articles = gold::read(&arguments.gold)?;
    let mut time = Vec::new();
    let predictions = match &arguments.pred {
        Some(path) => evaluation::read_predictions(path)?,
        None => {
            let mut engine = arguments.model.engine()?;
            for name in &arguments.without {
                Arc::make_mut(&mut engine).leave_out(name)?;
            }
            if arguments.time {
                let documents: Vec<Document> = articles.iter().map(|a| a.document()).collect();
                time = timing::stages(&engine, &documents)?;
            }
            evaluation::predict(&engine, &articles)?
        }
    };
    let mut report = evaluation::score(&articles, &predictions)?;
    report.missed.truncate(arguments.errors);
    report.spurious.truncate(arguments.errors);
    if report.unpredicted > 0 {
        say(&format!(
            "warning: {} gold documents have no line in --pred; they count as having no predictions",
            report.unpredicted
        ));
    }
    written(match arguments.format {
        Format::Table => {
            let mut out = io::BufWriter::new(io::stdout().lock());
            table(&mut out, &report, &time).and_then(|()| out.flush())
        }
        Format::Json => json(&report, &time),
    })?;
    Ok(Outcome::Done)
}

fn is_treebank(path: &Path) -> bool {
    let name = path.to_string_lossy();
    name.ends_with(".conllu") || name.ends_with(".conllu.gz")
}

fn treebank(arguments: &Arguments) -> Result<Outcome> {
    if arguments.pred.is_some() {
        return Err(Error::at(
            &arguments.gold,
            "--pred contains statements, but a treebank has none; leave it out",
        ));
    }
    let sentences = conllu::read(&arguments.gold)?;
    let engine = arguments.model.engine()?;
    let report = evaluation::treebank::score(&engine, &sentences, arguments.texts.as_deref())?;
    if let Format::Json = arguments.format {
        written(report::json(&report))?;
        return Ok(Outcome::Done);
    }
    let scores = report.scores;
    let mut lines = vec![
        format!("{} sentences, {} tokens", report.sentences, report.tokens),
        format!("tags          {:.4}", scores.tags),
        format!("heads         {:.4}", scores.heads),
        format!("labelled      {:.4}", scores.labelled),
    ];
    if let Some(Figures {
        precision,
        recall,
        f1,
        ..
    }) = report.splits
    {
        lines.push(format!(
            "splits        P {precision:.3}  R {recall:.3}  F1 {f1:.3}"
        ));
    }
    let mut out = io::stdout().lock();
    written(lines.iter().try_for_each(|line| writeln!(out, "{line}")))?;
    Ok(Outcome::Done)
}

fn json(report: &Report, time: &[Stage]) -> io::Result<()> {
    #[derive(Serialize)]
    struct Whole<'r> {
        #[serde(flatten)]
        report: &'r Report,
        #[serde(skip_serializing_if = "<[Stage]>::is_empty")]
        time: &'r [Stage],
    }
    report::json(&Whole { report, time })
}

fn table(out: &mut impl Write, report: &Report, time: &[Stage]) -> io::Result<()> {
    let terminal = Terminal::of_stdout();
    let all = report.lenient;
    writeln!(
        out,
        "{} documents, {} gold, {} predicted",
        report.documents,
        all.gold,
        all.predicted.unwrap_or(0)
    )?;
    let criteria = [
        ("lenient", report.lenient),
        ("strict", report.strict),
        ("content", report.content),
        ("speech_lenient", report.speech_lenient),
        ("speech_content", report.speech_content),
    ];
    for (i, (name, figures)) in criteria.into_iter().enumerate() {
        // the main figure
        let style = if i == 0 { Style::Strong } else { Style::Plain };
        writeln!(
            out,
            "{} {}",
            terminal.paint(style, &format!("{name:16}")),
            written_out(figures)
        )?;
    }
    for (
        name,
        ByRole {
            source,
            cue,
            content,
        },
    ) in [("spans", report.spans), ("tokens", report.tokens)]
    {
        for (role, figures) in [("source", source), ("cue", cue), ("content", content)] {
            writeln!(out, "{name:6} {role:9} {}", written_out(figures))?;
        }
    }
    recalls(out, report)?;
    for stage in time {
        writeln!(
            out,
            "time   {:11} {:8.3} million characters per CPU second",
            stage.name,
            stage.speed() / 1e6
        )?;
    }
    mistakes(out, report)
}

/// Recall by kind of statement, and calibration of the confidences.
fn recalls(out: &mut impl Write, report: &Report) -> io::Result<()> {
    for (kind, recall) in &report.recall_by_kind {
        writeln!(
            out,
            "recall {kind:9} {:.3} of {}",
            recall.recall, recall.gold
        )?;
    }
    if let Some(calibration) = &report.calibration {
        writeln!(
            out,
            "calibration error {:.3} in ten bins",
            calibration.expected_error
        )?;
        for at in &calibration.at {
            writeln!(
                out,
                "confidence ≥ {:.1} P {:.3}  R {:.3}  of {} predicted",
                at.confidence, at.precision, at.recall, at.predicted
            )?;
        }
    }
    Ok(())
}

/// Attributions of the gold that are missing, and those that are not in it.
fn mistakes(out: &mut impl Write, report: &Report) -> io::Result<()> {
    for (name, mistakes) in [("MISSED", &report.missed), ("SPURIOUS", &report.spurious)] {
        for Mistake {
            document,
            source,
            cue,
            content,
        } in mistakes
        {
            let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
            let (document, content) = (cut(document, 40), cut(content, 160));
            let line = format!("{name} {document} | {source} | {cue} | {content}");
            writeln!(out, "{}", terminal::clean(&line))?;
        }
    }
    Ok(())
}

fn written_out(figures: Figures) -> String {
    let Figures {
        precision,
        recall,
        f1,
        ..
    } = figures;
    format!("P {precision:.3}  R {recall:.3}  F1 {f1:.3}")
}
