//! Counts for each entity, so that adding or removing a document only changes some counts.
//!
//! | what | key | n | say |
//! | --- | --- | --- | --- |
//! | `n` | name | documents | those that have a say |
//! | `k` | type | documents | those that have a say |
//! | `m` | | mentions | documents that mention it |
//! | `a` | alias | documents | |
//! | `r` | office, as JSON | documents | |
//! | `g` | gender | documents | |
//! | `s` | the entity that it speaks for | documents | |
//! | `t` | the same, tab, title | documents | |
//! | `d` | the same, tab, day | documents | |
//! | `c` | | statements | |
//!
//! Entity 0 stands for the whole store, and has `D` (days with statements) and `A` (reported thought).

use super::rows::{
    self, DbResult, damaged, entity, entity_type, gender, number, of_gender, of_type,
};
use super::{Store, rows::DbError};
use crate::date::Date;
use crate::entity::Role;
use crate::graph::forms::Evidence;
use crate::graph::totals::{self, RepresentationCounts};
use crate::graph::{Entity, Sighting};
use crate::normalise::folding;
use foldhash::fast::RandomState;
use rusqlite::params;
use std::collections::{BTreeSet, HashMap};

/// Whether something is added or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Plus = 1,
    Minus = -1,
}

/// The number that stands for the whole store.
pub(super) const WHOLE: i64 = 0;

type Key = (i64, char, String);
/// Surname, number of the id, name, kind, and what it is evidence for.
type EvidenceKey = (String, i64, String, u8, String);

/// Changes of counts that are not written yet.
#[derive(Debug, Default)]
pub(super) struct Deltas {
    counts: HashMap<Key, (i64, i64), RandomState>,
    evidence: HashMap<EvidenceKey, i64, RandomState>,
}

impl Deltas {
    pub(super) fn add(&mut self, entity: i64, what: char, key: String, n: i64, say: i64) {
        let count = self.counts.entry((entity, what, key)).or_default();
        count.0 += n;
        count.1 += say;
    }

    /// Counts the sighting of an entity in a document of a day.
    pub(super) fn sighting(&mut self, day: Option<Date>, sighting: &Sighting, sign: Sign) {
        let sign = sign as i64;
        let own = number(sighting.entity);
        let say = sign * i64::from(totals::has_say(sighting));
        let mut add =
            |what: char, key: String, n: i64, say: i64| self.add(own, what, key, sign * n, say);
        add('n', sighting.name.to_string(), 1, say);
        add('k', of_type(sighting.kind).to_owned(), 1, say);
        let mentions = sighting.mentions as i64;
        let mentioned = sign * i64::from(sighting.mentions > 0);
        add('m', String::new(), mentions, mentioned);
        for alias in totals::distinct(&sighting.aliases) {
            add('a', alias.to_string(), 1, 0);
        }
        for role in totals::distinct(&sighting.roles) {
            add('r', rows::json(role), 1, 0);
        }
        if let Some(gender) = sighting.gender {
            add('g', of_gender(gender).to_owned(), 1, 0);
        }
        if let Some(principal) = sighting.represents.map(number) {
            add('s', principal.to_string(), 1, 0);
            let titles: BTreeSet<&str> = sighting.roles.iter().map(|r| r.title.as_str()).collect();
            for title in titles {
                add('t', format!("{principal}\t{title}"), 1, 0);
            }
            if let Some(day) = day {
                add('d', format!("{principal}\t{day}"), 1, 0);
            }
        }
    }

    /// Counts what a document says about a person's name.
    pub(super) fn evidence(&mut self, given: i64, evidence: Evidence, sign: Sign) {
        let name = &evidence.name;
        let middle = name.middle.join(" ");
        let name = [name.given.as_str(), &middle, &name.generation].join("\t");
        let nicknames: BTreeSet<String> = evidence.nicknames.into_iter().collect();
        let roles: BTreeSet<String> = evidence.roles.into_iter().collect();
        let all = std::iter::once((0, String::new()))
            .chain(nicknames.into_iter().map(|nickname| (1, nickname)))
            .chain(roles.into_iter().map(|role| (2, role)));
        for (kind, what) in all {
            let key = (evidence.surname.clone(), given, name.clone(), kind, what);
            *self.evidence.entry(key).or_default() += sign as i64;
        }
    }
}

impl Store {
    /// Writes changes of counts, and marks the entities they concern as pending.
    pub(super) fn write_deltas(&mut self, deltas: Deltas) -> DbResult<()> {
        let mut counts: Vec<(Key, (i64, i64))> = deltas.counts.into_iter().collect();
        counts.retain(|(_, change)| *change != (0, 0));
        // In the order of the table, neighbours share a page.
        counts.sort_unstable();
        let mut change = self.db.prepare_cached(
            "INSERT INTO tallies VALUES (?,?,?,?,?) ON CONFLICT DO UPDATE \
             SET n = n + excluded.n, say = say + excluded.say",
        )?;
        let mut clear = self.db.prepare_cached(
            "DELETE FROM tallies WHERE entity = ? AND what = ? AND key = ? AND n = 0 AND say = 0",
        )?;
        let mut last = WHOLE;
        for ((entity, what, key), (n, say)) in counts {
            let what = what.to_string();
            change.execute(params![entity, what, key, n, say])?;
            if n < 0 || say < 0 {
                clear.execute(params![entity, what, key])?;
            }
            if entity != last {
                self.pend("entity", entity)?;
                last = entity;
            }
        }
        drop((change, clear));
        let mut evidence: Vec<(EvidenceKey, i64)> = deltas.evidence.into_iter().collect();
        evidence.retain(|(_, change)| *change != 0);
        evidence.sort_unstable();
        let mut change = self.db.prepare_cached(
            "INSERT INTO evidence VALUES (?,?,?,?,?,?) ON CONFLICT DO UPDATE \
             SET n = n + excluded.n RETURNING n",
        )?;
        for ((surname, given, name, kind, what), n) in evidence {
            let key = params![surname, given, name, kind, what, n];
            let now: i64 = change.query_row(key, |row| row.get(0))?;
            if now == 0 {
                self.db
                    .prepare_cached(
                        "DELETE FROM evidence WHERE surname = ? AND told = ? AND name = ? \
                         AND kind = ? AND what = ?",
                    )?
                    .execute(params![surname, given, name, kind, what])?;
            }
            // Only evidence that is new or gone makes a difference.
            if now == n || now == 0 {
                self.db
                    .prepare_cached("INSERT OR IGNORE INTO pending VALUES ('surname', ?)")?
                    .execute([&surname])?;
            }
        }
        Ok(())
    }

    /// Brings an entity's rows up to date with its counts.
    pub(super) fn refresh_entity(&mut self, own: i64) -> DbResult<()> {
        for table in ["entities", "names", "roles", "representations"] {
            let column = match table {
                "entities" => "number",
                _ => "entity",
            };
            self.db
                .prepare_cached(&format!("DELETE FROM {table} WHERE {column} = ?"))?
                .execute([own])?;
        }
        let Some(summed) = self.sum(own)? else {
            return Ok(());
        };
        self.db
            .prepare_cached("INSERT INTO entities VALUES (?,?,?,?,?,?,?,?)")?
            .execute(params![
                own,
                summed.id,
                summed.name,
                of_type(summed.kind),
                summed.gender.map(of_gender),
                summed.mentions as i64,
                summed.documents as i64,
                summed.statements as i64
            ])?;
        self.write_names(own, &summed)?;
        self.write_roles(own, &summed)?;
        let mut insert = self
            .db
            .prepare_cached("INSERT INTO representations VALUES (?,?,?,?,?,?)")?;
        for representation in &summed.represents {
            insert.execute(params![
                own,
                number(representation.of),
                representation.documents as i64,
                rows::json(&representation.titles),
                representation.since.map(|day| day.to_string()),
                representation.until.map(|day| day.to_string()),
            ])?;
        }
        Ok(())
    }

    fn write_names(&self, own: i64, summed: &Entity) -> DbResult<()> {
        let mut insert = self
            .db
            .prepare_cached("INSERT OR IGNORE INTO names VALUES (?,?,?,?,?)")?;
        let mut name = |kind: i64, name: &str, documents: usize, folded: &[String]| {
            let folded = without_article(folded).join(" ");
            insert.execute(params![own, kind, name, documents as i64, folded])
        };
        for (alias, documents) in &summed.aliases {
            name(0, alias, *documents, &folding::words(alias))?;
        }
        let folded = folding::words(&summed.name);
        name(1, &summed.name, 0, &folded)?;
        if let (crate::entity::EntityType::Person, [_, .., last]) = (summed.kind, folded.as_slice())
        {
            name(2, last, 0, std::slice::from_ref(last))?;
        }
        Ok(())
    }

    fn write_roles(&self, own: i64, summed: &Entity) -> DbResult<()> {
        for (role, documents) in &summed.roles {
            let of = role.of.as_deref();
            self.db
                .prepare_cached("INSERT INTO roles VALUES (?,?,?,?,?)")?
                .execute(params![
                    own,
                    role.title,
                    of.unwrap_or(""),
                    of.is_some(),
                    *documents as i64
                ])?;
            let mut known = self
                .db
                .prepare_cached("SELECT 1 FROM title_parts WHERE part = ? AND title = ?")?;
            let words = folding::words(&role.title);
            if known.exists(params![words.join(" "), role.title])? {
                continue;
            }
            let mut insert = self
                .db
                .prepare_cached("INSERT OR IGNORE INTO title_parts VALUES (?, ?)")?;
            for start in 0..words.len() {
                for end in start + 1..=words.len() {
                    let part = words.get(start..end).unwrap_or_default().join(" ");
                    insert.execute(params![part, role.title])?;
                }
            }
        }
        Ok(())
    }

    /// What all documents say about an entity; `None` if no document lists it.
    fn sum(&self, own: i64) -> DbResult<Option<Entity>> {
        let mut select = self
            .db
            .prepare_cached("SELECT what, key, n, say FROM tallies WHERE entity = ?")?;
        let rows = select.query_map([own], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
        let rows: Vec<(String, String, i64, i64)> = rows.collect::<Result<_, _>>()?;
        let offices: Vec<(Role, usize)> = rows
            .iter()
            .filter(|(what, ..)| what == "r")
            .map(|(_, key, n, _)| Ok((rows::from_json::<Role>(key)?, count(*n)?)))
            .collect::<DbResult<_>>()?;
        let mut counts = totals::EntityCounts::default();
        let mut statements = 0;
        for (what, key, n, say) in &rows {
            let (n, say) = (count(*n)?, count(*say)?);
            match what.as_str() {
                "n" => drop(counts.names.insert(key, (say, n))),
                "k" => drop(counts.kinds.insert(entity_type(key)?, (say, n))),
                "m" => (counts.mentions, counts.documents) = (n, say),
                "a" => drop(counts.aliases.insert(key, n)),
                "g" => drop(counts.genders.insert(gender(key)?, n)),
                "s" => representation_counts(&mut counts, key)?.documents = n,
                "t" => {
                    let (principal, title) = split_key(key)?;
                    representation_counts(&mut counts, principal)?
                        .titles
                        .insert(title);
                }
                "d" => {
                    let (principal, day) = split_key(key)?;
                    let day = rows::date(Some(day.to_owned()))?;
                    representation_counts(&mut counts, principal)?.include_day(day);
                }
                "c" => statements = n,
                _ => {}
            }
        }
        counts.roles = offices.iter().map(|(role, n)| (role, *n)).collect();
        if counts.names.is_empty() {
            return Ok(None);
        }
        let id = self.id_of(entity(own)?)?;
        Ok(Some(counts.finish(id.to_string(), statements)))
    }
}

fn representation_counts<'t, 'a>(
    counts: &'t mut totals::EntityCounts<'a>,
    principal: &str,
) -> DbResult<&'t mut RepresentationCounts<'a>> {
    let principal = principal.parse().map_err(|_| damaged(principal))?;
    Ok(counts.represents.entry(entity(principal)?).or_default())
}

fn split_key(key: &str) -> DbResult<(&str, &str)> {
    key.split_once('\t').ok_or_else(|| damaged(key))
}

fn count(n: i64) -> DbResult<usize> {
    usize::try_from(n)
        .map_err(|_| DbError::Damaged(format!("the store has the unexpected count {n}")))
}

/// A name without a leading "the", as [`crate::query`] looks it up.
pub(super) fn without_article(words: &[String]) -> &[String] {
    match words {
        [first, rest @ ..] if first == "the" && !rest.is_empty() => rest,
        _ => words,
    }
}
