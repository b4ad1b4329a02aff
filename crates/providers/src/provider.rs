//! The closed set of providers, and the questions that can be put to each of them.

use std::collections::HashMap;

use clario_analytics::records::{Item, Millis};
use tokio::sync::mpsc;

use crate::error::Error;
use crate::jira::{BoardSource, Changes, Jira, Probe, Reading, Survey, Sweep, Walked, Window};

/// A connected provider.
pub enum Provider {
    /// Jira Cloud.
    Jira(Jira),
}

impl Provider {
    /// Tries the credential out: who it is, what it sees, what it lacks. `now` is our clock, for the skew.
    pub async fn probe(&self, now: Millis) -> Result<Probe, Error> {
        match self {
            Self::Jira(jira) => jira.probe(now).await,
        }
    }

    /// Everything small, and where this site keeps what is read.
    pub async fn catalog(&self) -> Result<Survey, Error> {
        match self {
            Self::Jira(jira) => jira.catalog().await,
        }
    }

    /// Ids of the items on a board; with `since`, only of those that changed at or after it.
    pub async fn board_items(&self, board: &BoardSource, since: Option<Millis>) -> Result<Vec<u64>, Error> {
        match self {
            Self::Jira(jira) => jira.board_items(board, since).await,
        }
    }

    /// About how many items the projects hold; for progress only.
    pub async fn count(&self, projects: &[String], window: Window) -> Result<u64, Error> {
        match self {
            Self::Jira(jira) => jira.count(projects, window).await,
        }
    }

    /// Sends the items of one project with their whole history, newest first, in batches.
    ///
    /// Ends early and well when the receiver is gone.
    pub async fn items(
        &self,
        reading: &Reading,
        project: &str,
        window: Window,
        out: &mpsc::Sender<Vec<Item>>,
    ) -> Result<Walked, Error> {
        match self {
            Self::Jira(jira) => jira.items(reading, project, window, out).await,
        }
    }

    /// Sends what changed since the cursor, ten minutes of overlap included.
    pub async fn changed_since(
        &self,
        reading: &Reading,
        projects: &[String],
        cursor: Millis,
        out: &mpsc::Sender<Vec<Item>>,
    ) -> Result<Changes, Error> {
        match self {
            Self::Jira(jira) => jira.changed_since(reading, projects, cursor, out).await,
        }
    }

    /// Lists the ids of all items per project, with a judgement on each list.
    ///
    /// `last` holds how many items each project had; a list that shrank below half of it is not trusted.
    pub async fn sweep(&self, projects: &[String], last: &HashMap<String, usize>) -> Result<Sweep, Error> {
        match self {
            Self::Jira(jira) => jira.sweep(projects, last).await,
        }
    }

    /// How many requests were sent so far, repeated ones included.
    pub fn requests_sent(&self) -> u64 {
        match self {
            Self::Jira(jira) => jira.requests_sent(),
        }
    }

    /// The provider's clock: where an incremental cursor starts.
    pub async fn server_time(&self) -> Result<Millis, Error> {
        match self {
            Self::Jira(jira) => jira.server_time().await,
        }
    }
}
