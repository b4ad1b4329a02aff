//! What those who watch over the installation must be able to see, with keyed pseudonyms in place of people.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use clario_store::NewSecurityEvent;

use crate::alerts::AlertKind;
use crate::{Backend, caller};

/// Events written down in one minute at most: a storm must not fill the disk.
const MOST_A_MINUTE: u32 = 300;
/// Refusals within [`BURST_MINUTES`] that are a burst.
const BURST: u32 = 50;
const BURST_MINUTES: i64 = 10;
/// Minutes for which a burst that goes on is the same burst.
const SAME_BURST: i64 = 60;

/// What happened: a closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SecurityEvent {
    /// A password that is wrong, or of no account.
    SignInFailed,
    /// A code of the second factor that is wrong or was used before.
    SecondFactorFailed,
    /// A recovery code was used in place of a second factor.
    RecoveryCodeUsed,
    /// Somebody was made to wait after too many wrong attempts.
    SoftLocked,
    /// Somebody asked for what their role or membership does not allow.
    Denied,
    /// A form or a call that no page of ours made, or whose mark is not right.
    ForeignForm,
    /// A limit of requests was hit.
    LimitHit,
    /// A quota of a day was used up.
    QuotaSpent,
    /// Somebody came in by their password, and their second factor if they have one.
    SignedIn,
    /// A password was changed or reset.
    PasswordChanged,
    /// The second factor was switched on or off.
    SecondFactorChanged,
}

impl SecurityEvent {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::SignInFailed,
        Self::SecondFactorFailed,
        Self::RecoveryCodeUsed,
        Self::SoftLocked,
        Self::Denied,
        Self::ForeignForm,
        Self::LimitHit,
        Self::QuotaSpent,
        Self::SignedIn,
        Self::PasswordChanged,
        Self::SecondFactorChanged,
    ];

    /// Its word in tables, logs and metrics.
    pub fn word(self) -> &'static str {
        match self {
            Self::SignInFailed => "sign_in_failed",
            Self::SecondFactorFailed => "second_factor_failed",
            Self::RecoveryCodeUsed => "recovery_code_used",
            Self::SoftLocked => "soft_locked",
            Self::Denied => "denied",
            Self::ForeignForm => "foreign_form",
            Self::LimitHit => "limit_hit",
            Self::QuotaSpent => "quota_spent",
            Self::SignedIn => "signed_in",
            Self::PasswordChanged => "password_changed",
            Self::SecondFactorChanged => "second_factor_changed",
        }
    }

    /// What many of them together mean, if they mean that somebody tries to get in.
    fn alert(self) -> Option<AlertKind> {
        match self {
            Self::SignInFailed | Self::SecondFactorFailed => Some(AlertKind::FailedSignIns),
            Self::Denied | Self::ForeignForm => Some(AlertKind::Denials),
            _ => None,
        }
    }
}

/// Counts what happens, so that storms stay bounded and bursts are noticed. Times are minutes.
#[derive(Default)]
pub(crate) struct Watch(Mutex<Counts>);

#[derive(Default)]
struct Counts {
    minute: i64,
    written: u32,
    left_out: u64,
    sign_ins: Refusals,
    denials: Refusals,
    totals: [u64; SecurityEvent::ALL.len()],
}

/// Refusals of one sort, by minute.
#[derive(Default)]
struct Refusals {
    recent: VecDeque<(i64, u32)>,
    last_burst: Option<i64>,
}

/// What is to be done about an event.
#[derive(Debug, PartialEq, Eq)]
struct Consequence {
    write: bool,
    /// What the burst that has just begun means.
    burst: Option<AlertKind>,
}

impl Watch {
    fn count(&self, event: SecurityEvent, minute: i64) -> Consequence {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = SecurityEvent::ALL.iter().position(|known| *known == event);
        if let Some(total) = place.and_then(|place| counts.totals.get_mut(place)) {
            *total += 1;
        }
        if counts.minute != minute {
            if counts.left_out > 0 {
                tracing::warn!(count = counts.left_out, "security events were counted but not written down");
            }
            (counts.minute, counts.written, counts.left_out) = (minute, 0, 0);
        }
        let write = counts.written < MOST_A_MINUTE;
        if write {
            counts.written += 1;
        } else {
            counts.left_out += 1;
        }
        let begun = match event.alert() {
            Some(AlertKind::FailedSignIns) => counts.sign_ins.count(minute),
            Some(_) => counts.denials.count(minute),
            None => false,
        };
        Consequence { write, burst: event.alert().filter(|_| begun) }
    }

    /// How often each event happened since the start.
    pub(crate) fn totals(&self) -> Vec<(SecurityEvent, u64)> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        SecurityEvent::ALL.into_iter().zip(counts.totals).collect()
    }
}

impl Refusals {
    /// Counts one, and says whether a burst has begun with it.
    fn count(&mut self, minute: i64) -> bool {
        match self.recent.back_mut() {
            Some((last, count)) if *last == minute => *count += 1,
            _ => self.recent.push_back((minute, 1)),
        }
        while self.recent.front().is_some_and(|(first, _)| *first <= minute - BURST_MINUTES) {
            self.recent.pop_front();
        }
        let sum: u32 = self.recent.iter().map(|(_, count)| count).sum();
        let is_same = self.last_burst.is_some_and(|last| minute - last < SAME_BURST);
        let begins = sum >= BURST && !is_same;
        if begins {
            self.last_burst = Some(minute);
        }
        begins
    }
}

impl Backend {
    /// Notes that something happened. The subject, such as an account id or a typed address, is kept as a keyed
    /// pseudonym only; where it came from is known while a request is being answered.
    ///
    /// It never fails: whoever asks has something else to do, and what cannot be written is logged.
    pub async fn security_event(&self, event: SecurityEvent, subject: Option<&str>) {
        let now = self.now();
        let consequence = self.inner.watch.count(event, now.div_euclid(60));
        if consequence.write {
            let epoch = self.inner.server_keys.epoch();
            let subject = subject.zip(epoch.as_ref()).map(|(subject, epoch)| epoch.pseudonym(subject));
            let address = caller::address();
            let row = NewSecurityEvent {
                kind: event.word(),
                subject: subject.as_ref(),
                epoch: epoch.map_or(-1, |epoch| epoch.number),
                address: address.as_deref(),
            };
            if let Err(error) = self.store().add_security_event(&row, now).await {
                tracing::error!(%error, "a security event could not be written down");
            }
        }
        if let Some(kind) = consequence.burst {
            self.raise_alert(kind).await;
        }
    }

    /// How often each security event happened since the start.
    pub fn security_totals(&self) -> Vec<(SecurityEvent, u64)> {
        self.inner.watch.totals()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_refusals_are_one_burst_an_hour() {
        let watch = Watch::default();
        let bursts = |minute: i64, count: u32| {
            (0..count).filter(|_| watch.count(SecurityEvent::SignInFailed, minute).burst.is_some()).count()
        };
        assert_eq!(bursts(100, BURST - 1), 0);
        assert_eq!(bursts(109, 1), 1, "the fiftieth within ten minutes");
        assert_eq!(bursts(110, 500), 0, "it goes on");
        assert_eq!(bursts(100 + SAME_BURST + 9, BURST), 1, "an hour later it is another");
    }

    #[test]
    fn refusals_far_apart_and_other_events_are_no_burst() {
        let watch = Watch::default();
        for minute in 0..1_000 {
            for _ in 0..4 {
                assert_eq!(watch.count(SecurityEvent::Denied, minute).burst, None);
            }
            assert_eq!(watch.count(SecurityEvent::SignedIn, minute).burst, None);
        }
    }

    #[test]
    fn a_storm_is_counted_and_written_down_within_bounds() {
        let watch = Watch::default();
        let written = (0..100_000).filter(|_| watch.count(SecurityEvent::LimitHit, 7).write).count();
        assert_eq!(written, MOST_A_MINUTE as usize);
        assert!(watch.count(SecurityEvent::LimitHit, 8).write, "the next minute counts anew");
        assert!(watch.totals().contains(&(SecurityEvent::LimitHit, 100_001)));
    }

    #[test]
    fn every_event_has_a_word_of_its_own() {
        let words: std::collections::BTreeSet<_> = SecurityEvent::ALL.map(SecurityEvent::word).into();
        assert_eq!(words.len(), SecurityEvent::ALL.len());
    }
}
