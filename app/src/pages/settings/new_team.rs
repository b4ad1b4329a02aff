//! A team made of boards and projects that a person picks.

use super::attempt::Attempt;
use super::sources::picked;
use crate::components::{PostForm, TextField};
use clario_analytics::roster::Roster;
use leptos::prelude::*;

const WHAT: &str = "add-team";

/// The form, closed until somebody wants it.
pub(super) fn new_team(roster: &Roster, attempt: &Attempt) -> AnyView {
    let ticked = attempt.form(WHAT).map(|form| form.all("source")).unwrap_or_default();
    view! {
        <details class="apart" open=attempt.form(WHAT).is_some()>
            <summary>"Add a team"</summary>
            <PostForm class="form" action="#teams">
                <input type="hidden" name="what" value=WHAT />
                <TextField
                    name="label" label="Name of the team" at_most=100 optional=true
                    hint="Left empty it follows the name of its first board or project."
                    value=attempt.text(WHAT, "label", "") problem=attempt.problem(WHAT)
                />
                {picked(&roster.sources, &ticked, "")}
                <p class="actions"><button class="button" type="submit">"Add this team"</button></p>
            </PostForm>
        </details>
    }
    .into_any()
}
