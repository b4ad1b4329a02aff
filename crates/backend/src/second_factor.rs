//! The second factor of an account: switched on with a right code, off with password and code.

use clario_store::{AccountId, Totp};
use clario_vault::{RecoveryCode, TotpSeed};
use secrecy::zeroize::Zeroizing;

use crate::Backend;
use crate::codes::seed_place;
use crate::error::{Cause, Error};
use crate::flaw::Flaw;
use crate::mail::{Letter, Recipient};
use crate::qr_code::QrMatrix;
use crate::security_events::SecurityEvent;
use crate::sessions::{Recent, SignedIn, Visit};

/// What the ticket of a seed that is not kept yet is for.
const TICKET: &str = "totp-seed";
/// Seconds within which the first code follows the picture.
const TICKET_LIFE: i64 = 15 * 60;

/// A seed somebody is about to put into their phone. It has no `Debug`, since it holds the seed.
pub struct Enrolling {
    /// The seed, sealed, for the form that asks for the first code. It is kept nowhere else.
    pub ticket: String,
    /// The seed to type, in groups of four.
    pub secret: Zeroizing<String>,
    /// The seed to photograph.
    pub qr: QrMatrix,
}

impl Backend {
    /// How many recovery codes are left; `None` while the second factor is off.
    pub async fn recovery_codes_left(&self, who: &SignedIn) -> Result<Option<u32>, Error> {
        Ok(self.store().recovery_codes_left(who.account()).await?)
    }

    /// Makes a seed to put into a phone. Nothing is kept before the first code.
    pub async fn begin_totp(&self, recent: &Recent) -> Result<Enrolling, Error> {
        let seed = TotpSeed::random().map_err(Cause::Seal)?;
        let mut value = Zeroizing::new(self.now().to_be_bytes().to_vec());
        value.extend_from_slice(seed.as_bytes());
        let ticket = self.inner.tickets.seal(TICKET, recent.account().as_str(), &value)?;
        self.shown(recent.account(), &seed, ticket).await
    }

    /// Shows the same seed again, after a code that was not right.
    pub async fn resume_totp(&self, recent: &Recent, ticket: &str) -> Result<Enrolling, Error> {
        let seed = self.seed_in(recent.account(), ticket).ok_or(Error::StartAgain)?;
        self.shown(recent.account(), &seed, ticket.to_owned()).await
    }

    /// Switches the second factor on, if the code is right. The answer are ten recovery codes, to be shown once. All
    /// other sessions end.
    pub async fn enable_totp(
        &self,
        visit: &Visit,
        recent: &Recent,
        ticket: &str,
        code: &str,
    ) -> Result<Vec<Zeroizing<String>>, Error> {
        let (account, now) = (recent.account(), self.now());
        let seed = self.seed_in(account, ticket).ok_or(Error::StartAgain)?;
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).take(7).collect();
        let step = seed.step_of(&digits, now).ok_or(Error::WrongCode)?;
        let revision = now.unsigned_abs();
        let sealed = self.seal_for_account(account, &seed_place(account, revision), seed.as_bytes()).await?;
        let (codes, hashes) = self.fresh_codes(account).await?;
        let letter = self.letter(Recipient::Account(account), Letter::SecondFactorOn).await?;
        let totp = Totp { seed: sealed, revision };
        let letters = [letter.for_store()];
        let session = recent.who().session();
        if !self.store().add_totp(account, &totp, step, &hashes, session, &letters, now).await? {
            return Err(Error::ChangedMeanwhile);
        }
        self.security_event(SecurityEvent::SecondFactorChanged, Some(account.as_str())).await;
        self.renew_session(visit, recent.who()).await?;
        Ok(codes)
    }

    /// Switches the second factor off, with password and code. All other sessions end.
    pub async fn disable_totp(&self, visit: &Visit, password: String, code: &str) -> Result<(), Error> {
        let who = visit.signed_in().ok_or(Error::SignIn)?;
        let (account, password) = self.prove_password(&who, password).await?;
        if !password.may_stand_alone() {
            return Err(Flaw::PasswordTooShortAlone.into());
        }
        self.check_code(&account.id, code).await?;
        let letter = self.letter(Recipient::Account(&account.id), Letter::SecondFactorOff).await?;
        self.store().remove_totp(&account.id, who.session(), &[letter.for_store()], self.now()).await?;
        self.security_event(SecurityEvent::SecondFactorChanged, Some(account.id.as_str())).await;
        self.renew_session(visit, &who).await
    }

    /// Makes ten new recovery codes, to be shown once. The old ones are void.
    pub async fn renew_recovery_codes(&self, recent: &Recent) -> Result<Vec<Zeroizing<String>>, Error> {
        let account = recent.account();
        if self.store().recovery_codes_left(account).await?.is_none() {
            return Err(Error::ChangedMeanwhile);
        }
        let (codes, hashes) = self.fresh_codes(account).await?;
        self.store().replace_recovery_codes(account, &hashes).await?;
        Ok(codes)
    }

    async fn fresh_codes(
        &self,
        account: &AccountId,
    ) -> Result<(Vec<Zeroizing<String>>, Vec<[u8; 32]>), Error> {
        let codes = RecoveryCode::ten().map_err(Cause::Seal)?;
        let mut hashes = Vec::with_capacity(codes.len());
        for code in &codes {
            hashes.push(self.recovery_hash(account, code).await?);
        }
        Ok((codes.iter().map(RecoveryCode::to_text).collect(), hashes))
    }

    /// The seed of a ticket, unless it is old or somebody else's.
    fn seed_in(&self, account: &AccountId, ticket: &str) -> Option<TotpSeed> {
        let value = self.inner.tickets.open(TICKET, account.as_str(), ticket)?;
        let (made, seed) = value.split_at_checked(8)?;
        let made = i64::from_be_bytes(made.try_into().ok()?);
        (0..TICKET_LIFE).contains(&(self.now() - made)).then(|| TotpSeed::from_bytes(seed))?
    }

    async fn shown(&self, account: &AccountId, seed: &TotpSeed, ticket: String) -> Result<Enrolling, Error> {
        let email = Zeroizing::new(self.signed_in_account(account).await?.email);
        let secret = seed.to_base32();
        let uri = Zeroizing::new(format!(
            "otpauth://totp/AltaClario:{}?secret={}&issuer=AltaClario&algorithm=SHA1&digits=6&period=30",
            escaped(&email),
            *secret
        ));
        let mut grouped = Zeroizing::new(String::with_capacity(secret.len() * 5 / 4));
        for (index, letter) in secret.chars().enumerate() {
            if index > 0 && index % 4 == 0 {
                grouped.push(' ');
            }
            grouped.push(letter);
        }
        Ok(Enrolling { ticket, secret: grouped, qr: QrMatrix::of(&uri).ok_or(Cause::Stopped)? })
    }
}

/// An address as a part of a URI.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push('%');
            for digit in [byte >> 4, byte & 15] {
                escaped.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
            }
        }
        escaped
    })
}
