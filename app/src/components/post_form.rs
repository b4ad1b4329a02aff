//! A form that changes something: it carries the mark by which the server knows it for one of ours.

use crate::api::context;
use leptos::children::{ChildrenOptContainer, ToChildren};
use leptos::prelude::*;

/// The name of the field with the mark; no other field is called so.
pub const MARK_FIELD: &str = "form_mark";

/// What stands inside a form. It is made at once, so it may speak of what is only borrowed.
pub struct Inside<V>(V);

impl<F: FnOnce() -> V, V> ToChildren<F> for Inside<V> {
    fn to_children(make: F) -> Self {
        Self(make())
    }
}

impl<V> ToChildren<ChildrenOptContainer<V>> for Inside<V> {
    fn to_children(made: ChildrenOptContainer<V>) -> Self {
        Self(made.0)
    }
}

/// A form that is posted. Every form that posts is one of these: what comes without the mark is refused.
#[component]
pub fn PostForm<V>(
    /// Its classes.
    #[prop(optional, into)]
    class: Option<String>,
    /// Where it is sent, if not to its own page; `#place` is a place on it.
    #[prop(optional, into)]
    action: Option<String>,
    children: Inside<V>,
) -> impl IntoView
where
    V: IntoView + 'static,
{
    view! {
        <form class=class method="post" action=action>
            <input type="hidden" name=MARK_FIELD value=context::form_mark() />
            {children.0}
        </form>
    }
    .into_any()
}
