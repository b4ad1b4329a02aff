//! The innermost door: who asks within their limits, and changes something only with a form or a call of our own page.

use crate::client_address::ClientAddress;
use crate::forms::{self, Checked};
use crate::metrics::Metrics;
use crate::plain_page::{come_back_later, plain_page};
use crate::rate_limit::Limits;
use crate::request_log::About;
use crate::router::{FORM_PAGES, Pages};
use crate::telemetry;
use crate::trace_context::Span;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use clario_app::api::context::{CameBack, PageMarks};
use clario_app::components::MARK_FIELD;
use clario_backend::{Backend, Consumer, MarkPurpose, QuotaKind, SecurityEvent, SessionId, SignedIn, Visit};
use leptos::prelude::provide_context;
use std::sync::Arc;
use std::time::Duration;

/// In which header an island repeats the mark of its page.
const MARK_HEADER: &str = "x-form-mark";

/// What the guard needs to know of the server.
#[derive(Clone)]
pub(crate) struct Guard {
    pub(crate) backend: Backend,
    pub(crate) limits: Arc<Limits>,
    pub(crate) metrics: Metrics,
    pub(crate) pages: Pages,
}

/// Lets a request through to its route, or answers it. Whatever is not known to be harmless or ours ends here.
pub(crate) async fn guard(State(guard): State<Guard>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/assets/") || path == "/healthz" || path == "/robots.txt" {
        return if is_safe(request.method()) { next.run(request).await } else { not_taken() };
    }
    let who = request.extensions().get::<Visit>().and_then(Visit::signed_in);
    let session = who.as_ref().map(SignedIn::session).cloned();
    let about = request.extensions().get::<About>().cloned();
    if let (Some(about), Some(who)) = (&about, &who) {
        about.by(guard.backend.pseudonym("account", who.account().as_str()));
    }
    if request.uri().path() == telemetry::PATH {
        return guard.take_report(request, next).await;
    }
    if let Err(wait) = guard.within_limits(&request, who.as_ref()) {
        let subject = who.as_ref().map(|who| who.account().as_str());
        guard.backend.security_event(SecurityEvent::LimitHit, subject).await;
        return come_back_later(wait);
    }
    if request.uri().path().starts_with("/api/")
        && let Err(refusal) = guard.is_call(request.headers(), about.as_ref(), who.as_ref()).await
    {
        return *refusal;
    }
    guard.mark(&mut request, session.as_ref(), about.as_ref());
    if !is_safe(request.method()) {
        return guard.take_form(request, session.as_ref(), who.as_ref(), next).await;
    }
    if let Some(about) = about {
        guard.metrics.checked(about.begun().elapsed());
    }
    let of_workspace = request.uri().path().starts_with("/w/");
    let response = next.run(request).await;
    let is_denial = matches!(response.status(), StatusCode::FORBIDDEN | StatusCode::NOT_FOUND);
    if let (Some(who), true) = (who, of_workspace && is_denial) {
        guard.backend.security_event(SecurityEvent::Denied, Some(who.account().as_str())).await;
    }
    response
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// The template of the route.
fn template(request: &Request) -> Option<&str> {
    request.extensions().get::<MatchedPath>().map(MatchedPath::as_str)
}

fn not_taken() -> Response {
    let sentence = "It did not come from a page of ours, or that page was open for too long. Nothing was changed. Open the \
                    page again and send its form.";
    plain_page(StatusCode::FORBIDDEN, "This form was not taken", sentence)
}

impl Guard {
    fn within_limits(&self, request: &Request, who: Option<&SignedIn>) -> Result<(), Duration> {
        let Some(who) = who else {
            let network = request.extensions().get::<ClientAddress>().map(|client| client.network());
            return if is_safe(request.method()) { Ok(()) } else { self.limits.knock(network) };
        };
        self.limits.person(who.session_hash(), who.account().as_str())?;
        match request.uri().path().strip_prefix("/w/").and_then(|rest| rest.split('/').next()) {
            Some(workspace) => self.limits.workspace(workspace),
            None => Ok(()),
        }
    }

    /// Lets a page report of itself: it changes nothing for anybody, so it needs no mark, and it has limits of its own.
    async fn take_report(&self, request: Request, next: Next) -> Response {
        let network = request.extensions().get::<ClientAddress>().map(|client| client.network());
        match self.limits.report(network) {
            Ok(()) => next.run(request).await,
            Err(wait) => {
                self.backend.security_event(SecurityEvent::LimitHit, None).await;
                come_back_later(wait)
            }
        }
    }

    /// Whether a call of a server function carries the mark of a page of ours; if so it is part of that page's trace.
    async fn is_call(
        &self,
        headers: &HeaderMap,
        about: Option<&About>,
        who: Option<&SignedIn>,
    ) -> Result<(), Box<Response>> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let session = who.map(SignedIn::session);
        if !self.backend.recognises_form_mark(session, MarkPurpose::Function, text(MARK_HEADER)) {
            self.note_foreign(who).await;
            return Err(Box::new(not_taken()));
        }
        if let (Some(about), Some(parent)) = (about, Span::parse(text("traceparent"))) {
            about.joins(parent);
        }
        if let Some(who) = who {
            let consumer = Consumer::Account(who.account().clone());
            self.backend
                .spend(&consumer, QuotaKind::ApiCalls)
                .await
                .map_err(|error| Box::new(crate::visitor::refuse(error)))?;
        }
        Ok(())
    }

    /// Gives the page that is about to be made what its forms and islands repeat.
    fn mark(&self, request: &mut Request, session: Option<&SessionId>, about: Option<&About>) {
        let marks = PageMarks {
            form: self.backend.form_mark(session, MarkPurpose::Form),
            function: self.backend.form_mark(session, MarkPurpose::Function),
            route: template(request).unwrap_or("other").to_owned(),
            traceparent: about.map(|about| about.span().traceparent()).unwrap_or_default(),
            reference: about.map(About::reference).unwrap_or_default(),
        };
        request.extensions_mut().insert(marks);
    }

    /// Takes a form with the right mark through to its page. Any other comes back to the person with what was typed,
    /// where there is a page to show it.
    async fn take_form(
        &self,
        request: Request,
        session: Option<&SessionId>,
        who: Option<&SignedIn>,
        next: Next,
    ) -> Response {
        let (mut request, form) = match forms::read(request).await {
            Ok(read) => read,
            Err(refusal) => return *refusal,
        };
        let (mark, form) = form.without(MARK_FIELD);
        if self.backend.recognises_form_mark(session, MarkPurpose::Form, &mark) {
            request.extensions_mut().insert(Checked(form));
            return next.run(request).await;
        }
        self.note_foreign(who).await;
        if !template(&request).is_some_and(|route| FORM_PAGES.contains(&route)) {
            return not_taken();
        }
        let provide = move || provide_context(CameBack(form.clone()));
        let mut response = self.pages.clone().answer(request, provide).await;
        *response.status_mut() = StatusCode::FORBIDDEN;
        response
    }

    async fn note_foreign(&self, who: Option<&SignedIn>) {
        let subject = who.map(|who| who.account().as_str());
        self.backend.security_event(SecurityEvent::ForeignForm, subject).await;
    }
}
