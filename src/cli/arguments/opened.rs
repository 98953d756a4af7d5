//! An opened graph: loaded into memory, or a store from which commands load what they need.

#![cfg_attr(
    not(feature = "sqlite"),
    allow(
        unused_variables,
        unused_imports,
        dead_code,
        reason = "without stores, a graph is always loaded as a whole"
    )
)]

use crate::cli::messages::say;
use crate::error::Result;
use crate::graph::Graph;
#[cfg(feature = "sqlite")]
use crate::graph::{Store, store::Detail};
use crate::query::Query;
#[cfg(feature = "sqlite")]
use crate::query::stored;
use std::borrow::Cow;
use std::path::Path;

/// The number of statements above which loading a whole store is reported.
const MANY: usize = 1_000_000;

/// An opened graph.
#[derive(Debug)]
pub(crate) enum Opened {
    /// Loaded as a whole.
    Graph(Graph),
    /// Loaded in parts as needed.
    #[cfg(feature = "sqlite")]
    Store(Box<Store>),
}

/// Where to look for hints.
pub(in crate::cli) enum Hinting {
    /// In the graph that was queried.
    There,
    /// In another part of it.
    In(Box<Graph>),
    /// Nowhere: there would be too much to search.
    Nowhere,
}

impl Opened {
    /// Opens a file: a store, or a graph in JSON.
    pub(crate) fn open(path: &Path) -> Result<Opened> {
        #[cfg(feature = "sqlite")]
        if Store::is_store(path) {
            return Ok(Opened::Store(Box::new(Store::open(path)?)));
        }
        Graph::load(path).map(Opened::Graph)
    }

    /// The whole graph.
    pub(in crate::cli) fn whole(self) -> Result<Graph> {
        match self {
            Opened::Graph(graph) => Ok(graph),
            #[cfg(feature = "sqlite")]
            store @ Opened::Store(_) => store.all().map(Cow::into_owned),
        }
    }

    /// The whole graph, which stays open.
    pub(in crate::cli) fn all(&self) -> Result<Cow<'_, Graph>> {
        match self {
            Opened::Graph(graph) => Ok(Cow::Borrowed(graph)),
            #[cfg(feature = "sqlite")]
            Opened::Store(store) => {
                warn_if_large(store)?;
                store.whole().map(Cow::Owned)
            }
        }
    }

    /// The part of the graph that a query needs; `also` are other names to look up.
    pub(crate) fn for_query(&self, query: &Query, also: &[String]) -> Result<Cow<'_, Graph>> {
        match self {
            Opened::Graph(graph) => Ok(Cow::Borrowed(graph)),
            #[cfg(feature = "sqlite")]
            Opened::Store(store) => {
                stored::part_for(store, query, also, Detail::Parties).map(Cow::Owned)
            }
        }
    }

    /// The part of the graph needed to show the first statements of a query, up to its limit, without counts.
    pub(in crate::cli) fn for_page(&self, query: &Query) -> Result<Cow<'_, Graph>> {
        #[cfg(feature = "sqlite")]
        if let Opened::Store(store) = self
            && let Some(page) = stored::first_page(store, query)?
        {
            return Ok(Cow::Owned(page));
        }
        self.for_query(query, &[])
    }

    /// Like [`Opened::for_query`], with all details of the documents, for exports.
    pub(crate) fn for_export(&self, query: &Query, also: &[String]) -> Result<Cow<'_, Graph>> {
        match self {
            Opened::Graph(graph) => Ok(Cow::Borrowed(graph)),
            #[cfg(feature = "sqlite")]
            Opened::Store(store) => {
                stored::part_for(store, query, also, Detail::All).map(Cow::Owned)
            }
        }
    }

    /// The part of the graph that a question in plain English needs.
    pub(crate) fn for_question(&self, question: &str) -> Result<Cow<'_, Graph>> {
        match self {
            Opened::Graph(graph) => Ok(Cow::Borrowed(graph)),
            #[cfg(feature = "sqlite")]
            Opened::Store(store) => stored::part_for_question(store, question).map(Cow::Owned),
        }
    }

    /// The part of the graph needed to look up statements by id or prefix of an id, and to query them.
    pub(crate) fn for_ids(&self, ids: &[String], query: &Query) -> Result<Cow<'_, Graph>> {
        match self {
            Opened::Graph(graph) => Ok(Cow::Borrowed(graph)),
            #[cfg(feature = "sqlite")]
            Opened::Store(store) => stored::part_with_ids(store, ids, query).map(Cow::Owned),
        }
    }

    /// Where to look for hints for a query.
    pub(in crate::cli) fn for_hints(&self, query: &Query) -> Hinting {
        match self {
            Opened::Graph(_) => Hinting::There,
            #[cfg(feature = "sqlite")]
            Opened::Store(store) => match stored::part_for_hints(store, query) {
                Ok(Some(part)) => Hinting::In(Box::new(part)),
                Ok(None) | Err(_) => Hinting::Nowhere,
            },
        }
    }
}

/// Reports on stderr that all of a large store is loaded.
#[cfg(feature = "sqlite")]
fn warn_if_large(store: &Store) -> Result<()> {
    let statements = store.size()?.statements;
    if statements > MANY {
        say(&format!(
            "this needs the whole graph: all {statements} statements of {} are read into memory, \
             about {} GB",
            store.path().display(),
            statements.div_ceil(MANY)
        ));
    }
    Ok(())
}
