//! The only sender of letters: one connection a letter, to the one server the operator named.

use std::time::{Duration, UNIX_EPOCH};

use clario_store::LetterTrouble;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{self, AsyncSmtpTransport};
use lettre::{Address, AsyncTransport, Message, Tokio1Executor};
use secrecy::ExposeSecret;

use super::sender::Sender;
use super::server::{MailServer, Security};
use super::{Content, MailConfig};

/// Hands letters to the mail server.
pub(crate) struct Post {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    domain: String,
    patience: Duration,
}

impl Post {
    /// Prepares the way to the server of the settings, if they name one.
    pub(crate) fn open(config: &MailConfig, origin: &str) -> Result<Option<Self>, ()> {
        let Some(server) = &config.server else { return Ok(None) };
        let sender = config.sender.clone().unwrap_or_else(|| Sender::of(origin));
        Self::new(server, &sender, config.patience).map(Some).ok_or(())
    }

    /// Nothing is sent yet. `None` when no letter can come from this sender.
    fn new(server: &MailServer, sender: &Sender, patience: Duration) -> Option<Self> {
        let tls = || TlsParameters::new(server.host.clone()).ok();
        let tls = match server.security {
            Security::Tls => Tls::Wrapper(tls()?),
            Security::StartTls => Tls::Required(tls()?),
            Security::Loopback => Tls::None,
        };
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
            .port(server.port)
            .tls(tls)
            .timeout(Some(patience))
            .hello_name(ClientId::Domain(sender.domain().to_owned()));
        if let Some((user, password)) = &server.credentials {
            let password = password.expose_secret().to_owned();
            transport = transport.credentials(Credentials::new(user.clone(), password));
        }
        let from = Mailbox::new(Some(sender.name.clone()), address(&sender.address)?);
        Some(Self { transport: transport.build(), from, domain: sender.domain().to_owned(), patience })
    }

    /// Sends one letter. The same id gives the same `Message-ID`, so that a letter that arrives twice is known to be
    /// the same. What the server said is told by its kind only: it may repeat addresses.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that sends letters")]
    pub(crate) async fn send(&self, id: &str, created: i64, content: Content) -> Result<(), LetterTrouble> {
        let plain = content.address.is_ascii();
        let message = self.message(id, created, content).ok_or(LetterTrouble::Address)?;
        match tokio::time::timeout(self.patience, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(trouble(&error, plain)),
            Err(_) => Err(LetterTrouble::NoAnswer),
        }
    }

    fn message(&self, id: &str, created: i64, content: Content) -> Option<Message> {
        let automatic =
            HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, address(&content.address)?))
            .subject(content.subject)
            .date(UNIX_EPOCH + Duration::from_secs(u64::try_from(created).ok()?))
            .message_id(Some(format!("<{id}@{}>", self.domain)))
            .raw_header(automatic)
            .multipart(MultiPart::alternative_plain_html(content.text, content.html))
            .ok()
    }
}

fn address(text: &str) -> Option<Address> {
    text.parse().ok()
}

fn trouble(error: &smtp::Error, plain_address: bool) -> LetterTrouble {
    if let Some(code) = error.status() {
        return match u16::from(code) {
            530..=539 => LetterTrouble::Credentials,
            550..=553 => LetterTrouble::Refused,
            _ => LetterTrouble::Later,
        };
    }
    if error.is_timeout() || error.is_response() {
        LetterTrouble::NoAnswer
    } else if error.is_tls() {
        LetterTrouble::Tls
    } else if error.is_client() {
        // It lacks what the letter needs: a way to sign in, or addresses beyond ASCII.
        if plain_address { LetterTrouble::Credentials } else { LetterTrouble::Address }
    } else {
        LetterTrouble::Unreachable
    }
}
