//! Real answers of a real site, transposed to the endpoints the client uses.

use clario_analytics::records::{Category, Changed, Item};
use clario_sandbox::Settings;

use crate::connected::{Connected, with_settings};

/// Later than everything that was recorded: 2026-01-01.
const NOW: i64 = 1_767_225_600_000;

async fn recorded() -> (Connected, Vec<Item>) {
    let world = with_settings(Settings::recorded(NOW)).await;
    let survey = world.provider.catalog().await.unwrap();
    let items = world.everything(&survey).await;
    (world, items)
}

fn changes(items: &[Item], wanted: impl Fn(&Changed) -> bool) -> usize {
    items.iter().flat_map(|item| &item.changes).filter(|change| wanted(&change.what)).count()
}

#[tokio::test]
async fn every_recorded_change_of_the_list_arrives_and_no_other() {
    let (_world, items) = recorded().await;
    assert_eq!(items.len(), 33);
    assert_eq!(changes(&items, |what| matches!(what, Changed::Status { .. })), 165);
    assert_eq!(changes(&items, |what| matches!(what, Changed::Sprints { .. })), 21);
    assert_eq!(changes(&items, |_| true), 165 + 21);
    clario_proofs::proves(&["AC-17"]);
}

#[tokio::test]
async fn each_status_change_begins_where_the_one_before_it_ended() {
    let (_world, items) = recorded().await;
    for item in &items {
        let statuses: Vec<_> = item
            .changes
            .iter()
            .filter_map(|change| match &change.what {
                Changed::Status { from, to } => Some((from, to)),
                _ => None,
            })
            .collect();
        assert!(statuses.windows(2).all(|pair| pair[0].1.id == pair[1].0.id), "{}", item.key);
        if let Some((_, last)) = statuses.last() {
            assert_eq!(last.id, item.status.id, "{}", item.key);
        }
    }
}

#[tokio::test]
async fn offsets_and_names_of_a_chinese_site_are_read_right() {
    let (world, items) = recorded().await;
    let item = items.iter().find(|item| item.key == "EE-1").unwrap();
    assert_eq!(item.id, 10063);
    assert_eq!(item.created, 1_591_920_793_360, "2020-06-12T08:13:13.360+0800");
    assert_eq!(item.points, Some(-1.0), "recorded as text");
    assert_eq!(item.status.name, "已完成");
    let survey = world.provider.catalog().await.unwrap();
    let done = survey.catalog.statuses.iter().find(|status| status.id == item.status.id).unwrap();
    assert_eq!((done.name.as_str(), done.category), ("已完成", Category::Done));
}

#[tokio::test]
async fn statuses_that_no_longer_exist_keep_id_and_name() {
    let (world, items) = recorded().await;
    let survey = world.provider.catalog().await.unwrap();
    let mut gone: Vec<(String, String)> = items
        .iter()
        .flat_map(|item| &item.changes)
        .filter_map(|change| match &change.what {
            Changed::Status { to, .. } => Some(to),
            _ => None,
        })
        .filter(|status| survey.catalog.statuses.iter().all(|known| known.id != status.id))
        .map(|status| (status.id.clone(), status.name.clone()))
        .collect();
    gone.sort();
    gone.dedup();
    assert!(!gone.is_empty() && gone.iter().all(|(id, name)| !id.is_empty() && !name.is_empty()), "{gone:?}");
}
