//! Accounts: making one, coming in, going out.

#![expect(
    missing_docs,
    reason = "each server function becomes a struct of its arguments, which the function itself describes"
)]

use super::{ApiError, Problem};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name the person gave.
    pub name: String,
    /// The workspaces of the account, oldest first.
    pub workspaces: Vec<Workspace>,
}

/// A workspace as a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    /// Its part of the URL.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// What the sign-up page needs to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignUpState {
    /// Whether anybody may sign up now.
    pub open: bool,
    /// Whether this link makes the first operator.
    pub operator: bool,
    /// The version of the terms that is accepted.
    pub terms_version: u32,
}

/// How far a sign-in came.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entered {
    /// All the way: the part of the URL of the oldest workspace, empty when there is none.
    In(String),
    /// A code is to follow, in a form that carries this sealed value.
    CodeNeeded(String),
    /// The account is closed; this sealed value opens it again.
    Closed(String),
}

/// Who is signed in; `None` is nobody.
#[server(endpoint = "me", input = GetUrl)]
pub async fn me() -> Result<Option<Person>, ApiError> {
    use super::context;
    let Some(account) = context::account()? else { return Ok(None) };
    let backend = context::backend()?;
    let profile = context::told(backend.profile(&account).await)?;
    let workspaces = context::told(backend.workspaces(&account).await)?;
    let workspaces =
        workspaces.into_iter().map(|it| Workspace { id: it.id.to_string(), name: it.name }).collect();
    Ok(Some(Person { name: profile.name, workspaces }))
}

/// Whether people can sign up, with or without the token of the first operator's link, and to which terms.
#[server(endpoint = "sign-up-page", input = GetUrl)]
pub async fn sign_up_page(operator: String) -> Result<SignUpState, ApiError> {
    use super::context;
    let backend = context::backend()?;
    let open = context::told(backend.sign_up_is_open(&operator).await)?;
    let operator = context::told(backend.is_operator_link(&operator).await)?;
    Ok(SignUpState { open, operator, terms_version: clario_backend::terms::current().version })
}

/// Makes an account with a workspace of its own. It waits for its address to be confirmed, unless it comes with the
/// token of the first operator's link.
#[server(endpoint = "sign-up")]
pub async fn sign_up(
    name: String,
    email: String,
    password: String,
    terms: Option<u32>,
    operator: String,
) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let form = clario_backend::SignUp { name, email, password, accepted_terms: terms };
    context::told_on_form(context::backend()?.sign_up_with(form, &operator).await)
}

/// Signs in, or as far as a code is needed.
#[server(endpoint = "sign-in")]
pub async fn sign_in(email: String, password: String) -> Result<Result<Entered, Problem>, ApiError> {
    use super::context;
    use clario_backend::{Entry, SignIn};
    let visit = context::visit()?;
    let entry = context::backend()?.sign_in(&visit, SignIn { email, password }).await;
    Ok(match context::told_on_form(entry)? {
        Ok(Entry::In(account)) => Ok(Entered::In(context::home(&account).await?)),
        Ok(Entry::CodeNeeded { ticket }) => Ok(Entered::CodeNeeded(ticket)),
        Ok(Entry::Closed { ticket }) => Ok(Entered::Closed(ticket)),
        Err(problem) => Err(problem),
    })
}

/// Goes on with a sign-in whose password was right.
#[server(endpoint = "sign-in-code")]
pub async fn sign_in_code(ticket: String, code: String) -> Result<Result<Entered, Problem>, ApiError> {
    use super::context;
    use clario_backend::Entry;
    let visit = context::visit()?;
    let entry = context::backend()?.sign_in_with_code(&visit, &ticket, &code).await;
    Ok(match context::told_on_form(entry)? {
        Ok(Entry::In(account)) => Ok(Entered::In(context::home(&account).await?)),
        Ok(Entry::CodeNeeded { ticket }) => Ok(Entered::CodeNeeded(ticket)),
        Ok(Entry::Closed { ticket }) => Ok(Entered::Closed(ticket)),
        Err(problem) => Err(problem),
    })
}

/// Ends the session of this browser.
#[server(endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), ApiError> {
    super::context::leave().await
}

/// Proves once more who is there, so that sensitive acts are allowed for ten minutes.
#[server(endpoint = "confirm-it-is-you")]
pub async fn confirm_it_is_you(password: String, code: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let visit = context::visit()?;
    let form = clario_backend::Confirmation { password, code };
    context::told_on_form(context::backend()?.confirm(&visit, form).await)
}
