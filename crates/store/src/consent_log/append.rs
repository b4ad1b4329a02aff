//! Writing into the consent log: always at its end, always together with the tally.

use clario_privacy::consent::{DAY, Layer, Mechanism, Purpose, State};
use sqlx::SqliteConnection;

use super::event::ConsentEvent;
use crate::chain::Hash;
use crate::database::Store;
use crate::error::Error;
use crate::ids::{AccountId, ConsentEventId};

/// A choice, or what became of one, on its way into the log.
#[derive(Debug, Clone, Copy)]
pub struct NewConsentEvent<'a> {
    /// A random name for the choices of the browser or the account.
    pub subject: &'a str,
    /// Whose choice it is, if that is known.
    pub account: Option<&'a AccountId>,
    /// For what.
    pub purpose: Purpose,
    /// What became of it.
    pub state: State,
    /// By which act.
    pub mechanism: Mechanism,
    /// Where the question stood.
    pub layer: Layer,
    /// The language of the question.
    pub locale: &'a str,
    /// SHA-256 of the words that were shown.
    pub banner_text_hash: &'a [u8; 32],
    /// The version of the policy they belong to.
    pub policy_version: u32,
    /// SHA-256 of that version.
    pub policy_hash: &'a [u8; 32],
    /// Whether the browser sent Global Privacy Control.
    pub gpc: bool,
    /// Whether the browser sent Do Not Track.
    pub dnt: bool,
    /// When the choice was made.
    pub time: i64,
    /// Until when it holds.
    pub valid_until: Option<i64>,
}

impl Store {
    /// Writes events at the end of the log, all or none of them.
    pub async fn append_consent(&self, events: &[NewConsentEvent<'_>], now: i64) -> Result<(), Error> {
        let mut change = self.change().await?;
        append(&mut change, events, now).await?;
        change.commit().await?;
        Ok(())
    }

    /// Writes the choices of a browser down as those of an account, unless an account has taken them over before. Says
    /// whether it did.
    pub async fn import_consent(
        &self,
        subject: &str,
        events: &[NewConsentEvent<'_>],
        now: i64,
    ) -> Result<bool, Error> {
        let mut change = self.change().await?;
        let is_taken: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM consent_event WHERE subject_ref = ? AND account_id IS NOT NULL)",
        )
        .bind(subject)
        .fetch_one(&mut *change)
        .await?;
        if is_taken {
            return Ok(false);
        }
        append(&mut change, events, now).await?;
        change.commit().await?;
        Ok(true)
    }

    /// Counts a choice that leaves no row: a plain no of somebody who cannot be told from others.
    pub async fn tally_consent(
        &self,
        purpose: Purpose,
        state: State,
        version: u32,
        now: i64,
    ) -> Result<(), Error> {
        tally(&mut *self.pool().acquire().await?, purpose, state, version, now).await
    }
}

async fn append(
    change: &mut SqliteConnection,
    events: &[NewConsentEvent<'_>],
    now: i64,
) -> Result<(), Error> {
    let (mut seq, before): (i64, Vec<u8>) =
        sqlx::query_as("SELECT seq, hash FROM consent_chain").fetch_one(&mut *change).await?;
    let mut head: Hash = before.try_into().map_err(|_| Error::Damaged("consent_chain"))?;
    for event in events {
        seq += 1;
        let row = ConsentEvent {
            seq,
            id: ConsentEventId::random()?.as_str().to_owned(),
            subject_ref: event.subject.to_owned(),
            account_id: event.account.map(|account| account.as_str().to_owned()),
            purpose: event.purpose.key().to_owned(),
            state: event.state.key().to_owned(),
            mechanism: event.mechanism.key().to_owned(),
            layer: event.layer.key().to_owned(),
            locale: event.locale.to_owned(),
            banner_text_hash: event.banner_text_hash.to_vec(),
            policy_version: event.policy_version,
            policy_hash: event.policy_hash.to_vec(),
            gpc_at_event: event.gpc,
            dnt_at_event: event.dnt,
            time: event.time,
            recorded: now,
            valid_until: event.valid_until,
            hash: Vec::new(),
        };
        head = row.hash_after(&head);
        insert(change, &row, &head).await?;
        tally(change, event.purpose, event.state, event.policy_version, now).await?;
    }
    Ok(())
}

async fn insert(change: &mut SqliteConnection, row: &ConsentEvent, hash: &Hash) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO consent_event (seq, id, subject_ref, account_id, purpose, state, mechanism, layer, locale,
             banner_text_hash, policy_version, policy_hash, gpc_at_event, dnt_at_event, time, recorded, valid_until,
             hash)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(row.seq)
    .bind(&row.id)
    .bind(&row.subject_ref)
    .bind(&row.account_id)
    .bind(&row.purpose)
    .bind(&row.state)
    .bind(&row.mechanism)
    .bind(&row.layer)
    .bind(&row.locale)
    .bind(&row.banner_text_hash)
    .bind(row.policy_version)
    .bind(&row.policy_hash)
    .bind(row.gpc_at_event)
    .bind(row.dnt_at_event)
    .bind(row.time)
    .bind(row.recorded)
    .bind(row.valid_until)
    .bind(hash.as_slice())
    .execute(change)
    .await?;
    Ok(())
}

async fn tally(
    change: &mut SqliteConnection,
    purpose: Purpose,
    state: State,
    version: u32,
    now: i64,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO consent_tally (day, version, purpose, state, n) VALUES (?, ?, ?, ?, 1)
         ON CONFLICT (day, version, purpose, state) DO UPDATE SET n = n + 1",
    )
    .bind(now.div_euclid(DAY))
    .bind(version)
    .bind(purpose.key())
    .bind(state.key())
    .execute(change)
    .await?;
    Ok(())
}
