//! The audit log of a workspace as a file, written while it is read.

use crate::visitor::{refuse, viewer};
use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use clario_backend::{AuditExport, Backend, Error, QuotaKind, Visit};
use futures::{StreamExt, stream};
use std::io;

/// Answers `/w/{workspace}/settings/audit.ndjson`, for owners who confirmed who they are.
pub(crate) async fn audit_file(
    State(backend): State<Backend>,
    Extension(visit): Extension<Visit>,
    Path(workspace): Path<String>,
) -> Response {
    let viewer = match viewer(&backend, &visit, &workspace).await {
        Ok(viewer) => viewer,
        Err(refusal) => return refusal,
    };
    let Some(who) = visit.signed_in() else { return refuse(Error::SignIn) };
    let export = match backend.recent(&who) {
        Ok(recent) => backend.export_audit_log(&viewer, &recent).await,
        Err(error) => Err(error),
    };
    let export = match export {
        Ok(export) => export,
        Err(error) => return refuse(error),
    };
    if let Err(error) = backend.spend_by(&viewer, QuotaKind::Exports).await {
        return refuse(error);
    }
    let headers = [
        (header::CONTENT_TYPE, "application/x-ndjson; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"altaclario-audit-log.ndjson\""),
    ];
    (headers, Body::from_stream(stream::unfold(export, piece).fuse())).into_response()
}

/// The next piece. What fails breaks the answer off, so that no half file looks like a whole one.
async fn piece(mut export: AuditExport) -> Option<(io::Result<String>, AuditExport)> {
    match export.piece().await {
        Ok(Some(text)) => Some((Ok(text), export)),
        Ok(None) => None,
        Err(_) => Some((Err(io::Error::other("the log cannot be read any more")), export)),
    }
}
