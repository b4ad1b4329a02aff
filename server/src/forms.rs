//! Posted forms: read within bounds, known by their mark as ours, then answered by the page they came from.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use clario_app::api::form::Form;
use futures::StreamExt;

use crate::plain_page::plain_page;

/// Bytes a form may have; the largest is the workflow mapping of a workspace with many statuses.
const LARGEST: usize = 256 * 1024;
/// Bytes of a too large form that are read and dropped before the connection is cut.
const DROPPED: usize = 16 * 1024 * 1024;
/// Fields a form may have, with the mark that says it is ours.
const MOST_FIELDS: usize = 4_001;

/// A form whose mark was found to be right, in the extensions of its request. Only the guard makes one.
#[derive(Clone)]
pub(crate) struct Checked(pub(crate) Form);

/// Takes the form out of a request, so that its mark can be looked at and the page be rendered with it.
///
/// # Errors
/// A plain answer when the body is too large or not a form.
pub(crate) async fn read(request: Request) -> Result<(Request, Form), Box<Response>> {
    let (parts, body) = request.into_parts();
    if !is_form(&parts.headers) {
        return Err(refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send this page's own form.").into());
    }
    let Some(bytes) = receive(body).await else {
        return Err(
            refuse(StatusCode::PAYLOAD_TOO_LARGE, "This form is too large. Go back and shorten it.").into()
        );
    };
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(&bytes).into_owned().take(MOST_FIELDS + 1).collect();
    if pairs.len() > MOST_FIELDS {
        return Err(refuse(
            StatusCode::PAYLOAD_TOO_LARGE,
            "This form has too many fields. Go back and try again.",
        )
        .into());
    }
    Ok((Request::from_parts(parts, Body::empty()), Form::new(pairs)))
}

/// Takes a body in; `None` when it is too large. What is too large is still read and dropped, within bounds, because a
/// browser shows an answer only after it has sent everything.
async fn receive(body: Body) -> Option<Vec<u8>> {
    let mut stream = body.into_data_stream();
    let mut kept = Vec::new();
    let mut received = 0;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.ok()?;
        received += chunk.len();
        if received > DROPPED {
            return None;
        }
        if received <= LARGEST {
            kept.extend_from_slice(&chunk);
        }
    }
    (received <= LARGEST).then_some(kept)
}

fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(';').next() == Some("application/x-www-form-urlencoded"))
}

fn refuse(status: StatusCode, sentence: &'static str) -> Response {
    plain_page(status, "This form was not taken", sentence)
}
