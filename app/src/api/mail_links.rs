//! What the links in letters lead to, and how to get one.

#![expect(
    missing_docs,
    reason = "each server function becomes a struct of its arguments, which the function itself describes"
)]

use super::{ApiError, Problem};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

/// Whether a link still confirms the address of a new account.
#[server(endpoint = "confirmation-link", input = GetUrl)]
pub async fn confirmation_link(token: String) -> Result<bool, ApiError> {
    use super::context;
    context::told(context::backend()?.confirmation_link_works(&token).await)
}

/// Confirms the address of a new account and signs in; the answer is the part of the URL of its workspace.
#[server(endpoint = "confirm-address")]
pub async fn confirm_address(token: String, password: String) -> Result<Result<String, Problem>, ApiError> {
    use super::context;
    let visit = context::visit()?;
    let account = context::backend()?.confirm_address(&visit, &token, password).await;
    Ok(match context::told_on_form(account)? {
        Ok(account) => Ok(context::home(&account).await?),
        Err(problem) => Err(problem),
    })
}

/// Sends a link for a new password, if there is such an account; the answer does not tell.
#[server(endpoint = "ask-for-reset")]
pub async fn ask_for_reset(email: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    context::told_on_form(context::backend()?.ask_for_reset(&email).await)
}

/// Whether a link still leads to a new password.
#[server(endpoint = "reset-link", input = GetUrl)]
pub async fn reset_link(token: String) -> Result<bool, ApiError> {
    use super::context;
    context::told(context::backend()?.reset_link_works(&token).await)
}

/// Sets a new password with the link of a letter.
#[server(endpoint = "reset-password")]
pub async fn reset_password(token: String, password: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    context::told_on_form(context::backend()?.reset_password(&token, password).await)
}

/// Whether a link still gives an account another address.
#[server(endpoint = "new-address-link", input = GetUrl)]
pub async fn new_address_link(token: String) -> Result<bool, ApiError> {
    use super::context;
    context::told(context::backend()?.new_address_link_works(&token).await)
}

/// Gives an account the address that the link was sent to.
#[server(endpoint = "change-address")]
pub async fn change_address(token: String) -> Result<Result<(), Problem>, ApiError> {
    use super::context;
    context::told_on_form(context::backend()?.change_address(&token).await)
}
