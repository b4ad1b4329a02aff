//! Which address leads where, and the layers every request passes.

use crate::{Config, assets, health, security_headers};
use axum::Router;
use axum::middleware;
use axum::routing::get;
use clario_app::api::context::AssetRoot;
use leptos::nonce::Nonce;
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, generate_route_list};

/// Builds the whole router.
///
/// # Errors
/// When the browser bundle was not built before the program.
pub(crate) fn router(config: &Config) -> Result<Router, String> {
    if !assets::present() {
        return Err("the browser bundle is missing; build it with `cargo xtask web`".to_owned());
    }
    let options = LeptosOptions::builder().output_name("altaclario").site_addr(config.listen).build();
    let asset_root = AssetRoot(assets::root());
    let provide = move || {
        provide_context(asset_root.clone());
        // The policy in the header names this nonce, so the page's scripts must carry the same one.
        if let Some(nonce) = use_context::<axum::http::request::Parts>()
            .and_then(|parts| parts.extensions.get::<Nonce>().cloned())
        {
            provide_context(nonce);
        }
    };
    let pages = generate_route_list(clario_app::App);
    Ok(Router::new()
        .leptos_routes_with_context(&options, pages, provide.clone(), {
            let options = options.clone();
            move || clario_app::shell(options.clone())
        })
        .route("/healthz", get(health::health))
        .route("/robots.txt", get(assets::robots))
        .route("/assets/{build}/{*name}", get(assets::serve))
        .fallback(leptos_axum::file_and_error_handler_with_context::<LeptosOptions, _>(
            provide,
            clario_app::shell,
        ))
        .layer(middleware::from_fn(security_headers::security_headers))
        .with_state(options))
}
