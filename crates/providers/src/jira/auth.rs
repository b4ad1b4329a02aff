//! How a request proves who asks: an API token with its e-mail address, or a bearer token.

use reqwest::RequestBuilder;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use super::address::Address;

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

    /// A one-way mark of the credential and of the site it is used at: caches keyed by it forget their content
    /// when either changes.
    pub fn fingerprint(&self, address: &Address) -> [u8; 32] {
        let (email, token) = match self {
            Self::ApiToken { email, token } => (email.expose_secret(), token.expose_secret()),
            Self::Bearer(token) => ("", token.expose_secret()),
        };
        let mut hash = Sha256::new();
        for part in [address.as_text().as_str(), email, token] {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Destination;

    #[test]
    fn a_fingerprint_tells_site_address_and_token_apart() {
        let mark = |site: &str, email: &str, token: &str| {
            let auth = Auth::ApiToken { email: email.into(), token: token.into() };
            auth.fingerprint(&Address::parse(site, &Destination::public()).unwrap())
        };
        let marks = [
            mark("acme", "a", "bc"),
            mark("acme", "ab", "c"),
            mark("other", "a", "bc"),
            mark("acme", "a", "bd"),
        ];
        assert_eq!(marks.iter().collect::<std::collections::HashSet<_>>().len(), marks.len());
        assert_eq!(mark("acme.atlassian.net", "a", "bc"), marks[0]);
    }
}
