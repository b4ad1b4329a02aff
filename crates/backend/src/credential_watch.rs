//! Credentials that providers no longer take, or that grow old: noted, shown, and told to the owners once.

use clario_providers::Error as ProviderError;
use clario_store::WorryingCredential;

use crate::Backend;
use crate::error::Error;
use crate::mail::{Letter, Recipient, SealedLetter};

const DAY: i64 = 24 * 60 * 60;
/// Days that Atlassian lets an API token live at most.
pub const LONGEST_LIFE_DAYS: i64 = 365;
/// Days before that from which the owners are told.
pub const WARNED_DAYS: i64 = 30;

impl Backend {
    /// Notes which credentials are rejected and which work again, and tells the owners of what is new. To be called
    /// about once a minute.
    pub async fn watch_credentials(&self) -> Result<(), Error> {
        let now = self.now();
        for (workspace, connection, progress) in self.inner.data_sets.followed() {
            match progress.trouble.map(|trouble| trouble.error) {
                Some(ProviderError::SignInAgain) => {
                    self.store().note_rejected(&workspace, &connection, now).await?;
                }
                None if progress.last_good.is_some() => {
                    self.store().note_accepted(&workspace, &connection).await?;
                }
                _ => {}
            }
        }
        let entered_until = now - (LONGEST_LIFE_DAYS - WARNED_DAYS) * DAY;
        for credential in self.store().worrying_credentials(entered_until).await? {
            self.tell_of(&credential).await?;
        }
        Ok(())
    }

    async fn tell_of(&self, it: &WorryingCredential) -> Result<(), Error> {
        let now = self.now();
        let mut letters = Vec::new();
        let mut paused = false;
        for owner in self.store().owners(&it.workspace).await? {
            // Whoever restricted the use of their data gets letters about their account alone.
            if self.store().restricted_since(&owner).await?.is_some() {
                paused = true;
                continue;
            }
            let workspace = it.workspace_name.clone();
            let link = format!("/w/{}/settings#connections", it.workspace);
            let (letter, key) = if it.rejected {
                (Letter::CredentialRejected { workspace, link }, "credential-rejected")
            } else {
                let days = u32::try_from(days_left(it.entered, now)).unwrap_or(0);
                (Letter::CredentialExpiring { workspace, days, link }, "credential-expiring")
            };
            let letter = self.letter(Recipient::Account(&owner), letter).await?;
            letters.push(
                letter.about(&it.workspace).once(format!("{key}.{}.{}.{owner}", it.connection, it.revision)),
            );
        }
        if letters.is_empty() && paused {
            return Ok(());
        }
        let queued: Vec<_> = letters.iter().map(SealedLetter::for_store).collect();
        Ok(self.store().tell_of_credential(it, &queued, now).await?)
    }
}

/// Days that a token entered at a time can still live, at most.
pub(crate) fn days_left(entered: i64, now: i64) -> i64 {
    (LONGEST_LIFE_DAYS - (now - entered).div_euclid(DAY)).max(0)
}
