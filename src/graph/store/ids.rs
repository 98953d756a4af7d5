//! The ids that documents give, and the numbers that stand for them in the tables.

use super::Store;
use super::rows::{DbResult, number};
use crate::graph::EntityIndex;
use foldhash::fast::RandomState;
use rusqlite::{OptionalExtension, params};
use std::collections::HashMap;
use std::sync::Arc;

/// Maximum number of ids that are kept in memory.
const MAX_KNOWN: usize = 400_000;

/// Ids that were needed while the store grows.
#[derive(Debug, Default)]
pub(super) struct KnownIds {
    numbers: HashMap<Arc<str>, i64, RandomState>,
    ids: HashMap<i64, Arc<str>, RandomState>,
}

impl KnownIds {
    fn insert(&mut self, id: &str, number: i64) {
        if self.numbers.len() >= MAX_KNOWN {
            self.numbers.clear();
            self.ids.clear();
        }
        let id: Arc<str> = id.into();
        self.numbers.insert(Arc::clone(&id), number);
        self.ids.insert(number, id);
    }
}

impl Store {
    /// The number of an id, given now if it has none.
    pub(super) fn number(&mut self, id: &str) -> DbResult<i64> {
        if let Some(number) = self.growth.known_ids.numbers.get(id) {
            return Ok(*number);
        }
        let mut select = self
            .db
            .prepare_cached("SELECT number FROM ids WHERE id = ?")?;
        let known: Option<i64> = select.query_row([id], |row| row.get(0)).optional()?;
        drop(select);
        let number = match known {
            Some(number) => number,
            None => {
                let number = self.growth.next_id;
                self.growth.next_id += 1;
                let lowered = id.to_lowercase();
                let lowered = (lowered != id).then_some(lowered);
                let mut insert = self.db.prepare_cached("INSERT INTO ids VALUES (?, ?, ?)")?;
                insert.execute(params![number, id, lowered])?;
                number
            }
        };
        self.growth.known_ids.insert(id, number);
        Ok(number)
    }

    /// The id of a number.
    pub(super) fn id_of(&self, entity: EntityIndex) -> DbResult<Arc<str>> {
        if let Some(id) = self.growth.known_ids.ids.get(&number(entity)) {
            return Ok(Arc::clone(id));
        }
        let mut select = self
            .db
            .prepare_cached("SELECT id FROM ids WHERE number = ?")?;
        Ok(select.query_row([number(entity)], |row| row.get(0))?)
    }
}
