//! Every way an answer can be useless, each as its own error.

use std::io;
use std::sync::{Arc, Mutex};

use clario_providers::Error;
use clario_providers::jira::Window;
use clario_sandbox::{Endpoint, Fault, Trouble};
use tracing_subscriber::fmt::MakeWriter;

use crate::connected::small_world;

#[tokio::test]
async fn each_refusal_of_a_search_is_its_own_error() {
    let world = small_world().await;
    let survey = world.provider.catalog().await.unwrap();
    let project = &survey.catalog.projects[0].id;
    for (trouble, expected) in [
        (Trouble::DeadToken, Error::SignInAgain),
        (Trouble::Status(401), Error::SignInAgain),
        (Trouble::Status(400), Error::QueryRefused),
        (Trouble::Status(403), Error::NoPermission),
        (Trouble::Status(404), Error::NotFound),
        (Trouble::Gone, Error::Removed),
        (Trouble::Status(500), Error::Unreachable),
        (Trouble::Html, Error::NotTheProvider),
        (Trouble::LoginRedirect, Error::NotTheProvider),
        (Trouble::Truncated, Error::Garbled),
        (Trouble::Huge { bytes: 100_000_000 }, Error::TooLarge),
        (Trouble::SameToken, Error::EndlessPaging),
        (Trouble::EmptyPages, Error::EndlessPaging),
        (Trouble::MissingScope, Error::MissingScope { scopes: &["read:jira-work"] }),
    ] {
        world.sandbox.faults().set(|switches| switches.page_cap = 10);
        world.sandbox.faults().inject(Fault::new(trouble.clone()).on(Endpoint::Search));
        let outcome = world.items_in(&survey.reading, project, Window::All).await;
        assert_eq!(outcome.unwrap_err(), expected, "{trouble:?}");
        world.sandbox.faults().clear();
    }
}

#[tokio::test]
async fn histories_that_cannot_be_read_fail_the_walk() {
    let world = small_world().await;
    let survey = world.provider.catalog().await.unwrap();
    let project = &survey.catalog.projects[0].id;
    for (trouble, expected) in [
        (Trouble::DeadToken, Error::SignInAgain),
        (Trouble::Truncated, Error::Garbled),
        (Trouble::Html, Error::NotTheProvider),
        (Trouble::Huge { bytes: 100_000_000 }, Error::TooLarge),
    ] {
        world.sandbox.faults().inject(Fault::new(trouble.clone()).on(Endpoint::ChangelogBulkFetch));
        let outcome = world.items_in(&survey.reading, project, Window::All).await;
        assert_eq!(outcome.unwrap_err(), expected, "{trouble:?}");
        world.sandbox.faults().clear();
    }
}

#[tokio::test]
async fn a_token_that_dies_on_the_way_is_no_empty_project() {
    let world = small_world().await;
    let survey = world.provider.catalog().await.unwrap();
    world.sandbox.faults().set(|switches| switches.page_cap = 10);
    world.sandbox.faults().inject(Fault::new(Trouble::DeadToken).on(Endpoint::Search).after(2));
    let project = &survey.catalog.projects[0].id;
    let outcome = world.items_in(&survey.reading, project, Window::All).await;
    assert_eq!(outcome.unwrap_err(), Error::SignInAgain);
}

#[tokio::test]
async fn a_lost_project_does_not_hide_the_others() {
    let world = small_world().await;
    let survey = world.provider.catalog().await.unwrap();
    let everything = world.everything(&survey).await;
    let lost = survey.catalog.projects[1].clone();
    assert!(world.sandbox.world().revoke_project(&lost.key));
    assert!(world.items_in(&survey.reading, &lost.id, Window::All).await.unwrap_err().concerns_one_object());
    let (items, lost_projects) = world.changes(&survey, 600_000).await.unwrap();
    assert_eq!(lost_projects, std::slice::from_ref(&lost.id));
    let kept = everything.iter().filter(|item| item.project != lost.id).count();
    assert_eq!(items.len(), kept);
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn no_log_line_and_no_error_holds_what_the_provider_said() {
    let log = Log::default();
    // For the whole program: a subscriber of one thread misses what others have met before.
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .with_ansi(false)
        .init();
    let world = small_world().await;
    let survey = world.provider.catalog().await.unwrap();
    let project = &survey.catalog.projects[0].id;
    world.items_in(&survey.reading, project, Window::All).await.unwrap();
    let mut shown = Vec::new();
    for status in [400, 401, 403, 404, 410, 418, 500, 503] {
        world.sandbox.faults().inject(Fault::new(Trouble::Status(status)).on(Endpoint::ChangelogBulkFetch));
        let error = world.items_in(&survey.reading, project, Window::All).await.unwrap_err();
        shown.push(format!("{error} {error:?} {}", error.remedy()));
        world.sandbox.faults().clear();
    }
    let shown = shown.join("\n");
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("rest/api/3/changelog/bulkfetch") && logged.contains("status=403"), "{logged}");
    for poison in world.sandbox.poison() {
        assert!(!logged.contains(&poison.text), "{} in the log", poison.source);
        assert!(!shown.contains(&poison.text), "{} in an error", poison.source);
    }
    for secret in ["classic-token", "reader@example.test", "Basic "] {
        assert!(!logged.contains(secret) && !shown.contains(secret));
    }
    clario_proofs::proves(&["AC-20"]);
}
