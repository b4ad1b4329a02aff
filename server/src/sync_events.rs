//! The progress of a reading as server-sent events, for the page that waits for it.

use crate::client_address::ClientAddress;
use crate::plain_page::come_back_later;
use crate::streams::{Stream as Open, Streams};
use crate::visitor::{refuse, viewer};
use axum::extract::{Extension, Path, RawQuery, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use clario_app::api::progress;
use clario_app::api::sync::{ConnectionState, mark};
use clario_backend::{Backend, Feed, Visit};
use futures::stream::{self, Stream};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

/// Between two looks at a reading.
const EVERY: Duration = Duration::from_millis(300);
/// Streams that may be open at a time: of one person, of one network in the sample, of one workspace.
const MOST_OF_ONE: usize = 8;
const MOST_OF_NETWORK: usize = 32;
const MOST_OF_WORKSPACE: usize = 64;
/// Looks after which a page has to ask again: ten minutes.
const MOST_LOOKS: u32 = 2_000;

/// Answers `/w/{workspace}/sync/events?shown={mark}`, where the mark is that of the page that follows.
pub(crate) async fn sync_events(
    State(backend): State<Backend>,
    Extension(visit): Extension<Visit>,
    Path(workspace): Path<String>,
    RawQuery(query): RawQuery,
    Extension(streams): Extension<Streams>,
    client: Option<Extension<ClientAddress>>,
) -> Response {
    let viewer = match viewer(&backend, &visit, &workspace).await {
        Ok(viewer) => viewer,
        Err(refusal) => return refusal,
    };
    let whose = match viewer.account() {
        Some(account) => (format!("account {account}"), MOST_OF_ONE),
        None => (format!("network {:?}", client.map(|client| client.0.network())), MOST_OF_NETWORK),
    };
    let wanted = [whose, (format!("workspace {workspace}"), MOST_OF_WORKSPACE)];
    let Some(open) = streams.take(wanted) else { return come_back_later(EVERY * 30) };
    let feeds = backend.feeds(&viewer).await;
    let gate = Gate { backend, visit, workspace };
    match feeds {
        Ok(feeds) => Sse::new(follow(feeds, shown(query.as_deref()), open, gate))
            .keep_alive(KeepAlive::default())
            .into_response(),
        Err(error) => refuse(error),
    }
}

/// The mark in a query string.
fn shown(query: Option<&str>) -> String {
    query.and_then(|query| query.strip_prefix("shown=")).unwrap_or_default().to_owned()
}

type Named = (String, String, Arc<Feed>);

/// Who follows, to be asked at each look: whoever is removed or signs out gets nothing more.
struct Gate {
    backend: Backend,
    visit: Visit,
    workspace: String,
}

impl Gate {
    async fn is_open(&self) -> bool {
        self.backend.still_looks(&self.visit, &self.workspace).await
    }
}

/// Tells what changed since the last look, and ends with `turn` when the page shows something that is no longer so.
fn follow(
    feeds: Vec<Named>,
    shown: String,
    open: Open,
    gate: Gate,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let begin = (feeds, shown, Vec::new(), 0, Vec::new());
    let gate = Arc::new(gate);
    stream::unfold(begin, move |(feeds, shown, mut last, mut looks, mut waiting)| {
        // Its place is free again when the stream is dropped.
        let _open = &open;
        let gate = Arc::clone(&gate);
        async move {
            loop {
                if looks > MOST_LOOKS {
                    return None;
                }
                if let Some(event) = waiting.pop() {
                    return Some((Ok(event), (feeds, shown, last, looks, waiting)));
                }
                if looks > 0 {
                    tokio::time::sleep(EVERY).await;
                    if !gate.is_open().await {
                        return None;
                    }
                }
                looks += 1;
                let now = look(&feeds);
                if mark(&now) != shown {
                    let event = Event::default().event("turn").data("now");
                    return Some((Ok(event), (feeds, shown, now, MOST_LOOKS + 1, waiting)));
                }
                for (place, state) in
                    now.iter().enumerate().filter(|(place, state)| last.get(*place) != Some(state))
                {
                    waiting.push(
                        Event::default().data(format!("{place}\t{}\t{}", state.percent, state.sentence)),
                    );
                }
                last = now;
            }
        }
    })
}

fn look(feeds: &[Named]) -> Vec<ConnectionState> {
    feeds
        .iter()
        .map(|(_, name, feed)| progress::state(name, &feed.progress(), feed.snapshot().is_some()))
        .collect()
}
