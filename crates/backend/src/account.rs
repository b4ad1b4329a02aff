//! What a person sees and changes of their own account besides password, address and second factor.

use clario_store::{Browser, SessionId};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::Backend;
use crate::entry::PersonName;
use crate::error::Error;
use crate::sessions::{Looks, SignedIn, Visit};

/// A running session, for its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionNote {
    /// Its name.
    pub id: SessionId,
    /// In which browser it began.
    pub browser: Browser,
    /// In which network it began, if that is known.
    pub network: Option<String>,
    /// When it began, in UTC.
    pub began: String,
    /// When it was last used, in UTC.
    pub last_used: String,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

impl Backend {
    /// Gives the person another name.
    pub async fn rename_account(&self, who: &SignedIn, name: &str) -> Result<(), Error> {
        let name = PersonName::parse(name)?;
        Ok(self.store().rename_account(who.account(), name.as_str()).await?)
    }

    /// Keeps how the person wants pages to look; this visit looks so at once.
    pub async fn set_looks(&self, visit: &Visit, looks: Looks) -> Result<(), Error> {
        let who = visit.signed_in().ok_or(Error::SignIn)?;
        self.store().set_looks(who.account(), looks.theme, looks.density).await?;
        visit.look(looks);
        Ok(())
    }

    /// The running sessions of the person, the one used last first.
    pub async fn session_list(&self, who: &SignedIn) -> Result<Vec<SessionNote>, Error> {
        let entries = self.store().sessions_of(who.account(), self.now()).await?;
        Ok(entries
            .into_iter()
            .map(|entry| SessionNote {
                is_this: entry.id == *who.session(),
                browser: entry.browser,
                network: entry.network,
                began: moment(entry.created),
                last_used: moment(entry.last_seen),
                id: entry.id,
            })
            .collect())
    }

    /// Ends one other session of the person.
    pub async fn end_session_of(&self, who: &SignedIn, session: &str) -> Result<(), Error> {
        let session = SessionId::parse(session).ok_or(Error::NotFound)?;
        if self.store().end_session_of(who.account(), &session).await? {
            Ok(())
        } else {
            Err(Error::NotFound)
        }
    }

    /// Ends all sessions of the person but this one; says how many.
    pub async fn end_other_sessions(&self, who: &SignedIn) -> Result<u64, Error> {
        Ok(self.store().end_other_sessions(who.account(), who.session()).await?)
    }
}

/// A moment for people, in UTC, such as `21 Nov 2026, 09:30`.
fn moment(second: i64) -> String {
    let time = Timestamp::from_second(second).unwrap_or(Timestamp::MAX).to_zoned(TimeZone::UTC);
    time.strftime("%-d %b %Y, %H:%M").to_string()
}
