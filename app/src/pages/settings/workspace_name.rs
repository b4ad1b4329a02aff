//! The name of the workspace.

use super::attempt::Attempt;
use super::group::group;
use crate::api::settings::{Access, SettingsReport};
use crate::components::{PostForm, TextField};
use leptos::prelude::*;

/// The group with the name.
pub(super) fn workspace_name(report: &SettingsReport, attempt: &Attempt) -> AnyView {
    let locked = report.access != Access::Change;
    let forms = view! {
        <PostForm action="#workspace">
            <input type="hidden" name="what" value="name" />
            <fieldset class="form" disabled=locked>
                <TextField
                    name="name" label="Name of the workspace" at_most=100
                    value=attempt.text("name", "name", &report.name) problem=attempt.problem("name")
                />
                {(!locked).then(|| view! {
                    <p class="actions"><button class="button" type="submit">"Save the name"</button></p>
                })}
            </fieldset>
        </PostForm>
    }
    .into_any();
    group("workspace", "Workspace", "What this workspace is called.", attempt.told("workspace"), forms)
}
