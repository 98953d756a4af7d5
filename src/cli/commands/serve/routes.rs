//! Which address is answered by what.

use super::answers::{self, Service};
use super::parameters::{Parameters, USUAL, decoded, filters, name_of};
use super::reply::{Refused, Reply, json, of_type, written};
use super::{guard, openapi};
use crate::query::ask::Asking;
use crate::query::readers::Reader;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, EXPECT};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{get, post};
use http_body_util::BodyExt;
use serde_json::{Map, Value};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// The longest body, in bytes.
const LONGEST: usize = 1 << 20;

/// How much of a body that is too long is read.
const DRAINED: usize = 16 << 20;

/// The longest that a client may take to send a body.
const BODY: Duration = Duration::from_secs(20);

/// The fields of an article in JSON.
const FIELDS: [&str; 6] = ["text", "title", "date", "id", "url", "source"];

type Served = State<Arc<Service>>;

/// All addresses.
pub(super) fn all(service: Service, at: IpAddr) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/ask", get(ask))
        .route("/query", get(query))
        .route("/entities/{id}", get(entity))
        .route("/statements/{id}", get(statement))
        .route("/extract", post(extract))
        .route("/health", get(health))
        .route("/openapi.json", get(description))
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method)
        .with_state(Arc::new(service))
        .layer(from_fn_with_state(at, guard::guard))
}

async fn page(State(service): Served, uri: Uri) -> Result<Response, Refused> {
    Parameters::read(uri.query().unwrap_or_default(), &[])?;
    let mut response = of_type("text/html; charset=utf-8", service.page().await?);
    // The page has its own policy, which cannot say this.
    let policy = HeaderValue::from_static("frame-ancestors 'none'");
    response
        .headers_mut()
        .insert(CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

async fn ask(State(service): Served, uri: Uri) -> Result<Response, Refused> {
    let parameters = Parameters::read(
        uri.query().unwrap_or_default(),
        &["q", "limit", "exact_words"],
    )?;
    let Some(question) = parameters.one("q")? else {
        return Err(Refused::wrong(
            "there is no question; ask one with ?q=, such as /ask?q=Who+warned+Russia?",
        ));
    };
    let asking = Asking {
        question: question.to_owned(),
        limit: parameters.limit()?,
        exact_words: parameters.is_on("exact_words")?,
    };
    answered(&service, move |reader| {
        answers::asked(reader, &asking, USUAL)
    })
    .await
}

async fn query(State(service): Served, uri: Uri) -> Result<Response, Refused> {
    let names: Vec<String> = filters().iter().map(name_of).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let query = Parameters::read(uri.query().unwrap_or_default(), &names)?.query()?;
    answered(&service, move |reader| answers::queried(reader, &query)).await
}

async fn entity(State(service): Served, uri: Uri) -> Result<Response, Refused> {
    let id = id_of(&uri)?;
    answered(&service, move |reader| answers::entity(reader, &id)).await
}

async fn statement(State(service): Served, uri: Uri) -> Result<Response, Refused> {
    let id = id_of(&uri)?;
    answered(&service, move |reader| answers::statement(reader, &id)).await
}

async fn extract(
    State(service): Served,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refused> {
    Parameters::read(uri.query().unwrap_or_default(), &[])?;
    let kind = Kind::of(&headers)?;
    let document = answers::document(kind.fields(&received(&headers, body).await?)?)?;
    let engine = service.engine();
    answered(&service, move |_| answers::extracted(&engine, &document)).await
}

async fn health(State(service): Served, uri: Uri) -> Result<Response, Refused> {
    Parameters::read(uri.query().unwrap_or_default(), &[])?;
    let size = service.size();
    Ok(json(written(&serde_json::json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "graph": service.name(),
        "statements": size.statements,
        "documents": size.documents,
    }))))
}

async fn description(uri: Uri) -> Result<Response, Refused> {
    Parameters::read(uri.query().unwrap_or_default(), &[])?;
    Ok(json(written(&openapi::description()?)))
}

async fn unknown(uri: Uri) -> Refused {
    Refused::missing(format!(
        "there is nothing at {}; /openapi.json lists what there is",
        uri.path()
    ))
}

async fn wrong_method() -> Refused {
    Refused::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "this address has no such method; the header Allow lists those that it has",
    )
}

/// The answer that is made on a thread that reads the graph.
async fn answered(
    service: &Service,
    work: impl FnOnce(&Reader) -> Reply + Send + 'static,
) -> Result<Response, Refused> {
    service.answer(work).await.map(json)
}

/// The id at the end of an address.
fn id_of(uri: &Uri) -> Result<String, Refused> {
    Parameters::read(uri.query().unwrap_or_default(), &[])?;
    decoded(uri.path().rsplit('/').next().unwrap_or_default())
}

/// What the body of a request is.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Text,
    Json,
}

impl Kind {
    fn of(headers: &HeaderMap) -> Result<Kind, Refused> {
        let refused = || {
            Refused::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "the body must be text/plain in UTF-8 or application/json, as Content-Type says",
            )
        };
        let told = headers.get(CONTENT_TYPE).ok_or_else(refused)?;
        let told = told.to_str().map_err(|_| refused())?.to_ascii_lowercase();
        let (kind, more) = told.split_once(';').unwrap_or((&told, ""));
        let charset = more
            .split(';')
            .find_map(|part| part.trim().strip_prefix("charset="));
        let charset = charset.map(|name| name.trim_matches('"'));
        if !matches!(charset, None | Some("utf-8" | "utf8" | "us-ascii")) {
            return Err(refused());
        }
        match kind.trim() {
            "text/plain" => Ok(Kind::Text),
            "application/json" => Ok(Kind::Json),
            _ => Err(refused()),
        }
    }

    /// The fields of the article in a body.
    fn fields(self, body: &[u8]) -> Result<Map<String, Value>, Refused> {
        let text = std::str::from_utf8(body).map_err(|error| {
            Refused::wrong(format!(
                "the body is not UTF-8: byte {} is wrong",
                error.valid_up_to() + 1
            ))
        })?;
        if text.trim().is_empty() {
            return Err(Refused::wrong(
                "the body is empty; send the text of an article",
            ));
        }
        match self {
            Kind::Text => Ok(Map::from_iter([("text".to_owned(), text.into())])),
            Kind::Json => {
                let fields: Map<String, Value> = serde_json::from_str(text).map_err(|error| {
                    Refused::wrong(format!("the body is not an article in JSON: {error}"))
                })?;
                match fields.keys().find(|name| !FIELDS.contains(&name.as_str())) {
                    None => Ok(fields),
                    Some(name) => Err(Refused::wrong(format!(
                        "there is no field '{name}'; there are {}",
                        FIELDS.join(", ")
                    ))),
                }
            }
        }
    }
}

/// The body of a request, if it is not too long and comes in time.
async fn received(headers: &HeaderMap, body: Body) -> Result<Bytes, Refused> {
    let length = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok());
    let length = length.and_then(|length| length.parse::<usize>().ok());
    let is_too_long = length.is_some_and(|length| length > LONGEST);
    if is_too_long && headers.contains_key(EXPECT) {
        // The client has not begun to send it.
        return Err(too_long());
    }
    match timeout(BODY, collected(body)).await {
        Err(_) => Err(Refused::new(
            StatusCode::REQUEST_TIMEOUT,
            "the body did not come in time",
        )),
        Ok(collected) => collected,
    }
}

/// A body; one that is too long is read on for a while, as a client that is still sending reads no answer.
async fn collected(mut body: Body) -> Result<Bytes, Refused> {
    let mut bytes = Vec::new();
    let mut length = 0;
    while length <= DRAINED
        && let Some(frame) = body.frame().await
    {
        let frame =
            frame.map_err(|error| Refused::wrong(format!("the body cannot be read: {error}")))?;
        let part = frame.into_data().unwrap_or_default();
        length += part.len();
        if length <= LONGEST {
            bytes.extend_from_slice(&part);
        }
    }
    match length <= LONGEST {
        true => Ok(bytes.into()),
        false => Err(too_long()),
    }
}

fn too_long() -> Refused {
    Refused::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        format!("the body has more than {LONGEST} bytes; use 'dixit extract' for files"),
    )
}
