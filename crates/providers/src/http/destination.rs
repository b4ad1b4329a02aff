//! Where requests may go: public addresses over https, and what the operator listed.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::error::AddressFault;

/// The policy that every address is checked against, when it is typed and again when it is resolved.
#[derive(Debug, Clone, Default)]
pub struct Destination {
    listed: Arc<BTreeSet<(String, u16)>>,
}

impl Destination {
    /// Only https on port 443 to public addresses.
    pub fn public() -> Self {
        Self::default()
    }

    /// Also this host and port, over http too and with a private address if need be.
    ///
    /// For what the operator listed and for the built-in sample; never for what a person typed.
    /// An IPv6 address is written without brackets. Cloud metadata addresses stay denied.
    #[must_use]
    pub fn allowing(self, host: &str, port: u16) -> Self {
        let mut listed = Arc::unwrap_or_clone(self.listed);
        listed.insert((host.to_ascii_lowercase(), port));
        Self { listed: Arc::new(listed) }
    }

    /// Checks scheme, user part, port and literal addresses.
    pub(crate) fn check(&self, url: &Url) -> Result<(), AddressFault> {
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressFault::HasUser);
        }
        let host = bare_host(url).ok_or(AddressFault::Unreadable)?;
        let port = url.port_or_known_default().ok_or(AddressFault::NotHttps)?;
        let literal: Option<IpAddr> = host.parse().ok();
        if literal.is_some_and(is_metadata) {
            return Err(AddressFault::Number);
        }
        if self.listed.contains(&(host, port)) && matches!(url.scheme(), "http" | "https") {
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
        bare_host(url).zip(url.port_or_known_default()).is_some_and(|place| self.listed.contains(&place))
    }

    /// The policy of one client, which asks only these bases. A resolver hears the name and not the port, so
    /// a listed name stays open only if each of the bases at that name is listed with its port.
    pub(crate) fn narrowed_to(&self, bases: &[&Url]) -> Self {
        let listed = self.listed.iter().filter(|(host, _)| {
            let at_host = |base: &&&Url| bare_host(base).as_ref() == Some(host);
            let mut own = bases.iter().filter(at_host).peekable();
            own.peek().is_some() && own.all(|base| self.lists(base))
        });
        Self { listed: Arc::new(listed.cloned().collect()) }
    }

    fn lists_host(&self, host: &str) -> bool {
        self.listed.iter().any(|(listed, _)| listed == host)
    }

    fn admits(&self, host: &str, address: IpAddr) -> bool {
        !is_metadata(address) && (is_public(address) || self.lists_host(host))
    }
}

/// The host in lower case, without the brackets of an IPv6 address.
fn bare_host(url: &Url) -> Option<String> {
    let host = url.host_str()?.trim_start_matches('[').trim_end_matches(']');
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

/// Resolves names at connect time and hands out only vetted addresses, so that a name which changes its
/// address after the check gains nothing.
#[derive(Debug)]
pub(crate) struct VettingResolver(pub(crate) Destination);

impl Resolve for VettingResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let destination = self.0.clone();
        Box::pin(async move {
            let host = name.as_str().to_ascii_lowercase();
            let vetted: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0))
                .await?
                .filter(|address| destination.admits(&host, address.ip()))
                .collect();
            if vetted.is_empty() {
                return Err("no address of this name may be reached".into());
            }
            Ok(Box::new(vetted.into_iter()) as Addrs)
        })
    }
}

/// Addresses at which clouds hand their machines secrets.
fn is_metadata(address: IpAddr) -> bool {
    match unmapped(address) {
        IpAddr::V4(v4) => {
            v4 == Ipv4Addr::new(169, 254, 169, 254)
                || v4 == Ipv4Addr::new(169, 254, 170, 2)
                || v4 == Ipv4Addr::new(100, 100, 100, 200)
                || v4 == Ipv4Addr::new(168, 63, 129, 16)
        }
        IpAddr::V6(v6) => v6 == Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254),
    }
}

fn unmapped(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    }
}

/// Whether an address belongs to the public internet. IPv6 forms that embed an IPv4 address are not public.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    let reserved = a == 0
        || a >= 224
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b));
    !(reserved
        || v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_broadcast()
        || v4.is_documentation())
}

fn is_public_v6(v6: Ipv6Addr) -> bool {
    let [first, second, ..] = v6.segments();
    let global_unicast = (0x2000..0x4000).contains(&first);
    let teredo_and_kin = first == 0x2001 && second < 0x0200;
    let documentation = (first == 0x2001 && second == 0x0db8) || (first == 0x3fff && second < 0x1000);
    let six_to_four = first == 0x2002;
    global_unicast && !teredo_and_kin && !documentation && !six_to_four
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(destination: &Destination, address: &str) -> Result<(), AddressFault> {
        destination.check(&Url::parse(address).unwrap())
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
        let destination = Destination::public().allowing("127.0.0.1", 4000).allowing("jira.corp", 443);
        assert_eq!(check(&destination, "http://127.0.0.1:4000/"), Ok(()));
        assert_eq!(check(&destination, "http://127.0.0.1:4001/"), Err(AddressFault::NotHttps));
        assert_eq!(check(&destination, "http://127.0.0.2:4000/"), Err(AddressFault::NotHttps));
        assert!(destination.admits("jira.corp", "10.0.0.7".parse().unwrap()));
        assert!(!destination.admits("other.corp", "10.0.0.7".parse().unwrap()));
    }

    #[test]
    fn a_client_of_another_port_gains_nothing_from_a_listed_one() {
        let destination = Destination::public().allowing("jira.corp", 8080).allowing("other.corp", 443);
        let url = |address: &str| Url::parse(address).unwrap();
        let private = "10.0.0.7".parse().unwrap();
        let (listed, unlisted) = (url("http://jira.corp:8080/"), url("https://jira.corp/"));
        assert!(destination.narrowed_to(&[&listed, &listed]).admits("jira.corp", private));
        assert!(!destination.narrowed_to(&[&unlisted]).admits("jira.corp", private));
        assert!(!destination.narrowed_to(&[&listed, &unlisted]).admits("jira.corp", private));
        assert!(!destination.narrowed_to(&[&listed]).admits("other.corp", private));
    }

    #[test]
    fn metadata_addresses_are_denied_even_when_listed() {
        let destination = Destination::public().allowing("169.254.169.254", 80).allowing("sly.example", 443);
        assert!(check(&destination, "http://169.254.169.254/").is_err());
        for address in ["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "::ffff:169.254.169.254"] {
            assert!(!destination.admits("sly.example", address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn private_addresses_are_not_public() {
        for address in [
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "127.9.9.9",
            "169.254.1.1",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "240.0.0.1",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2002:808:808::1",
            "2001::1",
            "2001:db8::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in ["104.192.136.240", "8.8.8.8", "2606:4700::1111", "2401:1d80::1"] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[tokio::test]
    async fn a_name_that_resolves_to_a_private_address_is_refused() {
        let resolver = VettingResolver(Destination::public());
        assert!(resolver.resolve("localhost".parse().unwrap()).await.is_err());
        let listed = VettingResolver(Destination::public().allowing("localhost", 4000));
        assert!(listed.resolve("localhost".parse().unwrap()).await.is_ok());
    }
}
