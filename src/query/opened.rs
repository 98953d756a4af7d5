//! An opened graph: loaded into memory, or a store from which queries load what they need.

#![cfg_attr(
    not(feature = "sqlite"),
    allow(
        unused_variables,
        unused_imports,
        dead_code,
        reason = "without stores, a graph is always loaded as a whole"
    )
)]

#[cfg(feature = "sqlite")]
use super::stored;
use super::{HintKind, Query};
use crate::error::Result;
use crate::graph::Graph;
#[cfg(feature = "sqlite")]
use crate::graph::{Store, store::Detail};
use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

/// An opened graph.
#[derive(Debug)]
pub(crate) enum Opened {
    /// Loaded as a whole.
    Graph(Arc<Graph>),
    /// Loaded in parts as needed.
    #[cfg(feature = "sqlite")]
    Store(Box<Store>),
}

/// Where to look for hints.
pub(crate) enum Hinting {
    /// In the graph that was queried.
    There,
    /// In another part of it.
    In(Box<Graph>),
    /// Nowhere: there are none, or there would be too much to search.
    Nowhere,
}

impl Opened {
    /// A graph in memory.
    pub(crate) fn of(graph: Graph) -> Opened {
        Opened::Graph(Arc::new(graph))
    }

    /// Opens a file: a store, or a graph in JSON.
    pub(crate) fn open(path: &Path) -> Result<Opened> {
        #[cfg(feature = "sqlite")]
        if Store::is_store(path) {
            return Ok(Opened::Store(Box::new(Store::open(path)?)));
        }
        Graph::load(path).map(Opened::of)
    }

    /// The whole graph.
    pub(crate) fn whole(self) -> Result<Graph> {
        match self {
            Opened::Graph(graph) => Ok(Arc::unwrap_or_clone(graph)),
            #[cfg(feature = "sqlite")]
            store @ Opened::Store(_) => store.all().map(Cow::into_owned),
        }
    }

    /// The same graph for another thread.
    #[cfg(any(feature = "python", feature = "mcp", feature = "serve"))]
    pub(crate) fn again(&self) -> Result<Opened> {
        match self {
            Opened::Graph(graph) => Ok(Opened::Graph(Arc::clone(graph))),
            #[cfg(feature = "sqlite")]
            Opened::Store(store) => Ok(Opened::Store(Box::new(Store::open(store.path())?))),
        }
    }

    /// The numbers of statements and of documents.
    pub(crate) fn size(&self) -> Result<(usize, usize)> {
        match self {
            Opened::Graph(graph) => Ok((graph.statements().len(), graph.documents().len())),
            #[cfg(feature = "sqlite")]
            Opened::Store(store) => store.size().map(|size| (size.statements, size.documents)),
        }
    }

    /// The whole graph, which stays open.
    pub(crate) fn all(&self) -> Result<Cow<'_, Graph>> {
        match self {
            Opened::Graph(graph) => Ok(Cow::Borrowed(graph)),
            #[cfg(feature = "sqlite")]
            Opened::Store(store) => store.whole().map(Cow::Owned),
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
    pub(crate) fn for_page(&self, query: &Query) -> Result<Cow<'_, Graph>> {
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
    pub(crate) fn for_hints(&self, query: &Query, hints: HintKind) -> Hinting {
        match self {
            Opened::Graph(_) => Hinting::There,
            #[cfg(feature = "sqlite")]
            Opened::Store(store) => match stored::part_for_hints(store, query, hints) {
                Ok(Some(part)) => Hinting::In(Box::new(part)),
                Ok(None) | Err(_) => Hinting::Nowhere,
            },
        }
    }
}
