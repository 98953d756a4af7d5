//! Finds the entities that a question may name.

use super::Store;
use super::rows::{DbResult, damaged};
use super::tally::without_article;
use crate::gazetteer;
use crate::normalise::folding;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Maximum number of words in a name that is looked up.
const LONGEST: usize = 24;

/// The ids of states by their names, folded, whether articles use them or not.
static STATES: LazyLock<BTreeMap<String, BTreeSet<&'static str>>> = LazyLock::new(|| {
    let mut ids: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
    for state in gazetteer::states() {
        let names = state.aliases().chain(state.capitals());
        let names = names.chain(state.demonyms()).chain(state.adjectives());
        for name in names {
            let name = folding::words(name);
            let name = without_article(&name).join(" ");
            ids.entry(name).or_default().insert(state.id);
        }
    }
    ids
});

/// Where a question may name entities.
#[derive(Debug, Clone, Default)]
pub(crate) struct NameLookup {
    /// Texts with names and offices.
    pub texts: Vec<String>,
    /// Synonyms of each office in them.
    pub offices: Vec<Vec<String>>,
    /// Whether to include those who speak for the entities named.
    pub rollup: bool,
}

impl Store {
    /// The entities that texts may name.
    pub(super) fn entities_named(&self, lookup: &NameLookup) -> DbResult<BTreeSet<i64>> {
        let mut parts = BTreeSet::new();
        let mut ids = BTreeSet::new();
        for text in &lookup.texts {
            ids.insert(text.trim().to_lowercase());
            ids.extend(text.split_whitespace().map(str::to_lowercase));
            let possessives = text.split_whitespace().map(folding::without_possessive);
            let trimmed: Vec<&str> = possessives.collect();
            let trimmed = trimmed.join(" ");
            for words in [folding::words(text), folding::words(&trimmed)] {
                for start in 0..words.len() {
                    let end = words.len().min(start + LONGEST);
                    for end in start + 1..=end {
                        let part = words.get(start..end).unwrap_or_default();
                        parts.insert(without_article(part).join(" "));
                    }
                }
            }
        }
        let mut found = BTreeSet::new();
        let mut by_name = self
            .db
            .prepare_cached("SELECT entity FROM names WHERE folded = ?")?;
        for part in &parts {
            let mut rows = by_name.query([part])?;
            while let Some(row) = rows.next()? {
                found.insert(row.get(0)?);
            }
        }
        let states = parts.iter().filter_map(|part| STATES.get(part));
        ids.extend(states.flatten().map(|id| id.to_lowercase()));
        self.with_ids(&ids, &mut found)?;
        self.with_offices(lookup, &mut found)?;
        if lookup.rollup {
            self.with_speakers_for(&mut found)?;
        }
        Ok(found)
    }

    /// Adds the entities with a name for which `is_near` is true.
    pub(super) fn with_near(
        &self,
        is_near: impl Fn(&str) -> bool,
        found: &mut BTreeSet<i64>,
    ) -> DbResult<()> {
        let mut select = self
            .db
            .prepare_cached("SELECT folded, entity FROM names ORDER BY folded")?;
        let mut rows = select.query([])?;
        let mut last = (String::new(), false);
        while let Some(row) = rows.next()? {
            let name = row.get_ref(0)?.as_str().map_err(|_| damaged("a name"))?;
            if last.0 != name {
                last.1 = is_near(name);
                name.clone_into(&mut last.0);
            }
            if last.1 {
                found.insert(row.get(1)?);
            }
        }
        let states = STATES.iter().filter(|(name, _)| is_near(name));
        let ids = states.flat_map(|(_, ids)| ids).map(|id| id.to_lowercase());
        self.with_ids(&ids.collect(), found)
    }

    /// Adds the entities with these ids, in lower case.
    fn with_ids(&self, ids: &BTreeSet<String>, found: &mut BTreeSet<i64>) -> DbResult<()> {
        let mut select = self.db.prepare_cached(
            "SELECT number FROM ids WHERE id = ?1 UNION \
                 SELECT number FROM ids WHERE lowered = ?1",
        )?;
        for id in ids {
            let mut rows = select.query([id])?;
            while let Some(row) = rows.next()? {
                found.insert(row.get(0)?);
            }
        }
        Ok(())
    }

    /// Adds the holders of the offices named.
    fn with_offices(&self, lookup: &NameLookup, found: &mut BTreeSet<i64>) -> DbResult<()> {
        let mut titles = self
            .db
            .prepare_cached("SELECT title FROM title_parts WHERE part = ?")?;
        let mut holders = self
            .db
            .prepare_cached("SELECT entity FROM roles WHERE title = ?")?;
        let alternatives: BTreeSet<&String> = lookup.offices.iter().flatten().collect();
        for synonym in alternatives {
            let mut rows = titles.query([synonym])?;
            while let Some(row) = rows.next()? {
                let title: String = row.get(0)?;
                if !self.may_name(&title, synonym)? {
                    continue;
                }
                let mut rows = holders.query([title])?;
                while let Some(row) = rows.next()? {
                    found.insert(row.get(0)?);
                }
            }
        }
        Ok(())
    }

    /// Whether a title may name an office: what it has besides must be the name of a state or body.
    fn may_name(&self, title: &str, synonym: &str) -> DbResult<bool> {
        let (title, synonym) = (folding::words(title), folding::words(synonym));
        for start in 0..=title.len().saturating_sub(synonym.len()) {
            let end = start + synonym.len();
            if title.get(start..end) != Some(synonym.as_slice()) {
                continue;
            }
            let before = title.get(..start).unwrap_or_default();
            let after = title.get(end..).unwrap_or_default();
            let owner = match after {
                [of, owner @ ..] if of == "of" && !owner.is_empty() => owner,
                [] => &[],
                _ => continue,
            };
            if self.is_name(before)? && self.is_name(owner)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether words are the name of an entity, or empty.
    fn is_name(&self, words: &[String]) -> DbResult<bool> {
        let key = without_article(words).join(" ");
        if key.is_empty() || STATES.contains_key(&key) {
            return Ok(true);
        }
        let mut select = self
            .db
            .prepare_cached("SELECT 1 FROM names WHERE folded = ?")?;
        Ok(select.exists([key])?)
    }

    /// Adds all entities that speak for those found, directly or through others.
    fn with_speakers_for(&self, found: &mut BTreeSet<i64>) -> DbResult<()> {
        let mut select = self
            .db
            .prepare_cached("SELECT entity FROM representations WHERE of = ?")?;
        let mut next: Vec<i64> = found.iter().copied().collect();
        while let Some(principal) = next.pop() {
            let mut rows = select.query([principal])?;
            while let Some(row) = rows.next()? {
                let own = row.get(0)?;
                if found.insert(own) {
                    next.push(own);
                }
            }
        }
        Ok(())
    }
}
