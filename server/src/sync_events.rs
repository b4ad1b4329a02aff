//! The progress of a reading as server-sent events, for the page that waits for it.

use crate::visitor::{refuse, viewer};
use axum::extract::{Path, RawQuery, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use clario_app::api::progress;
use clario_app::api::sync::{ConnectionState, mark};
use clario_backend::{Backend, Feed};
use futures::stream::{self, Stream};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tower_sessions::Session;

/// Between two looks at a reading.
const EVERY: Duration = Duration::from_millis(300);
/// Looks after which a page has to ask again: ten minutes.
const MOST_LOOKS: u32 = 2_000;

/// Answers `/w/{workspace}/sync/events?shown={mark}`, where the mark is that of the page that follows.
pub(crate) async fn sync_events(
    State(backend): State<Backend>,
    session: Session,
    Path(workspace): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let viewer = match viewer(&backend, &session, &workspace).await {
        Ok(viewer) => viewer,
        Err(refusal) => return refusal,
    };
    match backend.feeds(&viewer).await {
        Ok(feeds) => {
            Sse::new(follow(feeds, shown(query.as_deref()))).keep_alive(KeepAlive::default()).into_response()
        }
        Err(error) => refuse(error),
    }
}

/// The mark in a query string.
fn shown(query: Option<&str>) -> String {
    query.and_then(|query| query.strip_prefix("shown=")).unwrap_or_default().to_owned()
}

type Named = (String, String, Arc<Feed>);

/// Tells what changed since the last look, and ends with `turn` when the page shows something that is no longer so.
fn follow(feeds: Vec<Named>, shown: String) -> impl Stream<Item = Result<Event, Infallible>> {
    let begin = (feeds, shown, Vec::new(), 0, Vec::new());
    stream::unfold(begin, |(feeds, shown, mut last, mut looks, mut waiting)| async move {
        loop {
            if looks > MOST_LOOKS {
                return None;
            }
            if let Some(event) = waiting.pop() {
                return Some((Ok(event), (feeds, shown, last, looks, waiting)));
            }
            if looks > 0 {
                tokio::time::sleep(EVERY).await;
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
                waiting
                    .push(Event::default().data(format!("{place}\t{}\t{}", state.percent, state.sentence)));
            }
            last = now;
        }
    })
}

fn look(feeds: &[Named]) -> Vec<ConnectionState> {
    feeds
        .iter()
        .map(|(_, name, feed)| progress::state(name, &feed.progress(), feed.snapshot().is_some()))
        .collect()
}
