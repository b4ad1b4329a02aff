//! What the consent log says of an account: the latest entry of each purpose, and how it stands now.

use super::{Marks, Purpose, Signals, State};

/// The latest entry of a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// What became of it.
    pub state: State,
    /// The version of the policy that was shown.
    pub version: u32,
    /// When the choice was made, in seconds since 1970-01-01T00:00:00Z.
    pub time: i64,
    /// Until when it holds; `None` is until it is changed.
    pub valid_until: Option<i64>,
}

/// What the log says of an account; a purpose without an entry was never chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Record {
    /// Counting pages.
    pub analytics: Option<Entry>,
    /// Samples of how fast pages are.
    pub performance: Option<Entry>,
    /// Reports of errors.
    pub error_reports: Option<Entry>,
    /// Letters about what is new.
    pub news_mail: Option<Entry>,
}

/// How a purpose stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has answered, or the answer is too old.
    Open,
    /// The text has changed in more than its wording since the yes.
    Suspended,
    /// A yes.
    Yes,
    /// A deliberate yes although the browser sent Global Privacy Control.
    YesOverGpc,
    /// A no.
    No,
    /// A no by Global Privacy Control, on whichever device it was sent.
    OptedOut,
}

impl Standing {
    /// Whether it is a live yes.
    pub fn is_yes(self) -> bool {
        matches!(self, Self::Yes | Self::YesOverGpc)
    }

    /// Whether there is something to ask.
    pub fn is_unanswered(self) -> bool {
        matches!(self, Self::Open | Self::Suspended)
    }
}

impl Entry {
    /// How the entry stands at a time, in seconds since 1970-01-01T00:00:00Z.
    pub fn standing(&self, marks: &Marks, now: i64) -> Standing {
        let is_old = self.valid_until.is_some_and(|until| until <= now);
        match self.state {
            State::Expired => Standing::Open,
            State::SuspendedByPolicy => Standing::Suspended,
            State::GpcOptout => Standing::OptedOut,
            _ if is_old => Standing::Open,
            State::Refused | State::Withdrawn if marks.carries_no(self.version) => Standing::No,
            State::Refused | State::Withdrawn => Standing::Open,
            _ if !marks.carries_yes(self.version) => Standing::Suspended,
            State::GpcOverrideGiven => Standing::YesOverGpc,
            State::Given | State::ImportedPrelogin => Standing::Yes,
        }
    }
}

impl Record {
    /// The latest entry of a purpose.
    pub fn of(&self, purpose: Purpose) -> Option<&Entry> {
        match purpose {
            Purpose::Analytics => self.analytics.as_ref(),
            Purpose::Performance => self.performance.as_ref(),
            Purpose::ErrorReports => self.error_reports.as_ref(),
            Purpose::NewsMail => self.news_mail.as_ref(),
        }
    }

    /// Takes an entry in, as the latest of its purpose.
    pub fn set(&mut self, purpose: Purpose, entry: Entry) {
        let place = match purpose {
            Purpose::Analytics => &mut self.analytics,
            Purpose::Performance => &mut self.performance,
            Purpose::ErrorReports => &mut self.error_reports,
            Purpose::NewsMail => &mut self.news_mail,
        };
        *place = Some(entry);
    }

    /// How a purpose stands at a time.
    pub fn standing(&self, purpose: Purpose, marks: &Marks, now: i64) -> Standing {
        self.of(purpose).map_or(Standing::Open, |entry| entry.standing(marks, now))
    }

    /// Whether the person objected to reports of errors.
    pub fn objects_to_error_reports(&self) -> bool {
        self.error_reports.is_some_and(|entry| matches!(entry.state, State::Refused | State::Withdrawn))
    }

    /// Whether the person asked for letters about what is new.
    pub fn takes_news(&self) -> bool {
        self.news_mail.is_some_and(|entry| entry.state == State::Given)
    }

    /// What has to be written into the log before this record is acted upon: each change once, never each request.
    pub fn due(&self, signals: Signals, marks: &Marks, now: i64) -> Vec<(Purpose, State)> {
        [Purpose::Analytics, Purpose::Performance]
            .into_iter()
            .filter_map(|purpose| Some((purpose, self.due_of(purpose, signals, marks, now)?)))
            .collect()
    }

    fn due_of(&self, purpose: Purpose, signals: Signals, marks: &Marks, now: i64) -> Option<State> {
        let standing = self.standing(purpose, marks, now);
        let was_yes = self.of(purpose).is_some_and(|entry| {
            matches!(entry.state, State::Given | State::ImportedPrelogin | State::GpcOverrideGiven)
        });
        let is_override = self.of(purpose).is_some_and(|entry| entry.state == State::GpcOverrideGiven);
        match standing {
            Standing::Open | Standing::Suspended | Standing::Yes if signals.gpc && !is_override => {
                Some(State::GpcOptout)
            }
            Standing::Open if was_yes => Some(State::Expired),
            // A yes to a version that was taken back is suspended as well, but may come back with it.
            Standing::Suspended
                if was_yes && self.of(purpose).is_some_and(|it| it.version < marks.material) =>
            {
                Some(State::SuspendedByPolicy)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKS: Marks = Marks { current: 3, material: 2, purposes: 1 };
    const NOW: i64 = 1_000_000;
    const GPC: Signals = Signals { gpc: true, dnt: false };

    fn entry(state: State, version: u32, valid_until: Option<i64>) -> Record {
        let entry = Entry { state, version, time: 0, valid_until };
        Record { analytics: Some(entry), performance: Some(entry), ..Record::default() }
    }

    fn due(record: &Record, signals: Signals) -> Option<State> {
        let due = record.due(signals, &MARKS, NOW);
        let analytics =
            due.iter().find(|(purpose, _)| *purpose == Purpose::Analytics).map(|(_, state)| *state);
        let performance =
            due.iter().find(|(purpose, _)| *purpose == Purpose::Performance).map(|(_, state)| *state);
        assert_eq!(analytics, performance);
        analytics
    }

    #[test]
    fn an_entry_stands_as_its_age_and_the_policy_let_it() {
        for (state, version, valid_until, expected) in [
            (State::Given, 2, Some(NOW + 1), Standing::Yes),
            (State::Given, 3, None, Standing::Yes),
            (State::Given, 2, Some(NOW), Standing::Open),
            (State::Given, 1, Some(NOW + 1), Standing::Suspended),
            (State::Given, 4, Some(NOW + 1), Standing::Suspended),
            (State::ImportedPrelogin, 2, Some(NOW + 1), Standing::Yes),
            (State::GpcOverrideGiven, 2, Some(NOW + 1), Standing::YesOverGpc),
            (State::GpcOverrideGiven, 1, Some(NOW + 1), Standing::Suspended),
            (State::Refused, 1, Some(NOW + 1), Standing::No),
            (State::Withdrawn, 4, Some(NOW + 1), Standing::No),
            (State::Refused, 1, Some(NOW), Standing::Open),
            (State::GpcOptout, 1, None, Standing::OptedOut),
            (State::SuspendedByPolicy, 3, None, Standing::Suspended),
            (State::Expired, 3, None, Standing::Open),
        ] {
            let record = entry(state, version, valid_until);
            assert_eq!(record.standing(Purpose::Analytics, &MARKS, NOW), expected, "{state:?} {version}");
        }
        let asks_more = Marks { purposes: 3, ..MARKS };
        let declined = entry(State::Refused, 2, None);
        assert_eq!(declined.standing(Purpose::Analytics, &asks_more, NOW), Standing::Open, "a new purpose");
        clario_proofs::proves(&["AC-46"]);
    }

    #[test]
    fn each_change_is_written_once() {
        let none = Signals::default();
        assert_eq!(due(&Record::default(), none), None);
        assert_eq!(due(&Record::default(), GPC), Some(State::GpcOptout));
        assert_eq!(due(&entry(State::GpcOptout, 3, None), GPC), None, "not on every request");
        assert_eq!(due(&entry(State::GpcOptout, 3, None), none), None, "absence is no opt-in");
        assert_eq!(due(&entry(State::Given, 3, None), GPC), Some(State::GpcOptout));
        assert_eq!(due(&entry(State::GpcOverrideGiven, 3, None), GPC), None, "a deliberate yes stays");
        assert_eq!(due(&entry(State::Refused, 3, None), GPC), None, "it is off already");
        assert_eq!(due(&entry(State::Given, 1, None), none), Some(State::SuspendedByPolicy));
        assert_eq!(due(&entry(State::SuspendedByPolicy, 3, None), none), None);
        assert_eq!(due(&entry(State::SuspendedByPolicy, 3, None), GPC), Some(State::GpcOptout));
        assert_eq!(due(&entry(State::Given, 4, None), none), None, "of a version that was taken back");
        assert_eq!(due(&entry(State::Given, 3, Some(NOW)), none), Some(State::Expired));
        assert_eq!(due(&entry(State::Expired, 3, None), none), None);
        assert_eq!(due(&entry(State::GpcOverrideGiven, 3, Some(NOW)), GPC), Some(State::Expired));
        assert_eq!(due(&entry(State::GpcOverrideGiven, 1, None), GPC), Some(State::SuspendedByPolicy));
    }
}
