//! The sweep: finds what is gone or was missed, and never removes anything on a suspicion.

use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

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
        self.holdings.owed.walks.extend(missed);
        self.settle_walks().await?;
        let boards = self.holdings.survey.boards.clone();
        self.read_members(&boards).await?;
        self.holdings.owed.boards.clear();
        self.last_sweep = now;
        self.progress.send_modify(|progress| progress.last_sweep = Some(now / 1000));
        self.note_lost(sweep.lost_projects);
        self.show(false).await;
        Ok(())
    }

    /// Whether a list may be acted upon: complete, or shrunk far but the same as the time before.
    fn believes(&mut self, swept: &SweptProject) -> bool {
        match swept.verdict {
            Verdict::Complete => {
                self.holdings.shrunk.remove(&swept.project);
                true
            }
            Verdict::Shrunk => {
                let mark = mark(swept);
                let before = self.holdings.shrunk.insert(swept.project.clone(), mark);
                let confirmed = before == Some(mark);
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
        self.holdings.forget_names();
        // Those items left their boards too, so a walk alone would not bring them back to where they were.
        self.holdings.owed.boards.clone_from(&self.holdings.survey.boards);
        let listed = self.holdings.projects();
        let again = listed.into_iter().filter(|id| id.parse().is_ok_and(|id| expired.contains(&id)));
        self.holdings.owed.walks.extend(again.map(|project| Walk { project, window: Window::All }));
        self.show(false).await;
        true
    }
    /// How long what is held stays confirmed, at least a second.
    pub(super) fn until_expiry(&self) -> Duration {
        let first = self.holdings.confirmed.values().min();
        let expiry = first.map(|first| first.saturating_add(millis(self.pace.unconfirmed_after) + 1));
        let left = expiry.map(|expiry| u64::try_from(expiry - self.now_millis()).unwrap_or(0));
        left.map_or(self.pace.unconfirmed_after, Duration::from_millis).max(Duration::from_secs(1))
    }
}

/// A mark of the items on a list, whatever their order.
fn mark(swept: &SweptProject) -> u64 {
    let ids: BTreeSet<u64> = swept.items.iter().map(|(id, _)| *id).collect();
    let mut hasher = DefaultHasher::new();
    ids.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_lists_are_equal_when_they_name_the_same_items() {
        let list = |ids: &[u64]| SweptProject {
            project: "10".to_owned(),
            items: ids.iter().map(|id| (*id, None)).collect(),
            verdict: Verdict::Shrunk,
        };
        assert_eq!(mark(&list(&[1, 2, 3])), mark(&list(&[3, 1, 2])));
        assert_ne!(mark(&list(&[1, 2, 3])), mark(&list(&[1, 2, 4])), "as long, but another");
    }
}
