//! What a workspace and a person have used, and how much there is for each day.

use crate::api::ApiError;
use crate::api::usage::{UsageReport, UsageRow, usage};
use crate::components::{Column, DataTable, PageTitle, WorkspaceFrame, setting_group, settled};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page at `/w/{workspace}/settings/usage`.
#[component]
pub fn Usage() -> impl IntoView {
    let workspace = use_params_map().read_untracked().get("workspace").unwrap_or_default();
    view! {
        <PageTitle text="Usage · AltaClario" />
        <WorkspaceFrame workspace=workspace.clone() current="settings">
            {settled(move || page(workspace.clone()))}
        </WorkspaceFrame>
    }
}

async fn page(workspace: String) -> Result<AnyView, ApiError> {
    let report = usage(workspace.clone()).await?;
    Ok(usage_view(&report, &workspace))
}

fn usage_view(report: &UsageReport, workspace: &str) -> AnyView {
    view! {
        <div class="page-head">
            <div>
                <p class="meta"><a href=format!("/w/{workspace}/settings")>"Settings"</a></p>
                <h1>"Usage"</h1>
                <p class="lead">
                    "What is counted, and how much there is for each day. The counts begin anew at midnight (UTC). What is used "
                    "up waits until then; nothing that was read is lost."
                </p>
            </div>
        </div>
        {setting_group(
            "workspace-usage", "This workspace", "All members together.",
            counts("What this workspace used", &report.workspace),
        )}
        {setting_group(
            "own-usage", "You", "Your own account, in all workspaces.", counts("What you used", &report.account),
        )}
    }
    .into_any()
}

fn counts(caption: &'static str, rows: &[UsageRow]) -> AnyView {
    let columns = vec![
        Column::text("Counted"),
        Column::number("Today"),
        Column::number("Each day"),
        Column::number("Last 30 days"),
    ];
    let rows = rows.iter().map(row).collect();
    view! { <DataTable caption columns rows /> }.into_any()
}

fn row(row: &UsageRow) -> Vec<AnyView> {
    let spent = row.today >= row.most;
    vec![
        view! { {row.kind.clone()} <div class="check-note">{row.about.clone()}</div> }.into_any(),
        view! { {thousands(row.today)} {spent.then_some(" (used up)")} }.into_any(),
        thousands(row.most).into_any(),
        thousands(row.month).into_any(),
    ]
}

/// A count with a thin space between thousands.
fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let first = digits.len() % 3;
    let mut text = digits[..first].to_owned();
    for at in (first..digits.len()).step_by(3) {
        if !text.is_empty() {
            text.push('\u{202f}');
        }
        text.push_str(&digits[at..at + 3]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (count, text) in
            [(0, "0"), (999, "999"), (1_000, "1\u{202f}000"), (1_234_567, "1\u{202f}234\u{202f}567")]
        {
            assert_eq!(thousands(count), text);
        }
    }
}
