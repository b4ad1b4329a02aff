//! The teams: their names, their order, what they are made of.

use super::attempt::Attempt;
use super::group::group;
use super::new_team::new_team;
use super::sources::sources_form;
use crate::api::settings::{Access, SettingsReport};
use crate::components::{Column, DataTable, EmptyState, Notice, PostForm, Tone};
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
            let list =
                if locked { team_list(roster, workspace) } else { team_form(roster, workspace, attempt) };
            let made_of = (!locked).then(|| sources_form(roster, attempt)).flatten();
            let more = (!locked).then(|| new_team(roster, attempt));
            let reset = (!locked && teams.chosen).then(reset_form);
            view! {
                {lacking.map(|sentence| view! { <Notice tone=Tone::Warn><p>{sentence}</p></Notice> })}
                {list}
                {made_of}
                {more}
                {reset}
            }
            .into_any()
        }
    };
    group("teams", "Teams", about, attempt.told("teams"), forms)
}

/// The teams as somebody sees them who may not change them.
fn team_list(roster: &Roster, workspace: &str) -> AnyView {
    let columns = ["Team", "Made of", "Set up"].map(Column::text).into();
    let rows = roster
        .teams
        .iter()
        .map(|team| {
            let names: Vec<String> = team.sources.iter().map(source_name).collect();
            vec![team.name.clone().into_any(), names.join(", ").into_any(), statuses_link(workspace, team)]
        })
        .collect();
    view! { <DataTable caption="Teams in order" columns=columns rows=rows stacks=true /> }.into_any()
}

fn statuses_link(workspace: &str, team: &RosterTeam) -> AnyView {
    let href = format!("/w/{workspace}/settings/workflow?team={}", team.slug);
    let of = format!(" of {}", team.name);
    view! { <a href=href>"Statuses"<span class="visually-hidden">{of}</span></a> }.into_any()
}

fn team_form(roster: &Roster, workspace: &str, attempt: &Attempt) -> AnyView {
    let columns = ["Team", "Name of your own", "Place", "Set up", "Remove"].map(Column::text).into();
    let form = Rows { workspace, attempt };
    let rows = (1..).zip(&roster.teams).map(|(place, team)| form.row(place, team)).collect();
    view! {
        <PostForm action="#teams">
            <input type="hidden" name="what" value=WHAT />
            <DataTable caption="Teams in order" columns=columns rows=rows stacks=true />
            <p class="actions">
                <button class="button" type="submit">"Save the teams"</button>
                <span class="hint">"A team without a name of your own follows the board in Jira."</span>
            </p>
        </PostForm>
    }
    .into_any()
}

struct Rows<'a> {
    workspace: &'a str,
    attempt: &'a Attempt,
}

impl Rows<'_> {
    fn row(&self, place: usize, team: &RosterTeam) -> Vec<AnyView> {
        let (slug, name) = (&team.slug, &team.name);
        let (place_field, label_field) = (format!("place.{slug}"), format!("label.{slug}"));
        let place = self.attempt.text(WHAT, &place_field, &place.to_string());
        let label = self.attempt.text(WHAT, &label_field, &team.label);
        let removed = self.attempt.form(WHAT).is_some_and(|form| form.all("remove").contains(slug));
        let boards = format!("/w/{}/settings?team={slug}#made-of", self.workspace);
        vec![
            view! { {name.clone()} {made_of(team)} }.into_any(),
            view! {
                <input
                    name=label_field value=label placeholder=team.live_name.clone() maxlength="100" autocomplete="off"
                    aria-label=format!("Name of {name}")
                />
            }
            .into_any(),
            view! {
                <input
                    class="short" type="number" min="1" max="999" name=place_field value=place
                    aria-label=format!("Place of {name}")
                />
            }
            .into_any(),
            view! {
                <span class="actions-row">
                    <a href=boards>"Boards"<span class="visually-hidden">" of " {name.clone()}</span></a>
                    {statuses_link(self.workspace, team)}
                </span>
            }
            .into_any(),
            view! {
                <input
                    type="checkbox" name="remove" value=slug.clone() checked=removed
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
        <PostForm action="#teams" class="apart">
            <input type="hidden" name="what" value="reset-teams" />
            <p class="hint">"Forgets the names, the order and what the statuses of these teams mean."</p>
            <p class="actions">
                <button class="button danger" type="submit">"Back to the default: one team per board"</button>
            </p>
        </PostForm>
    }
    .into_any()
}
