//! A graph that was opened: in memory, or in a store of which a command loads what it needs.

#![cfg_attr(
    not(feature = "sqlite"),
    allow(
        unused_variables,
        unused_imports,
        dead_code,
        reason = "without stores a graph is always whole, whatever is asked of it"
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

/// Statements that fit into memory without a word about it.
const MANY: usize = 1_000_000;

/// A graph in a file that was opened.
#[derive(Debug)]
pub(in crate::cli) enum Opened {
    /// All of it is loaded.
    Graph(Graph),
    /// Parts of it are loaded as they are needed.
    #[cfg(feature = "sqlite")]
    Store(Box<Store>),
}

/// Where hints are looked for.
pub(in crate::cli) enum Hinting {
    /// In the graph that was asked.
    There,
    /// In another part of it.
    In(Box<Graph>),
    /// Nowhere: there is too much to look at.
    Nowhere,
}

impl Opened {
    /// Opens a file: a store, or a graph in JSON.
    pub(in crate::cli) fn open(path: &Path) -> Result<Opened> {
        #[cfg(feature = "sqlite")]
        if Store::is_store(path) {
            return Ok(Opened::Store(Box::new(Store::open(path)?)));
        }
        Graph::load(path).map(Opened::Graph)
    }

    /// All of it, for commands that need the whole graph.
    pub(in crate::cli) fn whole(self) -> Result<Graph> {
        match self {
            Opened::Graph(graph) => Ok(graph),
            #[cfg(feature = "sqlite")]
            Opened::Store(store) => {
                tell_size(&store)?;
                store.whole()
            }
        }
    }

    /// What a command needs that asks one query; `also` are other names that it looks up.
    pub(in crate::cli) fn for_query(
        &self,
        query: &Query,
        also: &[String],
    ) -> Result<Cow<'_, Graph>> {
        match self {
            Opened::Graph(graph) => Ok(Cow::Borrowed(graph)),
            #[cfg(feature = "sqlite")]
            Opened::Store(store) => {
                stored::part_for(store, query, also, Detail::Parties).map(Cow::Owned)
            }
        }
    }

    /// What a command needs that shows the first statements of one query, as many as its limit, and counts
    /// nothing.
    pub(in crate::cli) fn for_page(&self, query: &Query) -> Result<Cow<'_, Graph>> {
        #[cfg(feature = "sqlite")]
        if let Opened::Store(store) = self
            && let Some(page) = stored::first_page(store, query)?
        {
            return Ok(Cow::Owned(page));
        }
        self.for_query(query, &[])
    }

    /// The same with all that the documents say, to be written out.
    pub(in crate::cli) fn for_export(
        &self,
        query: &Query,
        also: &[String],
    ) -> Result<Cow<'_, Graph>> {
        match self {
            Opened::Graph(graph) => Ok(Cow::Borrowed(graph)),
            #[cfg(feature = "sqlite")]
            Opened::Store(store) => {
                stored::part_for(store, query, also, Detail::All).map(Cow::Owned)
            }
        }
    }

    /// What a command needs that asks a question in plain English.
    pub(in crate::cli) fn for_question(&self, question: &str) -> Result<Cow<'_, Graph>> {
        match self {
            Opened::Graph(graph) => Ok(Cow::Borrowed(graph)),
            #[cfg(feature = "sqlite")]
            Opened::Store(store) => stored::part_for_question(store, question).map(Cow::Owned),
        }
    }

    /// What a command needs that looks up statements by ids or their first characters, and asks a query of
    /// them.
    pub(in crate::cli) fn for_ids(&self, ids: &[String], query: &Query) -> Result<Cow<'_, Graph>> {
        match self {
            Opened::Graph(graph) => Ok(Cow::Borrowed(graph)),
            #[cfg(feature = "sqlite")]
            Opened::Store(store) => stored::part_with_ids(store, ids, query).map(Cow::Owned),
        }
    }

    /// Where hints for a query are looked for.
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

/// Says so where all of a large store is read.
#[cfg(feature = "sqlite")]
fn tell_size(store: &Store) -> Result<()> {
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
