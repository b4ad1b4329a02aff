//! The installation, for those who look after it. To everybody else these pages are not there.

pub mod claim;
pub mod incidents;
pub mod letters;
pub mod notices;
pub mod requests;

use super::not_found::nothing_here;
use crate::api::form::Form;
use crate::api::operator::{
    AlertRow, Installation, KeepingNote, acknowledge_alert, operator_view, send_test_letter,
};
use crate::api::{ApiError, Problem, context};
use crate::components::{
    Column, DataTable, Notice, PageTitle, PostForm, PublicFrame, Tone, setting_group, settled,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/operator`.
#[component]
pub fn Operator() -> impl IntoView {
    let done = use_query_map().read_untracked().get("done").unwrap_or_default();
    view! { <PublicFrame>{settled(move || for_operators(page(done.clone())))}</PublicFrame> }
}

/// Shows a page to operators, and to everybody else what an unknown address shows.
pub(super) async fn for_operators(
    page: impl Future<Output = Result<AnyView, ApiError>>,
) -> Result<AnyView, ApiError> {
    match page.await {
        Err(ApiError::SignIn | ApiError::Missing | ApiError::NotAllowed) => Ok(nothing_here()),
        other => other,
    }
}

async fn page(done: String) -> Result<AnyView, ApiError> {
    let mut problem = None;
    if let Some(form) = context::posted() {
        let (outcome, done) = change(&form).await?;
        match outcome {
            Ok(()) => {
                context::go_to(&format!("/operator?done={done}"));
                return Ok(().into_any());
            }
            Err(refusal) => {
                context::answer_with_status(422);
                problem = Some(refusal);
            }
        }
    }
    Ok(view(&operator_view().await?, &done, problem))
}

async fn change(form: &Form) -> Result<(Result<(), Problem>, &'static str), ApiError> {
    match form.text("what").as_str() {
        "test-letter" => Ok((send_test_letter().await?, "test-letter")),
        "acknowledge" => Ok((acknowledge_alert(form.text("alert")).await?, "acknowledged")),
        _ => {
            // Somebody who is no operator learns nothing from what they sent.
            operator_view().await?;
            Err(ApiError::Malformed)
        }
    }
}

fn view(report: &Installation, done: &str, problem: Option<Problem>) -> AnyView {
    let told = match done {
        "test-letter" if report.mail_server.is_some() => {
            Some((Tone::Good, "A test letter is on its way to you."))
        }
        "test-letter" => Some((Tone::Info, "A test letter is held: there is no mail server to send it to.")),
        "acknowledged" => Some((Tone::Good, "The alert is closed.")),
        "claimed" => Some((Tone::Good, "You are the operator of this installation now.")),
        _ => None,
    };
    view! {
        <PageTitle text="Operator · AltaClario" />
        <div class="page-head">
            <div>
                <h1>"Operator"</h1>
                <p class="lead">
                    "This installation on " {report.as_of.clone()} " UTC. Nothing of any workspace is shown here."
                </p>
            </div>
        </div>
        {told
            .filter(|_| problem.is_none())
            .map(|(tone, sentence)| view! { <Notice tone=tone><p>{sentence}</p></Notice> })}
        {problem.map(|problem| view! { <Notice tone=Tone::Bad><p>{problem.sentence}</p></Notice> })}
        {alerts(&report.alerts)}
        {mail(report)}
        {keeping(report)}
        {installation(report)}
    }
    .into_any()
}

fn alerts(alerts: &[AlertRow]) -> AnyView {
    let none = alerts.is_empty().then(|| view! { <p>"No alerts."</p> });
    let rows: Vec<_> = alerts
        .iter()
        .map(|alert| {
            let (id, title) = (alert.id.clone(), alert.title.clone());
            view! {
                <li>
                    <h3>{alert.title.clone()}</h3>
                    <p>{alert.sentence.clone()}</p>
                    <p class="muted small">{alert.times.clone()}</p>
                    <PostForm action="#alerts">
                        <input type="hidden" name="what" value="acknowledge" />
                        <input type="hidden" name="alert" value=id />
                        <p class="actions">
                            <button class="button quiet" type="submit">
                                "Acknowledge"<span class="visually-hidden">": " {title}</span>
                            </button>
                        </p>
                    </PostForm>
                </li>
            }
        })
        .collect();
    let content = view! {
        {none} <ul class="entries">{rows}</ul>
    }
    .into_any();
    setting_group(
        "alerts",
        "Alerts",
        "Each kind is raised once and counted until somebody acknowledges it.",
        content,
    )
}

fn mail(report: &Installation) -> AnyView {
    let server = report.mail_server.clone().map_or_else(
        || {
            view! {
                <Notice tone=Tone::Warn>
                    <p>
                        "There is no mail server, so letters are held. You can read them and hand them over; set "
                        <code>"ALTACLARIO_SMTP"</code> " to send them."
                    </p>
                </Notice>
            }
            .into_any()
        },
        |server| view! { <p>"Mail server: " {server} "."</p> }.into_any(),
    );
    let content = view! {
        {server}
        <p>"Letters come from " {report.sender.clone()} "."</p>
        <PostForm action="#mail">
            <input type="hidden" name="what" value="test-letter" />
            <p class="actions">
                <button class="button" type="submit">"Send a test letter to me"</button>
                <a class="button quiet" href="/operator/letters">"All letters"</a>
            </p>
        </PostForm>
    }
    .into_any();
    setting_group(
        "mail",
        "Mail",
        "How letters leave. Addresses are shortened, and what was sent is wiped.",
        content,
    )
}

fn keeping(report: &Installation) -> AnyView {
    let note = |note: &KeepingNote| {
        let sentence = note.sentence.clone();
        if note.is_good {
            view! { <p>{sentence}</p> }.into_any()
        } else {
            view! { <Notice tone=Tone::Bad><p>{sentence}</p></Notice> }.into_any()
        }
    };
    let content = view! {
        {note(&report.backup)}
        {note(&report.examination)}
    }
    .into_any();
    setting_group(
        "keeping",
        "Backups",
        "Sealed copies of the database, one a day for 30 days, and a daily look at whether all is what was written.",
        content,
    )
}

fn installation(report: &Installation) -> AnyView {
    let rows = report
        .tables
        .iter()
        .map(|(table, rows)| vec![table.clone().into_any(), rows.to_string().into_any()])
        .collect();
    let content = view! {
        <p>
            "AltaClario " {report.version.clone()} ", running for " {report.uptime.clone()} ". The database has "
            {report.database.clone()} "."
        </p>
        <p><a href="/operator/incidents">"Incidents, use of the pages, removals"</a></p>
                <p><a href="/operator/notices">"Notices to everybody"</a></p>
                <p><a href="/operator/requests">"Requests that came in"</a></p>
                <p><a href="/operator/access">"Access to a workspace"</a></p>
        <details>
            <summary>"Tables"</summary>
            <DataTable
                caption="Rows of each table" columns=vec![Column::text("Table"), Column::number("Rows")] rows
            />
        </details>
    }
    .into_any();
    setting_group("installation", "Installation", "Version, running time and size.", content)
}
