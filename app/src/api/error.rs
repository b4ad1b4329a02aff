//! What can go wrong, in the only words a page ever sees.

use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a page or an island got no answer. Closed and without inner text, since it may land in a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiError {
    /// Nobody is signed in.
    SignIn,
    /// Somebody is signed in, but has to prove once more who they are.
    Confirm,
    /// Somebody is signed in, but may not do this.
    NotAllowed,
    /// The workspace asks for two-step sign-in, and the account has none.
    SecondFactor,
    /// There is no such thing, or not for this person.
    Missing,
    /// The person asked that nothing be read for now.
    Restricted,
    /// The workspace has no connection yet.
    NothingConnected,
    /// The first data is still on its way.
    NotYet,
    /// What may be used on one day is used up.
    SpentForToday,
    /// The request could not be understood.
    Malformed,
    /// Our side failed; the log has the cause.
    Failed,
}

impl ApiError {
    /// The HTTP status of a page that shows this.
    pub fn status(self) -> u16 {
        match self {
            Self::SignIn => 401,
            Self::NotAllowed | Self::Confirm | Self::SecondFactor => 403,
            Self::Missing => 404,
            Self::NothingConnected | Self::NotYet | Self::Restricted => 200,
            Self::SpentForToday => 429,
            Self::Malformed => 400,
            Self::Failed => 500,
        }
    }
}

impl ApiError {
    /// What happened and what to do, for the person.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::SignIn => "Sign in to see this page.",
            Self::Confirm => "Confirm that it is you to see this page.",
            Self::NotAllowed => {
                "Your role in this workspace does not allow this. Ask an owner of the workspace."
            }
            Self::SecondFactor => {
                "This workspace asks all its members for two-step sign-in. Set it up, and this page opens."
            }
            Self::Missing => "There is nothing at this address, or it is not shared with you.",
            Self::Restricted => {
                "You asked that nothing be read for now, so there are no numbers. Lift that under Account → Privacy → Pause."
            }
            Self::NothingConnected => "Nothing is connected yet. Connect a Jira site to see its numbers.",
            Self::NotYet => "The first data is still being read. This page fills itself in a moment.",
            Self::SpentForToday => {
                "What may be used on one day is used up. The counts begin anew at midnight (UTC); Settings → Usage shows them."
            }
            Self::Malformed => "This request could not be understood. Go back and try again.",
            Self::Failed => {
                "Something went wrong on our side. Try again; if it stays, tell the operator when it happened."
            }
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.sentence())
    }
}

impl std::error::Error for ApiError {}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::Deserialization(_)
            | ServerFnErrorErr::MissingArg(_) => Self::Malformed,
            _ => Self::Failed,
        }
    }
}

/// What is wrong with one field of a form, for the person who filled it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The name of the field; empty when the form as a whole is meant.
    pub field: String,
    /// What is wrong and what to do about it.
    pub sentence: String,
}

impl Problem {
    /// A problem of one field.
    pub fn new(field: &str, sentence: impl Into<String>) -> Self {
        Self { field: field.to_owned(), sentence: sentence.into() }
    }
}
