//! Where requests may go: public addresses over https, and what the operator listed.

mod address_space;
#[cfg(test)]
mod hostile;
mod listed;
mod resolver;

use std::net::IpAddr;
use std::sync::Arc;

use reqwest::Url;

use crate::error::AddressFault;
use address_space::{is_metadata, is_public, unmapped};
pub use listed::Listed;
use resolver::Lookup;
pub(crate) use resolver::VettingResolver;

/// The policy that every address is checked against, when it is typed and again when it is resolved.
#[derive(Debug, Clone, Default)]
pub struct Destination {
    listed: Arc<Vec<Listed>>,
    lookup: Lookup,
}

impl Destination {
    /// Only https on port 443 to public addresses.
    pub fn public() -> Self {
        Self::default()
    }

    /// Also this host and port, over http too, if it is a public name or itself an address.
    ///
    /// For what the operator listed and for the built-in sample; never for what a person typed.
    /// An IPv6 address is written without brackets. Cloud metadata addresses stay denied.
    #[must_use]
    pub fn allowing(self, host: &str, port: u16) -> Self {
        self.listing(Listed::new(host, port, None))
    }

    /// Also what the operator listed.
    #[must_use]
    pub fn listing(self, listed: Listed) -> Self {
        let mut all = Arc::unwrap_or_clone(self.listed);
        all.push(listed);
        Self { listed: Arc::new(all), ..self }
    }

    /// Checks scheme, user part, port and literal addresses.
    pub(crate) fn check(&self, url: &Url) -> Result<(), AddressFault> {
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressFault::HasUser);
        }
        let host = bare_host(url).ok_or(AddressFault::Unreadable)?;
        let port = url.port_or_known_default().ok_or(AddressFault::NotHttps)?;
        let literal: Option<IpAddr> = host.parse().ok();
        // No name is asked for when a client is given an address, so it is held to the networks here.
        if literal.is_some_and(|address| {
            is_metadata(address) || self.is_listed(&host, port) && !self.admits(&host, address)
        }) {
            return Err(AddressFault::Number);
        }
        if self.is_listed(&host, port) && matches!(url.scheme(), "http" | "https") {
            return Ok(());
        }
        match (url.scheme(), literal, port) {
            (scheme, _, _) if scheme != "https" => Err(AddressFault::NotHttps),
            (_, Some(_), _) => Err(AddressFault::Number),
            (_, _, 443) => Ok(()),
            _ => Err(AddressFault::HasPort),
        }
    }

    /// Whether the operator listed this host and port.
    pub(crate) fn lists(&self, url: &Url) -> bool {
        bare_host(url)
            .zip(url.port_or_known_default())
            .is_some_and(|(host, port)| self.is_listed(&host, port))
    }

    /// The policy of one client, which asks only these bases. A resolver hears the name and not the port, so
    /// a listed name stays open only if each of the bases at that name is listed with its port.
    pub(crate) fn narrowed_to(&self, bases: &[&Url]) -> Self {
        let kept = self.listed.iter().filter(|listed| {
            let at_host = |base: &&&Url| bare_host(base).as_ref() == Some(&listed.host);
            let mut own = bases.iter().filter(at_host).peekable();
            own.peek().is_some() && own.all(|base| self.lists(base))
        });
        Self { listed: Arc::new(kept.cloned().collect()), lookup: self.lookup.clone() }
    }

    fn is_listed(&self, host: &str, port: u16) -> bool {
        self.listed.iter().any(|listed| listed.host == host && listed.port == port)
    }

    /// Whether a name may stand for an address: a listed name for those of its networks, any other for public ones.
    fn admits(&self, host: &str, address: IpAddr) -> bool {
        let address = unmapped(address);
        let mut of_host = self.listed.iter().filter(|listed| listed.host == host).peekable();
        !is_metadata(address)
            && if of_host.peek().is_none() {
                is_public(address)
            } else {
                of_host.any(|listed| listed.network.map_or(is_public(address), |own| own.contains(&address)))
            }
    }
}

/// The host in lower case, without the brackets of an IPv6 address and without the dot of the root.
fn bare_host(url: &Url) -> Option<String> {
    let host = url.host_str()?.trim_start_matches('[').trim_end_matches(']');
    let host = host.strip_suffix('.').unwrap_or(host);
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(destination: &Destination, address: &str) -> Result<(), AddressFault> {
        destination.check(&Url::parse(address).unwrap())
    }

    fn listed(text: &str) -> Listed {
        text.parse().unwrap()
    }

    #[test]
    fn only_public_names_over_https_pass() {
        let public = Destination::public();
        assert_eq!(check(&public, "https://acme.atlassian.net/"), Ok(()));
        for (address, fault) in [
            ("http://acme.atlassian.net/", AddressFault::NotHttps),
            ("ftp://acme.atlassian.net/", AddressFault::NotHttps),
            ("https://acme.atlassian.net:8443/", AddressFault::HasPort),
            ("https://me@acme.atlassian.net/", AddressFault::HasUser),
            ("https://me:secret@acme.atlassian.net/", AddressFault::HasUser),
            ("https://127.0.0.1/", AddressFault::Number),
            ("https://0x7f.1/", AddressFault::Number),
            ("https://2130706433/", AddressFault::Number),
            ("https://017700000001/", AddressFault::Number),
            ("https://[::1]/", AddressFault::Number),
            ("https://[::ffff:169.254.169.254]/", AddressFault::Number),
        ] {
            assert_eq!(check(&public, address), Err(fault), "{address}");
        }
    }

    #[test]
    fn a_listed_host_opens_its_own_port_and_no_other() {
        let destination = Destination::public().allowing("127.0.0.1", 4000);
        assert_eq!(check(&destination, "http://127.0.0.1:4000/"), Ok(()));
        assert_eq!(check(&destination, "http://127.0.0.1:4001/"), Err(AddressFault::NotHttps));
        assert_eq!(check(&destination, "http://127.0.0.2:4000/"), Err(AddressFault::NotHttps));
    }

    #[test]
    fn a_listed_host_and_its_network_must_both_match() {
        let destination = Destination::public()
            .listing(listed("jira.corp:8443@10.1.0.0/16"))
            .listing(listed("open.corp:443"))
            .listing(listed("six.corp:443@fd12:3456::/32"));
        for (host, address, admitted) in [
            ("jira.corp", "10.1.2.3", true),
            ("jira.corp", "::ffff:10.1.2.3", true),
            ("jira.corp", "10.2.0.1", false),
            ("jira.corp", "127.0.0.1", false),
            ("jira.corp", "8.8.8.8", false),
            ("open.corp", "8.8.8.8", true),
            ("open.corp", "10.1.2.3", false),
            ("six.corp", "fd12:3456::1", true),
            ("six.corp", "fd12:3457::1", false),
            ("other.corp", "10.1.2.3", false),
            ("other.corp", "8.8.8.8", true),
        ] {
            assert_eq!(destination.admits(host, address.parse().unwrap()), admitted, "{host} at {address}");
        }
    }

    #[test]
    fn a_client_of_another_port_gains_nothing_from_a_listed_one() {
        let destination = Destination::public()
            .listing(listed("jira.corp:8080@10.0.0.0/8"))
            .listing(listed("other.corp:443@10.0.0.0/8"));
        let url = |address: &str| Url::parse(address).unwrap();
        let private = "10.0.0.7".parse().unwrap();
        let (own, unlisted) = (url("http://jira.corp:8080/"), url("https://jira.corp/"));
        assert!(destination.narrowed_to(&[&own, &own]).admits("jira.corp", private));
        assert!(!destination.narrowed_to(&[&unlisted]).admits("jira.corp", private));
        assert!(!destination.narrowed_to(&[&own, &unlisted]).admits("jira.corp", private));
        assert!(!destination.narrowed_to(&[&own]).admits("other.corp", private));
    }

    #[test]
    fn metadata_addresses_are_denied_even_when_listed() {
        let destination = Destination::public()
            .allowing("169.254.169.254", 80)
            .listing(listed("sly.example:443@0.0.0.0/0"))
            .listing(listed("sly.example:443@::/0"));
        assert!(check(&destination, "http://169.254.169.254/").is_err());
        for address in [
            "169.254.169.254",
            "169.254.170.2",
            "169.254.170.23",
            "fd00:ec2::254",
            "fd00:ec2::23",
            "fd20:ce::254",
            "100.100.100.200",
            "192.0.0.192",
            "168.63.129.16",
            "::ffff:169.254.169.254",
        ] {
            assert!(!destination.admits("sly.example", address.parse().unwrap()), "{address}");
        }
    }
}
