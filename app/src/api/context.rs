//! The one gated module: what a page or a server function learns from, and tells, the request around it.

#[cfg(feature = "ssr")]
pub use server_side::*;

/// The path prefix under which this build's files are served, without a slash at its end.
pub fn assets() -> String {
    #[cfg(feature = "ssr")]
    return leptos::prelude::use_context::<AssetRoot>().map(|root| root.0).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    String::new()
}

/// Gives the answer another status than 200.
pub fn answer_with_status(status: u16) {
    #[cfg(feature = "ssr")]
    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::from_u16(status).unwrap_or(axum::http::StatusCode::OK));
    }
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}

#[cfg(feature = "ssr")]
mod server_side {
    /// Where the bundle of this build is served.
    #[derive(Clone, Debug)]
    pub struct AssetRoot(pub String);
}
