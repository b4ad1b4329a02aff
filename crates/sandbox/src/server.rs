//! From HTTP to an answer and back: finds the endpoint, meets the faults, writes the log.

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::Response;

use crate::answer::Answer;
use crate::endpoint::{Endpoint, Found};
use crate::faults::{self, Trouble};
use crate::login::{self, Caller};
use crate::moment;
use crate::parameters::Parameters;
use crate::request::Request;
use crate::shared::{CLOUD_ID, Shared, held};
use crate::switches::Switches;
use crate::{agile, dictionaries, history, search};

/// The longest body a request may have, in bytes.
const LONGEST_BODY: usize = 4 << 20;

/// One request on its way through an endpoint.
pub(crate) struct Call {
    pub(crate) endpoint: Endpoint,
    /// The id or key in the path.
    pub(crate) name: String,
    pub(crate) post: bool,
    pub(crate) parameters: Parameters,
    pub(crate) body: Bytes,
    pub(crate) caller: Caller,
    pub(crate) trouble: Option<Trouble>,
    pub(crate) switches: Switches,
}

/// Serves until the sandbox is dropped.
pub(crate) async fn serve(
    listener: tokio::net::TcpListener,
    shared: Arc<Shared>,
    stopped: tokio::sync::oneshot::Receiver<()>,
) {
    let router = axum::Router::new().fallback(receive).with_state(shared);
    let serving = axum::serve(listener, router).with_graceful_shutdown(async {
        let _ = stopped.await;
    });
    let _ = serving.await;
}

async fn receive(State(shared): State<Arc<Shared>>, request: axum::extract::Request) -> Response {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, LONGEST_BODY).await.unwrap_or_default();
    let parameters = Parameters::of(head.uri.query().unwrap_or(""));
    let prefix = format!("/ex/jira/{CLOUD_ID}");
    let whole_path = head.uri.path();
    let (path, gateway) = match whole_path.strip_prefix(&prefix) {
        Some(path) => (path, true),
        None => (whole_path, false),
    };
    let mut entry = Request::new(head.method.as_str(), path, gateway, &parameters.pairs, &body);
    let found = Endpoint::find(head.method.as_str(), path);
    entry.endpoint = found.as_ref().map(|found| found.endpoint);
    let switches = held(&shared.switches).clone();
    let trouble = entry.endpoint.and_then(|endpoint| faults::next(&mut held(&shared.faults), endpoint));
    if let Some(Trouble::Slow { millis }) = trouble {
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }
    let authorization = head.headers.get("authorization").and_then(|value| value.to_str().ok());
    entry.token = authorization.and_then(login::token);
    let answer = match found {
        _ if path == "/login.jsp" => Answer::html(200, shared.world().poison.of("error")),
        None => Answer::error(404, "null for uri"),
        Some(Found { endpoint, name }) => {
            let caller = login::caller(&shared, authorization, gateway, trouble.as_ref());
            let call = Call {
                endpoint,
                name,
                post: head.method == "POST",
                parameters,
                body,
                caller,
                trouble: trouble.clone(),
                switches: switches.clone(),
            };
            let shared = Arc::clone(&shared);
            let worker = tokio::task::spawn_blocking(move || answer(&shared, &call, gateway));
            worker.await.unwrap_or_else(|_| Answer::error(500, "the sandbox failed"))
        }
    };
    entry.status = answer.status;
    entry.bytes = answer.body.len();
    held(&shared.requests).push(entry);
    let accepts_gzip = head
        .headers
        .get("accept-encoding")
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("gzip"));
    let now = shared.world().now + switches.clock_skew_millis;
    respond(answer, trouble.as_ref(), accepts_gzip && switches.gzip, now)
}

fn answer(shared: &Shared, call: &Call, gateway: bool) -> Answer {
    if let Some(answer) = refusal(shared, call) {
        return answer;
    }
    if let Some(answer) = login::refusal(call, gateway) {
        return answer;
    }
    let answer = match call.endpoint {
        Endpoint::Search | Endpoint::ApproximateCount | Endpoint::IssueBulkFetch => {
            search::answer(shared, call)
        }
        Endpoint::ChangelogBulkFetch | Endpoint::IssueChangelog => history::answer(shared, call),
        Endpoint::Boards
        | Endpoint::Board
        | Endpoint::BoardConfiguration
        | Endpoint::BoardFeatures
        | Endpoint::BoardSprints
        | Endpoint::BoardIssues
        | Endpoint::BoardBacklog
        | Endpoint::BoardVersions
        | Endpoint::Sprint
        | Endpoint::SprintIssues => agile::answer(shared, call),
        _ => dictionaries::answer(shared, call),
    };
    if call.caller == Caller::Refused {
        return answer.with(crate::answer::SERAPH.0, crate::answer::SERAPH.1);
    }
    answer
}

/// The answer of a trouble that comes in place of the right one.
fn refusal(shared: &Shared, call: &Call) -> Option<Answer> {
    let world = shared.world();
    let poison = world.poison.of("error");
    let quota = *held(&shared.quota_until);
    if quota > world.now {
        let wait = (quota - world.now + 999) / 1000;
        return Some(
            limited(poison, "jira-quota-tenant-based", &moment::utc(quota))
                .with("Retry-After", wait.to_string()),
        );
    }
    Some(match *call.trouble.as_ref()? {
        Trouble::MissingScope => Answer::gateway(401, "Unauthorized; scope does not match"),
        Trouble::Burst { retry_after } => {
            let reset = world.now + i64::try_from(retry_after).unwrap_or(0) * 1000;
            limited(poison, "jira-burst-based", &moment::utc(reset))
                .with("Retry-After", retry_after.to_string())
        }
        Trouble::BareLimit => Answer::error(429, poison)
            .with("X-Failure-Category", "FAILURE_CLIENT_RATE_LIMIT")
            .with("X-Ratelimit-Reset", moment::utc(world.now + 30_000)[..16].to_owned() + "Z"),
        Trouble::Unavailable { retry_after } => match retry_after {
            Some(seconds) => Answer::error(503, poison).with("Retry-After", seconds.to_string()),
            None => Answer::error(503, poison),
        },
        Trouble::Html => Answer::html(200, poison),
        Trouble::LoginRedirect => {
            Answer::html(302, poison).with("Location", format!("{}/login.jsp", shared.site()))
        }
        Trouble::Gone => dictionaries::removed(),
        Trouble::Status(status) => Answer::error(status, poison),
        _ => return None,
    })
}

fn limited(poison: &str, reason: &str, reset: &str) -> Answer {
    Answer::error(429, poison)
        .with("X-RateLimit-Limit", "350")
        .with("X-RateLimit-Remaining", "0")
        .with("X-RateLimit-Reset", format!("{}Z", &reset[..19]))
        .with("RateLimit-Reason", reason)
}

fn respond(answer: Answer, trouble: Option<&Trouble>, gzip: bool, now: i64) -> Response {
    let mut response = Response::builder()
        .status(answer.status)
        .header("Content-Type", answer.content_type)
        .header("Date", moment::http_date(now));
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    let body = match trouble {
        Some(Trouble::Huge { bytes }) => endless(*bytes),
        Some(Trouble::Truncated) => Body::from(answer.body[..answer.body.len() / 2].to_vec()),
        Some(Trouble::Reset) => broken(&answer.body),
        _ if gzip && answer.body.len() > 1000 => {
            response = response.header("Content-Encoding", "gzip");
            Body::from(compressed(&answer.body))
        }
        _ => Body::from(answer.body),
    };
    response.body(body).unwrap_or_default()
}

fn compressed(body: &[u8]) -> Vec<u8> {
    let mut encoder =
        flate2::write::GzEncoder::new(Vec::with_capacity(body.len() / 4), flate2::Compression::fast());
    let _ = encoder.write_all(body);
    encoder.finish().unwrap_or_default()
}

/// A body that begins like a search answer and goes on with words, in pieces of 64 kB.
fn endless(bytes: u64) -> Body {
    let piece = Bytes::from(vec![b'x'; 64 << 10]);
    let mut left = bytes;
    let begin = Bytes::from_static(b"{\"issues\":[{\"id\":\"1\",\"fields\":{\"summary\":\"");
    let pieces = std::iter::once(begin).chain(std::iter::from_fn(move || {
        let size = left.min(piece.len() as u64);
        left -= size;
        (size > 0).then(|| piece.slice(..usize::try_from(size).unwrap_or(0)))
    }));
    Body::from_stream(futures::stream::iter(pieces.map(Ok::<_, std::io::Error>)))
}

/// A body whose connection breaks after its first half.
fn broken(body: &[u8]) -> Body {
    let half = Bytes::copy_from_slice(&body[..body.len() / 2]);
    let pieces = [Ok(half), Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))];
    Body::from_stream(futures::stream::iter(pieces))
}
