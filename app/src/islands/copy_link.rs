//! A button that copies the address of the page. Its place is kept while it is asleep, so that nothing moves when it
//! wakes; without JavaScript it is not there, for the address bar does the same.

use leptos::prelude::*;
use leptos::wasm_bindgen::closure::Closure;

/// Copies the address and says so.
#[island]
pub fn CopyLink() -> impl IntoView {
    let awake = RwSignal::new(false);
    let copied = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    let copy = move |_| {
        let Ok(address) = window().location().href() else { return };
        // A browser that refuses never calls back; then the words do not change.
        let say_so = Closure::once(move |_| copied.set(true));
        let _ = window().navigator().clipboard().write_text(&address).then(&say_so);
        say_so.forget();
    };
    view! {
        <button class="button quiet copy-link" class:awake=awake type="button" on:click=copy>
            <span aria-live="polite">{move || if copied.get() { "Link copied" } else { "Copy link" }}</span>
        </button>
    }
}
