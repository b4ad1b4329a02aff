//! The reports: one use case for each page with numbers.

use clario_analytics::csv::{Table, csv};
use clario_analytics::day::Day;
use clario_analytics::flow::{FlowReport, flow_report};
use clario_analytics::item_report::{ItemReport, item_report};
use clario_analytics::overview::{OverviewReport, overview_report};
use clario_analytics::portfolio::{Connection, Portfolio};
use clario_analytics::query::Query;
use clario_analytics::report::Context;
use clario_store::ConnectionId;
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;

use crate::Backend;
use crate::error::{Cause, Error};
use crate::viewer::Viewer;

/// A longer query string is cut: no filter form makes one.
const LONGEST_QUERY: usize = 16 * 1024;

/// Everything a report is made of.
pub(crate) struct Question {
    pub(crate) portfolio: Arc<Portfolio>,
    pub(crate) query: Query,
    pub(crate) context: Context,
    /// Seconds since 1970 UTC.
    pub(crate) now: i64,
}

impl Backend {
    /// All charts of the Flow page. `query` is the query string of its URL.
    pub async fn flow(&self, viewer: &Viewer, query: &str) -> Result<FlowReport, Error> {
        let question = self.question(viewer, query).await?;
        aside(move || flow_report(&question.portfolio, &question.query, &question.context)).await
    }

    /// One table of the Flow page as CSV, whole; [`Error::NotFound`] for a table that does not exist.
    pub async fn flow_table(&self, viewer: &Viewer, table: &str, query: &str) -> Result<String, Error> {
        let table = Table::from_key(table).ok_or(Error::NotFound)?;
        let question = self.question(viewer, query).await?;
        aside(move || csv(&question.portfolio, &question.query, &question.context, table)).await
    }

    /// The portfolio at a glance.
    pub async fn overview(&self, viewer: &Viewer, query: &str) -> Result<OverviewReport, Error> {
        let question = self.question(viewer, query).await?;
        aside(move || overview_report(&question.portfolio, &question.query, &question.context)).await
    }

    /// Where the provider shows an item itself; the sample has no such place.
    pub async fn item_address(
        &self,
        viewer: &Viewer,
        connection: &str,
        key: &str,
    ) -> Result<Option<String>, Error> {
        let (Some(id), false) = (ConnectionId::parse(connection), viewer.is_sample()) else {
            return Ok(None);
        };
        let site = self.connection(viewer, &id).await?.base_url;
        let plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        Ok(plain.then(|| format!("{}/browse/{key}", site.trim_end_matches('/'))))
    }

    /// Why one item took as long as it did.
    pub async fn item(
        &self,
        viewer: &Viewer,
        connection: &str,
        id: &str,
        query: &str,
    ) -> Result<ItemReport, Error> {
        let id: u64 = id.parse().map_err(|_| Error::NotFound)?;
        let connection = connection.to_owned();
        let question = self.question(viewer, query).await?;
        let Question { portfolio, query, context, now } = question;
        aside(move || item_report(&portfolio, &connection, id, &query, &context, now))
            .await?
            .ok_or(Error::NotFound)
    }

    /// Joins what is known of the workspace with what is asked.
    pub(crate) async fn question(&self, viewer: &Viewer, query: &str) -> Result<Question, Error> {
        let settings = self.settings(viewer).await?;
        let known = self.known(viewer).await?;
        let portfolio = self.inner.portfolios.of(viewer.workspace(), known.connections, settings).await?;
        let now = self.now();
        let zone = &portfolio.settings().zone;
        let today = zone.day_of(now);
        let query: String = query.chars().take(LONGEST_QUERY).collect();
        let (query, notices) = Query::parse(form_urlencoded::parse(query.as_bytes()), today);
        let context = Context {
            today,
            as_of: moment(zone.day_and_second(known.as_of)),
            notices,
            partial: known.partial,
        };
        Ok(Question { portfolio, query, context, now })
    }
}

/// What has been read so far.
struct Known {
    connections: Vec<Connection>,
    /// When the oldest part of it was read, in seconds since 1970 UTC.
    as_of: i64,
    /// Why it is not whole.
    partial: Option<String>,
}

impl Backend {
    async fn known(&self, viewer: &Viewer) -> Result<Known, Error> {
        let feeds = self.feeds(viewer).await?;
        if feeds.is_empty() {
            return Err(Error::NothingConnected);
        }
        let mut known = Known { connections: Vec::new(), as_of: i64::MAX, partial: None };
        let mut sentences = Vec::new();
        for (slug, name, feed) in feeds {
            let Some(snapshot) = feed.snapshot() else {
                sentences.push(format!("{name} is still being read, so its items are missing."));
                continue;
            };
            let progress = feed.progress();
            if snapshot.partial {
                sentences.push(partly_read(&name, progress.recent_complete));
            }
            let (kept, missing): (Vec<_>, Vec<_>) =
                progress.lost_projects.iter().partition(|id| snapshot.data.project_range(id).is_some());
            sentences.extend(lost(&name, kept.len(), missing.len()));
            known.as_of = known.as_of.min(snapshot.as_of);
            known.connections.push(Connection { slug, name, data: snapshot.data });
        }
        known.partial = (!sentences.is_empty()).then(|| sentences.join(" "));
        if known.connections.is_empty() { Err(Error::NotYet) } else { Ok(known) }
    }
}

fn partly_read(name: &str, recent_complete: bool) -> String {
    if recent_complete {
        format!(
            "Items of {name} that changed more than 90 days ago are still being read, so older numbers are partial."
        )
    } else {
        format!("{name} is still being read, newest items first, so all numbers are partial.")
    }
}

/// What to say of lost projects whose items are kept, and of those of which there are none.
fn lost(name: &str, kept: usize, missing: usize) -> Vec<String> {
    let said = |count: usize, one: &str, more: &str| match count {
        0 => None,
        1 => Some(format!("One project of {name} can no longer be read; {one}.")),
        _ => Some(format!("{count} projects of {name} can no longer be read; {more}.")),
    };
    let until = "and go a day after they were last confirmed";
    let kept = said(
        kept,
        &format!("its numbers are those from before, {until}"),
        &format!("their numbers are those from before, {until}"),
    );
    let missing = said(missing, "its items are missing", "their items are missing");
    kept.into_iter().chain(missing).collect()
}

/// How many computations run at a time: more would only take each other's cores and memory.
static COMPUTATIONS: LazyLock<Arc<Semaphore>> =
    LazyLock::new(|| Arc::new(Semaphore::new(most_computations())));

fn most_computations() -> usize {
    2 * std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Computes beside the tasks that answer other people.
pub(crate) async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let place = Arc::clone(&COMPUTATIONS).acquire_owned().await.map_err(|_| Cause::Stopped)?;
    let work = move || {
        // Whoever asked may be gone; the place is free only when the work is done.
        let _place = place;
        work()
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken(Cause::Stopped))
}

/// `21 Nov 2026, 14:05`.
pub(crate) fn moment((day, second): (Day, u32)) -> String {
    format!("{}, {:02}:{:02}", day.long(), second / 3600, second / 60 % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_for_people() {
        let day = Day::parse("2026-11-21").expect("a day");
        assert_eq!(moment((day, 14 * 3600 + 5 * 60 + 59)), "21 Nov 2026, 14:05");
        assert_eq!(moment((day, 0)), "21 Nov 2026, 00:00");
    }

    #[test]
    fn lost_projects_are_said_with_what_became_of_their_numbers() {
        assert!(lost("Ours", 0, 0).is_empty());
        assert_eq!(
            lost("Ours", 1, 2),
            [
                "One project of Ours can no longer be read; its numbers are those from before, and go a day after they were last confirmed.",
                "2 projects of Ours can no longer be read; their items are missing.",
            ]
        );
    }

    #[tokio::test]
    async fn no_more_is_computed_at_a_time_than_the_machine_can_bear() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let counts = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
        let work = |_| {
            let counts = Arc::clone(&counts);
            aside(move || {
                let running = counts.0.fetch_add(1, Ordering::SeqCst) + 1;
                counts.1.fetch_max(running, Ordering::SeqCst);
                std::thread::sleep(std::time::Duration::from_millis(20));
                counts.0.fetch_sub(1, Ordering::SeqCst);
            })
        };
        let many = 4 * most_computations();
        let done = futures::future::join_all((0..many).map(work)).await;
        assert!(done.iter().all(Result::is_ok));
        assert!(counts.1.load(Ordering::SeqCst) <= most_computations());
    }
}
