//! Who letters come from.

use crate::entry::{EmailAddress, PersonName};

/// The name and address that stand under `From`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    pub(super) name: String,
    pub(super) address: String,
}

/// The text is no sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it should look like AltaClario <no-reply@example.org>, or be an address alone")]
pub struct SenderFault;

impl Sender {
    /// Reads `Name <address>`, or an address alone.
    pub fn parse(text: &str) -> Result<Self, SenderFault> {
        let text = text.trim();
        let (name, address) = match text.strip_suffix('>').and_then(|text| text.split_once('<')) {
            Some((name, address)) => (name.trim().trim_matches('"'), address),
            None => ("", text),
        };
        let name = if name.is_empty() { "AltaClario" } else { name };
        let name = PersonName::parse(name).map_err(|_| SenderFault)?;
        let address = EmailAddress::parse(address).map_err(|_| SenderFault)?;
        Ok(Self { name: name.as_str().to_owned(), address: address.as_str().to_owned() })
    }

    /// The sender of an installation that names none.
    pub(crate) fn of(origin: &str) -> Self {
        let host = origin.split_once("://").map_or(origin, |(_, rest)| rest);
        let host = host.split([':', '/']).next().unwrap_or_default();
        let host = if host.contains(|c: char| c.is_ascii_alphabetic()) { host } else { "localhost" };
        Self { name: "AltaClario".to_owned(), address: format!("altaclario@{host}") }
    }

    /// What stands behind the `@`.
    pub(super) fn domain(&self) -> &str {
        self.address.rsplit_once('@').map_or("localhost", |(_, domain)| domain)
    }

    /// What an operator is shown of it.
    pub(crate) fn shown(&self) -> String {
        format!("{} <{}>", self.name, self.address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_has_an_address_and_may_have_a_name() {
        for (text, shown) in [
            ("Flow <no-reply@Example.org>", "Flow <no-reply@example.org>"),
            ("\"Flow, Inc.\" <a@b.example>", "Flow, Inc. <a@b.example>"),
            (" a@b.example ", "AltaClario <a@b.example>"),
        ] {
            assert_eq!(Sender::parse(text).map(|sender| sender.shown()), Ok(shown.to_owned()));
        }
        for text in [
            "",
            "Flow",
            "Flow <>",
            "Flow <a@b.example",
            "a@b.example\r\nBcc: c@d.example",
            "F\r\nX: y <a@b.example>",
        ] {
            assert_eq!(Sender::parse(text), Err(SenderFault), "{text:?}");
        }
    }

    #[test]
    fn without_one_letters_come_from_the_host_of_the_installation() {
        assert_eq!(Sender::of("https://flow.example.org").address, "altaclario@flow.example.org");
        assert_eq!(Sender::of("http://127.0.0.1:8484").address, "altaclario@localhost");
        assert_eq!(Sender::of("http://[::1]:8484").address, "altaclario@localhost");
    }
}
