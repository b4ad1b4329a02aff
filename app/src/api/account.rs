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
    /// The version of the terms that is accepted.
    pub terms_version: u32,
}

/// Who is signed in; `None` is nobody.
#[server(endpoint = "me", input = GetUrl)]
pub async fn me() -> Result<Option<Person>, ApiError> {
    use super::context;
    let Some(account) = context::account().await? else { return Ok(None) };
    let backend = context::backend()?;
    let profile = context::told(backend.profile(&account).await)?;
    let workspaces = context::told(backend.workspaces(&account).await)?;
    let workspaces =
        workspaces.into_iter().map(|it| Workspace { id: it.id.to_string(), name: it.name }).collect();
    Ok(Some(Person { name: profile.name, workspaces }))
}

/// Whether people can sign up, and to which terms.
#[server(endpoint = "sign-up-page", input = GetUrl)]
pub async fn sign_up_page() -> Result<SignUpState, ApiError> {
    use super::context;
    let open = context::told(context::backend()?.sign_up_is_open().await)?;
    Ok(SignUpState { open, terms_version: clario_backend::terms::current().version })
}

/// Makes an account with a workspace of its own.
#[server(endpoint = "sign-up")]
pub async fn sign_up(
    name: String,
    email: String,
    password: String,
    terms: Option<u32>,
) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    let form = clario_backend::SignUp { name, email, password, accepted_terms: terms };
    context::told_on_form(context::backend()?.sign_up(form).await)
}

/// Signs in; the answer is the part of the URL of the oldest workspace.
#[server(endpoint = "sign-in")]
pub async fn sign_in(email: String, password: String) -> Result<Result<String, Problem>, ApiError> {
    use super::context;
    let backend = context::backend()?;
    let account =
        match context::told_on_form(backend.sign_in(clario_backend::SignIn { email, password }).await)? {
            Ok(account) => account,
            Err(problem) => return Ok(Err(problem)),
        };
    context::enter(&account).await?;
    let workspaces = context::told(backend.workspaces(&account).await)?;
    Ok(Ok(workspaces.into_iter().next().map(|workspace| workspace.id.to_string()).unwrap_or_default()))
}

/// Ends the session of this browser.
#[server(endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), ApiError> {
    super::context::leave().await
}
