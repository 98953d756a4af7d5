//! Finds the statements that a question may need: a superset of those that match it.

use super::Store;
use super::load::Detail;
use super::named::NameLookup;
use super::rows::DbResult;
use super::tokens::{self, Role};
use crate::date::Date;
use crate::error::Result;
use crate::graph::Graph;
use crate::statement::{Kind, Polarity, Relation};
use rusqlite::{ToSql, params_from_iter};
use std::collections::BTreeSet;

/// Maximum years of a period that is searched by days.
const YEARS: i16 = 200;

/// A query with its names looked up: conditions that every matching statement meets.
#[derive(Debug, Clone, Default, PartialEq)]
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

impl Conditions {
    /// Whether all statements that meet `others` meet these.
    fn include(&self, others: &Conditions) -> bool {
        fn are_all<T: PartialEq>(own: &[T], others: &[T]) -> bool {
            own.iter().all(|condition| others.contains(condition))
        }
        fn have<T: PartialEq>(own: &[T], others: &[T]) -> bool {
            own.is_empty() || !others.is_empty() && are_all(others, own)
        }
        fn is<T: PartialEq>(own: Option<T>, other: Option<T>) -> bool {
            own.is_none() || own == other
        }
        are_all(&self.speakers, &others.speakers)
            && are_all(&self.addressees, &others.addressees)
            && are_all(&self.topics, &others.topics)
            && is(self.relation, others.relation)
            && have(&self.acts, &others.acts)
            && have(&self.polarities, &others.polarities)
            && is(self.kind, others.kind)
            && is(self.since, others.since)
            && is(self.until, others.until)
            && have(&self.outlets, &others.outlets)
    }
}

/// A topic: an entity mentioned, or words of the content.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Topic {
    /// Ids of the entities that it may be.
    pub entities: Vec<String>,
    /// Lists of stems; all stems of one list must be present.
    pub words: Vec<Vec<String>>,
}

impl Store {
    /// A graph without statements, of all entities that a question may name and those they refer to.
    ///
    /// # Errors
    /// One line that names the file.
    pub(crate) fn load_named(&self, lookup: &NameLookup) -> Result<Graph> {
        self.reading(|| self.load_entities_alone(self.entities_named(lookup)?))
    }

    /// [`Store::load_named`], with the entities that have a name, folded, for which `is_near` is true.
    ///
    /// # Errors
    /// One line that names the file.
    pub(crate) fn load_named_and_near(
        &self,
        lookup: &NameLookup,
        is_near: impl Fn(&str) -> bool,
    ) -> Result<Graph> {
        self.reading(|| {
            let mut entities = self.entities_named(lookup)?;
            self.with_near(is_near, &mut entities)?;
            self.load_entities_alone(entities)
        })
    }

    fn load_entities_alone(&self, entities: BTreeSet<i64>) -> DbResult<Graph> {
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
            self.load_entities_alone(all.collect::<std::result::Result<_, _>>()?)
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
        for conditions in widest(conditions) {
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
        let is_dated = conditions.since.is_some() || conditions.until.is_some();
        let undated = Conditions {
            since: None,
            until: None,
            ..conditions.clone()
        };
        if is_dated && self.search(&undated)?.is_some_and(|s| s.is_empty()) {
            return self.find_days(conditions, limit, found);
        }
        let Some(search) = self.search(conditions)? else {
            return Ok(true);
        };
        let sql = match (search.is_empty(), is_dated) {
            (true, _) => "SELECT number FROM statements WHERE ?2 = '' LIMIT ?1",
            (false, false) => "SELECT rowid FROM postings WHERE postings MATCH ?2 LIMIT ?1",
            // The words have the months: a day is a thirtieth of what they find.
            (false, true) => WITHIN,
        };
        let [since, month, until] = ends(conditions);
        self.add_found(sql, limit, &[&search, &since, &month, &until], found)
    }

    /// Adds the statements of a period; `false` if there are more than `limit`.
    fn find_days(
        &self,
        conditions: &Conditions,
        limit: usize,
        found: &mut BTreeSet<i64>,
    ) -> DbResult<bool> {
        let [since, month, until] = ends(conditions);
        for (sql, values) in [
            (
                "SELECT number FROM statements WHERE first_day BETWEEN ?2 AND ?3 LIMIT ?1",
                &[&since, &until][..],
            ),
            (
                "SELECT number FROM statements WHERE first_day = ?2 AND first_day <= ?3 LIMIT ?1",
                &[&month, &until],
            ),
            (
                "SELECT number FROM statements WHERE first_day < ?2 AND last_day <> first_day \
                 AND last_day >= ?3 LIMIT ?1",
                &[&since, &month],
            ),
            (
                "SELECT number FROM statements WHERE first_day < '0' LIMIT ?1",
                &[],
            ),
        ] {
            self.add_found(sql, limit, values, found)?;
        }
        Ok(found.len() <= limit)
    }

    /// Adds what a query for the numbers of statements finds: its first parameter is how many at most, then come
    /// `values`, as many as it has. `false` if there are more than `limit`.
    fn add_found(
        &self,
        sql: &str,
        limit: usize,
        values: &[&String],
        found: &mut BTreeSet<i64>,
    ) -> DbResult<bool> {
        let sql_limit = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
        let mut select = self.db.prepare_cached(sql)?;
        let count = select.parameter_count();
        let values = values.iter().map(|value| value as &dyn ToSql);
        let all = std::iter::once(&sql_limit as &dyn ToSql).chain(values);
        let mut rows = select.query(params_from_iter(all.take(count)))?;
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
        // Nearly all statements are affirmed: to look for each among them takes longer than to load the few others.
        if all.is_empty() || !conditions.polarities.contains(&Polarity::Affirmed) {
            let polarities = conditions.polarities.iter();
            let polarities = polarities.map(|polarity| quoted(&tokens::polarity(*polarity)));
            all.extend(any(polarities.collect()));
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
}

/// Those that no others include.
fn widest(all: &[Conditions]) -> impl Iterator<Item = &Conditions> {
    let is_included = |place: usize, own: &Conditions| {
        let others = all.iter().enumerate().filter(|(other, _)| *other != place);
        let mut wider = others.filter(|(_, conditions)| conditions.include(own));
        // Of some that are equal, the first stays.
        wider.any(|(other, conditions)| other < place || !own.include(conditions))
    };
    let numbered = all.iter().enumerate();
    numbered.filter_map(move |(place, own)| (!is_included(place, own)).then_some(own))
}

/// The statements with some words that may be of a period: those that begin in it or in a month that it begins in, those
/// that are reported again, and those of years before our era, which are not in order as text.
const WITHIN: &str = "SELECT postings.rowid FROM postings CROSS JOIN statements s ON s.number = postings.rowid \
    WHERE postings MATCH ?2 AND (first_day BETWEEN ?3 AND ?5 OR first_day = ?4 \
    OR first_day < ?3 AND last_day >= ?4 OR first_day < '0') LIMIT ?1";

/// The first day of a query's period, the first of its month, and the last day, as text; a statement of a month has
/// the first day of that.
fn ends(conditions: &Conditions) -> [String; 3] {
    let text = |day: Option<Date>| day.map(|day| day.to_string());
    let month = conditions.since.map(Date::first_of_month);
    [
        text(conditions.since).unwrap_or_default(),
        text(month).unwrap_or_default(),
        // comes after all digits
        text(conditions.until).unwrap_or_else(|| "~".to_owned()),
    ]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_that_others_include_are_not_looked_for() {
        let denials = Conditions {
            speakers: vec![vec!["Q7747".to_owned()]],
            relation: Some(Relation::Said),
            acts: vec!["deny".to_owned()],
            polarities: vec![Polarity::Affirmed, Polarity::Denied],
            ..Conditions::default()
        };
        let more_acts = Conditions {
            acts: vec!["claim".to_owned(), "deny".to_owned()],
            ..denials.clone()
        };
        let anything = Conditions {
            speakers: denials.speakers.clone(),
            ..Conditions::default()
        };
        let warnings = Conditions {
            relation: Some(Relation::Warned),
            ..Conditions::default()
        };
        let all = [denials.clone(), more_acts.clone(), denials.clone()];
        assert_eq!(widest(&all).collect::<Vec<_>>(), [&more_acts]);
        let all = [
            warnings.clone(),
            denials.clone(),
            anything.clone(),
            more_acts,
        ];
        assert_eq!(widest(&all).collect::<Vec<_>>(), [&warnings, &anything]);
        assert_eq!(widest(&[denials.clone(), denials.clone()]).count(), 1);
    }
}
