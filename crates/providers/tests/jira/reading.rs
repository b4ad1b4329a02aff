//! Reading a whole site: everything arrives once, whatever the size of the pages.

use std::collections::BTreeSet;

use clario_analytics::records::{BoardKind, Category, Changed, Item};
use clario_providers::jira::{BoardsSeen, Window};
use clario_sandbox::Settings;

use crate::connected::{project_ids, small_world, with_settings};

/// The status an item ends in by its own history.
fn last_status(item: &Item) -> Option<&str> {
    item.changes.iter().rev().find_map(|change| match &change.what {
        Changed::Status { to, .. } => Some(to.id.as_str()),
        _ => None,
    })
}

#[tokio::test]
async fn the_catalog_holds_everything_small() {
    let world = small_world().await;
    let survey = world.provider.catalog().await.unwrap();
    let catalog = &survey.catalog;
    assert_eq!(survey.boards_seen, BoardsSeen::All);
    assert!(survey.boards_without_columns.is_empty());
    assert!(catalog.projects.iter().all(|project| !project.key.is_empty() && !project.name.is_empty()));
    let classes: BTreeSet<String> =
        catalog.statuses.iter().map(|status| format!("{:?}", status.category)).collect();
    for class in [Category::New, Category::InProgress, Category::Done] {
        assert!(classes.contains(&format!("{class:?}")), "{class:?}");
    }
    assert!(
        catalog.statuses.iter().any(|status| status.project.is_some()),
        "team-managed statuses have an owner"
    );
    assert!(catalog.item_types.iter().any(|kind| kind.level == 1));
    assert!(catalog.item_types.iter().any(|kind| kind.level == -1));
    assert!(
        !catalog.priorities.is_empty() && !catalog.resolutions.is_empty() && !catalog.releases.is_empty()
    );
    assert!(catalog.boards.iter().all(|board| board.columns.is_some()));
    assert!(catalog.boards.iter().any(|board| board.kind == BoardKind::Kanban));
    let sprints: BTreeSet<u64> = catalog.sprints.iter().map(|sprint| sprint.id).collect();
    assert_eq!(sprints.len(), catalog.sprints.len(), "a sprint on two boards is one sprint");
    assert!(!sprints.is_empty());
}

#[tokio::test]
async fn every_item_ends_in_the_status_its_history_says() {
    let world = small_world().await;
    let survey = world.provider.catalog().await.unwrap();
    let items = world.everything(&survey).await;
    let counted = world.provider.count(&project_ids(&survey), Window::All).await.unwrap();
    assert_eq!(items.len() as u64, counted);
    let moved = items.iter().filter(|item| last_status(item).is_some()).count();
    assert!(moved * 2 > items.len(), "most items have moved");
    for item in &items {
        if let Some(last) = last_status(item) {
            assert_eq!(last, item.status.id, "{}", item.key);
        }
        assert!(item.created <= item.updated, "{}", item.key);
        assert!(item.changes.windows(2).all(|pair| pair[0].at <= pair[1].at), "{}", item.key);
    }
    assert!(items.iter().any(|item| item.points.is_some()) && items.iter().any(|item| item.points.is_none()));
    assert!(
        items.iter().any(|item| !item.sprints.is_empty()) && items.iter().any(|item| item.parent.is_some())
    );
    assert!(
        items.iter().any(|item| item.resolution.is_some())
            && items.iter().any(|item| !item.labels.is_empty())
    );
}

#[tokio::test]
async fn small_empty_and_unsigned_pages_bring_the_same_items() {
    let world = small_world().await;
    let survey = world.provider.catalog().await.unwrap();
    let plain = world.everything(&survey).await;
    world.sandbox.faults().set(|switches| {
        switches.page_cap = 7;
        switches.id_page_cap = 11;
        switches.history_cap = 5;
        switches.empty_page_every = 3;
        switches.omits_is_last = true;
        switches.omits_total = true;
    });
    let awkward_survey = world.provider.catalog().await.unwrap();
    assert_eq!(awkward_survey, survey);
    let awkward = world.everything(&awkward_survey).await;
    assert_eq!(awkward.len(), plain.len());
    for (awkward, plain) in awkward.iter().zip(&plain) {
        assert_eq!(awkward, plain);
    }
}

#[tokio::test]
async fn the_recent_and_the_older_window_make_the_whole() {
    let world = small_world().await;
    let survey = world.provider.catalog().await.unwrap();
    let border = world.sandbox.world().now() - 90 * 86_400_000;
    let mut recent_items = 0;
    let mut older_items = 0;
    for project in project_ids(&survey) {
        let ids = |items: Vec<Item>| items.into_iter().map(|item| item.id).collect::<BTreeSet<u64>>();
        let read = |window| world.items_in(&survey.reading, &project, window);
        let all = ids(read(Window::All).await.unwrap());
        let recent = ids(read(Window::Since(border)).await.unwrap());
        let older = ids(read(Window::Before(border)).await.unwrap());
        assert_eq!(recent.union(&older).copied().collect::<BTreeSet<u64>>(), all);
        recent_items += recent.len();
        older_items += older.len();
    }
    assert!(recent_items > 0 && older_items > 0, "{recent_items} {older_items}");
}

#[tokio::test]
async fn a_board_lists_only_items_that_exist() {
    let world = small_world().await;
    let survey = world.provider.catalog().await.unwrap();
    let known: BTreeSet<u64> = world.everything(&survey).await.iter().map(|item| item.id).collect();
    assert_eq!(survey.boards.len(), survey.catalog.boards.len());
    let mut on_boards = BTreeSet::new();
    for board in &survey.boards {
        let ids = world.provider.board_items(board, None).await.unwrap();
        let unique: BTreeSet<u64> = ids.iter().copied().collect();
        assert_eq!(unique.len(), ids.len());
        assert!(unique.is_subset(&known), "board {}", board.board);
        on_boards.extend(unique);
    }
    assert!(!on_boards.is_empty());
}

#[tokio::test]
async fn a_board_that_hides_its_configuration_has_no_columns() {
    let world = small_world().await;
    let survey = world.provider.catalog().await.unwrap();
    let hidden = survey.catalog.boards[0].id.clone();
    let id = hidden.parse().unwrap();
    world.sandbox.faults().set(|switches| {
        switches.refused_configurations.insert(id);
    });
    let poorer = world.provider.catalog().await.unwrap();
    assert_eq!(poorer.boards_without_columns, [hidden]);
    assert_eq!(poorer.catalog.boards[0].columns, None);
    assert_eq!(poorer.catalog.boards.len(), survey.catalog.boards.len());
}

#[tokio::test]
async fn a_site_without_items_is_read_without_complaint() {
    let world = with_settings(Settings { issues: 0, ..Settings::default() }).await;
    let survey = world.provider.catalog().await.unwrap();
    assert!(world.everything(&survey).await.is_empty());
    assert_eq!(world.provider.count(&project_ids(&survey), Window::All).await.unwrap(), 0);
}

#[tokio::test]
async fn a_site_with_one_item_is_read() {
    let world = with_settings(Settings { issues: 1, ..Settings::default() }).await;
    let survey = world.provider.catalog().await.unwrap();
    assert_eq!(world.everything(&survey).await.len(), 1);
}

#[tokio::test]
async fn an_item_with_five_thousand_changes_arrives_whole() {
    let world = small_world().await;
    let survey = world.provider.catalog().await.unwrap();
    let before = world.everything(&survey).await;
    let busy = &before[0];
    assert!(world.sandbox.world().flood(&busy.key, 5000));
    for cap in [10_000, 999] {
        world.sandbox.faults().set(|switches| switches.history_cap = cap);
        let items = world.items_in(&survey.reading, &busy.project, Window::All).await.unwrap();
        let flooded = items.iter().find(|item| item.id == busy.id).unwrap();
        let statuses = |item: &Item| {
            item.changes.iter().filter(|change| matches!(change.what, Changed::Status { .. })).count()
        };
        assert_eq!(statuses(flooded), statuses(busy) + 5000, "{cap}");
    }
}
