//! Who is referred to: names found in the text, linked to people, states and organisations, and the
//! pronouns, titles and descriptions that stand for them.
//!
//! `resolve()` finds names and links them once for a document; `speakers`, `parties` and `about` then resolve
//! phrases that the statement layer has found. References without a name are resolved in steps: mentions,
//! candidates, features, a learned score, a choice (`resolve`).
//!
//! Each of the modules uses only those before it:
//!
//! | module | contents |
//! | --- | --- |
//! | `types` | the layer's results: entities, their offices, their mentions |
//! | `discourse` | the entities mentioned and the speakers so far |
//! | `note`, `bearers`, `entities` | knowledge about each entity during resolution, and entities by name |
//! | `rule`, `trace`, `decisions` | recorded decisions, for `dixit explain` |
//! | `resolver` | the learned scores |
//! | `mention` | names in the text, and the kind of speaker that words show |
//! | `link` | the person, state or organisation that a name refers to |
//! | `resolve` | the referents of pronouns, titles, descriptions and documents |

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
pub(crate) use types::{Entity, EntityId, MentionKind, is_wikidata};
pub use types::{EntityType, Reference, Role};

use crate::document::Document;
use crate::gazetteer::tables::TABLES;
use crate::syntax::Syntax;
use crate::text::Text;
use mention::reader::Reader;
use mention::recogniser::Names;
use trace::Tracing;

/// Loads the tables, so that the first document does not wait for them.
pub(crate) fn load() {
    std::sync::LazyLock::force(&TABLES);
}

/// The entity of the tables with a Wikidata id.
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

/// Finds the entities named in a document, and resolves its pronouns and descriptions.
///
/// `names` are what the learned recogniser found ([`recogniser::Recogniser::names`]); they are
/// used only for names that are in no table, and may be empty. `resolver` is the learned part of coreference.
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

/// Like [`resolve()`], and records every decision for [`Entities::trace`].
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
