//! `dixit serve`: a graph as a web service and as a page that answers questions; only with the feature `serve`.
//!
//! `routes` says which address is answered by what; a request passes `guard` (who may ask), `parameters` (what is
//! asked), and `answers`, which is the only part that reads the graph, on the threads that hold it. What comes back is
//! a `reply`, an error included. `connections` keeps slow, silent and too many clients from keeping others waiting, and
//! ends when it is told to. `openapi` describes all of it.

mod answers;
mod connections;
mod guard;
mod openapi;
mod parameters;
mod reply;
mod routes;
mod timed;

use crate::cli::arguments::model::EngineArguments;
use crate::cli::arguments::{graphs, processors};
use crate::cli::interruption;
use crate::cli::messages::{Outcome, counted, say, written};
use crate::cli::terminal::clean;
use crate::error::{Error, Result};
use answers::Service;
use clap::Args;
use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Serve a graph over HTTP: a page that answers questions, and JSON for programs
///
/// Serves the page of the graph, in whose search you can ask questions too, and the answers of `dixit ask`,
/// `query` and `extract` as JSON; /openapi.json describes them. It changes nothing, and by default only
/// programs on this computer can reach it. Ctrl-C or TERM stops it, once the requests under way are answered.
///
/// A request may have a body of 1 MiB and take 30 seconds; 512 connections and 256 requests are served at
/// once.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Graph or store to serve, written by `dixit build` [default: the newest one in graphs/]
    #[arg(value_name = "GRAPH")]
    graph: Option<PathBuf>,
    /// Port to listen on; 0 for any that is free, which the first line of output tells
    #[arg(
        long,
        value_name = "PORT",
        default_value_t = 8321,
        help_heading = "Network"
    )]
    port: u16,
    /// Address to listen on; others than this computer's own can be reached by everybody who can reach
    /// the computer, without a password
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1",
        help_heading = "Network"
    )]
    bind: IpAddr,
    #[command(flatten)]
    engine: EngineArguments,
}

const EXAMPLES: &str = "\
Examples:
  dixit serve graphs/corpus.json             then open http://127.0.0.1:8321/
  dixit serve archive.sqlite --port 0        on a free port
  curl 'http://127.0.0.1:8321/ask?q=Who+warned+Russia?'
  curl 'http://127.0.0.1:8321/query?speaker=Putin&relation=proposed&limit=5'
  curl -H 'Content-Type: text/plain' --data-binary @article.txt http://127.0.0.1:8321/extract";

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    let opened = graphs::open(arguments.graph.as_deref())?;
    let service = Service::start(opened, arguments.engine.engine()?, processors())?;
    let (stop, stopped) = oneshot::channel();
    interruption::instead(move || {
        // It may have ended by itself.
        let _ = stop.send(());
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| Error::new(format!("cannot start: {error}")))?;
    let address = SocketAddr::new(arguments.bind, arguments.port);
    runtime.block_on(serve(service, address, stopped))?;
    // A request that is given up leaves its work behind.
    runtime.shutdown_background();
    Ok(Outcome::Done)
}

async fn serve(
    service: Service,
    address: SocketAddr,
    stopped: oneshot::Receiver<()>,
) -> Result<()> {
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|error| cannot_listen(address, &error))?;
    let at = listener.local_addr();
    let at = at.map_err(|error| cannot_listen(address, &error))?;
    if !at.ip().is_loopback() {
        say("warning: other computers can reach this; it asks for no password");
    }
    let line = format!(
        "serving {} ({}) at http://{at}/",
        service.name(),
        counted(service.size().statements, "statement")
    );
    let mut out = io::stdout().lock();
    written(writeln!(out, "{}", clean(&line)).and_then(|()| out.flush()))?;
    drop(out);
    let routes = routes::all(service, at.ip());
    connections::serve(listener, routes, stopped).await;
    Ok(())
}

fn cannot_listen(address: SocketAddr, error: &io::Error) -> Error {
    let way_out = match error.kind() {
        io::ErrorKind::AddrInUse => {
            "; choose another port with --port, or any free one with --port 0"
        }
        io::ErrorKind::PermissionDenied => "; choose a port above 1023 with --port",
        io::ErrorKind::AddrNotAvailable => "; --bind must be an address of this computer",
        _ => "",
    };
    Error::new(format!("cannot listen on {address}: {error}{way_out}"))
}
