//! A team made of boards and projects that a person picks.

use super::attempt::Attempt;
use crate::components::TextField;
use clario_analytics::label::items;
use clario_analytics::roster::{Roster, RosterSource};
use leptos::prelude::*;

const WHAT: &str = "add-team";

/// The form, closed until somebody wants it.
pub(super) fn new_team(roster: &Roster, attempt: &Attempt) -> AnyView {
    let ticked = attempt.form(WHAT).map(|form| form.all("source")).unwrap_or_default();
    let several = roster.sources.iter().any(|source| !source.connection.is_empty());
    let choices: Vec<_> =
        roster.sources.iter().map(|source| choice(source, several, ticked.contains(&source.key))).collect();
    view! {
        <details class="apart" open=attempt.form(WHAT).is_some()>
            <summary>"Add a team"</summary>
            <form class="form" method="post" action="#teams">
                <input type="hidden" name="what" value=WHAT />
                <TextField
                    name="label" label="Name of the team" at_most=100 optional=true
                    hint="Left empty it follows the name of its first board or project."
                    value=attempt.text(WHAT, "label", "") problem=attempt.problem(WHAT)
                />
                <fieldset class="field">
                    <legend>"Boards and projects"</legend>
                    <div class="pick">{choices}</div>
                </fieldset>
                <p class="actions"><button class="button" type="submit">"Add this team"</button></p>
            </form>
        </details>
    }
    .into_any()
}

fn choice(source: &RosterSource, several: bool, ticked: bool) -> AnyView {
    let mut notes = vec![source.kind.clone()];
    if several {
        notes.push(source.connection.clone());
    }
    notes.push(items(source.items));
    if !source.team.is_empty() {
        notes.push(format!("in {}", source.team));
    }
    view! {
        <label class="check">
            <input type="checkbox" name="source" value=source.key.clone() checked=ticked />
            <span>{source.name.clone()} " " <span class="check-note">{notes.join(", ")}</span></span>
        </label>
    }
    .into_any()
}
