//! The address of a site, made from whatever a person types or pastes.

use reqwest::Url;

use crate::error::{AddressFault, Error};
use crate::http::Destination;

use super::who::Route;

const CLOUD_SUFFIX: &str = ".atlassian.net";
const GATEWAY_HOST: &str = "api.atlassian.com";
/// Hosts of Atlassian that people paste although no site lives there.
const NOT_SITES: [&str; 6] = [
    "atlassian.com",
    "www.atlassian.com",
    "id.atlassian.com",
    "home.atlassian.com",
    "start.atlassian.com",
    "admin.atlassian.com",
];

/// Where a site lives: an origin, and the site's id when the gateway was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    origin: Url,
    cloud_id: Option<String>,
}

impl Address {
    /// Reads `acme`, `acme.atlassian.net`, a pasted page of a site, or the gateway with a site id.
    pub fn parse(typed: &str, destination: &Destination) -> Result<Self, Error> {
        read(typed, destination).map_err(Error::WrongAddress)
    }

    /// The form to show and to keep.
    pub fn as_text(&self) -> String {
        match &self.cloud_id {
            None => self.origin.as_str().trim_end_matches('/').to_owned(),
            Some(cloud_id) => format!("{}ex/jira/{cloud_id}", self.origin),
        }
    }

    pub(crate) fn origin(&self) -> &Url {
        &self.origin
    }

    pub(crate) fn fixed_route(&self) -> Option<Route> {
        self.cloud_id.clone().map(|cloud_id| Route::Gateway { cloud_id })
    }
}

fn read(typed: &str, destination: &Destination) -> Result<Address, AddressFault> {
    let typed = typed.trim();
    if typed.is_empty() || typed.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
        return Err(AddressFault::Unreadable);
    }
    let with_scheme = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let mut url = Url::parse(&with_scheme).map_err(|_| AddressFault::Unreadable)?;
    let host = url.host_str().ok_or(AddressFault::Unreadable)?.trim_end_matches('.').to_ascii_lowercase();
    let listed = destination.check(&url).is_ok() && url.port().is_some();
    let host = if host.contains(['.', ':']) || listed { host } else { format!("{host}{CLOUD_SUFFIX}") };
    if NOT_SITES.contains(&host.as_str()) {
        return Err(AddressFault::NotASite);
    }
    url.set_host(Some(&host)).map_err(|_| AddressFault::Unreadable)?;
    let cloud_id = cloud_id_in(&url);
    if host == GATEWAY_HOST && cloud_id.is_none() {
        return Err(AddressFault::NotASite);
    }
    destination.check(&url)?;
    Ok(Address { origin: bare_origin(url), cloud_id: cloud_id.filter(|_| host == GATEWAY_HOST) })
}

fn bare_origin(mut url: Url) -> Url {
    url.set_path("/");
    url.set_query(None);
    url.set_fragment(None);
    url
}

fn cloud_id_in(url: &Url) -> Option<String> {
    let id = url.path().strip_prefix("/ex/jira/")?.split('/').next()?;
    is_cloud_id(id).then(|| id.to_owned())
}

/// Whether a text may stand in a path as the id of a site.
pub(super) fn is_cloud_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The gateway's origin, checked like any other.
pub(super) fn gateway(address: &str, destination: &Destination) -> Result<Url, Error> {
    let url = Url::parse(address).map_err(|_| Error::WrongAddress(AddressFault::Unreadable))?;
    destination.check(&url).map_err(Error::WrongAddress)?;
    Ok(bare_origin(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(typed: &str) -> Result<String, Error> {
        Address::parse(typed, &Destination::public()).map(|address| address.as_text())
    }

    #[test]
    fn whatever_people_paste_becomes_the_site() {
        for typed in [
            "acme",
            "acme.atlassian.net",
            "  ACME.atlassian.net/ ",
            "acme.atlassian.net.",
            "https://acme.atlassian.net",
            "https://acme.atlassian.net/jira/software/projects/PAY/boards/2?x=1#top",
            "https://acme.atlassian.net:443/browse/PAY-7",
        ] {
            assert_eq!(parse(typed).as_deref(), Ok("https://acme.atlassian.net"), "{typed}");
        }
        let gateway = "https://api.atlassian.com/ex/jira/11111111-2222-3333-4444-555555555555";
        assert_eq!(parse(&format!("{gateway}/rest/api/3/myself")).as_deref(), Ok(gateway));
    }

    #[test]
    fn what_cannot_be_a_site_is_refused_with_its_reason() {
        for (typed, fault) in [
            ("", AddressFault::Unreadable),
            ("my jira", AddressFault::Unreadable),
            ("https://", AddressFault::Unreadable),
            ("javascript:alert(1)", AddressFault::Unreadable),
            ("http://acme.atlassian.net", AddressFault::NotHttps),
            ("file:///etc/passwd", AddressFault::Unreadable),
            ("me@example.com", AddressFault::HasUser),
            ("https://me:pw@acme.atlassian.net", AddressFault::HasUser),
            ("acme.atlassian.net:8443", AddressFault::HasPort),
            ("127.0.0.1", AddressFault::Number),
            ("https://0x7f000001", AddressFault::Number),
            ("https://[::1]/", AddressFault::Number),
            ("id.atlassian.com", AddressFault::NotASite),
            ("https://api.atlassian.com/", AddressFault::NotASite),
            ("https://api.atlassian.com/ex/jira/..%2f..%2f", AddressFault::NotASite),
        ] {
            assert_eq!(parse(typed), Err(Error::WrongAddress(fault)), "{typed}");
        }
    }

    #[test]
    fn a_listed_address_keeps_scheme_and_port() {
        let destination = Destination::public().allowing("127.0.0.1", 4000).allowing("localhost", 4001);
        for typed in ["http://127.0.0.1:4000", "http://localhost:4001"] {
            let address = Address::parse(&format!("{typed}/some/page"), &destination).unwrap();
            assert_eq!(address.as_text(), typed);
        }
        assert!(Address::parse("http://127.0.0.1:4002", &destination).is_err());
    }
}
