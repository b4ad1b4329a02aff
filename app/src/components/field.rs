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
    labelled(name, label, hint, problem, |described| {
        view! {
            <input
                id=described.id
                name=name
                r#type=kind
                value=value
                autocomplete=fills
                minlength=at_least
                maxlength=at_most
                required=!optional
                aria-describedby=described.by
                aria-invalid=described.invalid
            />
        }
        .into_any()
    })
}

/// By what a field is known to its label, and what describes it.
pub(super) struct Described {
    pub(super) id: String,
    pub(super) by: Option<String>,
    pub(super) invalid: Option<&'static str>,
}

/// A field between its label, its hint and what was wrong with it.
pub(super) fn labelled(
    name: &str,
    label: &'static str,
    hint: &'static str,
    problem: Option<Problem>,
    field: impl FnOnce(Described) -> AnyView,
) -> AnyView {
    let problem = problem.filter(|problem| problem.field == name);
    let id = format!("f-{name}");
    let hint_id = (!hint.is_empty()).then(|| format!("{id}-hint"));
    let error_id = problem.is_some().then(|| format!("{id}-error"));
    let by = [error_id.clone(), hint_id.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let described = Described {
        id: id.clone(),
        by: (!by.is_empty()).then_some(by),
        invalid: problem.is_some().then_some("true"),
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint_id.map(|hint_id| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {problem.map(|problem| view! { <p class="field-error" id=error_id>{problem.sentence}</p> })}
            {field(described)}
        </div>
    }
    .into_any()
}
