//! What has to be written down before the record of an account is acted upon: a choice this browser made before the
//! sign-in, an opt-out by signal, a yes that grew too old.

use clario_privacy::consent::{
    DAY, Kept, Layer, Marks, Mechanism, Owner, Purpose, Record, Signals, Source, Standing, State,
};
use clario_store::{AccountId, ConsentEvent, ConsentSubject, NewConsentEvent};

use super::shown::Shown;
use super::{ASKED, Asking, LIFE};
use crate::Backend;
use crate::error::Error;

/// How an account stands once everything is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// What the log says of the account.
    pub record: Record,
    /// Whether browser and account said different things, so that the one that allows less holds now.
    pub disagreed: bool,
    /// Whether an earlier yes gave way to Global Privacy Control just now.
    pub opted_out: bool,
}

impl Backend {
    /// Writes down what is due for somebody who is signed in, and says how they stand. What is written once is not due
    /// again, so that no request writes another row.
    pub async fn settle_consent(
        &self,
        account: &AccountId,
        kept: Option<&Kept>,
        signals: Signals,
    ) -> Result<Settled, Error> {
        self.settle_by(account, kept, signals, Mechanism::GpcHeader).await
    }

    /// The same, where the signal came in a certain way.
    pub(super) async fn settle_by(
        &self,
        account: &AccountId,
        kept: Option<&Kept>,
        signals: Signals,
        of_signal: Mechanism,
    ) -> Result<Settled, Error> {
        let mut disagreed = false;
        if let Some(kept) = kept.filter(|kept| kept.owner != Owner::Copy) {
            disagreed = self.take_choice_over(account, kept, signals).await?;
        }
        let record = self.consent_record(account).await?;
        let due = record.due(signals, Marks::in_force(), self.now());
        if due.is_empty() {
            return Ok(Settled { record, disagreed, opted_out: false });
        }
        let opted_out = due.iter().any(|(purpose, state)| {
            let standing = record.standing(*purpose, Marks::in_force(), self.now());
            *state == State::GpcOptout && standing == Standing::Yes
        });
        let subject = self.consent_subject_of(account).await?;
        let shown = self.cookie_question(Marks::in_force().current);
        let events: Vec<_> = due
            .iter()
            .map(|(purpose, state)| {
                let mechanism = if *state == State::GpcOptout { of_signal } else { Mechanism::Program };
                let event =
                    self.consent_event(subject.as_str(), &shown, *purpose, *state, mechanism, signals);
                NewConsentEvent { account: Some(account), layer: Layer::None, valid_until: None, ..event }
            })
            .collect();
        self.store().append_consent(&events, self.now()).await?;
        self.inner.consents.changed(account);
        Ok(Settled { record: self.consent_record(account).await?, disagreed, opted_out })
    }

    /// Writes down that a browser which had said yes now sends Global Privacy Control. To be called once, when the
    /// browser is told to forget that yes.
    pub async fn opt_browser_out(&self, kept: &Kept, signals: Signals) -> Result<(), Error> {
        self.opt_browser_out_by(kept, signals, Mechanism::GpcHeader).await
    }

    pub(super) async fn opt_browser_out_by(
        &self,
        kept: &Kept,
        signals: Signals,
        of_signal: Mechanism,
    ) -> Result<(), Error> {
        let shown = self.cookie_question(kept.version);
        let Owner::Browser(id) = &kept.owner else { return Ok(()) };
        let rows = self.store().consent_of_browser(id.as_str()).await?;
        let events: Vec<_> = rows
            .iter()
            .filter(|row| is_yes(row))
            .filter_map(|row| Purpose::parse(&row.purpose))
            .map(|purpose| NewConsentEvent {
                layer: Layer::None,
                valid_until: None,
                ..self.consent_event(id.as_str(), &shown, purpose, State::GpcOptout, of_signal, signals)
            })
            .collect();
        if !events.is_empty() {
            self.store().append_consent(&events, self.now()).await?;
        }
        Ok(())
    }

    /// Takes the choice of a browser over into the account that signed in with it. Says whether the two disagreed; then
    /// the one that allows less holds.
    async fn take_choice_over(
        &self,
        account: &AccountId,
        kept: &Kept,
        signals: Signals,
    ) -> Result<bool, Error> {
        let (marks, now) = (Marks::in_force(), self.now());
        let record = self.consent_record(account).await?;
        let rows = match &kept.owner {
            Owner::Browser(id) => self.store().consent_of_browser(id.as_str()).await?,
            _ => Vec::new(),
        };
        let subject = self.consent_subject_of(account).await?;
        let shown = self.cookie_question(kept.version);
        let (mut events, mut disagreed) = (Vec::new(), false);
        for purpose in ASKED {
            let theirs = record.standing(purpose, marks, now);
            let here = Source::Browser(Some(kept)).standing(purpose, marks, now);
            let row = rows.iter().find(|row| row.purpose == purpose.key());
            match (here, theirs) {
                // A yes counts only if the log knows it.
                (Standing::Yes | Standing::YesOverGpc, Standing::Open | Standing::Suspended) => {
                    let Some(row) = row.filter(|row| is_yes(row)) else { continue };
                    events.push(imported(row, account, purpose, signals));
                }
                (Standing::Yes | Standing::YesOverGpc, Standing::No | Standing::OptedOut) => {
                    let Some(row) = row.filter(|row| is_yes(row)) else { continue };
                    disagreed = true;
                    events.push(NewConsentEvent {
                        layer: Layer::None,
                        ..self.consent_event(
                            &row.subject_ref,
                            &shown,
                            purpose,
                            State::Withdrawn,
                            Mechanism::SignIn,
                            signals,
                        )
                    });
                }
                (Standing::No, Standing::Open | Standing::Suspended) => {
                    events.push(self.refused_here(account, subject.as_str(), &shown, purpose, kept, signals));
                }
                (Standing::No, Standing::Yes | Standing::YesOverGpc) => {
                    disagreed = true;
                    let refused =
                        self.refused_here(account, subject.as_str(), &shown, purpose, kept, signals);
                    events.push(NewConsentEvent { state: State::Withdrawn, ..refused });
                }
                _ => {}
            }
        }
        if kept.choice.no_error_reports && !record.objects_to_error_reports() {
            let purpose = Purpose::ErrorReports;
            let event = self.consent_event(
                subject.as_str(),
                &shown,
                purpose,
                State::Withdrawn,
                Mechanism::SignIn,
                signals,
            );
            events.push(NewConsentEvent { account: Some(account), valid_until: None, ..event });
        }
        if events.is_empty() {
            return Ok(false);
        }
        let done = if let Owner::Browser(id) = &kept.owner {
            self.store().import_consent(id.as_str(), &events, now).await?
        } else {
            self.store().append_consent(&events, now).await?;
            true
        };
        self.inner.consents.changed(account);
        Ok(disagreed && done)
    }

    /// A plain no of this browser, as one of the account, with the time and the text it was made under.
    fn refused_here<'a>(
        &self,
        account: &'a AccountId,
        subject: &'a str,
        shown: &'a Shown,
        purpose: Purpose,
        kept: &Kept,
        signals: Signals,
    ) -> NewConsentEvent<'a> {
        let event = self.consent_event(subject, shown, purpose, State::Refused, Mechanism::SignIn, signals);
        let time = (kept.day * DAY).min(event.time);
        NewConsentEvent { account: Some(account), time, valid_until: Some(time + LIFE), ..event }
    }

    /// The name an account goes by in the log: the one it has, else a new one.
    pub(super) async fn consent_subject_of(&self, account: &AccountId) -> Result<ConsentSubject, Error> {
        let known = self.store().consent_subject(account).await?;
        match known.and_then(|known| ConsentSubject::parse(&known)) {
            Some(subject) => Ok(subject),
            None => Ok(ConsentSubject::random()?),
        }
    }

    /// An event of now, of nobody in particular, as if the banner had asked.
    pub(super) fn consent_event<'a>(
        &self,
        subject: &'a str,
        shown: &'a Shown,
        purpose: Purpose,
        state: State,
        mechanism: Mechanism,
        signals: Signals,
    ) -> NewConsentEvent<'a> {
        NewConsentEvent {
            subject,
            account: None,
            purpose,
            state,
            mechanism,
            layer: Layer::First,
            locale: super::LOCALE,
            banner_text_hash: &shown.text,
            policy_version: shown.version.number,
            policy_hash: &shown.version.hash,
            gpc: signals.gpc,
            dnt: signals.dnt,
            time: self.now(),
            valid_until: ASKED.contains(&purpose).then(|| self.now() + LIFE),
        }
    }
}

impl Asking<'_> {
    /// How Global Privacy Control came to be known.
    pub(super) fn of_signal(&self) -> Mechanism {
        if self.by_script { Mechanism::GpcJs } else { Mechanism::GpcHeader }
    }

    /// The name of this browser's choices in the log, if it has one.
    pub(super) fn browser(&self) -> Option<&str> {
        match &self.kept?.owner {
            Owner::Browser(id) => Some(id.as_str()),
            _ => None,
        }
    }
}

pub(super) fn is_yes(row: &ConsentEvent) -> bool {
    matches!(State::parse(&row.state), Some(State::Given | State::GpcOverrideGiven))
}

/// A yes of a browser as one of the account, with its own time, text and end.
fn imported<'a>(
    row: &'a ConsentEvent,
    account: &'a AccountId,
    purpose: Purpose,
    signals: Signals,
) -> NewConsentEvent<'a> {
    let is_override = row.state == State::GpcOverrideGiven.key();
    let hash = |bytes: &'a [u8]| bytes.try_into().unwrap_or(&[0; 32]);
    NewConsentEvent {
        subject: &row.subject_ref,
        account: Some(account),
        purpose,
        state: if is_override { State::GpcOverrideGiven } else { State::ImportedPrelogin },
        mechanism: Mechanism::SignIn,
        layer: Layer::parse(&row.layer).unwrap_or(Layer::None),
        locale: &row.locale,
        banner_text_hash: hash(&row.banner_text_hash),
        policy_version: row.policy_version,
        policy_hash: hash(&row.policy_hash),
        gpc: signals.gpc,
        dnt: signals.dnt,
        time: row.time,
        valid_until: row.valid_until,
    }
}
