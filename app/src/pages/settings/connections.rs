//! The connections: how old their tokens are, how they are called, and the way to remove them.

use super::attempt::Attempt;
use super::group::{field_error, group};
use crate::api::settings::{Access, ConnectionRow, SettingsReport};
use crate::components::{Notice, PostForm, Tone};
use leptos::prelude::*;

/// The group with the connections.
pub(super) fn connections(report: &SettingsReport, workspace: &str, attempt: &Attempt) -> AnyView {
    let locked = report.access != Access::Change;
    let rows: Vec<_> = report.connections.iter().map(|row| connection(row, locked, attempt)).collect();
    let none = rows.is_empty().then(|| {
        let sentence = match report.access {
            Access::Sample => "The sample reads a simulated Jira inside this program.",
            _ => "Nothing is connected yet.",
        };
        view! { <p>{sentence}</p> }
    });
    let state = (!rows.is_empty()).then(|| {
        view! { <a class="button quiet" href=format!("/w/{workspace}/sync")>"State of the reading"</a> }
    });
    let (words, class) =
        if rows.is_empty() { ("Connect Jira", "button") } else { ("Connect another site", "button quiet") };
    let add = (!locked).then(|| {
        view! { <a class=class href=format!("/w/{workspace}/connect")>{words}</a> }
    });
    let about = "Where the data comes from. AltaClario reads with your token and writes nothing.";
    let forms = view! {
        {none}
        <ul class="entries">{rows}</ul>
        <p class="actions">{add} {state}</p>
    }
    .into_any();
    group("connections", "Connections", about, attempt.told("connections"), forms)
}

fn connection(row: &ConnectionRow, locked: bool, attempt: &Attempt) -> AnyView {
    let name = if row.label.is_empty() { row.address.clone() } else { row.label.clone() };
    let address = (!row.label.is_empty()).then(|| format!("{}. ", row.address));
    let age = match row.age_days {
        ..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days => format!("{days} days ago"),
    };
    let forms = (!locked).then(|| {
        view! {
            {token_form(row, &name, attempt)}
            {label_form(row, &name, attempt)}
            {removal_form(row, &name, attempt)}
        }
    });
    let token = if row.last_four.is_empty() {
        view! { "Jira Cloud. No token." }.into_any()
    } else {
        view! { "Jira Cloud. Token ending in " <code>{row.last_four.clone()}</code> ", entered " {age} "." }
            .into_any()
    };
    let trouble = row.trouble.clone();
    view! {
        <li>
            <h3>{name}</h3>
            <p class="muted small">{address} {token}</p>
            {(!trouble.is_empty()).then(|| view! { <Notice tone=Tone::Warn><p>{trouble}</p></Notice> })}
            {forms}
        </li>
    }
    .into_any()
}

fn is_about(row: &ConnectionRow, what: &str, attempt: &Attempt) -> bool {
    attempt.form(what).is_some_and(|form| form.text("connection") == row.id)
}

/// A new token for the same address, or for another one: a token never goes to an address it was not entered for.
fn token_form(row: &ConnectionRow, name: &str, attempt: &Attempt) -> AnyView {
    const WHAT: &str = "renew-token";
    let tried = is_about(row, WHAT, attempt);
    let typed = |field: &str, standing: &str| {
        if tried { attempt.text(WHAT, field, standing) } else { standing.to_owned() }
    };
    let wrong = |field: &str| attempt.field_problem(WHAT, field).filter(|_| tried);
    let field =
        |field: &'static str, label: &'static str, hint: &'static str, kind: &'static str, value: String| {
            let id = format!("{field}-{}", row.id);
            let problem = wrong(field);
            view! {
                <div class="field">
                    <label for=id.clone()>{label}</label>
                    <p class="hint" id=format!("{id}-hint")>{hint}</p>
                    {field_error(&id, problem.clone())}
                    <input
                        id=id.clone() name=field type=kind value=value maxlength="2000" autocomplete="off"
                        aria-describedby=format!("{id}-hint") aria-invalid=problem.is_some().then_some("true")
                    />
                </div>
            }
            .into_any()
        };
    let fields = [
        field(
            "address",
            "Address",
            "Another address needs its token as well.",
            "text",
            typed("address", &row.address),
        ),
        field(
            "email",
            "E-mail of the token",
            "Leave it empty for the token of a service account.",
            "text",
            typed("email", ""),
        ),
        field(
            "token",
            "New token",
            "It is tried out first; the old one stays until Jira takes this one.",
            "password",
            String::new(),
        ),
    ];
    let (id, name) = (row.id.clone(), name.to_owned());
    view! {
        <details open=tried>
            <summary>"Replace the token"<span class="visually-hidden">" of " {name}</span></summary>
            <PostForm class="form" action="#connections">
                <input type="hidden" name="what" value=WHAT />
                <input type="hidden" name="connection" value=id />
                {fields.into_iter().collect::<Vec<_>>()}
                <p class="actions"><button class="button" type="submit">"Try and replace"</button></p>
            </PostForm>
        </details>
    }
    .into_any()
}

fn label_form(row: &ConnectionRow, name: &str, attempt: &Attempt) -> AnyView {
    const WHAT: &str = "label-connection";
    let tried = is_about(row, WHAT, attempt);
    let label = if tried { attempt.text(WHAT, "label", "") } else { row.label.clone() };
    let wrong = attempt.field_problem(WHAT, "label").filter(|_| tried);
    let id = format!("label-{}", row.id);
    view! {
        <details open=tried>
            <summary>"Rename"<span class="visually-hidden">" " {name.to_owned()}</span></summary>
            <PostForm class="form" action="#connections">
                <input type="hidden" name="what" value=WHAT />
                <input type="hidden" name="connection" value=row.id.clone() />
                <div class="field">
                    <label for=id.clone()>"Label"</label>
                    <p class="hint" id=format!("{id}-hint")>"Leave it empty to use the address."</p>
                    {field_error(&id, wrong.clone())}
                    <input
                        id=id.clone() name="label" value=label maxlength="100" autocomplete="off"
                        aria-describedby=format!("{id}-hint") aria-invalid=wrong.is_some().then_some("true")
                    />
                </div>
                <p class="actions"><button class="button quiet" type="submit">"Save the label"</button></p>
            </PostForm>
        </details>
    }
    .into_any()
}

fn removal_form(row: &ConnectionRow, name: &str, attempt: &Attempt) -> AnyView {
    const WHAT: &str = "remove-connection";
    let tried = is_about(row, WHAT, attempt);
    view! {
        <details open=tried>
            <summary>"Remove"<span class="visually-hidden">" " {name.to_owned()}</span></summary>
            <PostForm class="form" action="#connections">
                <input type="hidden" name="what" value=WHAT />
                <input type="hidden" name="connection" value=row.id.clone() />
                <p class="hint">
                    "The token is destroyed, what was read through it is wiped from memory, and teams made of its boards \
                     lose them. Jira itself is not touched."
                </p>
                <label class="check">
                    <input type="checkbox" name="sure" value="yes" required />
                    <span>"Yes, remove " {name.to_owned()}</span>
                </label>
                <p class="actions"><button class="button danger" type="submit">"Remove this connection"</button></p>
            </PostForm>
        </details>
    }
    .into_any()
}
