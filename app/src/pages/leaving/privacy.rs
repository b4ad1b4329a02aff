//! What is known about a person, to take along, and the way out.

use super::choices::choices_group;
use super::{TICK_THE_BOX, ending_fields, ending_of, go_on};
use crate::api::consent::{ChoiceLine, choices};
use crate::api::leaving::{
    ClosedLine, NamedWorkspace, PrivacyReport, close_account, end_workspace, privacy, reopen_workspace,
    restrict,
};
use crate::api::own_account::recently_confirmed;
use crate::api::{ApiError, Problem, context};
use crate::components::{Notice, PageTitle, PostForm, PublicFrame, Tone, setting_group, settled};
use leptos::prelude::*;

/// The page at `/account/privacy`.
#[component]
pub fn Privacy() -> impl IntoView {
    view! {
        <PageTitle text="Privacy · AltaClario" />
        <PublicFrame>{settled(page)}</PublicFrame>
    }
}

async fn page() -> Result<AnyView, ApiError> {
    let mut refused = None;
    if let Some(form) = context::posted() {
        // Whoever has to prove first who they are comes back here.
        recently_confirmed().await?;
        let outcome = match form.text("what").as_str() {
            "close" => match ending_of(&form) {
                Ok(at_once) => close_account(at_once)
                    .await?
                    .map(|()| if at_once { "/sign-in?deleted#main" } else { "/sign-in?closed#main" }),
                Err(sentence) => Err(Problem::new("", sentence)),
            },
            "pause" => {
                restrict(true).await?;
                Ok("/account/privacy?paused#pause")
            }
            "go-on" => {
                restrict(false).await?;
                Ok("/account/privacy?resumed#pause")
            }
            "reopen" => {
                reopen_workspace(form.text("workspace")).await?;
                Ok("/account/privacy?reopened#closed")
            }
            "end" if form.ticked("sure") => {
                end_workspace(form.text("workspace")).await?;
                Ok("/account/privacy?ended#closed")
            }
            "end" => Err(Problem::new("", TICK_THE_BOX)),
            _ => return Err(ApiError::Malformed),
        };
        refused = go_on(outcome);
        if refused.is_none() {
            return Ok(().into_any());
        }
    } else if context::query_string() == "confirm" {
        recently_confirmed().await?;
    }
    Ok(privacy_view(&privacy().await?, &choices().await?, refused))
}

fn privacy_view(report: &PrivacyReport, choices: &[ChoiceLine], refused: Option<String>) -> AnyView {
    let told = match context::query_string().as_str() {
        "reopened" => Some("The workspace is open again. Enter the tokens of its connections once more."),
        "ended" => Some("The workspace is deleted for good."),
        "paused" => Some("Nothing is read or counted for you from now on. Your data is kept."),
        "resumed" => Some("The pause is over. Reading begins again when you look at the numbers."),
        "taken-back" => Some("Every yes is taken back. Nothing is counted from now on."),
        _ => None,
    };
    view! {
        <div class="page-head">
            <div>
                <h1>"Privacy"</h1>
                <p class="lead">"What is known about you, to take along, and the way out."</p>
                <p class="meta"><a href="/account">"Back to your account"</a></p>
            </div>
        </div>
        {told.map(|sentence| view! { <Notice tone=Tone::Good><p>{sentence}</p></Notice> })}
        {refused.map(|sentence| view! { <Notice tone=Tone::Bad><p>{sentence}</p></Notice> })}
        {setting_group(
            "export", "Everything about you",
            "One file with all that is stored about you. It holds no password, no token and nothing about others.",
            export_form(),
        )}
        {choices_group(choices)}
        {pause_group(&report.restricted)}
        {closed_group(&report.closed)}
        {setting_group(
            "close", "Close your account",
            "You are signed out everywhere and nobody can sign in with it. Its data is deleted, not kept aside.",
            close_form(report),
        )}
    }
    .into_any()
}

fn export_form() -> AnyView {
    view! {
        <PostForm action="/account/privacy/export">
            <p>
                "Your profile, what you accepted, your sessions and memberships, what the logs of your workspaces say of \
                 you, and which letters you got. Numbers from Jira are not in it: none are stored."
            </p>
            <p class="actions"><button class="button" type="submit">"Download everything about me"</button></p>
        </PostForm>
    }
    .into_any()
}

fn pause_group(since: &str) -> AnyView {
    let paused = !since.is_empty();
    let (what, label) = if paused { ("go-on", "End the pause") } else { ("pause", "Pause everything") };
    let since = since.to_owned();
    let state = paused.then(|| view! { <Notice tone=Tone::Warn><p>"Paused since " {since} "."</p></Notice> });
    let content = view! {
        {state}
        <ul class="plain-list">
            <li>"Nothing is read from Jira in workspaces where only you work, and what was read is wiped."</li>
            <li>"No page is counted, no speed measured and no error reported, whatever you chose before."</li>
            <li>"You get letters about your account and about incidents alone."</li>
            <li>"Everything that is stored stays as it is: settings, logs, connections. You can still take a copy of it."</li>
        </ul>
        <PostForm action="#pause">
            <input type="hidden" name="what" value=what />
            <p class="actions"><button class="button quiet" type="submit">{label}</button></p>
        </PostForm>
    };
    setting_group(
        "pause",
        "Pause",
        "Restricts what is done with your data without deleting it. The log of each workspace concerned says so.",
        content.into_any(),
    )
}

fn closed_group(closed: &[ClosedLine]) -> Option<AnyView> {
    if closed.is_empty() {
        return None;
    }
    let rows: Vec<_> = closed.iter().map(closed_row).collect();
    let about =
        "Workspaces you closed. Until their day comes you can open them again; their tokens are gone.";
    Some(setting_group(
        "closed",
        "Closed workspaces",
        about,
        view! { <ul class="entries">{rows}</ul> }.into_any(),
    ))
}

fn closed_row(line: &ClosedLine) -> AnyView {
    let (name, reopened, ended) = (line.name.clone(), line.name.clone(), line.name.clone());
    let (to_reopen, to_end) = (line.id.clone(), line.id.clone());
    view! {
        <li>
            <h3>{name.clone()}</h3>
            <p class="muted small">"Deleted on " {line.end.clone()} "."</p>
            <PostForm action="#closed">
                <input type="hidden" name="what" value="reopen" />
                <input type="hidden" name="workspace" value=to_reopen />
                <p class="actions">
                    <button class="button quiet" type="submit">
                        "Open it again"<span class="visually-hidden">": " {reopened}</span>
                    </button>
                </p>
            </PostForm>
            <details>
                <summary>"Delete it now"<span class="visually-hidden">": " {name}</span></summary>
                <PostForm class="form" action="#closed">
                    <input type="hidden" name="what" value="end" />
                    <input type="hidden" name="workspace" value=to_end />
                    <label class="check">
                        <input type="checkbox" name="sure" value="yes" required />
                        <span>"Yes, delete " {ended} " for good, now"</span>
                    </label>
                    <p class="actions"><button class="button danger" type="submit">"Delete this workspace"</button></p>
                </PostForm>
            </details>
        </li>
    }
    .into_any()
}

fn close_form(report: &PrivacyReport) -> AnyView {
    if !report.held.is_empty() {
        let links: Vec<_> = report
            .held
            .iter()
            .map(|it| view! { <li><a href=format!("/w/{}/settings/workspace", it.id)>{it.name.clone()}</a></li> })
            .collect();
        return view! {
            <Notice tone=Tone::Warn>
                <p>
                    "Others work in these workspaces and nobody else owns them. Make another member an owner, or close \
                     them first."
                </p>
            </Notice>
            <ul class="plain-list">{links}</ul>
        }
        .into_any();
    }
    let fields = ending_fields(&report.end, "Yes, close my account");
    view! {
        <p>"If you close your account:"</p>
        <ul class="plain-list">
            <li>"All your sessions end at once, links in letters stop working, and invitations you sent are void."</li>
            {names("These workspaces are closed with it, since nobody else works there: ", &report.ending)}
            {names("These workspaces go on without you: ", &report.left)}
            <li>"The Jira tokens of the closed workspaces are destroyed at once, and what was read with them is wiped."</li>
            <li>
                "Until " {report.end.clone()}
                " you can undo it: by the link in the letter you get, or by signing in. The tokens do not come back."
            </li>
            <li>
                "Then every row about you is deleted and overwritten. A keyed mark that names nobody stays for 60 days, so \
                 that a restored backup cannot bring you back."
            </li>
        </ul>
        <PostForm class="form" action="#close">
            <input type="hidden" name="what" value="close" />
            {fields}
            <p class="actions"><button class="button danger" type="submit">"Close my account"</button></p>
        </PostForm>
    }
    .into_any()
}

fn names(words: &'static str, workspaces: &[NamedWorkspace]) -> Option<AnyView> {
    let names: Vec<String> = workspaces.iter().map(|it| it.name.clone()).collect();
    (!names.is_empty()).then(|| view! { <li>{words} {names.join(", ")} "."</li> }.into_any())
}
