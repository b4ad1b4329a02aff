//! What was done in the workspace: the audit log, newest first, and whether it is whole.

use super::group::group;
use crate::api::audit::{AuditReport, OperatorInside, audit_log, end_operator_access};
use crate::api::{ApiError, context};
use crate::components::{Column, DataTable, Notice, PageTitle, PostForm, Tone, WorkspaceFrame, settled};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The page at `/w/{workspace}/settings/audit`.
#[component]
pub fn Audit() -> impl IntoView {
    let workspace = use_params_map().read_untracked().get("workspace").unwrap_or_default();
    let before = use_query_map().read_untracked().get("before").and_then(|text| text.parse().ok());
    view! {
        <PageTitle text="Audit log · AltaClario" />
        <WorkspaceFrame workspace=workspace.clone() current="settings">
            {settled(move || page(workspace.clone(), before))}
        </WorkspaceFrame>
    }
}

async fn page(workspace: String, before: Option<i64>) -> Result<AnyView, ApiError> {
    if let Some(form) = context::posted() {
        match form.text("what").as_str() {
            "end-access" => end_operator_access(workspace.clone(), form.text("grant")).await?,
            // The file is asked for by a form, so that whoever asks is asked who they are first.
            "take" => {
                // Whoever may not read the log is led nowhere.
                audit_log(workspace.clone(), Some(1)).await?;
                context::confirmed()?;
                context::go_to(&format!("/w/{workspace}/settings/audit.ndjson"));
                return Ok(().into_any());
            }
            _ => return Err(ApiError::Malformed),
        }
        context::go_to(&format!("/w/{workspace}/settings/audit"));
        return Ok(().into_any());
    }
    Ok(audit_view(&audit_log(workspace.clone(), before).await?, &workspace, before.is_some()))
}

fn audit_view(report: &AuditReport, workspace: &str, is_later_page: bool) -> AnyView {
    let tone = if report.is_whole { Tone::Good } else { Tone::Bad };
    let standing = report.standing.clone();
    let columns =
        vec![Column::text("What"), Column::text("Time"), Column::number("Entry"), Column::text("Hash")];
    let rows = report
        .entries
        .iter()
        .map(|entry| {
            vec![
                entry.sentence.clone().into_any(),
                entry.time.clone().into_any(),
                entry.seq.into_any(),
                view! { <code>{entry.hash.clone()}</code> }.into_any(),
            ]
        })
        .collect();
    let older = report.older.map(|seq| {
        view! { <a class="button quiet" href=format!("/w/{workspace}/settings/audit?before={seq}")>"Older entries"</a> }
    });
    let newest = is_later_page.then(|| {
        view! { <a class="button quiet" href=format!("/w/{workspace}/settings/audit")>"Newest entries"</a> }
    });
    view! {
        <div class="page-head">
            <div>
                <p class="meta"><a href=format!("/w/{workspace}/settings")>"Settings"</a></p>
                <h1>"Audit log"</h1>
                <p class="lead">"Everything that was changed in this workspace, and by whom. Nobody can change or remove an entry."</p>
            </div>
        </div>
        <Notice tone=tone><p>{standing}</p></Notice>
        {operators(&report.operators)}
        <section class="card" aria-labelledby="log-h">
            <h2 id="log-h">"Entries"</h2>
            <p class="muted small">"Newest first. Times are those of the zone " {report.zone.clone()} "."</p>
            <DataTable caption="Entries of the audit log" columns=columns rows=rows stacks=true />
            <p class="actions">{newest} {older}</p>
        </section>
        {taking(report)}
    }
    .into_any()
}

/// The operators who may look now, each with the way to end it.
fn operators(inside: &[OperatorInside]) -> Option<AnyView> {
    if inside.is_empty() {
        return None;
    }
    let rows: Vec<_> = inside
        .iter()
        .map(|operator| {
            let (grant, name) = (operator.grant.clone(), operator.name.clone());
            view! {
                <li>
                    <h3>{operator.name.clone()}</h3>
                    <p>"May look until " {operator.ends.clone()} ". Reason: " {operator.reason.clone()}</p>
                    <PostForm>
                        <input type="hidden" name="what" value="end-access" />
                        <input type="hidden" name="grant" value=grant />
                        <button class="button danger" type="submit">
                            "End this access"<span class="visually-hidden">" of " {name}</span>
                        </button>
                    </PostForm>
                </li>
            }
        })
        .collect();
    let list = view! { <ul class="entries">{rows}</ul> }.into_any();
    let about = "They can look, and change nothing. It ends by itself at the time named.";
    Some(group("operators", "Operators with access now", about, None, list))
}

/// How to take the log away, and by what it can be verified elsewhere.
fn taking(report: &AuditReport) -> AnyView {
    let forms = view! {
        <PostForm>
            <input type="hidden" name="what" value="take" />
            <p class="actions"><button class="button quiet" type="submit">"Download the log (NDJSON)"</button></p>
        </PostForm>
        <dl class="facts">
            <dt>"Head of the chain"</dt>
            <dd><code class="long">{report.head.clone()}</code></dd>
            <dt>"Public key of this installation"</dt>
            <dd><code class="long">{report.public_key.clone()}</code></dd>
        </dl>
    }
    .into_any();
    let about = "A file of one entry a line with the chain and signed checkpoints. Anybody can verify it without this \
                 program; docs/audit-log.md of AltaClario says how. Taking it is an entry, too.";
    group("take", "Take it away", about, None, forms)
}
