//! Connections: how many, how long, and how they end.

use super::reply::told;
use super::timed::Timed;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};
use tokio::time::{sleep, timeout};

/// The most connections at once.
const CONNECTIONS: usize = 512;

/// The longest that a client may take to send the head of a request, from the end of the last one.
const HEAD: Duration = Duration::from_secs(10);

/// The most bytes of the head of a request.
const LONGEST_HEAD: usize = 64 << 10;

/// The most headers of a request.
const HEADERS: usize = 64;

/// The longest that requests under way may take once the service is told to stop.
const LAST: Duration = Duration::from_secs(10);

/// Answers requests until it is told to stop, and then those under way.
pub(super) async fn serve(listener: TcpListener, routes: Router, mut stop: oneshot::Receiver<()>) {
    let mut server = http1::Builder::new();
    server
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(LONGEST_HEAD)
        .max_headers(HEADERS);
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let under_way = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut stop => break,
        };
        let Ok((stream, _)) = accepted else {
            // Too many open files, or a client that has left again.
            sleep(Duration::from_millis(20)).await;
            continue;
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            tokio::spawn(turn_away(stream));
            continue;
        };
        // Answers are written at once, small ones too.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(routes.clone());
        let connection = server.serve_connection(TokioIo::new(Timed::new(stream)), service);
        let connection = under_way.watch(connection);
        tokio::spawn(async move {
            // A client that breaks off, or breaks the protocol, has been told if it can be.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = timeout(LAST, under_way.shutdown()).await;
}

/// Says that there are too many connections.
async fn turn_away(mut stream: TcpStream) {
    let body = told("too many connections at once; ask again later");
    let head = format!(
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Retry-After: 1\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let sent = async {
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(&body).await?;
        stream.shutdown().await
    };
    let _ = timeout(Duration::from_secs(1), sent).await;
}
