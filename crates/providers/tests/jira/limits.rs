//! Limits and hiccups: what the client waits for, and when it gives the person the word.

use std::time::{Duration, Instant};

use clario_providers::Error;
use clario_providers::jira::Window;
use clario_sandbox::{Endpoint, Fault, Trouble};

use crate::connected::{project_ids, small_world};

#[tokio::test]
async fn a_short_limit_is_waited_out() {
    let world = small_world().await;
    let survey = world.provider.catalog().await.unwrap();
    let project = &survey.catalog.projects[0].id;
    let plain = world.items_in(&survey.reading, project, Window::All).await.unwrap();
    for endpoint in [Endpoint::Search, Endpoint::ChangelogBulkFetch] {
        world.sandbox.faults().inject(Fault::new(Trouble::Burst { retry_after: 1 }).on(endpoint).times(1));
        let started = Instant::now();
        let items = world.items_in(&survey.reading, project, Window::All).await.unwrap();
        assert!(started.elapsed() >= Duration::from_secs(1));
        assert_eq!(items, plain);
    }
}

#[tokio::test]
async fn a_limit_without_a_time_is_waited_out_too() {
    let world = small_world().await;
    let survey = world.provider.catalog().await.unwrap();
    world.sandbox.faults().inject(Fault::new(Trouble::BareLimit).on(Endpoint::ApproximateCount).times(1));
    world.provider.count(&project_ids(&survey), Window::All).await.unwrap();
}

#[tokio::test]
async fn a_limit_beyond_patience_says_how_long() {
    let world = small_world().await;
    world.sandbox.faults().inject(Fault::new(Trouble::Burst { retry_after: 120 }));
    let refusal = world.provider.catalog().await.unwrap_err();
    let Error::SlowDown { retry_after } = refusal else { panic!("{refusal:?}") };
    assert!(
        retry_after > Duration::from_secs(110) && retry_after <= Duration::from_mins(2),
        "{retry_after:?}"
    );
}

#[tokio::test]
async fn an_hourly_quota_stops_everything_until_it_resets() {
    let world = small_world().await;
    world.provider.server_time().await.unwrap();
    world.sandbox.faults().inject(Fault::new(Trouble::Quota));
    assert!(matches!(world.provider.catalog().await, Err(Error::SlowDown { .. })));
    world.sandbox.faults().clear();
    world.sandbox.forget_requests();
    assert!(matches!(world.provider.server_time().await, Err(Error::SlowDown { .. })));
    assert_eq!(world.sandbox.requests().len(), 0, "nothing is sent before the reset");
}

#[tokio::test]
async fn a_server_in_trouble_is_asked_again() {
    let world = small_world().await;
    for trouble in [
        Trouble::Unavailable { retry_after: Some(1) },
        Trouble::Unavailable { retry_after: None },
        Trouble::Reset,
    ] {
        world.sandbox.faults().inject(Fault::new(trouble.clone()).times(1));
        assert!(world.provider.server_time().await.is_ok(), "{trouble:?}");
    }
    world.sandbox.faults().inject(Fault::new(Trouble::Unavailable { retry_after: Some(0) }));
    assert_eq!(world.provider.server_time().await.unwrap_err(), Error::Unreachable);
}

#[tokio::test]
async fn a_refused_question_is_never_repeated() {
    let world = small_world().await;
    world.provider.server_time().await.unwrap();
    for status in [400, 401, 403, 404, 410] {
        world.sandbox.faults().inject(Fault::new(Trouble::Status(status)));
        world.sandbox.forget_requests();
        assert!(world.provider.server_time().await.is_err());
        assert_eq!(world.sandbox.requests().len(), 1, "{status}");
        world.sandbox.faults().clear();
    }
}

#[tokio::test]
async fn a_slow_answer_is_awaited() {
    let world = small_world().await;
    world.sandbox.faults().inject(Fault::new(Trouble::Slow { millis: 1500 }).times(1));
    assert!(world.provider.server_time().await.is_ok());
}
