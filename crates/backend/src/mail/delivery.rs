//! The one worker that takes letters out of the queue and sends them.

use clario_store::{DueLetter, LetterTrouble};

use super::patience::{MOST_ATTEMPTS, wait};
use super::smtp::Post;
use super::{Content, place};
use crate::Backend;
use crate::alerts::AlertKind;
use crate::error::Error;

/// Looks at the queue that are skipped after the mail server itself was in trouble.
const BREATHER: u32 = 15;

impl Backend {
    /// Sends what is due, again and again. Never ends by itself, and there must be one only.
    pub async fn deliver_letters(&self) {
        if let Err(error) = self.store().letters().release(self.now()).await {
            tracing::error!(%error, "letters that were broken off could not be released");
        }
        let look = self.config().mail.look;
        loop {
            let breather = match self.deliver_due().await {
                Ok(true) => 1,
                Ok(false) => BREATHER,
                Err(error) => {
                    tracing::error!(%error, "the queue of letters could not be worked on");
                    BREATHER
                }
            };
            tokio::time::sleep(look * breather).await;
        }
    }

    /// Sends what is due now. Stops and says `false` when the mail server itself is in trouble: the next letter would
    /// fare no better. Without a mail server nothing is due.
    pub async fn deliver_due(&self) -> Result<bool, Error> {
        let Some(post) = &self.inner.post else { return Ok(true) };
        // Longer than any attempt can take, for an attempt that ends without a word.
        let patience = i64::try_from(self.config().mail.patience.as_secs()).unwrap_or(3_600) + 60;
        while let Some(due) = self.store().letters().take(self.now(), patience).await? {
            let outcome = self.attempt(post, &due).await;
            let trouble = outcome.err();
            self.note(&due, trouble).await?;
            if matches!(
                trouble,
                Some(
                    LetterTrouble::Unreachable
                        | LetterTrouble::NoAnswer
                        | LetterTrouble::Tls
                        | LetterTrouble::Credentials
                )
            ) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn attempt(&self, post: &Post, due: &DueLetter) -> Result<(), LetterTrouble> {
        if due.useless_after.is_some_and(|end| end <= self.now()) {
            return Err(LetterTrouble::TooLate);
        }
        let opened = self.open_for_installation(&place(&due.id), &due.sealed).await;
        let bytes = opened.map_err(|_| LetterTrouble::Unreadable)?;
        let content = Content::from_bytes(&bytes).ok_or(LetterTrouble::Unreadable)?;
        post.send(due.id.as_str(), due.created, content).await
    }

    /// Writes down what became of an attempt.
    async fn note(&self, due: &DueLetter, trouble: Option<LetterTrouble>) -> Result<(), Error> {
        let (letters, now) = (self.store().letters(), self.now());
        let (template, attempts) = (due.template.as_str(), due.attempts);
        match trouble {
            None => {
                letters.sent(&due.id, now).await?;
                tracing::info!(template, attempts, "a letter was sent");
            }
            Some(LetterTrouble::TooLate) => {
                letters.too_late(&due.id, now).await?;
                tracing::warn!(template, "a letter came too late and was not sent");
            }
            Some(trouble @ (LetterTrouble::Refused | LetterTrouble::Address | LetterTrouble::Unreadable)) => {
                letters.dead(&due.id, trouble, now).await?;
                tracing::warn!(template, ?trouble, attempts, "a letter was given up");
            }
            Some(trouble) if attempts >= MOST_ATTEMPTS => {
                letters.dead(&due.id, trouble, now).await?;
                tracing::error!(template, ?trouble, attempts, "a letter was given up");
                self.raise_alert(AlertKind::DeadLetters).await;
            }
            Some(trouble) => {
                letters.failed(&due.id, trouble, now + wait(attempts)).await?;
                tracing::warn!(template, ?trouble, attempts, "a letter could not be sent yet");
            }
        }
        Ok(())
    }
}
