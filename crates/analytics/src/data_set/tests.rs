//! What must hold of a data set.

use super::DataSet;
use crate::fixtures::{board, catalog, data, item, millis, status};
use crate::records::{Change, Changed, Item};

#[test]
fn a_project_is_a_slice() {
    let data = data(&[item("B-3"), item("A-2"), item("B-1"), item("A-10")]);
    let keys: Vec<String> = (0..4).map(|at| data.key(at)).collect();
    assert_eq!(keys, ["A-2", "A-10", "B-1", "B-3"]);
    assert_eq!(data.project_range("A"), Some(0..2));
    assert_eq!(data.project_range("B"), Some(2..4));
    assert_eq!(data.project_range("C"), None);
    assert_eq!(data.find(3), Some(3));
    assert_eq!(data.find(4), None);
    assert_eq!(data.project(3), ("B", "Project B"));
}

#[test]
fn an_item_that_moved_to_another_project_is_there_once() {
    let before = data(&[item("A-1"), item("A-2")]);
    let mut moved = item("B-9").0;
    moved.id = 1;
    let after = before.apply(&catalog(), [moved], &[]);
    assert_eq!(after.len(), 2);
    assert_eq!(after.find(1).map(|at| after.key(at)), Some("B-9".to_owned()));
}

#[test]
fn of_two_items_with_one_id_the_later_counts() {
    let first = item("A-1");
    let mut second = item("A-2");
    second.0.id = 1;
    let data = data(&[first, second]);
    assert_eq!(data.len(), 1);
    assert_eq!(data.key(0), "A-2");
}

#[test]
fn an_item_that_is_removed_and_sent_again_is_there() {
    let before = data(&[item("A-1")]);
    let after = before.apply(&catalog(), [item("A-1").0], &[1]);
    assert_eq!(after.len(), 1);
    assert_eq!(before.apply(&catalog(), [], &[1]).len(), 0);
}

#[test]
fn a_parent_that_is_removed_is_no_parent_any_more() {
    let mut child = item("A-2");
    child.0.parent = Some(1);
    let before = data(&[item("A-1"), child]);
    assert_eq!(before.parent_of(1), Some(1));
    assert_eq!(before.apply(&catalog(), [], &[1]).parent_of(0), None);
    assert_eq!(before.apply(&catalog(), [item("A-1").0], &[1]).parent_of(1), Some(1));
}

#[test]
fn a_board_has_the_items_that_exist() {
    let mut catalog = catalog();
    catalog.boards = vec![board("7", &[2, 2, 1, 99])];
    let items = [item("A-1"), item("A-2"), item("A-3")].map(|item| item.0);
    let data = DataSet::build(&catalog, items);
    assert_eq!(data.board_members("7"), [0, 1]);
    assert!(data.board_members("8").is_empty());
    assert!(data.catalog().boards[0].items.is_empty());
}

#[test]
fn equal_status_names_with_different_ids_are_different_statuses() {
    let mut one = item("A-1");
    one.0.status.id = "other".to_owned();
    let data = data(&[one, item("A-2")]);
    assert_eq!(data.names().statuses.len(), 2);
    assert_eq!(data.status(data.status_of(0)).0, "To do");
}

#[test]
fn a_status_that_was_replaced_by_a_migration_is_the_present_one() {
    let mut migrated = item("A-1").at("03-03", "Old");
    migrated.0.status = status("Doing");
    migrated.0.updated = millis("03-09");
    let data = data(&[migrated]);
    assert_eq!(data.status(data.status_of(0)).0, "Doing");
    assert_eq!(data.transition_count(), 1);
}

#[test]
fn a_change_newer_than_the_item_is_believed() {
    let mut raced = item("A-1").active("03-03").done("03-05");
    raced.0.status = status("Doing");
    raced.0.updated = millis("03-04");
    let data = data(&[raced]);
    assert_eq!(data.status(data.status_of(0)).0, "Done");
}

#[test]
fn an_item_is_not_created_after_its_first_change() {
    let data = data(&[item("A-1").created("03-09").active("03-03")]);
    assert_eq!(i64::from(data.created(0)) * 1000, millis("03-03"));
}

#[test]
fn five_thousand_changes_are_five_thousand_changes() {
    let mut busy = item("A-1");
    for at in 0..5_000 {
        let (from, to) = if at % 2 == 0 { ("To do", "Doing") } else { ("Doing", "To do") };
        let what = Changed::Status { from: status(from), to: status(to) };
        busy.0.changes.push(Change { at: millis("03-02") + at * 60_000, order: 0, what });
    }
    let data = data(&[busy]);
    assert_eq!(data.transition_count(), 5_000);
}

#[test]
fn times_before_1970_and_far_ahead_are_held_at_the_edges() {
    let odd = |id: u64, created: i64| Item { id, created, ..item("A-1").0 };
    let data = DataSet::build(&catalog(), [odd(1, i64::MIN), odd(2, i64::MAX), odd(3, -1)]);
    assert_eq!([data.created(0), data.created(1), data.created(2)], [0, u32::MAX, 0]);
}
