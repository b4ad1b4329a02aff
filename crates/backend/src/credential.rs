//! The credential of a connection: parsed from the form, sealed with its address, and opened again.

use clario_providers::Destination;
use clario_providers::jira::{Address, Auth};
use clario_store::{ConnectionId, WorkspaceId};
use clario_vault::Place;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use crate::entry::EmailAddress;
use crate::flaw::Flaw;

const LONGEST_ADDRESS: usize = 2_000;
/// Shorter ones would show too much of themselves by their last four characters.
const SHORTEST_TOKEN: usize = 16;
const LONGEST_TOKEN: usize = 2_000;

/// An address with the credential that was entered for it.
pub(crate) struct Credential {
    /// Where it may be sent, and nowhere else.
    pub(crate) address: Address,
    /// What is sent.
    pub(crate) auth: Auth,
}

impl Credential {
    /// Reads what a person typed. Without an e-mail the token stands alone.
    pub(crate) fn parse(
        address: &str,
        email: &str,
        token: String,
        allowed: &Destination,
    ) -> Result<Self, Flaw> {
        let token = SecretString::from(token);
        let text = token.expose_secret().trim();
        if text.is_empty() {
            return Err(Flaw::TokenEmpty);
        }
        let fits = (SHORTEST_TOKEN..=LONGEST_TOKEN).contains(&text.len());
        if !fits || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Flaw::Token);
        }
        let token = SecretString::from(text.to_owned());
        let email = email.trim();
        let auth = if email.is_empty() {
            Auth::Bearer(token)
        } else {
            EmailAddress::parse(email).map_err(|_| Flaw::CredentialEmail)?;
            Auth::ApiToken { email: SecretString::from(email.to_owned()), token }
        };
        Ok(Self { address: parse_address(address, allowed)?, auth })
    }

    /// How it signs in, as it is stored.
    pub(crate) fn kind(&self) -> clario_store::Auth {
        match self.auth {
            Auth::ApiToken { .. } => clario_store::Auth::EmailToken,
            Auth::Bearer(_) => clario_store::Auth::Bearer,
        }
    }

    /// The last four characters of the token, by which a person recognises it.
    pub(crate) fn last_four(&self) -> String {
        let (Auth::ApiToken { token, .. } | Auth::Bearer(token)) = &self.auth;
        let text = token.expose_secret();
        text.get(text.len().saturating_sub(4)..).unwrap_or_default().to_owned()
    }

    /// Address, e-mail and token, one a line: the address is sealed in, so that nobody who can
    /// write to the database can send the token elsewhere.
    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let (email, token) = match &self.auth {
            Auth::ApiToken { email, token } => (email.expose_secret(), token.expose_secret()),
            Auth::Bearer(token) => ("", token.expose_secret()),
        };
        let address = self.address.as_text();
        let mut bytes = Zeroizing::new(Vec::with_capacity(address.len() + email.len() + token.len() + 2));
        bytes.extend_from_slice(address.as_bytes());
        bytes.push(b'\n');
        bytes.extend_from_slice(email.as_bytes());
        bytes.push(b'\n');
        bytes.extend_from_slice(token.as_bytes());
        bytes
    }

    /// The reverse of [`Credential::to_bytes`] for one that is not stored yet, at whatever address was sealed with it.
    pub(crate) fn from_draft(bytes: &[u8], allowed: &Destination) -> Option<Self> {
        let address = std::str::from_utf8(bytes).ok()?.split('\n').next()?;
        Self::from_bytes(bytes, address, allowed)
    }

    /// The reverse of [`Credential::to_bytes`]; `None` unless it was sealed for this address.
    pub(crate) fn from_bytes(bytes: &[u8], address: &str, allowed: &Destination) -> Option<Self> {
        let mut lines = std::str::from_utf8(bytes).ok()?.splitn(3, '\n');
        let (sealed_address, email, token) = (lines.next()?, lines.next()?, lines.next()?);
        if sealed_address != address {
            return None;
        }
        let token = SecretString::from(token.to_owned());
        let auth = if email.is_empty() {
            Auth::Bearer(token)
        } else {
            Auth::ApiToken { email: SecretString::from(email.to_owned()), token }
        };
        Some(Self { address: parse_address(address, allowed).ok()?, auth })
    }
}

fn parse_address(text: &str, allowed: &Destination) -> Result<Address, Flaw> {
    use clario_providers::{AddressFault, Error};
    if text.len() > LONGEST_ADDRESS {
        return Err(Flaw::Address(AddressFault::Unreadable));
    }
    Address::parse(text, allowed).map_err(|error| match error {
        Error::WrongAddress(fault) => Flaw::Address(fault),
        _ => Flaw::Address(AddressFault::Unreadable),
    })
}

/// Where the sealed credential of a connection belongs.
pub(crate) fn place<'a>(
    workspace: &'a WorkspaceId,
    connection: &'a ConnectionId,
    revision: u64,
) -> Place<'a> {
    Place {
        tenant: workspace.as_str(),
        table: "provider_connection",
        row: connection.as_str(),
        field: "secret_enc",
        schema: 1,
        revision,
    }
}
