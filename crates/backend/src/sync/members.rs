//! Which items are on which board.

use std::collections::{HashMap, HashSet};

use clario_providers::jira::BoardSource;
use clario_providers::{Error, Provider};
use futures::StreamExt;

use super::Follower;
use super::gather::PARALLEL;

/// Items of each board, by the board's id.
#[derive(Default)]
pub(super) struct Members {
    on: HashMap<String, HashSet<u64>>,
    /// Boards whose last list shrank too far to be believed at once.
    shrunk: HashSet<String>,
}

impl Members {
    /// The items of a board.
    pub(super) fn of(&self, board: &str) -> Vec<u64> {
        self.on.get(board).map(|ids| ids.iter().copied().collect()).unwrap_or_default()
    }

    /// Takes a whole list in. One that lacks more than half of the items that are held counts only the second
    /// time in a row; items that are kept although nobody sees them any more stay where they were.
    fn replace(&mut self, board: &str, ids: &[u64], held: impl Fn(u64) -> bool, kept: impl Fn(u64) -> bool) {
        let mut list: HashSet<u64> = ids.iter().copied().collect();
        let before = self.on.entry(board.to_owned()).or_default();
        let expected = before.iter().filter(|id| held(**id) && !kept(**id)).count();
        if list.len() * 2 < expected && self.shrunk.insert(board.to_owned()) {
            return;
        }
        self.shrunk.remove(board);
        list.extend(before.iter().copied().filter(|id| kept(*id)));
        *before = list;
    }

    /// Believes the next list of a board, whatever its length: the board shows something else than before.
    pub(super) fn expect_another(&mut self, board: &str) {
        self.shrunk.insert(board.to_owned());
    }

    /// Settles on which board changed items are, given those of them that are on it.
    fn place(&mut self, board: String, changed: &HashSet<u64>, on_board: &HashSet<u64>) {
        let members = self.on.entry(board).or_default();
        members.retain(|id| !changed.contains(id) || on_board.contains(id));
        members.extend(on_board.intersection(changed));
    }

    /// Lets go of the items that are not held any more.
    pub(super) fn retain(&mut self, held: impl Fn(u64) -> bool) {
        for members in self.on.values_mut() {
            members.retain(|id| held(*id));
        }
    }
}

impl Follower {
    /// Reads which items are on these boards. A board that is lost meanwhile keeps what it had.
    pub(super) async fn read_members<'b>(&mut self, boards: &'b [BoardSource]) -> Result<(), Error> {
        let provider: &Provider = &self.provider;
        let read = |board: &'b BoardSource| async move {
            (board.board.clone(), provider.board_items(board, None).await)
        };
        let reads: Vec<_> = boards.iter().map(read).collect();
        let reads: Vec<_> = futures::stream::iter(reads).buffer_unordered(PARALLEL).collect().await;
        let listed = self.holdings.listed();
        let known = &self.holdings.known;
        let held = |id: u64| known.contains_key(&id);
        let kept = |id: u64| known.get(&id).is_some_and(|known| !listed.contains(&known.project));
        for (board, ids) in reads {
            match ids {
                Ok(ids) => self.holdings.members.replace(&board, &ids, held, kept),
                Err(error) if error.concerns_one_object() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Changed items may have come to a board or left it.
    pub(super) async fn settle_members(&mut self) -> Result<(), Error> {
        let changed = self.holdings.owed.unplaced.clone();
        let times = changed.iter().filter_map(|id| self.holdings.known.get(id)).map(|known| known.updated);
        let Some(since) = times.min() else { return Ok(()) };
        for board in self.holdings.survey.boards.clone() {
            let on_board: HashSet<u64> = match self.provider.board_items(&board, Some(since)).await {
                Ok(ids) => ids.into_iter().collect(),
                Err(error) if error.concerns_one_object() => continue,
                Err(error) => return Err(error),
            };
            self.holdings.members.place(board.board, &changed, &on_board);
        }
        self.holdings.owed.unplaced.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(lists: &[&[u64]], kept: impl Fn(u64) -> bool + Copy) -> Vec<u64> {
        let mut members = Members::default();
        for list in lists {
            members.replace("board", list, |_| true, kept);
        }
        let mut ids = members.of("board");
        ids.sort_unstable();
        ids
    }

    #[test]
    fn a_board_shrinks_far_only_when_it_is_seen_twice_in_a_row() {
        let none = |_| false;
        assert_eq!(after(&[&[1, 2, 3, 4], &[]], none), [1, 2, 3, 4]);
        assert_eq!(after(&[&[1, 2, 3, 4], &[], &[]], none), [0; 0]);
        assert_eq!(after(&[&[1, 2, 3, 4], &[], &[1, 2, 3], &[]], none), [1, 2, 3]);
        assert_eq!(after(&[&[1, 2, 3, 4], &[4, 5]], none), [4, 5], "half of it is believed");
    }

    #[test]
    fn a_board_that_shows_something_else_is_believed_at_once() {
        let mut members = Members::default();
        members.replace("board", &[1, 2, 3, 4], |_| true, |_| false);
        members.expect_another("board");
        members.replace("board", &[9], |_| true, |_| false);
        assert_eq!(members.of("board"), [9]);
    }

    #[test]
    fn what_is_kept_of_a_lost_project_stays_on_its_board() {
        assert_eq!(after(&[&[1, 2, 3, 4], &[1]], |id| id > 1), [1, 2, 3, 4]);
    }
}
