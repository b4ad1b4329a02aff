//! The letters as an operator sees them: how far each is, to a shortened address; their text only while none can be sent.

use clario_store::{LetterState, LetterTrouble, NotificationId, StoredLetter};

use crate::Backend;
use crate::error::Error;
use crate::mail::{Content, Letter, Recipient, place};
use crate::operator::Operator;

/// The most letters a list shows.
const MOST: u32 = 200;

/// How far a letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterProgress {
    /// There is no mail server to send it to.
    Held,
    /// It waits for its turn.
    Waiting,
    /// It is being handed over.
    Sending,
    /// It will be tried again.
    WillRetry,
    /// The mail server took it.
    Sent,
    /// It was given up.
    Dead,
    /// An operator threw it away.
    Discarded,
}

/// A letter in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterNote {
    /// Its id.
    pub id: String,
    /// Which template.
    pub template: String,
    /// The shortened address; `None` once it was wiped.
    pub to: Option<String>,
    /// How far it is.
    pub progress: LetterProgress,
    /// How many times it was tried.
    pub attempts: u32,
    /// When it was written, in seconds since 1970-01-01T00:00:00Z.
    pub created: i64,
    /// When it is tried next.
    pub next_at: Option<i64>,
    /// Why the last attempt failed, as a sentence.
    pub trouble: Option<&'static str>,
    /// Whether an operator may read it now.
    pub readable: bool,
    /// When an operator read it.
    pub opened: Option<i64>,
    /// Whether an operator may let it start again.
    pub may_retry: bool,
    /// Whether an operator may throw it away.
    pub may_discard: bool,
}

/// A letter that could not be sent, for an operator to hand over.
#[derive(Clone, PartialEq, Eq)]
pub struct HeldLetter {
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
}

impl Backend {
    /// The letters of this installation, those on their way first.
    pub async fn letters(&self, _operator: &Operator) -> Result<Vec<LetterNote>, Error> {
        let mut notes = Vec::new();
        for letter in self.store().letters().list(MOST).await? {
            let to = self.content(&letter).await.map(|content| shortened(&content.address));
            notes.push(self.note_of(letter, to));
        }
        Ok(notes)
    }

    /// What a held letter says. Only while there is no mail server: its links open things, so every look is noted.
    pub async fn held_letter(&self, _operator: &Operator, id: &str) -> Result<HeldLetter, Error> {
        if self.inner.post.is_some() {
            return Err(Error::NotFound);
        }
        let id = NotificationId::parse(id).ok_or(Error::NotFound)?;
        let letter = self.store().letters().open(&id, self.now()).await?.ok_or(Error::NotFound)?;
        let template = letter.template.as_str();
        tracing::warn!(template, "an operator read a letter that could not be sent");
        let content = self.content(&letter).await.ok_or(Error::NotFound)?;
        Ok(HeldLetter { to: content.address, subject: content.subject, text: content.text })
    }

    /// Lets a letter that was given up start again.
    pub async fn retry_letter(&self, _operator: &Operator, id: &str) -> Result<(), Error> {
        let id = NotificationId::parse(id).ok_or(Error::NotFound)?;
        self.store().letters().retry(&id, self.now()).await?.then_some(()).ok_or(Error::ChangedMeanwhile)
    }

    /// Throws a letter away.
    pub async fn discard_letter(&self, _operator: &Operator, id: &str) -> Result<(), Error> {
        let id = NotificationId::parse(id).ok_or(Error::NotFound)?;
        self.store().letters().discard(&id, self.now()).await?.then_some(()).ok_or(Error::ChangedMeanwhile)
    }

    /// Queues a letter to the operator who asks, to try the mail settings.
    pub async fn send_test_letter(&self, operator: &Operator) -> Result<(), Error> {
        let letter = self.letter(Recipient::Account(&operator.account), Letter::Test).await?;
        self.post(&letter).await
    }

    async fn content(&self, letter: &StoredLetter) -> Option<Content> {
        let sealed = letter.sealed.as_ref()?;
        let bytes = self.open_for_installation(&place(&letter.id), sealed).await.ok()?;
        Content::from_bytes(&bytes)
    }

    fn note_of(&self, letter: StoredLetter, to: Option<String>) -> LetterNote {
        let held = self.inner.post.is_none();
        let progress = match letter.state {
            LetterState::Waiting | LetterState::Failed | LetterState::Sending if held => LetterProgress::Held,
            LetterState::Waiting => LetterProgress::Waiting,
            LetterState::Sending => LetterProgress::Sending,
            LetterState::Failed => LetterProgress::WillRetry,
            LetterState::Sent => LetterProgress::Sent,
            LetterState::Dead => LetterProgress::Dead,
            LetterState::Discarded => LetterProgress::Discarded,
        };
        let has_content = letter.sealed.is_some();
        LetterNote {
            id: letter.id.to_string(),
            template: letter.template,
            to,
            progress,
            attempts: letter.attempts,
            created: letter.created,
            next_at: matches!(progress, LetterProgress::Waiting | LetterProgress::WillRetry)
                .then_some(letter.next_at),
            trouble: letter.trouble.map(sentence),
            readable: held && has_content,
            opened: letter.opened,
            may_retry: letter.state == LetterState::Dead && has_content,
            may_discard: has_content && letter.state != LetterState::Sending,
        }
    }
}

/// An address of which only its owner's first letter and its domain are left.
pub(crate) fn shortened(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let first = local.chars().next().unwrap_or('…');
    format!("{first}…@{domain}")
}

fn sentence(trouble: LetterTrouble) -> &'static str {
    match trouble {
        LetterTrouble::Unreachable => "The mail server cannot be reached.",
        LetterTrouble::NoAnswer => "The mail server did not answer in time, or broke off.",
        LetterTrouble::Tls => "There is no safe connection to the mail server.",
        LetterTrouble::Credentials => "The mail server does not accept the user name and password.",
        LetterTrouble::Later => "The mail server asked to come back later.",
        LetterTrouble::Refused => "The mail server refused this letter.",
        LetterTrouble::Address => "Mail cannot be sent to this address.",
        LetterTrouble::Interrupted => "The program stopped while it was being sent.",
        LetterTrouble::TooLate => "It was too late: its links had stopped working.",
        LetterTrouble::Unreadable => "What was stored of it cannot be read.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shortened_to_a_letter_and_its_domain() {
        for (address, short) in [
            ("mallory@example.org", "m…@example.org"),
            ("x@b.example", "x…@b.example"),
            ("jörg@bücher.example", "j…@bücher.example"),
            ("", "……@"),
        ] {
            assert_eq!(shortened(address), short);
        }
    }
}
