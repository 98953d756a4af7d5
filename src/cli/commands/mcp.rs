//! `dixit mcp`: a graph as tools for assistants, over the Model Context Protocol
//! (<https://modelcontextprotocol.io>) on standard input and output; only with the feature `mcp`.
//!
//! `tools` has the tools and answers calls with the code of the commands of the same names, on the threads that read
//! the graph. A call that cannot be answered is a result with an error that the assistant reads, in the words of the
//! command.

mod tools;

use crate::cli::arguments::model::EngineArguments;
use crate::cli::arguments::{graphs, processors};
use crate::cli::messages::Outcome;
use crate::error::{Error, Result};
use crate::query::readers::{Crashed, Readers};
use clap::Args;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ErrorData,
    Implementation, JsonObject, ListToolsResult, PaginatedRequestParams, ServerCapabilities,
    ServerConfig, Tool,
};
use rmcp::service::RequestContext;
use rmcp::{RoleServer, ServerHandler, ServiceExt};
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::oneshot;
use tools::Sources;

/// Offer a graph to assistants as tools, over the Model Context Protocol
///
/// Speaks the protocol on standard input and output until the input ends, and changes nothing. The
/// tools are ask, query, verify, timeline, explain and extract; they answer as the commands do, with
/// the file and line of every statement.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Graph or store to read, written by `dixit build` [default: the newest one in graphs/]
    #[arg(value_name = "GRAPH")]
    graph: Option<PathBuf>,
    #[command(flatten)]
    engine: EngineArguments,
}

const EXAMPLES: &str = "\
Examples:
  dixit mcp graphs/corpus.json               as the command of a server in an assistant's settings:
                                             {\"command\": \"dixit\", \"args\": [\"mcp\", \"/news/graphs/corpus.json\"]}";

const INSTRUCTIONS: &str = "Who said, warned or proposed what to whom, from news articles. Every statement has the \
    words of its article and their file and line: quote these words, and cite the place. An answer without statements \
    means that the articles do not have it.";

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    let file = graphs::file(arguments.graph.as_deref())?;
    let engine = arguments.engine.engine()?;
    let server = Server {
        readers: Readers::start(graphs::open(Some(&file))?, processors())?,
        sources: Arc::new(Sources { engine, file }),
        tools: tools::all()?,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| failed(&error))?;
    runtime.block_on(async {
        match server.serve(rmcp::transport::stdio()).await {
            Ok(running) => running.waiting().await.map(drop).map_err(|e| failed(&e)),
            // The client left before it said anything.
            Err(rmcp::service::ServerInitializeError::ConnectionClosed(_)) => Ok(()),
            Err(error) => Err(failed(&error)),
        }
    })?;
    // A client that is gone leaves a read of standard input behind.
    runtime.shutdown_background();
    Ok(Outcome::Done)
}

fn failed(error: &dyn std::fmt::Display) -> Error {
    Error::new(format!(
        "the Model Context Protocol failed on standard input and output: {error}"
    ))
}

/// What clients speak to.
struct Server {
    readers: Readers,
    sources: Arc<Sources>,
    tools: Vec<Tool>,
}

impl Server {
    /// The answer to a call, in JSON.
    async fn call(&self, tool: String, arguments: JsonObject) -> Result<Value> {
        let sources = Arc::clone(&self.sources);
        let (answer, answered) = oneshot::channel();
        self.readers.submit(
            move |reader| tools::call(reader, &sources, &tool, &arguments),
            // A client that is gone needs no answer.
            move |made| drop(answer.send(made)),
        );
        answered
            .await
            .unwrap_or(Err(Crashed))
            .map_err(Crashed::error)?
    }
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new("dixit", env!("CARGO_PKG_VERSION")))
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> std::result::Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(self.tools.clone()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> std::result::Result<CallToolResponse, ErrorData> {
        let Some(tool) = self.tools.iter().find(|tool| tool.name == request.name) else {
            let names: Vec<&str> = self.tools.iter().map(|tool| tool.name.as_ref()).collect();
            let why = format!(
                "there is no tool '{}'; the tools are {}",
                request.name,
                names.join(", ")
            );
            return Err(ErrorData::invalid_params(why, None));
        };
        let arguments = request.arguments.unwrap_or_default();
        let answered = match tools::unknown(tool, &arguments) {
            Some(error) => Err(error),
            None => self.call(request.name.into_owned(), arguments).await,
        };
        let result = match answered {
            Ok(value) => CallToolResult::structured(value),
            Err(error) => CallToolResult::error(vec![ContentBlock::text(error.to_string())]),
        };
        Ok(result.into())
    }
}
