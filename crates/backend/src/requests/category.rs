//! What a request can be about: a closed list for each form.

use clario_store::RequestForm;

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RequestCategory {
    /// Signing in, or the account.
    Account,
    /// How something works.
    Question,
    /// Access, correction, deletion, restriction, objection.
    PrivacyRight,
    /// Somebody's work is shown here without an account of theirs.
    NamedInJira,
    /// Data of somebody under 16.
    Child,
    /// A weakness of the program.
    SecurityFlaw,
    /// Harm that no other category names.
    OtherSafety,
    /// Anything else.
    Other,
    /// Deceit, or a page that pretends to be another.
    Deceit,
    /// Harassment or threats.
    Harassment,
    /// Data that was not theirs to connect.
    StolenData,
    /// Something else that is against the law.
    Unlawful,
    /// Somebody's work is used without their leave.
    Copyright,
    /// An answer to a copyright notice.
    CounterNotice,
}

impl RequestCategory {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Account,
        Self::Question,
        Self::PrivacyRight,
        Self::NamedInJira,
        Self::Child,
        Self::SecurityFlaw,
        Self::OtherSafety,
        Self::Other,
        Self::Deceit,
        Self::Harassment,
        Self::StolenData,
        Self::Unlawful,
        Self::Copyright,
        Self::CounterNotice,
    ];

    /// Those of a form.
    pub fn of_form(form: RequestForm) -> &'static [Self] {
        match form {
            RequestForm::Contact => &[
                Self::Account,
                Self::Question,
                Self::PrivacyRight,
                Self::NamedInJira,
                Self::Child,
                Self::SecurityFlaw,
                Self::OtherSafety,
                Self::Other,
            ],
            RequestForm::Abuse => {
                &[Self::Deceit, Self::Harassment, Self::StolenData, Self::Unlawful, Self::OtherSafety]
            }
            RequestForm::Dmca => &[Self::Copyright, Self::CounterNotice],
        }
    }

    /// The word that is stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Question => "question",
            Self::PrivacyRight => "privacy-right",
            Self::NamedInJira => "named-in-jira",
            Self::Child => "child",
            Self::SecurityFlaw => "security-flaw",
            Self::OtherSafety => "other-safety",
            Self::Other => "other",
            Self::Deceit => "deceit",
            Self::Harassment => "harassment",
            Self::StolenData => "stolen-data",
            Self::Unlawful => "unlawful",
            Self::Copyright => "copyright",
            Self::CounterNotice => "counter-notice",
        }
    }

    /// The category of a stored word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.word() == word)
    }

    /// What people read in the list.
    pub fn title(self) -> &'static str {
        match self {
            Self::Account => "My account or signing in",
            Self::Question => "A question about the product",
            Self::PrivacyRight => "My rights over data about me",
            Self::NamedInJira => "I am named in someone's Jira",
            Self::Child => "Data of a child under 16",
            Self::SecurityFlaw => "A security flaw",
            Self::OtherSafety => "Other safety concern",
            Self::Other => "Something else",
            Self::Deceit => "Deceit, or a false identity",
            Self::Harassment => "Harassment or a threat",
            Self::StolenData => "Data connected without permission",
            Self::Unlawful => "Something else against the law",
            Self::Copyright => "My work is used without permission",
            Self::CounterNotice => "An answer to a copyright notice",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_category_has_a_word_of_its_own_and_a_form() {
        let words: BTreeSet<_> = RequestCategory::ALL.map(RequestCategory::word).into();
        assert_eq!(words.len(), RequestCategory::ALL.len());
        for category in RequestCategory::ALL {
            assert_eq!(RequestCategory::of(category.word()), Some(category));
            let forms = [RequestForm::Contact, RequestForm::Abuse, RequestForm::Dmca];
            assert!(forms.iter().any(|form| RequestCategory::of_form(*form).contains(&category)));
        }
        assert_eq!(RequestCategory::of("Other"), None);
    }

    #[test]
    fn whoever_finds_no_other_category_finds_these() {
        let contact = RequestCategory::of_form(RequestForm::Contact);
        assert_eq!(RequestCategory::OtherSafety.title(), "Other safety concern");
        assert!(contact.contains(&RequestCategory::OtherSafety));
        assert_eq!(RequestCategory::NamedInJira.title(), "I am named in someone's Jira");
        assert!(contact.contains(&RequestCategory::NamedInJira));
    }
}
