//! The browser entry: wakes the islands of a page that the server has already written.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the loader once the module is there; the islands are woken one by one after it.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}

fn main() {
    // The library is linked for its islands, which the loader calls by name.
    let _ = clario_app::App;
}
