//! A provider in trouble: before, during and after the first reading.

use super::{Connected, words};
use crate::simulated_jira::settings;
use clario_sandbox::{Endpoint, Fault, Settings, Switches, Trouble};
use std::collections::BTreeSet;

/// Troubles that need a person, or a better answer next time; each with what the person reads.
const LASTING: [(Trouble, &str); 10] = [
    (Trouble::DeadToken, "Jira rejected the token"),
    (Trouble::MissingScope, "scope"),
    (Trouble::Html, "web page instead of Jira"),
    (Trouble::LoginRedirect, "Jira"),
    (Trouble::Truncated, "broke off or could not be read"),
    (Trouble::Huge { bytes: 100_000_000 }, "larger than 64 MB"),
    (Trouble::EmptyPages, "pages without an end"),
    (Trouble::SameToken, "pages without an end"),
    (Trouble::Gone, "has removed the function"),
    (Trouble::Status(500), "cannot be reached"),
];

#[tokio::test]
async fn after_a_good_reading_every_trouble_is_told_and_the_numbers_stay() {
    let connected = Connected::complete(settings(400), |_| {}).await;
    let good = connected.finished().await;
    assert!(good.lines().count() > 50);
    for (trouble, sentence) in LASTING {
        connected.jira.faults().inject(Fault::new(trouble.clone()).on(Endpoint::Search));
        let said = words(&connected.until("sync", sentence).await);
        assert!(said.contains(sentence), "{trouble:?}: {said}");
        assert_eq!(connected.finished().await, good, "{trouble:?}");
        assert!(connected.page("flow").await.contains("of items finish within"), "{trouble:?}");
        connected.jira.faults().clear();
        connected.until("sync", "All is read").await;
        assert_eq!(connected.finished().await, good, "{trouble:?} is over");
    }
}

#[tokio::test]
async fn a_token_that_dies_raises_an_alert_on_every_page_of_numbers() {
    let connected = Connected::complete(settings(400), |_| {}).await;
    let good = connected.finished().await;
    connected.jira.faults().inject(Fault::new(Trouble::DeadToken));
    for page in ["overview", "flow"] {
        let html = connected.until(page, "Jira rejected the token").await;
        assert!(html.contains("role=\"alert\""), "{page}");
        assert!(words(&html).contains("The numbers are those of"), "{page}: {}", words(&html));
    }
    assert_eq!(connected.finished().await, good);
    clario_proofs::proves(&["SE-09"]);
}

#[tokio::test]
async fn a_storm_of_limits_delays_the_first_reading_and_breaks_nothing() {
    let calm = Connected::complete(settings(300), |_| {}).await.finished().await;
    let stormy = Connected::begin(settings(300), |_| {}).await;
    for trouble in [Trouble::Burst { retry_after: 1 }, Trouble::Unavailable { retry_after: Some(1) }] {
        for endpoint in [Endpoint::Search, Endpoint::ChangelogBulkFetch, Endpoint::Boards, Endpoint::Statuses]
        {
            stormy.jira.faults().inject(Fault::new(trouble.clone()).on(endpoint).after(1).times(2));
        }
    }
    stormy.until("sync", "Your data is here").await;
    let rows = |csv: &str| {
        csv.lines().map(|row| row.split(',').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(rows(&stormy.finished().await), rows(&calm), "the same items");
}

#[tokio::test]
async fn a_limit_beyond_patience_is_told_with_its_time_and_one_without_a_time_is_waited_out() {
    let connected = Connected::complete(settings(300), |_| {}).await;
    let good = connected.finished().await;
    connected.jira.faults().inject(Fault::new(Trouble::BareLimit).on(Endpoint::Search).times(1));
    let key = connected.jira.world().add_issue("PAY").expect("a project");
    connected.jira.world().advance(1_000);
    assert!(connected.jira.world().set_status(&key, "In Progress"));
    let said = words(&connected.until("sync", "301 items").await);
    assert!(!said.contains("slow down"), "a short limit is nobody's business: {said}");
    connected.jira.faults().inject(Fault::new(Trouble::Burst { retry_after: 600 }).on(Endpoint::Search));
    let said = words(&connected.until("sync", "slow down").await);
    assert!(said.contains("Jira asks to slow down. The update goes on by itself in about"), "{said}");
    assert!(said.contains("minutes."), "{said}");
    assert_eq!(connected.finished().await, good, "the numbers stay");
    connected.until("overview", "Jira asks to slow down").await;
}

#[tokio::test]
async fn troubles_of_the_first_reading_are_told_and_it_goes_on_where_it_broke_off() {
    for (trouble, sentence) in [
        (Trouble::EmptyPages, "pages without an end"),
        (Trouble::Truncated, "broke off or could not be read"),
        (Trouble::Huge { bytes: 100_000_000 }, "larger than 64 MB"),
        (Trouble::DeadToken, "Jira rejected the token"),
    ] {
        let connected = Connected::begin(settings(200), |jira| {
            jira.faults().inject(Fault::new(trouble.clone()).on(Endpoint::ChangelogBulkFetch).after(2));
            jira.faults().inject(Fault::new(trouble.clone()).on(Endpoint::Search).after(4));
        })
        .await;
        let html = connected.until("sync", sentence).await;
        assert!(html.contains("role=\"alert\""), "{trouble:?}");
        for poison in connected.jira.poison() {
            assert!(!html.contains(&poison.text), "{trouble:?}: {}", poison.source);
        }
        connected.jira.faults().clear();
        connected.until("sync", "Your data is here").await;
        assert!(connected.finished().await.lines().count() > 20, "{trouble:?}");
    }
}

#[tokio::test]
async fn one_project_out_of_reach_is_named_as_a_gap_and_the_others_are_read() {
    let connected = Connected::complete(settings(400), |_| {}).await;
    let good = connected.finished().await;
    assert!(connected.jira.world().revoke_project("CHK"));
    let said = words(&connected.until("sync", "One project could not be read").await);
    assert!(said.contains("kept for a day"), "{said}");
    let sorted = |table: &str| table.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(sorted(&connected.finished().await), sorted(&good), "what was read before stays");
    assert!(good.contains("CHK-") && good.contains("PAY-"));
}

#[tokio::test]
async fn boards_without_permission_leave_the_categories_and_a_note() {
    let refused = (1..=20).collect();
    let switches = Switches { refused_configurations: refused, generous: false, ..Switches::default() };
    let connected = Connected::complete(Settings { switches, ..settings(300) }, |_| {}).await;
    let said = words(&connected.page("sync").await);
    assert!(said.contains("may not be read, so their statuses are grouped"), "{said}");
    assert!(connected.page("flow").await.contains("of items finish within"));
}

#[tokio::test]
async fn a_clock_that_is_ten_minutes_off_is_told_and_hides_no_change() {
    for skew in [600_000, -600_000] {
        let switches = Switches { clock_skew_millis: skew, generous: false, ..Switches::default() };
        let connected = Connected::complete(Settings { switches, ..settings(300) }, |_| {}).await;
        let url = connected.jira.url();
        let fields = [
            ("what", "try"),
            ("address", url.as_str()),
            ("email", crate::simulated_jira::READER),
            ("token", crate::simulated_jira::TOKEN),
        ];
        let tried = connected.person.post(&connected.app, &connected.person.page("connect"), &fields).await;
        let said = words(&tried.text().await.expect("html"));
        assert!(said.contains("correct the clock"), "{skew}: {said}");
        let key = connected.jira.world().add_issue("PAY").expect("a project");
        connected.jira.world().advance(1_000);
        assert!(connected.jira.world().set_status(&key, "In Progress"));
        connected.until("sync", "301 items").await;
    }
}
