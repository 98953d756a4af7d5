//! What tools read: a graph with its index, or a store, and the engine.

use crate::cli::arguments::opened::Opened;
use crate::error::Result;
use crate::extract::engine::Engine;
use crate::graph::Graph;
use crate::query::Index;
use serde_json::Value;
use std::borrow::Cow;

/// What tools read.
pub(super) struct Sources<'o> {
    pub(super) opened: &'o Opened,
    /// The index of a graph in memory.
    index: Option<Index<'o>>,
    pub(super) engine: &'o Engine,
}

impl<'o> Sources<'o> {
    pub(super) fn new(opened: &'o Opened, engine: &'o Engine) -> Sources<'o> {
        let index = match opened {
            Opened::Graph(graph) => Some(Index::new(graph)),
            #[cfg(feature = "sqlite")]
            Opened::Store(_) => None,
        };
        Sources {
            opened,
            index,
            engine,
        }
    }

    /// What `work` makes of the index of the graph in memory, or of the part that `load` takes from a store.
    pub(super) fn with_index(
        &self,
        load: impl FnOnce(&'o Opened) -> Result<Cow<'o, Graph>>,
        work: impl FnOnce(&Index) -> Result<Value>,
    ) -> Result<Value> {
        match &self.index {
            Some(index) => work(index),
            None => work(&Index::new(&*load(self.opened)?)),
        }
    }
}
