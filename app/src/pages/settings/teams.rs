//! The teams: their names, their order, what they are made of.

use super::attempt::Attempt;
use super::group::group;
use super::new_team::new_team;
use crate::api::settings::{Access, SettingsReport};
use crate::components::{Column, DataTable, EmptyState, Notice, Tone};
use clario_analytics::roster::{Roster, RosterSource, RosterTeam};
use leptos::prelude::*;

const WHAT: &str = "teams";

/// The group with the teams.
pub(super) fn teams(report: &SettingsReport, workspace: &str, attempt: &Attempt) -> AnyView {
    let teams = &report.teams;
    let locked = report.access != Access::Change;
    let about = "Whose work is looked at together. Without a choice of yours each board is a team, else each project. \
                 An item that several teams claim counts for the first of them in the overview.";
    let forms = match &teams.roster {
        None => view! { <EmptyState sentence=teams.lacking.clone().unwrap_or_default() /> }.into_any(),
        Some(roster) => {
            let lacking = teams.lacking.clone();
            let more = (!locked).then(|| new_team(roster, attempt));
            let reset = (!locked && teams.chosen).then(reset_form);
            view! {
                {lacking.map(|sentence| view! { <Notice tone=Tone::Warn><p>{sentence}</p></Notice> })}
                {team_form(roster, locked, workspace, attempt)}
                {more}
                {reset}
            }
            .into_any()
        }
    };
    group("teams", "Teams", about, attempt.told("teams"), forms)
}

fn team_form(roster: &Roster, locked: bool, workspace: &str, attempt: &Attempt) -> AnyView {
    let columns = ["Team", "Name of your own", "Place", "Statuses", "Remove"].map(Column::text).into();
    let form = Rows { locked, workspace, attempt };
    let rows = (1..).zip(&roster.teams).map(|(place, team)| form.row(place, team)).collect();
    let save = (!locked).then(|| {
        view! {
            <p class="actions">
                <button class="button" type="submit">"Save the teams"</button>
                <span class="hint">"A team without a name of your own follows the board in Jira."</span>
            </p>
        }
    });
    view! {
        <form method="post" action="#teams">
            <input type="hidden" name="what" value=WHAT />
            <DataTable caption="Teams in order" columns=columns rows=rows />
            {save}
        </form>
    }
    .into_any()
}

struct Rows<'a> {
    locked: bool,
    workspace: &'a str,
    attempt: &'a Attempt,
}

impl Rows<'_> {
    fn row(&self, place: usize, team: &RosterTeam) -> Vec<AnyView> {
        let (slug, name, locked) = (&team.slug, &team.name, self.locked);
        let (place_field, label_field) = (format!("place.{slug}"), format!("label.{slug}"));
        let place = self.attempt.text(WHAT, &place_field, &place.to_string());
        let label = self.attempt.text(WHAT, &label_field, &team.label);
        let removed = self.attempt.form(WHAT).is_some_and(|form| form.all("remove").contains(slug));
        let href = format!("/w/{}/settings/workflow?team={slug}", self.workspace);
        vec![
            view! { {name.clone()} {made_of(team)} }.into_any(),
            view! {
                <input
                    name=label_field value=label placeholder=team.live_name.clone() maxlength="100" autocomplete="off"
                    disabled=locked aria-label=format!("Name of {name}")
                />
            }
            .into_any(),
            view! {
                <input
                    class="short" type="number" min="1" max="999" name=place_field value=place disabled=locked
                    aria-label=format!("Place of {name}")
                />
            }
            .into_any(),
            view! { <a href=href>"Statuses"<span class="visually-hidden">" of " {name.clone()}</span></a> }
                .into_any(),
            view! {
                <input
                    type="checkbox" name="remove" value=slug.clone() checked=removed disabled=locked
                    aria-label=format!("Remove {name}")
                />
            }
            .into_any(),
        ]
    }
}

/// What a team is made of, unless its name says so already.
fn made_of(team: &RosterTeam) -> Option<AnyView> {
    let names: Vec<String> = team.sources.iter().map(source_name).collect();
    let names = names.join(", ");
    (names != team.name).then(|| view! { <div class="check-note">{names}</div> }.into_any())
}

fn source_name(source: &RosterSource) -> String {
    let name = match (source.kind.as_str(), source.name.as_str()) {
        (kind, "") => format!("a {kind} that is not read"),
        ("project", name) => format!("{name} (project)"),
        (_, name) => name.to_owned(),
    };
    if source.connection.is_empty() { name } else { format!("{name} at {}", source.connection) }
}

fn reset_form() -> AnyView {
    view! {
        <form method="post" action="#teams" class="apart">
            <input type="hidden" name="what" value="reset-teams" />
            <p class="hint">"Forgets the names, the order and what the statuses of these teams mean."</p>
            <p class="actions">
                <button class="button danger" type="submit">"Back to the default: one team per board"</button>
            </p>
        </form>
    }
    .into_any()
}
