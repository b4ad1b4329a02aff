//! The address of a workspace alone leads to its overview.

use crate::api::context;
use crate::pages::NotFound;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page at `/w/{workspace}`.
#[component]
pub fn Home() -> impl IntoView {
    let workspace = use_params_map().read_untracked().get("workspace").unwrap_or_default();
    let is_plain = workspace.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_plain {
        context::go_to(&format!("/w/{workspace}/overview"));
    }
    (!is_plain).then(|| view! { <NotFound /> })
}
