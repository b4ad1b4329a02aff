//! The choice as a browser keeps it: `v1.<policy version>.<choice>.<day>[.<consent id>]`, written and read.
//!
//! The choice is a letter, `a` for a yes, `d` for a no, `g` for a yes although the browser sends Global Privacy Control,
//! and a digit where it is not the usual one of that letter: 1 for counting pages, 2 for samples of speed, 4 for no
//! reports of errors. A plain no has no id: there is nothing to recognise.

use super::{DAY, LIFE_DAYS, Marks, Standing};
use std::fmt;

/// More characters than any cookie of ours has.
const LONGEST: usize = 64;
const ID_LENGTH: usize = 16;
/// Stands in place of an id when the choice is a copy of what the account says.
const COPY: &str = "copy";

/// What somebody said yes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Choice {
    /// Counting pages.
    pub analytics: bool,
    /// Samples of how fast pages are.
    pub performance: bool,
    /// No reports of errors.
    pub no_error_reports: bool,
}

impl Choice {
    /// What the button “Accept” means.
    pub const ACCEPT: Self = Self { analytics: true, performance: true, no_error_reports: false };
    /// What the button “Decline” means.
    pub const DECLINE: Self = Self { analytics: false, performance: false, no_error_reports: false };

    /// Whether there is a yes in it.
    pub fn grants(self) -> bool {
        self.analytics || self.performance
    }

    fn bits(self) -> u8 {
        u8::from(self.analytics) | u8::from(self.performance) << 1 | u8::from(self.no_error_reports) << 2
    }

    fn of_bits(bits: u8) -> Self {
        Self { analytics: bits & 1 != 0, performance: bits & 2 != 0, no_error_reports: bits & 4 != 0 }
    }
}

/// How a choice was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// With a yes.
    Accepted,
    /// Without a yes.
    Declined,
    /// With a yes, in the preferences, although the browser sent Global Privacy Control.
    OverGpc,
}

impl Mode {
    fn letter(self) -> char {
        match self {
            Self::Accepted => 'a',
            Self::Declined => 'd',
            Self::OverGpc => 'g',
        }
    }

    fn usual(self) -> Choice {
        if self == Self::Declined { Choice::DECLINE } else { Choice::ACCEPT }
    }
}

/// A random name for the choices of one browser; it says nothing and is used for nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConsentId(String);

impl ConsentId {
    /// Takes sixteen small letters and digits.
    pub fn parse(text: &str) -> Option<Self> {
        let good =
            text.len() == ID_LENGTH && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'z'));
        good.then(|| Self(text.to_owned()))
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whose choice a cookie holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// Somebody who cannot be told from others.
    Nobody,
    /// Whoever uses this browser.
    Browser(ConsentId),
    /// It is a copy of what an account says, so nobody who signs in later takes it over.
    Copy,
}

/// A choice as a browser keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The version of the policy that was shown.
    pub version: u32,
    /// How it was made.
    pub mode: Mode,
    /// What it was.
    pub choice: Choice,
    /// On which day, counted from 1970-01-01.
    pub day: i64,
    /// Whose it is.
    pub owner: Owner,
}

impl Kept {
    /// The name of the cookie; its prefix binds it to TLS and to this host.
    pub fn cookie_name(is_secure: bool) -> &'static str {
        if is_secure { "__Host-ac_consent" } else { "ac_consent" }
    }

    /// The line of `Set-Cookie` that makes a browser keep a choice for its life, or forget the one it has.
    pub fn set_cookie(kept: Option<&Self>, is_secure: bool) -> String {
        let name = Self::cookie_name(is_secure);
        let secure = if is_secure { "; Secure" } else { "" };
        let (value, seconds) = kept.map_or((String::new(), 0), |kept| (kept.to_string(), LIFE_DAYS * DAY));
        format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
    }

    /// Reads the value of a cookie. What this module would not have written is nothing.
    pub fn parse(value: &str) -> Option<Self> {
        if value.len() > LONGEST {
            return None;
        }
        let mut parts = value.split('.');
        let (Some("v1"), Some(version), Some(choice), Some(day)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        let owner = match parts.next() {
            None => Owner::Nobody,
            Some(COPY) => Owner::Copy,
            Some(id) => Owner::Browser(ConsentId::parse(id)?),
        };
        let mut letters = choice.chars();
        let mode = match letters.next()? {
            'a' => Mode::Accepted,
            'd' => Mode::Declined,
            'g' => Mode::OverGpc,
            _ => return None,
        };
        let choice = match letters.next() {
            None => mode.usual(),
            Some(digit) => Choice::of_bits(u8::try_from(digit.to_digit(8)?).ok()?),
        };
        let kept = Self { version: version.parse().ok()?, mode, choice, day: day.parse().ok()?, owner };
        let possible = kept.version > 0 && kept.day >= 0 && choice.grants() == (mode != Mode::Declined);
        // One way to write it: no signs, no leading zeros, nothing after its end.
        (possible && kept.to_string() == value).then_some(kept)
    }

    /// Finds the choice among the lines of `Cookie`. Where there are several, the one that allows least counts.
    pub fn find<'a>(lines: impl IntoIterator<Item = &'a [u8]>, name: &str) -> Option<Self> {
        lines
            .into_iter()
            .filter_map(|line| std::str::from_utf8(line).ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
            .filter_map(Self::parse)
            .min_by_key(|kept| (kept.choice.grants(), !kept.choice.no_error_reports, kept.day))
    }

    /// How it stands for the purposes that are asked for; `Open` when it is of the future or too old.
    pub(super) fn standing(&self, wanted: bool, marks: &Marks, today: i64) -> Standing {
        if self.day > today || today - self.day >= LIFE_DAYS {
            return Standing::Open;
        }
        match (self.choice.grants(), wanted) {
            (false, _) if self.version > marks.current || marks.carries_no(self.version) => Standing::No,
            (false, _) => Standing::Open,
            (true, _) if !marks.carries_yes(self.version) => Standing::Suspended,
            (true, false) => Standing::No,
            (true, true) if self.mode == Mode::OverGpc => Standing::YesOverGpc,
            (true, true) => Standing::Yes,
        }
    }
}

impl fmt::Display for Kept {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "v1.{}.{}", self.version, self.mode.letter())?;
        if self.choice != self.mode.usual() {
            write!(formatter, "{}", self.choice.bits())?;
        }
        write!(formatter, ".{}", self.day)?;
        match &self.owner {
            Owner::Nobody => Ok(()),
            Owner::Copy => write!(formatter, ".{COPY}"),
            Owner::Browser(id) => write!(formatter, ".{}", id.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789abcdef";

    #[test]
    fn every_choice_is_read_as_what_it_was_written_as() {
        for mode in [Mode::Accepted, Mode::Declined, Mode::OverGpc] {
            for bits in 0..8 {
                let choice = Choice::of_bits(bits);
                for owner in [Owner::Nobody, Owner::Copy, Owner::Browser(ConsentId::parse(ID).unwrap())] {
                    let kept = Kept { version: 12, mode, choice, day: 20_779, owner };
                    let text = kept.to_string();
                    let possible = choice.grants() == (mode != Mode::Declined);
                    assert_eq!(Kept::parse(&text), possible.then_some(kept), "{text}");
                }
            }
        }
        let accepted = Kept::parse("v1.1.a.20779.0123456789abcdef").expect("as it is written");
        assert_eq!((accepted.mode, accepted.choice), (Mode::Accepted, Choice::ACCEPT));
        assert_eq!(Kept::parse("v1.1.d.20779").expect("a plain no").owner, Owner::Nobody);
    }

    #[test]
    fn what_was_not_written_here_is_nothing() {
        let long = format!("v1.1.a.20779.{}", "a".repeat(1_000_000));
        for value in [
            "",
            "v1",
            "v1.1",
            "v1.1.a",
            "v1.1.a.",
            "v1.1.a.x",
            "v1..a.20779",
            "v1.0.a.20779",
            "v1.-1.a.20779",
            "v1.+1.a.20779",
            "v1.01.a.20779",
            "v1.99999999999.a.20779",
            "v1.1.x.20779",
            "v1.1.A.20779",
            "v1.1.ad.20779",
            "v1.1.a3.20779",
            "v1.1.d0.20779",
            "v1.1.a0.20779",
            "v1.1.d1.20779",
            "v1.1.a8.20779",
            "v1.1.a12.20779",
            "v1.1.a.-5",
            "v1.1.a.020779",
            "v1.1.a.99999999999999999999",
            "v1.1.a.20779.",
            "v1.1.a.20779.short",
            "v1.1.a.20779.0123456789ABCDEF",
            "v1.1.a.20779.0123456789abcde\u{e9}",
            "v1.1.a.20779.0123456789abcdef.more",
            "v2.1.a.20779",
            " v1.1.a.20779",
            "v1.1.a.20779 ",
            "\"v1.1.a.20779\"",
            "v1.1.a.20779\0",
            &long,
        ] {
            assert_eq!(Kept::parse(value), None, "{value:.60}");
        }
    }

    #[test]
    fn the_browser_keeps_it_for_180_days_where_no_script_reads_it() {
        let kept = Kept::parse("v1.1.d.20779");
        let line = Kept::set_cookie(kept.as_ref(), true);
        let attributes = "Path=/; Max-Age=15552000; HttpOnly; SameSite=Lax; Secure";
        assert_eq!(line, format!("__Host-ac_consent=v1.1.d.20779; {attributes}"));
        let line = Kept::set_cookie(None, false);
        assert_eq!(line, "ac_consent=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    }

    #[test]
    fn among_several_the_one_that_allows_least_counts() {
        let find = |lines: &[&str]| {
            Kept::find(lines.iter().map(|line| line.as_bytes()), "ac_consent").map(|kept| kept.to_string())
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(find(&[]), None);
        assert_eq!(find(&["ac_session=x; ac_consent=v1.1.a.5"]), some("v1.1.a.5"));
        assert_eq!(find(&["ac_consent=v1.1.a.5; ac_consent=v1.1.d.4"]), some("v1.1.d.4"));
        assert_eq!(find(&["ac_consent=v1.1.d.4; ac_consent=v1.1.a.5"]), some("v1.1.d.4"));
        assert_eq!(find(&["ac_consent=v1.1.a.5", "ac_consent=v1.1.d.4"]), some("v1.1.d.4"));
        assert_eq!(find(&["ac_consent=v1.1.a.9; ac_consent=v1.1.a.5"]), some("v1.1.a.5"), "the older yes");
        assert_eq!(find(&["ac_consent=nonsense; ac_consent=v1.1.a.5"]), some("v1.1.a.5"));
        assert_eq!(find(&["xac_consent=v1.1.a.5; ac_consent2=v1.1.a.5; ac_consent"]), None);
        assert_eq!(Kept::find([&b"ac_consent=\xff; ac_consent=v1.1.a.5"[..]], "ac_consent"), None);
        let flood = format!("ac_consent=v1.1.a.5; {}", "ac_consent=x; ".repeat(100_000));
        assert_eq!(find(&[&flood]), some("v1.1.a.5"));
    }
}
