//! Somebody who tries the doors: who they are to the house, what they own themselves, and how they ask.

use super::line::{Ids, Line};
use crate::person::PASSWORD;
use crate::test_app::{TestApp, send};
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::response::IntoResponse;
use clario_app::api::ApiError;
use clario_backend::{Backend, Coming, CookieChange, Entry, Role, SignIn, Visit};
use leptos::prelude::provide_context;
use reqwest::Client;

/// Bytes that an answer may have.
const LARGEST: usize = 16 * 1024 * 1024;

/// Somebody who asks.
pub(super) struct Actor {
    pub(super) name: &'static str,
    /// The address of their account, if they have one.
    pub(super) email: Option<&'static str>,
    /// Their role in the house; an operator with a grant looks as a viewer does.
    pub(super) role: Option<Role>,
    pub(super) is_operator: bool,
    /// Whether the name of the house is no secret to them.
    pub(super) knows_the_name: bool,
    /// What is theirs, or open to them.
    pub(super) own: Ids,
    session: Option<Session>,
    client: Client,
}

/// A session as a browser holds it.
struct Session {
    token: String,
    /// The mark of its forms, once one was looked at.
    mark: Option<String>,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) status: u16,
    /// Where it leads.
    pub(super) location: String,
    pub(super) head: String,
    pub(super) body: String,
}

/// How a line is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// As a server function, behind the doors that keep most of them closed.
    Function,
    /// As an address that is opened.
    Page,
    /// As a form that is sent.
    Form,
}

impl Told {
    /// Whether there is nothing here for whoever asked.
    pub(super) fn is_refusal(&self) -> bool {
        [401, 403, 404].contains(&self.status)
    }

    /// Whether what was asked for was done or shown, and nobody was first asked who they are.
    pub(super) fn is_done(&self) -> bool {
        let is_asked = ["/sign-in", "/account/confirm"].iter().any(|page| self.location.starts_with(page));
        (self.status == 200 || self.status == 303) && !is_asked && !self.body.starts_with("{\"Err\"")
    }
}

impl Actor {
    pub(super) fn new(name: &'static str, email: Option<&'static str>, own: Ids) -> Self {
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        let (role, is_operator, knows_the_name, session) = (None, false, false, None);
        Self { name, email, role, is_operator, knows_the_name, own, session, client }
    }

    pub(super) fn with_role(self, role: Role) -> Self {
        Self { role: Some(role), knows_the_name: true, ..self }
    }

    pub(super) fn with_operator_rights(self) -> Self {
        Self { is_operator: true, knows_the_name: true, ..self }
    }

    /// With one more id of their own.
    pub(super) fn whose(mut self, name: &str, value: String) -> Self {
        self.own = self.own.with(name, value);
        self
    }

    /// A browser without a memory of its own.
    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// The token of their session; empty for those who have none.
    pub(super) fn token(&self) -> &str {
        self.session.as_ref().map(|session| session.token.as_str()).unwrap_or_default()
    }

    /// Asks, and is signed in again afterwards if that ended the session.
    pub(super) async fn ask(&mut self, app: &TestApp, way: Way, line: &Line, ids: &Ids) -> Told {
        self.enter(&app.backend).await;
        match way {
            Way::Function => self.call(&app.backend, line, ids).await,
            Way::Page => {
                let (path, query) = line.filled(ids);
                let address = if query.is_empty() { path } else { format!("{path}?{query}") };
                let request = self.client.get(app.url(&address));
                self.send(request).await
            }
            Way::Form => {
                let mark = self.mark(app).await;
                self.post(app, line, ids, &[("sec-fetch-site", "same-origin")], &mark).await
            }
        }
    }

    /// Sends a form with some headers and some mark.
    pub(super) async fn post(
        &mut self,
        app: &TestApp,
        line: &Line,
        ids: &Ids,
        headers: &[(&'static str, &str)],
        mark: &str,
    ) -> Told {
        let (path, fields) = line.filled(ids);
        let request =
            self.client.post(app.url(&path)).header("content-type", "application/x-www-form-urlencoded");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.send(request.body(format!("{fields}&form_mark={mark}"))).await
    }

    /// The mark of their forms.
    pub(super) async fn mark(&mut self, app: &TestApp) -> String {
        self.enter(&app.backend).await;
        if let Some(mark) = self.session.as_ref().and_then(|session| session.mark.clone()) {
            return mark;
        }
        let request = self.client.get(app.url("/sign-out"));
        let page = self.send(request).await.body;
        let mark = page.split("name=\"form_mark\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let mark = mark.expect("a form of ours").to_owned();
        if let Some(session) = &mut self.session {
            session.mark = Some(mark.clone());
        }
        mark
    }

    async fn send(&mut self, request: reqwest::RequestBuilder) -> Told {
        let request = match &self.session {
            Some(session) => request.header("cookie", format!("ac_session={}", session.token)),
            None => request,
        };
        let answer = send(request).await;
        let text = |name: &str| {
            answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
        };
        let cookies = answer.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        let told =
            cookies.filter_map(|cookie| cookie.strip_prefix("ac_session=")?.split(';').next()).next_back();
        if let Some(token) = told {
            let token = token.to_owned();
            self.session = (!token.is_empty()).then_some(Session { token, mark: None });
        }
        Told {
            status: answer.status().as_u16(),
            location: text("location"),
            head: format!("{:?}", answer.headers()),
            body: String::from_utf8_lossy(&answer.bytes().await.expect("bytes")).into_owned(),
        }
    }

    /// Asks a server function past the doors: whoever opens a door to one finds the same.
    async fn call(&mut self, backend: &Backend, line: &Line, ids: &Ids) -> Told {
        let visit = self.visit(backend).await;
        let (path, arguments) = line.filled(ids);
        let request = if is_get(line.path) {
            Request::get(format!("{path}?{arguments}")).body(Body::empty())
        } else {
            Request::post(path)
                .header("content-type", "application/x-www-form-urlencoded")
                .body(Body::from(arguments))
        };
        let mut request = request.expect("a request");
        request.extensions_mut().insert(visit.clone());
        let provided = backend.clone();
        let context = move || provide_context(provided.clone());
        let answer = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
        match visit.take_cookie() {
            CookieChange::Keep => {}
            CookieChange::Set(token) => self.session = Some(Session { token: token.to_string(), mark: None }),
            CookieChange::Remove => self.session = None,
        }
        let (head, body) = answer.into_parts();
        let bytes = to_bytes(body, LARGEST).await.expect("bytes");
        let body = String::from_utf8_lossy(&bytes).into_owned();
        let status = match serde_json::from_str::<ApiError>(&body) {
            Ok(error) if head.status != 200 => error.status(),
            _ => head.status.as_u16(),
        };
        Told { status, location: String::new(), head: format!("{:?}", head.headers), body }
    }

    async fn visit(&self, backend: &Backend) -> Visit {
        let token = self.session.as_ref().map(|session| session.token.as_str());
        backend.visit(token, None, Coming::ByPerson).await.expect("a visit")
    }

    /// Signs in unless they are, and opens their account again if they closed it.
    async fn enter(&mut self, backend: &Backend) {
        let Some(email) = self.email else { return };
        while self.visit(backend).await.signed_in().is_none() {
            let visit = Visit::of_a_stranger(None);
            let form = SignIn { email: email.to_owned(), password: PASSWORD.to_owned() };
            match backend.sign_in(&visit, form).await.expect("the right password") {
                Entry::In(_) => {
                    let CookieChange::Set(token) = visit.take_cookie() else { panic!("a session begins") };
                    self.session = Some(Session { token: token.to_string(), mark: None });
                }
                Entry::Closed { ticket } => backend.reopen_account(&ticket).await.expect("open again"),
                Entry::CodeNeeded { .. } => panic!("{} never set up a second step", self.name),
            }
        }
    }
}

/// Whether a server function is asked by GET.
pub(super) fn is_get(path: &str) -> bool {
    leptos::server_fn::axum::server_fn_paths().any(|(known, method)| known == path && method == "GET")
}
