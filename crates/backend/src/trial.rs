//! Trying a connection out before it is kept.
//!
//! The person types the token once: what was tried goes back into their form sealed, and only the same person can
//! keep it, in the same workspace, within two hours.

use clario_providers::jira::Probe;
use clario_store::{AccountId, ConnectionId, Scope};
use clario_vault::{Place, Sealed};
use std::fmt::Write as _;

use crate::Backend;
use crate::connections::ConnectionForm;
use crate::credential::Credential;
use crate::entry;
use crate::error::Error;
use crate::feeds::TRIAL;
use crate::viewer::Viewer;

const HOUR: i64 = 3_600;
/// A sealed credential in hexadecimal digits; no form holds more.
const LONGEST_DRAFT: usize = 16 * 1024;

/// What trying a credential out showed. It has no `Debug`, since it holds a sealed token.
pub struct Trial {
    /// Who it is, what it sees, what it lacks.
    pub probe: Probe,
    /// The address and the credential, sealed, for [`Backend::connect`].
    pub draft: String,
}

impl Backend {
    /// Tries a credential out without keeping anything.
    pub async fn try_connection(&self, viewer: &Viewer, form: ConnectionForm) -> Result<Trial, Error> {
        let (scope, account) = asker(viewer)?;
        let credential = self.parse_credential(form)?;
        let bytes = credential.to_bytes();
        let permit = self.provider_permit(scope.workspace()).await?;
        let probe = self.jira(credential, None, TRIAL, permit)?.probe(self.now_millis()).await?;
        let sealed = self.seal(scope, &place(scope, account, self.now() / HOUR), &bytes).await?;
        Ok(Trial { probe, draft: to_hexadecimal(sealed.as_bytes()) })
    }

    /// Keeps a connection that was tried out.
    pub async fn connect(&self, viewer: &Viewer, draft: &str, label: &str) -> Result<ConnectionId, Error> {
        let (scope, account) = asker(viewer)?;
        let label = entry::label(label)?;
        let sealed = from_hexadecimal(draft).and_then(|bytes| Sealed::from_bytes(bytes).ok());
        let sealed = sealed.ok_or(Error::EnterCredentialAgain)?;
        let data_key = self.workspace_key(scope).await?;
        let hour = self.now() / HOUR;
        let opened = [hour, hour - 1]
            .into_iter()
            .find_map(|hour| data_key.open(&place(scope, account, hour), &sealed).ok())
            .ok_or(Error::EnterCredentialAgain)?;
        let credential =
            Credential::from_draft(&opened, self.destination()).ok_or(Error::EnterCredentialAgain)?;
        self.keep(scope, &credential, label.as_deref()).await
    }
}

fn asker(viewer: &Viewer) -> Result<(&Scope, &AccountId), Error> {
    Ok((viewer.editor()?, viewer.account().ok_or(Error::SignIn)?))
}

/// A draft is nowhere at rest; it belongs to the person and the hour.
fn place<'a>(scope: &'a Scope, account: &'a AccountId, hour: i64) -> Place<'a> {
    Place {
        tenant: scope.workspace().as_str(),
        table: "connection_draft",
        row: account.as_str(),
        field: "secret_enc",
        schema: 1,
        revision: hour.unsigned_abs(),
    }
}

pub(crate) fn to_hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

pub(crate) fn from_hexadecimal(text: &str) -> Option<Vec<u8>> {
    if text.len() > LONGEST_DRAFT || text.len() % 2 == 1 || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_survive_the_form_and_nonsense_does_not() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(from_hexadecimal(&to_hexadecimal(&bytes)), Some(bytes));
        for nonsense in ["0", "zz", "é0", &"00".repeat(LONGEST_DRAFT)] {
            assert_eq!(from_hexadecimal(nonsense), None, "{nonsense:.10}");
        }
    }
}
