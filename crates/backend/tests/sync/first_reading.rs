//! The first reading: something to see early, everything in the end, whatever happens on the way.

use std::collections::BTreeSet;

use clario_backend::Step;
use clario_sandbox::{Endpoint, Fault, Settings, Trouble};

use crate::followed::{data, small_world, until, with_settings};

fn count(followed: &crate::followed::Followed, keys: &[&str]) -> usize {
    keys.iter().map(|key| followed.sandbox.world().keys(key).len()).sum()
}

#[tokio::test]
async fn everything_is_read_and_the_figures_say_so() {
    let followed = small_world().await;
    let feed = followed.complete().await;
    let progress = feed.progress();
    let snapshot = feed.snapshot().unwrap();
    let catalog = snapshot.data.catalog();
    let keys: Vec<&str> = catalog.projects.iter().map(|project| project.key.as_str()).collect();
    assert_eq!(snapshot.data.len(), count(&followed, &keys));
    assert!(!snapshot.partial);
    assert_eq!(snapshot.as_of, crate::followed::NOW);
    assert_eq!((progress.step, progress.percent(), progress.trouble), (Step::Idle, 100, None));
    assert_eq!(progress.items, snapshot.data.len() as u64);
    assert_eq!(progress.projects, catalog.projects.len());
    assert_eq!(progress.last_good, Some(crate::followed::NOW));
    assert_eq!(progress.requests, followed.sandbox.requests().len() as u64);
    let on_boards: usize =
        catalog.boards.iter().map(|board| snapshot.data.board_members(&board.id).len()).sum();
    assert!(on_boards > 0);
}

#[tokio::test]
async fn the_first_complete_project_is_shown_while_the_rest_is_read() {
    let followed = small_world().await;
    let slow = Fault::new(Trouble::Slow { millis: 150 }).on(Endpoint::Search);
    followed.sandbox.faults().set(|switches| switches.page_cap = 20);
    followed.sandbox.faults().inject(slow);
    let feed = followed.backend.sample_feed().await.unwrap();
    assert!(feed.snapshot().is_none());
    let mut steps = BTreeSet::new();
    let mut partial_sizes = BTreeSet::new();
    let mut percents = Vec::new();
    let mut watch = feed.watch_progress();
    while !feed.progress().complete {
        tokio::time::timeout(std::time::Duration::from_mins(1), watch.changed()).await.unwrap().unwrap();
        let progress = watch.borrow_and_update().clone();
        steps.insert(format!("{:?}", progress.step));
        percents.push(progress.percent());
        if let Some(snapshot) = feed.snapshot().filter(|snapshot| snapshot.partial) {
            partial_sizes.insert(snapshot.data.len());
        }
    }
    for step in ["LookingAround", "Recent", "Older", "Idle"] {
        assert!(steps.contains(step), "{step} in {steps:?}");
    }
    assert!(percents.is_sorted() && percents.last() == Some(&100), "{percents:?}");
    let whole = data(&feed).len();
    assert!(partial_sizes.iter().any(|size| *size > 0 && *size < whole), "{partial_sizes:?} of {whole}");
    assert!(!feed.snapshot().unwrap().partial);
}

#[tokio::test]
async fn a_reading_that_breaks_off_goes_on_where_it_was() {
    for trouble in [Trouble::Truncated, Trouble::Huge { bytes: 100_000_000 }, Trouble::Status(500)] {
        let followed = small_world().await;
        let fault = Fault::new(trouble.clone()).on(Endpoint::ChangelogBulkFetch).after(3).times(1);
        followed.sandbox.faults().inject(fault);
        let feed = followed.complete().await;
        let progress = feed.progress();
        assert_eq!((progress.turns, progress.trouble), (2, None), "{trouble:?}");
        assert_eq!(*data(&feed), *followed.read_afresh().await, "{trouble:?}");
    }
}

#[tokio::test]
async fn a_dead_token_shows_its_remedy_and_no_data() {
    let followed = small_world().await;
    followed.sandbox.faults().inject(Fault::new(Trouble::DeadToken));
    let feed = followed.backend.sample_feed().await.unwrap();
    let progress = until(&feed, |progress| progress.trouble.is_some()).await;
    let trouble = progress.trouble.unwrap();
    assert_eq!(trouble.error, clario_backend::ProviderError::SignInAgain);
    assert_eq!(trouble.next_attempt, crate::followed::NOW + 3_600);
    assert!(feed.snapshot().is_none());
    followed.sandbox.faults().clear();
    feed.wake();
    until(&feed, |progress| progress.complete && progress.trouble.is_none()).await;
}

#[tokio::test]
async fn a_project_that_cannot_be_read_is_named_and_the_others_are_there() {
    let followed = small_world().await;
    let feed = followed.complete().await;
    let lost = data(&feed).catalog().projects[0].clone();
    assert!(followed.sandbox.world().revoke_project(&lost.key));
    let progress = crate::followed::turn(&feed).await;
    assert_eq!(progress.lost_projects, std::slice::from_ref(&lost.id));
    assert_eq!(progress.trouble, None);
    assert!(data(&feed).project_range(&lost.id).is_some(), "kept until it is certain");
}

#[tokio::test]
async fn a_site_without_items_is_complete() {
    let followed = with_settings(Settings { issues: 0, ..Settings::default() }).await;
    let feed = followed.complete().await;
    assert!(data(&feed).is_empty());
    assert_eq!(feed.progress().percent(), 100);
}
