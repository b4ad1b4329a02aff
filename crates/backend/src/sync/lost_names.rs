//! What projects are called that are out of reach while their items are still kept.

use std::collections::HashSet;

use clario_analytics::records::Catalog;

/// The part of earlier catalogs that concerns lost projects. Without it their items would belong to no team.
#[derive(Default)]
pub(super) struct LostNames(Catalog);

impl LostNames {
    /// Keeps what `before` knew of projects that `now` no longer lists, and forgets those that are back.
    pub(super) fn compare(&mut self, before: &Catalog, now: &Catalog) {
        let listed: HashSet<&str> = now.projects.iter().map(|project| project.id.as_str()).collect();
        let mut lost = part(before, |project| !listed.contains(project));
        let known: HashSet<String> = lost.projects.iter().map(|project| project.id.clone()).collect();
        let earlier = part(&self.0, |project| !listed.contains(project) && !known.contains(project));
        append(&mut lost, earlier);
        self.0 = lost;
    }

    /// Forgets all other projects than these.
    pub(super) fn retain(&mut self, held: impl Fn(&str) -> bool) {
        self.0 = part(&self.0, held);
    }

    /// Adds to a catalog what is known of those lost projects whose items are held.
    pub(super) fn add_to(&self, catalog: &mut Catalog, held: impl Fn(&str) -> bool) {
        append(catalog, part(&self.0, held));
    }
}

/// What a catalog says of some projects, and the names that may be theirs alone.
fn part(catalog: &Catalog, wanted: impl Fn(&str) -> bool) -> Catalog {
    let of = |project: &Option<String>| project.as_deref().is_some_and(&wanted);
    let projects: Vec<_> = catalog.projects.iter().filter(|project| wanted(&project.id)).cloned().collect();
    if projects.is_empty() {
        return Catalog::default();
    }
    let boards: Vec<_> = catalog.boards.iter().filter(|board| of(&board.project)).cloned().collect();
    let on_board = |id: &Option<String>| boards.iter().any(|board| Some(&board.id) == id.as_ref());
    Catalog {
        projects,
        statuses: catalog
            .statuses
            .iter()
            .filter(|status| status.project.is_none() || of(&status.project))
            .cloned()
            .collect(),
        item_types: catalog.item_types.clone(),
        priorities: catalog.priorities.clone(),
        resolutions: catalog.resolutions.clone(),
        releases: catalog.releases.iter().filter(|release| wanted(&release.project)).cloned().collect(),
        sprints: catalog.sprints.iter().filter(|sprint| on_board(&sprint.board)).cloned().collect(),
        boards,
    }
}

/// Adds what a catalog does not have yet.
fn append(catalog: &mut Catalog, more: Catalog) {
    fn add<T, K: PartialEq>(list: &mut Vec<T>, more: Vec<T>, id: impl Fn(&T) -> K) {
        for one in more {
            if !list.iter().any(|known| id(known) == id(&one)) {
                list.push(one);
            }
        }
    }
    add(&mut catalog.projects, more.projects, |project| project.id.clone());
    add(&mut catalog.statuses, more.statuses, |status| status.id.clone());
    add(&mut catalog.item_types, more.item_types, |item_type| item_type.id.clone());
    add(&mut catalog.priorities, more.priorities, |priority| priority.id.clone());
    add(&mut catalog.resolutions, more.resolutions, |resolution| resolution.id.clone());
    add(&mut catalog.releases, more.releases, |release| release.id.clone());
    add(&mut catalog.boards, more.boards, |board| board.id.clone());
    add(&mut catalog.sprints, more.sprints, |sprint| sprint.id);
}

#[cfg(test)]
mod tests {
    use super::*;
    use clario_analytics::records::{Board, Category, Project, Status};

    fn site(projects: &[&str]) -> Catalog {
        let project = |id: &&str| Project { id: (*id).to_owned(), ..Project::default() };
        let board = |id: &&str| Board {
            id: format!("board of {id}"),
            project: Some((*id).to_owned()),
            ..Board::default()
        };
        Catalog {
            projects: projects.iter().map(project).collect(),
            boards: projects.iter().map(board).collect(),
            ..Catalog::default()
        }
    }

    #[test]
    fn a_lost_project_keeps_its_board_as_long_as_items_are_held() {
        let mut names = LostNames::default();
        names.compare(&site(&["1", "2", "3"]), &site(&["1", "3"]));
        names.compare(&site(&["1", "3"]), &site(&["3"]));
        let mut catalog = site(&["3"]);
        names.add_to(&mut catalog, |_| false);
        assert_eq!(catalog, site(&["3"]));
        names.add_to(&mut catalog, |project| project == "2");
        assert_eq!(catalog, site(&["3", "2"]));
    }

    #[test]
    fn a_status_that_only_the_lost_project_used_keeps_its_meaning() {
        let status = Status { id: "7".to_owned(), category: Category::Done, ..Status::default() };
        let before = Catalog { statuses: vec![status], ..site(&["1", "2"]) };
        let mut names = LostNames::default();
        names.compare(&before, &site(&["1"]));
        let mut catalog = site(&["1"]);
        names.add_to(&mut catalog, |_| true);
        assert_eq!(catalog.statuses, before.statuses);
        names.retain(|_| false);
        let mut catalog = site(&["1"]);
        names.add_to(&mut catalog, |_| true);
        assert_eq!(catalog, site(&["1"]), "nothing is left of it");
    }

    #[test]
    fn a_project_that_is_back_speaks_for_itself() {
        let mut names = LostNames::default();
        names.compare(&site(&["1", "2"]), &site(&["1"]));
        names.compare(&site(&["1"]), &site(&["1", "2"]));
        let mut catalog = site(&["1"]);
        names.add_to(&mut catalog, |_| true);
        assert_eq!(catalog, site(&["1"]));
    }
}
