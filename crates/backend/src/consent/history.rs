//! The consent log of a person, in words; and whether the whole log is what was written.

use clario_privacy::consent::{Mechanism, Purpose, State};
use clario_store::{ConsentEvent, NewCheckpoint};

use super::shown;
use crate::Backend;
use crate::audit_log::{counted, hexadecimal};
use crate::error::Error;
use crate::sessions::SignedIn;

/// Rows that the page shows.
const AT_MOST: u32 = 100;
/// What a signature of the head of the consent log is over.
const SIGNED: &str = "AltaClario consent checkpoint 1";

/// A row of the log for the person it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentLine {
    /// When the choice was made, seconds since 1970-01-01T00:00:00Z.
    pub time: i64,
    /// For what.
    pub purpose: &'static str,
    /// What became of it.
    pub state: &'static str,
    /// By which act.
    pub mechanism: &'static str,
    /// The version of the policy that was shown.
    pub version: u32,
    /// The exact words that were shown; `None` for words this program does not know.
    pub words: Option<&'static str>,
}

/// What verifying the consent log found.
pub use clario_store::ConsentReport;

impl Backend {
    /// The choices of a person, the latest first.
    pub async fn consent_history(&self, who: &SignedIn) -> Result<Vec<ConsentLine>, Error> {
        let rows = self.store().consent_history(who.account(), AT_MOST).await?;
        Ok(rows.iter().map(line).collect())
    }

    /// Verifies the consent log and signs its head if it has grown; an altered log is never signed.
    pub async fn verify_consent_log(&self) -> Result<ConsentReport, Error> {
        let report = self.store().verify_consent_chain().await?;
        let signed = report.checkpoints.last().map_or(0, |checkpoint| checkpoint.seq);
        if report.broken.is_none() && report.places > signed {
            let (key, now) = (self.signing_key().await?, self.now());
            let parts =
                [SIGNED.to_owned(), report.places.to_string(), hexadecimal(&report.head), now.to_string()];
            let public = key.public();
            let checkpoint = NewCheckpoint {
                seq: report.places,
                hash: &report.head,
                signer: public.bytes(),
                signature: &key.sign(&counted(&parts)),
            };
            self.store().add_consent_checkpoint(&checkpoint, now).await?;
        }
        Ok(report)
    }
}

fn line(row: &ConsentEvent) -> ConsentLine {
    ConsentLine {
        time: row.time,
        purpose: Purpose::parse(&row.purpose).map_or("Something else", purpose),
        state: State::parse(&row.state).map_or("Something else", state),
        mechanism: Mechanism::parse(&row.mechanism).map_or("Something else", mechanism),
        version: row.policy_version,
        words: shown::words(row.policy_version, &row.locale, &row.banner_text_hash),
    }
}

fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Analytics => "Page counts",
        Purpose::Performance => "Speed samples",
        Purpose::ErrorReports => "Error reports",
        Purpose::NewsMail => "News by mail",
    }
}

fn state(state: State) -> &'static str {
    match state {
        State::Given => "Yes",
        State::Refused => "No",
        State::Withdrawn => "Yes taken back",
        State::SuspendedByPolicy => "Suspended: the policy changed",
        State::Expired => "Ended after 180 days",
        State::GpcOptout => "No, by Global Privacy Control",
        State::GpcOverrideGiven => "Yes, over Global Privacy Control",
        State::ImportedPrelogin => "Yes, given before the sign-in",
    }
}

fn mechanism(mechanism: Mechanism) -> &'static str {
    match mechanism {
        Mechanism::BannerAccept => "“Accept” in the banner",
        Mechanism::BannerDecline => "“Decline” in the banner",
        Mechanism::PrefsSave => "Cookie preferences",
        Mechanism::GpcHeader => "A signal of the browser",
        Mechanism::GpcJs => "A signal of the browser to its scripts",
        Mechanism::AccountSettings => "This page",
        Mechanism::SignIn => "Signing in",
        Mechanism::Program => "The program",
    }
}
