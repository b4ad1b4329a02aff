//! The settings pages: what each form does, what it refuses, and what is never stored.

mod exceptions;
mod hostile;
mod made_of;
mod statuses;
mod workspace;

use crate::person::{Person, location};
use crate::simulated_jira::{TOKEN, app_for, connect, jira, settings, until_complete};
use crate::test_app::{TestApp, browser, send};
use clario_sandbox::{Sandbox, Settings};
use reqwest::Response;

/// Somebody with a connected workspace that is read.
struct Ready {
    jira: Sandbox,
    app: TestApp,
    person: Person,
}

impl Ready {
    async fn new() -> Self {
        Self::with(settings(400)).await
    }

    async fn with(site: Settings) -> Self {
        let jira = jira(site).await;
        let app = app_for(&[&jira], |_| {}).await;
        let person = Person::new(&app, "grace@example.org").await;
        connect(&app, &person, &jira, TOKEN, "Ours").await;
        until_complete(&app, &person).await;
        Self { jira, app, person }
    }

    async fn page(&self, page: &str) -> String {
        self.person.text(&self.app, &self.person.page(page)).await
    }

    async fn send(&self, page: &str, fields: &[(&str, &str)]) -> Response {
        self.person.post(&self.app, &self.person.page(page), fields).await
    }

    /// Sends a form that must be taken.
    async fn save(&self, page: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.send(page, fields).await;
        let (status, place) = (answer.status().as_u16(), location(&answer).to_owned());
        let html = answer.text().await.expect("html");
        assert_eq!(status, 303, "{fields:?}: {}", told(&html));
        assert!(place.contains("saved="), "{place}");
        place
    }

    /// Sends a form that must be refused, and returns what is said.
    async fn refused(&self, page: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.send(page, fields).await;
        let status = answer.status().as_u16();
        let html = answer.text().await.expect("html");
        assert_eq!(status, 422, "{:?}: {}", fields.first(), told(&html));
        html
    }

    /// The form with all teams as it stands: for each team its slug.
    async fn teams(&self) -> Vec<String> {
        values(&self.page("settings").await, "name=\"remove\" value=\"")
    }

    /// The id of the one connection.
    async fn connection(&self) -> String {
        values(&self.page("settings").await, "name=\"connection\" value=\"").remove(0)
    }
}

/// What follows a mark, up to the next quotation mark, each time it occurs.
fn values(html: &str, mark: &str) -> Vec<String> {
    html.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// The notices of a page, for the message of a test that fails.
fn told(html: &str) -> String {
    html.split("class=\"notice\"").skip(1).map(|rest| rest.chars().take(300).collect::<String>()).collect()
}

/// The fields of the form with the teams, with each slug at its place and no name of its own.
fn in_order(slugs: &[String]) -> Vec<(String, String)> {
    let mut fields = vec![("what".to_owned(), "teams".to_owned())];
    for (place, slug) in (1..).zip(slugs) {
        fields.push((format!("label.{slug}"), String::new()));
        fields.push((format!("place.{slug}"), place.to_string()));
    }
    fields
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[tokio::test]
async fn whoever_looks_at_the_sample_is_led_nowhere_that_is_closed_to_them() {
    let app = TestApp::start().await;
    let person = Person::new(&app, "grace@example.org").await;
    let sample = send(browser().get(app.url("/w/sample/settings"))).await.text().await.expect("html");
    assert!(sample.contains("<h1>Settings"), "{sample}");
    let own = person.text(&app, &person.page("settings")).await;
    for way in ["settings/members", "settings/audit", "settings/usage", "settings/workspace"] {
        assert!(!sample.contains(&format!("href=\"/w/sample/{way}\"")), "{way}");
        assert!(own.contains(&format!("href=\"{}\"", person.page(way))), "{way}");
    }
    assert!(!sample.contains("href=\"/workspaces\"") && own.contains("href=\"/workspaces\""));
}
