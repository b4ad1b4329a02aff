//! From which address a request really comes: what trusted proxies say about it, and what strangers say is not heard.

use crate::doors::Doors;
use axum::http::HeaderMap;
use axum::http::header::FORWARDED;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// The address of the client, in the extensions of its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClientAddress(pub(crate) IpAddr);

impl ClientAddress {
    /// Reads the chain of hops from the right, as far as each hop is a proxy that was declared.
    pub(crate) fn of(doors: &Doors, peer: IpAddr, headers: &HeaderMap) -> Self {
        let mut client = peer.to_canonical();
        if !doors.trusts(client) {
            return Self(client);
        }
        for hop in hops(headers).into_iter().rev() {
            // A hop that is no address was hidden or made up: the last one that is known stands.
            let Some(address) = hop else { break };
            client = address;
            if !doors.trusts(client) {
                break;
            }
        }
        Self(client)
    }

    /// One household of IPv6 owns a /64, so its addresses count together.
    pub(crate) fn network(self) -> IpAddr {
        match self.0 {
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
            v4 @ IpAddr::V4(_) => v4,
        }
    }
}

/// Who forwarded for whom, the nearest last: `X-Forwarded-For`, or `Forwarded` where the proxy speaks only that.
fn hops(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let entries = |name: &str| -> Vec<String> {
        let lines = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or_default());
        lines.flat_map(|line| line.split(',')).map(|entry| entry.trim().to_owned()).collect()
    };
    let forwarded_for = entries("x-forwarded-for");
    if !forwarded_for.is_empty() {
        return forwarded_for.iter().map(|entry| node(entry)).collect();
    }
    entries(FORWARDED.as_str()).iter().map(|entry| node(for_part(entry)?)).collect()
}

/// The `for=` of one entry of `Forwarded`.
fn for_part(entry: &str) -> Option<&str> {
    entry.split(';').find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        name.eq_ignore_ascii_case("for").then(|| value.trim_matches('"'))
    })
}

/// An address with or without a port, with or without brackets.
fn node(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|place| place.ip()))?;
    Some(IpAddr::to_canonical(&address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, headers: &[(&'static str, &str)]) -> String {
        let networks = ["127.0.0.1/32", "10.0.0.0/8"].map(|network| network.parse().expect("a network"));
        let doors = Doors { proxies: networks.into(), ..Doors::default() };
        let headers = headers
            .iter()
            .map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value")))
            .collect();
        ClientAddress::of(&doors, peer.parse().expect("an address"), &headers).0.to_string()
    }

    #[test]
    fn the_word_of_a_stranger_is_not_heard() {
        for headers in [
            &[("x-forwarded-for", "1.2.3.4")][..],
            &[("forwarded", "for=1.2.3.4")],
            &[("x-real-ip", "1.2.3.4"), ("x-forwarded-for", "127.0.0.1")],
        ] {
            assert_eq!(client("198.51.100.9", headers), "198.51.100.9");
        }
    }

    #[test]
    fn the_chain_is_read_from_the_right_through_declared_hops() {
        for (headers, expected) in [
            (&[("x-forwarded-for", "203.0.113.5")][..], "203.0.113.5"),
            (&[("x-forwarded-for", "1.1.1.1, 203.0.113.5")], "203.0.113.5"),
            (&[("x-forwarded-for", "1.1.1.1, 203.0.113.5, 10.1.2.3")], "203.0.113.5"),
            (&[("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "203.0.113.5, 10.1.2.3")], "203.0.113.5"),
            (&[("x-forwarded-for", "203.0.113.5:4711")], "203.0.113.5"),
            (&[("x-forwarded-for", "[2001:db8::7]:4711")], "2001:db8::7"),
            (&[("x-forwarded-for", "2001:db8::7")], "2001:db8::7"),
            (&[("x-forwarded-for", "::ffff:203.0.113.5")], "203.0.113.5"),
            (&[("x-forwarded-for", "203.0.113.5, unknown")], "127.0.0.1"),
            (&[("x-forwarded-for", "203.0.113.5, ")], "127.0.0.1"),
            (&[("x-forwarded-for", "203.0.113.5, unknown, 10.1.2.3")], "10.1.2.3"),
            (&[("forwarded", "for=1.1.1.1, For=\"203.0.113.5:80\";proto=https")], "203.0.113.5"),
            (&[("forwarded", "for=\"[2001:db8::7]:47011\"")], "2001:db8::7"),
            (&[("forwarded", "proto=https")], "127.0.0.1"),
            (&[("x-forwarded-for", "203.0.113.5"), ("forwarded", "for=1.1.1.1")], "203.0.113.5"),
            (&[], "127.0.0.1"),
        ] {
            assert_eq!(client("127.0.0.1", headers), expected, "{headers:?}");
        }
    }

    #[test]
    fn addresses_of_one_network_count_together() {
        let network = |text: &str| ClientAddress(text.parse().expect("an address")).network();
        assert_eq!(network("2001:db8:1:2:3::4"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_ne!(network("192.0.2.7"), network("192.0.2.8"));
    }
}
