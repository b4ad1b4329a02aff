//! A sandbox with a client that is signed in to it.

use std::time::Duration;

use clario_analytics::records::Item;
use clario_providers::jira::{Address, Auth, Reading, Settings as JiraSettings, Survey, Window};
use clario_providers::{Destination, Error, Jira, Patience, Provider};
use clario_sandbox::{Sandbox, Settings, Token};
use tokio::sync::mpsc;

/// A running sandbox and a client with one of its tokens.
pub(crate) struct Connected {
    pub(crate) sandbox: Sandbox,
    pub(crate) provider: Provider,
}

/// A small world with the usual token.
pub(crate) async fn small_world() -> Connected {
    with_settings(Settings { issues: 300, ..Settings::default() }).await
}

/// A world of one's own with the usual token.
pub(crate) async fn with_settings(settings: Settings) -> Connected {
    let sandbox = Sandbox::start(settings).await.unwrap();
    let provider = client(&sandbox, &Token::classic());
    Connected { sandbox, provider }
}

/// A small world in which this token is known too.
pub(crate) async fn with_token(token: Token) -> Connected {
    let mut settings = Settings { issues: 300, ..Settings::default() };
    let provider_token = token.clone();
    settings.tokens.push(token);
    let sandbox = Sandbox::start(settings).await.unwrap();
    let provider = client(&sandbox, &provider_token);
    Connected { sandbox, provider }
}

/// A client that waits a few seconds at most.
pub(crate) fn client(sandbox: &Sandbox, token: &Token) -> Provider {
    let auth = Auth::ApiToken { email: token.email.clone().into(), token: token.secret.clone().into() };
    client_with(sandbox, auth)
}

/// A client with any credential.
pub(crate) fn client_with(sandbox: &Sandbox, auth: Auth) -> Provider {
    let url = sandbox.url();
    let port = url.rsplit(':').next().unwrap().parse().unwrap();
    let destination = Destination::public().allowing("127.0.0.1", port);
    let address = Address::parse(&url, &destination).unwrap();
    let settings = JiraSettings {
        destination,
        gateway: Some(sandbox.gateway_root()),
        patience: Patience { attempts: 3, total_wait: Duration::from_secs(6) },
        ..JiraSettings::new(address, auth)
    };
    Provider::Jira(Jira::new(settings).unwrap())
}

impl Connected {
    /// All items of one project in one window, as they came.
    pub(crate) async fn items_in(
        &self,
        reading: &Reading,
        project: &str,
        window: Window,
    ) -> Result<Vec<Item>, Error> {
        let (out, mut coming) = mpsc::channel(4);
        let gather = async {
            let mut items = Vec::new();
            while let Some(batch) = coming.recv().await {
                items.extend(batch);
            }
            items
        };
        let walk = async {
            let walked = self.provider.items(reading, project, window, &out).await;
            drop(out);
            walked
        };
        let (walked, items) = tokio::join!(walk, gather);
        assert_eq!(walked?.items, items.len());
        Ok(items)
    }

    /// All items of all projects, by id.
    pub(crate) async fn everything(&self, survey: &Survey) -> Vec<Item> {
        let mut items = Vec::new();
        for project in &survey.catalog.projects {
            items.extend(self.items_in(&survey.reading, &project.id, Window::All).await.unwrap());
        }
        items.sort_by_key(|item| item.id);
        items
    }

    /// What changed since a cursor, with the projects lost on the way.
    pub(crate) async fn changes(
        &self,
        survey: &Survey,
        cursor: i64,
    ) -> Result<(Vec<Item>, Vec<String>), Error> {
        let projects = project_ids(survey);
        let (out, mut coming) = mpsc::channel(4);
        let gather = async {
            let mut items = Vec::new();
            while let Some(batch) = coming.recv().await {
                items.extend(batch);
            }
            items
        };
        let walk = async {
            let changes = self.provider.changed_since(&survey.reading, &projects, cursor, &out).await;
            drop(out);
            changes
        };
        let (changes, items) = tokio::join!(walk, gather);
        Ok((items, changes?.lost_projects))
    }
}

/// Ids of the projects of a survey.
pub(crate) fn project_ids(survey: &Survey) -> Vec<String> {
    survey.catalog.projects.iter().map(|project| project.id.clone()).collect()
}
