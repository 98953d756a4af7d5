//! `dixit build --store`: documents stream into a store, and only what is new or has changed is read.

use super::{Arguments, Bar, Intake, Telling, corrections, listed};
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

/// How often the input is gone through at most.
const MOST_PASSES: usize = 3;

/// Builds or goes on with the store at `path`.
pub(super) fn run(
    arguments: &Arguments,
    path: &Path,
    name: &str,
    telling: Telling,
) -> Result<Outcome> {
    let mut corrections = corrections(arguments)?;
    let mut store = Store::grow(path, name)?;
    store.begin_run(&settings(arguments, corrections.as_ref())?)?;
    let (mut counts, mut same) = (Counts::default(), 0);
    // A document of which the store had one version may have come in another one first, and so be gone
    // when its turn came: then it is read after all.
    for _ in 0..MOST_PASSES {
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
    // Of documents that were not read again nobody knows which corrections they needed.
    if let Some(corrections) = corrections.as_ref().filter(|_| same == 0) {
        let mut stale = Complaints::about("correction", "without effect");
        corrections.stale().for_each(|line| stale.add(&line));
        stale.finish();
    }
    let dropped = store.end_run()?;
    settle(store)?;
    describe(path)?;
    tell(path, name, &counts, [same, dropped], telling)
}

/// Says what there is now, and what of it is new.
fn tell(
    path: &Path,
    name: &str,
    counts: &Counts,
    [same, dropped]: [usize; 2],
    telling: Telling,
) -> Result<Outcome> {
    let size = Store::open(path)?.size()?;
    let bytes = path.metadata().map_or(0, |about| about.len());
    let mut out = std::io::stdout().lock();
    written(writeln!(
        out,
        "{name}: {} in {}{}{} new or changed, {same} as before, {dropped} dropped",
        counted(size.statements, "statement"),
        counted(size.documents, "document"),
        if telling == Telling::Line {
            "; "
        } else {
            "\n  "
        },
        counts.documents - counts.failed - counts.ignored,
    ))?;
    if telling == Telling::Line {
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

/// Brings the store up to date, and shows what is being done.
pub(in crate::cli) fn settle(store: Store) -> Result<()> {
    let bar = Bar::new();
    let settled = store.settle(|step, done| {
        let (noun, what) = match step {
            Step::Indexes => ("index", "making indexes"),
            Step::People => ("name", "finding out who is who"),
            Step::Reports => ("group of reports", "joining reports"),
            Step::Statements => ("report", "indexing"),
            Step::Entities => ("entity", "summing up"),
        };
        bar.tell(&match done {
            0 => what.to_owned(),
            done => format!("{what}: {done} {noun}s"),
        });
    });
    bar.finish();
    settled
}

/// Writes what Datasette shows of a store beside it.
pub(in crate::cli) fn describe(path: &Path) -> Result<()> {
    output::replace(&sqlite::metadata_path(path), |out| {
        serde_json::to_writer_pretty(out, &sqlite::metadata(path)).map_err(Into::into)
    })
}

/// All that the record of a document depends on, beside the document.
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

/// Reads the documents that the store does not have as they are; gives how many it lost meanwhile.
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
    let (tell, known) = channel();
    let changed = arguments
        .reading
        .extract_changed(&arguments.paths, store.hashes()?, tell)?;
    for (progress, (position, hash)) in changed {
        missed += note(store, &known, same)?;
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
    missed += note(store, &known, same)?;
    bar.finish();
    intake.finish(counts);
    Ok(missed)
}

/// Notes the documents that were seen as they are in the store; gives how many are not there any more.
fn note(
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
