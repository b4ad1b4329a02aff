//! Which address leads where, and the layers every request passes.

use crate::admission::{Admission, admit};
use crate::consent::{Consent, consent};
use crate::forms::Checked;
use crate::guard::{Guard, guard};
use crate::metrics::Metrics;
use crate::rate_limit::Limits;
use crate::request_log::{RequestLog, log};
use crate::same_origin::{Origin, same_origin};
use crate::security_headers::{Transport, security_headers};
use crate::sessions::{cookie, sessions};
use crate::streams::Streams;
use crate::telemetry::{self, Templates};
use crate::{Config, assets, audit_file, exports, gpc, health, sync_events, tables};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use clario_app::api::context::{AssetRoot, ProofFile};
use clario_backend::Backend;
use leptos::nonce::Nonce;
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, generate_route_list, render_app_async_with_context};
use std::sync::Arc;
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

/// After this a request that is still being sent, or whose answer has not begun, is given up.
const LONGEST_REQUEST: Duration = Duration::from_mins(1);
/// The pages whose forms are sent to themselves.
pub(crate) const FORM_PAGES: &[&str] = &[
    "/sign-up",
    "/sign-in",
    "/sign-out",
    "/confirm-address",
    "/forgotten-password",
    "/reset-password",
    "/confirm-new-address",
    "/account",
    "/account/confirm",
    "/account/email",
    "/account/password",
    "/account/sessions",
    "/account/two-step",
    "/w/{workspace}/connect",
    "/w/{workspace}/settings",
    "/w/{workspace}/settings/workflow",
    "/w/{workspace}/settings/members",
    "/w/{workspace}/settings/audit",
    "/workspaces",
    "/invitation",
    "/operator",
    "/operator/letters",
    "/operator/requests",
    "/operator/notices",
    "/operator/incidents",
    "/operator/claim",
    "/operator/access",
    "/account/privacy",
    "/cookie-preferences",
    "/contact",
    "/report-abuse",
    "/dmca",
    "/account/reopen",
    "/w/{workspace}/settings/workspace",
];

/// Builds the whole router.
///
/// # Errors
/// When the browser bundle was not built before the program.
pub(crate) fn router(
    config: &Config,
    backend: &Backend,
    authority: Option<String>,
    metrics: &Metrics,
) -> Result<Router, String> {
    if !assets::present() {
        return Err("the browser bundle is missing; build it with `cargo xtask web`".to_owned());
    }
    let options = LeptosOptions::builder().output_name("altaclario").site_addr(config.listen).build();
    let pages = Pages {
        options: options.clone(),
        backend: backend.clone(),
        assets: AssetRoot(assets::root()),
        proof: ProofFile(assets::proof_record()),
    };
    let provide = {
        let pages = pages.clone();
        move || pages.provide()
    };
    let shell = {
        let options = options.clone();
        move || clario_app::shell(options.clone())
    };
    let listed = generate_route_list(clario_app::App);
    let templates = Templates::new(listed.iter().map(|page| page.path().to_owned()));
    let mut router = Router::new()
        .leptos_routes_with_context(&options, listed, provide, shell)
        .merge(beside_pages(backend.clone(), templates))
        .route("/healthz", get(health::health))
        .route("/robots.txt", get(assets::robots))
        .route("/.well-known/gpc.json", get(gpc::statement))
        .route("/assets/{build}/{*name}", get(assets::serve));
    for path in FORM_PAGES {
        let pages = pages.clone();
        router = router.route(path, post(move |request: Request| pages.answer_form(request)));
    }
    let limits = Arc::new(Limits::new(config.doors.requests, config.doors.knocks));
    let doors = Arc::new(config.doors.clone());
    let inner = Guard {
        backend: backend.clone(),
        limits: Arc::clone(&limits),
        metrics: metrics.clone(),
        pages: pages.clone(),
    };
    let asked = Consent {
        backend: backend.clone(),
        is_secure: config.is_secure(),
        google: config.analytics_id.as_deref().map(Arc::from),
    };
    let origin = Origin { authority: authority.clone(), backend: backend.clone() };
    let admission = Admission { doors: Arc::clone(&doors), authority, limits, backend: backend.clone() };
    let line = RequestLog { doors, metrics: metrics.clone(), backend: backend.clone() };
    let transport = if config.is_secure() { Transport::Tls } else { Transport::Loopback };
    Ok(router
        .fallback(move |request: Request| pages.answer(request, || {}))
        .layer(middleware::from_fn_with_state(inner, guard))
        .layer(middleware::from_fn_with_state(asked, consent))
        .layer(middleware::from_fn_with_state(backend.clone(), sessions))
        .layer(cookie(config))
        .layer(middleware::from_fn_with_state(origin, same_origin))
        .layer(middleware::from_fn_with_state(admission, admit))
        .layer(middleware::from_fn_with_state(transport, security_headers))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, LONGEST_REQUEST))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(middleware::from_fn_with_state(line, log))
        .with_state(options))
}

/// Answers that are not pages.
fn beside_pages(backend: Backend, templates: Templates) -> Router<LeptosOptions> {
    Router::new()
        .route("/w/{workspace}/flow/{table}", get(tables::table))
        .route("/w/{workspace}/settings/audit.ndjson", get(audit_file::audit_file))
        .route("/w/{workspace}/sync/events", get(sync_events::sync_events))
        .route("/account/privacy/export", post(exports::account))
        .route("/account/privacy/receipts", post(exports::receipts))
        .route("/w/{workspace}/settings/workspace/export", post(exports::workspace))
        .route(telemetry::PATH, post(telemetry::telemetry))
        .layer(Extension(templates))
        .layer(Extension(Streams::default()))
        .with_state(backend)
}

/// What every page is rendered with.
#[derive(Clone)]
pub(crate) struct Pages {
    options: LeptosOptions,
    backend: Backend,
    assets: AssetRoot,
    proof: ProofFile,
}

impl Pages {
    /// Tells the page being rendered about the world around it.
    fn provide(&self) {
        provide_context(self.backend.clone());
        provide_context(self.assets.clone());
        provide_context(self.proof.clone());
        // The policy in the header names this nonce, so the page's scripts must carry the same one.
        let head = use_context::<axum::http::request::Parts>();
        if let Some(nonce) = head.and_then(|head| head.extensions.get::<Nonce>().cloned()) {
            provide_context(nonce);
        }
    }

    /// Renders the page of an address, whole.
    pub(crate) async fn answer(
        self,
        request: Request,
        and_provide: impl Fn() + Clone + Send + Sync + 'static,
    ) -> Response {
        let options = self.options.clone();
        let provide = move || {
            self.provide();
            and_provide();
        };
        render_app_async_with_context(provide, move || clario_app::shell(options.clone()))(request).await
    }

    /// Renders the page of an address with the form that was sent to it and found to be ours.
    async fn answer_form(self, mut request: Request) -> Response {
        match request.extensions_mut().remove::<Checked>() {
            Some(Checked(form)) => self.answer(request, move || provide_context(form.clone())).await,
            None => StatusCode::FORBIDDEN.into_response(),
        }
    }
}
