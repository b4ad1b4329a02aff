//! The document around every page.

use crate::api::context;
use crate::app::App;
use leptos::prelude::*;
use leptos_meta::MetaTags;

/// The whole HTML document, written by the server.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let assets = context::assets();
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href=format!("{assets}/pkg/main.css") />
                <link rel="icon" type="image/svg+xml" href=format!("{assets}/icon.svg") />
                <HydrationScripts options islands=true root=assets />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}
