//! Walks the items of one project with their whole history, newest first.

use clario_analytics::records::{Item, Millis};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::mpsc;

use crate::error::Error;
use crate::http::{Endpoint, Request};

use super::Jira;
use super::fields::Reading;
use super::history::{Histories, HistoryPage};
use super::query::{self, Window};
use super::search::Guard;
use super::wire::ItemSeed;

/// How many items are asked for at once; the server may send fewer.
const ITEMS_PER_PAGE: usize = 1000;
/// How many items one history request may name.
const ITEMS_PER_BLOCK: usize = 1000;
/// How many histories are asked for at once.
const HISTORIES_PER_PAGE: usize = 10_000;
/// How many fields one history request may name.
const FIELDS_PER_HISTORY: usize = 10;

/// What a complete walk came to. A walk that did not end by the provider's own sign is an error instead.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Walked {
    /// How many items were sent on.
    pub items: usize,
    /// The latest change among them.
    pub latest: Option<Millis>,
}

#[derive(Deserialize)]
struct CountWire {
    count: u64,
}

impl Jira {
    /// Sends the items of one project in batches, each with its whole history.
    ///
    /// Ends early and well when the receiver is gone.
    pub async fn items(
        &self,
        reading: &Reading,
        project: &str,
        window: Window,
        out: &mpsc::Sender<Vec<Item>>,
    ) -> Result<Walked, Error> {
        let project = project.parse().map_err(|_| Error::NotFound)?;
        self.walk(reading, &query::newest_first(project, window), out).await
    }

    /// Walks a query: while one block's histories are read, the next items are already on their way.
    pub(super) async fn walk(
        &self,
        reading: &Reading,
        jql: &str,
        out: &mpsc::Sender<Vec<Item>>,
    ) -> Result<Walked, Error> {
        let (blocks, mut waiting) = mpsc::channel::<Vec<Item>>(2);
        let searching = self.search_blocks(reading, jql, blocks);
        let completing = async {
            let mut walked = Walked::default();
            while let Some(mut block) = waiting.recv().await {
                self.complete(reading, &mut block).await?;
                walked.items += block.len();
                walked.latest = walked.latest.max(block.iter().map(|item| item.updated).max());
                if out.send(block).await.is_err() {
                    break;
                }
            }
            waiting.close();
            Ok(walked)
        };
        let (searched, completed) = tokio::join!(searching, completing);
        searched?;
        completed
    }

    /// Gathers pages of any size into blocks, so that small pages do not multiply the history requests.
    async fn search_blocks(
        &self,
        reading: &Reading,
        jql: &str,
        blocks: mpsc::Sender<Vec<Item>>,
    ) -> Result<(), Error> {
        let fields = reading.search_fields();
        let mut pages = self.search(jql, &fields, ITEMS_PER_PAGE, ItemSeed { reading });
        let mut gathered: Vec<Item> = Vec::new();
        while let Some(page) = pages.next().await? {
            gathered.extend(page);
            while gathered.len() >= ITEMS_PER_BLOCK {
                let rest = gathered.split_off(ITEMS_PER_BLOCK);
                if blocks.send(std::mem::replace(&mut gathered, rest)).await.is_err() {
                    return Ok(());
                }
            }
        }
        if !gathered.is_empty() {
            // The receiver is gone only when it has failed and tells so itself, or when nobody listens any more.
            drop(blocks.send(gathered).await);
        }
        Ok(())
    }

    /// Gives a block of at most 1000 items their histories.
    async fn complete(&self, reading: &Reading, block: &mut [Item]) -> Result<(), Error> {
        let ids: Vec<String> = block.iter().map(|item| item.id.to_string()).collect();
        let mut histories = Histories::default();
        for fields in reading.history_fields().chunks(FIELDS_PER_HISTORY) {
            let mut body =
                json!({ "issueIdsOrKeys": ids, "fieldIds": fields, "maxResults": HISTORIES_PER_PAGE });
            let mut guard = Guard::default();
            loop {
                let request = Request::of(Endpoint::Histories).with(body.clone());
                let answer = self.ask(&request).await?;
                let mut page: HistoryPage<'_> = answer.decode()?;
                let next = page.next_page_token.take().filter(|token| !token.is_empty());
                guard.admit(next.as_deref(), page.history_ids())?;
                histories.add(page, reading).map_err(|_| Error::Garbled)?;
                let Some(token) = next else { break };
                body["nextPageToken"] = token.into();
            }
        }
        for item in block {
            histories.give(item, reading);
        }
        Ok(())
    }

    /// About how many items the projects hold; an estimate, for progress only.
    pub async fn count(&self, projects: &[String], window: Window) -> Result<u64, Error> {
        let projects: Vec<u64> = projects.iter().filter_map(|project| project.parse().ok()).collect();
        if projects.is_empty() {
            return Ok(0);
        }
        let request = Request::of(Endpoint::Count).with(json!({ "jql": query::within(&projects, window) }));
        Ok(self.ask(&request).await?.decode::<CountWire>()?.count)
    }
}
