//! Reads a graph file as dixit writes it: one record per line, so that several threads can parse it
//! and only a few megabytes of it are in memory at a time.
//!
//! The statements of the file are already grouped and in order, so they are used as they are. A file
//! in any other layout (reformatted by another program or edited by hand) is left to [`super::one_piece`],
//! which checks everything and says what is wrong.

use super::saved::{Interner, Packer, SCHEMA, SavedDocument, SavedStatement};
use crate::graph::totals::sum;
use crate::graph::{Document, DocumentIndex, Entities, EntityIndex, Graph, Statement};
use foldhash::fast::RandomState;
use memchr::{memchr, memchr_iter, memmem, memrchr};
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::HashMap;
use std::io::{self, Read};
use std::ops::Range;

/// Bytes of the file that are parsed while the next ones are read, so that twice as many are in memory. Each
/// thread parses a piece at a time. Pieces are large because recurring texts are kept once per piece.
const BLOCK: usize = 32 << 20;
const PIECE: usize = 8 << 20;

/// The graph in a file; `None` if it is not laid out as dixit writes it. `length` is the size of the file in
/// bytes; it only serves to reserve memory, and may be wrong.
///
/// # Errors
/// Those of reading the file.
pub(super) fn read(file: impl Read + Send, length: u64) -> io::Result<Option<Graph>> {
    let mut lines = Lines::new(file, length);
    let Some(heading) = Heading::read(&mut lines)? else {
        return Ok(None);
    };
    let Some(documents) = Documents::read(&mut lines)? else {
        return Ok(None);
    };
    for (end, start) in [
        ("]},", "\"nodes\":["),
        ("],", "\"edges\":["),
        ("],", "\"links\":["),
    ] {
        if !lines.next_is(end)? || !lines.next_is(start)? {
            return Ok(None);
        }
        lines.skip_list()?;
    }
    if !lines.next_is("],")? || !lines.next_is("\"statements\":[")? {
        return Ok(None);
    }
    let Some(statements) = documents.statements(&mut lines)? else {
        return Ok(None);
    };
    if !lines.next_is("]}")? || !lines.is_at_end()? {
        return Ok(None);
    }
    let Documents { documents, ids, .. } = documents;
    let entities = sum(ids, &documents, &statements);
    Ok(Some(Graph::new(
        heading.name,
        documents,
        entities,
        statements,
        heading.doubled,
    )))
}

/// The lines of a file, one at a time or as blocks of records.
struct Lines<R> {
    file: R,
    /// Bytes of the file that have not been read.
    unread: u64,
    buffer: Vec<u8>,
    /// The previous buffer, for reuse.
    spare: Vec<u8>,
    /// The part of the buffer that is still to be parsed.
    start: usize,
    end: usize,
    /// Whether the end of the file has been read.
    at_end: bool,
}

impl<R: Read> Lines<R> {
    fn new(file: R, length: u64) -> Self {
        Lines {
            file,
            unread: length,
            buffer: vec![0; BLOCK],
            spare: Vec::new(),
            start: 0,
            end: 0,
            at_end: false,
        }
    }

    fn rest(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// Reads more of the file after the unparsed part of the buffer.
    fn fill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.end == self.buffer.len() {
            self.buffer.resize(2 * self.end, 0);
        }
        self.read_more()
    }

    /// Fills the free end of the buffer.
    fn read_more(&mut self) -> io::Result<()> {
        while !self.at_end && self.end < self.buffer.len() {
            match self.file.read(&mut self.buffer[self.end..]) {
                Ok(0) => self.at_end = true,
                Ok(count) => {
                    self.end += count;
                    self.unread = self.unread.saturating_sub(count as u64);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The next line, without its line break; `None` at the end of the file.
    fn line(&mut self) -> io::Result<Option<&[u8]>> {
        let length = loop {
            match memchr(b'\n', self.rest()) {
                Some(length) => break length,
                None if self.at_end => return Ok(None),
                None => self.fill()?,
            }
        };
        let line = self.start..self.start + length;
        self.start += length + 1;
        Ok(self.buffer.get(line))
    }

    /// Reads the next line, and says whether it is the expected one.
    fn next_is(&mut self, expected: &str) -> io::Result<bool> {
        Ok(self.line()? == Some(expected.as_bytes()))
    }

    fn is_at_end(&mut self) -> io::Result<bool> {
        if self.rest().is_empty() && !self.at_end {
            self.fill()?;
        }
        Ok(self.rest().is_empty() && self.at_end)
    }

    /// The range of the next complete lines of a list in the buffer; `None` at the end of the list.
    fn block(&mut self) -> io::Result<Option<Range<usize>>> {
        let length = loop {
            let rest = self.rest();
            if rest.first() == Some(&b']') {
                return Ok(None);
            }
            let close = memmem::find(rest, b"\n]");
            match close.or_else(|| memrchr(b'\n', rest)) {
                Some(length) => break length + 1,
                None if self.at_end => return Ok(None),
                None => self.fill()?,
            }
        };
        let block = self.start..self.start + length;
        self.start += length;
        Ok(Some(block))
    }

    /// Skips the lines of a list.
    fn skip_list(&mut self) -> io::Result<()> {
        while self.block()?.is_some() {}
        Ok(())
    }
}

impl<R: Read + Send> Lines<R> {
    /// Parses the next lines of a list while more of the file is read; `None` at the end of the list.
    fn records<T: Send>(&mut self, parse: impl FnOnce(&[u8]) -> T + Send) -> io::Result<Option<T>> {
        let Some(block) = self.block()? else {
            return Ok(None);
        };
        let rest = self.start..self.end;
        let mut next = std::mem::take(&mut self.spare);
        next.resize(self.buffer.len(), 0);
        next[..rest.len()].copy_from_slice(&self.buffer[rest.clone()]);
        let read = std::mem::replace(&mut self.buffer, next);
        (self.start, self.end) = (0, rest.len());
        let (filled, parsed) = rayon::join(|| self.read_more(), || parse(&read[block]));
        self.spare = read;
        filled.map(|()| Some(parsed))
    }
}

/// Splits a block into pieces of whole lines.
fn pieces(block: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let mut rest = block;
    while !rest.is_empty() {
        let near = rest.get(PIECE..).and_then(|after| memchr(b'\n', after));
        let length = near.map_or(rest.len(), |more| PIECE + more + 1);
        let (piece, after) = rest.split_at(length);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// The records of a piece, one per line; `None` for those that cannot be parsed.
fn records<'p, T: Deserialize<'p>>(piece: &'p [u8]) -> impl Iterator<Item = Option<T>> {
    // Checking all at once is faster than text by text.
    let text = std::str::from_utf8(piece);
    let wrong = text.is_err().then_some(None);
    let lines = text.unwrap_or_default().lines();
    let read = lines.map(|line| serde_json::from_str(line.strip_suffix(',').unwrap_or(line)).ok());
    wrong.into_iter().chain(read)
}

/// What comes before the documents.
#[derive(Deserialize)]
struct Heading {
    schema: u32,
    name: String,
    doubled: Vec<String>,
}

impl Heading {
    fn read<R: Read + Send>(lines: &mut Lines<R>) -> io::Result<Option<Heading>> {
        if !lines.next_is("{\"directed\":true,\"multigraph\":true,")? {
            return Ok(None);
        }
        let Some(line) = lines.line()? else {
            return Ok(None);
        };
        let open = line.strip_prefix(b"\"graph\":");
        let Some(open) = open.and_then(|l| l.strip_suffix(b",\"documents\":[")) else {
            return Ok(None);
        };
        let closed = [open, b"}"].concat();
        let heading: Option<Heading> = serde_json::from_slice(&closed).ok();
        Ok(heading.filter(|heading| heading.schema == SCHEMA))
    }
}

/// With a fast hash that does not resist chosen keys: files are written by this program.
type Numbers = HashMap<String, u32, RandomState>;

/// The documents of a file, and the ids of their entities in order.
struct Documents {
    documents: Vec<Document>,
    ids: Vec<String>,
    places: Numbers,
    ranks: Numbers,
}

/// The documents of one piece, whose entities are numbered within the piece.
#[derive(Default)]
struct Numbered {
    documents: Vec<Document>,
    ids: Vec<String>,
}

impl Numbered {
    fn read(piece: &[u8]) -> Option<Numbered> {
        let mut interner = Interner::default();
        let mut numbers = Numbers::default();
        let mut all = Numbered::default();
        for saved in records::<SavedDocument>(piece) {
            let ids = &mut all.ids;
            let mut number = |id: &str| {
                let known = numbers.get(id).copied().unwrap_or_else(|| {
                    let new = ids.len() as u32;
                    ids.push(id.to_owned());
                    numbers.insert(id.to_owned(), new);
                    new
                });
                EntityIndex(known)
            };
            all.documents.push(saved?.read(&mut number, &mut interner));
        }
        Some(all)
    }
}

impl Documents {
    fn read<R: Read + Send>(lines: &mut Lines<R>) -> io::Result<Option<Documents>> {
        let mut parts: Vec<Numbered> = Vec::new();
        let parse = |block: &[u8]| {
            let read = pieces(block).into_par_iter().map(Numbered::read);
            read.collect::<Option<Vec<Numbered>>>()
        };
        while let Some(read) = lines.records(parse)? {
            let Some(read) = read else {
                return Ok(None);
            };
            parts.extend(read);
        }
        Ok(Documents::join(parts))
    }

    fn join(parts: Vec<Numbered>) -> Option<Documents> {
        let mut ids: Vec<&String> = parts.iter().flat_map(|part| &part.ids).collect();
        ids.par_sort_unstable();
        ids.dedup();
        let ids: Vec<String> = ids.into_iter().cloned().collect();
        let ranks = numbered(&ids);
        let documents: Vec<Vec<Document>> = parts
            .into_par_iter()
            .map(|part| {
                let numbers: Option<Vec<EntityIndex>> = part
                    .ids
                    .iter()
                    .map(|id| ranks.get(id).copied().map(EntityIndex))
                    .collect();
                let numbers = numbers?;
                let mut documents = part.documents;
                let mut sound = true;
                for document in &mut documents {
                    for sighting in &mut document.sightings {
                        sighting.entity = *numbers.get(sighting.entity.index())?;
                        if let Some(principal) = &mut sighting.represents {
                            *principal = *numbers.get(principal.index())?;
                        }
                    }
                    sound &= is_sound(document);
                }
                sound.then_some(documents)
            })
            .collect::<Option<_>>()?;
        let documents: Vec<Document> = documents.into_iter().flatten().collect();
        let places = documents.iter().map(|document| document.id.as_str());
        let places = places
            .zip(0..)
            .map(|(id, place)| (id.to_owned(), place))
            .collect();
        documents
            .is_sorted_by(|a, b| a.id < b.id)
            .then_some(Documents {
                documents,
                ids,
                places,
                ranks,
            })
    }

    fn statements<R: Read + Send>(
        &self,
        lines: &mut Lines<R>,
    ) -> io::Result<Option<Vec<Statement>>> {
        let mut statements: Vec<Statement> = Vec::new();
        let parse = |block: &[u8]| {
            let read = pieces(block).into_par_iter().map(|piece| self.piece(piece));
            (block.len(), read.collect::<Option<Vec<Vec<Statement>>>>())
        };
        while let Some((bytes, read)) = lines.records(parse)? {
            let Some(read) = read else {
                return Ok(None);
            };
            if statements.is_empty() {
                // The rest of the file is similar; growing by doubling would copy the statements again and
                // again.
                let some: usize = read.iter().map(Vec::len).sum();
                let rest = lines.unread + lines.rest().len() as u64;
                let share = rest as f64 / bytes.max(1) as f64;
                let more = (1.02 * share * some as f64) as usize;
                // If the length asks for more than there is, reading goes on without.
                let _ = statements.try_reserve(some + more);
            }
            statements.extend(read.into_iter().flatten());
        }
        statements.shrink_to_fit();
        let in_order = statements.is_sorted_by_key(|statement| statement.first.document);
        Ok(in_order.then_some(statements))
    }

    fn piece(&self, piece: &[u8]) -> Option<Vec<Statement>> {
        let (mut interner, mut packer) = (Interner::default(), Packer::default());
        let mut statements = Vec::with_capacity(memchr_iter(b'\n', piece).count());
        for saved in records::<SavedStatement>(piece) {
            statements.push(self.statement(saved?, &mut interner, &mut packer)?);
        }
        Some(statements)
    }

    fn statement(
        &self,
        saved: SavedStatement,
        interner: &mut Interner,
        packer: &mut Packer,
    ) -> Option<Statement> {
        let number = |id: &str| self.ranks.get(id).copied().map(EntityIndex);
        let speaker = saved.speaker.map(|id| number(&id.0).ok_or(())).transpose();
        let speaker = speaker.ok()?;
        let joint = saved.joint_speakers.iter().map(|id| number(&id.0));
        let joint_speakers: Entities = joint.collect::<Option<_>>()?;
        let act = interner.text(&saved.act);
        let mut reports = saved.reports.into_iter().map(|report| {
            let place = DocumentIndex(*self.places.get(report.document.as_ref())?);
            let sightings = &self.documents.get(place.index())?.sightings;
            let listed = |entity: &EntityIndex| {
                let found = sightings.binary_search_by_key(entity, |sighting| sighting.entity);
                found.is_ok()
            };
            let mut listed_number = |id: &str| number(id).filter(listed).ok_or_else(String::new);
            let report = report.read(place, &act, interner, &mut listed_number, packer);
            let report = report.ok()?;
            let mut speakers = speaker.iter().chain(&joint_speakers);
            speakers.all(listed).then_some(report)
        });
        let first = reports.next()??;
        let repeats = reports.collect::<Option<_>>()?;
        let mut statement = Statement {
            relation: saved.relation,
            act,
            polarity: saved.polarity,
            mode: saved.mode,
            speaker,
            joint_speakers,
            addressees: Default::default(),
            about: Default::default(),
            first,
            repeats,
        };
        statement.unite();
        Some(statement)
    }
}

fn numbered(ids: &[String]) -> Numbers {
    ids.iter().cloned().zip(0..).collect()
}

/// Whether a document lists its entities in order, without duplicates, and all that they speak for.
fn is_sound(document: &Document) -> bool {
    let sightings = &document.sightings;
    let listed = |entity: &EntityIndex| {
        let found = sightings.binary_search_by_key(entity, |sighting| sighting.entity);
        found.is_ok()
    };
    sightings.is_sorted_by(|a, b| a.entity < b.entity)
        && sightings.iter().all(|s| s.represents.iter().all(listed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::sample;

    fn file() -> Vec<u8> {
        let mut file = Vec::new();
        super::super::write(&sample::graph(), &mut file).unwrap();
        file
    }

    #[test]
    fn what_dixit_writes_is_read_line_by_line() {
        let file = file();
        let read = read(file.as_slice(), file.len() as u64).unwrap();
        assert_eq!(read, Some(sample::graph()));
    }

    #[test]
    fn truncated_files_and_other_layouts_are_declined() {
        let file = file();
        let half = file.len() / 2;
        for end in [0, 10, half, file.len() - 3] {
            assert_eq!(read(&file[..end], 0).unwrap(), None, "{end}");
        }
        let more = [file.as_slice(), b"{}"].concat();
        assert_eq!(read(more.as_slice(), 0).unwrap(), None);
        let pretty: serde_json::Value = serde_json::from_slice(&file).unwrap();
        let pretty = serde_json::to_vec_pretty(&pretty).unwrap();
        assert_eq!(read(pretty.as_slice(), 0).unwrap(), None);
    }

    #[test]
    fn blocks_end_where_lines_end() {
        struct Drops<'a>(&'a [u8]);
        impl Read for Drops<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let most = buffer.len().min(7);
                self.0.read(&mut buffer[..most])
            }
        }
        let mut lines = Lines::new(Drops(b"[\na,\nb\n],\n[\n]}\n"), 0);
        lines.buffer.truncate(4);
        assert!(lines.next_is("[").unwrap());
        let mut found = Vec::new();
        while let Some(block) = lines.records(<[u8]>::to_vec).unwrap() {
            found.extend(block);
        }
        assert_eq!(found, b"a,\nb\n");
        assert!(lines.next_is("],").unwrap());
        assert!(lines.next_is("[").unwrap());
        assert_eq!(lines.records(<[u8]>::to_vec).unwrap(), None);
        assert!(lines.next_is("]}").unwrap());
        assert!(lines.is_at_end().unwrap());
    }
}
