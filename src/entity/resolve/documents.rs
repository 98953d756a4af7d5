//! "A report by the board", "a Coast Guard release", "the figures": a document speaks for whoever
//! issued it.

use super::super::linking::Linker;
use super::super::{EntityType, MentionKind};
use super::phrase::Phrase;
use crate::model::word_hash;
use std::ops::Range;

/// A document whose issuer the text tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::entity) struct Issued {
    /// Its noun.
    pub(in crate::entity) at: usize,
    pub(in crate::entity) issuer: usize,
}

/// What stands between a document and its issuer.
const BY: &[&str] = &["by", "from", "of", "at"];
/// Participles that lead there: "a report released by".
const RELEASED: &[&str] = &[
    "released",
    "published",
    "issued",
    "produced",
    "compiled",
    "conducted",
    "written",
    "prepared",
    "commissioned",
    "signed",
    "sent",
    "submitted",
    "filed",
    "posted",
    "provided",
];
/// Tokens between the noun and what leads to the issuer: "a report last week by".
const REACH: usize = 5;

impl Linker<'_, '_> {
    /// Whether a token is a noun for what somebody issues.
    fn is_document(&self, at: usize) -> bool {
        let word = self.reader.word(at).to_lowercase();
        let single = word.strip_suffix('s').unwrap_or(&word);
        let nouns = &self.tables.document_nouns;
        nouns.contains(word.as_str()) || nouns.contains(single)
    }

    /// Finds the documents of the text whose issuers it tells.
    pub(in crate::entity) fn documents(&mut self) {
        let mut issued = Vec::new();
        for at in 0..self.reader.len() {
            if self.reader.tag(at).starts_with("NN") && self.is_document(at) {
                let floor = self.reader.sentence(at).start;
                let start =
                    (floor..at).rfind(|t| !self.modifies(*t) || self.reader.word(*t) == ",");
                let start = start.map_or(floor, |t| t + 1);
                let end = self.reader.sentence(at).end;
                if let Some(issuer) = self.issuer(at, start, end) {
                    issued.push(Issued { at, issuer });
                }
            }
        }
        self.entities.issued = issued;
    }

    /// Who issued a document, by the words of its phrase.
    pub(super) fn issuer(&self, noun: usize, start: usize, end: usize) -> Option<usize> {
        let reader = self.reader;
        let entities = &self.entities;
        let issues = |entity: usize| entities.list[entity].kind != EntityType::Unnamed;
        let name = |m: &&super::super::Mention| {
            matches!(m.kind, MentionKind::Name | MentionKind::Pronoun) && issues(m.entity)
        };
        // "[the board]'s report", "a [Coast Guard] release"
        let before = entities.starting_in(start..noun).iter().rev().find(|m| {
            let body = entities.list[m.entity].kind == EntityType::Organisation;
            let owner = reader.possessive(m.tokens.end) || reader.tag(m.tokens.start) == "PRP$";
            let beside = (m.tokens.end..noun)
                .all(|t| reader.tag(t).starts_with("NN") || reader.tag(t) == "JJ");
            m.tokens.end <= noun && name(m) && (owner || body && beside)
        });
        if let Some(owner) = before {
            return Some(owner.entity);
        }
        let limit = end.min(noun + 1 + REACH);
        let mut at = noun + 1;
        while at < limit {
            let plain = reader.is_any(at, RELEASED)
                || matches!(reader.tag(at), "RB" | "CD" | "JJ" | "NNP")
                || reader.is_any(at, &["on", "in", "last", "this", "week", "month", "year"]);
            if reader.is_any(at, BY) {
                break;
            }
            if !plain {
                return None;
            }
            at += 1;
        }
        let of = reader.is_any(at, &["of", "at"]);
        if at >= limit || !reader.is_any(at, BY) || of && at > noun + 1 {
            return None;
        }
        let from = at + 1 + usize::from(reader.is_any(at + 1, &["the", "a", "an"]));
        let behind = entities
            .starting_in(from..(from + 6).min(end))
            .iter()
            .find(|m| {
                let titled =
                    (from..m.tokens.start).all(|t| self.modifies(t) || reader.word(t) == ",");
                name(m) && titled
            })?;
        let body = entities.list[behind.entity].kind == EntityType::Organisation;
        (!of || body).then_some(behind.entity)
    }
}

impl Phrase<'_, '_, '_> {
    /// Who speaks through a document: its issuer by its own words, by those that the text had for it
    /// before, else whoever spoke last.
    pub(super) fn author(&mut self, head: usize, core: &Range<usize>, end: usize) -> Option<usize> {
        let reader = self.linker.reader;
        if !self.linker.is_document(head) {
            return None;
        }
        if let Some(issuer) = self.linker.issuer(head, core.start, end.max(head + 1)) {
            return Some(issuer);
        }
        let pointed = core.len() <= 3
            && reader.is_any(
                core.start,
                &["the", "this", "these", "those", "another", "one", "that"],
            );
        if !pointed {
            return None;
        }
        let stem = |at: usize| {
            let word = reader.word(at).to_lowercase();
            word_hash(word.strip_suffix('s').unwrap_or(&word).bytes())
        };
        let entities = &self.linker.entities;
        let before = || {
            entities
                .issued
                .iter()
                .rev()
                .filter(|issued| issued.at < head)
        };
        let same = before().find(|issued| stem(issued.at) == stem(head));
        let near = before()
            .next()
            .filter(|issued| reader.sentence_index(head) - reader.sentence_index(issued.at) <= 4);
        let known = same.or(near).map(|issued| issued.issuer);
        known.or_else(|| entities.last_named_speaker())
    }
}
