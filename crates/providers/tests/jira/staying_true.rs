//! Staying true to the site after the first read: changes, moves, deletions and suspicious silence.

use std::collections::HashMap;

use clario_providers::Error;
use clario_providers::jira::{Survey, Sweep, Verdict};
use clario_sandbox::{Endpoint, Fault, Trouble};

use crate::connected::{Connected, project_ids, small_world};

const MINUTE: i64 = 60_000;

async fn read() -> (Connected, Survey, i64) {
    let world = small_world().await;
    let survey = world.provider.catalog().await.unwrap();
    let cursor = world.provider.server_time().await.unwrap();
    // Leaves the ten minutes of overlap behind.
    world.sandbox.world().advance(30 * MINUTE);
    (world, survey, cursor + 20 * MINUTE)
}

fn ids(sweep: &Sweep) -> Vec<u64> {
    sweep.projects.iter().flat_map(|project| project.items.iter().map(|(id, _)| *id)).collect()
}

#[tokio::test]
async fn nothing_changed_means_nothing_comes() {
    let (world, survey, cursor) = read().await;
    let (items, lost) = world.changes(&survey, cursor).await.unwrap();
    assert!(items.is_empty() && lost.is_empty());
}

#[tokio::test]
async fn a_changed_item_comes_with_its_whole_history() {
    let (world, survey, cursor) = read().await;
    let before = world.everything(&survey).await;
    let item = before.iter().find(|item| item.changes.len() > 3).unwrap();
    assert!(world.sandbox.world().set_flag(&item.key, !item.flagged));
    let (items, _) = world.changes(&survey, cursor).await.unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(items[0].flagged, !item.flagged);
    assert_eq!(items[0].changes[..item.changes.len()], item.changes[..]);
    assert_eq!(items[0].changes.len(), item.changes.len() + 1);
}

#[tokio::test]
async fn a_moved_item_keeps_its_id_under_a_new_key() {
    let (world, survey, cursor) = read().await;
    let before = world.everything(&survey).await;
    let item = &before[0];
    let target = survey.catalog.projects.iter().find(|project| project.id != item.project).unwrap();
    let key = world.sandbox.world().move_issue(&item.key, &target.key).unwrap();
    let (items, _) = world.changes(&survey, cursor).await.unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!((items[0].id, &items[0].key, &items[0].project), (item.id, &key, &target.id));
}

#[tokio::test]
async fn a_new_item_and_one_of_which_only_words_changed_come_too() {
    let (world, survey, cursor) = read().await;
    let project = &survey.catalog.projects[0];
    let old = world.sandbox.world().keys(&project.key)[0].clone();
    assert!(world.sandbox.world().edit_text(&old));
    let new = world.sandbox.world().add_issue(&project.key).unwrap();
    let (items, _) = world.changes(&survey, cursor).await.unwrap();
    let mut keys: Vec<String> = items.into_iter().map(|item| item.key).collect();
    keys.sort();
    let mut expected = vec![new, old];
    expected.sort();
    assert_eq!(keys, expected);
}

#[tokio::test]
async fn what_the_index_shows_late_is_caught_by_the_overlap() {
    let (world, survey, cursor) = read().await;
    world.sandbox.faults().set(|switches| switches.index_lag_millis = 2 * MINUTE);
    let key = world.sandbox.world().keys(&survey.catalog.projects[0].key)[0].clone();
    assert!(world.sandbox.world().edit_text(&key));
    let (none, _) = world.changes(&survey, cursor).await.unwrap();
    assert!(none.is_empty(), "the index does not know yet");
    let next = world.provider.server_time().await.unwrap();
    world.sandbox.world().advance(5 * MINUTE);
    let (items, _) = world.changes(&survey, next).await.unwrap();
    assert_eq!(items.len(), 1);
}

#[tokio::test]
async fn the_next_cursor_is_the_servers_time_before_the_walk() {
    let (world, survey, cursor) = read().await;
    world.sandbox.faults().set(|switches| switches.clock_skew_millis = 10 * MINUTE);
    let (out, _coming) = tokio::sync::mpsc::channel(64);
    let changes =
        world.provider.changed_since(&survey.reading, &project_ids(&survey), cursor, &out).await.unwrap();
    assert_eq!(changes.cursor, world.sandbox.world().now() + 10 * MINUTE);
}

#[tokio::test]
async fn a_sweep_lists_what_is_there_and_so_shows_what_is_gone() {
    let (world, survey, _) = read().await;
    let projects = project_ids(&survey);
    let before = world.provider.sweep(&projects, &HashMap::new()).await.unwrap();
    let known = world.everything(&survey).await;
    let mut seen = ids(&before);
    seen.sort_unstable();
    assert_eq!(seen, known.iter().map(|item| item.id).collect::<Vec<u64>>());
    assert!(world.sandbox.world().delete_issue(&known[5].key));
    let after = world.provider.sweep(&projects, &HashMap::new()).await.unwrap();
    assert!(after.projects.iter().all(|project| project.verdict == Verdict::Complete));
    assert_eq!(ids(&after).len(), seen.len() - 1);
    assert!(!ids(&after).contains(&known[5].id));
}

#[tokio::test]
async fn a_sweep_that_fails_in_any_way_is_no_list_at_all() {
    let (world, survey, _) = read().await;
    let projects = project_ids(&survey);
    for (fault, expected) in [
        (Fault::new(Trouble::DeadToken).on(Endpoint::Search).after(1), Error::SignInAgain),
        (Fault::new(Trouble::DeadToken).on(Endpoint::Myself).after(1), Error::SignInAgain),
        (Fault::new(Trouble::Truncated).on(Endpoint::Search).after(1), Error::Garbled),
        (Fault::new(Trouble::Html).on(Endpoint::Search).after(2), Error::NotTheProvider),
        (Fault::new(Trouble::EmptyPages).on(Endpoint::Search).after(1), Error::EndlessPaging),
        (Fault::new(Trouble::Status(500)).on(Endpoint::Search).after(1), Error::Unreachable),
    ] {
        world.sandbox.faults().inject(fault.clone());
        let outcome = world.provider.sweep(&projects, &HashMap::new()).await;
        assert_eq!(outcome.unwrap_err(), expected, "{fault:?}");
        world.sandbox.faults().clear();
    }
}

#[tokio::test]
async fn a_lost_project_is_named_and_nothing_follows_for_its_items() {
    let (world, survey, _) = read().await;
    let lost = &survey.catalog.projects[2];
    assert!(world.sandbox.world().revoke_project(&lost.key));
    let sweep = world.provider.sweep(&project_ids(&survey), &HashMap::new()).await.unwrap();
    assert_eq!(sweep.lost_projects, std::slice::from_ref(&lost.id));
    assert_eq!(sweep.projects.len(), survey.catalog.projects.len() - 1);
    assert!(sweep.projects.iter().all(|project| project.project != lost.id));
}

#[tokio::test]
async fn a_list_that_shrank_too_far_is_marked() {
    let (world, survey, _) = read().await;
    let project = &survey.catalog.projects[0];
    let keys = world.sandbox.world().keys(&project.key);
    let last = HashMap::from([(project.id.clone(), keys.len())]);
    for key in keys.iter().skip(keys.len() / 3) {
        assert!(world.sandbox.world().delete_issue(key));
    }
    let sweep = world.provider.sweep(std::slice::from_ref(&project.id), &last).await.unwrap();
    assert_eq!(sweep.projects[0].verdict, Verdict::Shrunk);
}

#[tokio::test]
async fn sprints_and_permissions_that_change_without_touching_items_are_seen() {
    let (world, survey, _) = read().await;
    let sprint = survey.catalog.sprints[0].clone();
    let id = u32::try_from(sprint.id).unwrap();
    assert!(world.sandbox.world().rename_sprint(id, "Another name"));
    let later = world.provider.catalog().await.unwrap();
    let renamed = later.catalog.sprints.iter().find(|known| known.id == sprint.id).unwrap();
    assert_eq!(renamed.name, "Another name");
    let lost = &survey.catalog.projects[0];
    assert!(world.sandbox.world().revoke_project(&lost.key));
    let poorer = world.provider.catalog().await.unwrap();
    assert_eq!(poorer.catalog.projects.len(), survey.catalog.projects.len() - 1);
    assert!(world.sandbox.world().restore_project(&lost.key));
    assert_eq!(world.provider.catalog().await.unwrap().catalog.projects.len(), survey.catalog.projects.len());
}
