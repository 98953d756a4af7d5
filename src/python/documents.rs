//! Documents in, lines of `dixit extract` out.

use super::errors::{self, Kind, exception, locked};
use crate::document::{self, DateFormat, FieldPath, Item, Options, OutletName, Reader, Warning};
use crate::error::Result;
use crate::extract::parallel::Progress;
use crate::extract::{self, Extraction};
use pyo3::prelude::*;
use std::io::{self, BufRead, Cursor, Read};
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::time::Duration;

/// What became of a document.
#[derive(IntoPyObject)]
pub(super) struct Done {
    /// Its line of `dixit extract`; `None` after the last document, if there are more warnings.
    json: Option<String>,
    /// Its text, into which the spans point; `None` if it could not be read.
    text: Option<String>,
    /// What the command says on stderr if it could not be read.
    failure: Option<String>,
    /// Warnings about it.
    warnings: Vec<String>,
}

/// Results that may wait for Python to take them; Python asks for the next when it has sent enough.
const WAITING: usize = 64;

/// How often a wait looks for Ctrl-C.
const PATIENCE: Duration = Duration::from_millis(100);

/// `crate::extract::Extractor` with the options of files.
#[pyclass(frozen)]
pub(super) struct Extractor {
    extractor: extract::Extractor,
    options: Options,
    /// A line for each row of the tables that was skipped.
    #[pyo3(get)]
    skipped: Vec<String>,
}

#[pymethods]
impl Extractor {
    #[new]
    fn new(
        py: Python<'_>,
        model: Option<PathBuf>,
        tables: Vec<PathBuf>,
        min_confidence: f32,
        fields: Vec<String>,
        date_format: Option<String>,
        outlets: Vec<String>,
    ) -> PyResult<Extractor> {
        let options = options(&fields, date_format.as_deref(), &outlets)
            .map_err(|error| exception(Kind::Input, &error.to_string()))?;
        errors::unlocked(py, || {
            let extractor = match &model {
                Some(path) => extract::Extractor::with_model(path),
                None => extract::Extractor::new(),
            };
            let extractor = extractor.map_err(|error| errors::about(model.as_deref(), &error))?;
            let (extractor, skipped) = match tables.is_empty() {
                true => (extractor, Vec::new()),
                false => {
                    let missing = tables.iter().find(|path| !path.exists());
                    let tables = extractor.with_tables(&tables);
                    tables.map_err(|error| errors::about(missing.map(PathBuf::as_path), &error))?
                }
            };
            Ok(Extractor {
                extractor: extractor.min_confidence(min_confidence),
                options,
                skipped,
            })
        })
    }

    /// What becomes of one record in JSON.
    fn extract(&self, py: Python<'_>, record: String) -> PyResult<Done> {
        errors::unlocked(py, || {
            let mut warnings = Vec::new();
            for item in document::read_lines(Cursor::new(record), &self.options) {
                match item {
                    Item::Warning(warning) => warnings.push(warning.message),
                    Item::Failed(error) => return Err(exception(Kind::Input, &error.message)),
                    Item::Document(document) => {
                        let found = self.extractor.extract(&document);
                        let found = found.map_err(|error| errors::plain(&error))?;
                        return Ok(Done {
                            json: Some(line(&found)),
                            text: Some(document.text),
                            failure: found.error,
                            warnings,
                        });
                    }
                }
            }
            Err(exception(Kind::Input, "there is no document"))
        })
    }

    /// A stream for records, which is read by this many threads; `None` for one per processor.
    fn stream(&self, threads: Option<u16>) -> PyResult<Stream> {
        let (input, records) = channel();
        let options = self.options.clone();
        let open = move || {
            document::read_lines(
                Lines {
                    records,
                    line: Vec::new(),
                    at: 0,
                },
                &options,
            )
        };
        self.start(threads, Some(input), open)
    }

    /// A stream of the documents of files and folders.
    fn files(&self, paths: Vec<PathBuf>, threads: Option<u16>) -> PyResult<Stream> {
        let options = self.options.clone();
        self.start(threads, None, move || document::read_with(&paths, &options))
    }
}

impl Extractor {
    /// The extractor with this many threads, and the options of files.
    pub(super) fn parts(&self, threads: Option<u16>) -> (extract::Extractor, Options) {
        let extractor = self.extractor.clone();
        let extractor = match threads {
            Some(threads) => extractor.threads(threads),
            None => extractor,
        };
        (extractor, self.options.clone())
    }

    fn start(
        &self,
        threads: Option<u16>,
        input: Option<Sender<String>>,
        open: impl FnOnce() -> Reader + Send + 'static,
    ) -> PyResult<Stream> {
        // Opened on the reading thread: it may block.
        let mut open = Some(open);
        let mut reader = None;
        let items = std::iter::from_fn(move || {
            if let Some(open) = open.take() {
                reader = Some(open());
            }
            let item = reader.as_mut()?.next()?;
            let text = match &item {
                Item::Document(document) => Some(document.text.clone()),
                _ => None,
            };
            Some((item, text))
        });
        let (extractor, _) = self.parts(threads);
        let results = extractor.extract_items(items);
        let results = results.map_err(|error| errors::plain(&error))?;
        let (done, ready) = sync_channel(WAITING);
        std::thread::spawn(move || {
            let mut warnings = Vec::new();
            for (progress, text) in results {
                match progress {
                    Progress::Odd(warning) => warnings.push(told(&warning)),
                    Progress::Done {
                        extraction,
                        failure,
                    } => {
                        let json = Some(line(&extraction));
                        let warnings = std::mem::take(&mut warnings);
                        // The receiver is gone if Python has seen enough.
                        if done
                            .send(Done {
                                json,
                                text,
                                failure,
                                warnings,
                            })
                            .is_err()
                        {
                            return;
                        }
                    }
                }
            }
            if !warnings.is_empty() {
                let _ = done.send(Done {
                    json: None,
                    text: None,
                    failure: None,
                    warnings,
                });
            }
        });
        Ok(Stream {
            input: Mutex::new(input),
            ready: Mutex::new(ready),
        })
    }
}

/// Documents that are being read by other threads.
#[pyclass(frozen)]
pub(super) struct Stream {
    /// `None` once there are no more.
    input: Mutex<Option<Sender<String>>>,
    ready: Mutex<Receiver<Done>>,
}

#[pymethods]
impl Stream {
    /// Sends a record in JSON, without a line break.
    fn send(&self, record: String) {
        if let Some(input) = locked(&self.input).as_ref() {
            // The reader is gone only after a crash; the missing result tells.
            let _ = input.send(record);
        }
    }

    /// Says that there are no more records.
    fn close(&self) {
        locked(&self.input).take();
    }

    /// The next result, if it is there.
    fn ready(&self) -> Option<Done> {
        locked(&self.ready).try_recv().ok()
    }

    /// Waits for the next result; `None` after the last.
    fn next(&self, py: Python<'_>) -> PyResult<Option<Done>> {
        loop {
            let received = py.detach(|| locked(&self.ready).recv_timeout(PATIENCE));
            match received {
                Ok(done) => return Ok(Some(done)),
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
                Err(RecvTimeoutError::Timeout) => py.check_signals()?,
            }
        }
    }
}

/// A warning with its place: the file, or the number of the record.
fn told(warning: &Warning) -> String {
    match (&warning.path, warning.line) {
        (None, Some(line)) => format!("line {line}: {}", warning.message),
        (None, None) => warning.message.clone(),
        _ => warning.to_string(),
    }
}

/// A record as `dixit extract` writes it, without the line break.
fn line(extraction: &Extraction) -> String {
    // Strings, numbers and lists cannot fail.
    serde_json::to_string(extraction).unwrap_or_default()
}

pub(super) fn options(
    fields: &[String],
    date_format: Option<&str>,
    outlets: &[String],
) -> Result<Options> {
    let mut options = Options::default();
    for field in fields {
        options = options.with_field(FieldPath::from_str(field)?);
    }
    if let Some(format) = date_format {
        options = options.with_date_format(DateFormat::from_str(format)?);
    }
    for outlet in outlets {
        options = options.with_outlet(OutletName::from_str(outlet)?);
    }
    Ok(options)
}

/// Records from a channel, one a line.
struct Lines {
    records: Receiver<String>,
    line: Vec<u8>,
    at: usize,
}

impl BufRead for Lines {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.line.len()
            && let Ok(record) = self.records.recv()
        {
            self.line = record.into_bytes();
            self.line.push(b'\n');
            self.at = 0;
        }
        Ok(self.line.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.at = (self.at + count).min(self.line.len());
    }
}

impl Read for Lines {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}
