//! The document around every page.

use crate::api::context;
use crate::app::App;
use crate::islands::{CookieChoices, Gpc, Reporter};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;
use std::sync::LazyLock;

/// The loader of the islands, without its comments. The framework's own one fetches the program before the style sheet
/// and wakes all islands in one go, which holds up the first paint on a slow network and the first tap on a slow phone.
static WAKE: LazyLock<String> = LazyLock::new(|| {
    let lines = include_str!("shell/wake.js").lines().map(str::trim);
    lines.filter(|line| !line.starts_with("//")).collect::<Vec<_>>().join("\n")
});

/// Keeps the question about cookies from being shown, even for a moment, to whoever sends Global Privacy Control that
/// only scripts see.
const FOLD_AWAY: &str =
    "if (navigator.globalPrivacyControl === true) document.documentElement.dataset.signal = 'gpc'";

/// The whole HTML document, written by the server.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let LeptosOptions { site_pkg_dir, output_name, .. } = options;
    let assets = context::assets();
    let looks = context::looks();
    let consent = context::consent();
    let counter = consent.counter.map(|counter| {
        view! {
            <script
                src=format!("{assets}/visits.js") nonce=use_nonce() defer data-id=counter.id data-route=counter.route
                data-over-gpc=counter.over_gpc.then_some("yes")
            ></script>
        }
    });
    let forget = consent.forget.map(|id| {
        view! { <script src=format!("{assets}/forget_visits.js") nonce=use_nonce() data-id=id></script> }
    });
    let reporter = context::reports().map(|it| {
        let (views, timings, errors) = (it.views, it.timings, it.errors);
        let gpc = if it.over_gpc { Gpc::Overruled } else { Gpc::Heeded };
        view! { <Reporter route=it.route views timings errors gpc /> }
    });
    let decision = context::decision();
    let choices = view! { <CookieChoices over_gpc=decision.over_gpc mark=context::signal_mark() /> };
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=looks.theme data-density=looks.density>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content=looks.theme.unwrap_or("light dark") />
                <link rel="stylesheet" href=format!("{assets}/pkg/main.css") />
                <link rel="icon" type="image/svg+xml" href=format!("{assets}/icon.svg") />
                <meta name="form-mark" content=context::function_mark() />
                <meta name="traceparent" content=context::traceparent() />
                {decision.banner.then(|| view! { <script nonce=use_nonce() inner_html=FOLD_AWAY></script> })}
                {forget}
                {counter}
                {wake(&format!("{assets}/{site_pkg_dir}/{output_name}"))}
                <MetaTags />
            </head>
            <body>
                <App />
                {reporter}
                {choices}
            </body>
        </html>
    }
}

/// What fetches a program and wakes the islands of the page with it.
fn wake(program: &str) -> impl IntoView + use<> {
    if let Some(context) = Owner::current_shared_context() {
        // What is rendered outside of islands is finished: none of it is sent a second time as data.
        context.set_is_hydrating(false);
    }
    view! {
        <script type="module" nonce=use_nonce()>
            {format!("{}({program:?})", *WAKE)}
        </script>
    }
}
