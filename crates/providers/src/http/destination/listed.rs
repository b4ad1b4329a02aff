//! A host that the operator listed, as it stands in the settings: `jira.corp.example:8443@10.1.0.0/16`.

use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

/// A host with its port, and the network in which its addresses must lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) network: Option<IpNet>,
}

impl Listed {
    /// A host and port. Without a network only its public addresses may be reached, unless the host is itself an
    /// address: then that one and no other.
    pub fn new(host: &str, port: u16, network: Option<IpNet>) -> Self {
        let own = || host.parse::<IpAddr>().ok().map(IpNet::from);
        Self { host: host.to_ascii_lowercase(), port, network: network.or_else(own) }
    }
}

impl FromStr for Listed {
    type Err = ();

    /// Reads `host:port`, perhaps with `@network`. An IPv6 address may stand in brackets.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (place, network) = match text.trim().split_once('@') {
            Some((place, network)) => (place, Some(network.parse().map_err(|_| ())?)),
            None => (text.trim(), None),
        };
        let (host, port) = place.rsplit_once(':').ok_or(())?;
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        let port = port.parse().map_err(|_| ())?;
        let is_host = !host.is_empty() && host.chars().all(|c| c.is_alphanumeric() || "-._:".contains(c));
        if !is_host {
            return Err(());
        }
        let listed = Self::new(host, port, network);
        let contradicts =
            host.parse::<IpAddr>().is_ok_and(|own| listed.network.is_some_and(|net| !net.contains(&own)));
        if contradicts { Err(()) } else { Ok(listed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_a_host_a_port_and_perhaps_a_network() {
        for (text, host, port, network) in [
            ("jira.corp:8443@10.1.0.0/16", "jira.corp", 8443, Some("10.1.0.0/16")),
            (" JIRA.corp:443 ", "jira.corp", 443, None),
            ("127.0.0.1:4000", "127.0.0.1", 4000, Some("127.0.0.1/32")),
            ("[fd00::7]:8080", "fd00::7", 8080, Some("fd00::7/128")),
            ("10.1.2.3:80@10.1.0.0/16", "10.1.2.3", 80, Some("10.1.0.0/16")),
        ] {
            let listed: Listed = text.parse().unwrap();
            let expected = network.map(|network| network.parse().unwrap());
            assert_eq!((listed.host.as_str(), listed.port, listed.network), (host, port, expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_entry_is_refused() {
        for text in [
            "",
            "jira.corp",
            ":443",
            "jira.corp:https",
            "jira.corp:70000",
            "jira.corp:443@",
            "jira.corp:443@10.1.0.0",
            "jira.corp:443@10.1.0.0/33",
            "jira.corp:443@elsewhere",
            "https://jira.corp:443",
            "10.2.0.1:80@10.1.0.0/16",
            "a b:1",
        ] {
            assert_eq!(text.parse::<Listed>(), Err(()), "{text}");
        }
    }
}
