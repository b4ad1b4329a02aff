//! Follows a reading by server-sent events and loads the page again at each step that shows something new.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

/// Wraps the list of connections. Each event holds the words of one connection: its place, its percentage and its
/// sentence, parted by tabs; an event named `turn` asks for the page again.
#[island]
pub fn LiveProgress(
    /// The workspace's part of the URL.
    workspace: String,
    /// Whether there is something to follow.
    working: bool,
    /// The mark of what the page shows, so that nothing is missed between its making and the first event.
    shown: String,
    children: Children,
) -> impl IntoView {
    let list = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if !working {
            return;
        }
        let address = format!("/w/{workspace}/sync/events?shown={shown}");
        let Ok(source) = EventSource::new(&address) else { return };
        let on_words = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let words = event.data().as_string().unwrap_or_default();
            if let Some(list) = list.get_untracked() {
                show(&list, &words);
            }
        });
        source.set_onmessage(Some(on_words.as_ref().unchecked_ref()));
        on_words.forget();
        let closing = source.clone();
        let on_turn = Closure::<dyn FnMut()>::new(move || {
            closing.close();
            let _ = window().location().reload();
        });
        let _ = source.add_event_listener_with_callback("turn", on_turn.as_ref().unchecked_ref());
        on_turn.forget();
    });
    view! { <div node_ref=list aria-live="polite">{children()}</div> }
}

fn show(list: &web_sys::HtmlDivElement, words: &str) {
    let mut parts = words.splitn(3, '\t');
    let (Some(place), Some(percent), Some(sentence)) = (parts.next(), parts.next(), parts.next()) else {
        return;
    };
    let Ok(place) = place.parse::<u32>() else { return };
    let Some(entry) = list.query_selector_all("li").ok().and_then(|entries| entries.get(place)) else {
        return;
    };
    let Some(entry) = entry.dyn_ref::<web_sys::Element>() else { return };
    if let Ok(Some(text)) = entry.query_selector("p") {
        text.set_text_content(Some(sentence));
    }
    if let Ok(Some(bar)) = entry.query_selector("progress") {
        let _ = bar.set_attribute("value", percent);
    }
}
