//! The form with one row for each status of a team.

use super::exceptions::exceptions;
use crate::api::form::Form;
use crate::components::{Column, DataTable, EmptyState, PostForm};
use clario_analytics::label::count;
use clario_analytics::mapping::{Mapping, MappingRow, ResolutionRow};
use clario_analytics::workflow::Stage;
use leptos::prelude::*;

/// What a status counts as of which nobody says anything.
const NEIGHBOUR: &str = "As the status before or after it";

/// The form; `typed` is what was sent with it before.
pub(super) fn form(mapping: &Mapping, locked: bool, typed: Option<&Form>) -> AnyView {
    let form = Shown { mapping, locked, typed };
    let actions = (!locked).then(|| {
        view! {
            <div>
                <p class="actions">
                    <button class="button quiet" type="submit" name="do" value="preview">"Preview"</button>
                    <button class="button" type="submit" name="do" value="save">"Save"</button>
                    <button class="button danger" type="submit" name="do" value="reset">"Back to the default"</button>
                    <span class="hint">"Going back concerns the statuses of this team alone."</span>
                </p>
            </div>
        }
    });
    view! {
        <PostForm class="section stack">
            <input type="hidden" name="team" value=mapping.team.clone() />
            <section class="card" aria-labelledby="statuses-h">
                <header>
                    <h2 id="statuses-h">"Statuses"</h2>
                    <p>
                        "Every status that an item of this team is or was in. Those that Jira no longer lists come first: \
                         until you say what they mean, they count as the status before or after them."
                    </p>
                </header>
                <div class="form">
                    {form.table()}
                    {form.tick(
                        "restart",
                        "Going back to a to-do status restarts the clock",
                        "Otherwise work that was put back goes on counting from its first start.",
                        mapping.restart_on_queue,
                    )}
                </div>
            </section>
            {exceptions(mapping, locked, typed)}
            <section class="card" aria-labelledby="all-h">
                <header>
                    <h2 id="all-h">"For all teams"</h2>
                    <p>"These hold for every team of the workspace, whichever page they are saved on."</p>
                </header>
                <div class="form">
                    {form.tick(
                        "subtasks",
                        "Count sub-tasks",
                        "Otherwise a story counts once, however it was cut up.",
                        mapping.subtasks,
                    )}
                    {form.resolutions()}
                </div>
            </section>
            {actions}
        </PostForm>
    }
    .into_any()
}

struct Shown<'a> {
    mapping: &'a Mapping,
    locked: bool,
    typed: Option<&'a Form>,
}

impl Shown<'_> {
    fn table(&self) -> AnyView {
        if self.mapping.rows.is_empty() {
            return view! { <EmptyState sentence="This team has no items yet, so it has no statuses." /> }
                .into_any();
        }
        let columns = vec![
            Column::text("Status"),
            Column::text("Counts as"),
            Column::spare("Jira's category"),
            Column::spare("Column"),
            Column::number("Items now"),
            Column::number("Items ever"),
        ];
        let rows = self
            .mapping
            .rows
            .iter()
            .map(|row| {
                let gone = row.historic.then(|| {
                    view! { " " <span class="badge" data-tone="warn">"no longer in Jira"</span> }
                });
                vec![
                    view! { {row.name.clone()} {gone} }.into_any(),
                    self.choice(row),
                    row.category.clone().into_any(),
                    row.column.clone().into_any(),
                    count(row.now).into_any(),
                    count(row.ever).into_any(),
                ]
            })
            .collect();
        view! { <DataTable caption="Statuses and what they count as" columns=columns rows=rows stacks=true /> }.into_any()
    }

    fn choice(&self, row: &MappingRow) -> AnyView {
        if row.status.is_empty() {
            let reason = "; Jira remembers only its name";
            return view! { {NEIGHBOUR} <small class="muted">{reason}</small> }.into_any();
        }
        let name = format!("stage.{}.{}", row.connection, row.status);
        let chosen =
            self.typed.map_or_else(|| row.stage.map_or("", Stage::key).to_owned(), |form| form.text(&name));
        let neighbour = row.default.is_none().then(|| {
            view! { <option value="" selected=chosen.is_empty()>{format!("{NEIGHBOUR} (default)")}</option> }
        });
        let options: Vec<_> = Stage::ALL
            .into_iter()
            .map(|stage| {
                let note = if row.default == Some(stage) { " (default)" } else { "" };
                view! {
                    <option value=stage.key() selected=chosen == stage.key()>{stage.label()} {note}</option>
                }
            })
            .collect();
        view! {
            <select name=name disabled=self.locked aria-label=format!("{} counts as", row.name)>
                {neighbour}
                {options}
            </select>
        }
        .into_any()
    }

    fn resolutions(&self) -> AnyView {
        let ticked = self.typed.map(|form| form.all("removed"));
        let boxes: Vec<_> =
            self.mapping.resolutions.iter().map(|row| self.resolution(row, ticked.as_deref())).collect();
        if boxes.is_empty() {
            return ().into_any();
        }
        view! {
            <fieldset class="field">
                <legend>"Resolutions that mean “not delivered”"</legend>
                <p class="hint">"Items closed with one of these count as removed."</p>
                <div class="checks">{boxes}</div>
            </fieldset>
        }
        .into_any()
    }

    fn resolution(&self, row: &ResolutionRow, ticked: Option<&[String]>) -> AnyView {
        let key = format!("{}.{}", row.connection, row.resolution);
        let ticked = ticked.map_or(row.removed, |ticked| ticked.contains(&key));
        let note = row.default.then(|| view! { " " <span class="check-note">"(default)"</span> });
        view! {
            <label class="check">
                <input type="checkbox" name="removed" value=key checked=ticked disabled=self.locked />
                <span>{row.name.clone()} {note}</span>
            </label>
        }
        .into_any()
    }

    fn tick(&self, name: &'static str, label: &'static str, hint: &'static str, standing: bool) -> AnyView {
        let ticked = self.typed.map_or(standing, |form| form.ticked(name));
        let hint_id = format!("f-{name}-hint");
        view! {
            <div class="field">
                <label class="check">
                    <input
                        type="checkbox" name=name value="yes" checked=ticked disabled=self.locked
                        aria-describedby=hint_id.clone()
                    />
                    <span>{label}</span>
                </label>
                <p class="hint" id=hint_id>{hint}</p>
            </div>
        }
        .into_any()
    }
}
