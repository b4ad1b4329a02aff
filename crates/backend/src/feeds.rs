//! Looking at live data: begins to follow a connection when somebody looks, and tries credentials out.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use clario_providers::jira::{Address, Auth, Probe, Route, Settings};
use clario_providers::{Destination, Jira, Patience, Permit, Provider};
use clario_store::{Connection, ConnectionId, CredentialState, Scope};
use secrecy::SecretString;

use crate::Backend;
use crate::credential::Credential;
use crate::data_sets::{Feed, Key};
use crate::error::Error;
use crate::viewer::Viewer;

/// Somebody waits for the answer.
pub(crate) const TRIAL: Patience = Patience { attempts: 2, total_wait: Duration::from_secs(10) };

/// What the one connection of the sample workspace is called where others have their id.
pub const SAMPLE_CONNECTION: &str = "sample";

/// Where the sample workspace's data comes from. It has no `Debug`, since it holds a token.
pub struct SampleSource {
    /// Address of the simulated site, such as `http://127.0.0.1:4000`.
    pub address: String,
    /// E-mail address of its token.
    pub email: String,
    /// The token.
    pub token: String,
}

impl Backend {
    /// Tells where the sample comes from. What was read from where it came from before is forgotten.
    pub async fn offer_sample(&self, source: SampleSource) {
        *self.inner.sample.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(source));
        self.inner.data_sets.forget_connection(crate::SAMPLE, SAMPLE_CONNECTION).await;
        self.inner.portfolios.forget(crate::SAMPLE).await;
    }

    /// The live data of a connection. The first look begins the reading; none waits for it.
    pub async fn feed(&self, viewer: &Viewer, id: &ConnectionId) -> Result<Arc<Feed>, Error> {
        let scope = viewer.scope().ok_or(Error::NotFound)?;
        let connection = self.store().connection(scope, id).await?;
        self.feed_of(viewer, scope, &connection).await
    }

    /// The live data of all connections of the workspace, oldest first, each with its id and name.
    ///
    /// A connection whose credential no longer opens is left out.
    pub async fn feeds(&self, viewer: &Viewer) -> Result<Vec<(String, String, Arc<Feed>)>, Error> {
        let Some(scope) = viewer.scope() else {
            let feed = self.sample_feed().await?;
            return Ok(vec![(SAMPLE_CONNECTION.to_owned(), "Sample".to_owned(), feed)]);
        };
        let mut feeds = Vec::new();
        for connection in self.store().connections(scope).await? {
            match self.feed_of(viewer, scope, &connection).await {
                Ok(feed) => {
                    let name = connection.label.clone().unwrap_or_else(|| connection.base_url.clone());
                    feeds.push((connection.id.to_string(), name, feed));
                }
                Err(Error::EnterCredentialAgain | Error::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(feeds)
    }

    /// The live data of the sample.
    pub async fn sample_feed(&self) -> Result<Arc<Feed>, Error> {
        let source = self.inner.sample.read().unwrap_or_else(PoisonError::into_inner).clone();
        let source = source.ok_or(Error::NotFound)?;
        let destination = sample_destination(&source);
        let address = Address::parse(&source.address, &destination)?;
        let auth = Auth::ApiToken {
            email: SecretString::from(source.email.clone()),
            token: SecretString::from(source.token.clone()),
        };
        let key = Key {
            workspace: crate::SAMPLE.to_owned(),
            connection: SAMPLE_CONNECTION.to_owned(),
            credential: auth.fingerprint(&address),
        };
        let settings = Settings { destination, ..Settings::new(address, auth) };
        self.follow(&key, settings, Duration::from_hours(72)).await
    }

    /// Tries the stored credential of a connection out, and remembers where it works.
    pub async fn probe_connection(&self, viewer: &Viewer, id: &ConnectionId) -> Result<Probe, Error> {
        let scope = viewer.scope().ok_or(Error::NotFound)?;
        let connection = self.store().connection(scope, id).await?;
        let credential = self.credential(scope, id).await?;
        let permit = self.provider_permit(scope.workspace()).await?;
        let probe =
            self.jira(credential, route(&connection), TRIAL, permit)?.probe(self.now_millis()).await?;
        let cloud_id = match &probe.route {
            Route::Site => None,
            Route::Gateway { cloud_id } => Some(cloud_id.as_str()),
        };
        self.store().remember_gateway(scope, id, cloud_id).await?;
        Ok(probe)
    }

    async fn feed_of(
        &self,
        viewer: &Viewer,
        scope: &Scope,
        connection: &Connection,
    ) -> Result<Arc<Feed>, Error> {
        let credential = self.credential(scope, &connection.id).await?;
        let key = Key {
            workspace: viewer.workspace().to_owned(),
            connection: connection.id.to_string(),
            credential: credential.auth.fingerprint(&credential.address),
        };
        let hours = self.store().calendar(scope).await?.keep_unread_hours;
        let permit = self.provider_permit(scope.workspace()).await?;
        let settings = self.jira_settings(credential, route(connection), Patience::default(), permit);
        let feed = self.follow(&key, settings, Duration::from_hours(u64::from(hours))).await?;
        // It may have been removed since it was looked up, and what was held of it wiped before this began.
        // So may its credential, when the workspace was closed.
        let gone = match self.store().connection(scope, &connection.id).await {
            Ok(still) if still.credential_state != CredentialState::Destroyed => {
                match self.unless_frozen(scope.workspace()).await {
                    Ok(()) => return Ok(feed),
                    Err(frozen) => frozen,
                }
            }
            Ok(_) => Error::EnterCredentialAgain,
            Err(gone) => gone.into(),
        };
        self.inner.data_sets.forget_connection(&key.workspace, &key.connection).await;
        Err(gone)
    }

    /// The feed of a key. A client is made only for the one that begins.
    async fn follow(&self, key: &Key, settings: Settings, keep_unread: Duration) -> Result<Arc<Feed>, Error> {
        let followers = &self.inner.followers;
        let begin = || Ok(followers.follow(Provider::Jira(Jira::new(settings)?), keep_unread));
        Ok(self.inner.data_sets.feed(key, keep_unread, begin).await?)
    }

    pub(crate) fn jira(
        &self,
        credential: Credential,
        route: Option<Route>,
        patience: Patience,
        permit: Permit,
    ) -> Result<Jira, Error> {
        Ok(Jira::new(self.jira_settings(credential, route, patience, permit))?)
    }

    fn jira_settings(
        &self,
        credential: Credential,
        route: Option<Route>,
        patience: Patience,
        permit: Permit,
    ) -> Settings {
        let destination = self.destination().clone();
        let Credential { address, auth } = credential;
        Settings { destination, route, patience, permit: Some(permit), ..Settings::new(address, auth) }
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub(crate) fn now_millis(&self) -> i64 {
        self.inner.clock.now().as_millisecond()
    }
}

fn route(connection: &Connection) -> Option<Route> {
    connection.cloud_id.clone().map(|cloud_id| Route::Gateway { cloud_id })
}

/// The simulated site and nothing else.
fn sample_destination(source: &SampleSource) -> Destination {
    let authority = source.address.rsplit("//").next().unwrap_or_default();
    match authority.trim_end_matches('/').rsplit_once(':') {
        Some((host, port)) => Destination::public().allowing(host, port.parse().unwrap_or(0)),
        None => Destination::public(),
    }
}
