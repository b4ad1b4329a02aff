//! Connections: added, renamed, given another credential, removed; the credential is never shown.

use clario_store::{Connection, ConnectionId, ConnectionKind, NewConnection, Scope, SealedSecret};

use crate::Backend;
use crate::credential::{Credential, place};
use crate::entry;
use crate::error::Error;
use crate::feeds::TRIAL;
use crate::flaw::Flaw;
use crate::permission::Permission;
use crate::sessions::Recent;
use crate::viewer::Viewer;

const MOST_CONNECTIONS: u32 = 20;

/// The form of the connect page. It has no `Debug`, since it holds a token.
pub struct ConnectionForm {
    /// The address of the site, as typed.
    pub address: String,
    /// The e-mail address the token belongs to; empty for the token of a service account.
    pub email: String,
    /// The token.
    pub token: String,
    /// What the person calls the connection; may be empty.
    pub label: String,
}

impl Backend {
    /// The connections of the workspace, oldest first. The sample shows none.
    pub async fn connections(&self, viewer: &Viewer) -> Result<Vec<Connection>, Error> {
        match viewer.scope() {
            None => Ok(Vec::new()),
            Some(scope) => Ok(self.store().connections(scope).await?),
        }
    }

    /// One connection.
    pub async fn connection(&self, viewer: &Viewer, id: &ConnectionId) -> Result<Connection, Error> {
        let scope = viewer.scope().ok_or(Error::NotFound)?;
        Ok(self.store().connection(scope, id).await?)
    }

    /// Adds a connection to Jira Cloud.
    pub async fn add_connection(&self, viewer: &Viewer, form: ConnectionForm) -> Result<ConnectionId, Error> {
        let scope = viewer.editor()?;
        let label = entry::label(&form.label)?;
        let credential = self.parse_credential(form)?;
        self.keep(scope, &credential, label.as_deref()).await
    }

    /// Seals a credential and stores it as a new connection.
    pub(crate) async fn keep(
        &self,
        scope: &Scope,
        credential: &Credential,
        label: Option<&str>,
    ) -> Result<ConnectionId, Error> {
        let id = ConnectionId::random()?;
        let secret = self.seal_credential(scope, &id, credential, 1).await?;
        let connection = NewConnection {
            id: &id,
            kind: ConnectionKind::JiraCloud,
            base_url: &credential.address.as_text(),
            auth: credential.kind(),
            label,
            secret: &secret,
        };
        if self.store().add_connection(scope, &connection, MOST_CONNECTIONS, self.now()).await? {
            Ok(id)
        } else {
            Err(Flaw::TooManyConnections.into())
        }
    }

    /// Gives a connection another label; an empty one takes it away.
    pub async fn label_connection(
        &self,
        viewer: &Viewer,
        id: &ConnectionId,
        label: &str,
    ) -> Result<(), Error> {
        let scope = viewer.editor()?;
        Ok(self.store().label_connection(scope, id, entry::label(label)?.as_deref(), self.now()).await?)
    }

    /// Replaces address and credential of a connection. There is no way to change the address and
    /// keep the credential. The label of the form is not looked at.
    pub async fn replace_credential(
        &self,
        viewer: &Viewer,
        id: &ConnectionId,
        form: ConnectionForm,
    ) -> Result<(), Error> {
        let scope = viewer.editor()?;
        let credential = self.parse_credential(form)?;
        let revision = self.store().secret_revision(scope, id).await? + 1;
        let secret = self.seal_credential(scope, id, &credential, revision).await?;
        let address = credential.address.as_text();
        let replaced = self
            .store()
            .replace_connection_secret(scope, id, &address, credential.kind(), &secret, self.now())
            .await?;
        if !replaced {
            return Err(Error::ChangedMeanwhile);
        }
        self.inner.data_sets.forget_connection(viewer.workspace(), id.as_str()).await;
        self.inner.portfolios.forget(viewer.workspace()).await;
        self.keep_ledger().await;
        Ok(())
    }

    /// Tries a new credential out, and puts it in the place of the old one when the provider takes it. The address may
    /// change with it.
    pub async fn renew_credential(
        &self,
        viewer: &Viewer,
        recent: &Recent,
        id: &ConnectionId,
        form: ConnectionForm,
    ) -> Result<(), Error> {
        let scope = viewer.allowed_recently(Permission::ManageConnections, recent)?;
        // Whether there is such a connection is told before anything is sent anywhere.
        self.store().connection(scope, id).await?;
        let tried = ConnectionForm {
            address: form.address.clone(),
            email: form.email.clone(),
            token: form.token.clone(),
            label: String::new(),
        };
        let credential = self.parse_credential(tried)?;
        let permit = self.provider_permit(scope.workspace()).await?;
        self.jira(credential, None, TRIAL, permit)?.probe(self.now_millis()).await?;
        self.replace_credential(viewer, id, form).await
    }

    /// Removes a connection; its credential is destroyed and what was read through it wiped at once.
    pub async fn remove_connection(&self, viewer: &Viewer, id: &ConnectionId) -> Result<(), Error> {
        self.store().remove_connection(viewer.editor()?, id, self.now()).await?;
        self.inner.data_sets.forget_connection(viewer.workspace(), id.as_str()).await;
        self.inner.portfolios.forget(viewer.workspace()).await;
        self.keep_ledger().await;
        Ok(())
    }

    /// Reads a form without storing anything, to try it out.
    pub(crate) fn parse_credential(&self, form: ConnectionForm) -> Result<Credential, Flaw> {
        Credential::parse(&form.address, &form.email, form.token, self.destination())
    }

    /// Opens the stored credential of a connection, for the one who sends requests with it.
    pub(crate) async fn credential(&self, scope: &Scope, id: &ConnectionId) -> Result<Credential, Error> {
        let connection = self.store().connection(scope, id).await?;
        let secret = self.store().connection_secret(scope, id).await?;
        let data_key = self.workspace_key(scope).await?;
        let opened = data_key
            .open(&place(scope.workspace(), id, secret.revision), &secret.sealed)
            .map_err(|_| Error::EnterCredentialAgain)?;
        Credential::from_bytes(&opened, &connection.base_url, self.destination())
            .ok_or(Error::EnterCredentialAgain)
    }

    async fn seal_credential(
        &self,
        scope: &Scope,
        id: &ConnectionId,
        credential: &Credential,
        revision: u64,
    ) -> Result<SealedSecret, Error> {
        let place = place(scope.workspace(), id, revision);
        let sealed = self.seal(scope, &place, &credential.to_bytes()).await?;
        Ok(SealedSecret { sealed, revision, last_four: credential.last_four() })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use clario_store::Scope;
    use secrecy::ExposeSecret;
    use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
    use tempfile::TempDir;

    use super::*;
    use crate::clock::SystemClock;
    use crate::{Config, HashCost, SignUp, terms};

    const TOKEN: &str = "ATATT3xTokenOfTheConnectionTests";

    struct Installation {
        directory: TempDir,
        backend: Backend,
    }

    impl Installation {
        async fn new() -> Self {
            let directory = tempfile::tempdir().expect("a directory");
            let mut config = Config::new(directory.path().to_owned());
            config.open_sign_up = true;
            config.hash_cost = HashCost::FLOOR;
            let backend = Backend::start(config, Arc::new(SystemClock)).await.expect("a start");
            Self { directory, backend }
        }

        async fn owner(&self, email: &str) -> Viewer {
            let password = "four tests in a green boat";
            let form = SignUp {
                name: "Ada".into(),
                email: email.into(),
                password: password.into(),
                accepted_terms: Some(terms::current().version),
            };
            self.backend.sign_up(form).await.expect("signed up");
            // Viewers need no session, and so no confirmed address.
            let account = self.backend.store().account_by_email(email).await.expect("an answer");
            let account = account.expect("an account").id;
            let workspace = self.backend.workspaces(&account).await.expect("workspaces").remove(0);
            self.backend.viewer(Some(&account), workspace.id.as_str()).await.expect("a member")
        }

        async fn connection(&self, viewer: &Viewer, token: &str) -> ConnectionId {
            self.backend.add_connection(viewer, form(token)).await.expect("a connection")
        }

        /// What somebody could do who can write to the database but has no key.
        async fn tamper(&self, statement: &'static str) {
            let options =
                SqliteConnectOptions::new().filename(self.directory.path().join("altaclario.sqlite"));
            let pool = SqlitePool::connect_with(options).await.expect("the same file");
            sqlx::query(statement).execute(&pool).await.expect("a good statement");
        }

        async fn opened(&self, scope: &Scope, id: &ConnectionId) -> Result<(String, String), Error> {
            let credential = self.backend.credential(scope, id).await?;
            let (clario_providers::jira::Auth::ApiToken { token, .. }
            | clario_providers::jira::Auth::Bearer(token)) = &credential.auth;
            Ok((credential.address.as_text(), token.expose_secret().to_owned()))
        }
    }

    fn form(token: &str) -> ConnectionForm {
        ConnectionForm {
            address: "acme.atlassian.net".into(),
            email: "robot@example.org".into(),
            token: token.into(),
            label: String::new(),
        }
    }

    fn needs_entry(result: &Result<(String, String), Error>) {
        assert!(matches!(result, Err(Error::EnterCredentialAgain)), "{result:?}");
    }

    #[tokio::test]
    async fn a_stored_credential_opens_for_its_own_address() {
        let installation = Installation::new().await;
        let viewer = installation.owner("ada@example.com").await;
        let scope = viewer.scope().unwrap();
        let id = installation.connection(&viewer, TOKEN).await;
        let expected = ("https://acme.atlassian.net".to_owned(), TOKEN.to_owned());
        assert_eq!(installation.opened(scope, &id).await.unwrap(), expected);
        let next = "ATATT3xTheNextTokenOfTheTests";
        installation.backend.replace_credential(&viewer, &id, form(next)).await.unwrap();
        assert_eq!(installation.opened(scope, &id).await.unwrap().1, next);
        let other = installation.owner("eve@example.com").await;
        let foreign = installation.opened(other.scope().unwrap(), &id).await;
        assert!(matches!(foreign, Err(Error::NotFound)), "{foreign:?}");
    }

    #[tokio::test]
    async fn a_credential_is_not_sent_to_an_address_that_was_changed_behind_our_back() {
        let installation = Installation::new().await;
        let viewer = installation.owner("ada@example.com").await;
        let id = installation.connection(&viewer, TOKEN).await;
        installation.tamper("UPDATE provider_connection SET base_url = 'https://evil.atlassian.net'").await;
        needs_entry(&installation.opened(viewer.scope().unwrap(), &id).await);
        clario_proofs::proves(&["AC-54"]);
    }

    #[tokio::test]
    async fn a_sealed_credential_opens_in_no_other_row_and_no_other_workspace() {
        let installation = Installation::new().await;
        let (ada, eve) =
            (installation.owner("ada@example.com").await, installation.owner("eve@example.com").await);
        let first = installation.connection(&ada, TOKEN).await;
        let second = installation.connection(&ada, "ATATT3xAnotherTokenOfTheTests").await;
        let of_eve = installation.connection(&eve, "ATATT3xTheTokenThatEveEntered").await;
        installation
            .tamper(
                "UPDATE provider_connection SET secret_enc =
                 (SELECT secret_enc FROM provider_connection AS other WHERE other.last_four = 'ests' LIMIT 1)",
            )
            .await;
        let opened = [
            installation.opened(ada.scope().unwrap(), &first).await,
            installation.opened(ada.scope().unwrap(), &second).await,
        ];
        assert_eq!(
            opened.iter().filter(|opened| opened.is_ok()).count(),
            1,
            "only where it belongs: {opened:?}"
        );
        needs_entry(&installation.opened(eve.scope().unwrap(), &of_eve).await);
        clario_proofs::proves(&["AC-54", "AL-16"]);
    }

    #[tokio::test]
    async fn an_older_credential_put_back_does_not_open() {
        let installation = Installation::new().await;
        let viewer = installation.owner("ada@example.com").await;
        let id = installation.connection(&viewer, TOKEN).await;
        installation.tamper("CREATE TABLE kept AS SELECT id, secret_enc FROM provider_connection").await;
        installation
            .backend
            .replace_credential(&viewer, &id, form("ATATT3xTheNextTokenOfTheTests"))
            .await
            .unwrap();
        installation
            .tamper("UPDATE provider_connection SET secret_enc = (SELECT secret_enc FROM kept)")
            .await;
        needs_entry(&installation.opened(viewer.scope().unwrap(), &id).await);
    }

    #[tokio::test]
    async fn the_data_key_of_one_workspace_does_not_serve_another() {
        let installation = Installation::new().await;
        let (ada, eve) =
            (installation.owner("ada@example.com").await, installation.owner("eve@example.com").await);
        let (of_ada, of_eve) =
            (installation.connection(&ada, TOKEN).await, installation.connection(&eve, TOKEN).await);
        installation
            .tamper("UPDATE workspace SET dek_wrapped = (SELECT dek_wrapped FROM workspace AS first ORDER BY created, id LIMIT 1)")
            .await;
        let opened = [
            installation.opened(ada.scope().unwrap(), &of_ada).await.is_ok(),
            installation.opened(eve.scope().unwrap(), &of_eve).await.is_ok(),
        ];
        assert_eq!(opened.iter().filter(|opened| **opened).count(), 1, "{opened:?}");
        clario_proofs::proves(&["AL-16"]);
    }
}
