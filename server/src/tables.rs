//! The tables of the Flow page as files for a spreadsheet.

use crate::visitor::{refuse, viewer};
use axum::extract::{Extension, Path, RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use clario_backend::{Backend, Error, QuotaKind, Visit};

/// Answers `/w/{workspace}/flow/{table}.csv` with the filters of its query string.
pub(crate) async fn table(
    State(backend): State<Backend>,
    Extension(visit): Extension<Visit>,
    Path((workspace, file)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(table) = file.strip_suffix(".csv") else { return refuse(Error::NotFound) };
    let viewer = match viewer(&backend, &visit, &workspace).await {
        Ok(viewer) => viewer,
        Err(refusal) => return refusal,
    };
    if let Err(error) = backend.spend_by(&viewer, QuotaKind::Exports).await {
        return refuse(error);
    }
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
