//! Every setting of the program, read from the environment in this one place.

mod mail;
mod operator_facts;

use crate::doors::{Doors, authority};
use clario_backend::mail::MailConfig;
use clario_backend::{HashCost, Listed, Pace, Quotas};
use clario_privacy::facts::Facts;
use clario_privacy::policy::Feature;
use std::net::SocketAddr;
use std::path::PathBuf;

/// The settings of one server.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen (`ALTACLARIO_LISTEN`, default `127.0.0.1:8484`).
    pub listen: SocketAddr,
    /// Folder of the database and the key file (`ALTACLARIO_DATA`, default `data`).
    pub data: PathBuf,
    /// The key file, when it lies elsewhere than in the data folder (`ALTACLARIO_KEY_FILE`).
    pub key_file: Option<PathBuf>,
    /// Folder of the backups, when it lies elsewhere than in the data folder (`ALTACLARIO_BACKUPS`).
    pub backups: Option<PathBuf>,
    /// Whether visitors may explore sample data (`ALTACLARIO_SAMPLE`, `on` or `off`, default `on`).
    pub sample: bool,
    /// Whether anybody may sign up (`ALTACLARIO_SIGN_UP`, `open` or `invitation`, default `invitation`; `first` is an
    /// older word for the same).
    pub open_sign_up: bool,
    /// What people type to come here (`ALTACLARIO_ORIGIN`, such as `https://flow.example.org` behind a proxy that
    /// speaks TLS). Without it the program serves loopback only.
    pub origin: Option<String>,
    /// How people come in, and how often they may.
    pub doors: Doors,
    /// Private or plain-HTTP hosts that may be connected to (`ALTACLARIO_HOSTS`, such as
    /// `jira.corp.example:8443@10.1.0.0/16`, separated by commas). Host and network must both match; without a network
    /// only public addresses of the host may be reached, unless the host is itself an address.
    pub listed_hosts: Vec<Listed>,
    /// How much a workspace and a person may use on one day; only tests change it.
    pub quotas: Quotas,
    /// How letters leave (`ALTACLARIO_SMTP`, such as `smtps://user:password@mail.example.org`, and
    /// `ALTACLARIO_MAIL_FROM`). Without a server they are held for the operator; only tests change the pace.
    pub mail: MailConfig,
    /// What the operator states about this installation (`ALTACLARIO_OPERATOR_NAME`, `ALTACLARIO_OPERATOR_COUNTRY`,
    /// `ALTACLARIO_OPERATOR_CONTACT`, and a file named by `ALTACLARIO_FACTS` for the rest).
    pub facts: Facts,
    /// The id of a Google Analytics property that visits are counted with, after a yes (`ALTACLARIO_ANALYTICS_ID`, such as
    /// `G-1A2B3C4D5E`). Without one Google is never contacted.
    pub analytics_id: Option<String>,
    /// What a password hash costs; only tests lower it.
    pub hash_cost: HashCost,
    /// How often providers are read; only tests hasten it.
    pub pace: Pace,
}

impl Default for Config {
    /// What an empty environment gives.
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8484)),
            data: "data".into(),
            key_file: None,
            backups: None,
            sample: true,
            open_sign_up: false,
            origin: None,
            doors: Doors::default(),
            listed_hosts: Vec::new(),
            quotas: Quotas::default(),
            mail: MailConfig::default(),
            analytics_id: None,
            facts: Facts::default(),
            hash_cost: HashCost::PRODUCTION,
            pace: Pace::default(),
        }
    }
}

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    /// A sentence that names the setting and says what it should look like.
    pub fn from_environment() -> Result<Self, String> {
        Self::read(variable)
    }

    fn read(value: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let default = Self::default();
        let listen = match value("ALTACLARIO_LISTEN") {
            Some(text) => text
                .parse()
                .map_err(|_| format!("ALTACLARIO_LISTEN should look like 127.0.0.1:8484, not {text:?}"))?,
            None => default.listen,
        };
        let origin = value("ALTACLARIO_ORIGIN").map(|origin| authority(&origin)).transpose()?;
        let doors = Doors::read(&value, listen, origin.as_deref())?;
        let origin = origin.map(|authority| format!("https://{authority}"));
        let most_items = match value("ALTACLARIO_ITEMS") {
            Some(text) => {
                text.parse().map_err(|_| format!("ALTACLARIO_ITEMS should be a number, not {text:?}"))?
            }
            None => default.pace.most_items,
        };
        Ok(Self {
            listen,
            data: value("ALTACLARIO_DATA").map_or(default.data, PathBuf::from),
            key_file: value("ALTACLARIO_KEY_FILE").map(PathBuf::from),
            backups: value("ALTACLARIO_BACKUPS").map(PathBuf::from),
            sample: switch(
                "ALTACLARIO_SAMPLE",
                value("ALTACLARIO_SAMPLE").as_deref(),
                ["on", "off"],
                default.sample,
            )?,
            open_sign_up: switch(
                "ALTACLARIO_SIGN_UP",
                value("ALTACLARIO_SIGN_UP")
                    .as_deref()
                    .map(|word| if word == "first" { "invitation" } else { word }),
                ["open", "invitation"],
                default.open_sign_up,
            )?,
            origin,
            doors,
            listed_hosts: value("ALTACLARIO_HOSTS").map_or(Ok(Vec::new()), |text| hosts(&text))?,
            quotas: default.quotas,
            mail: mail::mail(&value)?,
            analytics_id: value("ALTACLARIO_ANALYTICS_ID").map(analytics_id).transpose()?,
            facts: operator_facts::operator_facts(&value)?,
            hash_cost: default.hash_cost,
            pace: Pace { most_items, ..default.pace },
        })
    }

    /// The facts of the policy, with what these settings switch on.
    pub(crate) fn facts_here(&self) -> Facts {
        let mut facts = self.facts.clone();
        let switches = [
            (Feature::Tls, self.is_secure()),
            (Feature::Metrics, self.doors.metrics.is_some()),
            (Feature::Sample, self.sample),
            (Feature::Mail, self.mail.server.is_some()),
            (Feature::Analytics, self.analytics_id.is_some()),
        ];
        facts.features.extend(switches.into_iter().filter(|(_, is_on)| *is_on).map(|(feature, _)| feature));
        facts
    }

    /// Whether browsers come over TLS, so that cookies may be bound to it.
    pub fn is_secure(&self) -> bool {
        self.origin.is_some()
    }
}

/// What is logged (`ALTACLARIO_LOG`, default `info`).
pub fn log_filter() -> String {
    variable("ALTACLARIO_LOG").unwrap_or_else(|| "info".to_owned())
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Reads one of two words: the first means yes.
fn switch(name: &str, value: Option<&str>, [yes, no]: [&str; 2], default: bool) -> Result<bool, String> {
    match value {
        None => Ok(default),
        Some(word) if word == yes => Ok(true),
        Some(word) if word == no => Ok(false),
        Some(other) => Err(format!("{name} should be `{yes}` or `{no}`, not {other:?}")),
    }
}

/// Reads the id of a property; nothing else may reach a page as one.
fn analytics_id(text: String) -> Result<String, String> {
    let is_id = text.strip_prefix("G-").is_some_and(|rest| {
        (4..=16).contains(&rest.len())
            && rest.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    });
    if is_id {
        Ok(text)
    } else {
        Err(format!("ALTACLARIO_ANALYTICS_ID should look like G-1A2B3C4D5E, not {text:?}"))
    }
}

fn hosts(text: &str) -> Result<Vec<Listed>, String> {
    let listed = |entry: &str| {
        entry.parse().map_err(|()| {
            format!(
                "ALTACLARIO_HOSTS should look like jira.example.org:443 or jira.corp.example:8443@10.1.0.0/16, not \
                 {entry:?}"
            )
        })
    };
    text.split(',').map(listed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_environment_gives_the_defaults() {
        let config = Config::read(|_| None).expect("the defaults are valid");
        assert_eq!(config.listen.to_string(), "127.0.0.1:8484");
        assert!(config.sample);
    }

    #[test]
    fn a_bad_setting_is_named() {
        for (name, value) in [
            ("ALTACLARIO_SAMPLE", "maybe"),
            ("ALTACLARIO_SIGN_UP", "on"),
            ("ALTACLARIO_LISTEN", "everywhere"),
            ("ALTACLARIO_LISTEN", "0.0.0.0:8484"),
            ("ALTACLARIO_ORIGIN", "http://flow.example.org"),
            ("ALTACLARIO_ORIGIN", "https://flow.example.org/app"),
            ("ALTACLARIO_HOSTS", "jira.example.org"),
            ("ALTACLARIO_HOSTS", "jira.example.org:443@everywhere"),
            ("ALTACLARIO_ITEMS", "many"),
            ("ALTACLARIO_ANALYTICS_ID", "UA-12345-1"),
            ("ALTACLARIO_ANALYTICS_ID", "G-1A\"><script>"),
        ] {
            let reason = Config::read(|asked| (asked == name).then(|| value.to_owned())).unwrap_err();
            assert!(reason.contains(name), "{name}={value}: {reason}");
        }
    }

    #[test]
    fn others_may_reach_the_program_only_through_tls() {
        let config = Config::read(|name| match name {
            "ALTACLARIO_LISTEN" => Some("0.0.0.0:8484".to_owned()),
            "ALTACLARIO_ORIGIN" => Some("https://flow.example.org".to_owned()),
            "ALTACLARIO_PROXIES" => Some("127.0.0.1".to_owned()),
            _ => None,
        });
        assert!(config.expect("a proxy with TLS stands in front").is_secure());
    }
}
