//! The installation as its operators see it: mail, alerts, size. Nothing of any workspace.

#![expect(
    missing_docs,
    reason = "each server function becomes a struct of its arguments, which the function itself describes"
)]

use super::{ApiError, Problem};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// An open alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertRow {
    /// Its id.
    pub id: String,
    /// What it is, in a few words.
    pub title: String,
    /// What happened and what helps.
    pub sentence: String,
    /// How often and when.
    pub times: String,
}

/// When the data was kept safe last, in sentences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepingNote {
    /// The sentence.
    pub sentence: String,
    /// Whether all is well.
    pub is_good: bool,
}

/// The state of the installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Installation {
    /// When this was so.
    pub as_of: String,
    /// The version of the program.
    pub version: String,
    /// How long it has been running.
    pub uptime: String,
    /// The size of the database file.
    pub database: String,
    /// The tables with their rows.
    pub tables: Vec<(String, u64)>,
    /// The mail server; `None` when letters are held.
    pub mail_server: Option<String>,
    /// Who letters come from.
    pub sender: String,
    /// What needs a look.
    pub alerts: Vec<AlertRow>,
    /// The last backup.
    pub backup: KeepingNote,
    /// The last examination.
    pub examination: KeepingNote,
}

/// A letter in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterRow {
    /// Its id.
    pub id: String,
    /// Which template.
    pub template: String,
    /// The shortened address; empty once it was wiped.
    pub to: String,
    /// How far it is, in words.
    pub state: String,
    /// Why, or when it is tried next.
    pub detail: String,
    /// How many times it was tried.
    pub attempts: u32,
    /// When it was written.
    pub written: String,
    /// Whether its text can be read.
    pub readable: bool,
    /// Whether it can start again.
    pub may_retry: bool,
    /// Whether it can be thrown away.
    pub may_discard: bool,
}

/// A letter that could not be sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldLetter {
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
}

/// The state of the installation, for operators.
#[server(endpoint = "operator", input = GetUrl)]
pub async fn operator_view() -> Result<Installation, ApiError> {
    use super::{context, operator_words};
    let backend = context::backend()?;
    let operator = context::operator().await?;
    Ok(operator_words::view(context::told(backend.operator_report(&operator).await)?))
}

/// The letters, those on their way first.
#[server(endpoint = "letters", input = GetUrl)]
pub async fn letters() -> Result<Vec<LetterRow>, ApiError> {
    use super::{context, operator_words};
    let backend = context::backend()?;
    let operator = context::operator().await?;
    let letters = context::told(backend.letters(&operator).await)?;
    Ok(letters.into_iter().map(operator_words::letter).collect())
}

/// What a letter says that could not be sent; that it was read is noted.
#[server(endpoint = "read-letter")]
pub async fn read_letter(id: String) -> Result<HeldLetter, ApiError> {
    use super::context;
    let operator = context::operator().await?;
    let letter = context::told(context::backend()?.held_letter(&operator, &id).await)?;
    Ok(HeldLetter { to: letter.to, subject: letter.subject, text: letter.text })
}

/// Lets a letter that was given up start again.
#[server(endpoint = "retry-letter")]
pub async fn retry_letter(id: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let operator = context::operator().await?;
    context::told_on_form(context::backend()?.retry_letter(&operator, &id).await)
}

/// Throws a letter away.
#[server(endpoint = "discard-letter")]
pub async fn discard_letter(id: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let operator = context::operator().await?;
    context::told_on_form(context::backend()?.discard_letter(&operator, &id).await)
}

/// Sends the operator a letter, to try the mail settings.
#[server(endpoint = "send-test-letter")]
pub async fn send_test_letter() -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let operator = context::operator().await?;
    context::told_on_form(context::backend()?.send_test_letter(&operator).await)
}

/// Closes an alert.
#[server(endpoint = "acknowledge-alert")]
pub async fn acknowledge_alert(id: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let operator = context::operator().await?;
    context::told_on_form(context::backend()?.acknowledge_alert(&operator, &id).await)
}

/// Whether a link still makes somebody the operator.
#[server(endpoint = "operator-link", input = GetUrl)]
pub async fn operator_link(token: String) -> Result<bool, ApiError> {
    use super::context;
    context::signed_in()?;
    context::told(context::backend()?.is_operator_link(&token).await)
}

/// Makes the person who is signed in the operator.
#[server(endpoint = "claim-operator")]
pub async fn claim_operator(token: String) -> Result<(), ApiError> {
    use super::context;
    let who = context::signed_in()?;
    context::told(context::backend()?.claim_operator(who.account(), &token).await)
}
