//! What an operator sees of the installation: its version, its size, its mail and its alerts.

use clario_store::{AlertId, TableSize};

use crate::Backend;
use crate::alerts::AlertKind;
use crate::backups::Keeping;
use crate::error::Error;
use crate::mail::Sender;
use crate::operator::Operator;

/// How letters leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailing {
    /// The mail server in words; `None` when letters are held.
    pub server: Option<String>,
    /// Who letters come from.
    pub sender: String,
}

/// An open alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertNote {
    /// Its id.
    pub id: String,
    /// What it is about; `None` when an older or newer version raised it.
    pub kind: Option<AlertKind>,
    /// How often it was raised.
    pub count: u32,
    /// When it was raised first, in seconds since 1970-01-01T00:00:00Z.
    pub first_seen: i64,
    /// When it was raised last.
    pub last_seen: i64,
}

/// What an operator sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorReport {
    /// When this was so, in seconds since 1970-01-01T00:00:00Z.
    pub as_of: i64,
    /// When the program started.
    pub started: i64,
    /// How letters leave.
    pub mailing: Mailing,
    /// The alerts nobody acknowledged.
    pub alerts: Vec<AlertNote>,
    /// The tables with their rows.
    pub tables: Vec<TableSize>,
    /// Bytes of the database file.
    pub database_bytes: u64,
    /// How the data was kept safe.
    pub keeping: Keeping,
}

impl Backend {
    /// The state of the installation.
    pub async fn operator_report(&self, _operator: &Operator) -> Result<OperatorReport, Error> {
        let alerts = self.store().open_alerts().await?;
        let mail = &self.config().mail;
        let sender = mail.sender.clone().unwrap_or_else(|| Sender::of(&self.config().origin));
        Ok(OperatorReport {
            as_of: self.now(),
            started: self.inner.started,
            mailing: Mailing {
                server: mail.server.as_ref().map(crate::mail::MailServer::shown),
                sender: sender.shown(),
            },
            alerts: alerts
                .into_iter()
                .map(|alert| AlertNote {
                    id: alert.id.to_string(),
                    kind: AlertKind::of(&alert.kind),
                    count: alert.count,
                    first_seen: alert.first_seen,
                    last_seen: alert.last_seen,
                })
                .collect(),
            tables: self.store().table_sizes().await?,
            database_bytes: self.store().database_size().await?,
            keeping: self.last_keeping().await?,
        })
    }

    /// Closes an alert; the next one of its kind is a new one.
    pub async fn acknowledge_alert(&self, _operator: &Operator, id: &str) -> Result<(), Error> {
        let id = AlertId::parse(id).ok_or(Error::NotFound)?;
        self.store().acknowledge_alert(&id, self.now()).await?.then_some(()).ok_or(Error::ChangedMeanwhile)
    }
}
