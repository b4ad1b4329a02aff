//! Random ids: short enough for a URL, too many to guess, and told apart by type.

use std::fmt;

use crate::error::Error;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 16;

fn random() -> Result<String, Error> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(|_| Error::NoRandom)?;
    Ok(spelled(&bytes))
}

fn spelled(bytes: &[u8; LENGTH]) -> String {
    bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()
}

fn is_id(text: &str) -> bool {
    text.len() == LENGTH && text.bytes().all(|byte| ALPHABET.contains(&byte))
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
        #[sqlx(transparent)]
        pub struct $name(String);

        impl $name {
            /// Makes a new random id of 80 bits.
            pub fn random() -> Result<Self, Error> {
                random().map(Self)
            }

            /// Reads an id, say from a URL. Whether there is such a row is another question.
            pub fn parse(text: &str) -> Option<Self> {
                is_id(text).then(|| Self(text.to_owned()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

id! {
    /// A person's account.
    AccountId
}
id! {
    /// A workspace.
    WorkspaceId
}
id! {
    /// A connection to a provider.
    ConnectionId
}
id! {
    /// A team.
    TeamId
}
id! {
    /// A workflow.
    WorkflowId
}
id! {
    /// A letter in the queue.
    NotificationId
}
id! {
    /// An alert to the operator.
    AlertId
}
id! {
    /// A notice to everybody.
    NoticeId
}
id! {
    /// A session in the list of its owner; it opens nothing.
    SessionId
}
id! {
    /// An invitation into a workspace.
    InvitationId
}
id! {
    /// A grant by which an operator may look at a workspace.
    GrantId
}
id! {
    /// What somebody asked the operator, by the reference they were given.
    RequestId
}

impl RequestId {
    /// The reference of a form that is known by these bytes.
    pub fn of(bytes: &[u8; LENGTH]) -> Self {
        Self(spelled(bytes))
    }
}
id! {
    /// A row of the consent log, as receipts name it.
    ConsentEventId
}
id! {
    /// The choices of one browser or account in the consent log.
    ConsentSubject
}
