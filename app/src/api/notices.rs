//! What the operator tells everybody.

#![expect(
    missing_docs,
    reason = "each server function becomes a struct of its arguments, which the function itself describes"
)]

use super::{ApiError, Problem};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// A notice on a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeLine {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub kind: String,
    /// Its heading.
    pub title: String,
    /// Its text.
    pub text: String,
    /// Whether something went wrong.
    pub is_incident: bool,
    /// The day a change takes effect; empty when there is none.
    pub effective: String,
    /// When it was published and until when it is shown.
    pub times: String,
    /// Whether it is shown now.
    pub shown: bool,
}

/// The notices that are shown now; those about updates to people who are signed in.
#[server(endpoint = "shown-notices", input = GetUrl)]
pub async fn shown_notices() -> Result<Vec<NoticeLine>, ApiError> {
    use super::{context, notice_words};
    use std::future::ready;
    let is_in = context::account()?.is_some();
    ready(Ok(notice_words::shown(context::backend()?.shown_notices(), is_in))).await
}

/// All notices, for operators.
#[server(endpoint = "notices", input = GetUrl)]
pub async fn notices() -> Result<Vec<NoticeLine>, ApiError> {
    use super::{context, notice_words};
    let (operator, backend) = (context::operator().await?, context::backend()?);
    let all = context::told(backend.notices(&operator).await)?;
    Ok(notice_words::all(&backend, all))
}

/// Publishes a notice; `kind` is a word of the list.
#[server(endpoint = "publish-notice")]
pub async fn publish_notice(
    kind: String,
    title: String,
    text: String,
    days: String,
    effective: String,
) -> Result<Result<(), Problem>, ApiError> {
    use super::{context, notice_words};
    use clario_backend::NoticeDraft;
    let operator = context::operator().await?;
    let Some(kind) = notice_words::kind_of(&kind) else {
        return Ok(Err(Problem::new("kind", "Choose what it is about.")));
    };
    let draft = NoticeDraft { kind, title, text, days, effective };
    context::told_on_form(context::backend()?.publish_notice(&operator, &draft).await)
}

/// Shows a notice no longer.
#[server(endpoint = "withdraw-notice")]
pub async fn withdraw_notice(id: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let operator = context::operator().await?;
    context::told_on_form(context::backend()?.withdraw_notice(&operator, &id).await)
}
