//! Reads the file of corrections, and checks its entries against each other.

use super::claims::{Claim, ClaimIndex, Corrections, Fate, Ignored, Parties, Split};
use crate::document::outlet;
use crate::entity::EntityType;
use crate::error::{Error, Result};
use serde::Deserialize;
use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::path::Path;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    merge: Vec<Spanned<Merge>>,
    #[serde(default)]
    split: Vec<Spanned<SplitEntry>>,
    #[serde(default)]
    rename: Vec<Spanned<Rename>>,
    #[serde(default)]
    retype: Vec<Spanned<Retype>>,
    #[serde(default)]
    reassign: Vec<Spanned<Reassign>>,
    #[serde(default)]
    ignore: Vec<Spanned<Ignore>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Merge {
    from: Many,
    into: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SplitEntry {
    entity: String,
    documents: Many,
    into: String,
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rename {
    entity: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Retype {
    entity: String,
    #[serde(rename = "type")]
    kind: EntityType,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reassign {
    statement: Many,
    speaker: Option<Many>,
    to: Option<Many>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ignore {
    source: Option<Many>,
    document: Option<Many>,
    statement: Option<Many>,
}

/// One string, or several in brackets.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a string, or several in [ ]")]
enum Many {
    One(String),
    Several(Vec<String>),
}

impl Many {
    fn list(self) -> Vec<String> {
        match self {
            Many::One(text) => vec![text],
            Many::Several(list) => list,
        }
    }

    /// Ids of parties: the empty string names nobody.
    fn parties(self) -> Vec<String> {
        let mut list = self.list();
        list.retain(|id| !id.is_empty());
        list
    }
}

impl Corrections {
    /// Reads a file of corrections.
    ///
    /// # Errors
    /// One line with the file, the line, and the reason: invalid TOML, an unknown key, or two entries that
    /// contradict each other.
    pub fn read(path: &Path) -> Result<Corrections> {
        let text = crate::input::read_to_string(path)
            .map_err(|e| Error::at(path, format_args!("cannot be read: {e}")))?;
        Corrections::parse(path, &text)
    }

    /// Parses the text of a file; `path` is only used in errors.
    ///
    /// # Errors
    /// Those of [`Corrections::read`].
    pub fn parse(path: &Path, text: &str) -> Result<Corrections> {
        parse(path, text)
    }
}

fn parse(path: &Path, text: &str) -> Result<Corrections> {
    let mut reading = Reading {
        path,
        text,
        claims: Vec::new(),
    };
    let file: File = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        // The reason may span several lines.
        let why: Vec<&str> = error.message().lines().map(str::trim).collect();
        reading.error(reading.line(at), why.join(", "))
    })?;
    let mut corrections = Corrections {
        path: path.to_path_buf(),
        claims: Vec::new(),
        merges: HashMap::new(),
        splits: HashMap::new(),
        names: HashMap::new(),
        types: HashMap::new(),
        reassigned: HashMap::new(),
        ignored: HashMap::new(),
    };
    for entry in file.merge {
        let (line, entry) = reading.open(entry);
        reading.merge(line, entry, &mut corrections)?;
    }
    for entry in file.split {
        let (line, entry) = reading.open(entry);
        reading.split(line, entry, &mut corrections)?;
    }
    for entry in file.rename {
        let (line, entry) = reading.open(entry);
        reading.rename(line, entry, &mut corrections)?;
    }
    for entry in file.retype {
        let (line, entry) = reading.open(entry);
        reading.retype(line, entry, &mut corrections)?;
    }
    for entry in file.reassign {
        let (line, entry) = reading.open(entry);
        reading.reassign(line, entry, &mut corrections)?;
    }
    for entry in file.ignore {
        let (line, entry) = reading.open(entry);
        reading.ignore(line, entry, &mut corrections)?;
    }
    reading.no_cycles(&corrections)?;
    corrections.claims = reading.claims;
    Ok(corrections)
}

fn nowhere(id: &str) -> String {
    format!("no document names {id:?}")
}

fn no_statement(id: &str) -> String {
    format!("no statement has the id {id:?}")
}

/// The state of reading a file.
struct Reading<'f> {
    path: &'f Path,
    text: &'f str,
    claims: Vec<Claim>,
}

impl Reading<'_> {
    /// The line of a byte, from 1.
    fn line(&self, at: usize) -> usize {
        let before = self.text.as_bytes().get(..at).unwrap_or_default();
        1 + memchr::memchr_iter(b'\n', before).count()
    }

    fn open<T>(&self, entry: Spanned<T>) -> (usize, T) {
        (self.line(entry.span().start), entry.into_inner())
    }

    fn error(&self, line: usize, what: impl fmt::Display) -> Error {
        Error::new(format!("{}:{line}: {what}", self.path.display()))
    }

    fn filled(&self, line: usize, key: &str, value: &str) -> Result<()> {
        match value.trim().is_empty() {
            true => Err(self.error(line, format_args!("{key} is empty"))),
            false => Ok(()),
        }
    }

    fn claim(&mut self, line: usize, entry: &'static str, missing: String) -> ClaimIndex {
        self.claims.push(Claim {
            line,
            entry,
            missing,
            fate: Fate::Missing,
        });
        self.claims.len() - 1
    }

    fn merge(&mut self, line: usize, entry: Merge, into: &mut Corrections) -> Result<()> {
        for id in entry.from.list() {
            self.filled(line, "from", &id)?;
            if let Some((shared, _)) = id.split_once('@').filter(|_| id.starts_with("person:")) {
                return Err(self.error(
                    line,
                    format_args!(
                        "{id:?} is one of several namesakes in the graph; to keep them as one, merge \
                         {shared:?} into an id of your own"
                    ),
                ));
            }
            self.filled(line, "into", &entry.into)?;
            let claim = self.claim(line, "merge", nowhere(&id));
            let to = (claim, entry.into.clone());
            let taken = format!("{id:?} is already merged");
            self.insert(&mut into.merges, id, to, &taken)?;
        }
        Ok(())
    }

    fn split(&mut self, line: usize, entry: SplitEntry, into: &mut Corrections) -> Result<()> {
        self.filled(line, "entity", &entry.entity)?;
        self.filled(line, "into", &entry.into)?;
        for document in entry.documents.list() {
            let missing = format!(
                "there is no document {document:?}, or it does not name {:?}",
                entry.entity
            );
            let claim = self.claim(line, "split", missing);
            let split = Split {
                into: entry.into.clone(),
                name: entry.name.clone(),
            };
            let taken = format!("{:?} is already split in {document:?}", entry.entity);
            let key = (document, entry.entity.clone());
            self.insert(&mut into.splits, key, (claim, split), &taken)?;
        }
        Ok(())
    }

    fn rename(&mut self, line: usize, entry: Rename, into: &mut Corrections) -> Result<()> {
        self.filled(line, "name", &entry.name)?;
        self.not_merged(line, &entry.entity, into)?;
        let claim = self.claim(line, "rename", nowhere(&entry.entity));
        let name = (claim, entry.name);
        let taken = format!("{:?} is already renamed", entry.entity);
        self.insert(&mut into.names, entry.entity, name, &taken)?;
        Ok(())
    }

    fn retype(&mut self, line: usize, entry: Retype, into: &mut Corrections) -> Result<()> {
        self.not_merged(line, &entry.entity, into)?;
        let claim = self.claim(line, "retype", nowhere(&entry.entity));
        let kind = (claim, entry.kind);
        let taken = format!("{:?} is already retyped", entry.entity);
        self.insert(&mut into.types, entry.entity, kind, &taken)?;
        Ok(())
    }

    fn reassign(&mut self, line: usize, entry: Reassign, into: &mut Corrections) -> Result<()> {
        let speakers = entry.speaker.map(Many::parties);
        let addressees = entry.to.map(Many::parties);
        if speakers.is_none() && addressees.is_none() {
            return Err(self.error(line, "give 'speaker', 'to', or both"));
        }
        for id in entry.statement.list() {
            let claim = self.claim(line, "reassign", no_statement(&id));
            let parties = Parties {
                speakers: speakers.clone(),
                addressees: addressees.clone(),
            };
            let taken = format!("{id:?} is already reassigned");
            self.insert(&mut into.reassigned, id, (claim, parties), &taken)?;
        }
        Ok(())
    }

    fn ignore(&mut self, line: usize, entry: Ignore, into: &mut Corrections) -> Result<()> {
        let lists = [entry.source, entry.document, entry.statement];
        if lists.iter().flatten().count() != 1 {
            return Err(self.error(
                line,
                "give exactly one of 'source', 'document' and 'statement'",
            ));
        }
        let makers: [fn(String) -> (Ignored, String); 3] = [
            |name| {
                let missing = format!("no document is from {name:?}");
                (Ignored::Source(outlet(&name)), missing)
            },
            |id| {
                let missing = format!("there is no document {id:?}");
                (Ignored::Document(id), missing)
            },
            |id| {
                let missing = no_statement(&id);
                (Ignored::Statement(id), missing)
            },
        ];
        for (list, make) in lists.into_iter().zip(makers) {
            for value in list.map(Many::list).unwrap_or_default() {
                self.filled(line, "a value", &value)?;
                let taken = format!("{value:?} is already ignored");
                let (what, missing) = make(value);
                let claim = self.claim(line, "ignore", missing);
                // Ignoring a thing twice is no contradiction, but only one entry is needed.
                self.insert(&mut into.ignored, what, claim, &taken)?;
            }
        }
        Ok(())
    }

    /// Inserts a claim, which must be the first about its key; `taken` begins the error if it is not.
    fn insert<K: Eq + Hash, V: HasClaim>(
        &self,
        map: &mut HashMap<K, V>,
        key: K,
        value: V,
        taken: &str,
    ) -> Result<()> {
        let line = |value: &V| self.claims.get(value.claim()).map_or(0, |c| c.line);
        let here = line(&value);
        match map.get(&key) {
            Some(other) => Err(self.error(
                here,
                format_args!("{taken} on line {}; keep one of the two", line(other)),
            )),
            None => {
                map.insert(key, value);
                Ok(())
            }
        }
    }

    /// Returns an error if an entity is merged into another.
    fn not_merged(&self, line: usize, id: &str, corrections: &Corrections) -> Result<()> {
        self.filled(line, "entity", id)?;
        match corrections.merges.get(id) {
            Some((claim, into)) => Err(self.error(
                line,
                format_args!(
                    "line {} merges {id:?} into {into:?}; use that id here",
                    self.claims.get(*claim).map_or(0, |c| c.line)
                ),
            )),
            None => Ok(()),
        }
    }

    /// Returns an error if merges form a cycle.
    fn no_cycles(&self, corrections: &Corrections) -> Result<()> {
        let mut starts: Vec<(&ClaimIndex, &String)> = corrections
            .merges
            .iter()
            .map(|(id, (claim, _))| (claim, id))
            .collect();
        starts.sort();
        for (claim, start) in starts {
            let mut id = start;
            for _ in 0..corrections.merges.len() {
                match corrections.merges.get(id) {
                    Some((_, next)) => id = next,
                    None => break,
                }
            }
            if corrections.merges.contains_key(id) {
                let line = self.claims.get(*claim).map_or(0, |c| c.line);
                let what = format_args!(
                    "merging {start:?} leads back to itself; remove one of the merges"
                );
                return Err(self.error(line, what));
            }
        }
        Ok(())
    }
}

/// A value that knows its claim.
trait HasClaim {
    fn claim(&self) -> ClaimIndex;
}

impl HasClaim for ClaimIndex {
    fn claim(&self) -> ClaimIndex {
        *self
    }
}

impl<T> HasClaim for (ClaimIndex, T) {
    fn claim(&self) -> ClaimIndex {
        self.0
    }
}
