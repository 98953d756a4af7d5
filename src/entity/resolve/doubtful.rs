//! Names that may be those of people: those that a pronoun means are.
//!
//! Where the recogniser wavers between a person and a place, a body or no name at all ("Simmons", "Hope"),
//! the text may tell by what follows: "Simmons … he". Such names are heard as people's first; those whom a
//! pronoun then means stay people, the others are what the recogniser took them for.

use super::super::linking::Linker;
use super::super::reader::Reader;
use super::super::recogniser::{Name, NameType, Names};
use super::super::tables::Tables;
use super::super::{Entities, EntityType, MentionKind};
use super::candidates::{Heard, Who};
use std::ops::Range;

/// How probable it must be that a pronoun means a doubtful name.
const PROBABLE: f32 = 0.5;

/// The names of a text, those of doubtful people among them whom a pronoun means; and which were
/// doubtful.
pub(in crate::entity) fn people(
    reader: &Reader,
    tables: &'static Tables,
    entities: &Entities,
    names: &Names,
) -> (Vec<Name>, Vec<Range<usize>>) {
    let perhaps = plausible(reader, tables, names);
    if perhaps.is_empty() {
        return (names.sure.clone(), Vec::new());
    }
    let mut linker = hear(reader, tables, entities.clone(), names);
    linker.pronouns(None);
    let entities = linker.entities;
    let mut meant = vec![false; entities.list.len()];
    for heard in &entities.heard {
        let pronoun = heard.kind == MentionKind::Pronoun && heard.probability >= PROBABLE;
        if let (Who::Entity(entity), true) = (heard.who, pronoun) {
            meant[entity] = true;
        }
    }
    let mentions = entities.mentions.iter();
    let kept = mentions.filter(|m| {
        let person = entities.list[m.entity].kind == EntityType::Person;
        person && m.kind == MentionKind::Name && meant[m.entity]
    });
    let kept: Vec<usize> = kept.map(|m| m.tokens.start).collect();
    let own = |name: &&Name| kept.iter().any(|start| name.tokens.contains(start));
    let own: Vec<Name> = perhaps.iter().filter(own).cloned().collect();
    (names.with(&own), entities.doubtful)
}

/// Reads the names of a text, all the doubtful ones taken for people's.
pub(super) fn hear<'r, 'a>(
    reader: &'r Reader<'a>,
    tables: &'static Tables,
    mut entities: Entities,
    names: &Names,
) -> Linker<'r, 'a> {
    let perhaps = plausible(reader, tables, names);
    entities.doubtful = perhaps.iter().map(|name| name.tokens.clone()).collect();
    Linker::read(reader, tables, entities, &names.with(&perhaps))
}

/// The doubtful names that may well be people's: "Hope", but not "Muslims".
fn plausible(reader: &Reader, tables: &Tables, names: &Names) -> Vec<Name> {
    let group = |name: &Name| {
        let next = (names.sure).partition_point(|sure| sure.tokens.end <= name.tokens.start);
        let overlaps = names.sure[next..].iter();
        let mut overlaps = overlaps.take_while(|sure| sure.tokens.start < name.tokens.end);
        overlaps.any(|sure| sure.kind == NameType::Group)
    };
    let like = |name: &&Name| is_like_a_persons(reader, tables, name) && !group(name);
    names.perhaps.iter().filter(like).cloned().collect()
}

/// Whether a doubtful name is of words that a person may be called by: each with a capital, none that
/// tells an organisation, and no article before them; and not one word whose capital only opens its
/// sentence: "It is slow. Slow was the point."
fn is_like_a_persons(reader: &Reader, tables: &Tables, name: &Name) -> bool {
    let tokens = name.tokens.clone();
    let article = |t: usize| reader.is_any(t, &["the", "a", "an"]);
    let floor = reader.sentence(tokens.start).start;
    let behind_article = tokens.start > floor && article(tokens.start - 1);
    let own = |t: usize| {
        let word = reader.word(t);
        let letters = reader.capital(t) && !word.contains(char::is_numeric);
        (word == "-" || letters) && !article(t) && tables.organisation_word(word).is_none()
    };
    let opens = || {
        let word = reader.word(tokens.start).to_lowercase();
        let small = |t: usize| reader.word(t) == word;
        tokens.start == floor
            && tokens.len() == 1
            && (!reader.tag(floor).starts_with("NN") || (0..reader.len()).any(small))
    };
    !behind_article && tokens.clone().all(own) && !opens()
}

impl Entities {
    /// Whether somebody is mentioned by a name that is only perhaps a person's.
    pub(super) fn doubts(&self, heard: &Heard) -> bool {
        let next = (self.doubtful).partition_point(|name| name.end <= heard.tokens.start);
        let next = self.doubtful.get(next);
        next.is_some_and(|name| name.start < heard.tokens.end)
    }
}
