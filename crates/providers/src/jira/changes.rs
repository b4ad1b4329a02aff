//! What changed since a cursor, over many projects at once.

use clario_analytics::records::{Item, Millis};
use serde::Deserialize;
use tokio::sync::mpsc;

use crate::error::Error;
use crate::http::{Endpoint, Request};

use super::Jira;
use super::fields::Reading;
use super::moment::Moment;
use super::query::{self, OVERLAP, Window};

/// How many projects one query names.
const PROJECTS_PER_QUERY: usize = 200;

/// What an incremental walk came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// How many items were sent on, the overlap included.
    pub items: usize,
    /// The cursor for the next walk; to be kept only once the items are in place.
    pub cursor: Millis,
    /// Projects that could not be read this time.
    pub lost_projects: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ServerInfo {
    #[serde(default)]
    pub(super) deployment_type: Option<String>,
    #[serde(default)]
    server_time: Option<Moment>,
}

impl Jira {
    /// Sends what changed since the cursor, each item with its whole history, which replaces the old one.
    ///
    /// The next cursor is the server's time before the walk began: whatever changes meanwhile comes next time.
    pub async fn changed_since(
        &self,
        reading: &Reading,
        projects: &[String],
        cursor: Millis,
        out: &mpsc::Sender<Vec<Item>>,
    ) -> Result<Changes, Error> {
        let started = self.server_time().await?;
        let mut changes = Changes { cursor: started.max(cursor), ..Changes::default() };
        let window = Window::Since(cursor - OVERLAP);
        for group in projects.chunks(PROJECTS_PER_QUERY) {
            match self.changed_in(reading, group, window, out).await {
                Ok(items) => changes.items += items,
                Err(error) if error.concerns_one_object() => {
                    for project in group {
                        match self.changed_in(reading, std::slice::from_ref(project), window, out).await {
                            Ok(items) => changes.items += items,
                            Err(error) if error.concerns_one_object() => {
                                changes.lost_projects.push(project.clone());
                            }
                            Err(error) => return Err(error),
                        }
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(changes)
    }

    async fn changed_in(
        &self,
        reading: &Reading,
        projects: &[String],
        window: Window,
        out: &mpsc::Sender<Vec<Item>>,
    ) -> Result<usize, Error> {
        let ids: Vec<u64> = projects.iter().filter_map(|project| project.parse().ok()).collect();
        if ids.is_empty() {
            return Ok(0);
        }
        Ok(self.walk(reading, &query::oldest_first(&ids, window), out).await?.items)
    }

    /// The server's clock: where an incremental cursor starts.
    pub async fn server_time(&self) -> Result<Millis, Error> {
        self.server_info().await.map(|(_, time)| time)
    }

    /// What the server says about itself, and its clock by body or header.
    pub(super) async fn server_info(&self) -> Result<(ServerInfo, Millis), Error> {
        let answer = self.ask(&Request::of(Endpoint::ServerInfo)).await?;
        let info: ServerInfo = answer.decode()?;
        let time = info.server_time.map(|moment| moment.0).or(answer.date).ok_or(Error::Garbled)?;
        Ok((info, time))
    }
}
