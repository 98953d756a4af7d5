//! What requests get from the graph, in the JSON of the commands of the same names.

use super::reply::{Refused, Reply, written};
use crate::cli::arguments::graphs;
use crate::cli::commands::article;
use crate::document::Document;
use crate::error::Error;
use crate::export::html::{self, Origin};
use crate::export::selection::{Choice, Selection};
use crate::extract::engine::Engine;
use crate::extract::pipeline;
use crate::graph::json;
use crate::query::ask::Asking;
use crate::query::opened::Opened;
use crate::query::readers::{Crashed, Reader, Readers};
use crate::query::{AskedFor, Hit, Query};
use axum::body::Bytes;
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::{Map, Value};
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;
use tokio::sync::{Semaphore, oneshot};
use tokio::time::timeout;

/// The most requests that are worked on or wait for it.
const AT_ONCE: usize = 256;

/// The longest that a request waits for its answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A graph and those who read it.
pub(super) struct Service {
    readers: Readers,
    engine: Arc<Engine>,
    name: String,
    size: Size,
    /// The page, made when first asked for.
    page: Arc<OnceLock<Bytes>>,
    places: Arc<Semaphore>,
}

/// How large the graph is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    pub(super) statements: usize,
    pub(super) documents: usize,
}

/// A statement in the wording of its first report, and of each.
#[derive(Serialize)]
struct Whole<'g> {
    #[serde(flatten)]
    statement: Hit<'g>,
    every_report: Vec<Hit<'g>>,
}

impl Service {
    /// Starts the threads that read the graph.
    pub(super) fn start(
        opened: Opened,
        engine: Arc<Engine>,
        threads: usize,
    ) -> Result<Service, Error> {
        let name = opened.for_ids(&[], &Query::default())?.name().to_owned();
        let (statements, documents) = opened.size()?;
        let readers = Readers::start(opened, threads)?;
        readers.submit(|reader| reader.prepare(), |_| ());
        Ok(Service {
            readers,
            engine,
            name,
            size: Size {
                statements,
                documents,
            },
            page: Arc::default(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
        })
    }

    /// The name of the graph.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn size(&self) -> Size {
        self.size
    }

    pub(super) fn engine(&self) -> Arc<Engine> {
        Arc::clone(&self.engine)
    }

    /// What `work` makes on a thread that reads the graph. Work that nobody waits for any more is not begun; what
    /// takes too long is given up, and ends by itself.
    pub(super) async fn answer<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reader) -> Result<T, Refused> + Send + 'static,
    ) -> Result<T, Refused> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let place = place.map_err(|_| busy("too many requests at once; ask again later"))?;
        let waiting = Arc::new(());
        let is_awaited = Arc::downgrade(&waiting);
        let (answer, answered) = oneshot::channel();
        self.readers.submit(
            move |reader| match Weak::strong_count(&is_awaited) {
                0 => Err(busy("nobody waits for this")),
                _ => work(reader),
            },
            move |made| {
                drop(place);
                drop(answer.send(made));
            },
        );
        let made = timeout(PATIENCE, answered).await;
        drop(waiting);
        match made {
            Err(_) => Err(busy("this takes too long; ask for less")),
            Ok(made) => made.unwrap_or(Err(Crashed))?,
        }
    }

    /// The page, with live answers.
    pub(super) async fn page(&self) -> Result<Bytes, Refused> {
        if let Some(page) = self.page.get() {
            return Ok(page.clone());
        }
        let made = Arc::clone(&self.page);
        self.answer(move |reader| page(reader, &made)).await
    }
}

fn busy(why: &str) -> Refused {
    Refused::new(StatusCode::SERVICE_UNAVAILABLE, why)
}

fn page(reader: &Reader, made: &OnceLock<Bytes>) -> Result<Bytes, Refused> {
    if let Some(page) = made.get() {
        return Ok(page.clone());
    }
    graphs::warn_if_large(reader.opened())?;
    let graph = reader.opened().all()?;
    let selection = Selection::of(&graph, &Choice::default())?;
    let mut page = Vec::new();
    // Memory takes whatever is written to it.
    let _ = html::write_for(Origin::Service, &selection, &mut page);
    Ok(made.get_or_init(|| Bytes::from(page)).clone())
}

pub(super) fn asked(reader: &Reader, asking: &Asking, usual: usize) -> Reply {
    reader.with_index(
        |opened| opened.for_question(&asking.question),
        |index| Ok(written(&asking.answer(index, Some(usual))?)),
    )
}

pub(super) fn queried(reader: &Reader, query: &Query) -> Reply {
    reader.with_index(
        |opened| opened.for_query(query, &[]),
        |index| Ok(written(&index.run(query, AskedFor::What)?)),
    )
}

/// An entity, as in the file of the graph.
pub(super) fn entity(reader: &Reader, id: &str) -> Reply {
    // The part of a store that names it.
    let naming = Query::default().speaker(id);
    let graph = reader.opened().for_ids(&[], &naming)?;
    match graph.entity_by_id(id) {
        Some(entity) => Ok(written(&json::node(&graph, graph.entity(entity)))),
        None => Err(Refused::missing(format!(
            "this graph has no entity with id '{id}'; the speakers, addressees and topics of statements have ids"
        ))),
    }
}

/// A statement, by the id of one of its reports or the first characters of it.
pub(super) fn statement(reader: &Reader, id: &str) -> Reply {
    let ids = [id.to_owned()];
    let graph = reader.opened().for_ids(&ids, &Query::default())?;
    let found = graphs::find_statement(&graph, id);
    let found = found.map_err(|error| Refused::wrong(error.to_string()))?;
    let Some((_, index)) = found else {
        return Err(Refused::missing(format!(
            "this graph has no statement with id '{id}'; answers have the ids of their statements"
        )));
    };
    let statement = graph.statement(index);
    let reported = |report| Hit::new(&graph, index, report, None, Default::default());
    let every_report = statement.reports().map(|report| Hit {
        id: &report.id,
        ..reported(report)
    });
    Ok(written(&Whole {
        statement: reported(&statement.first),
        every_report: every_report.collect(),
    }))
}

/// The document that a request has: a text, or fields.
pub(super) fn document(fields: Map<String, Value>) -> Result<Document, Refused> {
    article::of_fields(fields).map_err(|error| Refused::wrong(error.to_string()))
}

pub(super) fn extracted(engine: &Engine, document: &Document) -> Reply {
    Ok(written(&pipeline::extract_with(engine, document)?))
}
