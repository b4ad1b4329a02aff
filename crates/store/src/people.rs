//! Accounts, and the terms each of them accepted.

use sqlx::FromRow;

use crate::database::Store;
use crate::error::Error;
use crate::ids::AccountId;
use crate::workspaces::{self, NewWorkspace, Role};

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
    /// Which terms it comes with.
    pub acceptance: NewAcceptance<'a>,
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
    /// Only the first person of the installation.
    FirstOnly,
}

/// What became of a sign-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enrolment {
    /// The account and its workspace were made.
    Made,
    /// There is an account with this address.
    EmailTaken,
    /// The gate is closed.
    Closed,
}

impl Store {
    /// Makes an account with its acceptance, and a workspace it owns: all of it or nothing.
    pub async fn enrol(
        &self,
        gate: Gate,
        account: &NewAccount<'_>,
        workspace: &NewWorkspace<'_>,
        now: i64,
    ) -> Result<Enrolment, Error> {
        let mut change = self.change().await?;
        if gate == Gate::FirstOnly {
            let anybody: bool =
                sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM account)").fetch_one(&mut *change).await?;
            if anybody {
                return Ok(Enrolment::Closed);
            }
        }
        // An acceptance is named after its account and document: an account has each version once.
        let acceptance_id =
            format!("{}.{}.{}", account.id, account.acceptance.document, account.acceptance.version);
        let made = sqlx::query(
            "INSERT INTO account (id, email, name, password_phc, created, acceptance_id)
             VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (email) DO NOTHING",
        )
        .bind(account.id)
        .bind(account.email)
        .bind(account.name)
        .bind(account.password_phc)
        .bind(now)
        .bind(&acceptance_id)
        .execute(&mut *change)
        .await?;
        if made.rows_affected() == 0 {
            return Ok(Enrolment::EmailTaken);
        }
        sqlx::query(
            "INSERT INTO acceptance (id, account_id, document, version, hash, time) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(&acceptance_id)
        .bind(account.id)
        .bind(account.acceptance.document)
        .bind(account.acceptance.version)
        .bind(account.acceptance.hash)
        .bind(now)
        .execute(&mut *change)
        .await?;
        workspaces::insert(&mut change, workspace, now).await?;
        workspaces::insert_member(&mut change, workspace.id, account.id, Role::Owner, now).await?;
        change.commit().await?;
        Ok(Enrolment::Made)
    }

    /// Whether a person could sign up through this gate now.
    pub async fn is_open(&self, gate: Gate) -> Result<bool, Error> {
        match gate {
            Gate::Open => Ok(true),
            Gate::FirstOnly => Ok(sqlx::query_scalar("SELECT NOT EXISTS (SELECT 1 FROM account)")
                .fetch_one(self.pool())
                .await?),
        }
    }

    /// The account with a normalised address.
    pub async fn account_by_email(&self, email: &str) -> Result<Option<Account>, Error> {
        Ok(sqlx::query_as("SELECT id, email, name, password_phc, created FROM account WHERE email = ?")
            .bind(email)
            .fetch_optional(self.pool())
            .await?)
    }

    /// An account by its id.
    pub async fn account(&self, account: &AccountId) -> Result<Option<Account>, Error> {
        Ok(sqlx::query_as("SELECT id, email, name, password_phc, created FROM account WHERE id = ?")
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
