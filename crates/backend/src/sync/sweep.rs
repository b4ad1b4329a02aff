//! The sweep: finds what is gone or was missed, and never removes anything on a suspicion.

use std::collections::HashSet;

use clario_providers::Error;
use clario_providers::jira::{SweptProject, Verdict, Window};

use super::gather::Walk;
use super::progress::Step;
use super::{Follower, millis};

impl Follower {
    /// Compares what is held with what there is.
    pub(super) async fn sweep(&mut self) -> Result<(), Error> {
        self.step(Step::Sweeping);
        let projects = self.holdings.projects();
        let sweep = self.provider.sweep(&projects, &self.holdings.counts()).await?;
        let now = self.now_millis();
        let seen: HashSet<u64> =
            sweep.projects.iter().flat_map(|project| &project.items).map(|(id, _)| *id).collect();
        let mut gone = Vec::new();
        let mut missed = Vec::new();
        for swept in &sweep.projects {
            let Ok(project) = swept.project.parse() else { continue };
            if self.believes(swept) {
                gone.extend(self.holdings.known_in(project).filter(|id| !seen.contains(id)));
                self.holdings.confirmed.insert(project, now);
            }
            missed.extend(self.missed_in(swept));
        }
        self.holdings.drop_items(&gone);
        let boards = self.holdings.survey.boards.clone();
        self.read_members(&boards).await?;
        self.holdings.owed.walks.extend(missed);
        self.settle_walks().await?;
        self.last_sweep = now;
        self.progress.send_modify(|progress| progress.last_sweep = Some(now / 1000));
        self.note_lost(sweep.lost_projects);
        self.show(false).await;
        Ok(())
    }

    /// Whether a list may be acted upon: complete, or shrunk far but the same as the time before.
    fn believes(&mut self, swept: &SweptProject) -> bool {
        let length = swept.items.len();
        match swept.verdict {
            Verdict::Complete => {
                self.holdings.shrunk.remove(&swept.project);
                true
            }
            Verdict::Shrunk => {
                let before = self.holdings.shrunk.insert(swept.project.clone(), length);
                let confirmed = before == Some(length);
                if confirmed {
                    self.holdings.shrunk.remove(&swept.project);
                }
                confirmed
            }
        }
    }

    /// A walk for the items of a project that are new or changed although no update brought them.
    fn missed_in(&self, swept: &SweptProject) -> Option<Walk> {
        let stale = swept.items.iter().filter_map(|(id, updated)| {
            let updated = (*updated)?;
            let current = self.holdings.known.get(id).is_some_and(|known| known.updated >= updated);
            (!current).then_some(updated)
        });
        let since = stale.min()?;
        Some(Walk { project: swept.project.clone(), window: Window::Since(since) })
    }

    /// Lets go of projects that nothing has confirmed for too long, and owes them a new walk. Answers whether
    /// there were any.
    pub(super) async fn drop_unconfirmed(&mut self) -> bool {
        let oldest = self.now_millis() - millis(self.pace.unconfirmed_after);
        let expired: HashSet<u64> = self
            .holdings
            .confirmed
            .iter()
            .filter(|(_, confirmed)| **confirmed < oldest)
            .map(|(project, _)| *project)
            .collect();
        if expired.is_empty() {
            return false;
        }
        self.holdings.confirmed.retain(|project, _| !expired.contains(project));
        let ids: Vec<u64> = self
            .holdings
            .known
            .iter()
            .filter(|(_, known)| expired.contains(&known.project))
            .map(|(id, _)| *id)
            .collect();
        self.holdings.drop_items(&ids);
        let listed = self.holdings.projects();
        let again = listed.into_iter().filter(|id| id.parse().is_ok_and(|id| expired.contains(&id)));
        self.holdings.owed.walks.extend(again.map(|project| Walk { project, window: Window::All }));
        self.show(false).await;
        true
    }
}
