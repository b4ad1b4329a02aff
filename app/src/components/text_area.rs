//! One labelled field for a longer text, with its hint and what was wrong with it.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]

use crate::api::Problem;
use leptos::prelude::*;

/// A field of several lines. What was typed comes back in `value`.
#[component]
pub(crate) fn TextArea(
    /// The name it is sent under.
    name: &'static str,
    /// What to type.
    label: &'static str,
    /// What stands in it.
    #[prop(optional, into)]
    value: String,
    /// How it should look.
    #[prop(optional)]
    hint: &'static str,
    /// How many lines are seen.
    #[prop(default = 6)]
    rows: u32,
    /// The most characters.
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
            <textarea
                id=id
                name=name
                rows=rows
                maxlength=at_most
                required=!optional
                aria-describedby=(!described.is_empty()).then_some(described)
                aria-invalid=problem.is_some().then_some("true")
            >
                {inside_textarea(&value)}
            </textarea>
        </div>
    }
}

/// The framework writes the text of this one element as it is, so it is escaped here. Browsers drop the first line
/// break.
pub(crate) fn inside_textarea(text: &str) -> String {
    format!("\n{}", text.replace('&', "&amp;").replace('<', "&lt;"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_words_end_the_field() {
        assert_eq!(inside_textarea("</textarea><b> &"), "\n&lt;/textarea>&lt;b> &amp;");
    }
}
