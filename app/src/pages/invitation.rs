//! What the link of an invitation leads to: to accept it, to sign in first, or to make an account.

use super::workspaces::{accept_form, said};
use crate::api::form::Form;
use crate::api::my_workspaces::{InvitationAtHand, Standing, join, opened_invitation};
use crate::api::{ApiError, Problem, context};
use crate::components::{
    EmptyState, Notice, PageTitle, PostForm, PublicFrame, TextField, Tone, password_and_terms, settled,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/invitation`. The token of the link leaves the address at once.
#[component]
pub fn Invitation() -> impl IntoView {
    let token = use_query_map().read_untracked().get("token");
    view! {
        <PageTitle text="Invitation · AltaClario" />
        <PublicFrame>{settled(move || page(token.clone()))}</PublicFrame>
    }
}

async fn page(token: Option<String>) -> Result<AnyView, ApiError> {
    if let Some(token) = token {
        context::keep_invitation(&token);
        context::go_to("/invitation");
        return Ok(().into_any());
    }
    let form = context::posted().unwrap_or_default();
    let mut problem = None;
    if context::posted().is_some() {
        let terms = form.text("terms").parse().ok();
        match join(form.text("name"), form.text("password"), terms).await? {
            Ok(workspace) => {
                context::keep_invitation("");
                context::go_to(&format!("/w/{workspace}"));
                return Ok(().into_any());
            }
            Err(refusal) => problem = Some(refusal),
        }
    }
    let opened = opened_invitation().await?;
    if problem.is_some() {
        context::answer_with_status(422);
    }
    Ok(opened.map_or_else(ended, |opened| invitation_view(&opened, &form, problem)))
}

fn ended() -> AnyView {
    context::answer_with_status(410);
    view! {
        <section class="card narrow">
            <h1>"This invitation no longer works"</h1>
            <EmptyState
                sentence="It was used already, it was withdrawn, or it is older than seven days. Open the link in the letter once more, or ask whoever invited you for a new one."
                action=("/workspaces".to_owned(), "Your workspaces".to_owned())
            />
        </section>
    }
    .into_any()
}

fn invitation_view(opened: &InvitationAtHand, form: &Form, problem: Option<Problem>) -> AnyView {
    let note = &opened.note;
    let way = match opened.standing {
        Standing::Mine => accept_form(note),
        Standing::OfAnother => view! {
            <Notice tone=Tone::Warn>
                <p>"It is for another address than that of your account. Sign out, and open the link again."</p>
            </Notice>
        }
        .into_any(),
        Standing::SignInFirst => view! {
            <p>"There is an account for this address. Sign in with it, and you come back here."</p>
            <p class="actions"><a class="button" href="/sign-in">"Sign in"</a></p>
        }
        .into_any(),
        Standing::New => account_form(opened, form, problem),
    };
    view! {
        <section class="card narrow">
            <h1>"Join " {note.workspace.clone()}</h1>
            {said(note)}
            {way}
        </section>
    }
    .into_any()
}

fn account_form(opened: &InvitationAtHand, form: &Form, problem: Option<Problem>) -> AnyView {
    let whole = problem.clone().filter(|problem| problem.field.is_empty());
    let (name, ticked, terms_version) = (form.text("name"), form.ticked("terms"), opened.terms_version);
    view! {
        {whole.map(|problem| view! { <Notice tone=Tone::Bad><p>{problem.sentence}</p></Notice> })}
        <p>"Your account will have the address " <strong>{opened.note.email.clone()}</strong> "."</p>
        <PostForm class="form" action="/invitation">
            <TextField name="name" label="Name" value=name fills="name" at_most=100 problem=problem.clone() />
            {password_and_terms(terms_version, ticked, problem)}
            <button class="button" type="submit">"Create account and join"</button>
        </PostForm>
    }
    .into_any()
}
