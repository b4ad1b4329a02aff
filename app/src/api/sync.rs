//! How the reading of each connection goes.

#![expect(
    missing_docs,
    reason = "each server function becomes a struct of its arguments, which the function itself describes"
)]

use super::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};
use std::hash::{DefaultHasher, Hash, Hasher};

/// How the reading of one connection goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionState {
    /// Its name.
    pub name: String,
    /// From 0 to 100.
    pub percent: u8,
    /// What it is doing, with counts and the time left.
    pub sentence: String,
    /// Whether there is something to look at.
    pub has_data: bool,
    /// Whether the first reading is over.
    pub complete: bool,
    /// What keeps it from going on, and the remedy.
    pub trouble: Option<String>,
    /// What could not be read though the rest can, one sentence each.
    pub notes: Vec<String>,
}

/// A short mark of what a page about these connections shows beyond its numbers: two pages that would show the same have
/// the same mark.
pub fn mark(states: &[ConnectionState]) -> String {
    let mut hasher = DefaultHasher::new();
    for state in states {
        (state.has_data, state.complete, &state.trouble).hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

/// All connections of the workspace; looking begins a reading that has not begun.
#[server(endpoint = "sync-state", input = GetUrl)]
pub async fn sync_state(workspace: String) -> Result<Vec<ConnectionState>, ApiError> {
    use super::{context, progress};
    let viewer = context::viewer(&workspace).await?;
    let feeds = context::told(context::backend()?.feeds(&viewer).await)?;
    Ok(feeds
        .iter()
        .map(|(_, name, feed)| progress::state(name, &feed.progress(), feed.snapshot().is_some()))
        .collect())
}

/// How fresh the data of a workspace is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// `fresh`, `working`, `stale` or `failed`.
    pub state: String,
    /// A few words.
    pub words: String,
    /// What keeps a connection from being read, each with its remedy.
    pub alerts: Vec<String>,
}

/// How fresh the data of the workspace is; `None` when nothing is connected.
#[server(endpoint = "data-state", input = GetUrl)]
pub async fn data_state(workspace: String) -> Result<Option<Standing>, ApiError> {
    use super::context;
    use clario_backend::Freshness;
    let viewer = context::viewer(&workspace).await?;
    let standing = context::told(context::backend()?.standing(&viewer).await)?;
    Ok(standing.map(|standing| Standing {
        state: match standing.freshness {
            Freshness::Fresh => "fresh",
            Freshness::Working => "working",
            Freshness::Stale => "stale",
            Freshness::Failed => "failed",
        }
        .to_owned(),
        words: standing.words,
        alerts: standing.alerts,
    }))
}
