//! Who is referred to: names found in the text, linked to people, states and organisations, and the
//! pronouns, titles and descriptions that stand for them.
//!
//! `resolve()` finds names and links them once for a document; `speakers`, `parties` and `about` then answer for
//! stretches of text that the statement layer has found. Who is referred to where no name says so is one road:
//! mentions, candidates, features, a learned score, a choice (`resolve`).
//!
//! The rooms, each of which uses only those before it:
//!
//! | room | what it answers |
//! | --- | --- |
//! | `types` | what leaves the layer: entities, their offices, their mentions |
//! | `discourse` | whom has the text spoken of, and who has spoken, so far? |
//! | `note`, `bearers`, `entities` | what is known of each entity while the text is resolved, and who bears a name? |
//! | `rule`, `trace`, `decisions` | what decided, and why, for `dixit explain` |
//! | `resolver` | the learned scores |
//! | `mention` | where does the text name somebody, and what kind of speaker do the words show? |
//! | `link` | which person, state or organisation does a name refer to? |
//! | `resolve` | who is referred to by pronouns, titles, descriptions and documents? |

mod bearers;
mod decisions;
mod discourse;
mod entities;
mod link;
pub(crate) mod mention;
mod note;
pub(crate) mod resolve;
mod resolver;
mod rule;
#[cfg(test)]
mod tests;
mod trace;
mod types;

pub use crate::gazetteer::gender::Gender;
pub use crate::gazetteer::knowledge::Knowledge;
pub(crate) use decisions::{hears_on, weighed_hearer};
pub(crate) use entities::Entities;
pub(crate) use mention::noun_kinds::{Being, are_two, being, is_outlet};
pub(crate) use resolve::{
    about, names_among, parties, person_until, speakers, spoke, without_name,
};
pub(crate) use resolver::Resolver;
pub(crate) use trace::{Asked, Step, Trace};
pub(crate) use types::{Entity, EntityId, MentionKind};
pub use types::{EntityType, Reference, Role};

use crate::document::Document;
use crate::gazetteer::tables::TABLES;
use crate::syntax::Syntax;
use crate::text::Text;
use mention::reader::Reader;
use mention::recogniser::Names;
use trace::Tracing;

/// Loads the tables if nothing has yet, so that the first document does not wait for them.
pub(crate) fn load() {
    std::sync::LazyLock::force(&TABLES);
}

/// The entity that the tables have under a Wikidata id.
pub(crate) fn reference(id: &str) -> Option<Reference> {
    let tables = &*TABLES;
    let states = tables.states.iter().map(|s| (s.qid, s.name));
    let bodies = tables.organisations.iter().map(|o| (o.qid, o.name));
    let people = tables.people.ids().map(|person| {
        let record = tables.people.get(person);
        (record.qid, record.name)
    });
    let kinds = [
        EntityType::State,
        EntityType::Organisation,
        EntityType::Person,
    ];
    let mut lists: [&mut dyn Iterator<Item = (&str, &str)>; 3] =
        [&mut { states }, &mut { bodies }, &mut { people }];
    let found = lists.iter_mut().zip(kinds).find_map(|(list, kind)| {
        let name = list.find(|(qid, _)| *qid == id)?.1;
        Some((name.to_owned(), kind))
    });
    found.map(|(name, kind)| Reference {
        id: id.to_owned(),
        name,
        kind,
    })
}

/// Finds who is named in a document and who its pronouns and descriptions refer to.
///
/// `names` are what the learned recogniser found ([`recogniser::Recogniser::names`]); they decide only
/// where the tables are silent, and may be empty. `resolver` is the learned part of coreference.
pub(crate) fn resolve(
    knowledge: Knowledge,
    resolver: &Resolver,
    document: &Document,
    text: &Text,
    syntax: &Syntax,
    names: &Names,
) -> Entities {
    resolve_into(
        Tracing::default(),
        knowledge,
        resolver,
        document,
        text,
        syntax,
        names,
    )
}

/// As [`resolve()`], and keeps every decision for [`Entities::trace`].
pub(crate) fn resolve_traced(
    knowledge: Knowledge,
    resolver: &Resolver,
    document: &Document,
    text: &Text,
    syntax: &Syntax,
    names: &Names,
) -> Entities {
    resolve_into(
        Tracing::on(),
        knowledge,
        resolver,
        document,
        text,
        syntax,
        names,
    )
}

fn resolve_into(
    tracing: Tracing,
    knowledge: Knowledge,
    resolver: &Resolver,
    document: &Document,
    text: &Text,
    syntax: &Syntax,
    names: &Names,
) -> Entities {
    let mut entities = Entities {
        knowledge,
        resolver: resolver.clone(),
        sure: 1.0,
        ..Entities::default()
    };
    let tables = entities.knowledge.tables();
    let reader = Reader::new(document, text, syntax, tables).indexed();
    let (names, doubtful) = resolve::people(&reader, tables, &entities, names);
    entities.doubtful = doubtful;
    entities.tracing = tracing;
    let mut linker = resolve::read(&reader, tables, entities, &names);
    linker.pronouns(None);
    linker.entities.things = linker.documents();
    let mut entities = linker.entities;
    entities.sort();
    entities
}
