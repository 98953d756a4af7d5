//! Queries on a store: loads the part of it in which they have the same answers as in the whole.
//!
//! The entities that a question may name are loaded first, and the question is parsed over a graph of them;
//! then the statements that may answer it are loaded. For an unknown name, all entities are loaded, so that
//! the nearest names are those of the whole store.

use super::filter::{Filter, Match, found};
use super::offices;
use super::{Index, Query, SortKey, ask, loosen};
use crate::date::Date;
use crate::error::Result;
use crate::graph::store::{Detail, Named, Wanted};
use crate::graph::{Graph, Store};
use std::slice;

/// Maximum number of statements to load for hints.
const MAX_FOR_HINTS: usize = 2_000;

/// The part of a store in which a query has the same answer as in the whole. `also` has further texts in
/// which names may occur.
///
/// # Errors
/// One line that names the store.
pub fn part_for(store: &Store, query: &Query, also: &[String], detail: Detail) -> Result<Graph> {
    let mut named = named(query);
    named.texts.extend(also.iter().cloned());
    let known = store.named(&named)?;
    let index = Index::new(&known);
    let wanted = match Filter::new(&index, query) {
        Ok(filter) => filter.wanted(),
        // The error message needs the names of all entities.
        Err(_) => return store.everybody(),
    };
    let part = store.part_with(&named, &[wanted], detail, usize::MAX)?;
    part.map_or_else(|| store.whole(), Ok)
}

/// The part of a store in which a query by date has the same first statements, as many as its limit, as in the whole;
/// the other statements that it finds may be missing. `None` if it has no limit, is sorted by something else,
/// or finds fewer.
///
/// # Errors
/// One line that names the store.
pub fn first_page(store: &Store, query: &Query) -> Result<Option<Graph>> {
    let backwards = match query.sort {
        None => false,
        Some(sort) if sort.key == SortKey::Date => sort.descending,
        Some(_) => return Ok(None),
    };
    let Some(limit) = query.limit else {
        return Ok(None);
    };
    let named = named(query);
    let known = store.named(&named)?;
    let index = Index::new(&known);
    let Ok(filter) = Filter::new(&index, query) else {
        return Ok(None);
    };
    let wanted = filter.wanted();
    let days = known
        .rest()
        .map(|rest| rest.days.iter().copied());
    let mut days: Vec<Date> = days.into_iter().flatten().collect();
    days.retain(|day| {
        wanted.since.is_none_or(|since| *day >= since)
            && wanted.until.is_none_or(|until| *day <= until)
    });
    days.sort_unstable();
    if backwards {
        days.reverse();
    }
    let mut count = 1;
    while count < days.len() {
        let ends = [days.first().copied(), days.get(count - 1).copied()];
        let wanted = Wanted {
            since: ends.into_iter().flatten().min(),
            until: ends.into_iter().flatten().max(),
            ..wanted.clone()
        };
        let part = store.part_with(
            &named,
            slice::from_ref(&wanted),
            Detail::Parties,
            usize::MAX,
        )?;
        let Some(part) = part else {
            return Ok(None);
        };
        let all = Query {
            limit: None,
            ..query.clone()
        };
        let Ok(found) = found(&Index::new(&part), &all, None).map(|found| found.into_matches().0)
        else {
            return Ok(None);
        };
        // All statements of these days have been loaded.
        let is_settled = |hit: &Match| {
            let day = part.when(hit.report).map(|when| when.first());
            day.is_some_and(|day| match backwards {
                false => wanted.until.is_some_and(|until| day <= until),
                true => wanted.since.is_some_and(|since| day >= since),
            })
        };
        if found.iter().filter(|hit| is_settled(hit)).count() >= limit {
            return Ok(Some(part));
        }
        count *= 4;
    }
    Ok(None)
}

/// The part of a store in which a question in plain English has the same answer as in the whole.
///
/// # Errors
/// One line that names the store.
pub fn part_for_question(store: &Store, question: &str) -> Result<Graph> {
    let texts = vec![question.to_owned(), ask::keys(question).join(" ")];
    let offices = texts
        .iter()
        .flat_map(|text| offices::synonyms_in(text))
        .collect();
    let named = Named {
        texts: texts.clone(),
        offices,
        rollup: false,
    };
    let known = store.named(&named)?;
    match ask::parse(question, &Index::new(&known)) {
        Err(_) => store.everybody(),
        Ok(asked) => {
            let mut all = texts;
            all.extend(asked.query.about.iter().cloned());
            let mut query = asked.query;
            // The names of the question are looked up with those of the query.
            query.limit = None;
            let mut lookups = named_with(&query, &all);
            lookups.offices.extend(named.offices);
            let known = store.named(&lookups)?;
            let wanted = Filter::new(&Index::new(&known), &query).map(|filter| filter.wanted());
            match wanted {
                Err(_) => store.everybody(),
                Ok(wanted) => {
                    let part = store.part_with(&lookups, &[wanted], Detail::Parties, usize::MAX)?;
                    part.map_or_else(|| store.whole(), Ok)
                }
            }
        }
    }
}

/// The part of a store in which a query has the same hints as in the whole; `None` if they would take too
/// long.
///
/// # Errors
/// One line that names the store.
pub fn part_for_hints(store: &Store, query: &Query) -> Result<Option<Graph>> {
    let mut all = named(query);
    all.rollup = true;
    let known = store.named(&all)?;
    let index = Index::new(&known);
    let queries = loosen::alternatives(&index, query);
    let mut wanted = Vec::new();
    for query in &queries {
        wanted.extend(Filter::new(&index, query).map(|filter| filter.wanted()));
    }
    store.part_with(&all, &wanted, Detail::Parties, MAX_FOR_HINTS)
}

/// The part of a store with the statements that have these ids, or reports whose ids start with one of them.
///
/// # Errors
/// One line that names the store.
pub fn part_with_ids(store: &Store, ids: &[String], query: &Query) -> Result<Graph> {
    store.part_of_ids(ids, &named(query))
}

fn named(query: &Query) -> Named {
    named_with(query, &[])
}

/// All names in a query, and further texts in which names may occur.
fn named_with(query: &Query, also: &[String]) -> Named {
    let texts = [&query.speaker, &query.to, &query.about];
    let texts: Vec<String> = texts.into_iter().flatten().cloned().collect();
    let roles = query.speaker_role.iter().chain(&query.to_role);
    let offices = texts.iter().chain(roles.clone());
    let offices = offices
        .flat_map(|text| offices::synonyms_in(text))
        .collect();
    Named {
        texts: texts.iter().chain(roles).chain(also).cloned().collect(),
        offices,
        rollup: query.rollup,
    }
}
