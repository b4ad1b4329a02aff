//! Making a choice: what is written down for it, and what the browser keeps.

use clario_privacy::consent::{
    Choice, ConsentId, DAY, Kept, Layer, Marks, Mechanism, Mode, Owner, Purpose, Record, Signals, Standing,
    State,
};
use clario_store::{AccountId, ConsentSubject, NewConsentEvent};

use super::settle::is_yes;
use super::shown::Shown;
use super::{ASKED, Asking};
use crate::Backend;
use crate::error::Error;

/// What somebody wants from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// By which act.
    pub mechanism: Mechanism,
    /// Counting pages.
    pub analytics: bool,
    /// Samples of how fast pages are.
    pub performance: bool,
    /// No reports of errors; `None` leaves it as it is.
    pub no_error_reports: Option<bool>,
    /// Letters about what is new; `None` leaves it as it is.
    pub news_mail: Option<bool>,
}

impl Wish {
    /// What a button that means everything or nothing asks for.
    pub fn all(mechanism: Mechanism, yes: bool) -> Self {
        Self { mechanism, analytics: yes, performance: yes, no_error_reports: None, news_mail: None }
    }

    fn of(self, purpose: Purpose) -> bool {
        match purpose {
            Purpose::Analytics => self.analytics,
            Purpose::Performance => self.performance,
            Purpose::ErrorReports => self.no_error_reports != Some(true),
            Purpose::NewsMail => self.news_mail == Some(true),
        }
    }

    fn layer(self) -> Layer {
        match self.mechanism {
            Mechanism::BannerAccept | Mechanism::BannerDecline => Layer::First,
            _ => Layer::Second,
        }
    }
}

impl Backend {
    /// Writes a choice down and says what the browser is to keep; `None` is nothing.
    ///
    /// A yes under Global Privacy Control is taken from the preferences only: the banner is not shown there, so its
    /// button means nothing.
    pub async fn choose(&self, asking: &Asking<'_>, wish: Wish) -> Result<Option<Kept>, Error> {
        let is_yes = wish.analytics || wish.performance;
        if is_yes && asking.signals.gpc && wish.mechanism == Mechanism::BannerAccept {
            return Ok(asking.kept.cloned());
        }
        match asking.account {
            Some(account) => self.choose_for_account(account, asking, wish).await,
            None => self.choose_for_browser(asking, wish).await.map(Some),
        }
    }

    /// Takes Global Privacy Control at its word where only the scripts of a page see it: an account opts out, and a
    /// browser forgets its yes. Says what the browser is to keep. A deliberate yes over the signal stays.
    pub async fn opt_out_by_script(&self, asking: &Asking<'_>) -> Result<Option<Kept>, Error> {
        let signals = Signals { gpc: true, ..asking.signals };
        if let Some(account) = asking.account {
            self.settle_by(account, asking.kept, signals, Mechanism::GpcJs).await?;
            return self.consent_copy(account).await;
        }
        match asking.kept {
            Some(kept) if kept.choice.grants() && kept.mode != Mode::OverGpc => {
                self.opt_browser_out_by(kept, signals, Mechanism::GpcJs).await?;
                Ok(None)
            }
            kept => Ok(kept.cloned()),
        }
    }

    async fn choose_for_account(
        &self,
        account: &AccountId,
        asking: &Asking<'_>,
        wish: Wish,
    ) -> Result<Option<Kept>, Error> {
        let signals = asking.signals;
        let record = self.settle_by(account, asking.kept, signals, asking.of_signal()).await?.record;
        let subject = self.consent_subject_of(account).await?;
        let shown = self.cookie_question(Marks::in_force().current);
        let event = |purpose, state| NewConsentEvent {
            account: Some(account),
            layer: wish.layer(),
            ..self.consent_event(subject.as_str(), &shown, purpose, state, wish.mechanism, signals)
        };
        let mut events = Vec::new();
        for purpose in ASKED {
            let standing = record.standing(purpose, Marks::in_force(), self.now());
            if let Some(state) = becomes(wish.of(purpose), standing, signals) {
                events.push(event(purpose, state));
            }
        }
        if let Some(state) = switched(wish.no_error_reports.map(|no| !no), !record.objects_to_error_reports())
        {
            events.push(event(Purpose::ErrorReports, state));
        }
        if let Some(state) = switched(wish.news_mail, record.takes_news()) {
            events.push(event(Purpose::NewsMail, state));
        }
        if !events.is_empty() {
            self.store().append_consent(&events, self.now()).await?;
            self.inner.consents.changed(account);
        }
        self.consent_copy(account).await
    }

    async fn choose_for_browser(&self, asking: &Asking<'_>, wish: Wish) -> Result<Kept, Error> {
        let before = asking.kept;
        let choice = Choice {
            analytics: wish.analytics,
            performance: wish.performance,
            no_error_reports: wish
                .no_error_reports
                .unwrap_or_else(|| before.is_some_and(|kept| kept.choice.no_error_reports)),
        };
        // A name that an account took over, or that was never given out, is used no more.
        let rows = match asking.browser() {
            Some(browser) => self.store().consent_of_browser(browser).await?,
            None => Vec::new(),
        };
        let known = rows.first().and_then(|row| ConsentId::parse(&row.subject_ref));
        let said_yes = |purpose: Purpose| rows.iter().any(|row| row.purpose == purpose.key() && is_yes(row));
        let shown = self.cookie_question(Marks::in_force().current);
        let owner = match (choice.grants(), &known) {
            (false, _) => Owner::Nobody,
            (true, Some(id)) => Owner::Browser(id.clone()),
            (true, None) => {
                let fresh = ConsentSubject::random()?;
                ConsentId::parse(fresh.as_str()).map_or(Owner::Nobody, Owner::Browser)
            }
        };
        let in_log = match &owner {
            Owner::Browser(id) => Some(id),
            _ => known.as_ref(),
        };
        let mut events = Vec::new();
        for purpose in ASKED {
            let standing = if said_yes(purpose) { Standing::Yes } else { Standing::Open };
            let state = match (wish.of(purpose), asking.signals.gpc) {
                (true, true) => State::GpcOverrideGiven,
                (true, false) => State::Given,
                (false, _) if standing.is_yes() => State::Withdrawn,
                (false, _) => State::Refused,
            };
            match in_log {
                Some(id) if choice.grants() || state == State::Withdrawn => {
                    events.push(self.browser_event(id, &shown, purpose, state, wish, asking.signals));
                }
                // A no needs no name, so it leaves no row.
                _ => self.store().tally_consent(purpose, state, shown.version.number, self.now()).await?,
            }
        }
        if !events.is_empty() {
            self.store().append_consent(&events, self.now()).await?;
        }
        let mode = match (choice.grants(), asking.signals.gpc) {
            (false, _) => Mode::Declined,
            (true, false) => Mode::Accepted,
            (true, true) => Mode::OverGpc,
        };
        let day = self.now().div_euclid(DAY);
        Ok(Kept { version: shown.version.number, mode, choice, day, owner })
    }

    fn browser_event<'a>(
        &self,
        id: &'a ConsentId,
        shown: &'a Shown,
        purpose: Purpose,
        state: State,
        wish: Wish,
        signals: Signals,
    ) -> NewConsentEvent<'a> {
        let event = self.consent_event(id.as_str(), shown, purpose, state, wish.mechanism, signals);
        NewConsentEvent { layer: wish.layer(), ..event }
    }

    /// What the switches of somebody show: what holds for them now.
    pub async fn switches(&self, asking: &Asking<'_>) -> Result<Wish, Error> {
        let (marks, now) = (Marks::in_force(), self.now());
        let record: Option<Record> = match asking.account {
            Some(account) => Some(self.consent_record(account).await?),
            None => None,
        };
        let source = match &record {
            Some(record) => clario_privacy::consent::Source::Account(record),
            None => clario_privacy::consent::Source::Browser(asking.kept),
        };
        let holds = |purpose| match source.standing(purpose, marks, now) {
            Standing::Yes => !asking.signals.gpc,
            standing => standing == Standing::YesOverGpc,
        };
        Ok(Wish {
            mechanism: Mechanism::PrefsSave,
            analytics: holds(Purpose::Analytics),
            performance: holds(Purpose::Performance),
            no_error_reports: Some(source.objects_to_error_reports()),
            news_mail: record.map(|record| record.takes_news()),
        })
    }
}

/// What becomes of a purpose that stands so; `None` when nothing changes.
fn becomes(wanted: bool, standing: Standing, signals: Signals) -> Option<State> {
    match (wanted, standing) {
        (true, Standing::YesOverGpc) | (false, Standing::No | Standing::OptedOut) => None,
        (true, Standing::Yes) if !signals.gpc => None,
        (true, _) if signals.gpc => Some(State::GpcOverrideGiven),
        (true, _) => Some(State::Given),
        (false, Standing::Yes | Standing::YesOverGpc | Standing::Suspended) => Some(State::Withdrawn),
        (false, Standing::Open) => Some(State::Refused),
    }
}

/// What becomes of a plain switch; `None` when nothing changes.
fn switched(wanted: Option<bool>, now: bool) -> Option<State> {
    match (wanted, now) {
        (Some(true), false) => Some(State::Given),
        (Some(false), true) => Some(State::Withdrawn),
        _ => None,
    }
}
