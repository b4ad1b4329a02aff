//! Whether the consent log is what was written: each hash, each place, each checkpoint, and where it ends.

use super::event::{PACKED, Packed};
use crate::audit_log::{Checkpoint, NewCheckpoint};
use crate::chain::{Break, FIRST, Hash};
use crate::database::Store;
use crate::error::Error;
use sqlx::SqliteConnection;
use std::collections::VecDeque;

/// Rows that are in memory at a time.
const AT_ONCE: i64 = 4_096;

/// What walking along the consent log found. Whether the signatures are right is for whoever has the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentReport {
    /// How many places follow each other as they were written.
    pub places: i64,
    /// How many of them are rows that have ended since.
    pub ended: i64,
    /// The hash of the last place.
    pub head: Hash,
    /// Where the chain breaks first, and why.
    pub broken: Option<(i64, Break)>,
    /// The checkpoints, oldest first.
    pub checkpoints: Vec<Checkpoint>,
}

/// Walks along the chain, place by place.
struct Walk {
    seq: i64,
    ended: i64,
    head: Hash,
    signed: VecDeque<Checkpoint>,
}

impl Walk {
    /// Takes a place in, known by its hash.
    fn step(&mut self, seq: i64, hash: Hash) -> Result<(), (i64, Break)> {
        (self.seq, self.head) = (seq, hash);
        match self.signed.front() {
            Some(checkpoint) if checkpoint.seq <= seq => {
                if (checkpoint.seq, &*checkpoint.hash) != (seq, &hash[..]) {
                    return Err((checkpoint.seq, Break::Checkpoint));
                }
                self.signed.pop_front();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Passes the places of rows that ended, up to the one before `next`.
    async fn pass_gaps(
        &mut self,
        reading: &mut SqliteConnection,
        next: i64,
    ) -> Result<Result<(), (i64, Break)>, Error> {
        while self.seq + 1 < next {
            let gaps: Vec<(i64, Vec<u8>)> = sqlx::query_as(
                "SELECT seq, hash FROM consent_gap WHERE seq > ? AND seq < ? ORDER BY seq LIMIT ?",
            )
            .bind(self.seq)
            .bind(next)
            .bind(AT_ONCE)
            .fetch_all(&mut *reading)
            .await?;
            if gaps.is_empty() {
                return Ok(Err((self.seq + 1, Break::Order)));
            }
            for (seq, hash) in gaps {
                let Ok(hash) = hash.try_into() else { return Ok(Err((seq, Break::Entry))) };
                if seq != self.seq + 1 {
                    return Ok(Err((self.seq + 1, Break::Order)));
                }
                self.ended += 1;
                if let Err(broken) = self.step(seq, hash) {
                    return Ok(Err(broken));
                }
            }
        }
        Ok(Ok(()))
    }

    fn pass(&mut self, event: &Packed) -> Result<(), (i64, Break)> {
        if event.seq != self.seq + 1 {
            return Err((event.seq, Break::Order));
        }
        match event.hash_after(&self.head) {
            Some(hash) if event.hash == hash => self.step(event.seq, hash),
            _ => Err((event.seq, Break::Entry)),
        }
    }
}

impl Store {
    /// Walks along the consent log as it is at one moment, a few thousand rows at a time.
    pub async fn verify_consent_chain(&self) -> Result<ConsentReport, Error> {
        let mut reading = self.pool().begin().await?;
        let checkpoints: Vec<Checkpoint> =
            sqlx::query_as("SELECT seq, hash, time, signer, signature FROM consent_checkpoint ORDER BY seq")
                .fetch_all(&mut *reading)
                .await?;
        let (end, end_hash): (i64, Vec<u8>) =
            sqlx::query_as("SELECT seq, hash FROM consent_chain").fetch_one(&mut *reading).await?;
        let mut walk = Walk { seq: 0, ended: 0, head: FIRST, signed: checkpoints.clone().into() };
        let broken = walk.go_to_the_end(&mut reading, end).await?;
        // A checkpoint beyond the end tells of rows that were taken away, and so does another end.
        let beyond = walk.signed.front().map(|checkpoint| (checkpoint.seq, Break::Checkpoint));
        let gaps: i64 =
            sqlx::query_scalar("SELECT count(*) FROM consent_gap").fetch_one(&mut *reading).await?;
        let ends_otherwise = (gaps != walk.ended || walk.seq != end || walk.head[..] != end_hash)
            .then_some((end, Break::Order));
        Ok(ConsentReport {
            places: walk.seq,
            ended: walk.ended,
            head: walk.head,
            broken: broken.or(beyond).or(ends_otherwise),
            checkpoints,
        })
    }

    /// Keeps the signed head of the consent log, unless there is one for that place.
    pub async fn add_consent_checkpoint(
        &self,
        checkpoint: &NewCheckpoint<'_>,
        now: i64,
    ) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO consent_checkpoint (seq, hash, time, signer, signature) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (seq) DO NOTHING",
        )
        .bind(checkpoint.seq)
        .bind(checkpoint.hash.as_slice())
        .bind(now)
        .bind(checkpoint.signer.as_slice())
        .bind(checkpoint.signature.as_slice())
        .execute(self.pool())
        .await?;
        Ok(())
    }
}

impl Walk {
    async fn go_to_the_end(
        &mut self,
        reading: &mut SqliteConnection,
        end: i64,
    ) -> Result<Option<(i64, Break)>, Error> {
        let mut last = 0;
        loop {
            let events: Vec<Packed> =
                sqlx::query_as(PACKED).bind(last).bind(AT_ONCE).fetch_all(&mut *reading).await?;
            let Some(newest) = events.last() else { break };
            last = newest.seq;
            for event in &events {
                if let Err(broken) = self.pass_gaps(reading, event.seq).await? {
                    return Ok(Some(broken));
                }
                if let Err(broken) = self.pass(event) {
                    return Ok(Some(broken));
                }
            }
        }
        Ok(self.pass_gaps(reading, end + 1).await?.err())
    }
}
