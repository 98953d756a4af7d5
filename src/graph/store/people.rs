//! Updates which names belong to one person, and which people share a name, as documents are added and
//! removed.

use super::Store;
use super::rows::{DbResult, damaged, entity};
use crate::graph::EntityIndex;
use crate::graph::forms::{self, Form, Forms, Parts};
use crate::graph::namesakes::{Counts, Usual};
use rusqlite::{OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

impl Store {
    /// The entity that an id in a document belongs to, if it is another.
    pub(super) fn head(&self, given: EntityIndex) -> DbResult<Option<EntityIndex>> {
        let mut select = self
            .db
            .prepare_cached("SELECT head FROM heads WHERE told = ?")?;
        let head: Option<i64> = select
            .query_row([i64::from(given.0)], |row| row.get(0))
            .optional()?;
        head.map(entity).transpose()
    }

    /// The person that most documents refer to by a name, if several people have it.
    pub(super) fn usual(&self, person: i64) -> DbResult<Option<Usual>> {
        let mut select = self
            .db
            .prepare_cached("SELECT state, trade FROM usual WHERE person = ?")?;
        let found: Option<(Option<String>, Option<String>)> = select
            .query_row([person], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        Ok(found.and_then(|(state, trade)| {
            let trade = trade.map(Usual::OfTrade);
            state.map(Usual::OfState).or(trade)
        }))
    }

    /// Checks again which entities with a surname are one person; what changes is pending.
    pub(super) fn refresh_surname(&mut self, surname: &str) -> DbResult<()> {
        let forms = self.forms(surname)?;
        let pairs = forms::same_person_pairs(&forms);
        let mut select = self
            .db
            .prepare_cached("SELECT one, other FROM joined WHERE surname = ?")?;
        let old = select.query_map([surname], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let old: BTreeSet<(i64, i64)> = old.collect::<Result<_, _>>()?;
        drop(select);
        let number = |e: EntityIndex| i64::from(e.0);
        let new: BTreeSet<(i64, i64)> = pairs
            .iter()
            .map(|(one, other)| (number(*one), number(*other)))
            .collect();
        let mut changed: BTreeSet<i64> = BTreeSet::new();
        for (one, other) in old.symmetric_difference(&new) {
            let sql = match new.contains(&(*one, *other)) {
                true => "INSERT OR IGNORE INTO joined VALUES (?, ?, ?)",
                false => "DELETE FROM joined WHERE surname = ? AND one = ? AND other = ?",
            };
            self.db
                .prepare_cached(sql)?
                .execute(params![surname, one, other])?;
            changed.extend([*one, *other]);
        }
        // After a pair is separated, each side may still be joined to others, perhaps with another head.
        let mut seen = BTreeSet::new();
        for given in changed {
            if !seen.contains(&given) {
                let together = self.together(given)?;
                self.set_heads(&together)?;
                seen.extend(together);
            }
        }
        Ok(())
    }

    /// What documents say about the people with a surname.
    fn forms(&self, surname: &str) -> DbResult<Forms> {
        let mut select = self
            .db
            .prepare_cached("SELECT told, name, kind, what FROM evidence WHERE surname = ?")?;
        let mut rows = select.query([surname])?;
        let mut forms = Forms::new();
        while let Some(row) = rows.next()? {
            let (name, kind, what): (String, i64, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
            let mut pieces = name.split('\t');
            let (Some(given), Some(middle), Some(generation)) =
                (pieces.next(), pieces.next(), pieces.next())
            else {
                return Err(damaged(&name));
            };
            let parts = Parts {
                given: given.to_owned(),
                middle: middle.split_whitespace().map(str::to_owned).collect(),
                generation: generation.to_owned(),
            };
            let form: &mut Form = forms.entry((entity(row.get(0)?)?, parts)).or_default();
            match kind {
                1 => drop(form.nicknames.insert(what)),
                2 => drop(form.roles.insert(what)),
                _ => {}
            }
        }
        Ok(forms)
    }

    /// All entities that are the same person as one, directly or through others.
    fn together(&self, given: i64) -> DbResult<BTreeSet<i64>> {
        let mut all = BTreeSet::from([given]);
        let mut next = vec![given];
        while let Some(one) = next.pop() {
            let mut select = self.db.prepare_cached(
                "SELECT other FROM joined WHERE one = ?1 UNION SELECT one FROM joined WHERE other = ?1",
            )?;
            let mut rows = select.query([one])?;
            while let Some(row) = rows.next()? {
                let other = row.get(0)?;
                if all.insert(other) {
                    next.push(other);
                }
            }
        }
        Ok(all)
    }

    /// Sets the head of entities that are one person to the first of them by id; documents of those whose
    /// head changes are pending.
    fn set_heads(&mut self, together: &BTreeSet<i64>) -> DbResult<()> {
        let mut first: Option<(String, i64)> = None;
        for given in together {
            let own = (self.id_of(entity(*given)?)?.to_string(), *given);
            first = Some(first.map_or(own.clone(), |first| first.min(own)));
        }
        let head = first.map_or(0, |(_, number)| number);
        for given in together {
            let old = self.head(entity(*given)?)?.map(|head| i64::from(head.0));
            let new = (*given != head).then_some(head);
            if old == new {
                continue;
            }
            match new {
                Some(head) => self
                    .db
                    .prepare_cached("INSERT OR REPLACE INTO heads VALUES (?, ?)")?
                    .execute([*given, head])?,
                None => self
                    .db
                    .prepare_cached("DELETE FROM heads WHERE told = ?")?
                    .execute([*given])?,
            };
            self.db
                .prepare_cached(
                    "INSERT OR IGNORE INTO pending \
                     SELECT 'document', document FROM sightings WHERE told = ?",
                )?
                .execute([*given])?;
        }
        Ok(())
    }

    /// Checks again which person most documents refer to by a name; if that changes, the documents with the
    /// name are pending.
    pub(super) fn refresh_person(&mut self, person: i64) -> DbResult<()> {
        let counts = |column: &str| -> DbResult<BTreeMap<String, usize>> {
            let mut select = self.db.prepare_cached(&format!(
                "SELECT {column}, count(*) FROM claims WHERE person = ? AND {column} IS NOT NULL \
                 GROUP BY 1"
            ))?;
            let mut rows = select.query([person])?;
            let mut counts = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let n: i64 = row.get(1)?;
                counts.insert(row.get(0)?, usize::try_from(n).unwrap_or(0));
            }
            Ok(counts)
        };
        let usual = Counts {
            states: counts("state")?,
            trades: counts("trade")?,
        }
        .usual();
        if usual == self.usual(person)? {
            return Ok(());
        }
        match usual {
            None => self
                .db
                .prepare_cached("DELETE FROM usual WHERE person = ?")?
                .execute([person])?,
            Some(usual) => {
                let (state, trade) = match usual {
                    Usual::OfState(state) => (Some(state), None),
                    Usual::OfTrade(trade) => (None, Some(trade)),
                };
                self.db
                    .prepare_cached("INSERT OR REPLACE INTO usual VALUES (?, ?, ?)")?
                    .execute(params![person, state, trade])?
            }
        };
        self.db
            .prepare_cached(
                "INSERT OR IGNORE INTO pending SELECT 'document', document FROM claims \
                 WHERE person = ?",
            )?
            .execute([person])?;
        Ok(())
    }
}
