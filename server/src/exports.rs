//! Archives to take along: made while they are sent, for whoever proved a short time ago who they are.

use crate::forms::Checked;
use crate::visitor::refuse;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use clario_backend::{Backend, Error, Export, Recent, Visit};
use futures::StreamExt;

/// Everything about the person who asks.
pub(crate) async fn account(
    State(backend): State<Backend>,
    Extension(visit): Extension<Visit>,
    form: Option<Extension<Checked>>,
) -> Response {
    let outcome = match proof(&backend, &visit, form.is_some()) {
        Ok(recent) => backend.export_account(&recent).await,
        Err(error) => Err(error),
    };
    answer(outcome, "/account/privacy?confirm")
}

/// Everything of a workspace.
pub(crate) async fn workspace(
    State(backend): State<Backend>,
    Path(workspace): Path<String>,
    Extension(visit): Extension<Visit>,
    form: Option<Extension<Checked>>,
) -> Response {
    let outcome = match proof(&backend, &visit, form.is_some()) {
        Ok(recent) => match backend.viewer(Some(recent.account()), &workspace).await {
            Ok(viewer) => backend.export_workspace(&viewer, &recent).await,
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    };
    answer(outcome, &format!("/w/{workspace}/settings/workspace?confirm"))
}

fn proof(backend: &Backend, visit: &Visit, is_ours: bool) -> Result<Recent, Error> {
    let who = visit.signed_in().ok_or(Error::SignIn)?;
    // Only the guard lets a form through, and only one with the right mark.
    if !is_ours {
        return Err(Error::NotAllowed);
    }
    backend.recent(&who)
}

fn answer(outcome: Result<Export, Error>, confirm: &str) -> Response {
    match outcome {
        Ok(export) => {
            let name = format!("attachment; filename=\"{}\"", export.name);
            let body = Body::from_stream(export.into_stream().boxed());
            let headers = [
                (header::CONTENT_TYPE, "application/zip".to_owned()),
                (header::CONTENT_DISPOSITION, name),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            (StatusCode::OK, headers, body).into_response()
        }
        Err(Error::Confirm) => Redirect::to(confirm).into_response(),
        Err(error) => refuse(error),
    }
}
