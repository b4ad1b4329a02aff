//! What people ask the operator, and what operators answer.

#![expect(
    missing_docs,
    reason = "each server function becomes a struct of its arguments, which the function itself describes"
)]

use super::{ApiError, Problem};
use clario_privacy::request::RequestDraft;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// Which of the three forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormKind {
    /// Anything one may ask.
    Contact,
    /// A report of abuse.
    Abuse,
    /// A copyright notice.
    Dmca,
}

/// What the page of a form needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenForm {
    /// The mark that says when it was opened.
    pub opened: String,
    /// The categories: words and titles.
    pub categories: Vec<(String, String)>,
}

/// A request in the list of operators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRow {
    /// Its reference.
    pub id: String,
    /// Which form it came by.
    pub form: String,
    /// What it is about.
    pub about: String,
    /// When it came.
    pub came: String,
    /// The day by which it is answered.
    pub due: String,
    /// How far it is, in words.
    pub state: String,
    /// Whether the day is over without an answer.
    pub overdue: bool,
    /// Whether it is open.
    pub open: bool,
    /// The day its row goes.
    pub kept: String,
}

/// A request with all that was written. It has no `Debug`, since it is about a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestPage {
    /// What the list says of it.
    pub row: RequestRow,
    /// The shortened address an answer goes to; empty when nobody wants one.
    pub reply_to: String,
    /// What was filled in, by field.
    pub fields: Vec<(String, String)>,
    /// What was answered and noted: what it is with its time, and the text.
    pub entries: Vec<(String, String)>,
}

/// What a form needs to be shown; the mark it came back with stays as long as it is good.
#[server(endpoint = "request-form", input = GetUrl)]
pub async fn request_form(kind: FormKind, opened: String) -> Result<OpenForm, ApiError> {
    use super::{context, request_words};
    use std::future::ready;
    let backend = context::backend()?;
    ready(Ok(request_words::form(&backend, kind, &opened))).await
}

/// Sends a request; the answer is its reference.
#[server(endpoint = "send-request")]
pub async fn send_request(
    kind: FormKind,
    filled_in: RequestDraft,
) -> Result<Result<String, Problem>, ApiError> {
    use super::{context, request_words};
    let account = context::account()?;
    let form = request_words::form_of(kind);
    context::told_on_form(context::backend()?.send_request(form, &filled_in, account.as_ref()).await)
}

/// The requests, for operators.
#[server(endpoint = "requests", input = GetUrl)]
pub async fn requests() -> Result<Vec<RequestRow>, ApiError> {
    use super::{context, request_words};
    let operator = context::operator().await?;
    let notes = context::told(context::backend()?.requests(&operator).await)?;
    Ok(notes.into_iter().map(request_words::row).collect())
}

/// One request, for operators.
#[server(endpoint = "request", input = GetUrl)]
pub async fn request(id: String) -> Result<RequestPage, ApiError> {
    use super::{context, request_words};
    let operator = context::operator().await?;
    Ok(request_words::page(context::told(context::backend()?.request(&operator, &id).await)?))
}

/// Answers a request by letter.
#[server(endpoint = "answer-request")]
pub async fn answer_request(id: String, text: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let operator = context::operator().await?;
    context::told_on_form(context::backend()?.answer_request(&operator, &id, &text).await)
}

/// Adds a note that only operators read.
#[server(endpoint = "note-on-request")]
pub async fn note_on_request(id: String, text: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let operator = context::operator().await?;
    context::told_on_form(context::backend()?.note_on_request(&operator, &id, &text).await)
}

/// Closes a request; `outcome` is a word of the list.
#[server(endpoint = "close-request")]
pub async fn close_request(id: String, outcome: String) -> Result<Result<(), Problem>, ApiError> {
    use super::{context, request_words};
    let operator = context::operator().await?;
    let Some(outcome) = request_words::outcome_of(&outcome) else {
        return Ok(Err(Problem::new("outcome", "Choose how it ended.")));
    };
    context::told_on_form(context::backend()?.close_request(&operator, &id, outcome).await)
}
