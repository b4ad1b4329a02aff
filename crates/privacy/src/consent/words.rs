//! The closed lists of the consent log: what may be chosen, what became of it, and by which act.

macro_rules! words {
    ($(#[$outer:meta])* $type:ident { $($(#[$doc:meta])* $name:ident = $key:literal,)* }) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $type {
            $($(#[$doc])* $name,)*
        }

        impl $type {
            /// All there are.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// How the log names it.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)*
                }
            }

            /// The one with this key.
            pub fn parse(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.key() == key)
            }
        }
    };
}

words! {
    /// What somebody may say yes or no to.
    Purpose {
        /// Counting pages: our own counts, and Google Analytics where the operator set an id.
        Analytics = "analytics",
        /// Samples of how fast pages are.
        Performance = "performance",
        /// Reports of errors, which store nothing on the device.
        ErrorReports = "error_reports",
        /// Letters about what is new.
        NewsMail = "news_mail",
    }
}

words! {
    /// What became of a purpose.
    State {
        /// A yes.
        Given = "given",
        /// A no, where there was no yes before.
        Refused = "refused",
        /// A no after a yes.
        Withdrawn = "withdrawn",
        /// A yes to a text that has changed since in more than its wording.
        SuspendedByPolicy = "suspended_by_policy",
        /// A yes that is older than its life.
        Expired = "expired",
        /// The browser sent Global Privacy Control.
        GpcOptout = "gpc_optout",
        /// A deliberate yes, given in the preferences although the browser sent Global Privacy Control.
        GpcOverrideGiven = "gpc_override_given",
        /// A yes of this browser before its user signed in, now theirs on all devices.
        ImportedPrelogin = "imported_prelogin",
    }
}

words! {
    /// By which act.
    Mechanism {
        /// The button “Accept” of the banner.
        BannerAccept = "banner_accept",
        /// The button “Decline” of the banner.
        BannerDecline = "banner_decline",
        /// The form of the cookie preferences.
        PrefsSave = "prefs_save",
        /// The header `Sec-GPC`.
        GpcHeader = "gpc_header",
        /// Global Privacy Control that only the scripts of a page saw.
        GpcJs = "gpc_js",
        /// The privacy page of the account.
        AccountSettings = "account_settings",
        /// Signing in with a browser that had made a choice.
        SignIn = "sign_in",
        /// The program: a choice grew too old, or the policy changed.
        Program = "program",
    }
}

words! {
    /// Where the question stood.
    Layer {
        /// The banner.
        First = "first",
        /// The preferences.
        Second = "second",
        /// Nowhere: nobody was asked.
        None = "none",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_word_is_read_as_what_it_was_written_as_and_no_two_are_the_same() {
        fn check<T: Copy + PartialEq + std::fmt::Debug>(
            all: &[T],
            key: impl Fn(T) -> &'static str,
            parse: impl Fn(&str) -> Option<T>,
        ) {
            let keys: BTreeSet<_> = all.iter().map(|it| key(*it)).collect();
            assert_eq!(keys.len(), all.len(), "{keys:?}");
            assert!(all.iter().all(|it| parse(key(*it)) == Some(*it)), "{all:?}");
            assert!(["", "GIVEN", "given "].iter().all(|word| parse(word).is_none()), "{all:?}");
        }
        check(State::ALL, State::key, State::parse);
        check(Purpose::ALL, Purpose::key, Purpose::parse);
        check(Mechanism::ALL, Mechanism::key, Mechanism::parse);
        check(Layer::ALL, Layer::key, Layer::parse);
    }
}
