//! The first reading of a text: its names, their referents, and unnamed people; pronouns come later.

use crate::entity::entities::Entities;
use crate::entity::link::linker::Linker;
use crate::entity::mention::names;
use crate::entity::mention::reader::Reader;
use crate::entity::mention::recogniser::Name;
use crate::gazetteer::tables::Tables;

/// Finds the names of a text and their referents, the descriptions that refer to people, and unnamed people:
/// everything except the pronouns.
pub(in crate::entity) fn read<'r, 'a>(
    reader: &'r Reader<'a>,
    tables: &'static Tables,
    entities: Entities,
    names: &[Name],
) -> Linker<'r, 'a> {
    let mut linker = Linker::resume(reader, tables, entities);
    let candidates = names::find(reader, tables, names);
    linker.link(&candidates);
    linker.descriptions();
    linker.entities.brought = linker.brought_up();
    linker
}
