//! Whatever the provider does, nothing good is lost; and nothing is kept that nobody confirms any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clario_backend::clock::{Clock, FixedClock, SystemClock};
use clario_backend::{Backend, Config, ProviderError};
use clario_sandbox::{Endpoint, Fault, Trouble};

use crate::followed::{data, small_world, turn, until};

const HOUR: i64 = 3_600;

#[tokio::test]
async fn no_failing_turn_takes_anything_away() {
    let followed = small_world().await;
    let feed = followed.complete().await;
    let before = data(&feed);
    for (trouble, expected) in [
        (Trouble::DeadToken, ProviderError::SignInAgain),
        (Trouble::Html, ProviderError::NotTheProvider),
        (Trouble::Truncated, ProviderError::Garbled),
        (Trouble::Huge { bytes: 100_000_000 }, ProviderError::TooLarge),
        (Trouble::EmptyPages, ProviderError::EndlessPaging),
        (Trouble::Gone, ProviderError::Removed),
        (Trouble::Status(500), ProviderError::Unreachable),
    ] {
        followed.advance(HOUR);
        followed.sandbox.faults().inject(Fault::new(trouble.clone()).on(Endpoint::Search));
        let progress = turn(&feed).await;
        assert_eq!(progress.trouble.map(|trouble| trouble.error), Some(expected), "{trouble:?}");
        assert!(Arc::ptr_eq(&before, &data(&feed)), "{trouble:?}");
        followed.sandbox.faults().clear();
    }
    let progress = turn(&feed).await;
    assert_eq!(progress.trouble, None);
    assert_eq!(data(&feed).len(), before.len());
}

#[tokio::test]
async fn a_sweep_that_finds_far_too_little_is_believed_only_the_second_time() {
    let followed = small_world().await;
    let feed = followed.complete().await;
    let project = data(&feed).catalog().projects[0].clone();
    let before = data(&feed).len();
    let keys = followed.sandbox.world().keys(&project.key);
    let deleted = keys.len() * 2 / 3;
    for key in keys.iter().take(deleted) {
        assert!(followed.sandbox.world().delete_issue(key));
    }
    followed.advance(HOUR);
    turn(&feed).await;
    assert_eq!(data(&feed).len(), before, "not on a suspicion");
    followed.advance(HOUR);
    turn(&feed).await;
    assert_eq!(data(&feed).len(), before - deleted);
}

#[tokio::test]
async fn a_lost_project_is_kept_for_a_day_and_comes_back_when_it_may() {
    let followed = small_world().await;
    let feed = followed.complete().await;
    let whole = data(&feed);
    let lost = whole.catalog().projects[1].clone();
    assert!(followed.sandbox.world().revoke_project(&lost.key));
    for _ in 0..24 {
        followed.advance(HOUR);
        let progress = turn(&feed).await;
        assert_eq!(progress.lost_projects, std::slice::from_ref(&lost.id));
        assert_eq!(progress.trouble, None);
    }
    assert_eq!(data(&feed).len(), whole.len(), "kept for 24 hours");
    followed.advance(HOUR);
    turn(&feed).await;
    assert!(data(&feed).project_range(&lost.id).is_none(), "and then let go");
    assert!(!data(&feed).is_empty());
    assert!(followed.sandbox.world().restore_project(&lost.key));
    let progress = turn(&feed).await;
    assert!(progress.lost_projects.is_empty());
    assert_eq!(*data(&feed), *followed.read_afresh().await);
}

#[tokio::test]
async fn what_nothing_confirmed_for_a_day_is_gone_and_read_again_later() {
    let followed = small_world().await;
    let feed = followed.complete().await;
    let whole = data(&feed);
    followed.sandbox.faults().inject(Fault::new(Trouble::DeadToken));
    followed.advance(24 * HOUR);
    turn(&feed).await;
    assert_eq!(data(&feed).len(), whole.len());
    followed.advance(HOUR);
    turn(&feed).await;
    assert!(data(&feed).is_empty());
    followed.sandbox.faults().clear();
    turn(&feed).await;
    assert_eq!(*data(&feed), *followed.read_afresh().await);
    clario_proofs::proves(&["AC-11", "AT-04"]);
}

#[tokio::test]
async fn a_turn_that_breaks_off_half_way_is_made_up_for() {
    for skip in 0..6 {
        let followed = small_world().await;
        let feed = followed.complete().await;
        let projects = data(&feed).catalog().projects.clone();
        followed.advance(300);
        for project in &projects {
            let world = followed.sandbox.world();
            let keys = world.keys(&project.key);
            world.set_flag(&keys[0], true);
            world.move_issue(&keys[1], &projects[0].key);
        }
        followed
            .sandbox
            .faults()
            .inject(Fault::new(Trouble::Truncated).on(Endpoint::Search).after(skip).times(1));
        turn(&feed).await;
        let progress = turn(&feed).await;
        assert_eq!(progress.trouble, None);
        assert_eq!(*data(&feed), *followed.read_afresh().await, "after {skip} good searches");
    }
}

#[tokio::test]
async fn the_numbers_of_a_lost_project_stay_and_the_pages_say_so() {
    let followed = small_world().await;
    let feed = followed.complete().await;
    let whole = data(&feed);
    let viewer = followed.backend.viewer(None, clario_backend::SAMPLE).await.unwrap();
    let before = followed.backend.overview(&viewer, "").await.unwrap();
    assert_eq!(before.frame.partial, None);
    let lost = whole.catalog().projects[0].clone();
    assert!(followed.sandbox.world().revoke_project(&lost.key));
    for _ in 0..3 {
        followed.advance(HOUR);
        turn(&feed).await;
        let now = data(&feed);
        assert!(now.catalog().projects.iter().any(|project| project.id == lost.id));
        for board in &whole.catalog().boards {
            assert_eq!(
                now.board_members(&board.id).len(),
                whole.board_members(&board.id).len(),
                "{}",
                board.id
            );
        }
        let partial = followed.backend.overview(&viewer, "").await.unwrap().frame.partial.unwrap();
        assert!(partial.starts_with("One project of Sample can no longer be read"), "{partial}");
    }
}

#[tokio::test]
async fn what_expires_between_two_turns_does_not_wait_for_the_next() {
    let followed = small_world().await;
    let directory = tempfile::tempdir().unwrap();
    let mut config = Config::new(directory.path().to_owned());
    config.pace.update_every = Duration::from_hours(1);
    config.pace.unconfirmed_after = Duration::from_secs(3);
    let backend = Backend::start(config, Arc::new(SystemClock)).await.unwrap();
    backend.offer_sample(followed.source()).await;
    let feed = backend.sample_feed().await.unwrap();
    until(&feed, |progress| progress.complete).await;
    let emptied = async {
        while !data(&feed).is_empty() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), emptied).await.unwrap();
    assert_eq!(feed.progress().turns, 1);
}

/// A clock that breaks once.
struct Brittle {
    clock: Arc<FixedClock>,
    breaks: AtomicBool,
}

impl Clock for Brittle {
    fn now(&self) -> jiff::Timestamp {
        assert!(!self.breaks.swap(false, Ordering::SeqCst), "the clock broke");
        self.clock.now()
    }
}

#[tokio::test]
async fn a_follower_that_breaks_says_so_and_begins_anew() {
    let followed = small_world().await;
    let directory = tempfile::tempdir().unwrap();
    let clock = Arc::new(Brittle { clock: followed.clock.clone(), breaks: AtomicBool::new(false) });
    let backend = Backend::start(Config::new(directory.path().to_owned()), clock.clone()).await.unwrap();
    backend.offer_sample(followed.source()).await;
    let feed = backend.sample_feed().await.unwrap();
    until(&feed, |progress| progress.complete).await;
    clock.breaks.store(true, Ordering::SeqCst);
    feed.wake();
    let progress = until(&feed, |progress| progress.trouble.is_some()).await;
    assert!(feed.snapshot().is_none(), "what was held is gone");
    assert_eq!(progress.trouble.unwrap().next_attempt, crate::followed::NOW + HOUR);
    feed.wake();
    until(&feed, |progress| progress.complete && progress.trouble.is_none()).await;
    assert!(!data(&feed).is_empty());
}

#[tokio::test]
async fn a_pause_without_end_is_not_obeyed() {
    let followed = small_world().await;
    let feed = followed.complete().await;
    let endless = Fault::new(Trouble::Burst { retry_after: 10_000_000_000_000_000_000 });
    followed.sandbox.faults().inject(endless.on(Endpoint::ServerInfo));
    let progress = turn(&feed).await;
    let trouble = progress.trouble.unwrap();
    assert!(trouble.next_attempt <= crate::followed::NOW + HOUR, "{trouble:?}");
}
