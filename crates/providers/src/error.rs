//! Everything that can go wrong with a provider, named by what the person can do about it.

use std::time::Duration;

/// Why the provider gave no usable answer.
///
/// No variant carries text from the provider: an answer that failed is classified and dropped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The typed address cannot be that of a provider, or may not be reached from here.
    #[error("the address is not one that can be connected to: {0}")]
    WrongAddress(AddressFault),
    /// Something answered, but not the provider's programming interface: a web page, a sign-in page, a proxy.
    #[error("the address answered with something other than the provider's data")]
    NotTheProvider,
    /// A Jira that is not Jira Cloud.
    #[error("the address belongs to a self-hosted Jira")]
    SelfHosted,
    /// The token was rejected: mistyped, expired or revoked.
    #[error("the credential was rejected")]
    SignInAgain,
    /// The token is good, but lacks a scope.
    #[error("the credential lacks a scope")]
    MissingScope {
        /// Scopes of which the call needs all, as the provider spells them.
        scopes: &'static [&'static str],
    },
    /// The account may not see this: no licence, no permission, or an address allow-list.
    #[error("the account has no permission")]
    NoPermission,
    /// The object is hidden from the account or does not exist.
    #[error("the object does not exist or is hidden")]
    NotFound,
    /// The provider has removed the function that was called (410).
    #[error("the provider removed this function")]
    Removed,
    /// The provider refused the question as malformed (400): never asked again unchanged.
    #[error("the provider refused the query")]
    QueryRefused,
    /// The provider asks for patience beyond what one call may wait.
    #[error("the provider asks to slow down")]
    SlowDown {
        /// How long to wait before the next call.
        retry_after: Duration,
    },
    /// No connection, a broken one, or a provider in trouble (5xx).
    #[error("the provider cannot be reached")]
    Unreachable,
    /// The answer was larger than the cap.
    #[error("the answer was too large")]
    TooLarge,
    /// The answer was cut short or is not the JSON that was promised.
    #[error("the answer could not be read")]
    Garbled,
    /// The provider's pages never ended.
    #[error("the provider's pages never end")]
    EndlessPaging,
    /// The requests that the workspace may make today are used up.
    #[error("the requests of today are used up")]
    SpentForToday,
    /// The connection holds as many items as it may.
    #[error("there are more items than a connection may hold")]
    TooManyItems {
        /// How many it may hold.
        most: usize,
    },
    /// What read the provider broke; nobody else's fault.
    #[error("the reading broke because of a fault of our own")]
    OwnFault,
}

/// What is wrong with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// Not an address at all.
    #[error("it cannot be read as an address")]
    Unreadable,
    /// Something other than https.
    #[error("it does not start with https")]
    NotHttps,
    /// A user name or password inside the address.
    #[error("it contains a user name")]
    HasUser,
    /// A port other than 443.
    #[error("it names a port")]
    HasPort,
    /// A bare number instead of a name.
    #[error("it is a number, not a name")]
    Number,
    /// A page of the provider that belongs to no site.
    #[error("it belongs to no site")]
    NotASite,
}

impl Error {
    /// What the person can do, as one or two plain sentences.
    pub fn remedy(&self) -> String {
        match self {
            Self::WrongAddress(fault) => format!(
                "This address cannot be used: {fault}. Enter the address of your Jira site, \
                 such as your-team.atlassian.net."
            ),
            Self::NotTheProvider => {
                "This address answered with a web page instead of Jira's data. Check the \
                 address; a proxy or a single sign-on page may stand in between."
                    .into()
            }
            Self::SelfHosted => {
                "This is a self-hosted Jira. Only Jira Cloud can be connected in this version.".into()
            }
            Self::SignInAgain => {
                "Jira rejected the token. It may have expired or been revoked, or the e-mail \
                 address does not belong to it. Create a new token and enter it here."
                    .into()
            }
            Self::MissingScope { scopes } => {
                format!("The token lacks a scope. Create a token with these scopes: {}.", scopes.join(", "))
            }
            Self::NoPermission => {
                "Jira says that this account has no permission. Ask a Jira administrator for \
                 a Jira licence and the permission to browse projects, and whether an address allow-list \
                 blocks this server."
                    .into()
            }
            Self::NotFound => {
                "Jira does not know this, or hides it from this account. It was left out.".into()
            }
            Self::Removed => {
                "Jira has removed the function this version relies on. Update AltaClario.".into()
            }
            Self::QueryRefused => {
                "Jira refused a query. A project, board filter or field may just have been \
                 removed; the next update tries again."
                    .into()
            }
            Self::SlowDown { retry_after } => format!(
                "Jira asks to slow down. The update goes on by itself in about {}.",
                spoken(*retry_after)
            ),
            Self::Unreachable => "Jira cannot be reached at the moment. The figures stay as they were; the \
                 update tries again by itself."
                .into(),
            Self::TooLarge => {
                "Jira sent an answer larger than 64 MB, which was not read. The figures stay as \
                 they were; the update tries again by itself."
                    .into()
            }
            Self::Garbled => "Jira's answer broke off or could not be read. The figures stay as they were; \
                 the update tries again by itself."
                .into(),
            Self::EndlessPaging => "Jira kept sending pages without an end, so the update was stopped. The \
                 figures stay as they were."
                .into(),
            Self::SpentForToday => {
                "AltaClario has asked Jira as often as this workspace may in a day. Reading goes \
                 on after midnight (UTC); Settings → Usage shows the counts."
                    .into()
            }
            Self::TooManyItems { most } => format!(
                "This connection has more than {most} items, which is all that one may hold here. Use a token that \
                 sees fewer projects, or ask the operator to raise ALTACLARIO_ITEMS."
            ),
            Self::OwnFault => "AltaClario itself failed while it read Jira, so what it held was let go. It \
                 begins anew within an hour; if this comes back, tell the operator."
                .into(),
        }
    }

    /// Whether the same call may succeed later without anybody doing anything.
    pub fn passes_by_itself(&self) -> bool {
        matches!(
            self,
            Self::SlowDown { .. } | Self::Unreachable | Self::Garbled | Self::TooLarge | Self::EndlessPaging
        )
    }

    /// Whether only this one object is out of reach while the credential is good.
    pub fn concerns_one_object(&self) -> bool {
        matches!(self, Self::QueryRefused | Self::NotFound | Self::NoPermission)
    }
}

fn spoken(wait: Duration) -> String {
    match wait.as_secs() {
        0..=1 => "a second".into(),
        seconds @ 2..=90 => format!("{seconds} seconds"),
        seconds => format!("{} minutes", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_remedy_is_a_plain_sentence() {
        let all = [
            Error::WrongAddress(AddressFault::NotHttps),
            Error::NotTheProvider,
            Error::SelfHosted,
            Error::SignInAgain,
            Error::MissingScope { scopes: &["read:jira-work"] },
            Error::NoPermission,
            Error::NotFound,
            Error::Removed,
            Error::QueryRefused,
            Error::SlowDown { retry_after: Duration::from_secs(200) },
            Error::Unreachable,
            Error::TooLarge,
            Error::Garbled,
            Error::EndlessPaging,
            Error::SpentForToday,
            Error::TooManyItems { most: 2_000_000 },
            Error::OwnFault,
        ];
        let sentences: std::collections::HashSet<String> = all.iter().map(Error::remedy).collect();
        assert_eq!(sentences.len(), all.len(), "each error has a remedy of its own");
        for sentence in sentences {
            assert!(sentence.ends_with('.') && !sentence.contains("  "), "{sentence}");
        }
    }

    #[test]
    fn a_wait_is_spoken_in_the_unit_people_use() {
        assert_eq!(spoken(Duration::from_millis(200)), "a second");
        assert_eq!(spoken(Duration::from_secs(30)), "30 seconds");
        assert_eq!(spoken(Duration::from_secs(3541)), "60 minutes");
    }
}
