//! What the operator tells everybody: on every page, and by letter. Updates can be refused, incidents cannot, and a change
//! of the policy is told of at least 14 days before it takes effect.

use std::sync::{Arc, PoisonError, RwLock};

use clario_store::{Notice, NoticeId, NoticeKind};

use crate::Backend;
use crate::error::Error;
use crate::flaw::Flaw;
use crate::mail::{Letter, Recipient, SealedLetter};
use crate::operator::Operator;

const DAY: i64 = 24 * 60 * 60;
/// Days before a change of the policy on which everybody is told at the latest.
pub const NOTICE_DAYS: i64 = 14;
/// Days for which a notice can be shown.
const LONGEST: i64 = 90;
/// Accounts that are written to in one step.
const STEP: u32 = 200;
/// The most notices a list shows.
const MOST: u32 = 100;

/// A notice to be published.
#[derive(Debug, Clone)]
pub struct NoticeDraft {
    /// What it is about.
    pub kind: NoticeKind,
    /// Its heading.
    pub title: String,
    /// Its text.
    pub text: String,
    /// For how many days it is shown.
    pub days: String,
    /// The day on which a change of the policy takes effect, such as `2026-12-24`.
    pub effective: String,
}

/// The notices that are shown now. Every page asks for them.
#[derive(Default)]
pub(crate) struct Board(RwLock<Arc<[Notice]>>);

impl Backend {
    /// The notices that are shown now, the latest first.
    pub fn shown_notices(&self) -> Vec<Notice> {
        let now = self.now();
        let board = Arc::clone(&self.inner.board.0.read().unwrap_or_else(PoisonError::into_inner));
        board.iter().filter(|notice| notice.shown_until > now).cloned().collect()
    }

    /// All notices, the latest first.
    pub async fn notices(&self, _operator: &Operator) -> Result<Vec<Notice>, Error> {
        Ok(self.store().notices(MOST).await?)
    }

    /// Publishes a notice: it is on every page from now on, and letters about it are on their way.
    pub async fn publish_notice(&self, _operator: &Operator, draft: &NoticeDraft) -> Result<(), Error> {
        let now = self.now();
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (title, text) = (line(&draft.title), line(&draft.text));
        let fits = |text: &str, most: usize| {
            (3..=most).contains(&text.chars().count()) && text.chars().all(crate::entry::is_shown)
        };
        if !fits(&title, 100) {
            return Err(Flaw::NoticeTitle.into());
        }
        if !fits(&text, 2_000) {
            return Err(Flaw::NoticeText.into());
        }
        let days = draft.days.trim().parse().ok().filter(|days| (1..=LONGEST).contains(days));
        let days: i64 = days.ok_or(Flaw::NoticeDays)?;
        let effective = match draft.kind {
            NoticeKind::Policy => Some(effective(&draft.effective, now)?),
            _ => None,
        };
        // A change stays in sight until it has taken effect.
        let shown_until = (now + days * DAY).max(effective.unwrap_or_default());
        let notice = Notice {
            id: NoticeId::random()?,
            kind: draft.kind,
            title,
            text,
            published: now,
            effective,
            shown_until,
            told_up_to: String::new(),
            told: None,
        };
        self.store().add_notice(&notice).await?;
        self.read_notices().await?;
        self.tell_notices().await
    }

    /// Shows a notice no longer.
    pub async fn withdraw_notice(&self, _operator: &Operator, id: &str) -> Result<(), Error> {
        let id = NoticeId::parse(id).ok_or(Error::NotFound)?;
        if !self.store().withdraw_notice(&id, self.now()).await? {
            return Err(Error::ChangedMeanwhile);
        }
        self.read_notices().await
    }

    /// Reads the notices that every page asks for.
    pub(crate) async fn read_notices(&self) -> Result<(), Error> {
        let now = self.now();
        let shown = self.store().notices(MOST).await?.into_iter().filter(|notice| notice.shown_until > now);
        let shown: Arc<[Notice]> = shown.collect();
        *self.inner.board.0.write().unwrap_or_else(PoisonError::into_inner) = shown;
        Ok(())
    }

    /// Goes on with the letters about notices until everybody was written to. To be called about once a minute; whoever
    /// was written to is not written to again.
    pub async fn tell_notices(&self) -> Result<(), Error> {
        while let Some(notice) = self.store().untold_notice().await? {
            let accounts = self.store().accounts_after(&notice.told_up_to, STEP).await?;
            let mut letters = Vec::new();
            for account in &accounts {
                let wanted = match notice.kind {
                    NoticeKind::Incident | NoticeKind::Policy => true,
                    NoticeKind::Update => {
                        self.takes_news(account).await? && self.restricted_since(account).await?.is_none()
                    }
                };
                if wanted {
                    let letter = Letter::Notice {
                        kind: notice.kind,
                        title: notice.title.clone(),
                        text: notice.text.clone(),
                        effective: notice.effective,
                    };
                    let letter = self.letter(Recipient::Account(account), letter).await?;
                    letters.push(letter.once(format!("notice.{}.{account}", notice.id)));
                }
            }
            let letters: Vec<_> = letters.iter().map(SealedLetter::for_store).collect();
            self.store().tell_of_notice(&notice.id, accounts.last(), &letters, self.now()).await?;
        }
        Ok(())
    }
}

/// The beginning of a day on which a change may take effect.
fn effective(text: &str, now: i64) -> Result<i64, Error> {
    let day: jiff::civil::Date = text.trim().parse().map_err(|_| Flaw::NoticeEffective)?;
    let begin = day.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| Flaw::NoticeEffective)?;
    let second = begin.timestamp().as_second();
    let in_time = (now + NOTICE_DAYS * DAY..now + 3_660 * DAY).contains(&second);
    if in_time { Ok(second) } else { Err(Flaw::NoticeEffective.into()) }
}
