//! Making an account.

use crate::api::account::{SignUpState, sign_up, sign_up_page};
use crate::api::form::Form;
use crate::api::{ApiError, Problem, context};
use crate::components::{
    EmptyState, Notice, PageTitle, PostForm, PublicFrame, TextField, Tone, password_and_terms, settled,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/sign-up`.
#[component]
pub fn SignUp() -> impl IntoView {
    let operator = use_query_map().read_untracked().get("operator").unwrap_or_default();
    view! {
        <PageTitle text="Create an account · AltaClario" />
        <PublicFrame>{settled(move || page(operator.clone()))}</PublicFrame>
    }
}

async fn page(operator: String) -> Result<AnyView, ApiError> {
    let about = sign_up_page(operator.clone()).await?;
    let form = context::typed();
    let mut problem = None;
    if context::posted().is_some() {
        let accepted = form.text("terms").parse().ok();
        match sign_up(form.text("name"), form.text("email"), form.text("password"), accepted, operator)
            .await?
        {
            Ok(()) if about.operator => context::go_to("/sign-in?ready"),
            Ok(()) => context::go_to("/sign-in?new"),
            Err(refusal) => problem = Some(refusal),
        }
    }
    if !about.open && problem.is_none() {
        return Ok(view! {
            <EmptyState
                sentence="Sign-up is closed here. Ask the operator of this installation for access."
                action=("/sign-in".to_owned(), "Sign in".to_owned())
            />
        }
        .into_any());
    }
    if problem.is_some() {
        context::answer_with_status(422);
    }
    Ok(sign_up_form(&about, &form, problem))
}

fn sign_up_form(about: &SignUpState, form: &Form, problem: Option<Problem>) -> AnyView {
    let whole = problem.clone().filter(|problem| problem.field.is_empty());
    let (name, email, accepted) = (form.text("name"), form.text("email"), form.ticked("terms"));
    let terms_version = about.terms_version;
    view! {
        <section class="card narrow">
            <h1>"Create an account"</h1>
            <p class="lead">{if about.operator { "It looks after this installation, and comes with a workspace of its own." } else { "It comes with a workspace of its own." }}</p>
            {whole.map(|problem| view! { <Notice tone=Tone::Bad><p>{problem.sentence}</p></Notice> })}
            <PostForm class="form">
                <TextField name="name" label="Name" value=name fills="name" at_most=100 problem=problem.clone() />
                <TextField
                    name="email" label="E-mail" kind="email" value=email fills="username" at_most=254
                    problem=problem.clone()
                />
                {password_and_terms(terms_version, accepted, problem)}
                <button class="button" type="submit">"Create account"</button>
            </PostForm>
            <p class="hint">"You have an account? " <a href="/sign-in">"Sign in"</a></p>
        </section>
    }
    .into_any()
}
