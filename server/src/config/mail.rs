//! The settings of mail: the server with its password, and the sender.

use clario_backend::mail::{MailConfig, MailServer, Sender};

/// Reads `ALTACLARIO_SMTP` and `ALTACLARIO_MAIL_FROM`. What is wrong with the first is said without repeating it, since
/// it holds a password.
pub(super) fn mail(value: impl Fn(&str) -> Option<String>) -> Result<MailConfig, String> {
    let server = value("ALTACLARIO_SMTP").map(|text| MailServer::parse(&text)).transpose();
    let sender = value("ALTACLARIO_MAIL_FROM").map(|text| Sender::parse(&text)).transpose();
    Ok(MailConfig {
        server: server.map_err(|fault| format!("ALTACLARIO_SMTP cannot be used: {fault}"))?,
        sender: sender.map_err(|fault| format!("ALTACLARIO_MAIL_FROM cannot be used: {fault}"))?,
        ..MailConfig::default()
    })
}
