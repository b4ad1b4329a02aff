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
        for board in &boards {
            self.holdings.members.expect_another(&board.board);
        }
        let owed = &mut self.holdings.owed;
        owed.unshown |= self.holdings.survey != survey;
        owed.walks.extend(walks);
        owed.boards.extend(boards);
        self.holdings.look_at(survey);
        self.settle_walks().await?;
        self.settle_boards().await?;
        let lost = self.take_changes().await?;
        self.note_lost(lost);
        self.settle_members().await?;
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

    /// Walks what is owed; what fails stays owed. The items of a project that was walked may be on any board,
    /// so all boards are owed then.
    pub(super) async fn settle_walks(&mut self) -> Result<(), Error> {
        let mut walks = std::mem::take(&mut self.holdings.owed.walks);
        let planned = walks.clone();
        let outcome = self.gather(&mut walks, false).await;
        let lost = self.progress.borrow().lost_projects.clone();
        if planned.iter().any(|walk| !walks.contains(walk) && !lost.contains(&walk.project)) {
            self.holdings.owed.boards.clone_from(&self.holdings.survey.boards);
        }
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
        let now = self.now_millis();
        for mut batch in batches {
            // The overlap brings back what is already known as it is.
            batch.retain(|item| {
                self.holdings.known.get(&item.id).is_none_or(|known| known.updated != item.updated)
            });
            self.holdings.owed.unplaced.extend(batch.iter().map(|item| item.id));
            if !batch.is_empty() {
                self.holdings.make_room_for(&batch, self.pace.most_items)?;
                self.holdings.take(&batch, now);
            }
        }
        self.holdings.cursor = changes.cursor;
        Ok(changes.lost_projects)
    }
}
