//! The privacy policy: its sentences, and the tables that are made from the program's own lists.

use super::{sections, version_line};
use crate::api::ApiError;
use crate::api::policy::{CookieRow, DataRow, PolicyPage, PurposeRow, VersionLine, privacy_policy};
use crate::components::{Column, DataTable, Notice, PageTitle, PublicFrame, Tone, settled};
use crate::pages::connect::FieldTable;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page at `/privacy`, and at `/privacy/{version}` for those that came before.
#[component]
pub fn PrivacyPolicy() -> impl IntoView {
    let version = use_params_map().read_untracked().get("version");
    view! {
        <PageTitle text="Privacy · AltaClario" />
        <PublicFrame>{settled(move || page(version.clone()))}</PublicFrame>
    }
}

async fn page(version: Option<String>) -> Result<AnyView, ApiError> {
    Ok(policy_view(privacy_policy(version).await?))
}

fn policy_view(page: PolicyPage) -> AnyView {
    let is_old = page.version.number != page.newest;
    let nobody = !page.sections.iter().any(|section| section.clauses.iter().any(|it| it.id == "AC-75"));
    let PolicyPage { version, versions, data, purposes, cookies, fields, .. } = page;
    view! {
        <article class="text">
            <h1>"Privacy"</h1>
            {version_line(&version)}
            {is_old.then(|| view! {
                <Notice tone=Tone::Info>
                    <p>"This is an earlier version. " <a href="/privacy">"Read the one in force"</a></p>
                </Notice>
            })}
            {nobody.then(|| view! {
                <Notice tone=Tone::Warn>
                    <p>
                        "The operator of this installation has not stated yet who they are. What waits for that is not shown here."
                    </p>
                </Notice>
            })}
            <p>
                "Each sentence below has an id and is held by a test that fails when it is no longer true. The "
                <a href="/proof">"proof page"</a> " names the tests."
            </p>
            {sections(page.sections, |key| match key {
                "provider" => Some(view! { <FieldTable fields=fields.clone() /> }.into_any()),
                "cookies" => Some(cookie_table(&cookies)),
                "bases" => Some(purpose_table(&purposes)),
                "ends" => Some(data_table(&data)),
                "changes" => Some(version_list(&versions)),
                _ => None,
            })}
            <p class="hint">"SHA-256 of this version: " <code class="digest">{version.hash}</code></p>
        </article>
    }
    .into_any()
}

fn cookie_table(cookies: &[CookieRow]) -> AnyView {
    let columns =
        ["Cookie", "Kind", "What it is for", "How long it stays"].into_iter().map(Column::text).collect();
    let rows = cookies
        .iter()
        .map(|cookie| {
            vec![
                view! { <code>{cookie.name.clone()}</code> }.into_any(),
                cookie.category.clone().into_any(),
                cookie.purpose.clone().into_any(),
                cookie.life.clone().into_any(),
            ]
        })
        .collect();
    view! { <DataTable caption="Cookies" columns rows stacks=true /> }.into_any()
}

fn purpose_table(purposes: &[PurposeRow]) -> AnyView {
    let columns = ["Purpose", "Legal basis", "Data", "Received by"].into_iter().map(Column::text).collect();
    let rows = purposes
        .iter()
        .map(|purpose| {
            vec![
                purpose.title.clone().into_any(),
                purpose.basis.clone().into_any(),
                purpose.data.clone().into_any(),
                purpose.recipients.clone().into_any(),
            ]
        })
        .collect();
    view! { <DataTable caption="Purposes and what they rest on" columns rows stacks=true /> }.into_any()
}

fn data_table(data: &[DataRow]) -> AnyView {
    let columns = ["Class of data", "What belongs to it", "How long it is kept"]
        .into_iter()
        .map(Column::text)
        .collect();
    let rows = data
        .iter()
        .map(|class| {
            vec![
                class.title.clone().into_any(),
                class.holds.clone().into_any(),
                class.retention.clone().into_any(),
            ]
        })
        .collect();
    view! { <DataTable caption="Classes of data" columns rows stacks=true /> }.into_any()
}

fn version_list(versions: &[VersionLine]) -> AnyView {
    let entries: Vec<_> = versions
        .iter()
        .map(|version| {
            let way = format!("/privacy/{}", version.number);
            view! {
                <li>
                    <a href=way>{format!("Version {}", version.number)}</a>
                    {format!(", in effect since {}: {}", version.effective, version.changes)}
                </li>
            }
        })
        .collect();
    view! {
        <h3>"Versions"</h3>
        <ul>{entries}</ul>
    }
    .into_any()
}
