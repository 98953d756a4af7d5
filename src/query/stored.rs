//! Queries on a store: loads the part of it in which they have the same answers as in the whole.
//!
//! The entities that a question may name are loaded first, and the question is parsed over a graph of them;
//! then the statements that may answer it are loaded. For an unknown name, the entities with similar names are
//! loaded, so that the nearest names are those of the whole store.

use super::failure::Failure;
use super::filter::{Filter, Match, found};
use super::names::wanted;
use super::offices;
use super::spelling::is_near;
use super::{HintKind, Index, Query, SortKey, ask};
use crate::date::Date;
use crate::error::Result;
use crate::graph::store::{Conditions, Detail, NameLookup};
use crate::graph::{Graph, Store};
use std::slice;

/// So many statements are all loaded, before it is tried whether those of some days are enough.
const FEW: usize = if cfg!(test) { 2 } else { 300 };
/// Maximum number of statements to load for hints.
const MAX_FOR_HINTS: usize = 2_000;

/// The part of a store in which a query has the same answer as in the whole. `more_texts` has further texts
/// in which names may occur.
///
/// # Errors
/// One line that names the store.
pub fn part_for(
    store: &Store,
    query: &Query,
    more_texts: &[String],
    detail: Detail,
) -> Result<Graph> {
    let mut lookup = name_lookup(query);
    lookup.texts.extend(more_texts.iter().cloned());
    let known = store.load_named(&lookup)?;
    let index = Index::new(&known);
    let conditions = match Filter::new(&index, query).map(|filter| filter.conditions()) {
        Ok(conditions) => conditions,
        Err(failure) => return part_for_failure(store, known, &lookup, &failure),
    };
    let part = store.part_with(&lookup, &[conditions], detail, usize::MAX)?;
    part.map_or_else(|| store.whole(), Ok)
}

/// The part of a store in which a query or question fails with the same message as in the whole; it failed in `known`,
/// the part with the entities that it names.
fn part_for_failure(
    store: &Store,
    known: Graph,
    lookup: &NameLookup,
    failure: &Failure,
) -> Result<Graph> {
    match failure {
        Failure::Unknown { name, .. } => {
            let wanted = wanted(name);
            store.load_named_and_near(lookup, |name| is_near(&wanted, name))
        }
        // The message has the titles of all entities.
        Failure::UnknownOffice { .. } => store.load_all_entities(),
        Failure::UnknownOutlet { .. } | Failure::Unreadable(_) => Ok(known),
    }
}

/// The part of a store in which a query by date has the same first statements, as many as its limit, as in the whole;
/// the other statements that it finds may be missing. `None` if it has no limit, is sorted by something else,
/// or finds neither few nor as many.
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
    if query.related_words && query.sort.is_none() {
        // Statements in the words of the topic come first, whatever their date.
        return Ok(None);
    }
    let lookup = name_lookup(query);
    let known = store.load_named(&lookup)?;
    let index = Index::new(&known);
    let Ok(filter) = Filter::new(&index, query) else {
        return Ok(None);
    };
    let conditions = filter.conditions();
    let all = slice::from_ref(&conditions);
    if let Some(part) = store.part_with(&lookup, all, Detail::Parties, FEW)? {
        return Ok(Some(part));
    }
    let days = days_of(&known, &conditions, backwards);
    let mut count = 1;
    while count < days.len() {
        let ends = [days.first().copied(), days.get(count - 1).copied()];
        let conditions = Conditions {
            since: ends.into_iter().flatten().min(),
            until: ends.into_iter().flatten().max(),
            ..conditions.clone()
        };
        let part = store.part_with(
            &lookup,
            slice::from_ref(&conditions),
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
                false => conditions.until.is_some_and(|until| day <= until),
                true => conditions.since.is_some_and(|since| day >= since),
            })
        };
        if found.iter().filter(|hit| is_settled(hit)).count() >= limit {
            return Ok(Some(part));
        }
        count *= 4;
    }
    Ok(None)
}

/// The days within a query's period on which the store has statements, in the order of the answer.
fn days_of(known: &Graph, conditions: &Conditions, backwards: bool) -> Vec<Date> {
    let days = known
        .store_summary()
        .map(|whole| whole.days.iter().copied());
    let mut days: Vec<Date> = days.into_iter().flatten().collect();
    days.retain(|day| {
        conditions.since.is_none_or(|since| *day >= since)
            && conditions.until.is_none_or(|until| *day <= until)
    });
    days.sort_unstable();
    if backwards {
        days.reverse();
    }
    days
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
    let lookup = NameLookup {
        texts: texts.clone(),
        offices,
        rollup: false,
    };
    let known = store.load_named(&lookup)?;
    let asked = ask::parse(question, &Index::new(&known));
    match asked {
        Err(failure) => part_for_failure(store, known, &lookup, &failure),
        Ok(asked) => {
            let mut all = texts;
            all.extend(asked.query.about.iter().cloned());
            let mut query = asked.query;
            // The names of the question are looked up with those of the query.
            query.limit = None;
            let mut lookups = name_lookup_with(&query, &all);
            lookups.offices.extend(lookup.offices);
            let known = store.load_named(&lookups)?;
            let conditions =
                Filter::new(&Index::new(&known), &query).map(|filter| filter.conditions());
            match conditions {
                Err(failure) => part_for_failure(store, known, &lookups, &failure),
                Ok(conditions) => {
                    let part =
                        store.part_with(&lookups, &[conditions], Detail::Parties, usize::MAX)?;
                    part.map_or_else(|| store.whole(), Ok)
                }
            }
        }
    }
}

/// The part of a store in which a query has the same hints as in the whole; `None` if it has none, or if they would
/// take too long.
///
/// # Errors
/// One line that names the store.
pub fn part_for_hints(store: &Store, query: &Query, hints: HintKind) -> Result<Option<Graph>> {
    let mut all = name_lookup(query);
    all.rollup |= hints == HintKind::Looser;
    let known = store.load_named(&all)?;
    let index = Index::new(&known);
    let mut conditions = Vec::new();
    for query in &hints.queries(&index, query) {
        let mut own = Filter::new(&index, query).map(|filter| filter.conditions());
        if let (Ok(own), HintKind::Looser) = (&mut own, hints) {
            // One of the hints is that there are others, of any polarity.
            own.polarities.clear();
        }
        conditions.extend(own);
    }
    if conditions.is_empty() {
        return Ok(None);
    }
    store.part_with(&all, &conditions, Detail::Parties, MAX_FOR_HINTS)
}

/// The part of a store with the statements that have these ids, or reports whose ids start with one of them.
///
/// # Errors
/// One line that names the store.
pub fn part_with_ids(store: &Store, ids: &[String], query: &Query) -> Result<Graph> {
    store.part_with_ids(ids, &name_lookup(query))
}

fn name_lookup(query: &Query) -> NameLookup {
    name_lookup_with(query, &[])
}

/// All names in a query, and further texts in which names may occur.
fn name_lookup_with(query: &Query, more_texts: &[String]) -> NameLookup {
    let texts = [&query.speaker, &query.to, &query.about];
    let texts: Vec<String> = texts.into_iter().flatten().cloned().collect();
    let roles = query.speaker_role.iter().chain(&query.to_role);
    let offices = texts.iter().chain(roles.clone());
    let offices = offices
        .flat_map(|text| offices::synonyms_in(text))
        .collect();
    NameLookup {
        texts: texts
            .iter()
            .chain(roles)
            .chain(more_texts)
            .cloned()
            .collect(),
        offices,
        rollup: query.rollup,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{AskedFor, Sort, run};
    use crate::statement::Relation;
    use tempfile::TempDir;

    /// The sample graph, as it is and in a store.
    fn sample(folder: &TempDir) -> (Graph, Store) {
        let graph = crate::graph::sample::graph();
        let path = folder.path().join("sample.sqlite");
        let mut store = Store::grow(&path, graph.name()).unwrap();
        store.add_graph(graph.clone()).unwrap();
        store.settle(|_, _| ()).unwrap();
        (graph, Store::open(&path).unwrap())
    }

    fn ids(graph: &Graph, query: &Query) -> Vec<String> {
        let answer = run(graph, query, AskedFor::What).unwrap();
        let ids = answer.statements.iter().map(|hit| hit.id.to_string());
        ids.collect()
    }

    #[test]
    fn a_page_has_the_first_statements_of_the_whole() {
        let folder = TempDir::new().unwrap();
        let (graph, store) = sample(&folder);
        let day = graph.documents().iter().find_map(|d| d.date).unwrap();
        let mut pages = 0;
        for query in [
            Query::default(),
            Query::default().relation(Relation::Warned),
            Query::default().relation(Relation::Said).since(day),
            Query::default().until(day),
            Query::default().speaker("Russia").rollup(true),
        ] {
            for (descending, limit) in [(false, 1), (true, 1), (false, 4), (true, 7), (false, 900)]
            {
                let key = SortKey::Date;
                let query = query.clone().sort(Sort { key, descending });
                let query = query.limit(limit);
                let part = match first_page(&store, &query).unwrap() {
                    Some(part) => part,
                    None => part_for(&store, &query, &[], Detail::Parties).unwrap(),
                };
                pages += usize::from(part.statements().len() < graph.statements().len());
                assert_eq!(ids(&part, &query), ids(&graph, &query), "{query} {limit}");
            }
        }
        assert!(pages > 10, "nothing is left out of any page: {pages}");
    }

    #[test]
    fn an_unknown_name_has_the_nearest_names_of_the_whole() {
        let folder = TempDir::new().unwrap();
        let (graph, store) = sample(&folder);
        for name in [
            "Rusia",
            "Ukrane",
            "Stoltenburg",
            "Blinkn",
            "the Kremlim",
            "Zzyzx",
            "White Hous",
        ] {
            let query = Query::default().speaker(name);
            let part = part_for(&store, &query, &[], Detail::Parties).unwrap();
            let failures =
                [&part, &graph].map(|graph| run(graph, &query, AskedFor::What).unwrap_err());
            assert_eq!(failures[0], failures[1]);
            assert!(part.entities().len() < graph.entities().len() / 2);
        }
    }
}
