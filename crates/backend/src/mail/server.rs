//! The mail server of the operator, read from a URL. Its password is never shown, not even in errors.

use std::fmt;
use std::net::IpAddr;

use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use url::Url;

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after a first word in the clear, or no letter at all.
    StartTls,
    /// None: to this machine only.
    Loopback,
}

/// Where letters are handed over.
#[derive(Clone)]
pub struct MailServer {
    pub(super) security: Security,
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) credentials: Option<(String, SecretString)>,
}

/// Why a text is no mail server. It never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MailServerFault {
    /// It is not a URL of a host.
    #[error("it should look like smtps://user:password@mail.example.org:465")]
    Unreadable,
    /// It begins with another word.
    #[error(
        "it should begin with smtps:// or smtp+starttls://, or with smtp:// for a server on this machine"
    )]
    Scheme,
    /// It would send letters in the clear over a network.
    #[error(
        "smtp:// sends letters in the clear and is for a server on this machine only: use smtps:// or smtp+starttls://"
    )]
    Clear,
    /// There is a user without a password, or the other way round.
    #[error("it should have both a user and a password, or neither")]
    Credentials,
}

impl MailServer {
    /// Reads `smtps://`, `smtp+starttls://` or, for this machine only, `smtp://`.
    pub fn parse(text: &str) -> Result<Self, MailServerFault> {
        let url = Url::parse(text).map_err(|_| MailServerFault::Unreadable)?;
        let (security, port) = match url.scheme() {
            "smtps" => (Security::Tls, 465),
            "smtp+starttls" => (Security::StartTls, 587),
            "smtp" => (Security::Loopback, 25),
            _ => return Err(MailServerFault::Scheme),
        };
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(MailServerFault::Unreadable)?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(MailServerFault::Unreadable);
        }
        if security == Security::Loopback && !is_this_machine(&host) {
            return Err(MailServerFault::Clear);
        }
        let decoded = |part: &str| {
            percent_decode_str(part).decode_utf8().map(String::from).map_err(|_| MailServerFault::Unreadable)
        };
        let credentials = match (url.username(), url.password()) {
            ("", None) => None,
            (user, Some(password)) if !user.is_empty() => {
                Some((decoded(user)?, SecretString::from(decoded(password)?)))
            }
            _ => return Err(MailServerFault::Credentials),
        };
        Ok(Self { security, host, port: url.port().unwrap_or(port), credentials })
    }

    /// What an operator is shown of it.
    pub(crate) fn shown(&self) -> String {
        let security = match self.security {
            Security::Tls => "TLS",
            Security::StartTls => "STARTTLS",
            Security::Loopback => "on this machine",
        };
        let user = if self.credentials.is_some() { "with a user name" } else { "without a user name" };
        format!("{}, port {}, {security}, {user}", self.host, self.port)
    }
}

impl fmt::Debug for MailServer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("MailServer(…)")
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[test]
    fn the_three_kinds_of_servers_are_read() {
        let server =
            MailServer::parse("smtps://me%40example.org:p%3Aq%2F@mail.example.org").expect("a server");
        let (user, password) = server.credentials.as_ref().expect("credentials");
        assert_eq!((user.as_str(), password.expose_secret()), ("me@example.org", "p:q/"));
        assert_eq!(
            (server.host.as_str(), server.port, server.security),
            ("mail.example.org", 465, Security::Tls)
        );
        let server = MailServer::parse("smtp+starttls://mail.example.org:2525").expect("a server");
        assert_eq!((server.port, server.security), (2525, Security::StartTls));
        for text in ["smtp://127.0.0.1:1025", "smtp://[::1]:25/", "smtp://localhost"] {
            assert_eq!(MailServer::parse(text).expect(text).security, Security::Loopback, "{text}");
        }
    }

    #[test]
    fn what_is_no_safe_server_is_refused_without_repeating_it() {
        for (text, fault) in [
            ("", MailServerFault::Unreadable),
            ("mail.example.org", MailServerFault::Unreadable),
            ("smtps://", MailServerFault::Unreadable),
            ("smtps://mail.example.org/path", MailServerFault::Unreadable),
            ("smtps://mail.example.org?tls=none", MailServerFault::Unreadable),
            ("https://u:hunter2secret@mail.example.org", MailServerFault::Scheme),
            ("smtp://u:hunter2secret@mail.example.org", MailServerFault::Clear),
            ("smtp://127.0.0.1.evil.example", MailServerFault::Clear),
            ("smtp://10.0.0.1:25", MailServerFault::Clear),
            ("smtps://user@mail.example.org", MailServerFault::Credentials),
            ("smtps://:hunter2secret@mail.example.org", MailServerFault::Credentials),
        ] {
            let found = MailServer::parse(text).err();
            assert_eq!(found, Some(fault), "{text}");
            assert!(!found.map(|fault| fault.to_string()).unwrap_or_default().contains("hunter2"));
        }
    }

    #[test]
    fn the_password_is_in_no_debug_output() {
        let server = MailServer::parse("smtps://user:hunter2secret@mail.example.org").expect("a server");
        assert!(!format!("{server:?} {}", server.shown()).contains("hunter2"));
    }
}
