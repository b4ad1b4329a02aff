//! One labelled field for a longer text, with its hint and what was wrong with it.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]

use super::field::labelled;
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
    labelled(name, label, hint, problem, |described| {
        view! {
            <textarea
                id=described.id
                name=name
                rows=rows
                maxlength=at_most
                required=!optional
                aria-describedby=described.by
                aria-invalid=described.invalid
            >
                {inside_textarea(&value)}
            </textarea>
        }
        .into_any()
    })
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
