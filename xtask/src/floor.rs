//! What the framework alone weighs in a browser: the smallest islands program, built like ours.

use crate::step::{self, Outcome};
use crate::web;
use std::fs;
use std::path::Path;
use std::process::Command;

const MANIFEST: &str = r#"[package]
name = "floor"
version = "0.0.0"
edition = "2024"

[dependencies]
leptos = { version = "0.8", features = ["islands", "hydrate"] }
wasm-bindgen = "=0.2.130"

[profile.release]
opt-level = "z"
lto = true
codegen-units = 1
panic = "abort"

[workspace]
"#;

const PROGRAM: &str = r"use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

#[island]
fn Counter() -> impl IntoView {
    let count = RwSignal::new(0);
    view! { <button on:click=move |_| count.update(|count| *count += 1)>{count}</button> }
}

#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}

fn main() {
    let _ = Counter;
}
";

/// Builds it and prints its size.
pub(crate) fn say_floor() -> Outcome {
    step::timed("the framework's floor", || {
        let folder = step::top().join("target/floor");
        write(&folder.join("Cargo.toml"), MANIFEST)?;
        write(&folder.join("src/main.rs"), PROGRAM)?;
        fs::copy(step::top().join("Cargo.lock"), folder.join("Cargo.lock"))
            .map_err(|error| format!("cannot copy the lock file: {error}"))?;
        step::execute(
            Command::new("cargo")
                .args(["build", "--release", "--target", web::TARGET])
                .current_dir(&folder)
                .env("CARGO_TARGET_DIR", folder.join("target")),
        )?;
        let compiled = folder.join("target").join(web::TARGET).join("release/floor.wasm");
        let size = web::bound_size(&compiled, &folder.join("pkg"))?;
        step::say(&format!("the framework's floor: {size} bytes brotli (an island with one button)"));
        Ok(())
    })
}

fn write(path: &Path, text: &str) -> Outcome {
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent)
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("cannot write {}: {error}", path.display()))
}
