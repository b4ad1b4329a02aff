//! Where pages report of themselves: small, seldom, and only what whoever looks at them lets through.

use axum::Extension;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use clario_backend::{Allowed, Backend, Visit};
use clario_privacy::consent::Decision;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Where reports go.
pub(crate) const PATH: &str = "/telemetry";
/// Bytes a report may have.
const LARGEST: usize = 4 * 1024;

/// The templates of our pages: no report is about anything else.
#[derive(Clone)]
pub(crate) struct Templates(Arc<BTreeSet<String>>);

impl Templates {
    pub(crate) fn new(templates: impl IntoIterator<Item = String>) -> Self {
        Self(Arc::new(templates.into_iter().chain(["other".to_owned()]).collect()))
    }

    /// Whether it is one of them.
    pub(crate) fn hold(&self, template: &str) -> bool {
        self.0.contains(template)
    }
}

/// Takes a report; the answer says nothing but whether it could be read.
pub(crate) async fn telemetry(
    State(backend): State<Backend>,
    Extension(templates): Extension<Templates>,
    request: Request,
) -> StatusCode {
    // Without a decision nothing is allowed.
    let decision = request.extensions().get::<Decision>().copied().unwrap_or_default();
    let who = request.extensions().get::<Visit>().and_then(Visit::signed_in);
    let paused = match who {
        // What cannot be found out counts as a pause.
        Some(who) => !matches!(backend.restricted_since(who.account()).await, Ok(None)),
        None => false,
    };
    let allowed = Allowed {
        views: decision.page_counts && !paused,
        timings: decision.performance && !paused,
        errors: decision.error_reports && !paused,
    };
    let Ok(body) = to_bytes(request.into_body(), LARGEST).await else { return StatusCode::PAYLOAD_TOO_LARGE };
    match backend.take_report(&body, allowed, &|route| templates.hold(route)) {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(_) => StatusCode::UNPROCESSABLE_ENTITY,
    }
}
