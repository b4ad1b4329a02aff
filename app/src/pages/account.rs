//! What a person sees and changes of their own account.

pub mod confirm;
pub mod email;
pub mod password;
pub mod sessions;
pub mod two_step;

use crate::api::own_account::{AccountReport, own_account, rename_account, set_looks};
use crate::api::{ApiError, Problem, context};
use crate::components::{Notice, PageTitle, PostForm, PublicFrame, TextField, Tone, setting_group, settled};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/account`.
#[component]
pub fn Account() -> impl IntoView {
    let saved = use_query_map().read_untracked().get("saved").unwrap_or_default();
    view! {
        <PageTitle text="Account · AltaClario" />
        <PublicFrame>{settled(move || page(saved.clone()))}</PublicFrame>
    }
}

async fn page(saved: String) -> Result<AnyView, ApiError> {
    let mut problem = None;
    if let Some(form) = context::posted() {
        let (group, outcome) = match form.text("what").as_str() {
            "name" => ("profile", rename_account(form.text("name")).await?),
            "looks" => ("looks", set_looks(form.text("theme"), form.text("density")).await?),
            _ => return Err(ApiError::Malformed),
        };
        match outcome {
            Ok(()) => context::go_to(&format!("/account?saved={group}#{group}")),
            Err(refusal) => {
                context::answer_with_status(422);
                problem = Some(refusal);
            }
        }
    }
    let saved = if problem.is_some() { String::new() } else { saved };
    Ok(account_view(&own_account().await?, &saved, problem))
}

fn account_view(report: &AccountReport, saved: &str, problem: Option<Problem>) -> AnyView {
    let typed = context::typed();
    let name = if problem.is_some() { typed.text("name") } else { report.name.clone() };
    let told = |group: &str| {
        (saved == group).then(|| view! { <Notice tone=Tone::Good><p>"Saved."</p></Notice> }.into_any())
    };
    let profile = view! {
        {told("profile")}
        <PostForm action="#profile">
            <input type="hidden" name="what" value="name" />
            <div class="form">
                <TextField name="name" label="Name" value=name fills="name" at_most=100 problem=problem />
                <p class="actions"><button class="button" type="submit">"Save the name"</button></p>
            </div>
        </PostForm>
    }
    .into_any();
    let looks = view! { {told("looks")} {looks_form(report)} }.into_any();
    let back = report.workspace.clone().map(|(id, name)| {
        view! { <a href=format!("/w/{id}")>"Back to " {name}</a> }
    });
    view! {
        <div class="page-head">
            <div>
                <h1>"Account"</h1>
                <p class="lead">"Who you are here, and how your account is kept safe."</p>
                <p class="meta">{back}</p>
            </div>
        </div>
        {setting_group("profile", "Profile", "What others in your workspaces call you.", profile)}
        {setting_group("safety", "Sign-in", "How you come in, and what keeps others out.", safety(report))}
        {setting_group("looks", "Looks", "How pages look to you, in every browser you sign in with.", looks)}
    }
    .into_any()
}

/// What stands where, with the way to change it.
fn safety(report: &AccountReport) -> AnyView {
    let two_step = match report.recovery_codes {
        None => "Off: your password alone opens the account".to_owned(),
        Some(1) => "On, with one recovery code left".to_owned(),
        Some(left) => format!("On, with {left} recovery codes left"),
    };
    let sessions = match report.sessions {
        1 => "This one only".to_owned(),
        count => format!("{count} are running"),
    };
    let rows: Vec<_> = [
        ("E-mail", report.email.clone(), "/account/email", "Change the e-mail"),
        ("Password", "Known to nobody but you".to_owned(), "/account/password", "Change the password"),
        ("Two-step sign-in", two_step, "/account/two-step", "Two-step sign-in"),
        ("Sessions", sessions, "/account/sessions", "See the sessions"),
        (
            "Privacy",
            "What is known about you".to_owned(),
            "/account/privacy",
            "Take it along, or close the account",
        ),
    ]
    .into_iter()
    .map(|(name, state, href, label)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{state}</dd>
                <dd><a href=href>{label}</a></dd>
            </div>
        }
    })
    .collect();
    view! { <dl class="facts lines">{rows}</dl> }.into_any()
}

fn looks_form(report: &AccountReport) -> AnyView {
    let choices = |name: &'static str, chosen: &str, options: &[(&'static str, &'static str)]| {
        options
            .iter()
            .map(|(value, label)| {
                let (value, label) = (*value, *label);
                view! {
                    <label class="check">
                        <input type="radio" name=name value=value checked=value == chosen />
                        <span>{label}</span>
                    </label>
                }
            })
            .collect::<Vec<_>>()
    };
    let themes = [("system", "As the browser says"), ("light", "Light"), ("dark", "Dark")];
    let densities = [("comfortable", "Comfortable"), ("compact", "Compact")];
    let (themes, densities) =
        (choices("theme", &report.theme, &themes), choices("density", &report.density, &densities));
    view! {
        <PostForm action="#looks">
            <input type="hidden" name="what" value="looks" />
            <div class="form">
                <fieldset class="field">
                    <legend>"Theme"</legend>
                    <div class="checks">{themes}</div>
                </fieldset>
                <fieldset class="field">
                    <legend>"Lines of tables"</legend>
                    <div class="checks">{densities}</div>
                </fieldset>
                <p class="actions"><button class="button" type="submit">"Save the looks"</button></p>
            </div>
        </PostForm>
    }
    .into_any()
}
