//! Which role may do what, as a table.

use super::ROLES;
use crate::api::members::MembersReport;
use crate::components::{Column, DataTable};
use crate::pages::settings::group::group;
use leptos::prelude::*;

/// The group with the table.
pub(super) fn rules(report: &MembersReport) -> AnyView {
    let mut columns = vec![Column::text("What")];
    columns.extend(ROLES.map(|(_, name)| Column::text(name)));
    let rows = report
        .rules
        .iter()
        .map(|rule| {
            let mut cells = vec![rule.words.clone().into_any()];
            cells.extend(rule.roles.map(|may| if may { "yes" } else { "no" }.into_any()));
            cells
        })
        .collect();
    let table =
        view! { <DataTable caption="Roles and what they may do" columns=columns rows=rows /> }.into_any();
    group(
        "roles",
        "Roles",
        "The same for everybody with a role; nothing is granted to single people.",
        None,
        table,
    )
}
