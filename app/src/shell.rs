//! The document around every page.

use crate::api::context;
use crate::app::App;
use leptos::prelude::*;
use leptos_meta::MetaTags;

/// The whole HTML document, written by the server.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let assets = context::assets();
    let looks = context::looks();
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
                <HydrationScripts options islands=true root=assets />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}
