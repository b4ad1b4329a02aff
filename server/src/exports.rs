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

/// The signed receipts of the choices of the person who asks. They hold nothing that the page before does not show, so
/// they need no second proof.
pub(crate) async fn receipts(
    State(backend): State<Backend>,
    Extension(visit): Extension<Visit>,
    form: Option<Extension<Checked>>,
) -> Response {
    let outcome = match (visit.signed_in(), form) {
        (None, _) => Err(Error::SignIn),
        (_, None) => Err(Error::NotAllowed),
        (Some(who), Some(_)) => backend.consent_receipts(&who).await,
    };
    match outcome {
        Ok(text) => {
            let headers = [
                (header::CONTENT_TYPE, "application/json"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"altaclario-consent-receipts.json\""),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (StatusCode::OK, headers, text).into_response()
        }
        Err(error) => refuse(error),
    }
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
