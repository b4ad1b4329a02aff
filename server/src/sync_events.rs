//! The progress of a reading as server-sent events, for the page that waits for it.

use crate::visitor::{refuse, viewer};
use axum::extract::{Path, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use clario_app::api::progress;
use clario_app::api::sync::ConnectionState;
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

/// Answers `/w/{workspace}/sync/events`.
pub(crate) async fn sync_events(
    State(backend): State<Backend>,
    session: Session,
    Path(workspace): Path<String>,
) -> Response {
    let viewer = match viewer(&backend, &session, &workspace).await {
        Ok(viewer) => viewer,
        Err(refusal) => return refusal,
    };
    match backend.feeds(&viewer).await {
        Ok(feeds) => Sse::new(follow(feeds)).keep_alive(KeepAlive::default()).into_response(),
        Err(error) => refuse(error),
    }
}

type Named = (String, String, Arc<Feed>);

/// Tells what changed since the last look, and ends with `turn` when the page has something new to show.
fn follow(feeds: Vec<Named>) -> impl Stream<Item = Result<Event, Infallible>> {
    let first = look(&feeds);
    let begin = (feeds, first.clone(), first, 0, Vec::new());
    stream::unfold(begin, |(feeds, first, mut last, mut looks, mut waiting)| async move {
        loop {
            if looks > MOST_LOOKS {
                return None;
            }
            if let Some(event) = waiting.pop() {
                return Some((Ok(event), (feeds, first, last, looks, waiting)));
            }
            if turned(&first, &last) {
                looks = MOST_LOOKS + 1;
                return Some((
                    Ok(Event::default().event("turn").data("now")),
                    (feeds, first, last, looks, waiting),
                ));
            }
            tokio::time::sleep(EVERY).await;
            looks += 1;
            let now = look(&feeds);
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

/// Whether one of the connections has its first data, is complete or is in trouble for the first time.
fn turned(first: &[ConnectionState], now: &[ConnectionState]) -> bool {
    let mark = |state: &ConnectionState| (state.has_data, state.complete, state.trouble.clone());
    first.iter().map(mark).ne(now.iter().map(mark))
}
