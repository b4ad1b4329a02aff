//! Accounts, and the terms each of them accepted.

use clario_vault::Sealed;
use sqlx::{AssertSqlSafe, FromRow, SqliteConnection};

use crate::database::Store;
use crate::error::Error;
use crate::ids::AccountId;
use crate::mail_tokens::{self, NewMailToken};
use crate::notifications::{self, NewNotification};
use crate::operators;
use crate::workspaces::{self, NewWorkspace};

/// A person's account. It has no `Debug`, since it holds an address and a password hash.
#[derive(Clone, FromRow)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Normalised address.
    pub email: String,
    /// Name, as typed.
    pub name: String,
    /// Password hash, a PHC string.
    pub password_phc: String,
    /// When it was made.
    pub created: i64,
    /// When its owner proved to read letters to this address; `None` until then.
    pub verified_at: Option<i64>,
    /// Counts the changes of address, password and second factor.
    pub security_revision: i64,
}

/// An account to be made.
pub struct NewAccount<'a> {
    /// Its id.
    pub id: &'a AccountId,
    /// Normalised address.
    pub email: &'a str,
    /// Name, as typed.
    pub name: &'a str,
    /// Password hash, a PHC string.
    pub password_phc: &'a str,
    /// Its wrapped data key.
    pub dek_wrapped: &'a Sealed,
    /// Which terms it comes with.
    pub acceptance: NewAcceptance<'a>,
}

/// What is queued for the address of a sign-up; which of the letters, the sign-up decides.
pub struct EnrolmentLetters<'a> {
    /// The token of the link that confirms the address.
    pub token_hash: &'a [u8; 32],
    /// When that link ends.
    pub expires: i64,
    /// The letter with the link.
    pub confirm: &'a NewNotification<'a>,
    /// The letter that says that there is an account already.
    pub known: &'a NewNotification<'a>,
}

/// The document a person accepts on signing up.
pub struct NewAcceptance<'a> {
    /// Which document.
    pub document: &'a str,
    /// Its version.
    pub version: u32,
    /// SHA-256 of its text, 64 hexadecimal digits.
    pub hash: &'a str,
}

/// A document a person accepted.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Acceptance {
    /// Which document.
    pub document: String,
    /// Its version.
    pub version: u32,
    /// SHA-256 of its text, 64 hexadecimal digits.
    pub hash: String,
    /// When.
    pub time: i64,
}

/// Who may sign up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Anybody.
    Open,
    /// Whoever has the link of the first operator, of which this is the SHA-256: the account becomes the operator's, and
    /// its address counts as confirmed.
    Operator([u8; 32]),
}

/// What became of a sign-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enrolment {
    /// The account and its workspace were made, and wait for their address to be confirmed.
    Made,
    /// There was an account whose address nobody ever confirmed: it belongs to the new sign-up now.
    Replaced,
    /// There is an account with this address.
    EmailTaken,
    /// The gate is closed.
    Closed,
}

const COLUMNS: &str = "id, email, name, password_phc, created, verified_at, security_revision";

impl Store {
    /// Makes an account with its acceptance, and a workspace it owns, and queues the letter that goes with it: all
    /// of it or nothing.
    pub async fn enrol(
        &self,
        gate: Gate,
        account: &NewAccount<'_>,
        workspace: &NewWorkspace<'_>,
        letters: &EnrolmentLetters<'_>,
        now: i64,
    ) -> Result<Enrolment, Error> {
        let mut change = self.change().await?;
        let present: Option<(AccountId, Option<i64>)> =
            sqlx::query_as("SELECT id, verified_at FROM account WHERE email = ?")
                .bind(account.email)
                .fetch_optional(&mut *change)
                .await?;
        let outcome = match present {
            Some((_, Some(_))) => {
                notifications::enqueue(&mut change, letters.known, now).await?;
                Enrolment::EmailTaken
            }
            Some((present, None)) => {
                if replace(&mut change, &present, account, letters, now).await? {
                    notifications::enqueue(&mut change, letters.confirm, now).await?;
                }
                Enrolment::Replaced
            }
            None => {
                insert(&mut change, account, now).await?;
                workspaces::insert(&mut change, workspace, account.id, now).await?;
                if let Gate::Operator(token_hash) = gate {
                    return operators::enrol(change, account.id, &token_hash, now).await;
                }
                mail_tokens::add(&mut change, &letters.token(account.id), now).await?;
                notifications::enqueue(&mut change, letters.confirm, now).await?;
                Enrolment::Made
            }
        };
        change.commit().await?;
        Ok(outcome)
    }

    /// The account with a normalised address.
    pub async fn account_by_email(&self, email: &str) -> Result<Option<Account>, Error> {
        Ok(sqlx::query_as(AssertSqlSafe(format!("SELECT {COLUMNS} FROM account WHERE email = ?")))
            .bind(email)
            .fetch_optional(self.pool())
            .await?)
    }

    /// An account by its id.
    pub async fn account(&self, account: &AccountId) -> Result<Option<Account>, Error> {
        Ok(sqlx::query_as(AssertSqlSafe(format!("SELECT {COLUMNS} FROM account WHERE id = ?")))
            .bind(account)
            .fetch_optional(self.pool())
            .await?)
    }

    /// Puts a new hash of the same password in the place of an old one, unless it changed meanwhile.
    pub async fn renew_password_hash(&self, account: &AccountId, old: &str, new: &str) -> Result<(), Error> {
        sqlx::query("UPDATE account SET password_phc = ? WHERE id = ? AND password_phc = ?")
            .bind(new)
            .bind(account)
            .bind(old)
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// What an account accepted, oldest first.
    pub async fn acceptances(&self, account: &AccountId) -> Result<Vec<Acceptance>, Error> {
        Ok(sqlx::query_as(
            "SELECT document, version, hash, time FROM acceptance WHERE account_id = ? ORDER BY time, version",
        )
        .bind(account)
        .fetch_all(self.pool())
        .await?)
    }
}

impl EnrolmentLetters<'_> {
    fn token<'a>(&'a self, account: &'a AccountId) -> NewMailToken<'a> {
        NewMailToken::confirm_address(self.token_hash, account, self.expires)
    }
}

/// Puts a new account with its acceptance into the tables.
pub(crate) async fn insert(
    change: &mut SqliteConnection,
    account: &NewAccount<'_>,
    now: i64,
) -> Result<(), Error> {
    let acceptance_id = acceptance_id(account.id, &account.acceptance);
    sqlx::query(
        "INSERT INTO account (id, email, name, password_phc, created, acceptance_id, dek_wrapped)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(account.id)
    .bind(account.email)
    .bind(account.name)
    .bind(account.password_phc)
    .bind(now)
    .bind(&acceptance_id)
    .bind(account.dek_wrapped.as_bytes())
    .execute(&mut *change)
    .await?;
    accept(change, account.id, &acceptance_id, &account.acceptance, now).await
}

/// Gives an account whose address nobody confirmed to the new sign-up: whoever made it may have typed an address that
/// is not theirs, so nothing of the former sign-up may count. Does nothing, and says so, when letters about it went
/// out too often.
async fn replace(
    change: &mut SqliteConnection,
    present: &AccountId,
    account: &NewAccount<'_>,
    letters: &EnrolmentLetters<'_>,
    now: i64,
) -> Result<bool, Error> {
    if !mail_tokens::add(&mut *change, &letters.token(present), now).await? {
        return Ok(false);
    }
    take_over(&mut *change, present, account, now).await?;
    mail_tokens::renew(&mut *change, letters.token_hash).await?;
    Ok(true)
}

/// Puts name, password and acceptance of a new account in the place of those of one whose address nobody confirmed.
pub(crate) async fn take_over(
    change: &mut SqliteConnection,
    present: &AccountId,
    account: &NewAccount<'_>,
    now: i64,
) -> Result<(), Error> {
    sqlx::query("UPDATE account SET name = ?, password_phc = ? WHERE id = ?")
        .bind(account.name)
        .bind(account.password_phc)
        .bind(present)
        .execute(&mut *change)
        .await?;
    count_security_change(&mut *change, present).await?;
    let acceptance_id = acceptance_id(present, &account.acceptance);
    accept(change, present, &acceptance_id, &account.acceptance, now).await
}

/// An acceptance is named after its account and document: an account has each version once.
fn acceptance_id(account: &AccountId, acceptance: &NewAcceptance<'_>) -> String {
    format!("{account}.{}.{}", acceptance.document, acceptance.version)
}

async fn accept(
    change: &mut SqliteConnection,
    account: &AccountId,
    id: &str,
    acceptance: &NewAcceptance<'_>,
    now: i64,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO acceptance (id, account_id, document, version, hash, time) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, time = excluded.time",
    )
    .bind(id)
    .bind(account)
    .bind(acceptance.document)
    .bind(acceptance.version)
    .bind(acceptance.hash)
    .bind(now)
    .execute(change)
    .await?;
    Ok(())
}

/// Counts a change of address, password or second factor: links in older letters are void from now on.
pub(crate) async fn count_security_change(
    change: &mut SqliteConnection,
    account: &AccountId,
) -> Result<(), Error> {
    sqlx::query("UPDATE account SET security_revision = security_revision + 1 WHERE id = ?")
        .bind(account)
        .execute(change)
        .await?;
    Ok(())
}
