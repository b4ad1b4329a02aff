//! The tables of the Flow page as files for a spreadsheet.

use crate::visitor::{refuse, viewer};
use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use clario_backend::{Backend, Error};
use tower_sessions::Session;

/// Answers `/w/{workspace}/flow/{table}.csv` with the filters of its query string.
pub(crate) async fn table(
    State(backend): State<Backend>,
    session: Session,
    Path((workspace, file)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(table) = file.strip_suffix(".csv") else { return refuse(Error::NotFound) };
    let viewer = match viewer(&backend, &session, &workspace).await {
        Ok(viewer) => viewer,
        Err(refusal) => return refusal,
    };
    match backend.flow_table(&viewer, table, &query.unwrap_or_default()).await {
        Ok(text) => {
            let name = format!("attachment; filename=\"altaclario-{table}.csv\"");
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            (headers, text).into_response()
        }
        Err(error) => refuse(error),
    }
}
