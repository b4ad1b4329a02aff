//! The ledger as operators work on it: what came, by when it is answered, what was answered.

use clario_store::{NewEntry, Outcome, RequestForm, RequestId, StoredRequest};
use clario_vault::{Place, Sealed};

use super::written::{Written, words};
use super::{RequestCategory, place};
use crate::Backend;
use crate::alerts::AlertKind;
use crate::error::Error;
use crate::flaw::Flaw;
use crate::installation::INSTALLATION;
use crate::mail::{Letter, Recipient};
use crate::operator::{Operator, shortened};

/// The most requests a list shows.
const MOST: u32 = 200;
/// The most characters of an answer or a note.
const LONGEST_ANSWER: usize = 5_000;
/// Seconds before the day on which operators are reminded.
const REMINDED_BEFORE: i64 = 7 * 24 * 60 * 60;

/// A request in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestNote {
    /// Its reference.
    pub id: String,
    /// Which form it came by.
    pub form: RequestForm,
    /// What it is about; `None` when another version knew the word.
    pub category: Option<RequestCategory>,
    /// When it came, in seconds since 1970-01-01T00:00:00Z.
    pub created: i64,
    /// When an answer is owed.
    pub due: i64,
    /// Whether that is over without one.
    pub overdue: bool,
    /// When it was answered first.
    pub answered: Option<i64>,
    /// When it was closed, and how.
    pub closed: Option<(i64, Outcome)>,
    /// When its row goes.
    pub keep_until: i64,
}

/// A request with all that was written. It has no `Debug`, since it is about a person.
#[derive(Clone, PartialEq, Eq)]
pub struct RequestDetail {
    /// What the list says of it.
    pub note: RequestNote,
    /// Where an answer goes, shortened; empty when nobody wants one.
    pub reply_to: String,
    /// The fields that were filled in, with their titles.
    pub fields: Vec<(&'static str, String)>,
    /// What was answered and noted: whether it was sent, when, and what.
    pub entries: Vec<(bool, i64, String)>,
}

impl Backend {
    /// The requests, open ones first by the day they are due.
    pub async fn requests(&self, _operator: &Operator) -> Result<Vec<RequestNote>, Error> {
        let stored = self.store().requests().list(MOST).await?;
        Ok(stored.iter().map(|request| self.note_of_request(request)).collect())
    }

    /// One request with all that was written.
    pub async fn request(&self, _operator: &Operator, id: &str) -> Result<RequestDetail, Error> {
        let id = RequestId::parse(id).ok_or(Error::NotFound)?;
        let stored = self.store().requests().find(&id).await?.ok_or(Error::NotFound)?;
        let written = self.written(&stored).await;
        let mut entries = Vec::new();
        for entry in self.store().requests().entries(&id).await? {
            let text = self.entry_text(&entry.id, &entry.sealed).await;
            entries.push((entry.is_reply, entry.time, text.unwrap_or_else(|| UNREADABLE.to_owned())));
        }
        let fields = written.as_ref().map_or_else(
            || vec![("Text", UNREADABLE.to_owned())],
            |written| {
                let all = [
                    ("Name", &written.name),
                    ("Where", &written.place),
                    ("Work", &written.work),
                    ("Text", &written.text),
                ];
                let filled = all.into_iter().filter(|(_, text)| !text.is_empty());
                filled.map(|(title, text)| (title, text.clone())).collect()
            },
        );
        let email = written.map(|written| written.email).filter(|email| !email.is_empty());
        let reply_to = email.map(|email| shortened(&email)).unwrap_or_default();
        Ok(RequestDetail { note: self.note_of_request(&stored), reply_to, fields, entries })
    }

    /// Answers a request. The answer goes by letter to the address that came with it; without one it is written down only.
    pub async fn answer_request(&self, _operator: &Operator, id: &str, text: &str) -> Result<(), Error> {
        let id = RequestId::parse(id).ok_or(Error::NotFound)?;
        let text = answer(text)?;
        let stored = self.store().requests().find(&id).await?.ok_or(Error::NotFound)?;
        let written = self.written(&stored).await.ok_or(Error::NotFound)?;
        let category = RequestCategory::of(&stored.category).map_or("your message", RequestCategory::title);
        let letter = if written.email.is_empty() {
            None
        } else {
            let letter =
                Letter::RequestAnswered { about: category, reference: id.to_string(), text: text.clone() };
            Some(self.letter(Recipient::Address(&written.email), letter).await?)
        };
        let letter = letter.as_ref().map(crate::mail::SealedLetter::for_store);
        self.add_entry(&id, &NewEntry::Reply(letter.as_ref()), &text).await
    }

    /// Adds a note that only operators read, such as why something was decided.
    pub async fn note_on_request(&self, _operator: &Operator, id: &str, text: &str) -> Result<(), Error> {
        let id = RequestId::parse(id).ok_or(Error::NotFound)?;
        self.add_entry(&id, &NewEntry::Note, &answer(text)?).await
    }

    /// Closes a request.
    pub async fn close_request(&self, _operator: &Operator, id: &str, outcome: Outcome) -> Result<(), Error> {
        let id = RequestId::parse(id).ok_or(Error::NotFound)?;
        let closed = self.store().requests().close(&id, outcome, self.now()).await?;
        closed.then_some(()).ok_or(Error::ChangedMeanwhile)
    }

    /// Reminds the operators while an answer is owed within a week or should have been given.
    pub(crate) async fn watch_requests(&self) -> Result<(), Error> {
        if self.store().requests().overdue(self.now() + REMINDED_BEFORE).await? > 0 {
            self.raise_alert(AlertKind::RequestsDue).await;
        }
        Ok(())
    }

    async fn add_entry(&self, id: &RequestId, kind: &NewEntry<'_>, text: &str) -> Result<(), Error> {
        let entry = RequestId::random()?;
        let sealed = self.seal_for_installation(&entry_place(&entry), text.as_bytes()).await?;
        let added = self.store().requests().add_entry(&entry, id, kind, &sealed, self.now()).await?;
        added.then_some(()).ok_or(Error::NotFound)
    }

    async fn written(&self, stored: &StoredRequest) -> Option<Written> {
        let bytes = self.open_for_installation(&place(&stored.id), &stored.sealed).await.ok()?;
        Written::from_bytes(&bytes)
    }

    async fn entry_text(&self, id: &RequestId, sealed: &Sealed) -> Option<String> {
        let bytes = self.open_for_installation(&entry_place(id), sealed).await.ok()?;
        String::from_utf8(bytes.to_vec()).ok()
    }

    fn note_of_request(&self, stored: &StoredRequest) -> RequestNote {
        RequestNote {
            id: stored.id.to_string(),
            form: stored.form,
            category: RequestCategory::of(&stored.category),
            created: stored.created,
            due: stored.due,
            overdue: stored.closed.is_none() && stored.answered.is_none() && stored.due <= self.now(),
            answered: stored.answered,
            closed: stored.closed,
            keep_until: stored.keep_until,
        }
    }
}

const UNREADABLE: &str = "What was stored cannot be read any more.";

fn answer(text: &str) -> Result<String, Error> {
    let text = words(text, LONGEST_ANSWER).filter(|text| text.chars().count() >= 2);
    Ok(text.ok_or(Flaw::RequestAnswer)?)
}

fn entry_place(id: &RequestId) -> Place<'_> {
    Place {
        tenant: INSTALLATION,
        table: "request_entry",
        row: id.as_str(),
        field: "sealed",
        schema: 1,
        revision: 0,
    }
}
