//! The document around every page.

use crate::api::context;
use crate::app::App;
use crate::islands::Reporter;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

/// The whole HTML document, written by the server.
pub fn shell(options: LeptosOptions) -> impl IntoView {
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
        view! { <Reporter route=it.route views=it.views timings=it.timings errors=it.errors /> }
    });
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
                {forget}
                {counter}
                <HydrationScripts options islands=true root=assets />
                <MetaTags />
            </head>
            <body>
                <App />
                {reporter}
            </body>
        </html>
    }
}
