//! What is held of one connection between two turns, and how it becomes a data set.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use clario_analytics::data_set::{Builder, DataSet};
use clario_analytics::records::{Catalog, Item, Millis};
use clario_providers::Error;
use clario_providers::jira::{BoardSource, Survey};

use super::gather::Walk;
use super::lost_names::LostNames;
use super::members::Members;

/// An item as far as it must be known to keep the data true.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub(super) project: u64,
    pub(super) updated: Millis,
}

/// All that is held. The items themselves are in the data set alone.
#[derive(Default)]
pub(super) struct Holdings {
    pub(super) survey: Survey,
    pub(super) data: Option<Arc<DataSet>>,
    pub(super) known: HashMap<u64, Known>,
    pub(super) members: Members,
    /// Since when the items of each project are confirmed, the oldest of them.
    pub(super) confirmed: HashMap<u64, Millis>,
    /// Lists that shrank too far to be believed at once, by project, with a mark of what was on them.
    pub(super) shrunk: HashMap<String, u64>,
    /// The provider's time up to which all changes are in.
    pub(super) cursor: Millis,
    lost_names: LostNames,
    pending: Option<Builder>,
    /// What still has to be read after a turn that broke off.
    pub(super) owed: Owed,
}

/// What a turn that broke off leaves to the next one.
#[derive(Default)]
pub(super) struct Owed {
    pub(super) walks: Vec<Walk>,
    pub(super) boards: Vec<BoardSource>,
    /// Changed items of which it is not yet known on which boards they are.
    pub(super) unplaced: HashSet<u64>,
    /// Whether something came in that is not shown yet.
    pub(super) unshown: bool,
}

impl Holdings {
    /// Adds items, each in place of what was known of it. From now on they have to be confirmed, whatever
    /// becomes of the walk that brought them; an item of no project never would be, so it is refused.
    pub(super) fn take(&mut self, items: &[Item], now: Millis) {
        let data = &self.data;
        let pending = self
            .pending
            .get_or_insert_with(|| data.as_ref().map_or_else(Builder::new, |data| Builder::continuing(data)));
        self.owed.unshown |= !items.is_empty();
        for item in items {
            let Ok(project) = item.project.parse() else { continue };
            pending.push(item);
            self.confirmed.entry(project).or_insert(now);
            self.known.insert(item.id, Known { project, updated: item.updated });
        }
    }

    /// Whether these items may be held too.
    pub(super) fn make_room_for(&self, items: &[Item], most: usize) -> Result<(), Error> {
        let more = items.iter().filter(|item| !self.known.contains_key(&item.id)).count();
        let fits = self.known.len() + more <= most;
        if fits { Ok(()) } else { Err(Error::TooManyItems { most }) }
    }

    /// Lets go of items.
    pub(super) fn drop_items(&mut self, ids: &[u64]) {
        if ids.is_empty() {
            return;
        }
        // Removal speaks of what a builder continues, so what is pending is made part of that first.
        let catalog = self.catalog();
        let held = match self.pending.take() {
            Some(pending) => pending.finish(&catalog),
            None => self.data.as_deref().cloned().unwrap_or_else(|| Builder::new().finish(&catalog)),
        };
        let mut pending = Builder::continuing(&held);
        pending.remove(ids);
        self.pending = Some(pending);
        self.owed.unshown = true;
        for id in ids {
            self.known.remove(id);
        }
        self.members.retain(|id| self.known.contains_key(&id));
    }

    /// Forgets what projects were called of which nothing is held any more.
    pub(super) fn forget_names(&mut self) {
        let vanished = self.vanished();
        self.lost_names.retain(|project| vanished.iter().any(|held| held == project));
    }

    /// Makes a data set of everything, off the threads that answer requests.
    pub(super) async fn build(&mut self) -> Arc<DataSet> {
        let catalog = self.catalog();
        let data = self.data.clone();
        let pending = self.pending.take();
        let built = tokio::task::spawn_blocking(move || {
            let pending = pending
                .unwrap_or_else(|| data.as_ref().map_or_else(Builder::new, |data| Builder::continuing(data)));
            Arc::new(pending.finish(&catalog))
        });
        let data = match built.await {
            Ok(data) => data,
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            // The program is ending: nobody waits for this any more.
            Err(_) => std::future::pending().await,
        };
        self.data = Some(Arc::clone(&data));
        self.owed.unshown = false;
        data
    }

    /// How many items each project has.
    pub(super) fn counts(&self) -> HashMap<String, usize> {
        let mut counts: HashMap<u64, usize> = HashMap::new();
        for known in self.known.values() {
            *counts.entry(known.project).or_default() += 1;
        }
        counts.into_iter().map(|(project, count)| (project.to_string(), count)).collect()
    }

    /// Ids of the items that were known to be in a project.
    pub(super) fn known_in(&self, project: u64) -> impl Iterator<Item = u64> {
        self.known.iter().filter(move |(_, known)| known.project == project).map(|(id, _)| *id)
    }

    /// Ids of all projects of the survey.
    pub(super) fn projects(&self) -> Vec<String> {
        self.survey.catalog.projects.iter().map(|project| project.id.clone()).collect()
    }

    /// Ids of all projects of the survey, as numbers.
    pub(super) fn listed(&self) -> HashSet<u64> {
        self.survey.catalog.projects.iter().filter_map(|project| project.id.parse().ok()).collect()
    }

    /// Projects of which items are held although the credential no longer sees them.
    pub(super) fn vanished(&self) -> Vec<String> {
        let listed = self.listed();
        let held: BTreeSet<u64> = self.known.values().map(|known| known.project).collect();
        held.into_iter()
            .filter(|project| !listed.contains(project))
            .map(|project| project.to_string())
            .collect()
    }

    /// Takes a new survey in.
    pub(super) fn look_at(&mut self, survey: Survey) {
        self.lost_names.compare(&self.survey.catalog, &survey.catalog);
        self.survey = survey;
    }

    /// The catalog with the members of each board, and with lost projects as long as their items are held.
    fn catalog(&self) -> Catalog {
        let mut catalog = self.survey.catalog.clone();
        let vanished = self.vanished();
        self.lost_names.add_to(&mut catalog, |project| vanished.iter().any(|held| held == project));
        for board in &mut catalog.boards {
            board.items = self.members.of(&board.id);
        }
        catalog
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: u64, project: &str) -> Item {
        Item { id, project: project.to_owned(), ..Item::default() }
    }

    #[test]
    fn items_have_to_be_confirmed_from_the_first_of_their_project_on() {
        let mut holdings = Holdings::default();
        holdings.take(&[item(1, "10"), item(2, "11")], 1_000);
        holdings.take(&[item(3, "10"), item(4, "12")], 2_000);
        assert_eq!(holdings.confirmed, HashMap::from([(10, 1_000), (11, 1_000), (12, 2_000)]));
    }

    #[test]
    fn an_item_of_no_project_is_not_held() {
        let mut holdings = Holdings::default();
        holdings.take(&[item(1, ""), item(2, "PAY"), item(3, "-1"), item(4, "10")], 1_000);
        assert_eq!(holdings.known.keys().collect::<Vec<_>>(), [&4]);
        assert_eq!(holdings.confirmed, HashMap::from([(10, 1_000)]));
    }
}
