//! Invitations: the open ones, and the form for a new one.

use super::{ROLES, role_name, told};
use crate::api::members::{InvitationRow, MembersReport};
use crate::components::{PostForm, TextField};
use crate::pages::settings::attempt::Attempt;
use crate::pages::settings::group::{field_error, group};
use leptos::prelude::*;

const WHAT: &str = "invite";

/// The group with the invitations.
pub(super) fn asking(report: &MembersReport, attempt: &Attempt) -> AnyView {
    let rows: Vec<_> = report.invitations.iter().map(|row| invitation(row, report.may_manage)).collect();
    let none = rows.is_empty().then(|| view! { <p>"No invitation is open."</p> });
    let form = report.may_manage.then(|| invitation_form(attempt));
    let forms = view! {
        {none}
        <ul class="entries">{rows}</ul>
        {form}
    }
    .into_any();
    let about = "A letter with a link that works once, for seven days, and for this address only.";
    group("invitations", "Invitations", about, told(attempt, "invitations", "Done."), forms)
}

fn invitation(row: &InvitationRow, may_manage: bool) -> AnyView {
    let form = may_manage.then(|| {
        let (id, email) = (row.id.clone(), row.email.clone());
        view! {
            <PostForm action="#invitations">
                <input type="hidden" name="what" value="withdraw" />
                <input type="hidden" name="invitation" value=id />
                <button class="button quiet" type="submit">
                    "Withdraw"<span class="visually-hidden">" the invitation of " {email}</span>
                </button>
            </PostForm>
        }
    });
    view! {
        <li>
            <h3>{row.email.clone()}</h3>
            <p class="muted small">"Asked as " {role_name(&row.role)} ". The invitation ends on " {row.ends.clone()} "."</p>
            {form}
        </li>
    }
    .into_any()
}

fn invitation_form(attempt: &Attempt) -> AnyView {
    let wrong = attempt.field_problem(WHAT, "role");
    let chosen = attempt.text(WHAT, "role", "viewer");
    // Ownership is given to members only, by a change of their role.
    let options: Vec<_> = ROLES
        .into_iter()
        .filter(|(key, _)| *key != "owner")
        .map(|(key, name)| view! { <option value=key selected=key == chosen>{name}</option> })
        .collect();
    let (email, problem) = (attempt.text(WHAT, "email", ""), attempt.problem(WHAT));
    view! {
        <PostForm class="form apart" action="#invitations">
            <h3>"Invite somebody"</h3>
            <input type="hidden" name="what" value=WHAT />
            <TextField
                name="email" label="E-mail" kind="email" at_most=254 value=email problem=problem
            />
            <div class="field">
                <label for="f-role">"Role"</label>
                {field_error("f-role", wrong.clone())}
                <select id="f-role" name="role" aria-invalid=wrong.is_some().then_some("true")>{options}</select>
            </div>
            <p class="actions"><button class="button" type="submit">"Send the invitation"</button></p>
        </PostForm>
    }
    .into_any()
}
