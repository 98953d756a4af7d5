//! Who may ask, and what every answer says to browsers.
//!
//! A web page that somebody visits can make the browser send requests here. It must neither read the answers nor
//! set us to work: what comes from a page of another origin is refused, and so is a host name that is not this
//! computer's, by which a page of an attacker's host passes for one of ours ("DNS rebinding").

use super::reply::Refused;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;

/// What browsers may do with an answer; `Content-Security-Policy` of the page is in the page itself.
const HEADERS: [(HeaderName, &str); 7] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (CACHE_CONTROL, "no-store"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    ),
];

/// Passes on what may be asked, and marks the answer.
pub(super) async fn guard(State(at): State<IpAddr>, request: Request, next: Next) -> Response {
    let mut response = match checked(request.uri(), request.headers(), at) {
        Ok(()) => next.run(request).await,
        Err(refused) => refused.into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(
            "default-src 'none'; frame-ancestors 'none'",
        ));
    response
}

fn checked(uri: &Uri, headers: &HeaderMap, at: IpAddr) -> Result<(), Refused> {
    let mut hosts = headers.get_all(HOST).iter();
    let (host, None) = (hosts.next(), hosts.next()) else {
        return Err(Refused::wrong("the request has several Host headers"));
    };
    let Some(host) = host.and_then(|host| host.to_str().ok()) else {
        return Err(Refused::wrong("the request has no readable Host header"));
    };
    let named = [Some(host), uri.authority().map(|whole| whole.as_str())];
    if at.is_loopback() && !named.into_iter().flatten().all(is_ours) {
        return Err(Refused::new(
            StatusCode::MISDIRECTED_REQUEST,
            "this is not the host that was asked; use http://localhost or the address itself",
        ));
    }
    let Some(origin) = headers.get(ORIGIN) else {
        return Ok(());
    };
    let origin = origin.to_str().ok();
    let origin = origin.and_then(|origin| origin.split_once("://"));
    match origin.is_some_and(|(_, of)| of.eq_ignore_ascii_case(host)) {
        true => Ok(()),
        false => Err(Refused::new(
            StatusCode::FORBIDDEN,
            "pages of other sites may not ask this service",
        )),
    }
}

/// Whether a host, with or without a port, is this computer itself.
fn is_ours(host: &str) -> bool {
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => host.split(':').next().unwrap_or_default(),
    };
    let address = name.parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}
