//! Checks that every statement is still in its source: reads the documents of a graph again and compares
//! texts, positions and words.
//!
//! A statement is proven if the text of its document has the hash stored in the graph, and its spans
//! (in code points of that text) contain the words of source, cue and content. Old graphs without
//! hashes are checked by spans and words alone, which is reported.

use crate::document::{self, Document, Item, Options};
use crate::graph::{Graph, Report, Words};
use crate::normalise::space::squeezed;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// The state of the documents and statements of a graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Name of the graph.
    pub graph: String,
    /// Reports of statements in it.
    pub reports: usize,
    /// Reports that are still at their position in an unchanged text.
    pub proven: usize,
    /// All documents of the graph that have statements, in order of their ids.
    pub documents: Vec<Checked>,
}

/// The state of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// Its id.
    pub id: String,
    /// The file that the graph names.
    pub path: Option<String>,
    /// The file that was read, if it is a different one.
    pub found_at: Option<String>,
    /// The state of its text.
    pub state: State,
    /// Reports of statements in it.
    pub reports: usize,
    /// Reports whose words are no longer at their position, in order of the text.
    pub failures: Vec<Failure>,
}

/// The state of a document's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "is", content = "why")]
pub enum State {
    /// It has the same hash as in the graph.
    Unchanged,
    /// It was read, but the graph has no hash of it.
    WithoutHash,
    /// It has a different hash.
    Changed,
    /// It no longer exists.
    Vanished,
    /// It exists but cannot be read, for this reason.
    Unreadable(String),
    /// It came from standard input, and its file was not given.
    WithoutFile,
}

/// A report whose words are not at their position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Id of the report.
    pub id: String,
    /// The affected words: `source`, `cue` or `content`.
    pub part: &'static str,
    /// The words in the graph.
    pub words: String,
    /// The text now at that position; `null` beyond the end of the text.
    pub instead: Option<String>,
    /// The line of the text, from 1, with the words now, if any.
    pub line: Option<usize>,
}

impl Check {
    /// Whether every statement was proven.
    pub fn holds(&self) -> bool {
        self.proven == self.reports
    }
}

impl Checked {
    /// Reports of it that are proven.
    fn proven(&self) -> usize {
        match self.state {
            State::Unchanged | State::WithoutHash => self.reports - self.failures.len(),
            _ => 0,
        }
    }

    /// How much worse than unchanged it is.
    fn rank(&self) -> usize {
        match self.state {
            State::Unchanged | State::WithoutHash => self.failures.len(),
            State::Changed => self.reports + 1 + self.failures.len(),
            _ => usize::MAX,
        }
    }
}

/// Reads the documents of a graph again, from `corpus` or, if that is empty, from the files that the
/// graph names. Documents are recognised by their ids, otherwise by their hashes: a renamed file is
/// reported, and its statements still count as proven.
pub fn check(graph: &Graph, corpus: &[PathBuf], reading: &Options) -> Check {
    let mut sources = sources(graph, corpus);
    let by_id: BTreeMap<&str, usize> = sources
        .iter()
        .map(|(index, source)| (source.document.id.as_str(), *index))
        .collect();
    let mut by_hash: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, source) in &sources {
        if let Some(print) = source.document.fingerprint {
            by_hash.entry(print.sha256()).or_default().push(*index);
        }
    }
    let paths = match corpus {
        [] => paths_of(&sources),
        _ => corpus.to_vec(),
    };
    for item in document::read_with(&paths, reading) {
        match item {
            Item::Document(read) => {
                let print = document::Fingerprint::sha256_of(&read.text);
                let same_text = by_hash.get(&print).into_iter().flatten();
                let meant: BTreeSet<usize> = by_id
                    .get(read.id.as_str())
                    .into_iter()
                    .chain(same_text)
                    .copied()
                    .collect();
                for index in meant {
                    if let Some(source) = sources.get_mut(&index) {
                        source.prove(&read, &print);
                    }
                }
            }
            Item::Failed(failure) => {
                let source = by_id.get(failure.id.as_str());
                let source = source.and_then(|index| sources.get_mut(index));
                let is_there = failure.path.as_ref().is_some_and(|path| path.exists());
                if let Some(source) = source.filter(|source| source.checked.rank() == usize::MAX)
                    && is_there
                {
                    source.checked.state = State::Unreadable(failure.message);
                }
            }
            Item::Warning(_) => {}
        }
    }
    let documents: Vec<Checked> = sources.into_values().map(|source| source.checked).collect();
    Check {
        graph: graph.name().to_owned(),
        reports: documents.iter().map(|document| document.reports).sum(),
        proven: documents.iter().map(Checked::proven).sum(),
        documents,
    }
}

/// The documents of a graph that have reports, before any file is read.
fn sources<'g>(graph: &'g Graph, corpus: &[PathBuf]) -> BTreeMap<usize, Source<'g>> {
    let mut reports: Vec<Vec<&Report>> = vec![Vec::new(); graph.documents().len()];
    for report in graph.statements().iter().flat_map(|s| s.reports()) {
        if let Some(list) = reports.get_mut(report.document.index()) {
            list.push(report);
        }
    }
    let documents = graph.documents().iter().zip(reports).enumerate();
    let documents = documents.filter(|(_, (_, reports))| !reports.is_empty());
    documents
        .map(|(index, (document, reports))| {
            let state = match (&document.path, corpus) {
                (None, []) => State::WithoutFile,
                _ => State::Vanished,
            };
            let checked = Checked {
                id: document.id.clone(),
                path: document.path.clone(),
                found_at: None,
                state,
                reports: reports.len(),
                failures: Vec::new(),
            };
            (
                index,
                Source {
                    document,
                    reports,
                    checked,
                },
            )
        })
        .collect()
}

/// The files that the graph names, without duplicates.
fn paths_of(sources: &BTreeMap<usize, Source>) -> Vec<PathBuf> {
    let paths = sources
        .values()
        .filter_map(|source| source.document.path.as_ref());
    let paths: BTreeSet<PathBuf> = paths.map(PathBuf::from).collect();
    paths.into_iter().collect()
}

/// A document of the graph, with the results so far.
struct Source<'g> {
    document: &'g crate::graph::Document,
    reports: Vec<&'g Report>,
    checked: Checked,
}

impl Source<'_> {
    /// Checks it against a document that was read, and keeps the result if it is better than the previous one.
    fn prove(&mut self, read: &Document, hash: &str) {
        let state = match self.document.fingerprint {
            None => State::WithoutHash,
            Some(print) if print.sha256() == hash => State::Unchanged,
            Some(_) => State::Changed,
        };
        let text = Text::new(&read.text);
        let path = read.path.as_ref().map(|path| path.display().to_string());
        let checked = Checked {
            state,
            found_at: path.filter(|path| Some(path) != self.document.path.as_ref()),
            failures: self
                .reports
                .iter()
                .filter_map(|r| text.failure(r))
                .collect(),
            ..self.checked.clone()
        };
        if checked.rank() < self.checked.rank() {
            self.checked = checked;
        }
    }
}

/// A text with an index of its code points.
struct Text<'t> {
    text: &'t str,
    /// The byte at which each code point starts, and the end.
    starts: Vec<usize>,
}

impl<'t> Text<'t> {
    fn new(text: &'t str) -> Self {
        let starts = text.char_indices().map(|(start, _)| start);
        Text {
            text,
            starts: starts.chain([text.len()]).collect(),
        }
    }

    /// The first words of a report that are not at their position.
    fn failure(&self, report: &Report) -> Option<Failure> {
        let parts = [
            ("source", &report.source),
            ("cue", &report.cue),
            ("content", &report.content),
        ];
        let (part, words, instead) = parts.into_iter().find_map(|(part, words)| {
            let instead = self.at(words);
            (instead.as_deref() != Some(words.text.as_str())).then_some((part, words, instead))
        })?;
        Some(Failure {
            id: report.id.to_string(),
            part,
            words: words.text.to_string(),
            instead,
            line: self.line_of(words),
        })
    }

    /// The text at the positions of words, in the form of [`Words::text`].
    fn at(&self, words: &Words) -> Option<String> {
        let pieces = words.spans.iter().map(|[start, end]| {
            let (start, end) = (self.starts.get(*start)?, self.starts.get(*end)?);
            self.text.get(*start..*end).map(squeezed)
        });
        let pieces: Option<Vec<String>> = pieces.collect();
        pieces.map(|pieces| pieces.join(" … "))
    }

    /// The line of the words, in one piece or in several pieces in order.
    fn line_of(&self, words: &Words) -> Option<usize> {
        let mut from = 0;
        let mut first = None;
        for piece in words.text.split(" … ") {
            let found = self.find(piece, from)?;
            first.get_or_insert(found.0);
            from = found.1;
        }
        let before = self.text.as_bytes().get(..first?)?;
        Some(1 + memchr::memchr_iter(b'\n', before).count())
    }

    /// The bytes of the first occurrence of words after `from`, ignoring differences in white space.
    fn find(&self, piece: &str, from: usize) -> Option<(usize, usize)> {
        let mut words = piece.split(' ');
        let first = words.next().filter(|word| !word.is_empty())?;
        let rest: Vec<&str> = words.collect();
        let text = self.text.get(from..)?;
        text.match_indices(first).find_map(|(start, _)| {
            let mut end = start + first.len();
            for word in &rest {
                let behind = text.get(end..)?;
                let trimmed = behind.trim_start();
                end += behind.len() - trimmed.len();
                if trimmed.len() == behind.len() || !trimmed.starts_with(word) {
                    return None;
                }
                end += word.len();
            }
            Some((from + start, from + end))
        })
    }
}
