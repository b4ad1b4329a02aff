//! Bad input, as a person meets it: every trouble ends in a plain sentence, and nothing that was good is lost.

mod addresses;
mod door;
mod sites;
mod troubles;

use crate::person::Person;
use crate::simulated_jira::{TOKEN, app_for, connect, jira, until_complete};
use crate::test_app::TestApp;
use clario_backend::Pace;
use clario_sandbox::{Sandbox, Settings};
use std::time::Duration;

/// Somebody whose workspace is connected to a site that is read every fifth of a second.
struct Connected {
    jira: Sandbox,
    app: TestApp,
    person: Person,
}

impl Connected {
    /// Connects without waiting for the data; `before` prepares the site.
    async fn begin(settings: Settings, before: impl FnOnce(&Sandbox)) -> Self {
        let jira = jira(settings).await;
        before(&jira);
        let hasty = Pace {
            update_every: Duration::from_millis(200),
            sweep_every: Duration::from_millis(400),
            first_pause: Duration::from_millis(50),
            ..Pace::default()
        };
        let app = app_for(&[&jira], |config| config.pace = hasty).await;
        let person = Person::new(&app, "grace@example.org").await;
        connect(&app, &person, &jira, TOKEN, "Ours").await;
        Self { jira, app, person }
    }

    /// Connects and waits until all is read.
    async fn complete(settings: Settings, before: impl FnOnce(&Sandbox)) -> Self {
        let connected = Self::begin(settings, before).await;
        until_complete(&connected.app, &connected.person).await;
        connected
    }

    /// The text of a page of the workspace, which must be there.
    async fn page(&self, page: &str) -> String {
        let answer = self.person.open(&self.app, &self.person.page(page)).await;
        assert_eq!(answer.status(), 200, "{page}");
        answer.text().await.expect("text")
    }

    /// The finished items as a table, of all time.
    async fn finished(&self) -> String {
        self.page("flow/finished-items.csv?from=2015-01-01").await
    }

    /// Waits until a page says something.
    async fn until(&self, page: &str, words: &str) -> String {
        crate::simulated_jira::until(&self.app, &self.person, page, words).await
    }
}

/// What a person sees of a page: no tags, one blank between words.
pub(crate) fn words(html: &str) -> String {
    let body = html.split("<main").nth(1).unwrap_or(html).split("</main>").next().unwrap_or_default();
    let mut text = String::new();
    let mut inside = false;
    for letter in body.chars() {
        match letter {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            letter if !inside => text.push(letter),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
