//! Consent: what somebody chose becomes a record, and the record decides.

mod choose;
mod history;
mod receipts;
mod records;
mod settle;
mod shown;

pub use choose::Wish;
pub use history::{ConsentLine, ConsentReport};
pub(crate) use records::Records;
pub use settle::Settled;

use clario_privacy::consent::{DAY, Kept, LIFE_DAYS, Marks, Purpose, Record, Signals};
use clario_store::AccountId;

use crate::Backend;
use crate::error::Error;

/// The purposes that a banner asks for.
const ASKED: [Purpose; 2] = [Purpose::Analytics, Purpose::Performance];
/// Seconds for which a choice holds.
const LIFE: i64 = LIFE_DAYS * DAY;
/// The language of all pages.
const LOCALE: &str = "en";

/// Who makes a choice, and with which browser.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// Who is signed in.
    pub account: Option<&'a AccountId>,
    /// What the browser kept.
    pub kept: Option<&'a Kept>,
    /// What the browser asks for.
    pub signals: Signals,
    /// Whether Global Privacy Control is among it only because the scripts of the page saw it.
    pub by_script: bool,
}

impl Backend {
    /// What the consent log says of an account.
    pub(crate) async fn consent_record(&self, account: &AccountId) -> Result<Record, Error> {
        let records = &self.inner.consents;
        if let Some(record) = records.known(account) {
            return Ok(record);
        }
        let epoch = records.epoch();
        let record = self.store().consent_record(account).await?;
        records.keep(epoch, account, record);
        Ok(record)
    }

    /// The time by which choices are judged, in seconds since 1970-01-01T00:00:00Z.
    pub fn consent_time(&self) -> i64 {
        self.now()
    }

    /// Whether somebody asked for letters about what is new.
    pub async fn takes_news(&self, account: &AccountId) -> Result<bool, Error> {
        Ok(self.consent_record(account).await?.takes_news())
    }

    /// The copy of what an account says that belongs into its browser.
    pub async fn consent_copy(&self, account: &AccountId) -> Result<Option<Kept>, Error> {
        Ok(self.consent_record(account).await?.copy(Marks::in_force(), self.now()))
    }
}
