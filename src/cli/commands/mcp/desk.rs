//! The thread that answers calls, one after another: an index borrows its graph, and the thread can own both.

use super::sources::Sources;
use super::tools;
use crate::cli::arguments::opened::Opened;
use crate::error::{Error, Result};
use crate::extract::engine::Engine;
use rmcp::model::JsonObject;
use serde_json::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;

/// Takes calls to the thread.
pub(super) struct Desk {
    calls: Sender<Call>,
}

/// A call of a tool, and where its answer goes.
struct Call {
    tool: String,
    arguments: JsonObject,
    answer: oneshot::Sender<Result<Value>>,
}

impl Desk {
    /// Starts the thread.
    pub(super) fn open(opened: Opened, engine: Arc<Engine>) -> Desk {
        let (calls, called) = channel();
        std::thread::spawn(move || answer_all(&opened, &engine, called));
        Desk { calls }
    }

    /// The answer to a call, in JSON.
    pub(super) async fn call(&self, tool: String, arguments: JsonObject) -> Result<Value> {
        let (answer, answered) = oneshot::channel();
        let call = Call {
            tool,
            arguments,
            answer,
        };
        self.calls.send(call).map_err(|_| crashed())?;
        answered.await.map_err(|_| crashed())?
    }
}

fn crashed() -> Error {
    Error::new("dixit crashed on this call; please report it")
}

fn answer_all(opened: &Opened, engine: &Engine, calls: Receiver<Call>) {
    let sources = Sources::new(opened, engine);
    for call in calls {
        let answer = catch_unwind(AssertUnwindSafe(|| {
            tools::call(&sources, &call.tool, &call.arguments)
        }));
        // A client that is gone needs no answer.
        let _ = call.answer.send(answer.unwrap_or_else(|_| Err(crashed())));
    }
}
