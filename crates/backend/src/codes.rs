//! Checking a code of the second factor: each counts once, and wrong ones make the next wait.

use std::time::Duration;

use clario_store::{AccountId, CodeAttempt, Totp};
use clario_vault::{Place, RecoveryCode, TotpSeed};

use crate::Backend;
use crate::error::{Cause, Error};
use crate::mail::{Letter, Recipient};
use crate::security_events::SecurityEvent;

/// What the keyed hash of a recovery code is made for.
const RECOVERY: &str = "recovery-code";

impl Backend {
    /// Checks a code and uses it up: six digits of the app, or one of the recovery codes.
    pub(crate) async fn check_code(&self, account: &AccountId, typed: &str) -> Result<(), Error> {
        let now = self.now();
        let totp = match self.store().attempt_code(account, now).await? {
            CodeAttempt::Open(totp) => totp,
            CodeAttempt::Without => return Err(Error::WrongCode),
            CodeAttempt::Locked { until } => {
                self.security_event(SecurityEvent::SoftLocked, Some(account.as_str())).await;
                return Err(Error::SlowDown {
                    retry_after: Duration::from_secs((until - now).unsigned_abs()),
                });
            }
        };
        if self.is_step(account, &totp, typed, now).await? || self.is_recovery(account, typed, now).await? {
            return Ok(());
        }
        self.security_event(SecurityEvent::SecondFactorFailed, Some(account.as_str())).await;
        Err(Error::WrongCode)
    }

    async fn is_step(&self, account: &AccountId, totp: &Totp, typed: &str, now: i64) -> Result<bool, Error> {
        let place = seed_place(account, totp.revision);
        let seed = self.open_for_account(account, &place, &totp.seed).await?;
        let seed = TotpSeed::from_bytes(&seed).ok_or(Cause::Store(clario_store::Error::Damaged("totp")))?;
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).take(7).collect();
        match seed.step_of(&digits, now) {
            Some(step) => Ok(self.store().use_step(account, step).await?),
            None => Ok(false),
        }
    }

    async fn is_recovery(&self, account: &AccountId, typed: &str, now: i64) -> Result<bool, Error> {
        let Some(code) = RecoveryCode::parse(typed) else { return Ok(false) };
        let hash = self.recovery_hash(account, &code).await?;
        if !self.store().use_recovery_code(account, &hash, now).await? {
            return Ok(false);
        }
        self.security_event(SecurityEvent::RecoveryCodeUsed, Some(account.as_str())).await;
        let left = self.store().recovery_codes_left(account).await?.unwrap_or(0);
        let letter = self.letter(Recipient::Account(account), Letter::RecoveryCodeUsed { left }).await?;
        self.post(&letter).await?;
        Ok(true)
    }

    /// The keyed hash of a recovery code. The key goes with the account.
    pub(crate) async fn recovery_hash(
        &self,
        account: &AccountId,
        code: &RecoveryCode,
    ) -> Result<[u8; 32], Error> {
        Ok(self.account_key(account).await?.mac(RECOVERY, code.as_bytes()).map_err(Cause::Seal)?)
    }
}

/// Where the seed of an account belongs.
pub(crate) fn seed_place(account: &AccountId, revision: u64) -> Place<'_> {
    Place {
        tenant: account.as_str(),
        table: "totp",
        row: account.as_str(),
        field: "seed",
        schema: 1,
        revision,
    }
}
