//! The members, each with their role and the ways to change that.

use super::{ROLES, role_name, told};
use crate::api::members::{MemberRow, MembersReport};
use crate::components::PostForm;
use crate::pages::settings::attempt::Attempt;
use crate::pages::settings::group::group;
use leptos::prelude::*;

/// The group with the members.
pub(super) fn people(report: &MembersReport, attempt: &Attempt) -> AnyView {
    let rows: Vec<_> =
        report.members.iter().map(|member| person(member, report.may_manage, attempt)).collect();
    let forms = view! { <ul class="entries">{rows}</ul> }.into_any();
    let about =
        "A change of role and a removal hold at once, in open pages too. A workspace always has an owner.";
    group("members", "Members", about, told(attempt, "members", "Saved."), forms)
}

fn person(member: &MemberRow, may_manage: bool, attempt: &Attempt) -> AnyView {
    let two_step = if member.second_factor { "two-step sign-in" } else { "no two-step sign-in" };
    let forms = may_manage.then(|| {
        view! {
            {role_form(member, attempt)}
            {(!member.is_me).then(|| removal_form(member, attempt))}
        }
    });
    view! {
        <li>
            <h3>{member.name.clone()} {member.is_me.then_some(" (you)")}</h3>
            <p class="muted small">
                {member.email.clone()} " · " {role_name(&member.role)} " · since " {member.since.clone()} " · " {two_step}
            </p>
            {forms}
        </li>
    }
    .into_any()
}

fn is_about(member: &MemberRow, what: &str, attempt: &Attempt) -> bool {
    attempt.form(what).is_some_and(|form| form.text("member") == member.id)
}

fn role_form(member: &MemberRow, attempt: &Attempt) -> AnyView {
    const WHAT: &str = "role";
    let tried = is_about(member, WHAT, attempt);
    let chosen = if tried { attempt.text(WHAT, "role", "") } else { member.role.clone() };
    let id = format!("role-{}", member.id);
    let options: Vec<_> = ROLES
        .into_iter()
        .map(|(key, name)| view! { <option value=key selected=key == chosen>{name}</option> })
        .collect();
    let (account, name) = (member.id.clone(), member.name.clone());
    view! {
        <details open=tried>
            <summary>"Change the role"<span class="visually-hidden">" of " {name}</span></summary>
            <PostForm class="form" action="#members">
                <input type="hidden" name="what" value=WHAT />
                <input type="hidden" name="member" value=account />
                <div class="field">
                    <label for=id.clone()>"Role"</label>
                    <select id=id name="role">{options}</select>
                </div>
                <p class="actions"><button class="button quiet" type="submit">"Save the role"</button></p>
            </PostForm>
        </details>
    }
    .into_any()
}

fn removal_form(member: &MemberRow, attempt: &Attempt) -> AnyView {
    const WHAT: &str = "remove";
    let tried = is_about(member, WHAT, attempt);
    let (account, name) = (member.id.clone(), member.name.clone());
    view! {
        <details open=tried>
            <summary>"Remove"<span class="visually-hidden">" " {name.clone()}</span></summary>
            <PostForm class="form" action="#members">
                <input type="hidden" name="what" value=WHAT />
                <input type="hidden" name="member" value=account />
                <p class="hint">
                    "Their access ends at once, and invitations they sent work no more. Their account stays, and so do the \
                     connections and settings of the workspace. They are told by letter."
                </p>
                <label class="check">
                    <input type="checkbox" name="sure" value="yes" required />
                    <span>"Yes, remove " {name}</span>
                </label>
                <p class="actions"><button class="button danger" type="submit">"Remove this member"</button></p>
            </PostForm>
        </details>
    }
    .into_any()
}
