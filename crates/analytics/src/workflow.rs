//! How a team's statuses become columns and stages: what counts as started and finished.

use serde::{Deserialize, Serialize};

/// What a column means for an item in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stage {
    /// Not started.
    Queue,
    /// Somebody works on it.
    Active,
    /// Started, but nobody works on it.
    Waiting,
    /// Delivered.
    Done,
    /// Cancelled: not delivered, left out of all numbers.
    Removed,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [Self::Queue, Self::Active, Self::Waiting, Self::Done, Self::Removed];

    /// Its key in a form: `queue`, `active`, `waiting`, `done`, `removed`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Active => "active",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Removed => "removed",
        }
    }

    /// The stage of a key; `None` when there is no such stage.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.key() == key)
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Queue => "To do",
            Self::Active => "In progress",
            Self::Waiting => "Waiting",
            Self::Done => "Done",
            Self::Removed => "Removed",
        }
    }

    /// Whether an item in it counts as started and not finished.
    pub fn in_progress(self) -> bool {
        matches!(self, Self::Active | Self::Waiting)
    }
}
