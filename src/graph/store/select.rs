//! Finds what a question may need: a superset of the entities that it names and of the statements that match
//! it.

use super::Store;
use super::load::Detail;
use super::rows::DbResult;
use super::tally::without_article;
use super::tokens::{self, Role};
use crate::date::Date;
use crate::error::Result;
use crate::gazetteer;
use crate::graph::Graph;
use crate::normalise::folding;
use crate::statement::{Kind, Polarity, Relation};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Maximum number of words in a name that is looked up.
const LONGEST: usize = 24;
/// Maximum years of a period that is searched by days.
const YEARS: i16 = 200;

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

/// A query with its names looked up: conditions that every matching statement meets.
#[derive(Debug, Clone, Default)]
pub(crate) struct Conditions {
    /// Ids of speakers: one of each list must speak.
    pub speakers: Vec<Vec<String>>,
    /// Ids of addressees: one of each list must be addressed.
    pub addressees: Vec<Vec<String>>,
    /// Topics, all of which must match.
    pub topics: Vec<Topic>,
    /// Said, warned or proposed.
    pub relation: Option<Relation>,
    /// One of these acts.
    pub acts: Vec<String>,
    /// One of these polarities.
    pub polarities: Vec<Polarity>,
    /// Direct, mixed or indirect.
    pub kind: Option<Kind>,
    /// From this day on.
    pub since: Option<Date>,
    /// To this day.
    pub until: Option<Date>,
    /// Comparable names of outlets, one of which published the statement or is cited.
    pub outlets: Vec<String>,
}

/// A topic: an entity mentioned, or words of the content.
#[derive(Debug, Clone, Default)]
pub(crate) struct Topic {
    /// Ids of the entities that it may be.
    pub entities: Vec<String>,
    /// Lists of stems; all stems of one list must be present.
    pub words: Vec<Vec<String>>,
}

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
    /// A graph without statements, of all entities that a question may name and those they refer to.
    ///
    /// # Errors
    /// One line that names the file.
    pub(crate) fn load_named(&self, lookup: &NameLookup) -> Result<Graph> {
        self.reading(|| self.load_named_inner(lookup))
    }

    fn load_named_inner(&self, lookup: &NameLookup) -> DbResult<Graph> {
        let entities = self.entities_named(lookup)?;
        let graph = self.assemble(&[], entities, BTreeSet::new(), Detail::Parties)?;
        self.with_summary(graph)
    }

    /// A graph of all entities, without statements.
    ///
    /// # Errors
    /// One line that names the file.
    pub(crate) fn load_all_entities(&self) -> Result<Graph> {
        let all = || -> DbResult<Graph> {
            let mut select = self.db.prepare("SELECT number FROM entities")?;
            let all = select.query_map([], |row| row.get(0))?;
            let all = all.collect::<std::result::Result<_, _>>()?;
            let graph = self.assemble(&[], all, BTreeSet::new(), Detail::Parties)?;
            self.with_summary(graph)
        };
        self.reading(all)
    }

    /// A graph of the statements that may match one of several queries, and of the entities named; `None` if
    /// there are more than `limit` statements.
    ///
    /// # Errors
    /// One line that names the file.
    pub(crate) fn part_with(
        &self,
        lookup: &NameLookup,
        conditions: &[Conditions],
        detail: Detail,
        limit: usize,
    ) -> Result<Option<Graph>> {
        self.reading(|| self.part_inner(lookup, conditions, detail, limit))
    }

    fn part_inner(
        &self,
        lookup: &NameLookup,
        conditions: &[Conditions],
        detail: Detail,
        limit: usize,
    ) -> DbResult<Option<Graph>> {
        let mut statements = BTreeSet::new();
        for conditions in conditions {
            if !self.find(conditions, limit, &mut statements)? {
                return Ok(None);
            }
        }
        let statements: Vec<i64> = statements.into_iter().collect();
        let entities = self.entities_named(lookup)?;
        let graph = self.assemble(&statements, entities, BTreeSet::new(), detail)?;
        self.with_summary(graph).map(Some)
    }

    /// A graph of the statements with a report whose id is, or starts with, one of these; and of the entities
    /// named.
    ///
    /// # Errors
    /// One line that names the file.
    pub(crate) fn part_with_ids(&self, ids: &[String], lookup: &NameLookup) -> Result<Graph> {
        let part = || -> DbResult<Graph> {
            let mut statements = BTreeSet::new();
            let mut select = self.db.prepare_cached(
                "SELECT statement FROM reports WHERE id >= ?1 AND id < ?1 || char(1114111)",
            )?;
            for id in ids {
                let mut rows = select.query([id])?;
                while let Some(row) = rows.next()? {
                    statements.insert(row.get(0)?);
                }
            }
            let statements: Vec<i64> = statements.into_iter().collect();
            let entities = self.entities_named(lookup)?;
            let graph = self.assemble(&statements, entities, BTreeSet::new(), Detail::All)?;
            self.with_summary(graph)
        };
        self.reading(part)
    }

    /// Adds the statements that may match a query; `false` if there are more than `limit`.
    fn find(
        &self,
        conditions: &Conditions,
        limit: usize,
        found: &mut BTreeSet<i64>,
    ) -> DbResult<bool> {
        let undated = Conditions {
            since: None,
            until: None,
            ..conditions.clone()
        };
        if self
            .search(&undated)?
            .is_some_and(|search| search.is_empty())
            && (conditions.since.is_some() || conditions.until.is_some())
        {
            return self.find_days(conditions, limit, found);
        }
        let Some(search) = self.search(conditions)? else {
            return Ok(true);
        };
        let sql_limit = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
        let sql = match search.is_empty() {
            true => "SELECT number FROM statements WHERE ?1 = '' LIMIT ?2",
            false => "SELECT rowid FROM postings WHERE postings MATCH ?1 LIMIT ?2",
        };
        let mut select = self.db.prepare_cached(sql)?;
        let mut rows = select.query(rusqlite::params![search, sql_limit])?;
        while let Some(row) = rows.next()? {
            found.insert(row.get(0)?);
        }
        Ok(found.len() <= limit)
    }

    /// Adds the statements of a period; `false` if there are more than `limit`.
    fn find_days(
        &self,
        conditions: &Conditions,
        limit: usize,
        found: &mut BTreeSet<i64>,
    ) -> DbResult<bool> {
        let sql_limit = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
        // Months at the ends of the period may begin before it or end after it.
        let since = conditions.since.map(|day| day.first_of_month().to_string());
        let until = conditions.until.map(|day| day.to_string());
        let mut select = self.db.prepare_cached(
            "SELECT number FROM statements WHERE first_day >= coalesce(?1, '') \
             AND first_day <= coalesce(?2, '~') LIMIT ?3 ",
        )?;
        let mut rows = select.query(rusqlite::params![since, until, sql_limit])?;
        while let Some(row) = rows.next()? {
            found.insert(row.get(0)?);
        }
        // Statements that are reported again later, and years before our era, which are not in order as text.
        let mut select = self.db.prepare_cached(
            "SELECT number FROM statements WHERE first_day < coalesce(?1, '') AND last_day <> first_day \
             AND last_day >= coalesce(?1, '') UNION ALL \
             SELECT number FROM statements WHERE first_day < '0' LIMIT ?2",
        )?;
        let mut rows = select.query(rusqlite::params![since, sql_limit])?;
        while let Some(row) = rows.next()? {
            found.insert(row.get(0)?);
        }
        Ok(found.len() <= limit)
    }

    /// The full-text search for a query, empty if every statement may match; `None` if none can.
    fn search(&self, conditions: &Conditions) -> DbResult<Option<String>> {
        let mut all: Vec<String> = Vec::new();
        for (role, ids) in [
            (Role::Speaker, &conditions.speakers),
            (Role::Addressee, &conditions.addressees),
        ] {
            for ids in ids {
                let Some(any) = any(self.parties_found(role, ids)?) else {
                    return Ok(None);
                };
                all.push(any);
            }
        }
        for topic in &conditions.topics {
            let mut alternatives = self.parties_found(Role::About, &topic.entities)?;
            for stems in topic.words.iter().filter(|stems| !stems.is_empty()) {
                let words: BTreeSet<String> =
                    stems.iter().map(|s| quoted(&tokens::stem(s))).collect();
                let words: Vec<String> = words.into_iter().collect();
                alternatives.push(format!("({})", words.join(" AND ")));
            }
            let Some(any) = any(alternatives) else {
                return Ok(None);
            };
            all.push(any);
        }
        all.extend(
            conditions
                .relation
                .map(|relation| quoted(&tokens::relation(relation))),
        );
        all.extend(conditions.kind.map(|kind| quoted(&tokens::kind(kind))));
        let acts = conditions.acts.iter().map(|act| quoted(&tokens::act(act)));
        all.extend(any(acts.collect()));
        let polarities = conditions.polarities.iter();
        let polarities = polarities.map(|polarity| quoted(&tokens::polarity(*polarity)));
        all.extend(any(polarities.collect()));
        match self.period(conditions)? {
            Period::Any => {}
            Period::Days(days) => match any(days) {
                Some(days) => all.push(days),
                None => return Ok(None),
            },
        }
        if !conditions.outlets.is_empty() {
            let mut alternatives: Vec<String> = conditions
                .outlets
                .iter()
                .map(|outlet| quoted(&tokens::outlet_with_name(outlet)))
                .collect();
            alternatives.extend(self.citing(&conditions.outlets)?);
            all.extend(any(alternatives));
        }
        Ok(Some(all.join(" AND ")))
    }

    fn parties_found(&self, role: Role, ids: &[String]) -> DbResult<Vec<String>> {
        let mut select = self
            .db
            .prepare_cached("SELECT number FROM ids WHERE id = ?")?;
        let mut words = Vec::with_capacity(ids.len());
        for id in ids {
            let mut rows = select.query([id])?;
            while let Some(row) = rows.next()? {
                words.push(quoted(&tokens::party(role, row.get(0)?)));
            }
        }
        Ok(words)
    }

    /// Search words for the outlets with these comparable names, as they are cited.
    fn citing(&self, outlets: &[String]) -> DbResult<Vec<String>> {
        let mut next = self.db.prepare_cached(
            "SELECT entity FROM parties WHERE role = 3 AND entity > ? ORDER BY entity LIMIT 1",
        )?;
        let mut name = self
            .db
            .prepare_cached("SELECT name FROM entities WHERE number = ?")?;
        let mut words = Vec::new();
        let mut last = 0_i64;
        while let Some(outlet) = next
            .query([last])?
            .next()?
            .map(|row| row.get::<_, i64>(0))
            .transpose()?
        {
            last = outlet;
            let mut rows = name.query([outlet])?;
            while let Some(row) = rows.next()? {
                let name = crate::document::outlet(&row.get::<_, String>(0)?);
                if outlets.contains(&name) {
                    words.push(quoted(&tokens::party(Role::Via, outlet)));
                }
            }
        }
        Ok(words)
    }

    /// Search words for the months or years of a query's period that have statements.
    fn period(&self, conditions: &Conditions) -> DbResult<Period> {
        if conditions.since.is_none() && conditions.until.is_none() {
            return Ok(Period::Any);
        }
        let mut days = self.days()?;
        days.sort_unstable();
        let (Some(first), Some(last)) = (days.first().copied(), days.last().copied()) else {
            return Ok(Period::Days(Vec::new()));
        };
        let since = conditions.since.unwrap_or(first).max(first);
        let until = conditions.until.unwrap_or(last).min(last);
        if until < since {
            return Ok(Period::Days(Vec::new()));
        }
        if until.year() - since.year() > YEARS {
            return Ok(Period::Any);
        }
        let mut words = BTreeSet::new();
        let mut at = since.first_of_month();
        while at <= until {
            let is_year = at.month() == 1 && (at.year(), 12) <= (until.year(), until.month());
            let next = match is_year {
                true => {
                    words.insert(quoted(&tokens::year(at)));
                    Date::new(at.year() + 1, 1, 1).ok()
                }
                false => {
                    words.insert(quoted(&tokens::month(at)));
                    at.last_of_month().days_later(1)
                }
            };
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        Ok(Period::Days(words.into_iter().collect()))
    }

    /// The entities that texts may name.
    fn entities_named(&self, lookup: &NameLookup) -> DbResult<BTreeSet<i64>> {
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

/// The days of a query.
enum Period {
    Any,
    /// The days with one of these search words.
    Days(Vec<String>),
}

/// A word, quoted for full-text search.
fn quoted(word: &str) -> String {
    format!("\"{word}\"")
}

/// A search for any of several alternatives; `None` if there are none.
fn any(alternatives: Vec<String>) -> Option<String> {
    match alternatives.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        alternatives => Some(format!("({})", alternatives.join(" OR "))),
    }
}
