//! What can be wrong with something a person typed, in plain words.

use clario_providers::AddressFault;
use clario_vault::PasswordFlaw;

/// What is wrong with an entry. Closed and without inner text, since it may land in a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// No name.
    #[error("Enter your name.")]
    NameEmpty,
    /// A name of more than 100 characters.
    #[error("Use at most 100 characters for your name.")]
    NameLong,
    /// Control or direction characters in a name.
    #[error("Your name contains characters that cannot be shown. Type it again.")]
    NameUnprintable,
    /// Not an address.
    #[error("Enter an e-mail address such as name@example.com.")]
    Email,
    /// A password that does not do.
    #[error("{}", password_sentence(*.0))]
    Password(PasswordFlaw),
    /// The address the account has already.
    #[error("This is the address your account has already.")]
    SameEmail,
    /// A password too short to stand without a second factor.
    #[error(
        "Your password has fewer than 15 characters, too few without a second step. Choose a longer one first."
    )]
    PasswordTooShortAlone,
    /// The terms were not accepted.
    #[error("Accept the terms of use to make an account.")]
    TermsNotAccepted,
    /// The terms have a newer version than the one accepted.
    #[error("The terms of use have changed since you opened this page. Read and accept them again.")]
    TermsChanged,
    /// A workspace without a name.
    #[error("Give the workspace a name.")]
    WorkspaceNameEmpty,
    /// A workspace name that is too long or cannot be shown.
    #[error("Use at most 100 printable characters for the name of the workspace.")]
    WorkspaceName,
    /// More workspaces than an account may have.
    #[error("An account can own at most 20 workspaces.")]
    TooManyWorkspaces,
    /// A role that cannot be given here.
    #[error("Choose a role from the list.")]
    Role,
    /// The one who is invited belongs to the workspace already.
    #[error("Somebody with this address is a member already.")]
    IsMember,
    /// More open invitations than there may be.
    #[error("There are 100 open invitations. Withdraw one, or wait until somebody accepts.")]
    TooManyInvitations,
    /// Nobody would own the workspace any more.
    #[error("A workspace needs an owner. Make somebody else an owner first.")]
    LastOwner,
    /// Asking others for what one does not have.
    #[error("Set up two-step sign-in for your own account first.")]
    SecondFactorFirst,
    /// No reason for a grant, or one that cannot be shown.
    #[error("Give a reason of 10 to 500 printable characters. The owners of the workspace read it.")]
    Reason,
    /// An id that no workspace has.
    #[error("There is no workspace with this id.")]
    NoSuchWorkspace,
    /// A time for a grant that is out of bounds.
    #[error("Choose between 5 and 60 minutes.")]
    Minutes,
    /// A label that is too long or cannot be shown.
    #[error("Use at most 100 printable characters for a label.")]
    Label,
    /// An address that cannot be that of a provider.
    #[error("{}", clario_providers::Error::WrongAddress(*.0).remedy())]
    Address(AddressFault),
    /// The e-mail of a credential is not one.
    #[error(
        "Enter the e-mail address the token belongs to, or leave it empty for the token of a service account."
    )]
    CredentialEmail,
    /// No token.
    #[error("Enter the token.")]
    TokenEmpty,
    /// Something that cannot be a token.
    #[error("This is not a token: a token has 16 to 2,000 letters, digits and signs, and no blanks.")]
    Token,
    /// More connections than a workspace may have.
    #[error("A workspace can have at most 20 connections.")]
    TooManyConnections,
    /// A time zone nobody knows.
    #[error("Choose a time zone from the list, such as Europe/Berlin.")]
    Zone,
    /// No working day at all.
    #[error("Choose at least one working day.")]
    NoWorkingDay,
    /// A line of the holidays that has no day.
    #[error("Start each line of the holidays with a day such as 2026-12-25. Line {line} does not.")]
    Holiday {
        /// Number of the line, from 1.
        line: u32,
    },
    /// Too many holidays.
    #[error("Enter at most 1,000 holidays.")]
    TooManyHolidays,
    /// A number of hours out of bounds.
    #[error("Enter between 1 and 720 hours.")]
    KeepHours,
    /// Too many teams or sources.
    #[error("A workspace can have at most 500 teams, and a team at most 100 sources.")]
    TooManyTeams,
    /// Something other than a number as the place of a team.
    #[error("Give each team a whole number as its place.")]
    TeamPlace,
    /// A first change to the default teams while some of them may still be missing.
    #[error(
        "Your data is still being read, so a team could be missing from the list that is saved. \
         Save again once everything is read."
    )]
    StillReading,
    /// A team without a source.
    #[error("Give each team at least one project or board.")]
    TeamWithoutSource,
    /// The same source twice in one team.
    #[error("A team names the same project or board twice.")]
    SourceTwice,
    /// Too many workflows or statuses.
    #[error("A workspace can have at most 200 workflows, and a workflow at most 2,000 statuses.")]
    TooManyStatuses,
    /// A status with two meanings in one workflow.
    #[error("A status can have one meaning only in a workflow.")]
    StatusTwice,
    /// An id that no provider gives.
    #[error("This does not name anything at the provider. Load the page again.")]
    ProviderId,
    /// Too many resolutions.
    #[error("A list can have at most 1,000 resolutions.")]
    TooManyResolutions,
    /// A file that is not one of settings.
    #[error(
        "This is not a file of settings, or a part of it is missing. Export a workspace and take settings.json from it. Nothing was changed."
    )]
    SettingsFile,
    /// A file of settings that is too long.
    #[error("This file is longer than 200 kB, which settings never are. Nothing was changed.")]
    SettingsFileLong,
    /// A file of settings that names a site this workspace has no connection to.
    #[error("The file uses a Jira site that is not connected here. Connect it first. Nothing was changed.")]
    SettingsFileSite,
    /// A category that the form does not have.
    #[error("Choose what it is about.")]
    RequestCategory,
    /// No text, or too much of it.
    #[error("Write 10 to 10,000 characters.")]
    RequestText,
    /// Not where it is.
    #[error("Say where it is, in at most 1,000 characters.")]
    RequestPlace,
    /// Not which work is meant.
    #[error("Say which work is meant, in at most 1,000 characters.")]
    RequestWork,
    /// The statements of a copyright notice were not made.
    #[error("A copyright notice needs both statements. Tick the box if they are true.")]
    NotSworn,
    /// No answer, or one that is too long.
    #[error("Write 2 to 5,000 characters.")]
    RequestAnswer,
    /// A notice without a heading.
    #[error("Use 3 to 100 printable characters for the heading.")]
    NoticeTitle,
    /// A notice without words.
    #[error("Use 3 to 2,000 printable characters.")]
    NoticeText,
    /// A number of days out of bounds.
    #[error("Enter between 1 and 90 days.")]
    NoticeDays,
    /// A change that would take effect too soon, or on no day.
    #[error(
        "Enter a day such as 2026-12-24, at least 14 days from now: everybody must be able to know before."
    )]
    NoticeEffective,
    /// A field was filled in that people do not see.
    #[error("Leave this field empty. It is there to catch programs.")]
    Decoy,
    /// A form was sent quicker than anybody types.
    #[error(
        "That was quicker than we expect of people. Nothing is lost: wait a few seconds and send it again."
    )]
    TooQuick,
    /// A form was open for too long.
    #[error("This form was open for more than a day. Look at it once more and send it again.")]
    OpenTooLong,
}

impl Flaw {
    /// The name of the form field it is about; empty when it concerns the form as a whole.
    pub fn field(self) -> &'static str {
        match self {
            Self::NameEmpty
            | Self::NameLong
            | Self::NameUnprintable
            | Self::WorkspaceNameEmpty
            | Self::WorkspaceName => "name",
            Self::Email | Self::SameEmail | Self::CredentialEmail | Self::IsMember => "email",
            Self::Password(_) | Self::PasswordTooShortAlone => "password",
            Self::TermsNotAccepted | Self::TermsChanged => "terms",
            Self::Label => "label",
            Self::Role => "role",
            Self::NoSuchWorkspace => "workspace",
            Self::Reason => "reason",
            Self::Minutes => "minutes",
            Self::Address(_) => "address",
            Self::TokenEmpty | Self::Token => "token",
            Self::Zone => "zone",
            Self::NoWorkingDay => "working_days",
            Self::Holiday { .. } | Self::TooManyHolidays => "holidays",
            Self::KeepHours => "hours",
            Self::NoticeTitle => "title",
            Self::NoticeDays => "days",
            Self::NoticeEffective => "effective",
            Self::RequestCategory => "category",
            Self::NoticeText | Self::RequestText | Self::RequestAnswer => "text",
            Self::RequestPlace => "place",
            Self::RequestWork => "work",
            Self::NotSworn => "sworn",
            Self::Decoy => "website",
            Self::SettingsFile | Self::SettingsFileLong | Self::SettingsFileSite => "settings",
            _ => "",
        }
    }
}

fn password_sentence(flaw: PasswordFlaw) -> &'static str {
    match flaw {
        PasswordFlaw::TooShort => "Use at least 15 characters. Several words in a row are fine.",
        PasswordFlaw::TooShortWithCode => "Use at least 8 characters.",
        PasswordFlaw::TooLong => "Use at most 128 characters.",
        PasswordFlaw::Common => "This password is among the first that are guessed. Choose another.",
        PasswordFlaw::Context => {
            "This password is built on your name, your e-mail or this product. Choose another."
        }
    }
}
