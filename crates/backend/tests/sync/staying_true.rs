//! Updates and sweeps: what is shown equals what somebody who begins now would read.

use std::sync::Arc;
use std::time::Duration;

use clario_analytics::data_set::DataSet;
use clario_sandbox::{Endpoint, Fault, Trouble};

use crate::followed::{data, small_world, turn, until};

const HOUR: i64 = 3_600;

#[tokio::test]
async fn a_quiet_turn_changes_nothing_but_the_time() {
    let followed = small_world().await;
    let feed = followed.complete().await;
    let before = data(&feed);
    followed.advance(300);
    turn(&feed).await;
    assert!(Arc::ptr_eq(&before, &data(&feed)));
    assert_eq!(feed.snapshot().unwrap().as_of, crate::followed::NOW + 300);
}

#[tokio::test]
async fn changes_moves_and_new_items_arrive_with_the_next_turn() {
    let followed = small_world().await;
    let feed = followed.complete().await;
    let projects = data(&feed).catalog().projects.clone();
    let keys = followed.sandbox.world().keys(&projects[0].key);
    followed.advance(300);
    let world = followed.sandbox.world();
    assert!(world.set_flag(&keys[0], true));
    assert!(world.set_points(&keys[1], Some(13.0)));
    assert!(world.edit_text(&keys[2]));
    assert!(world.move_issue(&keys[3], &projects[1].key).is_some());
    assert!(world.add_issue(&projects[2].key).is_some());
    let before = data(&feed).len();
    turn(&feed).await;
    assert_eq!(data(&feed).len(), before + 1);
    assert_eq!(*data(&feed), *followed.read_afresh().await);
}

#[tokio::test]
async fn a_renamed_sprint_is_renamed_though_no_item_was_touched() {
    let followed = small_world().await;
    let feed = followed.complete().await;
    let sprint = data(&feed).catalog().sprints[0].id;
    assert!(followed.sandbox.world().rename_sprint(u32::try_from(sprint).unwrap(), "Another name"));
    turn(&feed).await;
    assert!(data(&feed).catalog().sprints.iter().any(|known| known.name == "Another name"));
    assert_eq!(*data(&feed), *followed.read_afresh().await);
}

#[tokio::test]
async fn a_deleted_item_goes_with_the_hourly_sweep_and_not_before() {
    let followed = small_world().await;
    let feed = followed.complete().await;
    let project = data(&feed).catalog().projects[0].clone();
    let key = followed.sandbox.world().keys(&project.key)[4].clone();
    assert!(followed.sandbox.world().delete_issue(&key));
    let before = data(&feed).len();
    followed.advance(HOUR / 2);
    turn(&feed).await;
    assert_eq!(data(&feed).len(), before);
    followed.advance(HOUR / 2);
    let progress = turn(&feed).await;
    assert_eq!(data(&feed).len(), before - 1);
    assert_eq!(progress.last_sweep, Some(crate::followed::NOW + HOUR));
    assert_eq!(*data(&feed), *followed.read_afresh().await);
}

#[tokio::test]
async fn an_edit_that_no_update_brought_is_found_by_the_sweep() {
    let followed = small_world().await;
    let feed = followed.complete().await;
    let project = data(&feed).catalog().projects[0].clone();
    let key = followed.sandbox.world().keys(&project.key)[0].clone();
    followed.advance(300);
    // The index is late by more than the overlap reaches back.
    followed.sandbox.faults().set(|switches| switches.index_lag_millis = 30 * 60_000);
    assert!(followed.sandbox.world().set_flag(&key, true));
    followed.advance(20 * 60);
    turn(&feed).await;
    followed.advance(HOUR);
    followed.sandbox.faults().set(|switches| switches.index_lag_millis = 0);
    turn(&feed).await;
    assert_eq!(*data(&feed), *followed.read_afresh().await);
}

#[tokio::test]
async fn a_day_of_work_ends_in_the_same_data_as_a_fresh_reading() {
    let followed = small_world().await;
    let feed = followed.complete().await;
    let projects = data(&feed).catalog().projects.clone();
    for round in 0_usize..8 {
        followed.advance(20 * 60);
        let world = followed.sandbox.world();
        for (place, project) in projects.iter().enumerate() {
            let keys = world.keys(&project.key);
            let pick = |step: usize| &keys[(round * 7 + place * 3 + step) % keys.len()];
            world.set_flag(pick(0), round % 2 == 0);
            world.set_points(pick(1), Some(f64::from(u8::try_from(round).unwrap())));
            world.flood(pick(2), 3);
            world.move_issue(pick(3), &projects[(place + 1) % projects.len()].key);
            world.add_issue(&project.key);
            world.delete_issue(pick(5));
        }
        let progress = turn(&feed).await;
        assert_eq!(progress.trouble, None);
    }
    followed.advance(HOUR);
    turn(&feed).await;
    assert_eq!(*data(&feed), *followed.read_afresh().await);
}

/// Whether the item of a key is on a board.
fn is_on_board(data: &DataSet, key: &str) -> bool {
    data.catalog()
        .boards
        .iter()
        .any(|board| data.board_members(&board.id).iter().any(|item| data.key(*item) == key))
}

#[tokio::test]
async fn an_item_created_during_the_first_reading_is_on_its_board_with_the_first_update() {
    let followed = small_world().await;
    // The boards have been read by then, and the items have not.
    followed
        .sandbox
        .faults()
        .inject(Fault::new(Trouble::Slow { millis: 1_000 }).on(Endpoint::ApproximateCount));
    let feed = followed.backend.sample_feed().await.unwrap();
    until(&feed, |progress| progress.boards > 0).await;
    let counting = async {
        while !followed
            .sandbox
            .requests()
            .iter()
            .any(|sent| sent.endpoint == Some(Endpoint::ApproximateCount))
        {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), counting).await.unwrap();
    let key = followed.sandbox.world().add_issue("PAY").unwrap();
    until(&feed, |progress| progress.complete).await;
    followed.sandbox.faults().clear();
    followed.advance(300);
    turn(&feed).await;
    assert!(is_on_board(&data(&feed), &key));
    assert_eq!(*data(&feed), *followed.read_afresh().await);
}

#[tokio::test]
async fn a_project_that_becomes_visible_is_on_all_boards_with_the_next_turn() {
    for place in 0..3 {
        let followed = small_world().await;
        let feed = followed.complete().await;
        let whole = data(&feed);
        let project = whole.catalog().projects[place].clone();
        drop(whole);
        assert!(followed.sandbox.world().revoke_project(&project.key));
        followed.backend.offer_sample(followed.source()).await;
        let feed = followed.complete().await;
        assert!(data(&feed).project_range(&project.id).is_none());
        assert!(followed.sandbox.world().restore_project(&project.key));
        turn(&feed).await;
        assert_eq!(*data(&feed), *followed.read_afresh().await, "{}", project.key);
    }
}
