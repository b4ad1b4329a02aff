//! How people come in: at which address, over which transport, through whom, and how often.

use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// The settings of the doors of one server.
#[derive(Debug, Clone)]
pub struct Doors {
    /// The certificate and key of our own TLS (`ALTACLARIO_TLS_CERT` and `ALTACLARIO_TLS_KEY`, PEM files).
    pub tls: Option<Tls>,
    /// Where plain HTTP is sent on to TLS (`ALTACLARIO_PLAIN`, such as `0.0.0.0:80`); only with our own TLS.
    pub plain: Option<SocketAddr>,
    /// The proxies whose word about the client's address is taken (`ALTACLARIO_PROXIES`, networks or addresses).
    pub proxies: Vec<IpNet>,
    /// Where metrics are told (`ALTACLARIO_METRICS`, such as `127.0.0.1:9090`); nowhere by default.
    pub metrics: Option<SocketAddr>,
    /// Requests a minute from one address (`ALTACLARIO_REQUESTS`, default 3000); other limits follow from it.
    pub requests: u32,
    /// Forms a minute that strangers send from one address (`ALTACLARIO_KNOCKS`, default 20).
    pub knocks: u32,
}

/// The files of a certificate.
#[derive(Debug, Clone)]
pub struct Tls {
    /// The certificate and those that vouch for it, as PEM.
    pub certificate: PathBuf,
    /// Its private key, as PEM.
    pub key: PathBuf,
}

impl Default for Doors {
    fn default() -> Self {
        Self { tls: None, plain: None, proxies: Vec::new(), metrics: None, requests: 3_000, knocks: 20 }
    }
}

impl Doors {
    /// Reads the settings and holds them to each other: in production, which is when there is an https address,
    /// people come over our own TLS or through a declared proxy, and in no other way.
    ///
    /// # Errors
    /// A sentence that names the setting.
    pub(crate) fn read(
        value: &impl Fn(&str) -> Option<String>,
        listen: SocketAddr,
        origin: Option<&str>,
    ) -> Result<Self, String> {
        let default = Self::default();
        let tls = match (value("ALTACLARIO_TLS_CERT"), value("ALTACLARIO_TLS_KEY")) {
            (None, None) => None,
            (Some(certificate), Some(key)) => Some(Tls { certificate: certificate.into(), key: key.into() }),
            _ => {
                return Err(
                    "ALTACLARIO_TLS_CERT and ALTACLARIO_TLS_KEY belong together: set both or none.".into()
                );
            }
        };
        let doors = Self {
            tls,
            plain: address(value, "ALTACLARIO_PLAIN")?,
            proxies: value("ALTACLARIO_PROXIES").map_or(Ok(Vec::new()), |text| networks(&text))?,
            metrics: address(value, "ALTACLARIO_METRICS")?,
            requests: number(value, "ALTACLARIO_REQUESTS", default.requests)?,
            knocks: number(value, "ALTACLARIO_KNOCKS", default.knocks)?,
        };
        doors.agree(listen, origin).map(|()| doors)
    }

    fn agree(&self, listen: SocketAddr, origin: Option<&str>) -> Result<(), String> {
        let has_way = self.tls.is_some() || !self.proxies.is_empty();
        let sentence = match origin {
            None if self.tls.is_some() => {
                "ALTACLARIO_ORIGIN is missing: say at which https address people come, such as https://flow.example.org."
            }
            None if !listen.ip().is_loopback() => {
                "ALTACLARIO_LISTEN names an address that others can reach. Set ALTACLARIO_ORIGIN to its https address, \
                 and a certificate (ALTACLARIO_TLS_CERT, ALTACLARIO_TLS_KEY) or the proxy that speaks TLS \
                 (ALTACLARIO_PROXIES); passwords never travel in the clear."
            }
            Some(_) if !has_way => {
                "ALTACLARIO_ORIGIN promises https. Set a certificate (ALTACLARIO_TLS_CERT, ALTACLARIO_TLS_KEY), or say \
                 from where the proxy with TLS comes (ALTACLARIO_PROXIES, such as 127.0.0.1)."
            }
            _ if self.plain.is_some() && self.tls.is_none() => {
                "ALTACLARIO_PLAIN sends plain HTTP on to our own TLS, so it needs ALTACLARIO_TLS_CERT and \
                 ALTACLARIO_TLS_KEY."
            }
            _ => return Ok(()),
        };
        Err(sentence.to_owned())
    }

    /// Whether somebody is a declared proxy.
    pub(crate) fn trusts(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.proxies.iter().any(|network| network.contains(&peer))
    }
}

/// The host, with its port if it has one, of an https address without anything behind it.
///
/// # Errors
/// A sentence for the operator.
pub(crate) fn authority(origin: &str) -> Result<String, String> {
    let rest = origin.strip_prefix("https://").unwrap_or_default().to_ascii_lowercase();
    let is_authority = !rest.is_empty()
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte))
        && !rest.starts_with(':');
    if !is_authority {
        return Err(format!(
            "ALTACLARIO_ORIGIN should look like https://flow.example.org, with nothing behind the host, not {origin:?}"
        ));
    }
    Ok(rest.strip_suffix(":443").map_or(rest.clone(), str::to_owned))
}

fn address(value: &impl Fn(&str) -> Option<String>, name: &str) -> Result<Option<SocketAddr>, String> {
    value(name)
        .map(|text| text.parse().map_err(|_| format!("{name} should look like 127.0.0.1:9090, not {text:?}")))
        .transpose()
}

fn number(value: &impl Fn(&str) -> Option<String>, name: &str, default: u32) -> Result<u32, String> {
    value(name).map_or(Ok(default), |text| {
        text.parse()
            .ok()
            .filter(|number| *number > 0)
            .ok_or(format!("{name} should be a number above 0, not {text:?}"))
    })
}

fn networks(text: &str) -> Result<Vec<IpNet>, String> {
    let network = |entry: &str| {
        entry.parse().or_else(|_| entry.parse::<IpAddr>().map(IpNet::from)).map_err(|_| {
            format!("ALTACLARIO_PROXIES should list networks or addresses, such as 10.0.0.0/8, not {entry:?}")
        })
    };
    text.split(',').map(|entry| network(entry.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where to listen, what is set, and the setting that is named when the program refuses to start.
    type Case = (&'static str, &'static [(&'static str, &'static str)], Option<&'static str>);

    const ORIGIN: (&str, &str) = ("ALTACLARIO_ORIGIN", "https://flow.example.org");
    const CERT: (&str, &str) = ("ALTACLARIO_TLS_CERT", "cert.pem");
    const KEY: (&str, &str) = ("ALTACLARIO_TLS_KEY", "key.pem");
    const PROXY: (&str, &str) = ("ALTACLARIO_PROXIES", "127.0.0.1, 10.0.0.0/8,::1");
    const PLAIN: (&str, &str) = ("ALTACLARIO_PLAIN", "127.0.0.1:80");

    fn read(listen: &str, settings: &[(&str, &str)]) -> Result<Doors, String> {
        let value = |asked: &str| {
            settings.iter().find(|(name, _)| *name == asked).map(|(_, value)| (*value).to_owned())
        };
        let origin = value("ALTACLARIO_ORIGIN").map(|origin| authority(&origin)).transpose()?;
        Doors::read(&value, listen.parse().expect("an address"), origin.as_deref())
    }

    #[test]
    fn the_program_starts_where_passwords_are_safe_and_nowhere_else() {
        let (home, world) = ("127.0.0.1:8484", "0.0.0.0:8484");
        let cases: [Case; 16] = [
            (home, &[], None),
            ("[::1]:8484", &[], None),
            (home, &[PROXY], None),
            (world, &[], Some("ALTACLARIO_LISTEN")),
            (world, &[PROXY], Some("ALTACLARIO_LISTEN")),
            (home, &[ORIGIN], Some("ALTACLARIO_ORIGIN")),
            (world, &[ORIGIN], Some("ALTACLARIO_ORIGIN")),
            (home, &[CERT, KEY], Some("ALTACLARIO_ORIGIN")),
            (home, &[ORIGIN, CERT], Some("ALTACLARIO_TLS_KEY")),
            (home, &[ORIGIN, PROXY, KEY], Some("ALTACLARIO_TLS_CERT")),
            (world, &[ORIGIN, CERT, KEY], None),
            (world, &[ORIGIN, PROXY], None),
            (world, &[ORIGIN, PROXY, CERT, KEY], None),
            (world, &[ORIGIN, CERT, KEY, PLAIN], None),
            (world, &[ORIGIN, PROXY, PLAIN], Some("ALTACLARIO_PLAIN")),
            (home, &[PLAIN], Some("ALTACLARIO_PLAIN")),
        ];
        for (listen, settings, refused) in cases {
            match (read(listen, settings), refused) {
                (Ok(_), None) => {}
                (Err(reason), Some(name)) => assert!(reason.contains(name), "{settings:?}: {reason}"),
                (outcome, _) => panic!("{listen} {settings:?}: {outcome:?}"),
            }
        }
        clario_proofs::proves(&["AC-56"]);
    }

    #[test]
    fn an_origin_is_an_https_host_and_nothing_behind_it() {
        assert_eq!(authority("https://Flow.example.org").as_deref(), Ok("flow.example.org"));
        assert_eq!(authority("https://flow.example.org:443").as_deref(), Ok("flow.example.org"));
        assert_eq!(authority("https://flow.example.org:8443").as_deref(), Ok("flow.example.org:8443"));
        for origin in [
            "http://flow.example.org",
            "https://",
            "https://flow.example.org/",
            "https://flow.example.org/app",
            "https://flow.example.org?x",
            "https://flow.example.org#x",
            "https://me@flow.example.org",
            "https://:443",
            "https://flow example.org",
            "flow.example.org",
        ] {
            assert!(authority(origin).is_err(), "{origin}");
        }
    }

    #[test]
    fn proxies_are_networks_or_addresses() {
        let doors = read("127.0.0.1:1", &[PROXY]).expect("three proxies");
        for (peer, trusted) in [
            ("127.0.0.1", true),
            ("127.0.0.2", false),
            ("10.9.8.7", true),
            ("::ffff:10.9.8.7", true),
            ("::1", true),
        ] {
            assert_eq!(doors.trusts(peer.parse().expect("an address")), trusted, "{peer}");
        }
        assert!(read("127.0.0.1:1", &[("ALTACLARIO_PROXIES", "the proxy")]).is_err());
        assert!(read("127.0.0.1:1", &[("ALTACLARIO_REQUESTS", "0")]).is_err());
        assert!(read("127.0.0.1:1", &[("ALTACLARIO_METRICS", "9090")]).is_err());
    }
}
