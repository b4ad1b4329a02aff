//! Jira Cloud: signs in at the site or the gateway, and answers the questions of `Provider`.

mod address;
pub(crate) mod auth;
mod board;
mod catalog;
mod changes;
mod discovery;
mod fields;
mod history;
mod items;
mod list;
pub(crate) mod moment;
mod permission;
mod probe;
mod query;
mod search;
mod sweep;
mod who;
mod wire;

use std::sync::{Mutex, PoisonError};

use reqwest::Url;

pub use address::Address;
pub use auth::Auth;
pub use board::BoardSource;
pub use catalog::{BoardsSeen, Survey};
pub use changes::Changes;
pub use fields::{Field, Outdated, Reading};
pub use items::Walked;
pub use permission::Writes;
pub use probe::Probe;
pub use query::Window;
pub use sweep::{Sweep, SweptProject, Verdict};
pub use who::{PseudonymKey, Route, Who};

use crate::error::Error;
use crate::http::{Answer, Destination, Patience, Permit, Request, Sender};

/// The gateway through which tokens with scopes are used.
const GATEWAY: &str = "https://api.atlassian.com/";

/// One site with one credential.
pub struct Jira {
    sender: Sender,
    address: Address,
    auth: Auth,
    gateway: Url,
    route: Mutex<Option<Route>>,
    pseudonym_key: PseudonymKey,
}

/// How to reach a site; everything but address and credential has a default.
pub struct Settings {
    /// The site, as parsed from what a person typed.
    pub address: Address,
    /// The credential.
    pub auth: Auth,
    /// Where requests may go.
    pub destination: Destination,
    /// How long to wait on limits.
    pub patience: Patience,
    /// Where the credential worked last time, if known.
    pub route: Option<Route>,
    /// The key under which account ids become pseudonyms.
    pub pseudonym_key: PseudonymKey,
    /// Another gateway than Atlassian's; it must pass the destination policy too. A site that the operator
    /// listed is its own gateway by default, so that its credential goes nowhere else.
    pub gateway: Option<String>,
    /// Asked before each request, where requests are counted.
    pub permit: Option<Permit>,
}

impl Settings {
    /// Settings for a site on the public internet.
    pub fn new(address: Address, auth: Auth) -> Self {
        Self {
            address,
            auth,
            destination: Destination::public(),
            patience: Patience::default(),
            route: None,
            pseudonym_key: PseudonymKey::default(),
            gateway: None,
            permit: None,
        }
    }
}

impl Jira {
    /// Prepares a client; nothing is sent yet.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        let site = settings.address.origin();
        settings.destination.check(site).map_err(Error::WrongAddress)?;
        let own = settings.destination.lists(site).then(|| site.as_str());
        let gateway = settings.gateway.as_deref().or(own).unwrap_or(GATEWAY);
        let gateway = address::gateway(gateway, &settings.destination)?;
        Ok(Self {
            sender: Sender::new(
                &settings.destination,
                &[site, &gateway],
                settings.patience,
                settings.permit,
            )?,
            route: Mutex::new(settings.route.or_else(|| settings.address.fixed_route())),
            address: settings.address,
            auth: settings.auth,
            gateway,
            pseudonym_key: settings.pseudonym_key,
        })
    }

    /// Where the credential works, once known; worth remembering.
    pub fn route(&self) -> Option<Route> {
        self.route.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many requests were sent so far, repeated ones included.
    pub fn requests_sent(&self) -> u64 {
        self.sender.sent()
    }

    fn remember(&self, route: Route) {
        *self.route.lock().unwrap_or_else(PoisonError::into_inner) = Some(route);
    }

    fn base(&self, route: &Route) -> Result<Url, Error> {
        match route {
            Route::Site => Ok(self.address.origin().clone()),
            Route::Gateway { cloud_id } => {
                self.gateway.join(&format!("ex/jira/{cloud_id}/")).map_err(|_| Error::NotTheProvider)
            }
        }
    }

    /// Asks with the credential, at the route that works.
    async fn ask(&self, request: &Request) -> Result<Answer, Error> {
        let route = match self.route() {
            Some(route) => route,
            None => self.sign_in().await.map(|_| self.route().unwrap_or(Route::Site))?,
        };
        self.sender.ask(&self.base(&route)?, Some(&self.auth), request).await
    }
}
