//! Whose credential this is, and at which of two addresses it works.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::Sha256;

use crate::error::Error;
use crate::http::{Endpoint, Request};

use super::Jira;
use super::address::is_cloud_id;

/// The address at which a credential works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The site itself: tokens without scopes.
    Site,
    /// The gateway: tokens with scopes and service accounts.
    Gateway {
        /// The site's id at the gateway.
        cloud_id: String,
    },
}

/// The key under which account ids become pseudonyms; without one they are hashed under an empty key.
#[derive(Clone, Copy, Default)]
pub struct PseudonymKey(pub [u8; 32]);

/// The account behind a credential. Its id, name and address are never kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The account id under the pseudonym key, in hexadecimal.
    pub pseudonym: String,
    /// IANA name of the account's time zone, unless hidden by its privacy settings.
    pub time_zone: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Myself {
    account_id: String,
    #[serde(default)]
    time_zone: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TenantInfo {
    cloud_id: String,
}

impl Jira {
    /// Asks who the credential belongs to, and finds out where it works if that is not known.
    pub async fn sign_in(&self) -> Result<Who, Error> {
        if let Some(route) = self.route() {
            return self.who_at(&route).await;
        }
        let refusal = match self.who_at(&Route::Site).await {
            Ok(who) => {
                self.remember(Route::Site);
                return Ok(who);
            }
            Err(error @ (Error::SignInAgain | Error::MissingScope { .. })) => error,
            Err(error) => return Err(error),
        };
        let Some(cloud_id) = self.cloud_id().await else { return Err(refusal) };
        let route = Route::Gateway { cloud_id };
        match self.who_at(&route).await {
            Ok(who) => {
                self.remember(route);
                Ok(who)
            }
            Err(Error::NotFound | Error::NotTheProvider) => Err(refusal),
            Err(error) => Err(error),
        }
    }

    async fn who_at(&self, route: &Route) -> Result<Who, Error> {
        let request = Request::of(Endpoint::Myself);
        let answer = match self.sender.ask(&self.base(route)?, Some(&self.auth), &request).await {
            Err(Error::NotFound) => return Err(Error::NotTheProvider),
            answer => answer?,
        };
        // What broke off was Jira's answer all the same; anything else that cannot be read is somebody else's.
        let foreign = |error| if answer.breaks_off() { error } else { Error::NotTheProvider };
        let myself: Myself = answer.decode().map_err(foreign)?;
        Ok(Who { pseudonym: self.pseudonym_key.of(&myself.account_id), time_zone: myself.time_zone })
    }

    /// The site's id at the gateway, asked without the credential.
    async fn cloud_id(&self) -> Option<String> {
        let request = Request::of(Endpoint::TenantInfo);
        let answer = self.sender.ask(self.address.origin(), None, &request).await.ok()?;
        let info: TenantInfo = answer.decode().ok()?;
        is_cloud_id(&info.cloud_id).then_some(info.cloud_id)
    }
}

impl PseudonymKey {
    fn of(self, account_id: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length will do");
        mac.update(account_id.as_bytes());
        let mark = mac.finalize().into_bytes();
        mark.iter().take(16).fold(String::with_capacity(32), |text, byte| text + &format!("{byte:02x}"))
    }
}

impl fmt::Debug for PseudonymKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PseudonymKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_depends_on_key_and_account_and_shows_neither() {
        let (first, second) = (PseudonymKey([1; 32]), PseudonymKey([2; 32]));
        assert_eq!(first.of("5b10a2844c20165700ede21g"), first.of("5b10a2844c20165700ede21g"));
        assert_ne!(first.of("a"), first.of("b"));
        assert_ne!(first.of("a"), second.of("a"));
        assert_eq!(first.of("a").len(), 32);
    }
}
