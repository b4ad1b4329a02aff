//! A workspace as a whole: a copy to take along, settings from a copy, and its end.

use super::{ending_fields, ending_of};
use crate::api::leaving::{WorkspaceReport, close_workspace, import_settings, whole_workspace};
use crate::api::own_account::recently_confirmed;
use crate::api::{ApiError, Problem, context};
use crate::components::{Notice, PageTitle, PostForm, Tone, WorkspaceFrame, setting_group, settled};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page at `/w/{workspace}/settings/workspace`.
#[component]
pub fn WholeWorkspacePage() -> impl IntoView {
    let workspace = use_params_map().read_untracked().get("workspace").unwrap_or_default();
    view! {
        <PageTitle text="Workspace · AltaClario" />
        <WorkspaceFrame workspace=workspace.clone() current="settings">
            {settled(move || page(workspace.clone()))}
        </WorkspaceFrame>
    }
}

async fn page(workspace: String) -> Result<AnyView, ApiError> {
    let mut refused = None;
    if let Some(form) = context::posted() {
        // A stranger learns nothing here, and whoever has to prove first who they are comes back.
        whole_workspace(workspace.clone()).await?;
        recently_confirmed().await?;
        let outcome = match form.text("what").as_str() {
            "import" => import_settings(workspace.clone(), form.text("settings"))
                .await?
                .map(|()| format!("/w/{workspace}/settings/workspace?imported#import")),
            "close" => match ending_of(&form) {
                Ok(at_once) => {
                    close_workspace(workspace.clone(), at_once).await?;
                    Ok("/account/privacy#closed".to_owned())
                }
                Err(sentence) => Err(Problem::new("", sentence)),
            },
            _ => return Err(ApiError::Malformed),
        };
        match outcome {
            Ok(next) => {
                context::go_to(&next);
                return Ok(().into_any());
            }
            Err(problem) => {
                context::answer_with_status(422);
                refused = Some(problem.sentence);
            }
        }
    } else if context::query_string() == "confirm" {
        recently_confirmed().await?;
    }
    Ok(workspace_view(&whole_workspace(workspace.clone()).await?, &workspace, refused))
}

fn workspace_view(report: &WorkspaceReport, workspace: &str, refused: Option<String>) -> AnyView {
    let imported = context::query_string() == "imported";
    let locked = (!report.may_export && !report.may_close).then(|| {
        view! { <Notice><p>"Only owners take a copy of the workspace, replace its settings or close it."</p></Notice> }
    });
    let copies = report.may_export.then(|| {
        view! {
            {setting_group(
                "export", "A copy of the workspace",
                "One file with its settings, members, connections without their tokens, and its audit log.",
                export_form(workspace),
            )}
            {setting_group(
                "import", "Settings from a copy",
                "Teams, statuses, days and resolutions are replaced by those of the file: all of them or none.",
                import_form(imported),
            )}
        }
    });
    let close = report.may_close.then(|| {
        setting_group(
            "close",
            "Close the workspace",
            "Nobody can open it any more, you included. Jira itself is not touched.",
            close_form(report),
        )
    });
    view! {
        <div class="page-head">
            <div>
                <h1>"Workspace"</h1>
                <p class="lead">{report.name.clone()} " as a whole: a copy to take along, and its end."</p>
                <p class="meta"><a href=format!("/w/{workspace}/settings")>"Back to the settings"</a></p>
            </div>
        </div>
        {locked}
        {refused.map(|sentence| view! { <Notice tone=Tone::Bad><p>{sentence}</p></Notice> })}
        {copies}
        {close}
    }
    .into_any()
}

fn export_form(workspace: &str) -> AnyView {
    view! {
        <PostForm action=format!("/w/{workspace}/settings/workspace/export")>
            <p>"It is signed, holds no secret, and no numbers from Jira: none are stored."</p>
            <p class="actions"><button class="button" type="submit">"Download the workspace"</button></p>
        </PostForm>
    }
    .into_any()
}

fn import_form(imported: bool) -> AnyView {
    view! {
        {imported.then(|| view! {
            <Notice tone=Tone::Good><p>"The settings of the file are in place. The numbers follow at once."</p></Notice>
        })}
        <PostForm class="form" action="#import">
            <input type="hidden" name="what" value="import" />
            <div class="field">
                <label for="f-settings">"The text of settings.json"</label>
                <p class="hint" id="f-settings-hint">
                    "It is in the copy of a workspace. The sites it names must be connected here, under the same address."
                </p>
                <textarea
                    id="f-settings" name="settings" rows="8" required spellcheck="false" autocomplete="off"
                    aria-describedby="f-settings-hint"
                ></textarea>
            </div>
            <p class="actions"><button class="button quiet" type="submit">"Replace all settings"</button></p>
        </PostForm>
    }
    .into_any()
}

fn close_form(report: &WorkspaceReport) -> AnyView {
    let fields = ending_fields(&report.end, "Yes, close this workspace for everybody");
    view! {
        <p>"If you close the workspace:"</p>
        <ul class="plain-list">
            <li>"No member sees it any more, from the next click on. All of them are told by letter."</li>
            <li>"Its Jira tokens are destroyed and what was read with them is wiped, at once."</li>
            <li>"Invitations are void, and an operator's access ends."</li>
            <li>
                "Until " {report.end.clone()}
                " an owner can open it again on their privacy page. The tokens do not come back."
            </li>
            <li>"Then everything is deleted and overwritten, its audit log included."</li>
        </ul>
        <PostForm class="form" action="#close">
            <input type="hidden" name="what" value="close" />
            {fields}
            <p class="actions"><button class="button danger" type="submit">"Close the workspace"</button></p>
        </PostForm>
    }
    .into_any()
}
