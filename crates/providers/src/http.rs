//! The only sender: asks what the closed list allows, obeys limits, and drops every failed answer unread.

mod answer;
mod destination;
mod endpoint;
mod patience;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::{Client, Response, StatusCode, Url, redirect};
use tokio::sync::Semaphore;

pub(crate) use answer::Answer;
pub use destination::{Destination, Listed};
pub(crate) use endpoint::{Endpoint, Request, Verb};
pub use patience::Patience;

use crate::error::Error;
use crate::jira::auth::Auth;
use patience::Pauses;

/// How many requests one connection has in flight.
const PARALLEL: usize = 4;
/// Largest answer that is read, after decompression.
const BODY_CAP: usize = 64 * 1024 * 1024;
/// How much of a refusal is looked at to tell a missing scope from a bad token.
const REFUSAL_CAP: usize = 4 * 1024;

/// Asked before each request; `false` means that today's requests are used up.
pub type Permit = Arc<dyn Fn() -> bool + Send + Sync>;

/// Sends requests of one connection.
pub(crate) struct Sender {
    client: Client,
    slots: Semaphore,
    pauses: Pauses,
    patience: Patience,
    permit: Option<Permit>,
    sent: AtomicU64,
}

/// What one attempt came to.
enum Attempt {
    Answered(Answer),
    Failed(Error),
    /// Worth another attempt after a pause, which the answer may have named.
    Later(Hold, Option<Duration>),
}

/// Whom a pause concerns.
enum Hold {
    /// This request; the error stands when patience ends.
    Request(Error),
    /// All requests to this endpoint.
    Endpoint,
    /// All requests of the connection.
    Everything,
}

impl Sender {
    /// A sender that reaches only what the destination policy admits, of which `bases` are all it is asked for.
    pub(crate) fn new(
        destination: &Destination,
        bases: &[&Url],
        patience: Patience,
        permit: Option<Permit>,
    ) -> Result<Self, Error> {
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .gzip(true)
            .user_agent(concat!("AltaClario/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(Duration::from_secs(10))
            .read_timeout(Duration::from_mins(1))
            .timeout(Duration::from_mins(3))
            .dns_resolver(destination::VettingResolver(destination.narrowed_to(bases)))
            .build()
            .map_err(|_| Error::Unreachable)?;
        Ok(Self {
            client,
            slots: Semaphore::new(PARALLEL),
            pauses: Pauses::default(),
            patience,
            permit,
            sent: AtomicU64::new(0),
        })
    }

    /// How many requests were sent, repeated ones included.
    pub(crate) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// Asks until there is an answer, a final refusal, or patience ends.
    pub(crate) async fn ask(
        &self,
        base: &Url,
        auth: Option<&Auth>,
        request: &Request,
    ) -> Result<Answer, Error> {
        let template = request.endpoint.template();
        let mut waited = Duration::ZERO;
        for attempt in 1.. {
            while let Some(left) = self.pauses.left(template) {
                self.wait(left, &mut waited).await?;
            }
            let slot = self.slots.acquire().await.map_err(|_| Error::Unreachable)?;
            let outcome = self.attempt(base, auth, request).await;
            drop(slot);
            let (hold, named) = match outcome {
                Attempt::Answered(answer) => return Ok(answer),
                Attempt::Failed(error) => return Err(error),
                Attempt::Later(hold, named) => (hold, named),
            };
            let pause = named.unwrap_or_else(|| patience::growing_pause(attempt));
            let error = match hold {
                Hold::Request(error) => error,
                Hold::Endpoint => self.hold(Some(template), pause),
                Hold::Everything => self.hold(None, pause),
            };
            if attempt >= self.patience.attempts {
                return Err(error);
            }
            if !matches!(error, Error::SlowDown { .. }) {
                self.wait(pause, &mut waited).await?;
            }
        }
        Err(Error::Unreachable)
    }

    fn hold(&self, template: Option<&'static str>, pause: Duration) -> Error {
        self.pauses.hold(template, pause);
        Error::SlowDown { retry_after: pause }
    }

    async fn wait(&self, pause: Duration, waited: &mut Duration) -> Result<(), Error> {
        if waited.saturating_add(pause) > self.patience.total_wait {
            return Err(Error::SlowDown { retry_after: pause });
        }
        *waited += pause;
        tokio::time::sleep(pause).await;
        Ok(())
    }

    async fn attempt(&self, base: &Url, auth: Option<&Auth>, request: &Request) -> Attempt {
        let template = request.endpoint.template();
        let response = match self.send(base, auth, request).await {
            Ok(response) => response,
            Err(Error::Unreachable) => {
                tracing::warn!(endpoint = template, "no connection to the provider");
                return Attempt::Later(Hold::Request(Error::Unreachable), None);
            }
            Err(error) => return Attempt::Failed(error),
        };
        let status = response.status();
        if status != StatusCode::OK {
            tracing::warn!(endpoint = template, status = status.as_u16(), "the provider refused a request");
            return self.refused(status, response, request.endpoint).await;
        }
        if rejected_by_seraph(response.headers()) {
            tracing::warn!(endpoint = template, status = 200, "the provider answered as to a stranger");
            return Attempt::Failed(Error::SignInAgain);
        }
        if !is_json(response.headers()) {
            tracing::warn!(endpoint = template, status = 200, "the answer is not JSON");
            return Attempt::Failed(Error::NotTheProvider);
        }
        match Answer::read(response, BODY_CAP).await {
            Ok(answer) => Attempt::Answered(answer),
            Err(Error::Garbled) => {
                tracing::warn!(endpoint = template, "the answer broke off");
                Attempt::Later(Hold::Request(Error::Garbled), None)
            }
            Err(error) => {
                tracing::warn!(endpoint = template, "the answer was too large");
                Attempt::Failed(error)
            }
        }
    }

    async fn send(&self, base: &Url, auth: Option<&Auth>, request: &Request) -> Result<Response, Error> {
        let mut url = base.join(&request.endpoint.path()).map_err(|_| Error::NotTheProvider)?;
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&request.query);
        }
        let mut builder = match request.endpoint.verb() {
            Verb::Get => self.client.get(url),
            Verb::PostQuery => self.client.post(url).json(&request.body),
        };
        if let Some(auth) = auth {
            builder = auth.sign(builder);
        }
        if self.permit.as_ref().is_some_and(|may_send| !may_send()) {
            return Err(Error::SpentForToday);
        }
        self.sent.fetch_add(1, Ordering::Relaxed);
        #[expect(clippy::disallowed_methods, reason = "this is the only sender")]
        builder.header(ACCEPT, "application/json").send().await.map_err(|_| Error::Unreachable)
    }

    async fn refused(&self, status: StatusCode, response: Response, endpoint: Endpoint) -> Attempt {
        let headers = response.headers();
        let seraph = rejected_by_seraph(headers);
        let scope_matters = status == StatusCode::UNAUTHORIZED || status == StatusCode::FORBIDDEN;
        Attempt::Failed(match status {
            StatusCode::TOO_MANY_REQUESTS => {
                let everything = patience::stops_everything(headers);
                let hold = if everything { Hold::Everything } else { Hold::Endpoint };
                return Attempt::Later(hold, patience::asked_pause(headers));
            }
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT => {
                let pause = patience::asked_pause(headers);
                return Attempt::Later(Hold::Request(Error::Unreachable), pause);
            }
            _ if seraph => Error::SignInAgain,
            _ if scope_matters && answer::mentions_scope(response, REFUSAL_CAP).await => {
                Error::MissingScope { scopes: endpoint.scopes() }
            }
            StatusCode::BAD_REQUEST => Error::QueryRefused,
            StatusCode::UNAUTHORIZED => Error::SignInAgain,
            StatusCode::FORBIDDEN => Error::NoPermission,
            StatusCode::NOT_FOUND => Error::NotFound,
            StatusCode::GONE => Error::Removed,
            status if status.is_server_error() => Error::Unreachable,
            _ => Error::NotTheProvider,
        })
    }
}

/// Whether Jira says that the credential was rejected, even under a 200. Its absence proves nothing.
fn rejected_by_seraph(headers: &HeaderMap) -> bool {
    headers
        .get("x-seraph-loginreason")
        .and_then(|value| value.to_str().ok())
        .is_some_and(|reason| reason.contains("FAILED") || reason.contains("DENIED"))
}

fn is_json(headers: &HeaderMap) -> bool {
    !headers.contains_key(LOCATION)
        && headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("application/json"))
}
