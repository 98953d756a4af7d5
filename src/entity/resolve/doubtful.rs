//! Names that may be people's: they are if a pronoun refers to them.
//!
//! If the recogniser is unsure whether a name is a person, a place, a body or no name at all ("Simmons", "Hope"),
//! what follows can help: "Simmons … he". Such names are first read as people. Those that a pronoun refers to
//! remain people; the others become what the recogniser preferred.

use crate::entity::discourse::{Occurrence, Who};
use crate::entity::entities::Entities;
use crate::entity::link::linker::Linker;
use crate::entity::mention::reader::Reader;
use crate::entity::mention::recogniser::{Name, NameType, Names};
use crate::entity::resolve::reading::read;
use crate::entity::types::{EntityType, Mention, MentionKind};
use crate::gazetteer::tables::Tables;
use crate::ids::List;
use crate::text::{TokenId, TokenRange};
use std::collections::HashSet;
use std::ops::Range;

/// How probable it must be that a pronoun refers to a doubtful name.
const PROBABLE: f32 = 0.5;

/// The names of a text, with those doubtful ones that a pronoun refers to; and the tokens of all doubtful
/// names.
pub(in crate::entity) fn people(
    reader: &Reader,
    tables: &'static Tables,
    entities: &Entities,
    names: &Names,
) -> (Vec<Name>, Vec<Range<TokenId>>) {
    let perhaps = plausible(reader, tables, names);
    if perhaps.is_empty() {
        return (names.sure.clone(), Vec::new());
    }
    let mut linker = read_names(reader, tables, entities.clone(), names, &perhaps);
    linker.pronouns(None);
    let entities = linker.entities;
    let mut meant = List::filled(false, &entities.list);
    for heard in &entities.heard {
        let pronoun = heard.kind == MentionKind::Pronoun && heard.probability >= PROBABLE;
        if let (Who::Entity(entity), true) = (heard.who, pronoun) {
            meant[entity] = true;
        }
    }
    let person = |m: &Mention| {
        let person = entities.list[m.entity].kind == EntityType::Person;
        person && m.kind == MentionKind::Name && meant[m.entity]
    };
    let is_meant = |name: &&Name| {
        let mut own = entities.starting_in(name.tokens.clone()).iter();
        own.any(person)
    };
    let kept: Vec<Name> = perhaps.iter().filter(is_meant).cloned().collect();
    (names.with(&kept), entities.doubtful)
}

/// Reads the names of a text, with these doubtful ones as people.
pub(super) fn read_names<'r, 'a>(
    reader: &'r Reader<'a>,
    tables: &'static Tables,
    mut entities: Entities,
    names: &Names,
    perhaps: &[Name],
) -> Linker<'r, 'a> {
    entities.doubtful = perhaps.iter().map(|name| name.tokens.clone()).collect();
    read(reader, tables, entities, &names.with(perhaps))
}

/// The doubtful names that may be people.
pub(super) fn plausible(reader: &Reader, tables: &Tables, names: &Names) -> Vec<Name> {
    if names.perhaps.is_empty() {
        return Vec::new();
    }
    let small = small_words(reader);
    let like = |name: &&Name| {
        is_like_a_persons(reader, tables, name)
            && !is_of_a_group(name, &names.sure)
            && !opens_only(reader, name, &small)
    };
    names.perhaps.iter().filter(like).cloned().collect()
}

/// The words that a text writes without a capital.
fn small_words<'a>(reader: &Reader<'a>) -> HashSet<&'a str> {
    let small = reader.tokens().filter(|t| !reader.capital(*t));
    small.map(|t| reader.word(t)).collect()
}

/// Whether a person can have a name of these words: each with a capital, none of them typical of
/// organisations, no article before them.
fn is_like_a_persons(reader: &Reader, tables: &Tables, name: &Name) -> bool {
    let start = name.tokens.start;
    let article = |t: TokenId| reader.is_any(t, &["the", "a", "an"]);
    let behind_article = start > reader.sentence(start).start && article(start - 1);
    let own = |t: TokenId| {
        let word = reader.word(t);
        let letters = reader.capital(t) && !word.contains(char::is_numeric);
        // "MPs", "BBC"
        let shortened = word.chars().take(2).filter(|c| c.is_uppercase()).count() == 2;
        (word == "-" || letters && !shortened)
            && !article(t)
            && tables.organisation_word(word).is_none()
    };
    !behind_article && name.tokens.each().all(own)
}

/// Whether the recogniser takes words of the name for a nation, faith or party: "Muslims".
fn is_of_a_group(name: &Name, sure: &[Name]) -> bool {
    let next = sure.partition_point(|sure| sure.tokens.end <= name.tokens.start);
    let over = sure[next..].iter();
    let mut over = over.take_while(|sure| sure.tokens.start < name.tokens.end);
    over.any(|sure| sure.kind == NameType::Group)
}

/// Whether a name is one word that has a capital only because it starts a sentence: "It is slow. Slow was the point."
fn opens_only(reader: &Reader, name: &Name, small: &HashSet<&str>) -> bool {
    let start = name.tokens.start;
    reader.sentence(start).start == start
        && name.tokens.len() == 1
        && (!reader.tag(start).is_noun()
            || small.contains(reader.word(start).to_lowercase().as_str()))
}

impl Entities {
    /// Whether a mention is a name that may not be a person's.
    pub(super) fn doubts(&self, heard: &Occurrence) -> bool {
        let next = (self.doubtful).partition_point(|name| name.end <= heard.tokens.start);
        let next = self.doubtful.get(next);
        next.is_some_and(|name| name.start < heard.tokens.end)
    }
}
