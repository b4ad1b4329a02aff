//! Queries in Jira's language, made of numbers only, so that nothing typed by anybody gets into them.

use clario_analytics::records::Millis;

/// How far two windows reach into each other, and an update into the one before it.
pub(crate) const OVERLAP: Millis = 10 * 60 * 1000;

/// Which items of a project, by the time of their last change.
///
/// Times are sent in milliseconds: Jira reads dates in the time zone of the credential's owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// All items.
    All,
    /// Changed at or after this time.
    Since(Millis),
    /// Last changed before this time, and a little beyond, so that nothing falls between two windows.
    Before(Millis),
}

impl Window {
    fn condition(self) -> String {
        match self {
            Self::All => String::new(),
            Self::Since(from) => format!(" AND updated >= {from}"),
            Self::Before(until) => format!(" AND updated < {}", until + OVERLAP),
        }
    }
}

/// Items of a project, newest first by a time that never changes, so that no edit moves a row between pages.
pub(crate) fn newest_first(project: u64, window: Window) -> String {
    format!("project = {project}{} ORDER BY created DESC, key DESC", window.condition())
}

/// Items of some projects, oldest first.
pub(crate) fn oldest_first(projects: &[u64], window: Window) -> String {
    format!("{} ORDER BY created ASC, key ASC", within(projects, window))
}

/// Items of some projects in any order, for counting.
pub(crate) fn within(projects: &[u64], window: Window) -> String {
    let list: Vec<String> = projects.iter().map(u64::to_string).collect();
    format!("project in ({}){}", list.join(","), window.condition())
}

/// Items on a board, by its saved filter.
pub(crate) fn of_filter(filter: u64, window: Window) -> String {
    format!("filter = {filter}{} ORDER BY created ASC, key ASC", window.condition())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_query_is_bounded_and_ordered_by_what_never_changes() {
        assert_eq!(
            newest_first(10000, Window::Since(1_732_877_091_000)),
            "project = 10000 AND updated >= 1732877091000 ORDER BY created DESC, key DESC"
        );
        assert_eq!(
            newest_first(10000, Window::Before(1_732_877_091_000)),
            "project = 10000 AND updated < 1732877691000 ORDER BY created DESC, key DESC"
        );
        assert_eq!(oldest_first(&[1, 2], Window::All), "project in (1,2) ORDER BY created ASC, key ASC");
        assert_eq!(
            of_filter(7, Window::Since(5)),
            "filter = 7 AND updated >= 5 ORDER BY created ASC, key ASC"
        );
    }
}
