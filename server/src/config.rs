//! Every setting of the program, read from the environment in this one place.

use std::net::SocketAddr;
use std::path::PathBuf;

/// The settings of one server.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen (`ALTACLARIO_LISTEN`, default `127.0.0.1:8484`).
    pub listen: SocketAddr,
    /// Folder of the database and the key file (`ALTACLARIO_DATA`, default `data`).
    pub data: PathBuf,
    /// Whether visitors may explore sample data (`ALTACLARIO_SAMPLE`, `on` or `off`, default `on`).
    pub sample: bool,
}

impl Default for Config {
    /// What an empty environment gives.
    fn default() -> Self {
        Self { listen: SocketAddr::from(([127, 0, 0, 1], 8484)), data: "data".into(), sample: true }
    }
}

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    /// A sentence that names the setting and says what it should look like.
    pub fn from_environment() -> Result<Self, String> {
        Self::read(|name| variable(name))
    }

    fn read(value: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let default = Self::default();
        let listen = match value("ALTACLARIO_LISTEN") {
            Some(text) => text
                .parse()
                .map_err(|_| format!("ALTACLARIO_LISTEN should look like 127.0.0.1:8484, not {text:?}"))?,
            None => default.listen,
        };
        Ok(Self {
            listen,
            data: value("ALTACLARIO_DATA").map_or(default.data, PathBuf::from),
            sample: switch("ALTACLARIO_SAMPLE", value("ALTACLARIO_SAMPLE"), default.sample)?,
        })
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

fn switch(name: &str, value: Option<String>, default: bool) -> Result<bool, String> {
    match value.as_deref() {
        None => Ok(default),
        Some("on") => Ok(true),
        Some("off") => Ok(false),
        Some(other) => Err(format!("{name} should be `on` or `off`, not {other:?}")),
    }
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
        let reason =
            Config::read(|name| (name == "ALTACLARIO_SAMPLE").then(|| "maybe".to_owned())).unwrap_err();
        assert!(reason.contains("ALTACLARIO_SAMPLE"), "{reason}");
    }
}
