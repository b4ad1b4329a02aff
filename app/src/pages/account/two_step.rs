//! Two-step sign-in: on with a picture and a code, off with password and code.

use crate::api::own_account::{
    SeedReport, disable_totp, enable_totp, renew_recovery_codes, totp_seed, two_step,
};
use crate::api::{ApiError, Problem, context};
use crate::components::{Notice, PageTitle, PostForm, PublicFrame, TextField, Tone, qr_code, settled};
use leptos::prelude::*;

/// The page at `/account/two-step`.
#[component]
pub fn TwoStep() -> impl IntoView {
    view! {
        <PageTitle text="Two-step sign-in · AltaClario" />
        <PublicFrame>{settled(page)}</PublicFrame>
    }
}

async fn page() -> Result<AnyView, ApiError> {
    let left = two_step().await?;
    let Some(form) = context::posted() else { return Ok(standing(left, None)) };
    let outcome = match form.text("what").as_str() {
        "begin" => return Ok(answer(totp_seed(None).await?, |seed| enrolling(seed, None))),
        "enable" => {
            let ticket = form.text("ticket");
            match enable_totp(ticket.clone(), form.text("code")).await? {
                Err(problem) if problem.field == "code" => {
                    context::answer_with_status(422);
                    let again = totp_seed(Some(ticket)).await?;
                    return Ok(answer(again, |seed| enrolling(seed, Some(problem))));
                }
                outcome => outcome.map(Some),
            }
        }
        "codes" => renew_recovery_codes().await?.map(Some),
        "disable" => disable_totp(form.text("password"), form.text("code")).await?.map(|()| None),
        _ => return Err(ApiError::Malformed),
    };
    match outcome {
        Ok(Some(codes)) => Ok(codes_view(codes)),
        Ok(None) => {
            context::go_to("/account/two-step?off");
            Ok(().into_any())
        }
        Err(problem) => {
            context::answer_with_status(422);
            Ok(standing(left, Some(problem)))
        }
    }
}

fn answer(seed: Result<SeedReport, Problem>, shown: impl FnOnce(SeedReport) -> AnyView) -> AnyView {
    match seed {
        Ok(seed) => shown(seed),
        Err(problem) => off(Some(problem)),
    }
}

/// What it is now, and the way to the other.
fn standing(left: Option<u32>, problem: Option<Problem>) -> AnyView {
    match left {
        None => off(problem),
        Some(left) => on(left, problem),
    }
}

fn off(problem: Option<Problem>) -> AnyView {
    let just_off = problem.is_none() && context::query_string() == "off";
    view! {
        <section class="card narrow">
            <h1>"Two-step sign-in"</h1>
            {just_off.then(|| view! {
                <Notice tone=Tone::Good><p>"It is off. All other sessions have ended."</p></Notice>
            })}
            {problem.map(|problem| view! { <Notice tone=Tone::Bad><p>{problem.sentence}</p></Notice> })}
            <p class="lead">
                "It is off. With it, your password alone opens nothing: you also type a code from an app on your phone."
            </p>
            <PostForm>
                <input type="hidden" name="what" value="begin" />
                <p class="actions"><button class="button" type="submit">"Set it up"</button></p>
            </PostForm>
            <p class="hint"><a href="/account">"Back to your account"</a></p>
        </section>
    }
    .into_any()
}

fn enrolling(seed: SeedReport, problem: Option<Problem>) -> AnyView {
    view! {
        <section class="card narrow">
            <h1>"Set up two-step sign-in"</h1>
            <ol class="ways">
                <li>
                    <p>"Photograph this picture with an authenticator app, such as one that makes six-digit codes."</p>
                    {qr_code(seed.width, &seed.dark, "QR code for the authenticator app")}
                    <p class="hint">"Or type this key into the app:"</p>
                    <p><code class="key">{seed.secret}</code></p>
                </li>
                <li>
                    <p>"Type the code that the app shows now."</p>
                    <PostForm class="form">
                        <input type="hidden" name="what" value="enable" />
                        <input type="hidden" name="ticket" value=seed.ticket />
                        <TextField name="code" label="Code" fills="one-time-code" at_most=10 problem=problem />
                        <button class="button" type="submit">"Switch it on"</button>
                    </PostForm>
                </li>
            </ol>
            <p class="hint"><a href="/account">"Leave it off"</a></p>
        </section>
    }
    .into_any()
}

fn codes_view(codes: Vec<String>) -> AnyView {
    let codes: Vec<_> = codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect();
    view! {
        <section class="card narrow">
            <h1>"Your recovery codes"</h1>
            <Notice tone=Tone::Warn>
                <p>"They are shown this once. Print them or write them down, and keep them where you find them without your phone."</p>
            </Notice>
            <p>"Each opens your account once in place of a code. Older ones work no more."</p>
            <ul class="codes" aria-label="Recovery codes">{codes}</ul>
            <p class="actions"><a class="button" href="/account">"I have them"</a></p>
        </section>
    }
    .into_any()
}

fn on(left: u32, problem: Option<Problem>) -> AnyView {
    let whole = problem.clone().filter(|problem| !matches!(problem.field.as_str(), "code" | "password"));
    let left = match left {
        0 => "No recovery code is left. Make new ones before you need one.".to_owned(),
        1 => "One recovery code is left.".to_owned(),
        left => format!("{left} recovery codes are left."),
    };
    view! {
        <section class="card narrow">
            <h1>"Two-step sign-in"</h1>
            {whole.map(|problem| view! { <Notice tone=Tone::Bad><p>{problem.sentence}</p></Notice> })}
            <p class="lead">"It is on: signing in takes your password and a code from your app."</p>
            <h2>"Recovery codes"</h2>
            <p>{left}</p>
            <PostForm>
                <input type="hidden" name="what" value="codes" />
                <p class="actions">
                    <button class="button quiet" type="submit">"Make ten new codes"</button>
                </p>
            </PostForm>
            <h2>"Switch it off"</h2>
            <PostForm class="form">
                <input type="hidden" name="what" value="disable" />
                <TextField
                    name="password" label="Password" kind="password" fills="current-password" at_most=128
                    problem=problem.clone()
                />
                <TextField
                    name="code" label="Code" fills="one-time-code" at_most=30
                    hint="The six digits in your app, or a recovery code." problem=problem
                />
                <button class="button danger" type="submit">"Switch it off"</button>
            </PostForm>
            <p class="hint"><a href="/account">"Back to your account"</a></p>
        </section>
    }
    .into_any()
}
