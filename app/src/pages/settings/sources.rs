//! What a team is made of: boards and projects to tick, for a new team and for one that is there.

use super::attempt::Attempt;
use super::group::field_error;
use crate::components::PostForm;
use clario_analytics::label::items;
use clario_analytics::roster::{Roster, RosterSource};
use leptos::prelude::*;

const WHAT: &str = "team-sources";

/// The form with the boards of the team that was asked for; none when no team was.
pub(super) fn sources_form(roster: &Roster, attempt: &Attempt) -> Option<AnyView> {
    let team = roster.teams.iter().find(|team| team.slug == attempt.team())?;
    let standing: Vec<String> = team.sources.iter().map(|source| source.key.clone()).collect();
    let tried = attempt.form(WHAT);
    let ticked = tried.map_or(standing.clone(), |form| form.all("source"));
    let others = roster.sources.iter().filter(|source| !standing.contains(&source.key));
    let all: Vec<RosterSource> = team.sources.iter().chain(others).cloned().collect();
    let wrong = attempt.problem(WHAT).map(|problem| problem.sentence);
    let heading = format!("What {} is made of", team.name);
    Some(
        view! {
            <section class="apart" id="made-of" aria-labelledby="made-of-h">
                <h3 id="made-of-h">{heading}</h3>
                {field_error("made-of", wrong)}
                <PostForm class="form" action="#teams">
                    <input type="hidden" name="what" value=WHAT />
                    <input type="hidden" name="team" value=team.slug.clone() />
                    {picked(&all, &ticked, &team.name)}
                    <p class="actions">
                        <button class="button" type="submit">"Save what it is made of"</button>
                        <span class="hint">"The first one ticked names the team when it has no name of its own."</span>
                    </p>
                </PostForm>
            </section>
        }
        .into_any(),
    )
}

/// Boards and projects with a box each.
pub(super) fn picked(sources: &[RosterSource], ticked: &[String], of: &str) -> AnyView {
    let several = sources.iter().any(|source| !source.connection.is_empty());
    let choices: Vec<_> =
        sources.iter().map(|source| choice(source, several, ticked.contains(&source.key), of)).collect();
    view! {
        <fieldset class="field">
            <legend>"Boards and projects"</legend>
            <div class="pick">{choices}</div>
        </fieldset>
    }
    .into_any()
}

fn choice(source: &RosterSource, several: bool, ticked: bool, of: &str) -> AnyView {
    let mut notes = vec![source.kind.clone()];
    if several {
        notes.push(source.connection.clone());
    }
    notes.push(items(source.items));
    if !source.team.is_empty() && source.team != of {
        notes.push(format!("in {}", source.team));
    }
    let name = if source.name.is_empty() {
        format!("A {} that is not read", source.kind)
    } else {
        source.name.clone()
    };
    view! {
        <label class="check">
            <input type="checkbox" name="source" value=source.key.clone() checked=ticked />
            <span>{name} " " <span class="check-note">{notes.join(", ")}</span></span>
        </label>
    }
    .into_any()
}
