//! A page that needs nothing: for refusals that come before any page is made, and for when making one broke.

use crate::assets;
use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use std::time::Duration;

/// A whole page with a heading and a sentence, which must hold no text of the request.
pub(crate) fn plain_page(status: StatusCode, heading: &str, sentence: &str) -> Response<Body> {
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"/>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\
         <meta name=\"color-scheme\" content=\"light dark\"/><title>{heading} · AltaClario</title>\
         <link rel=\"stylesheet\" href=\"{assets}/pkg/main.css\"/></head><body><main class=\"page\" id=\"main\">\
         <div class=\"state\" role=\"alert\"><h1>{heading}</h1><p>{sentence}</p>\
         <p class=\"actions\"><a class=\"button quiet\" href=\"/\">Go to the start page</a></p></div></main>\
         <footer class=\"foot\"><div class=\"foot-in\"><ul class=\"links\">\
         <li><a href=\"/cookie-preferences\">Cookie preferences</a></li></ul></div></footer></body></html>",
        assets = assets::root(),
    );
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    response
}

/// Asks somebody to come back later.
pub(crate) fn come_back_later(wait: Duration) -> Response<Body> {
    let seconds = wait.as_secs() + 1;
    let when = match seconds {
        1 => "a second".to_owned(),
        2..=119 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    };
    let sentence = format!("That was more than this server takes at a time. Try again in {when}.");
    let mut response = plain_page(StatusCode::TOO_MANY_REQUESTS, "Too many requests", &sentence);
    response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    response
}

/// Says that something broke on our side, and by what the log knows it.
pub(crate) fn something_broke(reference: &str) -> Response<Body> {
    let sentence = format!(
        "It is not your fault, and nothing is known to be lost. Try again; if it stays, tell the operator this \
         reference: <code>{reference}</code>"
    );
    plain_page(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side", &sentence)
}
