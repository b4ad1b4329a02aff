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
use std::sync::Arc;

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
    /// Why it is not whole yet.
    partial: Option<String>,
}

impl Backend {
    async fn known(&self, viewer: &Viewer) -> Result<Known, Error> {
        let feeds = self.feeds(viewer).await?;
        if feeds.is_empty() {
            return Err(Error::NothingConnected);
        }
        let mut known = Known { connections: Vec::new(), as_of: i64::MAX, partial: None };
        for (slug, name, feed) in feeds {
            let Some(snapshot) = feed.snapshot() else {
                known.partial = Some(format!("{name} is still being read, so its items are missing."));
                continue;
            };
            if snapshot.partial {
                known.partial = Some(partly_read(&name, feed.progress().recent_complete));
            }
            known.as_of = known.as_of.min(snapshot.as_of);
            known.connections.push(Connection { slug, name, data: snapshot.data });
        }
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

/// Computes beside the tasks that answer other people.
pub(crate) async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
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
}
