//! Reads documents one after another.

use super::archive::{self, Entry};
use super::files::{self, Format, Origin, Packing};
use super::options::Options;
use super::record::Place;
use super::{
    Document, Item, ReadError, Warning, bytes, csv, docx, feed, html, json, language, mail,
    parquet, plain, warc,
};
use crate::input;
use crate::parquet::Source;
use std::collections::{HashSet, VecDeque};
use std::io::{self, BufRead, BufReader};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

/// Reads the documents of files, folders and, for the path `-`, of JSON Lines on standard input.
///
/// Folders are walked recursively in the order of file names; files whose names start with a dot are
/// skipped, as are links that lead out of the folder. The extension decides the format:
///
/// | extension | what is read | documents |
/// | --- | --- | --- |
/// | `.md`, `.markdown` | Markdown | one |
/// | `.html`, `.htm`, `.xhtml` | the article of a page | one |
/// | `.jsonl`, `.ndjson` | JSON Lines | one per line |
/// | `.json` | an object, or an array of them | one per object |
/// | `.csv`, `.tsv` | a table with a header line | one per row |
/// | `.parquet` | a table in columns | one per row |
/// | `.xml`, `.rss`, `.atom`, `.rdf` | RSS or Atom; other XML as plain text | one per item |
/// | `.eml` | an e-mail | one |
/// | `.docx` | the text of a word-processor document | one |
/// | `.warc`, `.wet` | pages and plain text that a crawler fetched | one per page |
/// | `.zip` | files of all these formats | those of its files |
/// | any other | plain text | one |
///
/// Each may be compressed (`.gz`, `.zst`), except `.zip`. Fields of JSON, CSV and Parquet are called `text`,
/// `title`, `date`, `url`, `source` and `id`, or have other common names such as `body`, `headline` and
/// `published`; [`Options::with_field`] says where else they are.
///
/// ```no_run
/// use dixit::document::{Item, read};
/// for item in read(&["articles".into()]) {
///     match item {
///         Item::Document(document) => println!("{}: {}", document.id, document.text.len()),
///         Item::Failed(error) => eprintln!("{error}"),
///         Item::Warning(warning) => eprintln!("{warning}"),
///     }
/// }
/// ```
pub fn read(paths: &[PathBuf]) -> Reader {
    read_with(paths, &Options::default())
}

/// Reads documents as [`read`] does, with options.
pub fn read_with(paths: &[PathBuf], options: &Options) -> Reader {
    reader(files::origins(paths, options.links), options)
}

/// Reads the documents of a stream of JSON Lines, as [`read`] does for the path `-`; waits for the first line.
/// ```
/// use dixit::document::{Item, Options, read_lines};
///
/// let lines = b"{\"body\": \"The mayor resigned.\", \"published\": \"2024-03-01\"}\n";
/// let mut reader = read_lines(lines.as_slice(), &Options::default());
/// let Some(Item::Document(document)) = reader.next() else {
///     panic!("one document");
/// };
/// assert_eq!((document.id.as_str(), document.text.as_str()), ("stdin:1", "The mayor resigned."));
/// assert!(document.date.is_some());
/// ```
pub fn read_lines(stream: impl BufRead + Send + 'static, options: &Options) -> Reader {
    let mut reader = reader(Vec::new(), options);
    let place = Place::new(None, Arc::clone(&reader.options));
    reader.total = 1;
    reader.read(Format::JsonLines, Ok(Box::new(stream)), place);
    reader
}

fn reader(origins: Vec<Origin>, options: &Options) -> Reader {
    Reader {
        options: Arc::new(options.clone()),
        total: origins.len(),
        origins: origins.into(),
        path: None,
        advance: Arc::default(),
        archive: None,
        records: None,
        waiting: VecDeque::new(),
        ready: None,
        ids: HashSet::new(),
    }
}

/// An iterator over the documents of several files, in their order; see [`read`].
///
/// It keeps at most one file in memory, or one record of JSON Lines and CSV, or
/// a page of each column of Parquet.
/// ```
/// use dixit::document::{Links, Options, Reader, read_with};
///
/// let options = Options::default().with_links(Links::Inside);
/// let mut reader: Reader = read_with(&["missing.txt".into()], &options);
/// assert_eq!((reader.files(), reader.files_begun()), (1, 0));
/// assert!(reader.next().is_some());
/// ```
pub struct Reader {
    options: Arc<Options>,
    origins: VecDeque<Origin>,
    /// Number of origins at the start.
    total: usize,
    /// The file that is being read.
    path: Option<PathBuf>,
    /// How much of it has been read.
    advance: Arc<bytes::Advance>,
    /// The archive that is being read.
    archive: Option<archive::Entries>,
    /// The file of records that is being read, which may be in the archive.
    records: Option<Records>,
    /// Items that were read and not yet returned.
    waiting: VecDeque<Item>,
    /// The item after the warning that was just returned.
    ready: Option<Item>,
    /// Ids returned so far.
    ids: HashSet<String>,
}

/// A file with one document per record.
enum Records {
    Lines(json::Lines),
    Rows(csv::Rows),
    Warc(warc::Records),
    Columns(parquet::Rows),
}

impl Records {
    fn next(&mut self) -> Option<Vec<Item>> {
        match self {
            Records::Lines(lines) => lines.next(),
            Records::Rows(rows) => rows.next(),
            Records::Warc(records) => records.next(),
            Records::Columns(rows) => rows.next(),
        }
    }
}

impl Reader {
    /// Number of files (and standard inputs) that were found; zero for empty folders, so that the caller can
    /// report that there was nothing to read.
    pub fn files(&self) -> usize {
        self.total
    }

    /// Number of files that have been started.
    pub fn files_begun(&self) -> usize {
        self.total - self.origins.len()
    }

    /// The share of the files that has been read, from 0 to 1, as if all files were of the same size. Within an
    /// archive or a Parquet file it stays as it is.
    pub(crate) fn share(&self) -> f64 {
        let done = self.files_begun().saturating_sub(1) as f64;
        (done + self.advance.share()) / self.total.max(1) as f64
    }

    /// Reads the next record, entry or file; `false` if there is none left.
    fn step(&mut self) -> bool {
        if let Some(records) = &mut self.records {
            match records.next() {
                Some(items) => self.waiting.extend(items),
                None => self.records = None,
            }
        } else if let Some(archive) = &mut self.archive {
            match archive.next() {
                Some(entry) => self.read_entry(entry),
                None => self.archive = None,
            }
        } else {
            match self.origins.pop_front() {
                Some(origin) => self.begin(origin),
                None => return false,
            }
        }
        true
    }

    /// Skips the rest of a file whose reader has crashed.
    fn skip_crashed(&mut self) {
        self.records = None;
        self.archive = None;
        let place = Place::new(self.path.as_deref(), Arc::clone(&self.options));
        let message =
            "dixit crashed on this file and skipped the rest of it; please report it".to_owned();
        self.waiting.push_back(Item::Failed(place.error(message)));
    }

    fn begin(&mut self, origin: Origin) {
        self.advance.begin(0);
        self.path = match &origin {
            Origin::File(path) => Some(path.clone()),
            _ => None,
        };
        match origin {
            Origin::Failed(error) => self.waiting.push_back(Item::Failed(error)),
            Origin::NotFollowed(warning) => self.waiting.push_back(Item::Warning(warning)),
            Origin::Stdin => {
                let place = Place::new(None, Arc::clone(&self.options));
                let stdin = Box::new(BufReader::new(std::io::stdin()));
                self.read(Format::JsonLines, Ok(stdin), place);
            }
            Origin::File(path) => {
                let place = Place::new(Some(&path), Arc::clone(&self.options));
                match Format::of(&path) {
                    Format::Zip => match archive::Entries::open(&path, place) {
                        Ok(entries) => self.archive = Some(entries),
                        Err(error) => self.waiting.push_back(Item::Failed(error)),
                    },
                    Format::Parquet if Packing::of(&path) == Packing::None => {
                        let opened = input::open(&path).and_then(Source::file);
                        self.read_columns(opened.map_err(|error| files::explain(&error)), place);
                    }
                    format => self.read(format, bytes::open(&path, &self.advance), place),
                }
            }
        }
    }

    /// Reads a whole file, or starts to read its records.
    fn read(&mut self, format: Format, opened: io::Result<Box<dyn BufRead + Send>>, place: Place) {
        let reader = match opened {
            Ok(reader) => reader,
            Err(error) => {
                let error = place.error(files::explain(&error));
                self.waiting.push_back(Item::Failed(error));
                return;
            }
        };
        let bytes = match format {
            Format::JsonLines => {
                let lines = json::Lines::new(reader, place);
                return self.begin_records(lines.map(Records::Lines));
            }
            Format::Csv => {
                let rows = csv::Rows::new(reader, place);
                return self.begin_records(rows.map(Records::Rows));
            }
            Format::Warc => {
                let records = warc::Records::new(reader, place);
                return self.begin_records(Ok(Records::Warc(records)));
            }
            Format::Parquet => {
                // a stream has no end to start from, so all of it is read
                let whole = bytes::read_all(reader);
                return self.read_columns(whole.map(Source::memory), place);
            }
            _ => bytes::read_all(reader),
        };
        self.waiting.extend(match format {
            Format::Html => html::read(&place, bytes),
            Format::Json => json::read_file(&place, bytes),
            Format::Xml => feed::read(&place, bytes),
            Format::Mail => mail::read(&place, bytes),
            Format::Docx => vec![docx::read(&place, bytes)],
            format => plain::read(&place, format, bytes),
        });
    }

    /// Reads an entry of an archive.
    fn read_entry(&mut self, entry: Entry) {
        match entry {
            Entry::Item(item) => self.waiting.push_back(item),
            Entry::File(format, Ok(bytes), place) => {
                self.read(format, Ok(Box::new(io::Cursor::new(bytes))), place);
            }
            Entry::File(_, Err(message), place) => {
                self.waiting.push_back(Item::Failed(place.error(message)));
            }
        }
    }

    fn read_columns(&mut self, source: Result<Source, String>, place: Place) {
        let rows = match source {
            Ok(source) => parquet::Rows::new(source, place),
            Err(message) => Err(place.error(message)),
        };
        self.begin_records(rows.map(Records::Columns));
    }

    fn begin_records(&mut self, records: Result<Records, ReadError>) {
        match records {
            Ok(records) => self.records = Some(records),
            Err(error) => self.waiting.push_back(Item::Failed(error)),
        }
    }

    /// Returns a document, or first a warning about its language.
    fn with_warning_first(&mut self, mut document: Document) -> Item {
        if document.source.is_none() {
            document.source = self.options.outlet(&document);
        }
        let item = self.check_id(document);
        let Item::Document(document) = &item else {
            return item;
        };
        let Some(language) = language::foreign(&document.text) else {
            return item;
        };
        let warning = Warning {
            path: document.path.clone(),
            line: (document.line > 1).then_some(document.line),
            message: format!(
                "document {:?} is in {language}, so no statements are found in it; dixit reads English",
                document.id
            ),
        };
        self.ready = Some(item);
        Item::Warning(warning)
    }

    /// Returns a document if its id is new.
    fn check_id(&mut self, document: Document) -> Item {
        if self.ids.insert(document.id.clone()) {
            return Item::Document(document);
        }
        let line = (document.line > 1).then_some(document.line);
        Item::Failed(ReadError {
            message: format!(
                "another document already has the id {:?}; give each document its own id",
                document.id
            ),
            id: document.id,
            path: document.path,
            line,
        })
    }
}

impl Iterator for Reader {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if let Some(ready) = self.ready.take() {
            return Some(ready);
        }
        loop {
            match self.waiting.pop_front() {
                Some(Item::Document(document)) => return Some(self.with_warning_first(document)),
                Some(item) => return Some(item),
                None => {}
            }
            // A third-party decoder that crashes should not cost the other files.
            let step = catch_unwind(AssertUnwindSafe(|| self.step()));
            match step {
                Ok(true) => {}
                Ok(false) => return None,
                Err(_) => self.skip_crashed(),
            }
        }
    }
}
