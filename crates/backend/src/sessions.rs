//! Who is at the door: the session of a request, and the proofs that come out of it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use clario_store::{AccountId, Browser, Density, LiveSession, NewSession, SessionHash, SessionId, Theme};
use secrecy::zeroize::Zeroizing;
use sha2::{Digest, Sha256};
use tower_sessions_core::session::Id;

use crate::error::Error;
use crate::security_events::SecurityEvent;
use crate::{Backend, caller};

/// Seconds for which sensitive acts need no new proof, after one was given.
const CONFIRMED_FOR: i64 = 10 * 60;
/// More of a user agent is not looked at.
const LONGEST_USER_AGENT: usize = 1_000;

/// Somebody with a live session. Only a [`Visit`] has one to give.
#[derive(Debug, Clone)]
pub struct SignedIn {
    account: AccountId,
    session: SessionId,
    hash: SessionHash,
    confirmed_until: i64,
    has_totp: bool,
}

impl SignedIn {
    /// Whose session it is.
    pub fn account(&self) -> &AccountId {
        &self.account
    }

    /// The name of the session in the list of its owner.
    pub fn session(&self) -> &SessionId {
        &self.session
    }

    /// The SHA-256 of the token in the cookie.
    pub fn session_hash(&self) -> &SessionHash {
        &self.hash
    }

    /// Whether the account has a second factor.
    pub fn has_totp(&self) -> bool {
        self.has_totp
    }
}

/// Somebody who proved within the last ten minutes, in this session, who they are: by their password, and by a code if
/// they have a second factor. What is sensitive takes it. Only [`Backend::recent`] makes one.
#[derive(Debug)]
pub struct Recent {
    who: SignedIn,
}

impl Recent {
    /// Who it is.
    pub fn who(&self) -> &SignedIn {
        &self.who
    }

    /// Whose session it is.
    pub fn account(&self) -> &AccountId {
        &self.who.account
    }
}

/// How somebody wants pages to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Looks {
    /// Light, dark, or as the browser says.
    pub theme: Theme,
    /// How close lines stand.
    pub density: Density,
}

/// What the answer does with the cookie of the session.
pub enum CookieChange {
    /// Nothing.
    Keep,
    /// Gives the browser this token.
    Set(Zeroizing<String>),
    /// Takes it away.
    Remove,
}

/// Whether a request counts as use of the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coming {
    /// A person did something.
    ByPerson,
    /// A page refreshed itself, which keeps nobody signed in.
    ByItself,
}

/// One request at the door: which session it brings, and what becomes of it. Clones are the same visit.
#[derive(Clone)]
pub struct Visit {
    browser: Browser,
    state: Arc<Mutex<State>>,
}

struct State {
    who: Option<SignedIn>,
    looks: Looks,
    cookie: CookieChange,
}

impl Visit {
    /// A visit without a session.
    pub fn of_a_stranger(user_agent: Option<&str>) -> Self {
        let state = State { who: None, looks: Looks::default(), cookie: CookieChange::Keep };
        Self { browser: family(user_agent), state: Arc::new(Mutex::new(state)) }
    }

    /// Who is signed in.
    pub fn signed_in(&self) -> Option<SignedIn> {
        self.with(|state| state.who.clone())
    }

    /// The SHA-256 of the token of the session, if there is one.
    pub fn session_hash(&self) -> Option<SessionHash> {
        self.with(|state| state.who.as_ref().map(|who| who.hash))
    }

    /// How the person wants pages to look.
    pub fn looks(&self) -> Looks {
        self.with(|state| state.looks)
    }

    /// What the answer does with the cookie; asked once, when the answer is made.
    pub fn take_cookie(&self) -> CookieChange {
        self.with(|state| std::mem::replace(&mut state.cookie, CookieChange::Keep))
    }

    pub(crate) fn look(&self, looks: Looks) {
        self.with(|state| state.looks = looks);
    }

    fn with<T>(&self, answer: impl FnOnce(&mut State) -> T) -> T {
        answer(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn found(&self, hash: SessionHash, session: LiveSession) {
        self.with(|state| {
            state.looks = Looks { theme: session.theme, density: session.density };
            state.who = Some(SignedIn {
                account: session.account,
                session: session.id,
                hash,
                confirmed_until: session.confirmed_until,
                has_totp: session.has_totp,
            });
        });
    }

    fn carry(&self, token: Id) {
        self.with(|state| state.cookie = CookieChange::Set(Zeroizing::new(token.to_string())));
    }

    fn lost(&self) {
        self.with(|state| {
            *state = State { who: None, looks: Looks::default(), cookie: CookieChange::Remove };
        });
    }
}

impl fmt::Debug for Visit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Visit")
    }
}

impl Backend {
    /// Finds the session of a request, once for all that is asked while it is answered.
    pub async fn visit(
        &self,
        cookie: Option<&str>,
        user_agent: Option<&str>,
        coming: Coming,
    ) -> Result<Visit, Error> {
        let visit = Visit::of_a_stranger(user_agent);
        let Some(cookie) = cookie else { return Ok(visit) };
        let hash = cookie.parse().ok().map(hash_of);
        let now = self.now();
        let session = match &hash {
            Some(hash) => self.store().session(hash, now).await?,
            None => None,
        };
        let (Some(hash), Some(session)) = (hash, session) else {
            visit.lost();
            return Ok(visit);
        };
        if coming == Coming::ByPerson {
            self.store().touch_session(&hash, &session, now).await?;
        }
        visit.found(hash, session);
        Ok(visit)
    }

    /// The proof that somebody gave in this session a short time ago; [`Error::Confirm`] when it is too old.
    pub fn recent(&self, who: &SignedIn) -> Result<Recent, Error> {
        if who.confirmed_until > self.now() { Ok(Recent { who: who.clone() }) } else { Err(Error::Confirm) }
    }

    /// Begins a session for an account that has proved everything it has to. Whoever was signed in before in this
    /// browser: their session ends, and the new one has a token that nobody has seen.
    pub(crate) async fn begin_session(&self, visit: &Visit, account: &AccountId) -> Result<(), Error> {
        self.end_session(visit).await?;
        let token = Id::default();
        let (hash, now, network) = (hash_of(token), self.now(), caller::address());
        let session = NewSession {
            hash: &hash,
            id: &SessionId::random()?,
            account,
            confirmed_until: now + CONFIRMED_FOR,
            browser: visit.browser,
            network: network.as_deref(),
        };
        self.store().begin_session(&session, now).await?;
        let begun = self.store().session(&hash, now).await?.ok_or(Error::SignIn)?;
        visit.found(hash, begun);
        visit.carry(token);
        self.security_event(SecurityEvent::SignedIn, Some(account.as_str())).await;
        Ok(())
    }

    /// Gives the session another token, and ten minutes for sensitive acts.
    pub(crate) async fn renew_session(&self, visit: &Visit, who: &SignedIn) -> Result<(), Error> {
        let token = Id::default();
        let (hash, now) = (hash_of(token), self.now());
        if !self.store().renew_session(&who.hash, &hash, now + CONFIRMED_FOR).await? {
            return Err(Error::SignIn);
        }
        let renewed = self.store().session(&hash, now).await?.ok_or(Error::SignIn)?;
        visit.found(hash, renewed);
        visit.carry(token);
        Ok(())
    }

    /// Ends the session of a visit.
    pub async fn sign_out(&self, visit: &Visit) -> Result<(), Error> {
        self.end_session(visit).await?;
        visit.lost();
        Ok(())
    }

    async fn end_session(&self, visit: &Visit) -> Result<(), Error> {
        if let Some(hash) = visit.session_hash() {
            self.store().end_session(&hash).await?;
        }
        Ok(())
    }
}

/// What is stored of a token: it is 128 random bits, so a plain hash is enough, there is nothing to guess it from.
fn hash_of(token: Id) -> SessionHash {
    Sha256::digest(token.0.to_be_bytes()).into()
}

/// The family of a browser. The text itself is kept nowhere.
fn family(user_agent: Option<&str>) -> Browser {
    let text = user_agent.unwrap_or_default();
    let text = text.get(..LONGEST_USER_AGENT.min(text.len())).unwrap_or_default();
    // Each of them names those before it, too, so the most particular name comes first.
    [
        ("Edg", Browser::Edge),
        ("OPR/", Browser::Opera),
        ("Firefox/", Browser::Firefox),
        ("FxiOS/", Browser::Firefox),
        ("Chrome/", Browser::Chrome),
        ("CriOS/", Browser::Chrome),
        ("Safari/", Browser::Safari),
    ]
    .into_iter()
    .find(|(word, _)| text.contains(word))
    .map_or(Browser::Other, |(_, family)| family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart_by_family_and_nonsense_is_another() {
        let gecko = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        let blink = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
        let webkit =
            "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15";
        for (text, expected) in [
            (gecko, Browser::Firefox),
            (blink, Browser::Chrome),
            (&format!("{blink} Edg/140.0"), Browser::Edge),
            (&format!("{blink} OPR/120.0"), Browser::Opera),
            (webkit, Browser::Safari),
            ("curl/8.5", Browser::Other),
            ("", Browser::Other),
            (&"é".repeat(5_000_000), Browser::Other),
        ] {
            assert_eq!(family(Some(text)), expected, "{text:.80}");
        }
        assert_eq!(family(None), Browser::Other);
    }
}
