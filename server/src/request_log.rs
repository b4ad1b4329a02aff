//! One line for each request, with a closed list of fields: nothing in it names a person, an address or what was asked.

use crate::client_address::ClientAddress;
use crate::doors::Doors;
use crate::metrics::{Kind, Metrics};
use crate::redacted::Redacted;
use crate::trace_context::Span;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, Method, Response, header};
use axum::middleware::Next;
use clario_backend::{Backend, SAMPLE, caller};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Instant;
use tracing::Instrument;

/// More of a user agent is not looked at.
const LONGEST_USER_AGENT: usize = 1_000;

/// What the log needs to know of the server.
#[derive(Clone)]
pub(crate) struct RequestLog {
    pub(crate) doors: Arc<Doors>,
    pub(crate) metrics: Metrics,
    pub(crate) backend: Backend,
}

/// What is known of a request while it is answered, in its extensions. Clones are the same request.
#[derive(Clone)]
pub(crate) struct About(Arc<Mutex<Known>>);

struct Known {
    begun: Instant,
    route: String,
    method: &'static str,
    network: String,
    browser: &'static str,
    workspace: String,
    account: String,
    span: Span,
    parent: Option<Span>,
    status: u16,
    bytes: u64,
}

impl About {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who asks, by their pseudonym.
    pub(crate) fn by(&self, pseudonym: String) {
        self.known().account = pseudonym;
    }

    /// The request is part of the trace of one of our pages, which is known to be ours.
    pub(crate) fn joins(&self, parent: Span) {
        let mut known = self.known();
        known.span.trace.clone_from(&parent.trace);
        known.parent = Some(parent);
    }

    /// The span of this request, to be handed on to what the page calls.
    pub(crate) fn span(&self) -> Span {
        self.known().span.clone()
    }

    /// When the request came.
    pub(crate) fn begun(&self) -> Instant {
        self.known().begun
    }

    /// By what the log knows the request.
    pub(crate) fn reference(&self) -> String {
        reference(&self.known().span)
    }
}

fn reference(span: &Span) -> String {
    span.trace[..16].to_owned()
}

/// Answers a request and writes its line once the whole answer is sent.
pub(crate) async fn log(State(log): State<RequestLog>, mut request: Request, next: Next) -> Response<Body> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let client = ClientAddress::of(&log.doors, peer, request.headers());
    let about = log.about(&request, client);
    request.extensions_mut().insert(client);
    request.extensions_mut().insert(about.clone());
    let span = tracing::error_span!("request", reference = about.reference());
    let work = caller::coming_from(caller::shortened(client.0), next.run(request));
    let response = Box::pin(work.instrument(span.clone())).await;
    about.known().status = response.status().as_u16();
    let line = Line { about, metrics: log.metrics, span };
    response.map(|body| Body::new(Counted { body, line }))
}

impl RequestLog {
    fn about(&self, request: &Request, client: ClientAddress) -> About {
        let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
        let path = Redacted::new(request.uri().path());
        let workspace = route.starts_with("/w/{workspace}").then(|| path.inner().split('/').nth(2)).flatten();
        About(Arc::new(Mutex::new(Known {
            begun: Instant::now(),
            workspace: match workspace {
                None => String::new(),
                Some(SAMPLE) => SAMPLE.to_owned(),
                Some(id) => self.backend.pseudonym("workspace", id),
            },
            route,
            method: method(request.method()),
            network: caller::shortened(client.0),
            browser: family(request.headers()),
            account: String::new(),
            span: Span::fresh(),
            parent: None,
            status: 0,
            bytes: 0,
        })))
    }
}

/// The methods that have a name here.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}

/// The family of a browser; the text itself goes nowhere.
fn family(headers: &HeaderMap) -> &'static str {
    let text = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let text = text.get(..LONGEST_USER_AGENT.min(text.len())).unwrap_or_default();
    // Each of them names those after it, too.
    ["bot", "Edg", "OPR", "Firefox", "Chrome", "Safari", "curl"]
        .into_iter()
        .find(|word| text.contains(word))
        .unwrap_or("other")
}

/// Written when dropped: at the end of the answer, or when the client went away before.
struct Line {
    about: About,
    metrics: Metrics,
    span: tracing::Span,
}

impl Drop for Line {
    fn drop(&mut self) {
        let known = self.about.known();
        let took = known.begun.elapsed();
        let parent = known.parent.as_ref().map(|parent| parent.id.as_str()).unwrap_or_default();
        let _inside = self.span.enter();
        tracing::info!(
            route = known.route,
            method = known.method,
            status = known.status,
            millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            bytes = known.bytes,
            network = known.network,
            browser = known.browser,
            account = known.account,
            workspace = known.workspace,
            trace = known.span.trace,
            span = known.span.id,
            parent,
            "answered"
        );
        let kind = Kind { route: known.route.clone(), method: known.method, status: known.status };
        self.metrics.answered(kind, took);
    }
}

/// The body of an answer, counted as it is sent.
struct Counted {
    body: Body,
    line: Line,
}

impl HttpBody for Counted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled {
            let bytes = frame.data_ref().map_or(0, Bytes::len) as u64;
            self.line.about.known().bytes += bytes;
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_browser_only_its_family_is_known() {
        for (text, expected) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox"),
            ("Mozilla/5.0 AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edg"),
            ("Googlebot/2.1", "bot"),
            ("my secret tool of the Grace Hopper company", "other"),
            ("", "other"),
        ] {
            let headers = HeaderMap::from_iter([(header::USER_AGENT, text.parse().expect("a value"))]);
            assert_eq!(family(&headers), expected);
        }
        assert_eq!(method(&Method::from_bytes(b"SECRET").expect("a method")), "other");
    }
}
