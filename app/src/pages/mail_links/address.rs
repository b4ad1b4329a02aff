//! Confirming an address: of a new account, and a new one of an account.

use super::{ended, token};
use crate::api::mail_links::{change_address, confirm_address, confirmation_link, new_address_link};
use crate::api::{ApiError, Problem, context};
use crate::components::{Notice, PageTitle, PostForm, PublicFrame, TextField, Tone, settled};
use leptos::prelude::*;

/// The page at `/confirm-address`.
#[component]
pub fn ConfirmAddress() -> impl IntoView {
    let token = token();
    view! {
        <PageTitle text="Confirm your address · AltaClario" />
        <PublicFrame>{settled(move || confirm_page(token.clone()))}</PublicFrame>
    }
}

async fn confirm_page(token: String) -> Result<AnyView, ApiError> {
    let mut problem = None;
    if let Some(form) = context::posted() {
        match confirm_address(token.clone(), form.text("password")).await? {
            Ok(workspace) => {
                context::go_to(&format!("/w/{workspace}"));
                return Ok(().into_any());
            }
            Err(refusal) => problem = Some(refusal),
        }
    }
    if !confirmation_link(token.clone()).await? {
        return Ok(ended("/sign-in", "Sign in to get another one"));
    }
    if problem.is_some() {
        context::answer_with_status(422);
    }
    Ok(password_form(token, problem))
}

fn password_form(token: String, problem: Option<Problem>) -> AnyView {
    let whole = problem.clone().filter(|problem| problem.field.is_empty());
    view! {
        <section class="card narrow">
            <h1>"Confirm your address"</h1>
            <p class="lead">"Enter the password you chose, and the account is ready."</p>
            {whole.map(|problem| view! { <Notice tone=Tone::Bad><p>{problem.sentence}</p></Notice> })}
            <PostForm class="form" action="/confirm-address">
                <input type="hidden" name="token" value=token />
                <TextField
                    name="password" label="Password" kind="password" fills="current-password" at_most=128 problem=problem
                />
                <button class="button" type="submit">"Confirm and sign in"</button>
            </PostForm>
            <p class="hint">"It was not you who made this account? Close this page: without the password nothing happens."</p>
        </section>
    }
    .into_any()
}

/// The page at `/confirm-new-address`.
#[component]
pub fn ConfirmNewAddress() -> impl IntoView {
    let token = token();
    view! {
        <PageTitle text="Confirm your new address · AltaClario" />
        <PublicFrame>{settled(move || change_page(token.clone()))}</PublicFrame>
    }
}

async fn change_page(token: String) -> Result<AnyView, ApiError> {
    if context::posted().is_some() {
        return Ok(match change_address(token).await? {
            Ok(()) => view! {
                <section class="card narrow">
                    <h1>"Your address was changed"</h1>
                    <p>"From now on you sign in with this address, and letters go here. We have told the old one, too."</p>
                    <p class="actions"><a class="button quiet" href="/account">"Go to your account"</a></p>
                </section>
            }
            .into_any(),
            Err(_) => ended("/account/email", "Change the address again"),
        });
    }
    if !new_address_link(token.clone()).await? {
        return Ok(ended("/account/email", "Change the address again"));
    }
    Ok(view! {
        <section class="card narrow">
            <h1>"Confirm your new address"</h1>
            <p class="lead">"Your account gets the address this letter was sent to."</p>
            <PostForm class="form" action="/confirm-new-address">
                <input type="hidden" name="token" value=token />
                <button class="button" type="submit">"Use this address"</button>
            </PostForm>
        </section>
    }
    .into_any())
}
