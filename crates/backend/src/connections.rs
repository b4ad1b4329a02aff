//! Connections: added, renamed, given another credential, removed; the credential is never shown.

use clario_store::{Connection, ConnectionId, ConnectionKind, NewConnection, Scope, SealedSecret};

use crate::Backend;
use crate::credential::{Credential, place};
use crate::entry;
use crate::error::Error;
use crate::flaw::Flaw;
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
        let id = ConnectionId::random()?;
        let secret = self.seal_credential(scope, &id, &credential, 1).await?;
        let connection = NewConnection {
            id: &id,
            kind: ConnectionKind::JiraCloud,
            base_url: &credential.address.as_text(),
            auth: credential.kind(),
            label: label.as_deref(),
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
        Ok(self.store().label_connection(scope, id, entry::label(label)?.as_deref()).await?)
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
        let revision = self.store().connection_secret(scope, id).await?.revision + 1;
        let secret = self.seal_credential(scope, id, &credential, revision).await?;
        let address = credential.address.as_text();
        let replaced = self
            .store()
            .replace_connection_secret(scope, id, &address, credential.kind(), &secret, self.now())
            .await?;
        if replaced { Ok(()) } else { Err(Error::ChangedMeanwhile) }
    }

    /// Removes a connection; its credential is destroyed at once.
    pub async fn remove_connection(&self, viewer: &Viewer, id: &ConnectionId) -> Result<(), Error> {
        Ok(self.store().remove_connection(viewer.editor()?, id).await?)
    }

    /// Reads a form without storing anything, to try it out.
    pub(crate) fn parse_credential(&self, form: ConnectionForm) -> Result<Credential, Flaw> {
        Credential::parse(&form.address, &form.email, form.token, self.destination())
    }

    /// Opens the stored credential of a connection, for the one who sends requests with it.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "the synchronisation that sends requests is not written yet")
    )]
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
