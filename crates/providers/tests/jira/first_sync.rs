//! The budget of a first sync.

use std::time::{Duration, Instant};

use clario_sandbox::Settings;

use crate::connected::with_settings;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_sync_of_ten_thousand_items_stays_within_its_share_of_requests() {
    let world = with_settings(Settings { issues: 10_000, ..Settings::default() }).await;
    let started = Instant::now();
    let survey = world.provider.catalog().await.unwrap();
    for board in &survey.boards {
        world.provider.board_items(board, None).await.unwrap();
    }
    let items = world.everything(&survey).await;
    let requests = world.sandbox.requests().len();
    assert!(items.len() > 9_000, "{}", items.len());
    assert!(requests <= 300, "{requests} requests for {} items", items.len());
    assert!(started.elapsed() < Duration::from_mins(1), "{:?}", started.elapsed());
    assert_eq!(world.provider.requests_sent(), requests as u64);
}
