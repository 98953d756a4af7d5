//! What a request gets: JSON, or an error in one line.

use crate::error::Error;
use crate::query::Failure;
use crate::query::ask::Refusal;
use crate::query::readers::Crashed;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// JSON, or why there is none.
pub(super) type Reply = Result<Vec<u8>, Refused>;

/// Why a request is not answered.
#[derive(Debug)]
pub(super) struct Refused {
    status: StatusCode,
    why: String,
    /// The nearest question that can be read.
    nearest: Option<String>,
}

#[derive(Serialize)]
struct Told<'a> {
    error: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<&'a str>,
}

impl Refused {
    pub(super) fn new(status: StatusCode, why: impl Into<String>) -> Refused {
        Refused {
            status,
            why: why.into(),
            nearest: None,
        }
    }

    /// The request is wrong.
    pub(super) fn wrong(why: impl Into<String>) -> Refused {
        Refused::new(StatusCode::BAD_REQUEST, why)
    }

    /// What it asks for is not there.
    pub(super) fn missing(why: impl Into<String>) -> Refused {
        Refused::new(StatusCode::NOT_FOUND, why)
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Refused {
        Refused::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
    }
}

impl From<Crashed> for Refused {
    fn from(crashed: Crashed) -> Refused {
        Refused::from(crashed.error())
    }
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Refused {
        let why = failure.to_string();
        match failure {
            Failure::Unreadable(_) => Refused::wrong(why),
            _ => Refused::missing(why),
        }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        Refused {
            nearest: refusal.nearest,
            ..Refused::from(refusal.failure)
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let lines: Vec<&str> = self.why.split_whitespace().collect();
        let mut response = json(written(&Told {
            error: &lines.join(" "),
            nearest: self.nearest.as_deref(),
        }));
        *response.status_mut() = self.status;
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            let soon = HeaderValue::from_static("1");
            response.headers_mut().insert(RETRY_AFTER, soon);
        }
        response
    }
}

/// An error as the body of an answer.
pub(super) fn told(why: &str) -> Vec<u8> {
    written(&Told {
        error: why,
        nearest: None,
    })
}

/// A value in JSON, as the commands write it, but on one line.
pub(super) fn written<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    // Strings, numbers and lists cannot fail.
    let mut json = serde_json::to_vec(value).unwrap_or_default();
    json.push(b'\n');
    json
}

pub(super) fn json(body: Vec<u8>) -> Response {
    of_type("application/json", body)
}

pub(super) fn of_type(kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    let kind = HeaderValue::from_static(kind);
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}
