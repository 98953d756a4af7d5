//! "A report by the board", "a Coast Guard release", "the figures": a document speaks for whoever
//! issued it.

use super::super::key::WordSet;
use super::super::linking::Linker;
use super::super::reader::Reader;
use super::super::{EntityType, MentionKind};
use super::phrase::Phrase;
use crate::gazetteer;
use crate::lexicon::lines;
use crate::model::word_hash;
use std::ops::Range;
use std::sync::LazyLock;

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
    "made",
    "given",
    "shown",
    "delivered",
    "shared",
];
/// Verbs that do the same in the active: "the board published a report".
const RELEASES: &[&str] = &[
    "releases",
    "publishes",
    "issues",
    "produces",
    "unveils",
    "unveiled",
    "presents",
    "presented",
    "wrote",
    "sends",
    "submits",
    "files",
    "posts",
];
/// Tokens between the noun and what leads to the issuer: "a report last week by".
const REACH: usize = 5;

/// Documents among which one of the same kind is looked for.
const MOST: usize = 256;

/// Whether a name is that of a service on which others speak.
pub(super) fn is_platform(name: &str) -> bool {
    static PLATFORMS: LazyLock<WordSet> = LazyLock::new(|| lines(gazetteer::PLATFORMS).collect());
    PLATFORMS.contains(name)
}

impl Linker<'_, '_> {
    /// Whether a token is a noun for what somebody issues.
    fn is_document(&self, at: usize) -> bool {
        let word = self.reader.word(at).to_lowercase();
        let single = word.strip_suffix('s').unwrap_or(&word);
        let nouns = &self.tables.document_nouns;
        nouns.contains(word.as_str()) || nouns.contains(single)
    }

    /// Whether a noun is one for people or for a body of them.
    fn is_somebody(&self, noun: usize) -> bool {
        let noun = self.reader.word(noun).to_lowercase();
        let tables = self.tables;
        tables.person_nouns.contains_key(noun.as_str())
            || tables.group_nouns.contains_key(noun.as_str())
    }

    /// "[The institute] published a film": whose the object of a verb of issuing is.
    fn releaser(&self, at: usize) -> Option<usize> {
        let reader = self.reader;
        let verb = reader.head(at);
        if reader.label(at) != "dobj" || verb >= at {
            return None;
        }
        // who signs a treaty is not alone in it
        let releases = (reader.is_any(verb, RELEASED) && !reader.is(verb, "signed"))
            || reader.is_any(verb, RELEASES);
        if !releases || self.is_somebody(at) {
            return None;
        }
        let entities = &self.entities;
        let before = entities.starting_in(reader.sentence(at).start..verb);
        let subject = before.iter().rev().find(|m| {
            m.tokens.end <= verb
                && m.kind == MentionKind::Name
                && reader.label(m.tokens.end - 1) == "nsubj"
                && reader.head(m.tokens.end - 1) == verb
                && entities.list[m.entity].kind != EntityType::Unnamed
        })?;
        Some(subject.entity)
    }

    /// Finds the documents of the text whose issuers it tells.
    pub(in crate::entity) fn documents(&mut self) {
        let mut issued = Vec::new();
        for at in 0..self.reader.len() {
            if !self.reader.tag(at).starts_with("NN") {
                continue;
            }
            if let Some(issuer) = self.releaser(at) {
                issued.push(Issued { at, issuer });
            } else if self.is_document(at) {
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
            let platform = is_platform(reader.words(m.tokens.clone()));
            m.tokens.end <= noun && name(m) && (owner || body && beside && !platform)
        });
        if let Some(owner) = before {
            return Some(owner.entity);
        }
        let limit = end.min(noun + 1 + REACH);
        let mut at = noun + 1;
        while at < limit {
            let plain = reader.is_any(at, RELEASED)
                || matches!(reader.tag(at), "RB" | "CD" | "JJ" | "NNP")
                || reader.is_any(at, &["was", "were", "is", "are", "been"])
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
            return self.shown_by(head, core);
        }
        if let Some(issuer) = self.linker.issuer(head, core.start, end.max(head + 1)) {
            return Some(issuer);
        }
        let owner = self
            .owner_of_document(head, core, end)
            .or_else(|| self.signatory(head));
        if let Some(issuer) = owner {
            // "the statement added": the same one again
            self.linker
                .entities
                .issued
                .push(Issued { at: head, issuer });
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
        let entities = &self.linker.entities;
        let before = || {
            entities
                .issued
                .iter()
                .rev()
                .filter(|issued| issued.at < head)
                .take(MOST)
        };
        let wanted = singular(reader, head);
        let same = before().find(|issued| singular(reader, issued.at) == wanted);
        let near = before()
            .next()
            .filter(|issued| reader.sentence_index(head) - reader.sentence_index(issued.at) <= 4);
        let known = same.or(near).map(|issued| issued.issuer);
        known.or_else(|| entities.last_named_speaker())
    }

    /// "a letter signed by [forty surgeons]", "the indictment, filed by [prosecutors]": who issued a document and
    /// has no name.
    fn signatory(&mut self, head: usize) -> Option<usize> {
        let reader = self.linker.reader;
        let limit = reader.sentence(head).end.min(head + 1 + REACH);
        let released =
            (head + 1..limit).find(|t| !matches!(reader.word(*t), "," | "was" | "were"))?;
        if !reader.is_any(released, RELEASED) || !reader.is(released + 1, "by") {
            return None;
        }
        let start = released + 2;
        let inside = |t: &usize| {
            let tag = reader.tag(*t);
            tag.starts_with("NN") || matches!(tag, "JJ" | "DT" | "PRP$" | "CD" | "POS")
        };
        let end = (start..reader.sentence(head).end)
            .take_while(inside)
            .last()?
            + 1;
        let speaks = self.linker.is_somebody(end - 1);
        let found = speaks.then(|| self.noun_phrase(start..end))?;
        found.first().copied()
    }

    /// "[The film] asks why": a thing that the text has said somebody to have issued.
    fn shown_by(&self, head: usize, core: &Range<usize>) -> Option<usize> {
        let reader = self.linker.reader;
        if core.len() != 2 || !reader.is_any(core.start, &["the", "this"]) {
            return None;
        }
        let wanted = singular(reader, head);
        let before = self.linker.entities.issued.iter().rev();
        let mut before = before.filter(|issued| issued.at < head).take(MOST);
        let same = before.find(|issued| singular(reader, issued.at) == wanted);
        same.map(|issued| issued.issuer)
    }

    /// "[the coroner]'s report", "a [police] statement", "a post on [the council]'s Facebook page", "an official [government] X
    /// account": whose a document is that no name owns.
    fn owner_of_document(&mut self, head: usize, core: &Range<usize>, end: usize) -> Option<usize> {
        let reader = self.linker.reader;
        let place = head + 1 < end && reader.is_any(head + 1, &["on", "from", "in", "to"]);
        let limit = if place { end } else { head + 1 };
        let page = (head..limit)
            .rev()
            .find(|t| reader.tag(*t).starts_with("NN") && self.linker.is_document(*t))?;
        let floor = if page > head { head + 2 } else { core.start };
        if page > head
            && let Some(issuer) = self.linker.issuer(page, floor, page + 1)
        {
            return Some(issuer);
        }
        let known = || {
            let issued = self.linker.entities.issued.iter().take(MOST);
            let mut same = issued.filter(|i| singular(reader, i.at) == singular(reader, page));
            same.next().map(|issued| issued.issuer)
        };
        if page > head
            && let Some(issuer) = known()
        {
            return Some(issuer);
        }
        let platform = (floor..page).find(|t| is_platform(reader.word(*t)));
        let tables = self.linker.tables;
        let owned = (floor..page).rfind(|t| reader.possessive(*t)).or(platform);
        // "a [police] statement": what the court's papers say others have written
        let beside = page > floor
            && !reader.is(page - 1, "court")
            && (tables.group_nouns).contains_key(reader.word(page - 1).to_lowercase().as_str());
        let owned = owned.or(beside.then_some(page))?;
        let inside = |t: &usize| {
            let tag = reader.tag(*t);
            let article = owned < page && matches!(tag, "JJ" | "DT" | "PRP$" | "CD");
            tag.starts_with("NN") || article
        };
        let start = (floor..owned).rev().take_while(inside).last()?;
        let noun = reader.word(owned - 1).to_lowercase();
        let speaks = tables.person_nouns.contains_key(noun.as_str())
            || tables.group_nouns.contains_key(noun.as_str())
            || self.mention_at(owned - 1).is_some();
        if !speaks {
            return None;
        }
        let of_state = self
            .state_body(owned - 1)
            .filter(|_| !reader.possessive(owned));
        of_state.or_else(|| self.noun_phrase(start..owned).first().copied())
    }
}

/// A noun without the ending of its plural, for comparison.
fn singular(reader: &Reader, at: usize) -> u32 {
    let word = reader.word(at).to_lowercase();
    word_hash(word.strip_suffix('s').unwrap_or(&word).bytes())
}
