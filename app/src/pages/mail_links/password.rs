//! A new password for somebody who forgot theirs.

use super::{ended, token};
use crate::api::mail_links::{ask_for_reset, reset_link, reset_password};
use crate::api::{ApiError, Problem, context};
use crate::components::{Notice, PageTitle, PostForm, PublicFrame, TextField, Tone, settled};
use leptos::prelude::*;

/// The page at `/forgotten-password`.
#[component]
pub fn ForgottenPassword() -> impl IntoView {
    view! {
        <PageTitle text="Forgotten password · AltaClario" />
        <PublicFrame>{settled(ask_page)}</PublicFrame>
    }
}

async fn ask_page() -> Result<AnyView, ApiError> {
    let form = context::typed();
    let mut problem = None;
    if context::posted().is_some() {
        match ask_for_reset(form.text("email")).await? {
            Ok(()) => context::go_to("/forgotten-password?sent"),
            Err(refusal) => {
                context::answer_with_status(422);
                problem = Some(refusal);
            }
        }
    }
    let sent = problem.is_none() && context::query_string() == "sent";
    Ok(view! {
        <section class="card narrow">
            <h1>"Forgotten password"</h1>
            {sent.then(|| view! {
                <Notice tone=Tone::Good>
                    <p>"If there is an account with this address, a letter is on its way to it. Its link works for 30 minutes."</p>
                </Notice>
            })}
            <p class="lead">"We send you a link to choose a new one."</p>
            <PostForm class="form" action="/forgotten-password">
                <TextField
                    name="email" label="E-mail" kind="email" value=form.text("email") fills="username" at_most=254
                    problem=problem
                />
                <button class="button" type="submit">"Send the link"</button>
            </PostForm>
            <p class="hint"><a href="/sign-in">"Back to sign in"</a></p>
        </section>
    }
    .into_any())
}

/// The page at `/reset-password`.
#[component]
pub fn ResetPassword() -> impl IntoView {
    let token = token();
    view! {
        <PageTitle text="Choose a new password · AltaClario" />
        <PublicFrame>{settled(move || reset_page(token.clone()))}</PublicFrame>
    }
}

async fn reset_page(token: String) -> Result<AnyView, ApiError> {
    let form = context::posted();
    let mut problem = None;
    if let Some(form) = form.as_ref().filter(|form| form.text("what") == "password") {
        match reset_password(token.clone(), form.text("password")).await? {
            Ok(()) => {
                context::go_to("/sign-in?reset");
                return Ok(().into_any());
            }
            Err(refusal) => problem = Some(refusal),
        }
    }
    if !reset_link(token.clone()).await? {
        return Ok(ended("/forgotten-password", "Ask for another one"));
    }
    if problem.is_some() {
        context::answer_with_status(422);
    }
    Ok(if form.is_some() { password_form(token, problem) } else { go_on(token) })
}

/// The first step: nothing but a button, after which the token is in no address.
fn go_on(token: String) -> AnyView {
    view! {
        <section class="card narrow">
            <h1>"Choose a new password"</h1>
            <p class="lead">"You have opened the link in our letter."</p>
            <PostForm class="form" action="/reset-password">
                <input type="hidden" name="token" value=token />
                <button class="button" type="submit">"Go on"</button>
            </PostForm>
        </section>
    }
    .into_any()
}

fn password_form(token: String, problem: Option<Problem>) -> AnyView {
    let whole = problem.clone().filter(|problem| problem.field.is_empty());
    view! {
        <section class="card narrow">
            <h1>"Choose a new password"</h1>
            <p class="lead">"All sessions of your account end with it. Two-step sign-in stays as it is."</p>
            {whole.map(|problem| view! { <Notice tone=Tone::Bad><p>{problem.sentence}</p></Notice> })}
            <PostForm class="form" action="/reset-password">
                <input type="hidden" name="what" value="password" />
                <input type="hidden" name="token" value=token />
                <TextField
                    name="password" label="New password" kind="password" fills="new-password" at_least=8 at_most=128
                    hint="15 characters or more, or 8 with two-step sign-in. Four unrelated words do well." problem=problem
                />
                <button class="button" type="submit">"Set this password"</button>
            </PostForm>
        </section>
    }
    .into_any()
}
