//! How a request proves who asks: an API token with its e-mail address, or a bearer token.

use reqwest::RequestBuilder;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// A credential. It is neither printable nor comparable.
#[derive(Clone)]
pub enum Auth {
    /// An API token of a person's account, with or without scopes.
    ApiToken {
        /// The account's e-mail address.
        email: SecretString,
        /// The token.
        token: SecretString,
    },
    /// A token that stands alone, as service accounts have.
    Bearer(SecretString),
}

impl Auth {
    pub(crate) fn sign(&self, request: RequestBuilder) -> RequestBuilder {
        match self {
            Self::ApiToken { email, token } => {
                request.basic_auth(email.expose_secret(), Some(token.expose_secret()))
            }
            Self::Bearer(token) => request.bearer_auth(token.expose_secret()),
        }
    }

    /// A one-way mark of the credential: caches keyed by it forget their content when the token changes.
    pub fn fingerprint(&self) -> [u8; 32] {
        let (email, token) = match self {
            Self::ApiToken { email, token } => (email.expose_secret(), token.expose_secret()),
            Self::Bearer(token) => ("", token.expose_secret()),
        };
        let mut hash = Sha256::new();
        hash.update(u64::try_from(email.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(email);
        hash.update(token);
        hash.finalize().into()
    }
}
