//! One labelled field of a form, with its hint and what was wrong with it.

use crate::api::Problem;
use leptos::prelude::*;

/// A text field. What was typed comes back in `value`, but never a secret.
#[component]
pub fn TextField(
    /// The name it is sent under.
    name: &'static str,
    /// What to type.
    label: &'static str,
    /// `text`, `email`, `password`, `url`, `date`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What stands in it.
    #[prop(optional, into)]
    value: String,
    /// How it should look.
    #[prop(optional)]
    hint: &'static str,
    /// What browsers may fill in (`autocomplete`).
    #[prop(default = "off")]
    fills: &'static str,
    /// The fewest characters.
    #[prop(optional)]
    at_least: Option<u32>,
    /// The most characters.
    #[prop(default = 200)]
    at_most: u32,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// What was wrong with the form, in whichever field.
    #[prop(optional_no_strip)]
    problem: Option<Problem>,
) -> impl IntoView {
    let problem = problem.filter(|problem| problem.field == name);
    let id = format!("f-{name}");
    let hint_id = (!hint.is_empty()).then(|| format!("{id}-hint"));
    let error_id = problem.is_some().then(|| format!("{id}-error"));
    let described = [error_id.clone(), hint_id.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {hint_id.map(|hint_id| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {problem
                .as_ref()
                .map(|problem| view! { <p class="field-error" id=error_id>{problem.sentence.clone()}</p> })}
            <input
                id=id
                name=name
                r#type=kind
                value=value
                autocomplete=fills
                minlength=at_least
                maxlength=at_most
                required=!optional
                aria-describedby=(!described.is_empty()).then_some(described)
                aria-invalid=problem.is_some().then_some("true")
            />
        </div>
    }
}
