//! Coming in: by the password, and by a code where there is a second step.

use crate::api::account::{Entered, sign_in, sign_in_code};
use crate::api::form::Form;
use crate::api::{ApiError, Problem, context};
use crate::components::{Notice, PageTitle, PostForm, PublicFrame, TextField, Tone, settled};
use leptos::prelude::*;

/// The page at `/sign-in`.
#[component]
pub fn SignIn() -> impl IntoView {
    view! {
        <PageTitle text="Sign in · AltaClario" />
        <PublicFrame>{settled(page)}</PublicFrame>
    }
}

async fn page() -> Result<AnyView, ApiError> {
    let Some(form) = context::posted() else { return Ok(password_form(&context::typed(), None)) };
    let ticket = form.text("ticket");
    let outcome = if ticket.is_empty() {
        sign_in(form.text("email"), form.text("password")).await?
    } else {
        sign_in_code(ticket.clone(), form.text("code")).await?
    };
    Ok(match outcome {
        // Whoever came by the link of an invitation goes on with it.
        Ok(Entered::In(_)) if context::has_invitation() => {
            context::go_to("/invitation");
            ().into_any()
        }
        Ok(Entered::In(workspace)) => {
            context::go_to(&if workspace.is_empty() {
                "/account".to_owned()
            } else {
                format!("/w/{workspace}")
            });
            ().into_any()
        }
        Ok(Entered::CodeNeeded(ticket)) => code_form(ticket, None),
        Ok(Entered::Closed(ticket)) => {
            context::go_to(&format!("/account/reopen?ticket={ticket}"));
            ().into_any()
        }
        Err(refusal) => {
            context::answer_with_status(422);
            // What took too long between the two steps begins anew.
            let is_over = refusal.field == "ticket";
            if ticket.is_empty() || is_over {
                password_form(&form, Some(refusal))
            } else {
                code_form(ticket, Some(refusal))
            }
        }
    })
}

fn password_form(form: &Form, problem: Option<Problem>) -> AnyView {
    let told = match context::query_string().as_str() {
        _ if problem.is_some() => None,
        "new" => Some(
            "We have sent you a letter. Open its link to confirm your address, and the account is ready. It may take a \
             minute to arrive.",
        ),
        "ready" => Some("The account is ready. Sign in with the password you chose."),
        "closed" => Some(
            "Your account is closed. Until its day comes you can undo that: by the link in the letter we sent you, or by \
             signing in here.",
        ),
        "deleted" => Some("Everything about you is deleted."),
        "reopened" => {
            Some("Your account is open again. Sign in, and enter the tokens of your connections once more.")
        }
        "reset" => Some("Your password was changed, and all sessions have ended. Sign in with the new one."),
        _ => None,
    };
    let whole = problem.clone().filter(|problem| matches!(problem.field.as_str(), "" | "ticket"));
    let email = form.text("email");
    view! {
        <section class="card narrow">
            <h1>"Sign in"</h1>
            {told.map(|sentence| view! { <Notice tone=Tone::Good><p>{sentence}</p></Notice> })}
            {whole.map(|problem| view! { <Notice tone=Tone::Bad><p>{problem.sentence}</p></Notice> })}
            <PostForm class="form" action="/sign-in">
                <TextField
                    name="email" label="E-mail" kind="email" value=email fills="username" at_most=254
                    problem=problem.clone()
                />
                <TextField
                    name="password" label="Password" kind="password" fills="current-password" at_most=128 problem=problem
                />
                <button class="button" type="submit">"Sign in"</button>
            </PostForm>
            <p class="hint"><a href="/forgotten-password">"Forgotten your password?"</a></p>
            <p class="hint">"No account yet? " <a href="/sign-up">"Create one"</a></p>
        </section>
    }
    .into_any()
}

/// The second step. There is no session yet: the sealed value says who gave the right password.
fn code_form(ticket: String, problem: Option<Problem>) -> AnyView {
    let whole = problem.clone().filter(|problem| problem.field.is_empty());
    view! {
        <PageTitle text="Enter your code · AltaClario" />
        <section class="card narrow">
            <h1>"Enter your code"</h1>
            {whole.map(|problem| view! { <Notice tone=Tone::Bad><p>{problem.sentence}</p></Notice> })}
            <PostForm class="form" action="/sign-in">
                <input type="hidden" name="ticket" value=ticket />
                <TextField
                    name="code" label="Code" fills="one-time-code" at_most=30
                    hint="The six digits in your app. Without your phone, a recovery code." problem=problem
                />
                <button class="button" type="submit">"Sign in"</button>
            </PostForm>
            <p class="hint"><a href="/sign-in">"Start again"</a></p>
        </section>
    }
    .into_any()
}
