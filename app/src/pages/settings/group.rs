//! One group of settings: what it is about at the left, its forms at the right.

use crate::components::setting_group;
use leptos::prelude::*;

/// A group with its name in addresses, its heading, what it is about, what became of its form, and its forms.
pub(super) fn group(
    id: &'static str,
    title: &'static str,
    about: &'static str,
    told: Option<AnyView>,
    forms: AnyView,
) -> AnyView {
    setting_group(id, title, about, view! { {told} {forms} }.into_any())
}

/// What is wrong with a field, to stand above it.
pub(super) fn field_error(id: &str, sentence: Option<String>) -> Option<AnyView> {
    let id = format!("{id}-error");
    sentence.map(|sentence| view! { <p class="field-error" id=id>{sentence}</p> }.into_any())
}
