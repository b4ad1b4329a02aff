//! An update: the small things anew, and the items that changed since the last turn.

use std::collections::HashSet;

use clario_analytics::records::Item;
use clario_providers::Error;
use clario_providers::jira::{BoardSource, Outdated, Survey, Window};
use tokio::sync::mpsc;

use super::Follower;
use super::gather::Walk;
use super::progress::Step;

impl Follower {
    /// Brings in what changed. Nothing is kept, the cursor least of all, unless all of it succeeds.
    pub(super) async fn update(&mut self) -> Result<(), Error> {
        self.step(Step::Updating);
        let survey = self.provider.catalog().await?;
        self.note_survey(&survey);
        let walks = self.walks_for(&survey);
        let boards = self.changed_boards(&survey);
        let owed = &mut self.holdings.owed;
        owed.unshown |= self.holdings.survey != survey;
        owed.walks.extend(walks);
        owed.boards.extend(boards);
        self.holdings.look_at(survey);
        self.settle_boards().await?;
        self.settle_walks().await?;
        let lost = self.take_changes().await?;
        self.settle_members().await?;
        self.note_lost(lost);
        if self.holdings.owed.unshown {
            self.show(false).await;
        }
        Ok(())
    }

    /// Reads the boards that are owed; what fails stays owed.
    async fn settle_boards(&mut self) -> Result<(), Error> {
        let boards = self.holdings.owed.boards.clone();
        self.read_members(&boards).await?;
        self.holdings.owed.boards.clear();
        Ok(())
    }

    /// Walks what is owed; what fails stays owed.
    pub(super) async fn settle_walks(&mut self) -> Result<(), Error> {
        let mut walks = std::mem::take(&mut self.holdings.owed.walks);
        let outcome = self.gather(&mut walks, false).await;
        self.holdings.owed.walks = walks;
        outcome
    }

    /// Tells which projects are out of reach.
    pub(super) fn note_lost(&self, mut lost: Vec<String>) {
        lost.extend(self.holdings.vanished());
        lost.sort();
        lost.dedup();
        self.progress.send_modify(|progress| progress.lost_projects = lost);
    }

    /// Projects that are new, or whose estimates are now in another field.
    fn walks_for(&self, survey: &Survey) -> Vec<Walk> {
        let outdated = self.holdings.survey.reading.outdated_by(&survey.reading);
        let known: HashSet<String> = self.holdings.projects().into_iter().collect();
        let lost = self.progress.borrow().lost_projects.clone();
        let again = |project: &String| match &outdated {
            Outdated::Everything => true,
            Outdated::Projects(projects) => projects.contains(project),
        };
        survey
            .catalog
            .projects
            .iter()
            .map(|project| project.id.clone())
            .filter(|project| !known.contains(project) || lost.contains(project) || again(project))
            .map(|project| Walk { project, window: Window::All })
            .collect()
    }

    /// Boards that are new or show something else than before.
    fn changed_boards(&self, survey: &Survey) -> Vec<BoardSource> {
        let known = &self.holdings.survey.boards;
        survey.boards.iter().filter(|board| !known.contains(board)).cloned().collect()
    }

    /// Takes in the changed items and moves the cursor; answers the projects that could not be read.
    async fn take_changes(&mut self) -> Result<Vec<String>, Error> {
        let projects = self.holdings.projects();
        let (out, mut coming) = mpsc::channel::<Vec<Item>>(2);
        let provider = &self.provider;
        let (reading, cursor) = (&self.holdings.survey.reading, self.holdings.cursor);
        let walk = async move { provider.changed_since(reading, &projects, cursor, &out).await };
        let receive = async {
            let mut batches: Vec<Vec<Item>> = Vec::new();
            while let Some(batch) = coming.recv().await {
                batches.push(batch);
            }
            batches
        };
        let (changes, batches) = tokio::join!(walk, receive);
        let changes = changes?;
        for mut batch in batches {
            // The overlap brings back what is already known as it is.
            batch.retain(|item| {
                self.holdings.known.get(&item.id).is_none_or(|known| known.updated != item.updated)
            });
            self.holdings.owed.unplaced.extend(batch.iter().map(|item| item.id));
            if !batch.is_empty() {
                self.holdings.take(&batch);
            }
        }
        self.holdings.cursor = changes.cursor;
        Ok(changes.lost_projects)
    }

    /// Changed items may have come to a board or left it.
    async fn settle_members(&mut self) -> Result<(), Error> {
        let changed = self.holdings.owed.unplaced.clone();
        let times = changed.iter().filter_map(|id| self.holdings.known.get(id)).map(|known| known.updated);
        let Some(since) = times.min() else { return Ok(()) };
        for board in self.holdings.survey.boards.clone() {
            let on_board: HashSet<u64> = match self.provider.board_items(&board, Some(since)).await {
                Ok(ids) => ids.into_iter().collect(),
                Err(error) if error.concerns_one_object() => continue,
                Err(error) => return Err(error),
            };
            let members = self.holdings.members.entry(board.board).or_default();
            members.retain(|id| !changed.contains(id) || on_board.contains(id));
            members.extend(on_board.intersection(&changed));
        }
        self.holdings.owed.unplaced.clear();
        Ok(())
    }
}
