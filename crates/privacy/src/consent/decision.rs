//! What may be done while one request is answered: decided from the signals of the browser and the choice that is known.

use super::{DAY, Kept, Marks, Purpose, Record, Signals, Standing};

/// What may be done while a request is answered, and what its page says about it. Nothing, unless decided.
#[expect(clippy::struct_excessive_bools, reason = "they are answers to separate questions")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Decision {
    /// Whether the page asks.
    pub banner: bool,
    /// Whether Google Analytics may run, where the operator set an id.
    pub analytics: bool,
    /// Whether samples of speed may be taken.
    pub performance: bool,
    /// Whether pages may be counted.
    pub page_counts: bool,
    /// Whether errors may be reported.
    pub error_reports: bool,
    /// Whether the page says that an opt-out by Global Privacy Control is honored.
    pub opt_out_honored: bool,
    /// Whether the browser asks by Do Not Track that nothing optional be done.
    pub do_not_track: bool,
    /// Whether there is a deliberate yes over Global Privacy Control.
    pub over_gpc: bool,
}

/// Where a choice is known from. The server's own record of an account leaves no say to a cookie.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// From the cookie of somebody who is not signed in, if there is one.
    Browser(Option<&'a Kept>),
    /// From the consent log.
    Account(&'a Record),
}

impl Source<'_> {
    /// How a purpose stands.
    pub fn standing(&self, purpose: Purpose, marks: &Marks, now: i64) -> Standing {
        match (self, purpose) {
            (Self::Account(record), _) => record.standing(purpose, marks, now),
            (Self::Browser(Some(kept)), Purpose::Analytics) => {
                kept.standing(kept.choice.analytics, marks, now.div_euclid(DAY))
            }
            (Self::Browser(Some(kept)), Purpose::Performance) => {
                kept.standing(kept.choice.performance, marks, now.div_euclid(DAY))
            }
            (Self::Browser(_), _) => Standing::Open,
        }
    }

    /// Whether reports of errors are objected to.
    pub fn objects_to_error_reports(&self) -> bool {
        match self {
            Self::Account(record) => record.objects_to_error_reports(),
            Self::Browser(kept) => kept.is_some_and(|kept| kept.choice.no_error_reports),
        }
    }
}

/// Decides for one request at a time, in seconds since 1970-01-01T00:00:00Z.
pub fn decide(signals: Signals, source: Source<'_>, marks: &Marks, now: i64) -> Decision {
    let analytics = source.standing(Purpose::Analytics, marks, now);
    let performance = source.standing(Purpose::Performance, marks, now);
    let allowed = |standing| match standing {
        Standing::Yes => !signals.gpc && !signals.dnt,
        Standing::YesOverGpc => !signals.dnt,
        _ => false,
    };
    let both = [analytics, performance];
    let over_gpc = both.contains(&Standing::YesOverGpc);
    let opted_out = signals.gpc || both.contains(&Standing::OptedOut);
    Decision {
        banner: !opted_out && both.into_iter().any(Standing::is_unanswered),
        analytics: allowed(analytics),
        performance: allowed(performance),
        page_counts: allowed(analytics),
        error_reports: !signals.gpc && !signals.dnt && !source.objects_to_error_reports(),
        opt_out_honored: opted_out && !over_gpc,
        do_not_track: signals.dnt,
        over_gpc,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Entry, State};
    use super::*;

    const MARKS: Marks = Marks { current: 3, material: 2, purposes: 1 };
    const TODAY: i64 = 20_779;
    const NOW: i64 = TODAY * DAY + 5;
    const NONE: Signals = Signals { gpc: false, dnt: false };
    const GPC: Signals = Signals { gpc: true, dnt: false };
    const DNT: Signals = Signals { gpc: false, dnt: true };

    fn of_cookie(signals: Signals, value: &str) -> Decision {
        decide(signals, Source::Browser(Kept::parse(value).as_ref()), &MARKS, NOW)
    }

    /// Rows: cookie, then whether the banner is shown and pages are counted, without and with Global Privacy Control.
    #[test]
    fn ct_12_ct_32_the_matrix_of_cookies_and_signals() {
        for (value, banner, counts, counts_under_gpc) in [
            ("", true, false, false),
            ("v1.3.a.20779.0123456789abcdef", false, true, false),
            ("v1.3.a.20779", false, true, false),
            ("v1.2.a.20779", false, true, false),
            ("v1.3.a.20600", false, true, false),
            ("v1.3.a.20599", true, false, false),
            ("v1.3.a.20780", true, false, false),
            ("v1.1.a.20779", true, false, false),
            ("v1.4.a.20779", true, false, false),
            ("v1.3.a2.20779", false, false, false),
            ("v1.3.d.20779", false, false, false),
            ("v1.1.d.20779", false, false, false),
            ("v1.4.d.20779", false, false, false),
            ("v1.3.d.20600", false, false, false),
            ("v1.3.d.20599", true, false, false),
            ("v1.3.g.20779", false, true, true),
            ("v1.1.g.20779", true, false, false),
            ("v1.3.g.20599", true, false, false),
            ("v1.3.x.20779", true, false, false),
        ] {
            let decision = of_cookie(NONE, value);
            assert_eq!((decision.banner, decision.page_counts), (banner, counts), "{value}");
            assert_eq!(decision.analytics, counts, "{value}");
            assert!(decision.error_reports && !decision.opt_out_honored, "{value}");
            let under_gpc = of_cookie(GPC, value);
            assert!(!under_gpc.banner, "{value}: nobody is asked who has answered by their browser");
            assert_eq!(under_gpc.page_counts, counts_under_gpc, "{value}");
            assert_eq!(under_gpc.opt_out_honored, !counts_under_gpc, "{value}");
            assert!(!under_gpc.error_reports, "{value}");
            let under_dnt = of_cookie(DNT, value);
            let done = under_dnt.analytics || under_dnt.performance || under_dnt.page_counts;
            assert!(!done && !under_dnt.error_reports, "{value}: nothing optional under Do Not Track");
            assert_eq!(under_dnt.banner, banner, "{value}");
        }
    }

    #[test]
    fn the_switches_are_independent() {
        for bits in 0..8_u8 {
            let letter = if bits.trailing_zeros() >= 2 { 'd' } else { 'a' };
            let digit = if [0, 3].contains(&bits) { String::new() } else { bits.to_string() };
            let decision = of_cookie(NONE, &format!("v1.3.{letter}{digit}.20779"));
            assert_eq!(decision.analytics, bits & 1 != 0, "{bits}");
            assert_eq!(decision.page_counts, bits & 1 != 0, "{bits}");
            assert_eq!(decision.performance, bits & 2 != 0, "{bits}");
            assert_eq!(decision.error_reports, bits & 4 == 0, "{bits}");
            assert!(!decision.banner, "{bits}");
        }
    }

    #[test]
    fn ct_31_ct_32_a_no_is_asked_again_only_when_there_is_something_new_to_ask() {
        let kept = Kept::parse("v1.2.d.20779");
        for (purposes, banner) in [(1, false), (2, false), (3, true)] {
            let marks = Marks { purposes, ..MARKS };
            assert_eq!(
                decide(NONE, Source::Browser(kept.as_ref()), &marks, NOW).banner,
                banner,
                "{purposes}"
            );
        }
        clario_proofs::proves(&["AC-46"]);
    }

    #[test]
    fn an_account_that_opted_out_stays_out_where_no_signal_comes() {
        let entry = |state| Entry { state, version: 3, time: 0, valid_until: None };
        let of = |state, signals| {
            let record = Record {
                analytics: Some(entry(state)),
                performance: Some(entry(state)),
                ..Record::default()
            };
            decide(signals, Source::Account(&record), &MARKS, NOW)
        };
        let elsewhere = of(State::GpcOptout, NONE);
        assert!(!elsewhere.banner && !elsewhere.page_counts && elsewhere.opt_out_honored);
        let given = of(State::Given, NONE);
        assert!(given.page_counts && given.performance && !given.opt_out_honored);
        let over = of(State::GpcOverrideGiven, GPC);
        assert!(over.page_counts && over.over_gpc && !over.opt_out_honored && !over.banner);
        let nothing = decide(NONE, Source::Account(&Record::default()), &MARKS, NOW);
        assert!(nothing.banner && !nothing.page_counts);
    }
}
