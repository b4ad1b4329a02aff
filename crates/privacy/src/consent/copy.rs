//! What an account says, as a copy for the browser: it holds when nobody is signed in, and nobody takes it over.

use super::{Choice, DAY, Kept, Marks, Mode, Owner, Purpose, Record, Standing};

impl Record {
    /// The copy that belongs into the browser of this account now; `None` while there is something to ask.
    pub fn copy(&self, marks: &Marks, now: i64) -> Option<Kept> {
        let standings = [Purpose::Analytics, Purpose::Performance].map(|it| self.standing(it, marks, now));
        if standings.into_iter().any(Standing::is_unanswered) {
            return None;
        }
        let today = now.div_euclid(DAY);
        let entries = [self.analytics, self.performance];
        // An opt-out by signal does not age.
        let day = if standings.contains(&Standing::OptedOut) {
            today
        } else {
            entries.iter().flatten().map(|entry| entry.time.div_euclid(DAY)).min()?
        };
        let [analytics, performance] = standings.map(Standing::is_yes);
        let choice = Choice { analytics, performance, no_error_reports: self.objects_to_error_reports() };
        let mode = match (choice.grants(), standings.contains(&Standing::YesOverGpc)) {
            (false, _) => Mode::Declined,
            (true, false) => Mode::Accepted,
            (true, true) => Mode::OverGpc,
        };
        let version = entries.iter().flatten().map(|entry| entry.version).min()?;
        Some(Kept { version, mode, choice, day: day.min(today), owner: Owner::Copy })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Entry, Signals, Source, State, decide};
    use super::*;

    const MARKS: Marks = Marks { current: 3, material: 2, purposes: 1 };
    const NOW: i64 = 20_779 * DAY + 5;

    #[test]
    fn a_copy_decides_as_the_record_does() {
        for analytics in State::ALL {
            for performance in State::ALL {
                let entry =
                    |state: State| Entry { state, version: 2, time: NOW - 5 * DAY, valid_until: None };
                let record = Record {
                    analytics: Some(entry(*analytics)),
                    performance: Some(entry(*performance)),
                    ..Record::default()
                };
                for gpc in [false, true] {
                    let signals = Signals { gpc, dnt: false };
                    let decided = decide(signals, Source::Account(&record), &MARKS, NOW);
                    let Some(copy) = record.copy(&MARKS, NOW) else {
                        assert!(
                            decided.banner || gpc || decided.opt_out_honored,
                            "{analytics:?} {performance:?}"
                        );
                        continue;
                    };
                    assert_eq!(Kept::parse(&copy.to_string()).as_ref(), Some(&copy));
                    let copied = decide(signals, Source::Browser(Some(&copy)), &MARKS, NOW);
                    assert!(!copied.banner && !decided.banner);
                    if analytics == performance || !gpc {
                        assert_eq!(
                            copied.analytics, decided.analytics,
                            "{analytics:?} {performance:?} {gpc}"
                        );
                        assert_eq!(
                            copied.performance, decided.performance,
                            "{analytics:?} {performance:?} {gpc}"
                        );
                    }
                }
            }
        }
        assert_eq!(Record::default().copy(&MARKS, NOW), None);
    }
}
