//! `dixit build --store`: streams documents into a store, reading only new and changed ones.

use super::{Arguments, Bar, Intake, Printed, corrections, listed};
use crate::cli::messages::{Complaints, Outcome, VERSION, counted, say, written};
use crate::cli::show::summary::Counts;
use crate::corrections::Corrections;
use crate::error::{Error, Result};
use crate::export::sqlite;
use crate::graph::store::{DocumentHash, Seen, Step};
use crate::graph::{BuildOptions, Store};
use crate::normalise::hash;
use crate::output;
use std::io::Write;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};

/// Maximum number of passes over the input.
const MAX_PASSES: usize = 3;

/// Builds the store at `path`, or resumes its build.
pub(super) fn run(
    arguments: &Arguments,
    path: &Path,
    name: &str,
    printed: Printed,
) -> Result<Outcome> {
    let mut corrections = corrections(arguments)?;
    let mut store = Store::grow(path, name)?;
    store.begin_run(&settings(arguments, corrections.as_ref())?)?;
    let (mut counts, mut same) = (Counts::default(), 0);
    // A document that the store had may have been replaced by another version earlier in the input. It was
    // then skipped although it is no longer in the store, so it is read in another pass.
    for _ in 0..MAX_PASSES {
        (counts, same) = (Counts::default(), 0);
        let missed = read(
            arguments,
            &mut store,
            corrections.as_mut(),
            &mut counts,
            &mut same,
        )?;
        if missed == 0 {
            break;
        }
    }
    if arguments.reading.strict && counts.failed > 0 {
        return Err(Error::new(format!(
            "{} of {} could not be read; {} is not finished",
            counts.failed,
            counted(counts.documents, "document"),
            path.display()
        )));
    }
    if counts.failed > 0 && counts.failed == counts.documents && same == 0 {
        return Err(Error::new(format!(
            "{} could not be read; {} is not finished",
            listed(&arguments.paths),
            path.display()
        )));
    }
    if counts.documents + same == 0 {
        say(&format!(
            "no documents in {}; give folders that contain .txt, .md or .jsonl files",
            listed(&arguments.paths)
        ));
        return Ok(Outcome::Nothing);
    }
    // Corrections may apply to documents that were not read again.
    if let Some(corrections) = corrections.as_ref().filter(|_| same == 0) {
        let mut stale = Complaints::about("correction", "without effect");
        corrections.stale().for_each(|line| stale.add(&line));
        stale.finish();
    }
    let removed = store.end_run()?;
    settle(store)?;
    describe(path)?;
    print_summary(path, name, &counts, [same, removed], printed)
}

/// Prints the size of the store, and how much of it is new.
fn print_summary(
    path: &Path,
    name: &str,
    counts: &Counts,
    [same, removed]: [usize; 2],
    printed: Printed,
) -> Result<Outcome> {
    let size = Store::open(path)?.size()?;
    let bytes = path.metadata().map_or(0, |about| about.len());
    let mut out = std::io::stdout().lock();
    written(writeln!(
        out,
        "{name}: {} in {}{}{} new or changed, {same} unchanged, {removed} removed",
        counted(size.statements, "statement"),
        counted(size.documents, "document"),
        if printed == Printed::Line {
            "; "
        } else {
            "\n  "
        },
        counts.documents - counts.failed - counts.ignored,
    ))?;
    if printed == Printed::Line {
        return Ok(Outcome::Done);
    }
    for (count, noun, what) in [
        (counts.failed, "document", "could not be read"),
        (counts.odd, "warning", "while reading"),
    ] {
        if count > 0 {
            written(writeln!(out, "{} {what}", counted(count, noun)))?;
        }
    }
    written(writeln!(
        out,
        "wrote {} ({:.1} MB)",
        path.display(),
        bytes as f64 / 1e6
    ))?;
    Ok(Outcome::Done)
}

/// Brings the store up to date, and shows the progress.
pub(in crate::cli) fn settle(store: Store) -> Result<()> {
    let bar = Bar::new();
    let settled = store.settle(|step, done| {
        let (nouns, what) = match step {
            Step::Indexes => ("indexes", "creating indexes"),
            Step::People => ("names", "resolving names"),
            Step::Reports => ("groups of reports", "joining reports"),
            Step::Statements => ("reports", "indexing"),
            Step::Entities => ("entities", "summarising"),
        };
        bar.tell(&match done {
            0 => what.to_owned(),
            done => format!("{what}: {done} {nouns}"),
        });
    });
    bar.finish();
    settled
}

/// Writes Datasette's metadata beside a store.
pub(in crate::cli) fn describe(path: &Path) -> Result<()> {
    output::replace(&sqlite::metadata_path(path), |out| {
        serde_json::to_writer_pretty(out, &sqlite::metadata(path)).map_err(Into::into)
    })
}

/// The settings and files, besides the document itself, that determine the record of a document.
fn settings(arguments: &Arguments, corrections: Option<&Corrections>) -> Result<String> {
    let engine = &arguments.reading.engine;
    let corrections = corrections.map(|corrections| corrections.path().to_owned());
    let files = engine.kb.iter().chain(&engine.model.model);
    let mut sum = hash::START;
    for path in files.chain(&corrections) {
        let bytes = crate::input::read(path).map_err(|e| Error::at(path, e))?;
        sum = hash::more(hash::step(sum, 0), &bytes);
    }
    sum = hash::more(sum, crate::extract::engine::SHIPPED);
    Ok(format!(
        "{VERSION}, attitudes {}, confidence {}, files {sum:016x}",
        arguments.attitudes, arguments.reading.min_confidence
    ))
}

/// Reads the documents that are not in the store in this version. Returns how many documents were skipped
/// although they are no longer in the store.
fn read(
    arguments: &Arguments,
    store: &mut Store,
    corrections: Option<&mut Corrections>,
    counts: &mut Counts,
    same: &mut usize,
) -> Result<usize> {
    let options = BuildOptions {
        attitudes: arguments.attitudes,
        min_confidence: arguments.reading.min_confidence,
    };
    let mut bar = Bar::new();
    let mut missed = 0;
    let mut intake = Intake::new(corrections);
    let (same_sender, known) = channel();
    let changed =
        arguments
            .reading
            .extract_changed(&arguments.paths, store.hashes()?, same_sender)?;
    for (progress, (position, hash)) in changed {
        missed += mark_seen(store, &known, same)?;
        bar.show(position, counts.documents + *same);
        let Some(extraction) = intake.take(progress, &bar, counts) else {
            continue;
        };
        store.add(
            extraction,
            hash.as_ref().map(<[u8; 16]>::as_slice),
            &options,
        )?;
    }
    missed += mark_seen(store, &known, same)?;
    bar.finish();
    intake.finish(counts);
    Ok(missed)
}

/// Marks unchanged documents as seen in the store. Returns how many are no longer in it.
fn mark_seen(
    store: &mut Store,
    known: &Receiver<(String, DocumentHash)>,
    same: &mut usize,
) -> Result<usize> {
    let mut missed = 0;
    for (id, hash) in known.try_iter() {
        match store.see(&id, &hash)? {
            Seen::Same => *same += 1,
            Seen::New => missed += 1,
        }
    }
    Ok(missed)
}
