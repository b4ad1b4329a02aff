//! Makes a filter form apply itself, keeps defaults out of the address, and hides the button that is not needed then.

use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlFormElement, HtmlInputElement, Node};

/// Wraps one form. A choice made with the mouse applies at once; others apply when their list is left, so that several
/// boxes can be ticked and arrow keys can pass over a choice.
#[island]
pub fn ApplyOnChange(children: Children) -> impl IntoView {
    let host = NodeRef::<Div>::new();
    let awake = RwSignal::new(false);
    let changed = RwSignal::new(false);
    let by_pointer = StoredValue::new(false);
    Effect::new(move |_| awake.set(true));

    let apply = move || {
        let form = host.get_untracked().and_then(|host| host.query_selector("form").ok().flatten());
        if let Some(form) = form.and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) {
            // A browser without this method keeps the button, which still works.
            let _ = form.request_submit();
        }
    };
    let on_change = move |event: ev::Event| {
        changed.set(true);
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        if input.type_() != "radio" {
            return;
        }
        if input.name() == "p" {
            for date in inputs(host).into_iter().filter(|other| other.type_() == "date") {
                date.set_value("");
            }
        }
        if by_pointer.get_value() {
            apply();
        }
    };
    let on_focus_out = move |event: ev::FocusEvent| {
        let list = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|element| element.closest("details").ok().flatten());
        let stays = event
            .related_target()
            .and_then(|target| target.dyn_into::<Node>().ok())
            .is_some_and(|next| list.is_some_and(|list| list.contains(Some(&next))));
        if changed.get_untracked() && !stays {
            apply();
        }
    };
    let on_submit = move |_| {
        let empty: Vec<_> = inputs(host).into_iter().filter(|input| input.value().is_empty()).collect();
        for input in &empty {
            input.set_disabled(true);
        }
        // The form is read before this runs; a page that comes back from the browser's cache can be used again.
        set_timeout(
            move || {
                for input in &empty {
                    input.set_disabled(false);
                }
            },
            std::time::Duration::ZERO,
        );
    };
    view! {
        <div
            class="applies"
            class:awake=awake
            class:changed=changed
            node_ref=host
            on:change=on_change
            on:focusout=on_focus_out
            on:submit=on_submit
            on:pointerdown=move |_| by_pointer.set_value(true)
            on:keydown=move |_| by_pointer.set_value(false)
        >
            {children()}
        </div>
    }
}

fn inputs(host: NodeRef<Div>) -> Vec<HtmlInputElement> {
    let Some(found) = host.get_untracked().and_then(|host| host.query_selector_all("input").ok()) else {
        return Vec::new();
    };
    (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
}
