//! `dixit extract`: one record per document, as JSON Lines, or drafts for people to correct.

use crate::cli::arguments::reading::Reading;
use crate::cli::messages::{Complaints, Outcome, counted, say, written};
use crate::cli::terminal::DataOut;
use crate::error::{Error, Result};
use crate::extract::parallel::Progress;
use crate::extract::record::Extraction;
use crate::learn::gold::{Draft, brat, label_studio};
use crate::output;
use clap::{Args, ValueEnum};
use std::io::{self, Write};
use std::iter::once;
use std::path::{Path, PathBuf};

/// Print the entities and statements of each document as JSON Lines, or write them for Label Studio or brat
///
/// Writes one line per document, in the order of the input, as soon as it is ready. If a document
/// cannot be read, its line has "error" set and the run continues; the exit code is 1 only if none could.
///
/// The extension of a file determines its format: plain text, Markdown (.md), HTML pages (.html), JSON Lines (.jsonl),
/// JSON, CSV (.csv, .tsv), Parquet (.parquet), RSS and Atom (.rss, .atom, .xml), e-mail (.eml), DOCX, WARC (.warc),
/// or a zip archive of these (.zip). All except .zip may be compressed (.gz, .zst). In JSON, CSV and Parquet the
/// field of the text may be named text, body, content or similar, and likewise for title, date, url, source and id;
/// see --field for other names.
///
/// With --format label-studio or brat, people can correct what was found: import tasks.json into a project of Label
/// Studio whose labelling interface is config.xml, or put the folder into brat's data. 'dixit eval' and 'dixit train
/// --add' read the corrected articles: an export of the project as JSON, or the folder.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Files and folders of articles; - reads JSON Lines from stdin
    #[arg(value_name = "PATH", default_value = "-")]
    paths: Vec<PathBuf>,
    /// Format to write
    #[arg(
        long,
        short = 'f',
        value_enum,
        default_value_t,
        value_name = "FORMAT",
        help_heading = "Output"
    )]
    format: Format,
    /// File to write or, for Label Studio and brat, new folder [default: standard output]
    #[arg(long, short = 'o', value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// JSON Lines, one document per line
    #[default]
    Jsonl,
    /// A folder: tasks with predictions to import, and the labelling interface
    LabelStudio,
    /// A folder: text and standoff of each document, and settings
    Brat,
}

const EXAMPLES: &str = "\
Examples:
  dixit extract article.txt
  dixit extract news/ --min-confidence 0.7 > statements.jsonl
  dixit extract archive.csv --field text=\"Full article\" --date-format %d/%m/%Y
  dixit extract CC-NEWS-20240305.warc.gz > statements.jsonl
  cat articles.jsonl | dixit extract - --threads 2
  dixit extract news/ --format brat -o drafts/           to correct in brat, then:
  dixit train data/ --add drafts/ -o desk.model";

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    let output = arguments.output.as_deref();
    let file = output.filter(|path| *path != Path::new("-"));
    match (arguments.format, file) {
        (Format::Jsonl, None) => {
            let (outcome, wrote) = lines(arguments, &mut DataOut::new())?;
            written(wrote).map(|()| outcome)
        }
        (Format::Jsonl, Some(path)) => {
            let mut outcome = Ok(Outcome::Nothing);
            let replaced = output::replace(path, |out| match lines(arguments, out) {
                Ok((ended, wrote)) => {
                    outcome = Ok(ended);
                    wrote
                }
                Err(error) => {
                    let unfinished = io::Error::other(error.to_string());
                    outcome = Err(error);
                    Err(unfinished)
                }
            });
            // what went wrong with the documents, before what that did to the file
            outcome.and_then(|outcome| replaced.map(|()| outcome))
        }
        (Format::LabelStudio | Format::Brat, None) => Err(Error::new(
            "the drafts are a folder of files; name a new one with --output",
        )),
        (Format::LabelStudio, Some(folder)) => drafts(arguments, folder, |folder, drafts| {
            label_studio::write(folder, drafts)
        }),
        (Format::Brat, Some(folder)) => drafts(arguments, folder, |folder, drafts| {
            brat::write(folder, drafts)
        }),
    }
}

/// Writes a line for each document, until that fails. A closed pipe ends the run, too.
fn lines(arguments: &Arguments, out: &mut impl Write) -> Result<(Outcome, io::Result<()>)> {
    let mut run = Run::new();
    let mut wrote = Ok(());
    for (progress, _) in arguments.reading.extract(&arguments.paths)? {
        let Some(extraction) = run.take(progress) else {
            continue;
        };
        wrote = write_line(out, &extraction);
        if wrote.is_err() {
            break;
        }
    }
    Ok((run.end(arguments)?, wrote))
}

/// Writes a folder of drafts, unless there is no document to write.
fn drafts(
    arguments: &Arguments,
    folder: &Path,
    write: impl FnOnce(&Path, &mut dyn Iterator<Item = Draft>) -> Result<()>,
) -> Result<Outcome> {
    let mut drafts = Drafts {
        results: arguments.reading.extract_with_texts(&arguments.paths)?,
        run: Run::new(),
        documents: 0,
        statements: 0,
    };
    let Some(first) = drafts.next() else {
        return drafts.run.end(arguments);
    };
    output::new_folder(folder, |part| {
        write(part, &mut once(first).chain(&mut drafts))?;
        let statements = counted(drafts.statements, "statement");
        let documents = counted(drafts.documents, "document");
        let outcome = drafts.run.end(arguments)?;
        say(&format!(
            "wrote {}: {statements} in {documents}",
            folder.display()
        ));
        Ok(outcome)
    })
}

/// The drafts of a run, without the documents that could not be read.
struct Drafts<R> {
    results: R,
    run: Run,
    documents: usize,
    statements: usize,
}

impl<R: Iterator<Item = (Progress, Option<String>)>> Iterator for Drafts<R> {
    type Item = Draft;

    fn next(&mut self) -> Option<Draft> {
        loop {
            let (progress, text) = self.results.next()?;
            let extraction = self.run.take(progress);
            let read = extraction.filter(|extraction| extraction.error.is_none());
            if let (Some(extraction), Some(text)) = (read, text) {
                self.documents += 1;
                self.statements += extraction.statements.len();
                return Some(Draft { text, extraction });
            }
        }
    }
}

/// What happened to the documents of a run.
struct Run {
    documents: usize,
    undated: usize,
    warnings: Complaints,
    failures: Complaints,
}

impl Run {
    fn new() -> Run {
        Run {
            documents: 0,
            undated: 0,
            warnings: Complaints::about("warning", ""),
            failures: Complaints::about(
                "document",
                "could not be read; the \"error\" of each is in its line",
            ),
        }
    }

    /// The record of a document, also of one that could not be read; `None` for a warning.
    fn take(&mut self, progress: Progress) -> Option<Extraction> {
        let (extraction, failure) = match progress {
            Progress::Odd(warning) => {
                self.warnings.add(&format!("warning: {warning}"));
                return None;
            }
            Progress::Done {
                extraction,
                failure,
            } => (extraction, failure),
        };
        self.documents += 1;
        if let Some(failure) = failure {
            self.failures.add(&failure);
        } else {
            self.undated += usize::from(extraction.date.is_none());
        }
        Some(*extraction)
    }

    /// Says what went wrong, and how the run ends.
    fn end(self, arguments: &Arguments) -> Result<Outcome> {
        let documents = self.documents;
        self.warnings.finish();
        let failed = self.failures.finish();
        if self.undated > 0 && documents > 1 {
            say(&format!(
                "{} of {} have no date",
                self.undated,
                counted(documents, "document")
            ));
        }
        if failed > 0 {
            let summary = format!(
                "{failed} of {} could not be read",
                counted(documents, "document")
            );
            if arguments.reading.strict {
                return Err(Error::new(summary));
            }
            say(&summary);
            if failed == documents {
                return Ok(Outcome::Nothing);
            }
        }
        if documents == 0 {
            say(
                "no documents found; give files, folders that contain .txt, .md or .jsonl files, or - for JSON Lines on stdin",
            );
            return Ok(Outcome::Nothing);
        }
        Ok(Outcome::Done)
    }
}

/// One record as a line.
fn write_line(out: &mut impl Write, extraction: &Extraction) -> io::Result<()> {
    serde_json::to_writer(&mut *out, extraction)?;
    out.write_all(b"\n")?;
    out.flush()
}
