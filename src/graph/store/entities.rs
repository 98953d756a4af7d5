//! Loads entities from the tables.

use super::Store;
use super::rows::{self, DbResult, damaged, date, entity, entity_type, gender, number};
use crate::entity::Role;
use crate::graph::EntityIndex;
use crate::graph::record::{Entity, Representation};
use rusqlite::Row;
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// What makes up all entities; the first column is the entity's number.
const ENTITIES: [&str; 4] = [
    "SELECT number, id, name, type, gender, mentions, documents, statements FROM entities WHERE 1",
    "SELECT entity, name, documents FROM names WHERE kind = 0",
    "SELECT entity, title, of, has_of, documents FROM roles WHERE 1",
    "SELECT entity, of, documents, titles, since, until FROM representations WHERE 1",
];

/// What makes up one entity.
static OF_ONE: LazyLock<[String; 4]> = LazyLock::new(|| {
    ENTITIES.map(|all| {
        let own = if all.contains(" number,") {
            "number"
        } else {
            "entity"
        };
        format!("{all} AND {own} = ?")
    })
});

/// With fewer entities they are not counted, to find out whether all are wanted.
const MANY: usize = if cfg!(test) { 3 } else { 1_000 };

impl Store {
    /// Some entities and all that they speak for, in order of their ids; and the index of each number.
    pub(super) fn load_entities(
        &self,
        wanted: BTreeSet<i64>,
    ) -> DbResult<(Vec<Entity>, HashMap<i64, EntityIndex>)> {
        let mut loaded: Vec<(i64, Entity)> = Vec::with_capacity(wanted.len());
        let mut next: Vec<i64> = Vec::new();
        let mut seen = wanted.clone();
        if wanted.len() >= MANY && wanted.len() == self.count_entities()? {
            loaded = self.load_every_entity()?;
        } else {
            next.extend(wanted);
        }
        while !next.is_empty() {
            let found = self.in_parallel(&next, |store, entities| {
                let load = |own: &i64| {
                    let found = store.load_entity(*own).transpose()?;
                    Some(found.map(|found| (*own, found)))
                };
                entities.iter().filter_map(load).collect()
            })?;
            next.clear();
            for representation in found.iter().flat_map(|(_, found)| &found.represents) {
                if seen.insert(number(representation.of)) {
                    next.push(number(representation.of));
                }
            }
            loaded.extend(found);
        }
        loaded.sort_by(|a, b| a.1.id.cmp(&b.1.id));
        let numbers: HashMap<i64, EntityIndex> = loaded
            .iter()
            .enumerate()
            .map(|(place, (own, _))| (*own, EntityIndex::new(place)))
            .collect();
        let mut entities = Vec::with_capacity(loaded.len());
        for (_, mut found) in loaded {
            for representation in &mut found.represents {
                representation.of = placed(&numbers, representation.of)?;
            }
            found.represents.sort_by_key(|representation| {
                (
                    std::cmp::Reverse(representation.documents),
                    representation.of,
                )
            });
            entities.push(found);
        }
        Ok((entities, numbers))
    }

    fn load_entity(&self, own: i64) -> DbResult<Option<Entity>> {
        let [entity, alias, role, representation] = &*OF_ONE;
        let mut select = self.db.prepare_cached(entity)?;
        let mut rows = select.query([own])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let mut found = entity_alone(row)?;
        let mut select = self.db.prepare_cached(alias)?;
        let mut rows = select.query([own])?;
        while let Some(row) = rows.next()? {
            found.aliases.push(alias_of(row)?);
        }
        let mut select = self.db.prepare_cached(role)?;
        let mut rows = select.query([own])?;
        while let Some(row) = rows.next()? {
            found.roles.push(role_of(row)?);
        }
        let mut select = self.db.prepare_cached(representation)?;
        let mut rows = select.query([own])?;
        while let Some(row) = rows.next()? {
            found.represents.push(representation_of(row)?);
        }
        Ok(Some(ordered(found)))
    }

    fn count_entities(&self) -> DbResult<usize> {
        let count: i64 =
            (self.db).query_row("SELECT count(*) FROM entities", [], |row| row.get(0))?;
        Ok(size(count))
    }

    /// All entities, each table read once.
    fn load_every_entity(&self) -> DbResult<Vec<(i64, Entity)>> {
        let [entity, alias, role, representation] = ENTITIES;
        let mut select = self.db.prepare(entity)?;
        let mut rows = select.query([])?;
        let mut found: HashMap<i64, Entity> = HashMap::new();
        while let Some(row) = rows.next()? {
            found.insert(row.get(0)?, entity_alone(row)?);
        }
        let mut each = |sql: &str, add: fn(&mut Entity, &Row) -> DbResult<()>| -> DbResult<()> {
            let mut select = self.db.prepare(sql)?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                if let Some(entity) = found.get_mut(&row.get(0)?) {
                    add(entity, row)?;
                }
            }
            Ok(())
        };
        each(alias, |entity, row| {
            entity.aliases.push(alias_of(row)?);
            Ok(())
        })?;
        each(role, |entity, row| {
            entity.roles.push(role_of(row)?);
            Ok(())
        })?;
        each(representation, |entity, row| {
            entity.represents.push(representation_of(row)?);
            Ok(())
        })?;
        let found = found.into_iter();
        Ok(found.map(|(own, entity)| (own, ordered(entity))).collect())
    }
}

/// The index of an entity in the loaded graph.
pub(super) fn placed(
    numbers: &HashMap<i64, EntityIndex>,
    own: EntityIndex,
) -> DbResult<EntityIndex> {
    let place = numbers.get(&number(own)).copied();
    place.ok_or_else(|| damaged(&format!("entity {}", own.0)))
}

fn size(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// An entity without aliases, offices and those it speaks for.
fn entity_alone(row: &Row) -> DbResult<Entity> {
    let word: Option<String> = row.get(4)?;
    Ok(Entity {
        id: row.get(1)?,
        name: row.get(2)?,
        kind: entity_type(&row.get::<_, String>(3)?)?,
        aliases: Vec::new(),
        roles: Vec::new(),
        represents: Vec::new(),
        gender: word.as_deref().map(gender).transpose()?,
        mentions: size(row.get(5)?),
        documents: size(row.get(6)?),
        statements: size(row.get(7)?),
    })
}

fn alias_of(row: &Row) -> DbResult<(String, usize)> {
    Ok((row.get(1)?, size(row.get(2)?)))
}

fn role_of(row: &Row) -> DbResult<(Role, usize)> {
    let (of, has_of): (String, bool) = (row.get(2)?, row.get(3)?);
    let role = Role {
        title: row.get(1)?,
        of: has_of.then_some(of),
    };
    Ok((role, size(row.get(4)?)))
}

fn representation_of(row: &Row) -> DbResult<Representation> {
    Ok(Representation {
        of: entity(row.get(1)?)?,
        documents: size(row.get(2)?),
        titles: rows::from_json(&row.get::<_, String>(3)?)?,
        since: date(row.get(4)?)?,
        until: date(row.get(5)?)?,
    })
}

/// With its aliases and offices in order, those in most documents first.
fn ordered(mut entity: Entity) -> Entity {
    let aliases = &mut entity.aliases;
    aliases.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let roles = &mut entity.roles;
    roles.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    entity
}
