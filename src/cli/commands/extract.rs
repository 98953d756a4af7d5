//! `dixit extract`: one record per document, as JSON Lines.

use crate::cli::arguments::reading::Reading;
use crate::cli::messages::{Complaints, Outcome, counted, say, written};
use crate::cli::terminal::DataOut;
use crate::error::{Error, Result};
use crate::extract::parallel::Progress;
use crate::extract::record::Extraction;
use clap::Args;
use std::io::{self, Write};
use std::path::PathBuf;

/// Print the entities and statements of each document as JSON Lines
///
/// Writes one line per document, in the order of the input, as soon as it is ready. If a document
/// cannot be read, its line has "error" set and the run continues; the exit code is 1 only if none could.
///
/// The extension of a file determines its format: plain text, Markdown (.md), HTML pages (.html), JSON Lines (.jsonl),
/// JSON, CSV (.csv, .tsv), Parquet (.parquet), RSS and Atom (.rss, .atom, .xml), e-mail (.eml), DOCX, WARC (.warc),
/// or a zip archive of these (.zip). All except .zip may be compressed (.gz, .zst). In JSON, CSV and Parquet the
/// field of the text may be named text, body, content or similar, and likewise for title, date, url, source and id;
/// see --field for other names.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Files and folders of articles; - reads JSON Lines from stdin
    #[arg(value_name = "PATH", default_value = "-")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

const EXAMPLES: &str = "\
Examples:
  dixit extract article.txt
  dixit extract news/ --min-confidence 0.7 > statements.jsonl
  dixit extract archive.csv --field text=\"Full article\" --date-format %d/%m/%Y
  dixit extract CC-NEWS-20240305.warc.gz > statements.jsonl
  cat articles.jsonl | dixit extract - --threads 2";

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    let mut documents = 0_usize;
    let mut undated = 0_usize;
    let mut warnings = Complaints::about("warning", "");
    let mut failures = Complaints::about(
        "document",
        "could not be read; the \"error\" of each is in its line",
    );
    let mut out = DataOut::new();
    for (progress, _) in arguments.reading.extract(&arguments.paths)? {
        let (extraction, failure) = match progress {
            Progress::Odd(warning) => {
                warnings.add(&format!("warning: {warning}"));
                continue;
            }
            Progress::Done {
                extraction,
                failure,
            } => (extraction, failure),
        };
        documents += 1;
        if let Some(failure) = failure {
            failures.add(&failure);
        } else {
            undated += usize::from(extraction.date.is_none());
        }
        if let Err(e) = write_line(&mut out, &extraction) {
            // a closed pipe ends the run
            written(Err(e))?;
            break;
        }
    }
    drop(out);
    warnings.finish();
    let failed = failures.finish();
    if undated > 0 && documents > 1 {
        say(&format!(
            "{undated} of {} have no date",
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

/// One record as a line.
fn write_line(out: &mut impl Write, extraction: &Extraction) -> io::Result<()> {
    serde_json::to_writer(&mut *out, extraction)?;
    out.write_all(b"\n")?;
    out.flush()
}
